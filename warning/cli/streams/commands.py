"""The commands on topics and their options; what each does stands in its own module, loaded when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warning import settings
from warning.cli.options import AsJson, Language, LedgerPlace, Rows
from warning.cli.stop import end_when_told

STREAMS = typer.Typer()
"""Its commands stand beside those of ``app``."""
TOPICS = typer.Typer(help="topics", no_args_is_help=True)
STREAMS.add_typer(TOPICS, name="topics")
OFFSETS = typer.Typer(help="offsets", no_args_is_help=True)
STREAMS.add_typer(OFFSETS, name="offsets")

Servers = Annotated[str | None, typer.Option("--brokers", envvar=settings.KAFKA, metavar="HOST:PORT,…", help="brokers")]
TopicsFile = Annotated[Path | None, typer.Option("--topics", metavar="FILE", help="topics_option")]


@TOPICS.command("diff", help="topics_diff", epilog="exit_codes")
def topics_diff(brokers: Servers = None, topics: TopicsFile = None, lang: Language = "zh") -> None:
    """Say how the topics differ from the file."""
    from warning.cli.streams import administering

    administering.diff(brokers, topics, lang)


@TOPICS.command("apply", help="topics_apply", epilog="exit_codes")
def topics_apply(brokers: Servers = None, topics: TopicsFile = None, lang: Language = "zh") -> None:
    """Make the topics as the file says."""
    from warning.cli.streams import administering

    administering.apply_file(brokers, topics, lang)


@STREAMS.command("publish", help="publish", epilog="exit_codes")
def publish(
    events: Annotated[Path, typer.Argument(metavar="FILE|-", help="events_argument")],
    brokers: Servers = None,
    rate: Annotated[int, typer.Option("--rate", min=0, help="rate")] = 0,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Send a file of events to the topics."""
    from warning.cli.streams import publishing

    publishing.publish(events, brokers, lang, rate=rate, as_json=as_json)


@STREAMS.command("lag", help="lag", epilog="exit_codes")
def lag(brokers: Servers = None, ledger: LedgerPlace = None, as_json: AsJson = False, lang: Language = "zh") -> None:
    """Say how far the ledger is behind the topics."""
    from warning.cli.streams import offsets

    offsets.lag(ledger, brokers, lang, as_json=as_json)


@OFFSETS.command("show", help="offsets_show", epilog="exit_codes")
def offsets_show(brokers: Servers = None, ledger: LedgerPlace = None, rows: Rows = 0, lang: Language = "zh") -> None:
    """Show where the ledger stands in each partition."""
    from warning.cli.streams import offsets

    offsets.show(ledger, brokers, lang, rows)


@OFFSETS.command("reset", help="offsets_reset", epilog="exit_codes")
def offsets_reset(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="topic")],
    to: Annotated[str, typer.Option("--to", metavar="begin|end|OFFSET", help="offset_to")],
    partitions: Annotated[list[int] | None, typer.Argument(metavar="PARTITION…", min=0, help="partition")] = None,
    all_: Annotated[bool, typer.Option("--all", help="all_partitions")] = False,
    brokers: Servers = None,
    ledger: LedgerPlace = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="dry_run")] = False,
    lang: Language = "zh",
) -> None:
    """Have the ledger go on elsewhere in partitions."""
    from warning.cli.streams import offsets

    asked = offsets.Asked(topic, frozenset(partitions or ()), to, all_=all_, dry_run=dry_run)
    offsets.reset_asked(asked, ledger, brokers, lang)


@STREAMS.command("worker", help="worker", epilog="exit_codes")
def worker(
    brokers: Servers = None,
    ledger: LedgerPlace = None,
    session: Annotated[float, typer.Option("--session", metavar="SECONDS", min=1.0, max=300.0, help="session")] = 10.0,
    batch: Annotated[int, typer.Option("--batch", metavar="RECORDS", min=1, max=10_000, help="batch")] = 2_000,
    heartbeat: Annotated[
        float, typer.Option("--heartbeat", metavar="SECONDS", min=0.0, max=86400.0, help="heartbeat")
    ] = 60.0,
    web_host: Annotated[
        str, typer.Option("--web-host", envvar=settings.WEB_HOST, metavar="ADDRESS", help="web_host")
    ] = "127.0.0.1",
    web_port: Annotated[
        str, typer.Option("--web-port", envvar=settings.WEB_PORT, metavar="PORT|off", help="web_port")
    ] = "0",
    stall_after: Annotated[
        float, typer.Option("--stall-after", metavar="SECONDS", min=1.0, max=86400.0, help="stall_after")
    ] = 60.0,
    lang: Language = "zh",
) -> None:
    """Read the topics into the ledger."""
    told = end_when_told()
    from warning.cli.streams import working
    from warning.streams.feed import Limits

    answering = working.Answering(web_host, web_port, stall_after)
    working.work(working.Asked(ledger, brokers, Limits(session, batch), answering, heartbeat), lang, told)
