"""Why an organisation owes a duty: the borrower's source loans that are booked there, by which records (O9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from warning.cli.explain.amount import Balance, Events, added_later, latest, live_at, loans_at, received_at
from warning.cli.explain.needed import LENT, MOVED, WRITTEN_OFF
from warning.cli.situation import Situation
from warning.core.rows import Duty, Signal

ENDS = ("loan.settled.v1", "loan.refinanced.v1")


class Owned(Struct, frozen=True):
    """A source loan booked at an organisation or below it, as a duty was opened: by which record, and its balance."""

    loan_no: str
    org_no: str
    booked: str
    balance: Balance | None
    signals: tuple[str, ...]


def owned(found: Situation, events: Events, duty: Duty) -> list[Owned]:
    """The source loans by which an organisation owes a duty; none of an assessment, a sign-off or head office."""
    listed = _listed(found, events, duty, duty.opened_at)
    standing = [one for one in listed if not _has_ended(events, one)]
    return standing or listed


def kept(found: Situation, events: Events, duty: Duty, at: int) -> list[Owned]:
    """The loans by which its organisation owned a duty's signals still as another one left it (µs UTC; O9).

    Those that are neither settled nor written off (R92), since the one that left is not; of a finding all (W11).
    """
    listed = _listed(found, events, duty, at)
    return [one for one in listed if duty.domain == "management" or not _gone(events, one, at)]


def kept_records(found: Situation, events: Events, duty: Duty) -> Iterator[str]:
    """The records that say so of a duty, or of the same at the organisation it came from, breached before (O9)."""
    for one in (duty, *found.twins(duty)):
        former = found.former_of(one)
        moved = found.move_of(one)
        if moved is not None and former is not None and was_breached(former, moved.at):
            for loan in kept(found, events, former, moved.at):
                yield from (loan.booked, *(() if loan.balance is None else (loan.balance.record,)))


def was_breached(duty: Duty, at: int) -> bool:
    """Whether it was breached by an instant (µs UTC)."""
    return duty.breached_at is not None and duty.breached_at <= at


def _listed(found: Situation, events: Events, duty: Duty, at: int) -> list[Owned]:
    """The source loans booked at its organisation or below it at an instant, ended or not."""
    state = found.borrower(duty.customer_no) if duty.customer_no else None
    level = found.setting.frame.orgs.get(duty.org_no)
    if state is None or level is None or level.level == "head_office" or duty.kind == "assessment":
        return []
    rests = _signals(found, duty, at)
    listed = []
    for loan in state.loans:
        org_no, booked = _booked(events, loan.loan_no, at)
        naming = [one for one in rests if loan.loan_no not in added_later(found, one, at)]
        named = tuple(one.id for one in naming if _names(events, one, loan.loan_no, at))
        if named and org_no and duty.org_no in (org_no, found.setting.frame.branch_of(org_no)):
            balance = latest(events, loan.loan_no, at)
            listed.append(Owned(loan.loan_no, org_no, booked, balance, named))
    return listed


def owned_records(found: Situation, events: Events, duty: Duty) -> Iterator[str]:
    """The records that say so."""
    for one in owned(found, events, duty):
        yield one.booked
        if one.balance is not None:
            yield one.balance.record


class Move(Struct, frozen=True):
    """A source loan that moved while a signal was live (O9): by which record, when (µs UTC), from where to where."""

    record: str
    loan_no: str
    at: int
    before: str
    after: str


def moves_of(found: Situation, events: Events, signals: Iterable[Signal]) -> list[Move]:
    """The moves of the source loans of some signals since the first of them, until they were closed."""
    moves = {}
    for signal in signals:
        first, last = (signal.history[0].at, signal.history[-1]) if signal.history else (0, None)
        until = found.verdicts.until if last is None or last.level else last.at
        for name, event in events.items():
            loan_no, at = str((event.get("data") or {}).get("loan_no")), received_at(event)
            if event.get("type") == MOVED and first <= at <= until and _names(events, signal, loan_no, at):
                moves[name] = _moved(events, name, loan_no, at)
    return sorted(moves.values(), key=lambda move: (move.at, move.record))


def _moved(events: Events, name: str, loan_no: str, at: int) -> Move:
    before, _ = _booked(events, loan_no, at - 1)
    return Move(name, loan_no, at, before, str(events[name]["data"].get("org_no") or ""))


def _signals(found: Situation, duty: Duty, at: int) -> list[Signal]:
    """The signals a duty rests on: its own, or those of its warning that were live at an instant (W12)."""
    own = found.ledger.signals.get(duty.signal_id)
    live = (one for one in live_at(found, duty.customer_no, at) if one.domain == duty.domain)
    return list(live) if own is None else [own]


def _names(events: Events, signal: Signal, loan_no: str, at: int) -> bool:
    """Whether a loan was a source loan of a signal at an instant (W6)."""
    loans = loans_at(events, signal, at)
    return loans is None or loan_no in loans


def _booked(events: Events, loan_no: str, at: int) -> tuple[str, str]:
    """Where a loan was booked at an instant, and the record that says so; empty where none is at hand."""
    said = []
    for name, event in events.items():
        content = event.get("data") or {}
        if event.get("type") in (*LENT, MOVED) and content.get("loan_no") == loan_no and received_at(event) <= at:
            said.append((received_at(event), name, str(content.get("org_no") or "")))
    _, name, org_no = max(said, default=(0, "", ""))
    return org_no, name


def _gone(events: Events, one: Owned, at: int) -> bool:
    """Whether a loan was settled, replaced or written off by an instant."""
    lost = (
        received_at(event) <= at
        for event in events.values()
        if event.get("type") == WRITTEN_OFF and (event.get("data") or {}).get("loan_no") == one.loan_no
    )
    return _has_ended(events, one) or any(lost)


def _has_ended(events: Events, one: Owned) -> bool:
    """Whether a loan was settled or replaced by then."""
    balance = one.balance
    if balance is None or balance.fen:
        return False
    event = events.get(balance.record, {})
    ended = event.get("type") in ENDS and (event.get("data") or {}).get("loan_no") == one.loan_no
    return ended or event.get("type") == "loan.refinanced.v1"
