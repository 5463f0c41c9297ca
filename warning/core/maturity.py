"""11.1.1: the loan that will not be repaid in time (P1-P4)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core import conditions
from warning.core.draft import Draft
from warning.core.duties import NewDuty, meet, open_duty, owed, put
from warning.core.effects import Why
from warning.core.events import LoanAssessed
from warning.core.frame import Frame
from warning.core.rows import Duty
from warning.core.scalars import OPEN_ENDED, day_of, end_of, midnight, write_day
from warning.core.signals import CLOCK, Raise, finder_of, ground_of, raise_signal, recorded_late
from warning.core.state import Ground, Loan
from warning.core.withdrawals import dispute_checks

CLAUSE = "11.1.1"


def check_day(frame: Frame, loan: Loan) -> int:
    """P1: the latest of D-30, the drawdown and the recording; for a loan taken on not before T6's day, nor after D."""
    day = _plain_check_day(frame, loan)
    end = frame.go_live_end()
    if loan.taken_on and end is not None:
        day = max(day, min(day_of(end - 1), loan.matures_on))
    return day


def _plain_check_day(frame: Frame, loan: Loan) -> int:
    return max(loan.matures_on - frame.book.check_days, loan.disbursed_on, day_of(loan.recorded_at))


def has_check(loan: Loan) -> bool:
    """P1: none for a loan without maturity, or first recorded after it; an extension to a day past has one (R72)."""
    return loan.matures_on != OPEN_ENDED and (bool(loan.former) or day_of(loan.recorded_at) <= loan.matures_on)


def with_check(frame: Frame, loan: Loan) -> Loan:
    """A loan with the instants of its assessment duty and its check (P1, P3)."""
    if not has_check(loan):
        return replace(loan, check_at=0, window_at=0, assessed=())
    window = midnight(loan.matures_on - frame.book.assessment_window_days)
    return replace(
        loan,
        check_at=end_of(check_day(frame, loan)),
        window_at=max(window, loan.recorded_at, midnight(loan.disbursed_on)),
        assessed=(),
    )


def subject(loan: Loan) -> str:
    """The loan and the maturity date checked (W1)."""
    return f"{loan.loan_no}|{write_day(loan.matures_on)}"


def duty_hang(loan: Loan) -> str:
    """What the assessment duty hangs on (R16); a maturity that comes back after others is told apart."""
    again = loan.former.count(loan.matures_on)
    return f"loan:{loan.loan_no}:{write_day(loan.matures_on)}" + (f":{again + 1}" if again else "")


def assessment_duties(d: Draft, loan: Loan) -> list[Duty]:
    """The loan's assessment duty while it is owed; two where it was breached before the loan moved (O9)."""
    found = owed(d, kinds=("assessment",))
    hang = duty_hang(loan) if found else ""
    return [duty for duty in found if duty.hangs_on.partition(":after:")[0] == hang]


def met_assessments(d: Draft, loan: Loan) -> list[Duty]:
    """The loan's assessment duty that an assessment has met, while its due is ahead (R107)."""
    found = [duty for duty in d.duties.values() if duty.kind == "assessment" and duty.state == "met"]
    hang = duty_hang(loan) if found else ""
    return [duty for duty in found if duty.hangs_on.partition(":after:")[0] == hang]


def retract(d: Draft, event_id: str) -> bool:
    """W12, P2: an assessment retracted satisfies nothing. What it alone has met or kept from opening is owed (R107)."""
    found = False
    for loan in list(d.loans.values()):
        if event_id not in loan.assessed:
            continue
        found = True
        left = replace(loan, assessed=tuple(one for one in loan.assessed if one != event_id))
        kept_from = not left.assessed and left.check_at and left.window_at == left.check_at
        d.loans[loan.loan_no] = replace(left, window_at=d.at) if kept_from else left
        why = Why("assessment_retracted", "P3", (("loan_no", loan.loan_no),), (event_id, d.record.id))
        for duty in met_assessments(d, left) if not left.assessed else ():
            if d.at < (duty.due or 0):
                put(d, replace(duty, state="open", fulfilled_at=None, fulfilled_by=""), "opened", why)
    if found:
        open_assessments(d)
    return found


def _forget_met(d: Draft, loan: Loan, *, ended: bool) -> None:
    """What has ended, or is past its due, is not owed again."""
    for duty in met_assessments(d, loan):
        if ended or d.at >= (duty.due or 0):
            del d.duties[duty.id]


def _terms(loan: Loan) -> list[Loan]:
    """The loan under each of the maturities it has had, the one in force last (P1)."""
    former = loan.former
    return [*(replace(loan, matures_on=each, former=former[:n]) for n, each in enumerate(former)), loan]


def _in_force(d: Draft, loan: Loan) -> Loan:
    """The loan under the maturity in force when this record was received: by the last extension received by then."""
    received = [n for n, at in enumerate(loan.extended_at, 1) if at <= d.recorded]
    return _terms(loan)[max(received, default=0)]


def _in_time(d: Draft, duties: list[Duty]) -> list[Duty]:
    """Those breached though this record was received before their due (R48)."""
    return [duty for duty in duties if duty.state == "breached" and d.record.received < (duty.due or 0)]


def open_assessments(d: Draft) -> None:
    """P3: the account manager's duty opens at D-60, or at the recording, for a loan with a balance."""
    for each in list(d.loans.values()):
        loan = _put_off(d, each)
        if not loan.window_at or loan.window_at > d.at or loan.status != "active" or loan.balance <= 0:
            continue
        if loan.assessed and d.at < loan.check_at:  # R43; where that is retracted it is owed (P3)
            d.loans[loan.loan_no] = replace(loan, window_at=loan.check_at)
            continue
        d.loans[loan.loan_no] = replace(loan, window_at=0)
        if d.at >= loan.check_at:
            continue
        open_duty(
            d,
            NewDuty(
                "assessment",
                CLAUSE,
                duty_hang(loan),
                loan.org_no,
                d.at,
                loan.check_at,
                domain="business",
                why=Why("assessment", "P3", (*_of_loan(loan), ("check_at", loan.check_at))),
                taken_on=loan.taken_on,
                go_live=check_day(d.frame, loan) != _plain_check_day(d.frame, loan),
            ),
        )


def _put_off(d: Draft, loan: Loan) -> Loan:
    """R73: a balance that comes after a check day that ended without one is checked on its own day, up to D."""
    if not loan.check_at or loan.check_at > d.at or loan.status != "active" or loan.balance <= 0:
        return loan
    if d.today > loan.matures_on:
        later = replace(loan, check_at=0, window_at=0)
    else:
        recorded = replace(loan, recorded_at=d.at, window_at=d.at if _fell_due_before(d, loan) else loan.window_at)
        later = replace(recorded, check_at=end_of(check_day(d.frame, recorded)))
    d.loans[loan.loan_no] = later
    return later


def _fell_due_before(d: Draft, loan: Loan) -> bool:
    """Whether no assessment was opened because it fell due before going live (T6): with the next check it is owed."""
    return d.frame.live_from is not None and loan.check_at <= d.frame.live_from


def end_assessment(d: Draft, loan: Loan, *, then: bool = False) -> None:
    """P3: settled, extended, refinanced, written off or at nil before due: the duty ends as met.

    Read after the check it leaves what that raised standing, disputed; also what an earlier maturity raised (R48).
    ``then``: of the maturity in force when it was received only, which an extension replaces.
    """
    duties = [duty for duty in assessment_duties(d, loan) if duty.state == "open"]
    _forget_met(d, loan, ended=True)
    for each in [_in_force(d, loan)] if then else _terms(loan):
        duties += _in_time(d, assessment_duties(d, each))
        dispute_checks(d, f"{CLAUSE}|{subject(each)}")
    if duties:
        meet(d, duties, lambda _: Why("assessment_ended", "P3", (), (d.record.id,)), ended=d.record.received)


def assessed(d: Draft, event: LoanAssessed) -> None:
    """P2: a bad assessment is a signal at once; a recent one of any result satisfies the check.

    A bad one made before the drawdown is a signal too (R89). It is about the maturity in force when it was received
    (R48).
    """
    now = d.loans[event.loan_no]
    loan = _in_force(d, now)
    if loan.matures_on == OPEN_ENDED:
        d.file_away("assessment_without_maturity", "P1", loan_no=loan.loan_no)
        return
    recent = event.made_on >= loan.matures_on - d.frame.book.assessment_window_days
    duties = assessment_duties(d, loan)
    if recent and loan is now and (loan.check_at or any(duty.state == "open" for duty in duties)):
        d.loans[loan.loan_no] = replace(loan, assessed=(*loan.assessed[-7:], d.record.id))
    level = conditions.assessment(d.frame.book, event.result)
    last = max(loan.matures_on, day_of(loan.recorded_at)) if loan is now and loan.former else loan.matures_on
    if event.made_on > last:
        level = 0
    if recent and not level:  # R67: what raises by itself disputes nothing
        dispute_checks(d, f"{CLAUSE}|{subject(loan)}")
    if recent:
        why = Why("assessed", "P2", (("made_on", event.made_on),), (d.record.id,))
        meet(d, duties, lambda _: why, ended=d.record.received)
    ground = ground_of(d, event, default=d.record.occurred)
    finder, found_from = finder_of(d, ground)
    raise_signal(
        d,
        Raise(
            clause=CLAUSE,
            subject=subject(loan),
            level=level,
            group=d.frame.book.groups[CLAUSE],
            start=ground.discovered,
            day=day_of(ground.discovered),
            why=Why("assessment_bad", CLAUSE, (("result", event.result), *_of_loan(loan)), (d.record.id,)),
            ground=ground,
            loans=(loan.loan_no,),
            limit=loan.matures_on,
            tags=recorded_late(d, ground),
            finder=finder,
            found_from=found_from,
        ),
    )
    if not level and not recent:
        d.file_away("assessed", "P2", loan_no=loan.loan_no, result=event.result)


def _of_loan(loan: Loan) -> tuple[tuple[str, int | str], ...]:
    return ("loan_no", loan.loan_no), ("matures_on", loan.matures_on)


def check(d: Draft) -> None:
    """At the end of the check day: no assessment that satisfies P2 is treated as unsure (11.1.1)."""
    for loan in list(d.loans.values()):
        if not loan.check_at or loan.check_at > d.at or loan.status != "active" or loan.balance <= 0:
            continue  # one without a balance is checked when it comes (R73)
        d.loans[loan.loan_no] = replace(loan, check_at=0, window_at=0)
        if loan.assessed:
            _forget_met(d, loan, ended=False)
            continue
        day = day_of(loan.check_at) - 1
        raise_signal(
            d,
            Raise(
                clause=CLAUSE,
                subject=subject(loan),
                level=conditions.assessment(d.frame.book, "missing"),
                group=d.frame.book.groups[CLAUSE],
                start=loan.check_at,
                day=day,
                why=Why("assessment_missing", CLAUSE, (*_of_loan(loan), ("check_day", day))),
                ground=Ground(CLOCK, d.at, d.at, system=True),
                loans=(loan.loan_no,),
                limit=loan.matures_on,
                tags=("assessment_missing",),
            ),
        )
