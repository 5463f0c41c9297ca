"""Replay, hash seeds and encoding: a state is the fold of its own rows, whatever machine folds them."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from tests.oracle.histories import History
from tests.properties.drive import differences, frame_of, ordinary, play
from warning.core.draft import Record
from warning.core.effects import Effect
from warning.core.scalars import Day, Fen, Moment
from warning.core.state import State
from warning.core.step import initial, step
from warning.intake.run import Run
from warning.ledger.journal import Came, effects_digest
from warning.ledger.memory import MemoryLedger

SCALARS: Final = (Fen, Day, Moment)
_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=int)


def _read(kind: type, value: Any) -> Any:
    """A scalar of the core from its integer."""
    if kind not in SCALARS:
        raise NotImplementedError(kind)
    return kind(value)


def recoded(state: State) -> State:
    """A state as it comes back from the store."""
    back: State = msgspec.msgpack.decode(_ENCODER.encode(state), type=type(state), dec_hook=_read)
    return back


def replay(told: History) -> list[str]:
    """The journal, replayed by ``step`` from empty states, gives the same effects digests and the same states."""
    ledger, frame = ordinary(told).run.ledger, frame_of(told)
    states: dict[str, State] = {}
    found = []
    for row in ledger.journal:
        states[row.key], effects = step(states.get(row.key) or initial(row.key), row.record, frame)
        if effects_digest(effects) != row.effects_digest:
            found.append(f"row {row.seq} of {row.key}, {row.record.id}: other effects")
        if states[row.key].at != row.at:
            found.append(f"row {row.seq} of {row.key}, {row.record.id}: at {states[row.key].at}, was {row.at}")
    found += [f"{key} ends in another state" for key in ledger.states if states.get(key) != ledger.states[key]]
    return found


class StoredLedger(MemoryLedger):
    """Keeps every state as it comes back from msgpack, as a store would."""

    def commit(
        self, key: str, state: State, record: Record, effects: tuple[Effect, ...], came: Came, frame_id: str
    ) -> None:
        """Append, and read back."""
        super().commit(key, state, record, effects, came, frame_id)
        self.homes[key].state = recoded(state)


def encoding(told: History) -> list[str]:
    """Every final state survives encoding; and a run that stores and reads each state decides the same."""
    base = ordinary(told)
    states = base.run.ledger.states
    found = [f"{key} is another when read back" for key, state in states.items() if recoded(state) != state]
    stored = play(told, run=Run(frame_of(told), ledger=StoredLedger()), anew=True)
    if stored.verdicts.head != base.verdicts.head:
        found.append("another chain head when every state is read back")
    return found


def without_journal(told: History) -> list[str]:
    """A ledger that keeps no journal takes quiet positions a shorter way, and decides the same, chain and counts."""
    base = ordinary(told)
    short = play(told, run=Run(frame_of(told), ledger=MemoryLedger(keep_journal=False)))
    found = differences(base.rows, short.rows)
    if short.verdicts.head != base.verdicts.head:
        found.append("another chain head without journal")
    if short.verdicts.counts != base.verdicts.counts:
        found.append(f"{short.verdicts.counts} without journal, {base.verdicts.counts} with it")
    return found
