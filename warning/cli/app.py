"""The commands and their options; what each does stands in its own module, which is loaded when it is called."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from warning.bootstrap import DEMO_DIRECTORY, EVENTS_FILE, ledger_beside
from warning.cli.audit.commands import AUDITING
from warning.cli.ledger.commands import LEDGER
from warning.cli.ledger.hindsight_commands import HINDSIGHT
from warning.cli.options import AsJson, FrameDirectory, Language, LiveFrom, Rows, Until
from warning.cli.rule_changes.commands import add_to
from warning.cli.stop import NOT_FOUND, OK, REFUSED, USAGE, Stop
from warning.cli.streams.commands import STREAMS
from warning.core import VERSION
from warning.resources import schemas_directory
from warning.visible import visible
from warning.wording.help import HELP
from warning.wording.phrases import say

APP = typer.Typer(help="warning", epilog="exit_codes", no_args_is_help=True, add_completion=False)
DEBUG: Final = "--debug"
"""Taken from anywhere in the line before the commands see it."""
RULES = typer.Typer(help="rules", no_args_is_help=True)
APP.add_typer(RULES, name="rules")
APP.add_typer(LEDGER)
APP.add_typer(HINDSIGHT)
APP.add_typer(STREAMS)
APP.add_typer(AUDITING)

SchemaPath = Annotated[bool, typer.Option("--path", help="schema_path")]


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    """Say what runs, in both languages, and end."""
    if not asked:
        return
    from importlib.metadata import version  # a sixth of what a start loads

    from warning.cli.running import load

    here = load(None, None, "zh")
    for name, said in (
        ("v_program", version("loan-warning")),
        ("v_core", VERSION),
        ("v_book", f"{here.book.version} {here.frame.id}"),
    ):
        typer.echo(f"{HELP[name].zh} · {HELP[name].en}: {visible(said)}")
    raise typer.Exit(OK)


@APP.callback()
def options(
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="version")] = False,  # noqa: FBT002 - typer makes it an option
    debug: Annotated[bool, typer.Option(DEBUG, help="debug")] = False,  # noqa: FBT002 - typer makes it an option
) -> None:
    """Take the options that belong to every command."""


@APP.command("decide", help="decide", epilog="exit_codes")
def decide(
    events: Annotated[Path, typer.Argument(metavar="FILE|-", help="events_argument")],
    until: Until = None,
    frame: FrameDirectory = None,
    live_from: LiveFrom = None,
    rows: Rows = 40,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Decide a file of events and say what came of it."""
    from warning.cli import decided, held, idle
    from warning.cli.output import ending
    from warning.cli.rows import json_lines, note_lines
    from warning.cli.running import situation
    from warning.cli.screen.tables import stdout
    from warning.ledger.entries import HARMLESS

    found = situation(events, lang, until=until, frame=frame, live_from=live_from, beside=True, aloud=True)
    refused = found.verdicts.unlisted > 0 or any(refusal.outcome not in HARMLESS for refusal in found.verdicts.refusals)
    with ending(REFUSED if refused else OK):
        if as_json:
            for line in json_lines(found.verdicts, found.ledger, found.setting.names):
                sys.stdout.buffer.write(line)
            for line in note_lines(found.verdicts, found.setting.names):
                sys.stdout.buffer.write(line)
        else:
            decided.show(found, stdout(), rows)
            idle.show(found, stdout(), rows)
            held.show(found, stdout(), rows)


@APP.command("explain", help="explain", epilog="exit_codes")
def explain_row(
    name: Annotated[str, typer.Argument(metavar="ID", help="id")],
    events: Annotated[Path | None, typer.Option("--events", metavar="FILE", help="events_option")] = None,
    ledger: Annotated[str | None, typer.Option("--ledger", metavar="PATH|URL", help="explain_ledger")] = None,
    until: Until = None,
    frame: FrameDirectory = None,
    live_from: LiveFrom = None,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Explain a signal, a warning or a duty."""
    from warning.cli.explain.command import Options, explain
    from warning.cli.ledger import alerts

    options = Options(until=until, frame=frame, live_from=live_from)
    if ledger is not None and (events is not None or options != Options()):
        raise Stop(USAGE, say("explain_one", lang))
    file = DEMO_DIRECTORY / EVENTS_FILE if events is None else events
    place = ledger or ledger_beside(file)
    if ledger or (place and options == Options()):  # what the demonstration has taken in need not be decided again
        alerts.explain(alerts.Wanted(name=name, place=place), lang, as_json=as_json)
        return
    explain(name, file, options, lang, as_json=as_json)


@APP.command("demo", help="demo", epilog="exit_codes")
def demo(
    seed: Annotated[int, typer.Option("--seed", help="seed")] = 2026,
    loans: Annotated[int, typer.Option("--loans", min=1, max=1_000_000, help="loans")] = 600,
    months: Annotated[int, typer.Option("--months", min=1, max=24, help="months")] = 1,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="out")] = DEMO_DIRECTORY,
    kill: Annotated[bool, typer.Option("--kill", help="kill")] = False,  # noqa: FBT002 - typer makes it an option
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Make up a bank, decide it, and say what a risk officer would ask."""
    from warning.cli import demonstrated

    demonstrated.demonstrate(out, lang, seed=seed, loans=loans, months=months, as_json=as_json, kill=kill)


@RULES.command("check", help="rules_check", epilog="exit_codes")
def rules_check(
    frame: FrameDirectory = None,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Check a rule book and run its examples."""
    from warning.cli import ruled

    ruled.check_book(frame, lang, as_json=as_json)


@RULES.command("show", help="rules_show", epilog="exit_codes")
def rules_show(
    frame: FrameDirectory = None,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Show all rules."""
    from warning.cli import ruled

    ruled.show(frame, lang, as_json=as_json)


@RULES.command("explain", help="rules_explain", epilog="exit_codes")
def rules_explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="rule")],
    frame: FrameDirectory = None,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Explain one rule, or all rules of a clause."""
    from warning.cli import ruled

    ruled.explain(rule, frame, lang, as_json=as_json)


@RULES.command("route", help="rules_route", epilog="exit_codes")
def rules_route(
    org_no: Annotated[str, typer.Argument(metavar="ORG", help="org")],
    level: Annotated[str, typer.Argument(metavar="LEVEL", help="level")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="amount")],
    at: Annotated[str | None, typer.Option("--at", metavar="INSTANT", help="at")] = None,
    frame: FrameDirectory = None,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Say whom a warning would concern, and by when."""
    from warning.cli import ruled

    ruled.route_warning(ruled.Asked(org_no, level, amount, at), frame, lang, as_json=as_json)


add_to(RULES)


@APP.command("schema", help="schema")
def schema(
    path_only: SchemaPath = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Print the JSON Schema of what ``decide --json`` prints."""
    path = schemas_directory() / "verdicts.schema.json"
    if path_only:
        typer.echo(path)
    elif path.is_file():
        typer.echo(path.read_text(encoding="utf-8"), nl=False)
    else:
        raise Stop(NOT_FOUND, say("file_missing", lang, path=path))
