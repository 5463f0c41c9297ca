"""``warning proposals``: its commands and options."""

from __future__ import annotations

from typing import Annotated

import typer

from warning.cli.options import AsJson, Language, LedgerPlace, Rows, WithPersons

PROPOSALS = typer.Typer(help="proposals", no_args_is_help=True)


@PROPOSALS.command("list", help="proposals_list", epilog="exit_codes")
def listed(
    ledger: LedgerPlace = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="proposals_org")] = None,
    post: Annotated[str | None, typer.Option("--post", metavar="POST", help="proposals_post")] = None,
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="borrower_filter")] = None,
    every: Annotated[bool, typer.Option("--all", help="proposals_all")] = False,
    persons: WithPersons = False,
    rows: Rows = 40,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """List what waits for approval."""
    from warning.cli.ledger import proposals

    asked = proposals.Asked(org=org, post=post, borrower=borrower, ended=every, persons=persons)
    proposals.listed(ledger, asked, lang, rows=rows, as_json=as_json)


@PROPOSALS.command("withdraw", help="proposals_withdraw", epilog="exit_codes")
def withdraw(
    name: Annotated[str, typer.Argument(metavar="ID", help="proposal_id")],
    org: Annotated[str, typer.Option("--org", metavar="ORG", help="proposal_org")],
    post: Annotated[str, typer.Option("--post", metavar="POST", help="proposal_post")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="proposal_reason")],
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="proposal_borrower")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="INSTANT", help="act_at")] = None,
    event_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="act_id")] = None,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Take one back."""
    from warning.cli.ledger import withdrawing

    asked = withdrawing.Asked(
        name=name, org=org, post=post, reason=reason, borrower=borrower, at=at, event_id=event_id, place=ledger
    )
    withdrawing.withdraw(asked, lang, as_json=as_json)
