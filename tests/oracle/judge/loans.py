"""The life of a loan: balance, maturity, arrears (P1-P3, O4, R9), and where it is booked."""

from __future__ import annotations

from dataclasses import replace

from tests.oracle.judge import policy
from tests.oracle.judge.clock import NEVER, day_of, end_of, midnight, read_date, write_date
from tests.oracle.judge.duties import fulfil, in_time, open_duty, post_of
from tests.oracle.judge.grounds import ground_of
from tests.oracle.judge.late import read_after_band, read_after_check
from tests.oracle.judge.policy import ARREARS, CHECK_DAYS, OVERDUE, WINDOW_DAYS, fen
from tests.oracle.judge.signals import join, tell, unpaid
from tests.oracle.judge.wire import Record
from tests.oracle.judge.world import Duty, Ground, Loan, Spell, World

Bands = tuple[tuple[int, int], ...]


def opened(world: World, record: Record) -> None:
    """A loan is drawn, taken on, or takes another's place (W9)."""
    data = record.data
    loan = Loan(
        data["loan_no"], data["customer_no"], data["org_no"], fen(data["outstanding_balance"]),
        read_date(data["disbursed_on"]), read_date(data["matures_on"]), world.now, record.kind == "loan.taken_on",
        world.now, data.get("product") or "loan",
    )  # fmt: skip
    world.loans[loan.no] = loan
    if record.kind == "loan.refinanced":
        old = world.loans[data["previous_loan_no"]]
        if data.get("disbursement_type") == "advance" or old.product == "loan":
            loan.product = "loan"
        _replace(world, old, loan)


def _replace(world: World, old: Loan, new: Loan) -> None:
    """After refinancing the new loan takes the old one's place; settlement, so included, clears (W9, O4)."""
    if old.customer != new.customer:
        return
    old.replaced_by = new.no
    _stopped(world, old)
    read_after_band(world, old)
    _settle(world, old)
    join(world, old, new)


def _settle(world: World, loan: Loan) -> None:
    if not loan.settled:
        loan.gone_at = world.recorded()
    loan.settled = True
    _set_balance(world, loan, 0)
    for spell in (*loan.spells, *loan.overdue):
        spell.cleared = True


def _stopped(world: World, loan: Loan) -> None:
    """No assessment is asked for any more; what was checked in between ran without that (R48), ended since or not."""
    read_after_check(world, loan)
    _end_assessment(world, loan)


def settled(world: World, record: Record) -> None:
    """Paid; an off-balance item also lapses, is released or funded, a loan never (W9, R71)."""
    loan = world.loans[record.data["loan_no"]]
    if loan.product == "loan" and record.data.get("how") in ("expired", "released", "funded"):
        return
    _stopped(world, loan)
    read_after_band(world, loan)
    if not loan.settled:
        loan.settled_by = record.id
        _settle(world, loan)


def written_off(world: World, record: Record) -> None:
    """核销: the balance keeps counting (W6)."""
    loan = world.loans[record.data["loan_no"]]
    _stopped(world, loan)
    if not loan.settled:
        loan.written_off = True


def _set_balance(world: World, loan: Loan, balance: int) -> None:
    """A balance that comes after the check day sets it anew (R73), but not what was written off: that has none (P1)."""
    if loan.balance > 0 and balance == 0:
        loan.balance_ended = world.now
    comes = loan.balance == 0 < balance
    loan.balance = balance
    check = check_day(world, loan)
    if comes and check is not None and end_of(check) <= world.now and not (loan.checked or loan.written_off):
        if day_of(world.now) <= loan.matures:
            loan.terms_recorded = world.now
        else:
            loan.checked = True


def extended(world: World, record: Record) -> None:
    """展期: a new D; the signal on the old one stands (P1)."""
    loan, until = world.loans[record.data["loan_no"]], read_date(record.data["extended_until"])
    if until == loan.matures:
        return
    term = in_force(world, loan)
    read_after_check(world, loan, maturity_subject(loan, term))
    _end_assessment(world, loan, term)
    if loan.settled:
        return
    loan.former.append((loan.matures, world.recorded()))
    loan.matures, loan.terms_recorded, loan.assessed, loan.checked = until, world.now, [], False


def is_stale(loan: Loan, record: Record) -> bool:
    """An older or equal posting sequence of the loan's topic."""
    topic, number = record.kind, record.data["posting_seq"]
    if number <= loan.sequence.get(topic, 0):
        return True
    loan.sequence[topic] = number
    return False


def position(world: World, record: Record) -> None:
    """A position after posting: the balance, and principal in arrears (signal 3).

    Of what has ended already it says only what a check in between did not know (R28, R48).
    """
    loan, data = world.loans[record.data["loan_no"]], record.data
    if is_stale(loan, record):
        return
    balance = fen(data["outstanding_balance"])
    said = data.get("principal_arrears") is not None and record.id not in world.retracted
    cured = said and fen(data["principal_arrears"]) == 0
    if balance == 0:
        _stopped(world, loan)
    if cured:
        read_after_band(world, loan, "11.1.6")
    if (loan.settled and not _taken_back(world, loan, record)) or (loan.written_off and balance == 0):
        return
    _set_balance(world, loan, balance)
    if not said:
        return
    if cured:
        for spell in loan.overdue:
            spell.cleared, spell.reached = True, 0
        return
    since = read_date(data["principal_arrears_since"])
    _go_on(world, loan.overdue, since)
    _arise(world, loan, record, loan.overdue, since, OVERDUE)


def _taken_back(world: World, loan: Loan, record: Record) -> bool:
    """R53: a position that corrects the settlement puts the loan on the books again, and what it closed (R88)."""
    if loan.replaced_by or record.data.get("corrects") != loan.settled_by:
        return False
    loan.settled, loan.settled_by, loan.gone_at = False, "", 0
    unpaid(world, loan)
    return True


def arrears(world: World, record: Record) -> None:
    """11.1.3, O4: interest arrears after posting."""
    loan, data = world.loans[record.data["loan_no"]], record.data
    if is_stale(loan, record) or record.id in world.retracted:
        return
    nothing = fen(data["interest_arrears_on_bs"]) == 0 == fen(data["interest_arrears_off_bs"])
    if nothing:
        read_after_band(world, loan, "11.1.3")
    if loan.settled:
        return
    if nothing:
        for spell in loan.spells:
            spell.cleared = True
        return
    since = read_date(data["interest_arrears_since"])
    _go_on(world, loan.spells, since)
    _arise(world, loan, record, loan.spells, since, ARREARS)


def _go_on(world: World, spells: list[Spell], since: int) -> None:
    """R9: again on the same or an earlier date is the last spell going on; what is retracted had not arisen."""
    if not spells:
        return
    last = spells[-1]
    last.cleared = last.cleared or all(event in world.retracted for _, event in last.records[last.resumed :])
    if since <= last.identity and last.cleared:
        last.cleared, last.resumed = False, len(last.records)


def _arise(world: World, loan: Loan, record: Record, spells: list[Spell], since: int, bands: Bands) -> None:
    """A new spell, or one more record of the one that goes on."""
    fresh = not spells or spells[-1].cleared
    if fresh:
        spells.append(Spell(since))
    spell = spells[-1]
    spell.records.append((since, record.id))
    level, first = band(world, spell, bands)
    if level <= spell.reached:
        return
    spell.reached = level
    at = midnight(first) if fresh else midnight(day_of(world.now))
    ground = replace(ground_of(record), start=at, day=day_of(at), machine=True)
    _tell_band(world, loan, spell, level, ground)


def band(world: World, spell: Spell, bands: Bands) -> tuple[int, int]:
    """The band reached now, counted from the earliest date on record that is not retracted, and its first date."""
    dates = [since for since, event in spell.records if event not in world.retracted]
    if all(event in world.retracted for _, event in spell.records[spell.resumed :]):
        dates = []
    today = day_of(world.now)
    found = (0, 0)
    for first, level in bands:
        if dates and min(dates) + first - 1 <= today:
            found = (level, min(dates) + first - 1)
    return found


def fewer(world: World, event: str) -> None:
    """R65: what only a retracted position had reached is not reached."""
    for loan in world.loans.values():
        for spells, bands in ((loan.spells, ARREARS), (loan.overdue, OVERDUE)):
            for spell in spells[-1:]:
                if any(event == one for _, one in spell.records):
                    dates = [since for since, one in spell.records if one not in world.retracted]
                    days = day_of(world.now) - min(dates) + 1 if dates else 0
                    spell.reached = min(
                        spell.reached, max([level for first, level in bands if first <= days], default=0)
                    )


def _tell_band(world: World, loan: Loan, spell: Spell, level: int, ground: Ground) -> None:
    tell(world, loan.customer, *_band_subject(loan, spell), level, ground, later=True, loans=[loan.no])


def _band_subject(loan: Loan, spell: Spell) -> tuple[str, str]:
    """Clause and subject of a spell's signal (R6)."""
    if any(one is spell for one in loan.overdue):
        return "11.1.6", f"3|{loan.no}"
    return "11.1.3", f"{loan.no}|{write_date(spell.identity)}"


def bands_by_clock(world: World, loan: Loan) -> None:
    """A band begins at 00:00 of its first day (O4, T2)."""
    for spells, bands in ((loan.spells, ARREARS), (loan.overdue, OVERDUE)):
        spell = spells[-1] if spells else None
        if spell is None or spell.cleared:
            continue
        level, _ = band(world, spell, bands)
        if level > spell.reached:
            spell.reached = level
            _tell_band(world, loan, spell, level, _by_clock(world, _earliest(world, spell)))


def _earliest(world: World, spell: Spell) -> str:
    return min((since, n, event) for n, (since, event) in enumerate(spell.records) if event not in world.retracted)[2]


def _by_clock(world: World, event: str) -> Ground:
    now = world.now
    return Ground(event, now, now, now, day_of(now), clock=True)


# --- 11.1.1 ------------------------------------------------------------------------------------------------------


def maturities(loan: Loan) -> list[int]:
    """All it has had; each is known by its place, the last is the one it has now."""
    return [*(matures for matures, _ in loan.former), loan.matures]


def in_force(world: World, loan: Loan) -> int:
    """Which of them was in force when what is in hand was received (R48)."""
    term = 0
    for place, (_, extended) in enumerate(loan.former):
        if extended <= world.recorded():
            term = place + 1
    return term


def last_day(loan: Loan, term: int) -> int:
    """Until when a bad assessment is a signal: D, or the day of an extension to a date that was past by then (R72)."""
    extended = day_of(loan.terms_recorded) if loan.former and term == len(loan.former) else 0
    return max(maturities(loan)[term], extended)


def maturity_subject(loan: Loan, term: int = -1) -> str:
    """The loan and the maturity date checked (R6)."""
    return f"{loan.no}|{write_date(maturities(loan)[term])}"


def check_day(world: World, loan: Loan) -> int | None:
    """P1, T6; none without a maturity or for what was first recorded after it."""
    recorded = day_of(loan.terms_recorded)
    if loan.matures == NEVER or (recorded > loan.matures and not loan.former):
        return None
    day = max(loan.matures - CHECK_DAYS, loan.drawn, recorded)
    fifth = world.go_live_day()
    if loan.taken_on and fifth is not None:
        day = max(day, min(fifth, loan.matures))
    return day


def _assessable(loan: Loan) -> bool:
    return loan.balance > 0 and not loan.settled and not loan.written_off


def assessment_key(loan: Loan, term: int = -1) -> str:
    """R16; a maturity that comes back is told apart."""
    *before, matures = maturities(loan)[: term % (len(loan.former) + 1) + 1]
    again = before.count(matures)
    return f"loan:{loan.no}:{write_date(matures)}" + (f":{again + 1}" if again else "")


def is_assessment(duty: Duty, loan: Loan, term: int = -1) -> bool:
    """The loan's assessment for a maturity, the one it has now or another; or its successor (D8)."""
    return duty.kind == "assessment" and duty.hangs_on.partition(":after:")[0] == assessment_key(loan, term)


def open_assessment(world: World, loan: Loan) -> None:
    """P3, R21: from D-60, or the recording, or a balance."""
    check = check_day(world, loan)
    if check is None or not _assessable(loan) or world.now < midnight(max(loan.matures - WINDOW_DAYS, loan.drawn)):
        return
    if (
        world.now >= end_of(check)
        or satisfied(world, loan)
        or any(key[3] == assessment_key(loan) for key in world.duties)
    ):
        return
    due = max(end_of(check), world.go_live_end() or 0) if loan.taken_on else end_of(check)
    tags = {"go_live"} if due > _usual_due(loan) else set()
    open_duty(
        world,
        Duty(
            "assessment", "11.1.1", loan.customer, "business", assessment_key(loan), loan.org,
            post_of(world, "assessment", loan.org), world.now, due, world.now, tags=tags,
        ),
    )  # fmt: skip


def _usual_due(loan: Loan) -> int:
    """The due without T6."""
    return end_of(max(loan.matures - CHECK_DAYS, loan.drawn, day_of(loan.terms_recorded)))


def _end_assessment(world: World, loan: Loan, only: int | None = None) -> None:
    """P3, R48: ended by settlement, extension, refinancing, write-off or a balance of nil received before its due.

    Also of the maturities it had; ``only``: a breach is withdrawn of this one alone.
    """
    for term in range(len(loan.former) + 1):
        for duty in world.duties.values():
            withdrawn = in_time(world, duty) and only in (None, term)
            if is_assessment(duty, loan, term) and (duty.state == "open" or withdrawn):
                fulfil(world, duty)


def satisfied(world: World, loan: Loan) -> bool:
    """P2: an assessment of the maturity in force that is not retracted."""
    return any(event not in world.retracted for event in loan.assessed)


def assessment_made(world: World, loan: Loan, term: int, made: int, event: str, *, bad: bool) -> None:
    """P2, P3: made on D-60 or later it satisfies; recorded after the due it meets late; of the maturity in force.

    One that is itself a signal leaves no doubt about what the check raised (R67).
    """
    if made < maturities(loan)[term] - WINDOW_DAYS or event in world.retracted:
        return
    if term == len(loan.former):
        loan.assessed.append(event)
    if not bad:
        read_after_check(world, loan, maturity_subject(loan, term))
    for duty in world.duties.values():
        if is_assessment(duty, loan, term) and duty.owed:
            fulfil(world, duty)


def check_by_clock(world: World, loan: Loan) -> None:
    """11.1.1: no assessment by the end of the check day is treated as unsure."""
    check = check_day(world, loan)
    if check is None or end_of(check) != world.now or not _assessable(loan):
        return
    loan.checked = True
    if satisfied(world, loan):
        return
    now = world.now
    ground = Ground("", now, now, now, check, clock=True, missing=True, tags=("assessment_missing",))
    tell(world, loan.customer, "11.1.1", maturity_subject(loan), policy.MISSING, ground, later=True, loans=[loan.no])
