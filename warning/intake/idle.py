"""Acts that found nothing to meet: they are on file and no error, but somebody may have meant another one (R57)."""

from __future__ import annotations

from typing import Final

from warning.contracts.decode import Incoming
from warning.core.effects import DutyChanged, Effect, Filed, Why
from warning.core.events import Act, ForecastSignedOff, ReportReceived, WarningAct
from warning.core.state import Borrower, State
from warning.intake.verdicts import LISTED, Notice

SEEKING: Final = frozenset(
    {
        "report",
        "phoned",
        "team_formed",
        "updated",
        "met_meeting",
        "notice",
        "rectification_notice",
        "answer_given",
        "completion_given",
        "signed_off",
    }
)
"""What is filed of acts that are done to meet a duty. Work records, receipts and what is passed down are not."""


class Idle:
    """Collects them; ``LISTED`` are kept, further ones only counted."""

    def __init__(self) -> None:
        self._found: list[Notice] = []
        self._more = 0

    def look(self, incoming: Incoming, line: int, effects: tuple[Effect, ...], state: State) -> None:
        """Note an act, by what it led to and the state after it. A report that covers live signals is none."""
        event = incoming.event
        if not isinstance(event, Act):
            return
        filed = next((one for one in effects if type(one) is Filed and one.what in SEEKING), None)
        if filed is None or any(type(one) is DutyChanged for one in effects):
            return
        if dict(filed.why.values).get("covers"):
            return
        if len(self._found) == LISTED:
            self._more += 1
            return
        why = _why(incoming.id, event, state)
        self._found.append(
            Notice(code="met_nothing", count=1, line=line, event_id=incoming.id, type=incoming.type, why=why)
        )

    def notices(self) -> tuple[Notice, ...]:
        """In the order of the file; last, how many more there are."""
        more = (Notice(code="met_nothing_more", count=self._more),) if self._more else ()
        return (*sorted(self._found, key=lambda notice: notice.line), *more)


def _why(name: str, event: Act, state: State) -> Why:
    """What of the act may be another than was meant: borrower, domain or organisation."""
    if isinstance(event, ForecastSignedOff):
        return Why("sign_off_idle", "O3", (("org_no", event.org_no), ("month", event.month)), (name,))
    if not isinstance(event, WarningAct) or not isinstance(state, Borrower):
        raise TypeError(f"{type(event).__name__} meets no duty of {type(state).__name__}")
    cases, org_no = state.file.cases, event.org_no
    if isinstance(event, ReportReceived):
        org_no = event.reporting_org_no
    about = (("customer_no", event.customer_no), ("domain", event.domain))
    if event.domain in cases:
        return Why("act_not_owed", "design", (*about, ("org_no", org_no)), (name,))
    if cases:
        return Why("act_other_domain", "design", (*about, ("other", next(iter(cases)))), (name,))
    return Why("act_without_warning", "design", about, (name,))
