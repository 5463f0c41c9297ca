"""Acts that are taken and yet told: they found nothing to meet (R57), or their figures are not the books' (R108)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from warning.contracts.decode import Incoming
from warning.core.effects import DutyChanged, Effect, Filed, Why
from warning.core.events import Act, ForecastSignedOff, PhoneNotice, ReportReceived, WarningAct
from warning.core.rows import Duty, DutyKind, row_id
from warning.core.scalars import first_of, first_of_next_month, midnight
from warning.core.state import Borrower, State
from warning.intake.verdicts import LISTED, Notice

SEEKING: Final[dict[str, tuple[DutyKind, ...]]] = {
    "report": ("first_notice", "report"),
    "phoned": ("first_notice",),
    "team_formed": ("team",),
    "updated": ("monthly_update",),
    "met_meeting": ("meeting",),
    "notice": ("notice",),
    "rectification_notice": ("rectification_notice",),
    "answer_given": ("answer",),
    "completion_given": ("completion",),
    "signed_off": ("forecast_sign_off",),
}
"""What is filed of acts that are done to meet a duty -> the kinds they meet. Work records, receipts and what is passed
down are not."""
Finding = Callable[[Iterable[str]], Iterable[Duty]]
"""The duties of some ids."""


class Idle:
    """Collects them; ``LISTED`` are kept, further ones only counted."""

    def __init__(self, sign_off_days: int) -> None:
        """``sign_off_days``: so many last days of a month its forecast is signed off in (O3)."""
        self._sign_off_days = sign_off_days
        self._found: list[Notice] = []
        self._more = 0

    def look(self, incoming: Incoming, line: int, effects: tuple[Effect, ...], state: State, duties: Finding) -> None:
        """Note an act, by what it led to and the state after it; ``duties`` finds rows.

        A report that covers live signals is none.
        """
        event = incoming.event
        if not isinstance(event, Act):
            return
        apart = _apart(effects)
        if apart is not None:
            self._note("figures_apart", incoming, line, apart)
        filed = next((one for one in effects if type(one) is Filed and one.what in SEEKING), None)
        if filed is None or any(type(one) is DutyChanged for one in effects):
            return
        if dict(filed.why.values).get("covers"):
            return
        self._note("met_nothing", incoming, line, self._why(incoming, event, state, (SEEKING[filed.what], duties)))

    def _why(self, incoming: Incoming, event: Act, state: State, sought: tuple[tuple[DutyKind, ...], Finding]) -> Why:
        if isinstance(event, ForecastSignedOff):
            opens = midnight(first_of_next_month(first_of(event.month)) - self._sign_off_days)
            if incoming.received < opens:
                values = (("org_no", event.org_no), ("month", event.month), ("opens", opens))
                return Why("sign_off_early", "O3", values, (incoming.id,))
        return _why(incoming.id, event, state, sought)

    def _note(self, code: str, incoming: Incoming, line: int, why: Why) -> None:
        if len(self._found) == LISTED:
            self._more += 1
            return
        self._found.append(Notice(code=code, count=1, line=line, event_id=incoming.id, type=incoming.type, why=why))

    def notices(self) -> tuple[Notice, ...]:
        """In the order of the file; last, how many more there are."""
        more = (Notice(code="met_nothing_more", count=self._more),) if self._more else ()
        return (*sorted(self._found, key=lambda notice: notice.line), *more)


def _apart(effects: tuple[Effect, ...]) -> Why | None:
    """R108: what a sign-off met, where its figures are not those of the books."""
    met = (one.why for one in effects if type(one) is DutyChanged and one.why.code == "signed_off")
    return next((why for why in met if not dict(why.values).keys().isdisjoint(("short", "over"))), None)


def _why(name: str, event: Act, state: State, sought: tuple[tuple[DutyKind, ...], Finding]) -> Why:
    """What met or waived the duty before; else what of the act may be another than was meant (R57)."""
    kinds, duties = sought
    if isinstance(event, ForecastSignedOff):
        named = row_id("D", *kinds, "11.1.2", "", f"month:{event.month}", event.org_no)
        idle = Why("sign_off_idle", "O3", (("org_no", event.org_no), ("month", event.month)), (name,))
        return _ended(duties((named,)), kinds, event.org_no, name) or idle
    if not isinstance(event, WarningAct) or not isinstance(state, Borrower):
        raise TypeError(f"{type(event).__name__} meets no duty of {type(state).__name__}")
    cases, org_no = state.file.cases, event.org_no
    if isinstance(event, ReportReceived):
        org_no = event.reporting_org_no
    about = (("customer_no", event.customer_no), ("domain", event.domain))
    if event.domain in cases:
        owed = [duty for duty in state.file.duties.values() if duty.state in ("open", "breached")]
        meant = [duty for duty in owed if _of(duty, kinds, org_no) and duty.domain == event.domain]
        still = next((duty for duty in meant if duty.red), None)
        if still is not None:
            return Why("act_leader_absent", "D5", (("org_no", org_no), ("duty", still.id)), (name,))
        ended = _ended(duties(cases[event.domain].ended), kinds, org_no, name)
        return ended or _not_owed(event, org_no, kinds, owed, name)
    if cases:
        return Why("act_other_domain", "design", (*about, ("other", next(iter(cases)))), (name,))
    return Why("act_without_warning", "design", about, (name,))


def _not_owed(event: WarningAct, org_no: str, kinds: tuple[DutyKind, ...], owed: Iterable[Duty], name: str) -> Why:
    """The organisation never owed such a duty in that warning: what it owes, or who owes the duty, and where (R57)."""
    about = (("customer_no", event.customer_no), ("domain", event.domain), ("org_no", org_no))
    here = [duty for duty in owed if duty.domain == event.domain]
    report = next((duty for duty in here if _of(duty, ("report",), org_no)), None)
    if isinstance(event, PhoneNotice) and report is not None:
        return Why("phone_no_clock", "D2", (*about, ("duty", report.id)), (name,))
    asked = (*about, ("sought", ", ".join(kinds)))
    there = next((duty for duty in owed if _of(duty, kinds, org_no) and duty.domain != event.domain), None)
    if there is not None:
        return Why("act_owed_elsewhere", "design", (*asked, ("other", there.domain), ("duty", there.id)), (name,))
    owners = ", ".join(sorted({duty.org_no for duty in here if duty.kind in kinds}))
    theirs = ", ".join(sorted({duty.kind for duty in here if duty.org_no == org_no}))
    if theirs:
        return Why("act_owes_others", "design", (*asked, ("owed", theirs), ("owners", owners)), (name,))
    if owners:
        return Why("act_not_owed", "design", (*asked, ("owners", owners)), (name,))
    return Why("act_nobody_owes", "design", asked, (name,))


def _of(duty: Duty, kinds: tuple[DutyKind, ...], org_no: str) -> bool:
    return duty.kind in kinds and duty.org_no == org_no


def _ended(duties: Iterable[Duty], kinds: tuple[DutyKind, ...], org_no: str, name: str) -> Why | None:
    """Of the duties of these kinds that the organisation owed, what ended the last one; None: it owed none."""
    found = [duty for duty in duties if _of(duty, kinds, org_no) and duty.fulfilled_at is not None]
    if not found:
        return None
    last = max(found, key=lambda duty: (duty.fulfilled_at or 0, duty.opened_at, duty.id))
    code = "act_waived_before" if last.state == "waived" else "act_met_before"
    ended = (("by", last.fulfilled_by), ("ended_at", last.fulfilled_at or 0))
    return Why(code, "T4", (("org_no", org_no), ("duty", last.id), ("duty_kind", last.kind), *ended), (name,))
