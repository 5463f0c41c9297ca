"""``warning act``: a command for each act of people, and one for any."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from warning.cli.options import AsJson, Language, LedgerPlace


def _known(context: typer.Context, kind: str) -> str:
    """Refuse what is no act before any option is missed; the context holds the language."""
    from warning.cli.ledger.message import type_of

    type_of(kind, context.obj)
    return kind


def act(
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="act_type", is_eager=True, callback=_known)],
    org: Annotated[str, typer.Option("--org", metavar="ORG", help="act_org")],
    post: Annotated[str, typer.Option("--post", metavar="POST", help="act_post")],
    officer: Annotated[str, typer.Option("--officer", metavar="NO", help="officer")],
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="act_borrower")] = None,
    domain: Annotated[Literal["business", "management"] | None, typer.Option("--domain", help="act_domain")] = None,
    warning: Annotated[str | None, typer.Option("--warning", metavar="W-…", help="act_warning")] = None,
    fields: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="act_set")] = None,
    attendees: Annotated[
        list[str] | None, typer.Option("--attendee", metavar="ORG/POST[/remote]", help="act_attendee")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="JSON", help="act_file")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="INSTANT", help="act_at")] = None,
    event_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="act_id")] = None,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Act on a ledger."""
    from warning.cli.ledger import acting
    from warning.cli.ledger.checking import Asked
    from warning.cli.ledger.message import Given

    given = Given(
        kind=kind,
        org=org,
        post=post,
        officer=officer,
        borrower=borrower,
        domain=domain,
        fields=tuple(fields or ()),
        file=file,
        attendees=tuple(attendees or ()),
    )
    asked = Asked(given=given, place=ledger, warning=warning, at=at, event_id=event_id)
    acting.perform(asked, lang, as_json=as_json)
