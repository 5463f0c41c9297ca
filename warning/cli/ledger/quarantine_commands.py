"""``warning quarantine`` and ``warning held``: their commands and options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warning.cli.options import AsJson, Language, LedgerPlace, Rows, WithPersons, both

QUARANTINE = typer.Typer(help=both("quarantine"), no_args_is_help=True)
HELD = typer.Typer(help=both("held"), no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="N", min=1, help=both("q_number"))]
Officer = Annotated[str, typer.Option("--officer", metavar="NO", help=both("officer"))]


@QUARANTINE.command("list", help=both("quarantine_list"), epilog=both("exit_codes"))
def listed(
    ledger: LedgerPlace = None,
    every: Annotated[bool, typer.Option("--all", help=both("quarantine_all"))] = False,
    rows: Rows = 40,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """List what could not be taken."""
    from warning.cli.ledger import quarantine

    quarantine.listed(ledger, lang, every=every, rows=rows, as_json=as_json)


@QUARANTINE.command("show", help=both("quarantine_show"), epilog=both("exit_codes"))
def show(
    number: Number,
    ledger: LedgerPlace = None,
    persons: WithPersons = False,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Show one."""
    from warning.cli.ledger import quarantine

    quarantine.show(number, ledger, lang, persons=persons, as_json=as_json)


@QUARANTINE.command("correct", help=both("quarantine_correct"), epilog=both("exit_codes"))
def correct(
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help=both("correction"))],
    officer: Officer,
    ledger: LedgerPlace = None,
    lang: Language = "zh",
) -> None:
    """Propose a correction."""
    from warning.cli.ledger import quarantine

    quarantine.correct(number, file, officer, ledger, lang)


@QUARANTINE.command("approve", help=both("quarantine_approve"), epilog=both("exit_codes"))
def approve(
    number: Number, officer: Officer, ledger: LedgerPlace = None, as_json: AsJson = False, lang: Language = "zh"
) -> None:
    """Approve a correction."""
    from warning.cli.ledger import quarantine

    quarantine.settle(number, officer, ledger, lang, as_json=as_json)


@QUARANTINE.command("retry", help=both("quarantine_retry"), epilog=both("exit_codes"))
def retry(number: Number, ledger: LedgerPlace = None, as_json: AsJson = False, lang: Language = "zh") -> None:
    """Take the original again."""
    from warning.cli.ledger import quarantine

    quarantine.settle(number, None, ledger, lang, as_json=as_json)


@HELD.command("list", help=both("held_list"), epilog=both("exit_codes"))
def held_list(ledger: LedgerPlace = None, rows: Rows = 40, as_json: AsJson = False, lang: Language = "zh") -> None:
    """List the records that wait."""
    from warning.cli.ledger import quarantine

    quarantine.waiting(ledger, lang, rows=rows, as_json=as_json)
