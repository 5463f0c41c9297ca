"""Releases and waivers: proposed by one person, approved by another (W8, W12, D8)."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from tests.oracle.judge import owners
from tests.oracle.judge.clock import read_instant
from tests.oracle.judge.duties import end, in_time, open_duty, withdraw
from tests.oracle.judge.settle import settle
from tests.oracle.judge.signals import close, lower
from tests.oracle.judge.wire import Record, who
from tests.oracle.judge.world import Duty, Proposal, Signal, World

LEVELS = {"closed": 0, "yellow": 1, "orange": 2}


def proposed(world: World, record: Record) -> None:
    """Noted, with what it names now; refused of an organisation that is no owner nor above one (R52).

    Not where one of that id waits already (R55).
    """
    key = record.data["customer_no"], record.id
    waiting = world.proposals.get(key)
    if waiting is not None and not waiting.approved:
        return
    owning = _owning(world, record)
    if owning and not any(record.data["org_no"] in (org, *world.above(org)) for org in owning):
        return
    if record.kind == "waiver.proposed" and not _can_be_waived(world, record):
        return
    named = _named(world, record) if record.kind == "release.proposed" else []
    world.proposals[key] = Proposal(record, world.step, named)


def _owning(world: World, record: Record) -> set[str]:
    """The owners of the borrower's signals in the domain that are not closed, and who owes what a waiver names."""
    data = record.data
    mine = [sig for sig in world.signals if (sig.customer, sig.domain) == (data["customer_no"], data["domain"])]
    going = [sig for sig in mine if sig.status != "closed"]
    named = {duty.org for duty in _to_waive(world, record) if duty.owed}
    return owners.all_subs(world, going) | owners.all_branches(world, going) | named


def _to_waive(world: World, record: Record) -> list[Duty]:
    """The duties of the borrower that a waiver names."""
    ids = record.data.get("duty_ids", ())
    mine = (duty for duty in world.duties.values() if duty.customer == record.data["customer_no"])
    return [duty for duty in mine if duty_id(duty) in ids]


def _can_be_waived(world: World, record: Record) -> bool:
    """R78, R86: each duty named is owed, is no tracking, and falls due later than now and earlier than it shall."""
    data = record.data
    longer = None if data.get("new_due") is None else read_instant(data["new_due"])
    for name in data["duty_ids"]:
        duty = next((one for one in _to_waive(world, record) if duty_id(one) == name), None)
        if duty is None or not duty.owed or duty.due is None or duty.kind == "tracking":
            return False
        if duty.due <= world.recorded() or (longer is not None and longer <= duty.due):
            return False
    return True


def _named(world: World, record: Record) -> list[Signal]:
    """The signals named, by their current episode; without names those of the domain at the proposal (W8, W11)."""
    data = record.data
    if not data.get("signals"):
        mine = [sig for sig in world.signals if (sig.customer, sig.domain) == (data["customer_no"], data["domain"])]
        return [sig for sig in mine if sig.status != "closed"]
    found = []
    for name in data["signals"]:
        episodes = world.episodes(data["customer_no"], name["clause"], name["subject"])
        found += [one for one in episodes[-1:] if one.domain == data["domain"] and one.status != "closed"]
    return found


def approved(world: World, record: Record) -> None:
    """Counts when another person approves, later."""
    proposal = world.proposals.get((record.data["customer_no"], record.data["proposal_id"]))
    if proposal is None or proposal.approved:
        return
    asked = proposal.record.data
    same = (asked["customer_no"], asked["domain"]) == (record.data["customer_no"], record.data["domain"])
    may = record.data["org_no"] in (asked["org_no"], *world.above(asked["org_no"]))
    if not same or not may or who(asked["officer_no"]) == who(record.data["officer_no"]):
        return
    if proposal.record.kind == "release.proposed":
        proposal.approved = _release(world, proposal)
    else:
        proposal.approved = True
        _waive(world, proposal, record)


def _release(world: World, proposal: Proposal) -> bool:
    """W8: refused as a whole if a named signal rose after the proposal."""
    asked = {(name["clause"], name["subject"]) for name in proposal.record.data.get("signals") or ()}
    if asked - {(sig.clause, sig.subject) for sig in proposal.named}:
        return False
    since = {id(sig): [at for step, at in sig.rose if step > proposal.step] for sig in proposal.named}
    if any(at <= world.recorded() for instants in since.values() for at in instants):
        return False
    level = LEVELS[proposal.record.data["to_level"]]
    named = []
    for sig in proposal.named:
        if sig.status != "closed" and sig not in named and not since[id(sig)]:
            named.append(sig)
    retracted = [sig for sig in world.signals if sig.disputed and not _held_by_another(world, sig)]
    for sig in named:
        if level == 0:
            close(world, sig, "release")
        elif level < max(sig.level, sig.kept[0] if sig.kept else 0):
            lower(world, sig, level)
    settle(world)
    if proposal.record.data["ground"] == "mistaken":
        _mistaken(world, proposal, named, retracted)
    return True


def _held_by_another(world: World, sig: Signal) -> bool:
    """R98: whether a record by people that is not retracted gives the level the signal has, or had when it closed."""
    last = next((step[0] for step in reversed(sig.history) if step[0]), 0)
    told = [(level, one) for level, one in sig.told if one.event and one.event not in world.retracted]
    return any(level >= last and not one.clock and not one.machine for level, one in told)


def _mistaken(world: World, proposal: Proposal, named: list[Signal], retracted: list[Signal]) -> None:
    """W12: waives what rests on retracted signals alone and is not yet due."""
    data = proposal.record.data
    for duty in list(world.duties.values()):
        if (duty.customer, duty.domain) != (data["customer_no"], data["domain"]) or not duty.number:
            continue
        if duty.state != "open" and not (in_time(world, duty) and duty.opened_at <= world.recorded()):
            continue
        rests = duty.rests_on
        if rests is None:
            rests = world.numbered(duty.customer, duty.domain, duty.number).ever
        if rests and all(sig in retracted for sig in rests) and any(sig in named for sig in rests):
            if duty.state == "breached":
                withdraw(world, duty)
            end(world, duty, "waived")


def duty_id(duty: Duty) -> str:
    """The id by which a waiver names a duty: a hash over what it is about."""
    parts = ("D", duty.kind, duty.clause, duty.customer, duty.hangs_on, duty.org)
    return f"D-{sha256('|'.join(parts[1:]).encode()).hexdigest()[:16]}"


def _waive(world: World, proposal: Proposal, record: Record) -> None:
    """D8, R22, R48: what is not yet due when the approval is received; a longer time is a successor."""
    data = proposal.record.data
    for duty in list(world.duties.values()):
        if duty_id(duty) not in data["duty_ids"]:
            continue
        if duty.opened_at > world.recorded() or not (duty.state == "open" or in_time(world, duty)):
            continue
        longer = data.get("new_due")
        if duty.state == "breached":
            withdraw(world, duty)
        end(world, duty, "waived")
        if longer is not None:
            open_duty(
                world,
                replace(
                    duty, hangs_on=f"{duty.hangs_on}:after:{record.id}", opened_at=world.now,
                    due=read_instant(longer), state="open", fulfilled_at=None, tags=set(), succeeds=True,
                ),
            )  # fmt: skip
