"""What facts say: each kind of event, and what it raises (clauses 11.1.1-11.1.6 and 12.1.2)."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.judge import contagion, maturity, signals, spells
from tests.oracle.judge import loans as loan_facts
from tests.oracle.judge.clock import NEVER, day_of, first_of, last_of_month, month_of, read_date, read_instant
from tests.oracle.judge.duties import had_discovered, score
from tests.oracle.judge.grounds import ground_of
from tests.oracle.judge.openings import approved_above
from tests.oracle.judge.policy import ASSESSMENT, FINDING, FORECAST, MAJOR, observed_level
from tests.oracle.judge.signals import grade_level, grade_rank, last_observed, tell
from tests.oracle.judge.wire import Record
from tests.oracle.judge.world import Ground, Signal, World


def assessed(world: World, record: Record) -> None:
    """11.1.1, P2, P3, R14, R89."""
    loan, made = world.loans[record.data["loan_no"]], read_date(record.data["made_on"])
    level, term = ASSESSMENT[record.data["result"]], maturity.in_force(world, loan)
    matures = maturity.maturities(loan)[term]
    last = maturity.last_day(loan, term)
    bad = level > 0 and made <= last
    maturity.assessment_made(world, loan, term, made, record.id, bad=bad)
    if not bad or loan.settled or matures == NEVER or record.id in world.retracted:
        return
    subject = maturity.maturity_subject(loan, term)
    tell(world, loan.customer, "11.1.1", subject, level, ground_of(record), later=True, loans=[loan.no])


def graded(world: World, record: Record) -> None:
    """11.1.2, O1, O2: a class is set, or forecast."""
    data, customer = record.data, record.data["customer_no"]
    rank, level = grade_rank(data["grade"]), grade_level(record.kind, data["grade"])
    on_record = [one for event, one, _ in world.graded.get(customer, []) if event not in world.retracted]
    worse = not on_record or rank > on_record[-1]
    world.graded.setdefault(customer, []).append((record.id, rank, level))
    ground = _graded_ground(world, record)
    if level and record.id not in world.retracted:
        tell(world, customer, "11.1.2", "-", level, ground, later=worse)
    if record.kind == "classification.forecast" and level:
        world.forecasts.setdefault((customer, data["month"]), []).append(record.id)


def _graded_ground(world: World, record: Record) -> Ground:
    ground, data = ground_of(record), record.data
    if record.kind == "classification.forecast":
        ground.forecast = True
        ground.limit = min(first_of(data["month"]) - 1, last_of_month(day_of(record.recorded)))  # R93
    else:
        on = min(read_date(data["classified_on"]), day_of(record.recorded))  # R94
        ground.limit = last_of_month(on)
        told = world.forecasts.get((data["customer_no"], month_of(on)), [])
        if data["grade"] in FORECAST and not [one for one in told if one not in world.retracted]:
            ground.tags += ("forecast_missed",)
    return ground


def major(world: World, record: Record) -> None:
    """11.1.4: always red."""
    if record.id not in world.retracted:
        subject = record.data.get("matter") or record.id
        tell(world, record.data["customer_no"], "11.1.4", subject, MAJOR, ground_of(record), later=True)


def observed(world: World, record: Record) -> None:
    """11.1.6."""
    data, customer = record.data, record.data["customer_no"]
    level, loan_no = observed_level(data["number"], data), data.get("loan_no")
    if level is None:
        return
    subject = f"{data['number']}|{loan_no}" if loan_no else str(data["number"])
    last = last_observed(world, customer, subject)
    world.observed.setdefault((customer, subject), []).append((record.id, level))
    gone = loan_no is not None and world.loans[loan_no].settled
    if level and record.id not in world.retracted and not gone:
        named = [loan_no] if loan_no else None
        later = last is None or level > last
        tell(world, customer, "11.1.6", subject, level, ground_of(record), later=later, loans=named)


def found(world: World, record: Record) -> None:
    """12.1.2, O7; a concealment corrects the record of who knew (D10)."""
    data = record.data
    if data["kind"] == "concealment":
        _concealment(world, record)
        return
    if record.id in world.retracted:
        return
    clause, level = FINDING[data["kind"]]
    named = sorted(set(data.get("loan_nos") or [])) or None
    ground, level_found = ground_of(record), _found_at(world, record, clause)
    if level_found != "sub_branch":
        known = world.level(ground.discovered_by) == level_found
        ground.start = ground.discovered if known else ground.recorded
        ground.day = day_of(ground.start)
    live = [sig for sig in world.episodes(data["customer_no"], clause, data["finding_no"]) if sig.status == "live"]
    sig = tell(world, data["customer_no"], clause, data["finding_no"], level, ground, later=True, loans=named)
    approved_by = data.get("approved_by") or "branch"
    if sig is not None and sig.openings[-1].ground is ground:
        sig.found, sig.approved_by = level_found, approved_by
    for standing in live:
        if standing is not sig and standing.approved_by == "sub_branch" != approved_by:
            approved_above(world, standing, approved_by, ground)
        _name_more(standing, named, record.id)


def _name_more(sig: Signal, named: list[str] | None, event: str) -> None:
    """R97: further loans are source loans from then on; a finding about all stays about all."""
    new = [no for no in named or [] if sig.loans is not None and no not in {*sig.loans, *sig.replaced}]
    if new and sig.loans is not None:
        sig.loans = [*sig.loans, *new]
        sig.grounds.add(event)


def _found_at(world: World, record: Record, clause: str) -> str:
    """O7, R4: the lowest of who discovered and who recorded it, now or earlier; a system: at the sub-branch."""
    ranks = ("sub_branch", "branch", "head_office")
    levels = [world.level(record.data.get(name)) for name in ("discovered_by", "recorded_by")]
    now = min((one for one in levels if one), key=ranks.index, default="sub_branch")
    before = world.episodes(record.data["customer_no"], clause, record.data["finding_no"])[-1:]
    return min([now, *(sig.found for sig in before if sig.status == "live")], key=ranks.index)


def _concealment(world: World, record: Record) -> None:
    data = record.data
    who, by = data["concealed_by"], data.get("recorded_by")
    if who not in world.orgs or by is None or by not in world.above(who):
        return
    world.concealed.setdefault(data["fact_id"], []).append((who, read_instant(data["concealed_since"])))
    for duty in world.duties.values():
        if duty.ground is None or duty.ground.event != data["fact_id"] or duty.org != who or duty.ground.clock:
            continue
        if had_discovered(world, who, duty.ground):
            duty.feed = False
            duty.cause = "own" if duty.cause == "feed" else duty.cause
            score(world, duty)


def retracted(world: World, record: Record) -> None:
    """W12, R12: what rests on the event is disputed; the event raises nothing further, and hinders nothing."""
    event, customer = record.data["retracts"], record.data["customer_no"]
    if loan_facts.ended_by(world, customer, event):
        return
    proposal = world.proposals.get((customer, event))
    if proposal is not None and not proposal.approved:  # R77: withdrawn by the organisation that made it, only
        if record.data.get("recorded_by") == proposal.record.data["org_no"]:
            del world.proposals[customer, event]
        return
    world.retracted.add(event)
    for sig in world.signals:
        mine = sig.clause == "11.1.5" or sig.customer == record.data["customer_no"]
        if mine and event in sig.grounds and sig.status != "closed":
            sig.disputed = True
    contagion.retracted(world, record)
    spells.retracted(world, event)
    maturity.retracted(world, event)
    signals.retracted(world, event)


FACTS: dict[str, Callable[[World, Record], None]] = {
    "loan.disbursed": loan_facts.opened,
    "loan.taken_on": loan_facts.opened,
    "loan.refinanced": loan_facts.opened,
    "loan.position": loan_facts.position,
    "loan.extended": loan_facts.extended,
    "loan.settled": loan_facts.settled,
    "loan.written_off": loan_facts.written_off,
    "loan.assessed": assessed,
    "interest_arrears.position": loan_facts.arrears,
    "group.link": contagion.group_link,
    "guarantee.link": contagion.guarantee_link,
    "major_event": major,
    "classification.set": graded,
    "classification.forecast": graded,
    "signal.observed": observed,
    "management.finding": found,
    "event.retracted": retracted,
}
