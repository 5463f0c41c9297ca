"""The commands that look back on a ledger and their options; what each does is loaded when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warning.cli.options import ArchivePlace, AsJson, Language, LedgerPlace, Rows

HINDSIGHT = typer.Typer()
"""Its commands stand beside those of ``app``."""


@HINDSIGHT.command("replay", help="replay", epilog="exit_codes")
def replay(
    ledger: LedgerPlace = None,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="jobs")] = 0,
    lanes: Annotated[str | None, typer.Option("--lanes", metavar="N-N,…", help="lanes")] = None,
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="replay_borrower")] = None,
    resume: Annotated[Path | None, typer.Option("--resume", metavar="FILE", help="resume")] = None,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Decide every row again."""
    from warning.cli.ledger import replaying

    asked = replaying.Asked(jobs=jobs, lanes=lanes, borrower=borrower, resume=resume, archive=archive)
    replaying.check(ledger, asked, lang, as_json=as_json)


@HINDSIGHT.command("asof", help="asof", epilog="exit_codes")
def asof(
    at: Annotated[str, typer.Argument(metavar="INSTANT", help="asof_instant")],
    ledger: LedgerPlace = None,
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="borrower_filter")] = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="org_filter")] = None,
    ended: Annotated[bool, typer.Option("--all", help="asof_all")] = False,
    snapshots: Annotated[Path | None, typer.Option("--snapshots", metavar="DIR", help="snapshots_option")] = None,
    rows: Rows = 40,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Say what was known at an instant."""
    from warning.cli.ledger import asof as then

    asked = then.Asked(at=at, borrower=borrower, org=org, ended=ended, snapshots=snapshots, archive=archive)
    then.ask(ledger, asked, lang, rows=rows, as_json=as_json)


@HINDSIGHT.command("snapshots", help="snapshots", epilog="exit_codes")
def snapshots(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="snapshots_directory")],
    ledger: LedgerPlace = None,
    check: Annotated[bool, typer.Option("--check", help="snapshots_check")] = False,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Keep a ledger's month-ends."""
    from warning.cli.ledger import month_ends

    month_ends.keep(ledger, directory, lang, check=check, archive=archive, as_json=as_json)
