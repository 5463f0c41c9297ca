"""The memory ledger: journal with its chain, states, inbox, wakes and the rows people see, in one process."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from hashlib import sha256

import msgspec
from msgspec import Struct

from warning.core.draft import Record
from warning.core.effects import DutyChanged, Effect, Filed, SignalChanged, WarningChanged
from warning.core.events import Told
from warning.core.rows import Duty, Signal, Warning
from warning.core.state import State
from warning.core.step import initial

_EFFECTS = msgspec.msgpack.Encoder(enc_hook=int, order="deterministic")
_NO_EFFECTS = sha256(b"").digest()
_GENESIS = bytes(32)


class JournalRow(Struct, frozen=True, gc=False):
    """One row of the journal: what came, to which aggregate, and the digest of what was decided."""

    seq: int
    key: str
    at: int
    record: Record
    effects_digest: bytes
    link: bytes


class Change(Struct, frozen=True, gc=False):
    """One change of a row that people see: when, by which record, and the effect with its explanation."""

    at: int
    record_id: str
    effect: SignalChanged | WarningChanged | DutyChanged


def effects_digest(effects: tuple[Effect, ...]) -> bytes:
    """SHA-256 over the canonical effects: what was decided, never how it is worded."""
    return sha256(_EFFECTS.encode(effects)).digest() if effects else _NO_EFFECTS


class MemoryLedger:
    """Everything a run in memory keeps. ``keep_journal`` False spares the rows (not the chain) for large runs."""

    def __init__(self, *, keep_journal: bool = True) -> None:
        """An empty ledger."""
        self.states: dict[str, State] = {}
        self.loans: dict[str, str] = {}
        """Loan -> key of its borrower's aggregate."""
        self.signals: dict[str, Signal] = {}
        self.warnings: dict[str, Warning] = {}
        self.duties: dict[str, Duty] = {}
        self.history: defaultdict[str, list[Change]] = defaultdict(list)
        self.journal: list[JournalRow] = []
        self.inbox: deque[tuple[Told, int]] = deque()
        self.head = _GENESIS
        self.seq = 0
        self.keep_journal = keep_journal
        self._wakes: list[tuple[int, str]] = []
        self._due: dict[str, int] = {}

    def state(self, key: str) -> State:
        """An aggregate's state; the initial one where there is none yet."""
        return self.states.get(key) or initial(key)

    def commit(self, key: str, state: State, record: Record, effects: tuple[Effect, ...], payload: bytes) -> None:
        """Append one decided record: chain link, state, rows, inbox, wake."""
        digest = effects_digest(effects) if effects else _NO_EFFECTS
        self.seq += 1
        self.head = sha256(self.head + payload + digest + key.encode()).digest()
        if self.keep_journal:
            self.journal.append(JournalRow(self.seq, key, state.at, record, digest, self.head))
        self.states[key] = state
        for effect in effects:
            if type(effect) is not Filed:
                self._write(effect, record, state.at)
        self._plan(key, state.next_due)

    def commit_quiet(self, key: str, state: State, payload: bytes) -> None:
        """Append a record that changed nothing but the state, and no date of it."""
        self.seq += 1
        self.head = sha256(self.head + payload + _NO_EFFECTS + key.encode()).digest()
        self.states[key] = state

    def _plan(self, key: str, due: int) -> None:
        if due != self._due.get(key, 0):
            if due:
                self._due[key] = due
                heapq.heappush(self._wakes, (due, key))
            else:
                self._due.pop(key, None)

    def _write(self, effect: Effect, record: Record, at: int) -> None:
        match effect:
            case SignalChanged(signal=row):
                self.signals[row.id] = row
            case WarningChanged(warning=row):
                self.warnings[row.id] = row
            case DutyChanged(duty=row):
                self.duties[row.id] = row
            case Told():
                self.inbox.append((effect, at))
                return
            case _:
                return
        self.history[row.id].append(Change(at, record.id, effect))

    def is_due(self, until: int) -> bool:
        """Whether anything may be due by an instant."""
        return bool(self._wakes) and self._wakes[0][0] <= until

    def next_wake(self, until: int) -> tuple[int, str] | None:
        """The earliest wake due by an instant, in (due, key) order; taken off the agenda."""
        wakes = self._wakes
        while wakes and wakes[0][0] <= until:
            due, key = heapq.heappop(wakes)
            if self._due.get(key) == due:
                del self._due[key]
                return due, key
        return None
