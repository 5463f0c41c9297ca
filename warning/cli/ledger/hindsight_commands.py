"""The commands that look back on a ledger and their options; what each does is loaded when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warning.cli.options import AsJson, Language, LedgerPlace

HINDSIGHT = typer.Typer()
"""Its commands stand beside those of ``app``."""


@HINDSIGHT.command("replay", help="replay", epilog="exit_codes")
def replay(
    ledger: LedgerPlace = None,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="jobs")] = 0,
    lanes: Annotated[str | None, typer.Option("--lanes", metavar="N-N,…", help="lanes")] = None,
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="replay_borrower")] = None,
    resume: Annotated[Path | None, typer.Option("--resume", metavar="FILE", help="resume")] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Decide every row again."""
    from warning.cli.ledger import replaying

    asked = replaying.Asked(jobs=jobs, lanes=lanes, borrower=borrower, resume=resume)
    replaying.check(ledger, asked, lang, as_json=as_json)
