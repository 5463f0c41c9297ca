"""How a duty that is owed is done: the command that gives the act."""

from __future__ import annotations

from typing import Final

from warning.cli.explain.attempts import ATTEMPTS
from warning.cli.explain.page import Page
from warning.cli.ledger.message import ALIASES
from warning.cli.ledger.opening import options_text
from warning.core.events import LoanAssessed, ReportReceived
from warning.core.rows import Duty, DutyKind
from warning.ledger.sql.queries import OWED
from warning.wording.text import Lang

SHORT: Final = {name: short for short, name in ALIASES.items()}
AS: Final[dict[DutyKind, str]] = {
    "rectification_notice": " --set kind=rectification",
    "completion": " --set kind=rectification",
    "notice": " --set kind=warning",
    "answer": " --set kind=warning",
}
"""What tells acts of one name apart."""


def done_by(kind: DutyKind) -> list[str]:
    """The acts that its owner does for it, by their short names: a receipt is the superior's."""
    return [SHORT[name] for name in ATTEMPTS.get(kind, ()) if name != ReportReceived.TYPE]


def tell_doing(page: Page, duty: Duty, place: str | None, lang: Lang) -> None:
    """Say it of a duty that somebody still has to do something about."""
    if duty.state not in OWED:
        return
    page.section("h_do")
    about = f" --borrower {duty.customer_no} --domain {duty.domain}" if duty.customer_no else ""
    who = f" --org {duty.org_no} --post {duty.post} --officer {page.say('do_officer')}"
    for act in done_by(duty.kind):
        command = f"warning act {act}{about}{who}{AS.get(duty.kind, '')}{options_text(place, lang)}"
        page.console.print(f"  {command}", soft_wrap=True)
        page.line(page.say("do_fields", act=act))
    if duty.kind == "tracking":
        page.line(page.say("do_tracking"))
    if duty.kind == "assessment":
        page.line(page.say("do_assessment", type=LoanAssessed.TYPE))
