"""Interleaving across aggregates: the same verdicts in any order; where a link ends, a race errs to a warning.

An aggregate's own records keep their order, and so does what one tells another over one path. All else is free within
one instant: which aggregate takes a record first, whose wake comes first, which fact is taken from the inbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, Final

from msgspec import structs

from tests.oracle.histories import History
from tests.oracle.history_teller import Wire
from tests.properties.drive import Rows, differences, frame_of, play, play_less, rng_of, rows_of
from warning.core.draft import Record
from warning.core.effects import Effect
from warning.core.events import Told
from warning.core.frame import Frame
from warning.intake.run import Run
from warning.ledger.journal import Came
from warning.ledger.memory import MemoryLedger

ORDERS: Final = 2
"""How many interleavings of one history are tried."""
NIL: Final = "0.00"
ENDS: Final = ("loan.settled.v1", "loan.refinanced.v1")


class ShuffledLedger(MemoryLedger):
    """Gives the wakes of one instant in any order."""

    def __init__(self, rng: Random) -> None:
        """An empty ledger."""
        super().__init__()
        self._rng = rng

    def next_wake(self, until: int) -> tuple[int, str] | None:
        """One of the earliest wakes; the others of that instant go back."""
        first = super().next_wake(until)
        if first is None:
            return None
        rivals = [first]
        while (more := super().next_wake(first[0])) is not None:
            rivals.append(more)
        chosen = rivals.pop(self._rng.randrange(len(rivals)))
        for due, key in rivals:
            self._plan(self.homes[key], due)
        return chosen


class ShuffledRun(Run):
    """Takes facts from the inbox in any order, but for those of one source over one path to one receiver."""

    def __init__(self, frame: Frame, rng: Random) -> None:
        """A run with a shuffled ledger."""
        super().__init__(frame, ledger=ShuffledLedger(rng))
        self._rng = rng

    def _drain(self, *, whole: bool = False) -> bool:  # noqa: ARG002 - a run in memory has room
        inbox = self.ledger.inbox
        while inbox:
            index = self._rng.choice(list(self._free()))
            told, at = inbox[index]
            del inbox[index]
            at = self._hop(at)
            name = f"told:{told.origin}:{told.path}:{told.version}"
            self._step(told.to, Record(name, at, at, told), Came(name.encode(), "told"))
        return True

    def _hop(self, at: int) -> int:
        """When a fact told at an instant is taken: at once."""
        return at

    def _free(self) -> Iterator[int]:
        """Places of the first fact of each (source, path, receiver)."""
        seen = set()
        for index, (told, _) in enumerate(self.ledger.inbox):
            pair = (told.origin, told.path, told.to)
            if pair not in seen:
                seen.add(pair)
                yield index


class SlowRun(ShuffledRun):
    """Leaves some facts in the inbox for a while, even over midnights and months; all are taken in the end."""

    PATIENCE: Final = 12
    """A fact stays so many rounds at most."""

    def __init__(self, frame: Frame, rng: Random) -> None:
        """A run with a shuffled ledger."""
        super().__init__(frame, rng)
        self._now = 0
        self._round = 0

    def _step(self, key: str, record: Record, came: Came) -> tuple[Effect, ...]:
        self._now = max(self._now, record.received)
        return super()._step(key, record, came)

    def _hop(self, at: int) -> int:
        return max(at, self._now)

    def _drain(self, *, whole: bool = False) -> bool:  # noqa: ARG002 - a run in memory has room
        waiting = self.ledger.inbox
        held = [waiting.pop() for _ in range(len(waiting)) if self._rng.random() < 0.5]
        self._round += 1
        if self._round % self.PATIENCE == 0:
            waiting.extend(reversed(held))
            held = []
        super()._drain()
        waiting.extend(reversed(held))
        return True

    def finish(self) -> None:
        """Take all that is left."""
        while self.ledger.inbox:
            super()._drain()
            self.advance(self.clock)


def touched(wire: Wire, owner: dict[str, str]) -> set[str]:
    """What a record may read or change: its parties, groups and loans; a loan's borrower too."""
    data: dict[str, Any] = wire["data"]
    loans = [data.get("loan_no"), data.get("previous_loan_no"), *(data.get("loan_nos") or ())]
    found = {f"l:{no}" for no in loans if no} | {f"b:{owner[no]}" for no in loans if no in owner}
    for name, kind in (("customer_no", "b"), ("guarantor_no", "b"), ("group_no", "g"), ("org_no", "o")):
        if data.get(name) and not (kind == "o" and wire["type"] != "forecast.signed_off.v1"):
            found.add(f"{kind}:{data[name]}")
    return found


def rank(wire: Wire) -> int:
    """R5: facts, approvals, acts."""
    if wire["type"].startswith("proposal.approved"):
        return 1
    return 2 if "post" in wire["data"] else 0


def reordered(told: History, rng: Random) -> History:
    """The records of each instant and rank in another order, but for those that touch the same thing."""
    owner = {
        wire["data"]["loan_no"]: wire["data"]["customer_no"]
        for wire in told.events
        if wire["type"] in ("loan.disbursed.v1", "loan.taken_on.v1", "loan.refinanced.v1")
    }
    events: list[Wire] = []
    rest = list(told.events)
    while rest:
        place = (rest[0]["recordedtime"], rank(rest[0]))
        size = next((n for n, wire in enumerate(rest) if (wire["recordedtime"], rank(wire)) != place), len(rest))
        events += _mixed(rest[:size], owner, rng)
        rest = rest[size:]
    return structs.replace(told, events=tuple(events))


def _mixed(wires: list[Wire], owner: dict[str, str], rng: Random) -> list[Wire]:
    """Any order in which records that touch the same thing keep theirs."""
    left, found = [(wire, touched(wire, owner)) for wire in wires], []
    while left:
        free = [n for n, (_, mine) in enumerate(left) if not any(mine & other for _, other in left[:n])]
        found.append(left.pop(rng.choice(free))[0])
    return found


def without_ends(told: History) -> History:
    """No end of a link, of a loan or of a balance: the facts that only add (design: Contagion)."""
    kept = tuple(
        wire
        for wire in told.events
        if wire["data"].get("change") != "ended"
        and wire["type"] not in ENDS
        and wire["data"].get("outstanding_balance") != NIL
    )
    return structs.replace(told, events=kept)


def interleaving(told: History) -> list[str]:
    """Any interleaving gives the same ids, levels, starts, dues and states.

    Where a borrower takes a fact of another at the very instant of a further record of its own, their order is its
    journal order, and W3 lets that decide what it passes through: there only ids and final levels are the same.
    """
    whole, told = told, without_ends(told)
    base = play_less(told, whole)
    loose, before = crossroads(base.run.ledger), verdicts(base.rows)
    found = []
    for number in range(ORDERS):
        rng = rng_of(told, f"order {number}")
        after = verdicts(play(reordered(told, rng), run=ShuffledRun(frame_of(told), rng)).rows)
        found += differences(*(_of(rows, loose, inside=False) for rows in (before, after)))
        found += differences(*(levels(_of(rows, loose, inside=True)) for rows in (before, after)))
    return found


def crossroads(ledger: MemoryLedger) -> set[str]:
    """Borrowers that took facts of two others at one instant, or one beside a record that did not bring it."""
    tellers: dict[tuple[str, int], set[str]] = {}
    own: dict[tuple[str, int], int] = {}
    records: dict[int, set[str]] = {}
    for row in ledger.journal:
        place, content = (row.key, row.record.received), row.record.content
        if isinstance(content, Told):
            tellers.setdefault(place, set()).add(content.origin)
        else:
            own[place] = own.get(place, 0) + 1
            records.setdefault(place[1], set()).add(row.record.id)
    return {
        key[2:]
        for (key, at), origins in tellers.items()
        if len(origins) > 1 or (own.get((key, at)) and len(records[at]) > 1)
    }


def _of(rows: Rows, customers: set[str], *, inside: bool) -> Rows:
    return {row_id: row for row_id, row in rows.items() if (row["customer_no"] in customers) == inside}


def levels(rows: Rows) -> Rows:
    """Signals and warnings with their levels in the end only."""
    names = ("customer_no", "level", "status")
    return {
        row_id: {name: row[name] for name in names if name in row}
        for row_id, row in rows.items()
        if not row_id.startswith("D-")
    }


def verdicts(rows: Rows) -> Rows:
    """Rows without which record said it."""
    found: Rows = {}
    for row_id, row in rows.items():
        kept = {name: value for name, value in row.items() if name != "fulfilled_by"}
        if "history" in row:
            kept["history"] = [{**step, "event": ""} for step in row["history"]]
        found[row_id] = kept
    return found


def race_errs_to_a_warning(told: History) -> list[str]:
    """With ends: whatever prompt delivery derives, a slow hop derives too, at that level at least (O5, design).

    A fact that is under way while a link ends, or the last balance, may warn where a prompt one would not; never less.
    Releases and settlements by people who saw another warning are left out: they would compare two stories.
    """
    whole = told
    told = structs.replace(told, events=tuple(wire for wire in told.events if "post" not in wire["data"]))
    prompt = play_less(told, whole)
    slow = SlowRun(frame_of(told), rng_of(told, "slow"))
    play(told, run=slow)
    slow.finish()
    late = derived(rows_of(slow.verdicts()))
    return [
        f"{pair}: level {level}, over a slow hop {late.get(pair, 0)}"
        for pair, level in derived(prompt.rows).items()
        if late.get(pair, 0) < level
    ]


def derived(rows: Rows) -> dict[tuple[str, str], int]:
    """(member, source) -> the highest level ever derived."""
    found: dict[tuple[str, str], int] = {}
    for row in rows.values():
        if row.get("subject") and row["clause"] == "11.1.5":
            pair = (row["customer_no"], row["subject"])
            found[pair] = max(found.get(pair, 0), *(step["level"] for step in row["history"]))
    return found
