"""``warning quarantine`` and ``warning held``: their commands and options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warning.cli.options import AsJson, Language, LedgerPlace, Rows, WithPersons

QUARANTINE = typer.Typer(help="quarantine", no_args_is_help=True)
HELD = typer.Typer(help="held", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="N", min=1, help="q_number")]
BorrowerFilter = Annotated[str | None, typer.Option("--borrower", metavar="NO", help="q_borrower")]
Officer = Annotated[str, typer.Option("--officer", metavar="NO", help="officer")]


@QUARANTINE.command("list", help="quarantine_list", epilog="exit_codes")
def listed(
    ledger: LedgerPlace = None,
    every: Annotated[bool, typer.Option("--all", help="quarantine_all")] = False,
    borrower: BorrowerFilter = None,
    rows: Rows = 40,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """List what could not be taken."""
    from warning.cli.ledger import quarantine

    asked = quarantine.Asked(every=every, borrower=borrower)
    quarantine.listed(ledger, asked, lang, rows=rows, as_json=as_json)


@QUARANTINE.command("show", help="quarantine_show", epilog="exit_codes")
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


@QUARANTINE.command("correct", help="quarantine_correct", epilog="exit_codes")
def correct(
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="correction")],
    officer: Officer,
    replace: Annotated[bool, typer.Option("--replace", help="q_replace")] = False,
    ledger: LedgerPlace = None,
    lang: Language = "zh",
) -> None:
    """Propose a correction."""
    from warning.cli.ledger import quarantine

    quarantine.correct(number, file, officer, ledger, lang, replacing=replace)


@QUARANTINE.command("dismiss", help="quarantine_dismiss", epilog="exit_codes")
def dismiss(
    officer: Officer,
    ground: Annotated[str, typer.Option("--ground", metavar="TEXT", help="q_ground")],
    number: Annotated[int | None, typer.Argument(metavar="N", min=1, help="q_number")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="CODE", help="q_retry_reason")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="q_replace")] = False,
    ledger: LedgerPlace = None,
    lang: Language = "zh",
) -> None:
    """Propose that one is dismissed, or all of a reason."""
    from warning.cli.ledger import dismissing

    asked = dismissing.Asked(number=number, reason=reason, ground=ground, officer=officer, replacing=replace)
    dismissing.ask(asked, ledger, lang)


@QUARANTINE.command("approve", help="quarantine_approve", epilog="exit_codes")
def approve(
    officer: Officer,
    number: Annotated[int | None, typer.Argument(metavar="N", min=1, help="q_number")] = None,
    dismissals: Annotated[bool, typer.Option("--dismissals", help="q_dismissals")] = False,
    seen: Annotated[str | None, typer.Option("--seen", metavar="DIGEST", help="q_seen")] = None,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Approve what is proposed."""
    from warning.cli.ledger import dismissing, quarantine

    if number is None:
        dismissing.approve_all(officer, ledger, lang, every=dismissals and seen is None, as_json=as_json)
    else:
        asked = quarantine.Approval(officer, dismissal=dismissals, seen=seen)
        quarantine.settle(number, asked, ledger, lang, as_json=as_json)


@QUARANTINE.command("retry", help="quarantine_retry", epilog="exit_codes")
def retry(
    number: Annotated[int | None, typer.Argument(metavar="N", min=1, help="q_number")] = None,
    every: Annotated[bool, typer.Option("--all", help="q_retry_all")] = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="CODE", help="q_retry_reason")] = None,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Take the original again: of one, of all, or of those of a reason."""
    from warning.cli.ledger import quarantine, retaking

    if number is None or every or reason is not None:
        retaking.retake(retaking.Asked(number, reason, every=every), ledger, lang, as_json=as_json)
    else:
        quarantine.settle(number, None, ledger, lang, as_json=as_json)


@HELD.command("list", help="held_list", epilog="exit_codes")
def held_list(
    ledger: LedgerPlace = None,
    borrower: BorrowerFilter = None,
    rows: Rows = 40,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """List the records that wait."""
    from warning.cli.ledger import holding

    holding.listed(ledger, holding.Asked(borrower=borrower), lang, rows=rows, as_json=as_json)
