"""The commands on a ledger and their options; what each does stands in its own module."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from warning.cli.ledger import ingesting, making
from warning.cli.options import AsJson, FrameDirectory, Language, LedgerPlace, LiveFrom, Rows, both

LEDGER = typer.Typer()
"""Its commands stand beside those of ``app``."""


@LEDGER.command("init", help=both("init"), epilog=both("exit_codes"))
def init(
    ledger: LedgerPlace = None,
    frame: FrameDirectory = None,
    clock: Annotated[Literal["live", "event"], typer.Option("--clock", help=both("clock"))] = "event",
    live_from: LiveFrom = None,
    name: Annotated[str, typer.Option("--name", help=both("ledger_name"))] = "",
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Make a ledger."""
    wanted = making.Wanted(place=ledger, frame=frame, clock=clock, live_from=live_from, name=name)
    making.make(wanted, lang, as_json=as_json)


@LEDGER.command("upgrade", help=both("upgrade"), epilog=both("exit_codes"))
def upgrade(ledger: LedgerPlace = None, lang: Language = "zh") -> None:
    """Bring the tables of a ledger up to date."""
    making.upgrade(ledger, lang)


@LEDGER.command("ingest", help=both("ingest"), epilog=both("exit_codes"))
def ingest(
    events: Annotated[Path, typer.Argument(metavar="FILE|-", help=both("events_argument"))],
    ledger: LedgerPlace = None,
    named: Annotated[str | None, typer.Option("--as", metavar="NAME", help=both("as"))] = None,
    rows: Rows = 40,
    as_json: AsJson = False,  # noqa: FBT002 - typer makes it an option
    lang: Language = "zh",
) -> None:
    """Take a file of events into the ledger."""
    ingesting.ingest(events, ledger, lang, named=named, rows=rows, as_json=as_json)
