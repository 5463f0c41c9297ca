"""The run: every record in order, and before each all instants at which time alone changes something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.oracle.judge import contagion
from tests.oracle.judge.acts import ACTS
from tests.oracle.judge.clock import DAY, HOUR, WorkingDays, day_of, end_of, midnight, next_month
from tests.oracle.judge.duties import breach
from tests.oracle.judge.facts import FACTS
from tests.oracle.judge.maturity import check_by_clock
from tests.oracle.judge.moves import moved
from tests.oracle.judge.policy import AT, HELD_HOURS, MAY
from tests.oracle.judge.releases import approved, proposed
from tests.oracle.judge.rows import rows
from tests.oracle.judge.settle import month_begins, settle
from tests.oracle.judge.spells import bands_by_clock
from tests.oracle.judge.wire import OPENINGS, Record, read
from tests.oracle.judge.world import World

Line = bytes | str | dict[str, Any]
NUMBERED = (*OPENINGS, "loan.position", "interest_arrears.position")
"""Known by loan and posting, not by id (R56)."""
PROPOSALS = ("release.proposed", "waiver.proposed")

OPEN_POINTS = """
What clauses.md leaves open, and what is done here (the most literal reading where there is one). What engine and oracle
first read differently is settled in docs/decisions/0002-readings.md, R27-R54; R54 (several rule books)
is not here.

W1  An act on a borrower and domain meets what is owed of all its warnings there, closed ones too: it names no number.
W2  Clock checks of one midnight are taken together; what they tell others (11.1.5) comes after them.
W6  Figures on a named loan of another borrower count for nothing: source loans are the borrower's own.
W8  A named signal that is neither live nor kept at the proposal: refused as a whole. Without names, kept facts are
    meant too (else none could be released but by name). "Link recorded anew": made after an end, or another link; a
    link made while it is in force is nothing new.
W9  Kept after recovery is a row of its own, the next episode, `kept`; at the lower of the level at the closing and the
    last observation; nothing, where all that is left was on record at the release of an earlier episode. A settled loan
    stays settled whatever is posted on it later, but for what R53, R99 and R101 say; facts that name it leave no row.
R99 Later than the receipt of what ended it, at the same instant is not. A position retracted before it came says that
    it is owed all the same (R31). What is written off stays so, unless `corrects` names that. Only a position of the
    balance, none of interest.
R100 What it gives is its opening balance; the balance on record is that when it is read, nil of a settled loan. A part
    ends no assessment and clears nothing; where it would have been in time, it disputes no check (R48). A refinancing
    of an off-balance item that says nothing of an advance covers what it gives.
R101 What was settled or refinanced after it was written off is not taken back by naming the write-off. What closed by
    recovery while the loan had given its place up has its next episode (R88), about both loans, or about the borrower.
    Taken back from a write-off the assessment that this ended is not owed again.
R103 The end that is in force of the link as last made: made anew since, or retracted itself, the retraction of that end
    changes nothing. Its ground stays what made it. A retraction is not retracted.
R104 All clearings but the retracted ones are gone through again. Arisen again since, it is one spell from the first
    date: further bands are those of the first signal, the second stands as it is. A band reached at the retraction
    rests on the position of the date it counts from, is recorded and discovered then, and found by nobody. It comes
    also where another record has cleared the spell since, if it had counted until then. What had gone on with a later
    spell (R9) goes on with the one.
R105 Where the last figure, class or forecast, or the ground, is retracted, also a worse one: what is kept is set anew,
    not disputed, while nothing worse has come to it since; lowered since, no higher. The last that is left may be one
    after the closing. Nothing left, it raises no more, disputed. Where there is a balance it comes at once. What is
    live, or released, stays as it is.
R106 "That" is the maturity: of one on a Saturday day 1 is Tuesday. A position dated between is one: the band is reached
    by the clock. The maturity in force is that when the position is read; an extension is to a date ahead by the day of
    its receipt. Silence before the maturity says nothing. `time` of what waited for its loan is its own. Lost ones
    count, too: nil of one written off cures nothing.
R107 Where something else would have met it since (another assessment, an end of P3) it stays met, as of the first. It
    is owed again by who would have it now, had it been open all the time (R35), where that moved, from the move.
W9  Taken back (R53), arrears and overdue are still cleared until their next position. That tells the band of the first
    date again, where recovery had closed the signal, from 00:00 of the day of its recording (R27). `corrects` names an
    event where it is text, a posting where it is a number.
W9  A refinancing whose old loan is unknown is held like any event for an unknown loan.
W11 A rise of a live signal while there is no balance waits too. What is no worse than what waits is remembered, and
    raises where that is retracted: the worst, of several as bad the last (R29, R31). A kept fact raised later has no
    `late_recording`.
W12 All records of a spell retracted: the spell counts as cleared. A retracted link spreads nothing further, and what
    was derived over it is disputed; of a retracted fact of the source, only the source's own signal is.
    What is closed is not disputed any more. Mistaken: waived is what rests on disputed signals only, one of them named.
W6  A nil position after a write-off is the write-off's own posting: the balance written off keeps counting.
O4  A band past at the recording of an earlier date starts at 00:00 of the day of that recording.
O4  Principal overdue goes by R9 too; after a cure the same band is worse than the last observation (none).
11.1.1 A loan without maturity has no 11.1.1: its subject is a maturity date.
P2  Made before the drawdown but on D-60 or later satisfies; made after D it meets a breached duty late (clauses.md over
    R14). An assessment belongs to the maturity in force when it was received (R48).
P3  An assessment ended by a nil balance is not opened again.
D3  A report on record (R50) is the branch's own or of any sub-branch below it, an owner or not. A crossing is owed by
    owning branches only. The tier of a closed warning is its last. "Stands by its breach": was opened and has not moved
    away; not, where the breaches of all who were silent are withdrawn (R47), by a report, a call (article 15) or a
    waiver, unless it was met, late or not. A later breach of that opening opens it again, in the same row.
    A branch that both finds and books has one duty, from its discovery. A branch that comes in later and books the loan
    itself owes one for the latest opening.
D5  A branch that comes in later gets the meeting with the current number. A meeting counts for each warning by itself;
    a closed one is as red as it was when it closed, its owners those before what closed it was recorded (R49).
D8  A successor keeps the start of the duty it follows, and nothing about it was recorded late. An approval covers what
    was there when it was received (T4).
D10 Recorded first by an organisation that is neither above the owner nor a system: late. A concealment counts only
    when recorded by a superior of who concealed. Duties of a band reached by the clock, of a crossing and of an owner
    that came in later have no fact and are never concealed; a 12.1.1 by breach has the fact of its opening.
D11 Owning organisations (R52) of a proposal: those of the borrower's live and kept signals in the domain; for a waiver
    also those that owe what it names. Where there is none, any may propose (W11: a fact kept of a party without credit
    here needs a release).
D12 Any notice of head office on a live warning asks for answers, any rectification notice on a live management warning
    by head office or a branch for completions (14.3 where head office issued it), whether or not it met a duty.
    Owners that come in later get neither.
O3  The duty starts with the 10 days, or with the first balance in them.
O7  `discovered_by` or `recorded_by` decide by their level alone; the lowest of an episode holds. The rectification
    notice is head office's where it was found at head office (O7), the notice of 13.1 where R4 says so (O8).
    A later concealment finding moves no `found at`.
O9  Report duties, 12.1.2.x, 12.1.1 by breach or finding, and rectification notices go by the source loans of their
    signal; all else by those of the warning. Only live signals have source loans that move. A loan that is no source
    loan moves nothing. What the new one has already (met, waived) is neither doubled nor replaced. The assessment goes
    with its loan, but from a sub-branch to the branch itself. A branch's duty at a moved loan: from branch to branch.
    A month's update already met by the old one is not owed again by the new one.
    An owner whose duties have all moved away and that gets a loan again comes in later: its rows open anew.
T2  A file out of order: whether it was in time goes by when it was received, all else by when it is read (journal
    order). What it ends, ends as of its receipt, also before its start; an act meets what was there then, and one that
    has moved is there from the move. Disputed (R48) is every opening that the check raised, also by what is read after
    the loan has ended; of a closed signal only the breaches are taken off the score, also of duties met late since. A
    settlement disputes first and then closes by recovery.
W5  The 12.1.1 that a report read late opens may be the feed's: its branch could not know.
T5  One rule book a history.
T6  Before `live_from` a report is opened at once with the due of T6, and struck out if its signal is not live then.
    12.1.1 is no "report of the signal"; 11.x, 11.2 and 12.1.2.x are.
"""


def judge(
    lines: Iterable[Line],
    orgs: Any,
    *rest: Any,
    holidays: Iterable[date] = (),
    workdays: Iterable[date] = (),
    live_from: int | None = None,
    until: int | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """Signals, warnings and duties that the policy asks for.

    ``judge(lines, orgs, holidays, workdays, live_from, until)`` with ``orgs`` number -> (level, superior); or
    ``judge(lines, frame, until)`` with anything that has ``orgs``, ``calendar`` and ``live_from``.
    """
    if hasattr(orgs, "calendar"):
        frame, until = orgs, (rest[0] if rest else until)
        tree = {no: (org.level, org.parent) for no, org in frame.orgs.items()}
        days = WorkingDays(set(frame.calendar.holidays), set(frame.calendar.workdays))
        return _judge(read(lines), World(tree, days, frame.live_from), until)
    given = dict(zip(("holidays", "workdays", "live_from", "until"), rest, strict=False))
    off, on = given.get("holidays", holidays), given.get("workdays", workdays)
    days = WorkingDays({day.toordinal() for day in off}, {day.toordinal() for day in on})
    world = World(dict(orgs), days, given.get("live_from", live_from))
    return _judge(read(lines), world, given.get("until", until))


def _judge(records: list[Record], world: World, until: int | None) -> dict[str, list[dict[str, Any]]]:
    if records:
        world.now = records[0].recorded - DAY
    for record in records:
        advance(world, record.recorded)
        placed(world, record)
    if until is not None and records:
        advance(world, until)
    return rows(world)


# --- time --------------------------------------------------------------------------------------------------------


def placed(world: World, record: Record) -> None:
    """Take a record at its borrower's own clock, or at its recording where that is later (R75)."""
    customer, clock = _customer(world, record), world.now
    if customer and record.recorded < clock:
        again(world, customer, record.recorded)
        world.now = max(record.recorded, world.touched.get(customer, 0))
        if world.now < clock:
            world.behind[customer] = max(world.now, world.behind.get(customer, 0))
    world.received = record.recorded
    take(world, record)
    world.received, world.now = 0, clock
    if customer:
        world.touched[customer] = max(world.touched.get(customer, 0), record.recorded)


def _customer(world: World, record: Record) -> str:
    """The borrower a record is about; empty for what is about an organisation, or waits for its loan."""
    loan = world.loans.get(record.data.get("loan_no") or "")
    return record.data.get("customer_no") or (loan.customer if loan is not None else "")


def again(world: World, customer: str, until: int) -> None:
    """What time alone did to one borrower from where a late record was placed: nobody could see it then (R75)."""
    clock = world.now
    world.lagging = True
    while customer in world.behind:
        world.now = world.behind[customer]
        at = _next(world, customer)
        if at > min(until, clock):
            break
        world.behind[customer] = world.now = at
        tick(world, customer)
    world.now, world.lagging = clock, False


def advance(world: World, until: int) -> None:
    """All instants up to and including one: midnights, dues, and going live."""
    if until > world.now:
        for customer in list(world.behind):
            again(world, customer, world.now)
            del world.behind[customer]
    while (at := _next(world)) <= until and at > world.now:
        world.now = at
        tick(world)
    world.now = max(world.now, until)


def _next(world: World, customer: str = "") -> int:
    duties = [duty for duty in world.duties.values() if customer in ("", duty.customer)]
    dues = [duty.due for duty in duties if duty.state == "open" and duty.due is not None]
    kept = [sig.kept_until for sig in world.signals if sig.status == "kept" and sig.kept_until is not None]
    later = [at for at in (*dues, *kept, world.live_from or 0) if at > world.now]
    return min([end_of(day_of(world.now)), *later])


def tick(world: World, customer: str = "") -> None:
    """What time alone does at an instant, as decided by what was recorded before it (T2); to one borrower, or all."""
    world.step += 1
    if world.now == world.live_from:
        _not_live(world)
    for duty in list(world.duties.values()):
        if duty.state == "open" and duty.due is not None and duty.due <= world.now:
            breach(world, duty)  # of others nothing is due that has not been breached
    begins = world.now == midnight(day_of(world.now))
    if begins:
        contagion.close_interim(world)
        for loan in [one for one in world.loans.values() if customer in ("", one.customer)]:
            bands_by_clock(world, loan)
            check_by_clock(world, loan)
    settle(world)
    if begins and next_month(day_of(world.now) - 1) == day_of(world.now):
        month_begins(world, customer)


def _not_live(world: World) -> None:
    """T6: the report of a signal that is not live at going live is not owed."""
    for key, duty in list(world.duties.items()):
        if duty.early and duty.state == "open" and duty.signal is not None and duty.signal.status != "live":
            del world.duties[key]


# --- records -----------------------------------------------------------------------------------------------------


def take(world: World, record: Record) -> None:
    """One record: once only, and held while a loan it names is unknown."""
    if record.kind not in NUMBERED and record.name in world.seen:
        return
    world.step += 1
    if any(no not in world.loans for no in _needs(record)):
        world.held.append((record, record.recorded + HELD_HOURS * HOUR))
        return
    apply(world, record)


def _needs(record: Record) -> list[str]:
    """The loans that must be known."""
    data, named = record.data, []
    if record.kind in OPENINGS:
        named = [data.get("previous_loan_no")]
    elif record.kind.startswith(("loan.", "interest_arrears.", "signal.")):
        named = [data.get("loan_no")]
    elif record.kind == "management.finding":
        named = list(data.get("loan_nos") or [])
    return [no for no in named if no is not None]


def apply(world: World, record: Record) -> None:
    """Decide one record, then what was waiting for it."""
    if not _true(world, record):
        return
    if record.kind not in NUMBERED:
        world.seen.add(record.name)
    data = record.data
    if record.kind == "loan.moved":
        moved(world, record)
    elif record.kind in FACTS:
        FACTS[record.kind](world, record)
    elif record.kind in PROPOSALS:
        proposed(world, record)
    elif record.kind == "proposal.approved":
        approved(world, record)
    elif record.kind in ACTS:
        ACTS[record.kind](world, record)
    settle(world)
    if record.kind in OPENINGS:
        _release_held(world, data["loan_no"])


def _true(world: World, record: Record) -> bool:
    """Whether the record can be taken at all: its organisations, its loan's borrower, its post."""
    data = record.data
    if record.kind in OPENINGS:
        return data["loan_no"] not in world.loans and world.level(data["org_no"]) in ("sub_branch", "branch")
    if record.kind in MAY:
        return data["post"] in MAY[record.kind] and data["post"] in AT.get(world.level(data["org_no"]), ())
    if any(world.loans[no].customer != data.get("customer_no", world.loans[no].customer) for no in _needs(record)):
        return False
    loan = world.loans.get(data.get("loan_no") or "")
    return loan is None or data.get("customer_no") in (None, loan.customer)


def _release_held(world: World, loan_no: str) -> None:
    """What waited for a loan is recorded and discovered with it (W11)."""
    world.held = [(record, until) for record, until in world.held if world.now < until]
    for one in [one for one in world.held if loan_no in _needs(one[0])]:
        record, _ = one
        if one not in world.held or any(no not in world.loans for no in _needs(record)):
            continue
        world.held.remove(one)
        if record.kind in NUMBERED or record.name not in world.seen:
            world.step += 1
            data = {name: value for name, value in record.data.items() if name != "discovered"}
            world.received = 0
            apply(world, Record(record.id, record.kind, world.now, world.now, data, record.source, record.occurred))
