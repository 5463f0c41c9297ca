"""The organisation aggregate: who owes the month-end forecast's sign-off, and by when (11.1.2, O3)."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from warning.core.draft import Dismissal, Erasure, Record, Wake
from warning.core.duties import superior_post
from warning.core.effects import DutyChanged, Effect, Filed, Refused, Why
from warning.core.events import ForecastSignedOff, Told
from warning.core.frame import Frame
from warning.core.rows import Duty, row_id
from warning.core.scalars import day_of, first_of, first_of_next_month, midnight, write_month
from warning.core.state import Organisation

KIND: Literal["forecast_sign_off"] = "forecast_sign_off"
Result = tuple[Organisation, tuple[Effect, ...]]


def step_organisation(state: Organisation, record: Record, frame: Frame) -> Result:
    """One record of an organisation: a balance that came or went, a sign-off, or the time for one."""
    at = max(state.at, record.received)
    content = record.content
    if type(content) is Told and 0 < at < state.next_due and state.borrowers > 1:
        return replace(state, at=at, borrowers=state.borrowers + (1 if content.value else -1)), ()
    state = replace(state, at=at)
    effects: tuple[Effect, ...] = ()
    match content:
        case Told() as told:
            state = replace(state, borrowers=state.borrowers + (1 if told.value else -1))
        case ForecastSignedOff() as event:
            state, effects = _signed_off(state, event, record, frame)
        case Wake(lagging=lagging):
            state, effects = _breach(state, frame, lagging=lagging)
        case Erasure() as erasure:
            effects = (_erased(erasure),)
        case Dismissal() as dismissal:
            effects = (_dismissed(dismissal),)
        case _:
            effects = (Filed("activation", Why("activation", "T5")),)
    state, opened = _open(state, frame)
    return replace(state, next_due=_next_due(state, frame)), (*effects, *opened)


def _erased(erasure: Erasure) -> Filed | Refused:
    """That a person was erased, with another person's approval."""
    if erasure.approved_by in (erasure.asked_by, erasure.token):
        return Refused("same_person_erases", "approved_by", Why("same_person_erases", "design"))
    return Filed("erased", Why("erased", "design", (("token", erasure.token), ("ground", erasure.ground))))


def _dismissed(dismissal: Dismissal) -> Filed | Refused:
    """That a record of the quarantine is dismissed, with another person's approval."""
    if dismissal.approved_by == dismissal.asked_by:
        return Refused("same_person_dismisses", "approved_by", Why("same_person_dismisses", "design"))
    values = (("number", dismissal.number), ("ground", dismissal.ground))
    return Filed("dismissed", Why("dismissed", "design", values))


def _window(frame: Frame, at: int) -> tuple[str, int, int]:
    """(month, first instant of its last 10 days, its end)."""
    end_day = first_of_next_month(day_of(at))
    return write_month(day_of(at)), midnight(end_day - frame.book.sign_off_days), midnight(end_day)


def _open(state: Organisation, frame: Frame) -> Result:
    """One duty a month, from the first instant of its last 10 days at which a borrower has a balance here."""
    month, start, due = _window(frame, state.at)
    if state.at < start or state.borrowers <= 0 or state.opened_month == month:
        return state, ()
    state = replace(state, opened_month=month)
    org = frame.orgs.get(state.org_no)
    enforced = _go_live(frame, state.at, due)
    if enforced is None or org is None:  # one that has left the book owes no new one (R54)
        return state, ()
    hangs_on = f"month:{month}"
    duty = Duty(
        id=row_id("D", KIND, "11.1.2", "", hangs_on, state.org_no),
        kind=KIND,
        clause="11.1.2",
        customer_no="",
        domain="",
        hangs_on=hangs_on,
        org_no=state.org_no,
        post=frame.book.posts[KIND][org.level],
        start=state.at,
        due=enforced,
        due_working=frame.due_working(enforced),
        state="open",
        opened_at=state.at,
        tags=("go_live",) if enforced != due else (),
    )
    why = Why("sign_off", "O3", (("month", month), ("borrowers", state.borrowers)))
    return replace(state, duties={**state.duties, duty.id: duty}), (DutyChanged("opened", duty, why),)


def _go_live(frame: Frame, start: int, due: int) -> int | None:
    live_from, end = frame.live_from, frame.go_live_end()
    if live_from is None or end is None or start >= live_from:
        return due
    return None if due <= live_from else max(due, end)


def _signed_off(state: Organisation, event: ForecastSignedOff, record: Record, frame: Frame) -> Result:
    refused = _signer(event, record, frame)
    if refused is not None:
        return state, (refused,)
    window = midnight(first_of_next_month(first_of(event.month)) - frame.book.sign_off_days)
    duty = state.duties.get(row_id("D", KIND, "11.1.2", "", f"month:{event.month}", state.org_no))
    values = (("month", event.month), ("covered", event.covered), ("missing", len(event.missing)))
    off = event.covered + len(event.missing) - state.borrowers
    apart = (("over" if off > 0 else "short", abs(off)),) if off else ()
    why = Why("signed_off", "O3", (*values, ("borrowers", state.borrowers), *apart), (record.id,))
    if duty is None or record.received < window:
        return state, (Filed("signed_off", why),)
    in_time = duty.due is not None and record.received < duty.due
    row = replace(duty, state="met" if in_time else "met_late", fulfilled_at=record.received, fulfilled_by=record.id)
    if in_time and duty.state == "breached":
        row = replace(row, breached_at=None, cause="", scored="", escalated_to="", tags=(*duty.tags, "late_processing"))
    duties = {key: value for key, value in state.duties.items() if key != duty.id}
    return replace(state, duties=duties), (DutyChanged(row.state, row, why),)


def _signer(event: ForecastSignedOff, record: Record, frame: Frame) -> Refused | None:
    """R52: the refusal of a post that may not sign off, or that an organisation of this level has not."""
    may = frame.book.may.get(event.TYPE, ())
    org = frame.orgs.get(event.org_no)
    signers = frame.signers(event.TYPE, org.level) if org is not None else ()
    if event.post in signers:
        return None
    values = (("post", event.post), ("act", event.TYPE), ("may", ", ".join(signers or may)))
    if event.post not in may:
        return Refused("post_may_not", "data.post", Why("post_may_not", "D11", values, (record.id,)))
    why = Why("post_not_at_level", "D11", (*values, ("org_no", event.org_no)), (record.id,))
    return Refused("post_not_at_level", "data.post", why)


def _breach(state: Organisation, frame: Frame, *, lagging: bool) -> Result:
    duties, effects = dict(state.duties), []
    for key, duty in sorted(state.duties.items()):
        if duty.state == "open" and duty.due is not None and duty.due <= state.at:
            row = replace(
                duty,
                state="breached",
                breached_at=state.at,
                cause="pipeline_lag" if lagging else "own",
                scored="" if lagging else "late",
                escalated_to=superior_post(frame, state.org_no),
            )
            duties[key] = row
            effects.append(DutyChanged("breached", row, Why("breached", "D9", (("due", duty.due),))))
    return replace(state, duties=duties), tuple(effects)


def _next_due(state: Organisation, frame: Frame) -> int:
    dues = [duty.due for duty in state.duties.values() if duty.state == "open" and duty.due is not None]
    if state.borrowers > 0:
        month, start, end = _window(frame, state.at)
        if state.opened_month == month:
            _, start, _ = _window(frame, end)
        dues.append(start)
    return min(dues, default=0)
