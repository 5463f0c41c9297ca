"""The commands on a ledger and their options; what each does stands in its own module, loaded when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from warning.cli.ledger.act_commands import act
from warning.cli.ledger.proposal_commands import PROPOSALS
from warning.cli.ledger.quarantine_commands import HELD, QUARANTINE
from warning.cli.options import ArchivePlace, AsJson, FrameDirectory, Language, LedgerPlace, LiveFrom, Rows, WithPersons
from warning.core.rows import DutyState

LEDGER = typer.Typer()
"""Its commands stand beside those of ``app``."""
ALERTS = typer.Typer(help="alerts", no_args_is_help=True)
LEDGER.add_typer(ALERTS, name="alerts")
DUTIES = typer.Typer(help="duties", no_args_is_help=True)
LEDGER.add_typer(DUTIES, name="duties")

LEDGER.add_typer(PROPOSALS, name="proposals")
LEDGER.add_typer(QUARANTINE, name="quarantine")
LEDGER.add_typer(HELD, name="held")
LEDGER.command("act", help="act", epilog="exit_codes")(act)

OrgFilter = Annotated[str | None, typer.Option("--org", metavar="ORG", help="org_filter")]


@LEDGER.command("init", help="init", epilog="exit_codes")
def init(
    ledger: LedgerPlace = None,
    frame: FrameDirectory = None,
    clock: Annotated[Literal["live", "event"], typer.Option("--clock", help="clock")] = "event",
    live_from: LiveFrom = None,
    name: Annotated[str, typer.Option("--name", help="ledger_name")] = "",
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Make a ledger."""
    from warning.cli.ledger import making

    wanted = making.Wanted(place=ledger, frame=frame, clock=clock, live_from=live_from, name=name)
    making.make(wanted, lang, as_json=as_json)


@LEDGER.command("upgrade", help="upgrade", epilog="exit_codes")
def upgrade(ledger: LedgerPlace = None, as_json: AsJson = False, lang: Language = "zh") -> None:
    """Bring the tables of a ledger up to date."""
    from warning.cli.ledger import making

    making.upgrade(ledger, lang, as_json=as_json)


@LEDGER.command("ingest", help="ingest", epilog="exit_codes")
def ingest(
    events: Annotated[Path, typer.Argument(metavar="FILE|-", help="events_argument")],
    ledger: LedgerPlace = None,
    named: Annotated[str | None, typer.Option("--as", metavar="NAME", help="as")] = None,
    leap: Annotated[bool, typer.Option("--allow-jump", help="allow_jump")] = False,
    rows: Rows = 40,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Take a file of events into the ledger."""
    from warning.cli.ledger import ingesting

    ingesting.ingest(events, ledger, lang, named=named, leap=leap, rows=rows, as_json=as_json)


@LEDGER.command("tick", help="tick", epilog="exit_codes")
def tick(
    until: Annotated[str, typer.Option("--until", metavar="INSTANT", help="tick_until")],
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Let an event-driven clock go on to an instant."""
    from warning.cli.ledger import ticking

    ticking.tick(until, ledger, lang, as_json=as_json)


@ALERTS.command("list", help="alerts_list", epilog="exit_codes")
def alerts_list(
    ledger: LedgerPlace = None,
    level: Annotated[Literal["yellow", "orange", "red"] | None, typer.Option("--level", help="level_filter")] = None,
    org: OrgFilter = None,
    post: Annotated[str | None, typer.Option("--post", metavar="POST", help="post_filter")] = None,
    domain: Annotated[Literal["business", "management"] | None, typer.Option("--domain", help="domain_filter")] = None,
    closed: Annotated[bool, typer.Option("--all", help="closed_too")] = False,
    rows: Rows = 40,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """List warnings."""
    from warning.cli.ledger import alerts

    asked = alerts.Asked(level=level, org=org, post=post, domain=domain, closed=closed)
    alerts.listed(ledger, asked, lang, rows=rows, as_json=as_json)


@ALERTS.command("show", help="alerts_show", epilog="exit_codes")
def alerts_show(
    name: Annotated[str, typer.Argument(metavar="ID", help="warning_id")],
    ledger: LedgerPlace = None,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Show a warning."""
    from warning.cli.ledger import alerts

    alerts.show(alerts.Wanted(name=name, place=ledger, archive=archive), lang, as_json=as_json)


@ALERTS.command("explain", help="explain", epilog="exit_codes")
def alerts_explain(
    name: Annotated[str, typer.Argument(metavar="ID", help="id")],
    ledger: LedgerPlace = None,
    persons: WithPersons = False,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Explain a signal, a warning or a duty."""
    from warning.cli.ledger import alerts

    alerts.explain(alerts.Wanted(name=name, place=ledger, persons=persons, archive=archive), lang, as_json=as_json)


@DUTIES.command("list", help="duties_list", epilog="exit_codes")
def duties_list(
    ledger: LedgerPlace = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="overdue_filter")] = False,
    org: OrgFilter = None,
    post: Annotated[str | None, typer.Option("--post", metavar="POST", help="duties_post")] = None,
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="borrower_filter")] = None,
    domain: Annotated[Literal["business", "management"] | None, typer.Option("--domain", help="domain_filter")] = None,
    state: Annotated[DutyState | None, typer.Option("--state", help="state_filter")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="INSTANT", help="until_filter")] = None,
    rows: Rows = 40,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """List duties."""
    from warning.cli.ledger import duties

    asked = duties.Asked(
        overdue=overdue, org=org, post=post, borrower=borrower, domain=domain, state=state, until=until
    )
    duties.listed(ledger, asked, lang, rows=rows, as_json=as_json)


@LEDGER.command("status", help="status", epilog="exit_codes")
def status(
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Say how the ledger stands."""
    from warning.cli.ledger import standing

    standing.show(ledger, lang, as_json=as_json)


@LEDGER.command("verify", help="verify", epilog="exit_codes")
def verify(
    ledger: LedgerPlace = None,
    offline: Annotated[Path | None, typer.Option("--offline", metavar="DIR", help="offline")] = None,
    anchors: Annotated[list[str] | None, typer.Option("--anchors", metavar="PLACE", help="anchors")] = None,
    public_key: Annotated[list[Path] | None, typer.Option("--public-key", metavar="FILE", help="public_key")] = None,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Verify a ledger or a bundle."""
    from warning.cli.audit import verifying

    asked = verifying.Asked(
        place=ledger, offline=offline, archive=archive, anchors=tuple(anchors or ()), keys=tuple(public_key or ())
    )
    verifying.check(asked, lang, as_json=as_json)


@LEDGER.command("run", help="run", epilog="exit_codes")
def run(
    ledger: LedgerPlace = None,
    follow: Annotated[list[Path] | None, typer.Option("--follow", metavar="FILE|DIR", help="follow")] = None,
    once: Annotated[bool, typer.Option("--once", help="once")] = False,
    every: Annotated[float, typer.Option("--every", metavar="SECONDS", min=0.05, max=60.0, help="every")] = 1.0,
    heartbeat: Annotated[
        float, typer.Option("--heartbeat", metavar="SECONDS", min=0.0, max=86400.0, help="heartbeat")
    ] = 60.0,
    lang: Language = "zh",
) -> None:
    """Follow files, and let time pass on a live ledger."""
    from warning.cli.ledger import living

    asked = living.Asked(follow=tuple(follow or ()), once=once, every=every, heartbeat=heartbeat)
    living.run(ledger, lang, asked)
