"""The memory ledger: journal with its chains, states, inbox, wakes and the rows people see, in one process."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from hashlib import sha256
from typing import Final

from msgspec import Struct

from warning.core.draft import Record
from warning.core.effects import DutyChanged, Effect, Filed, SignalChanged, WarningChanged
from warning.core.events import Told
from warning.core.rows import Duty, Signal, Warning
from warning.core.state import Borrower, State
from warning.core.step import initial
from warning.ledger.entries import Held, Refusal
from warning.ledger.journal import GENESIS, NO_EFFECTS, Came, Chain, JournalRow, effects_digest
from warning.ledger.lanes import LANES, lane_of

LISTED: Final = 10_000
"""So many refusals are kept; further ones are only counted."""


class Change(Struct, frozen=True, gc=False):
    """One change of a row that people see: when, by which record, and the effect with its explanation."""

    at: int
    record_id: str
    effect: SignalChanged | WarningChanged | DutyChanged


class MemoryLedger:
    """Everything a run in memory keeps. ``keep_journal`` False spares the rows (not the digests) for large runs."""

    room = True
    """A run in memory is one transaction without end."""

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
        self.chains = [Chain(lane) for lane in range(LANES)]
        self.inbox: deque[tuple[Told, int]] = deque()
        self.refusals: list[Refusal] = []
        self.unlisted = 0
        self.acts_refused = 0
        """Refusals beyond those that are kept."""
        self.head = GENESIS
        """Over all that was read and decided, in its order; kept also without a journal."""
        self.seq = 0
        self.keep_journal = keep_journal
        self._versions: defaultdict[str, int] = defaultdict(int)
        self._held: dict[str, list[Held]] = {}
        self._expiries: list[tuple[int, int, str]] = []
        self._wakes: list[tuple[int, str]] = []
        self._due: dict[str, int] = {}

    def state(self, key: str) -> State:
        """An aggregate's state; the initial one where there is none yet."""
        return self.states.get(key) or initial(key)

    def owner(self, loan_no: str) -> str | None:
        """The key of the borrower whose loan it is; None: no such loan is known."""
        return self.loans.get(loan_no)

    def own(self, loan_no: str, key: str) -> None:
        """A loan has appeared."""
        self.loans.setdefault(loan_no, key)

    def commit(
        self, key: str, state: State, record: Record, effects: tuple[Effect, ...], came: Came, frame_id: str
    ) -> None:
        """Append one decided record: journal, state, rows, inbox, wake."""
        digest = effects_digest(effects) if effects else NO_EFFECTS
        self.seq += 1
        self.head = sha256(self.head + came.digest + digest + key.encode()).digest()
        if self.keep_journal:
            self._versions[key] += 1
            chain = self.chains[lane_of(key)]
            self.journal.append(chain.append(key, self._versions[key], state.at, record, came, digest, frame_id))
        self.states[key] = state
        for effect in effects:
            if type(effect) is not Filed:
                self._write(effect, record, state.at)
        if state.next_due != self._due.get(key, 0):
            self._plan(key, state.next_due)

    def commit_quiet(self, key: str, state: State, digest: bytes) -> None:
        """Append a record that changed nothing but the state, and no date of it; only without a journal."""
        self.seq += 1
        self.head = sha256(self.head + digest + NO_EFFECTS + key.encode()).digest()
        self.states[key] = state

    def _plan(self, key: str, due: int) -> None:
        if due:
            self._due[key] = due
            heapq.heappush(self._wakes, (due, key))
        else:
            self._due.pop(key, None)

    def _write(self, effect: Effect, record: Record, at: int) -> None:
        match effect:
            case DutyChanged(duty=row):
                self.duties[row.id] = row
            case Told():
                self.inbox.append((effect, at))
                return
            case SignalChanged(signal=row):
                self.signals[row.id] = row
            case WarningChanged(warning=row):
                self.warnings[row.id] = row
            case _:
                return
        self.history[row.id].append(Change(at, record.id, effect))

    def next_told(self) -> tuple[Told, int] | None:
        """The fact that has waited longest, and the instant at which it was told; taken off the inbox."""
        return self.inbox.popleft() if self.inbox else None

    def is_due(self, until: int) -> bool:
        """Whether any wake or the end of a wait may be due by an instant."""
        return bool((self._wakes and self._wakes[0][0] <= until) or (self._expiries and self._expiries[0][0] <= until))

    def next_wake(self, until: int) -> tuple[int, str] | None:
        """The earliest wake due by an instant, in (due, key) order; taken off the agenda."""
        wakes = self._wakes
        while wakes and wakes[0][0] <= until:
            due, key = heapq.heappop(wakes)
            if self._due.get(key) == due:
                del self._due[key]
                return due, key
        return None

    def hold(self, held: Held) -> None:
        """Keep a record until its loan appears."""
        self._held.setdefault(held.loan_no, []).append(held)
        heapq.heappush(self._expiries, (held.until, held.line, held.loan_no))

    def waiting(self, loan_no: str) -> list[Held]:
        """What was held for a loan, in the order of recording, then of reading; no longer held."""
        return sorted(self._held.pop(loan_no, []), key=lambda held: (held.until, held.line))

    def next_expired(self, until: int) -> Held | None:
        """The next record whose wait has ended by an instant; no longer held."""
        while self._expiries and self._expiries[0][0] <= until:
            at, line, loan_no = heapq.heappop(self._expiries)
            waiting = self._held.get(loan_no, [])
            for held in waiting:
                if held.until == at and held.line == line:
                    waiting.remove(held)
                    if not waiting:
                        del self._held[loan_no]
                    return held
        return None

    def with_loans(self) -> list[str]:
        """The borrowers with a loan on the books, in the order of their keys (T5)."""
        return [
            key
            for key, state in sorted(self.states.items())
            if isinstance(state, Borrower) and any(not loan.settled for loan in state.loans)
        ]

    def all_held(self) -> list[Held]:
        """What is held now, in the order of reading."""
        return sorted((held for each in self._held.values() for held in each), key=lambda held: held.line)

    def refuse(self, refusal: Refusal, raw: bytes) -> None:  # noqa: ARG002 - the original is in the file that was read
        """Keep what could not be taken, up to a number."""
        self.acts_refused += refusal.outcome == "refused"
        if len(self.refusals) < LISTED:
            self.refusals.append(refusal)
        else:
            self.unlisted += 1
