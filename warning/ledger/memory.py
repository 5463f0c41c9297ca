"""The memory ledger: journal with its chains, states, inbox, wakes and the rows people see, in one process."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from msgspec import Struct

from warning.core import repeats
from warning.core.draft import Record
from warning.core.effects import DutyChanged, Effect, Filed, SignalChanged, WarningChanged
from warning.core.events import Told
from warning.core.rows import Duty, Signal, Warning
from warning.core.state import State
from warning.core.step import initial
from warning.ledger.activation import concerned
from warning.ledger.entries import Held, Refusal
from warning.ledger.journal import DIGEST, NO_EFFECTS, Came, Chain, JournalRow, effects_digest
from warning.ledger.lanes import LANES, lane_of

NEVER: Final = 1 << 62
LISTED: Final = 10_000
"""So many refusals are kept; further ones are only counted."""


class Change(Struct, frozen=True, gc=False):
    """One change of a row that people see: when, by which record, and the effect with its explanation."""

    at: int
    record_id: str
    effect: SignalChanged | WarningChanged | DutyChanged


class Home(Struct, gc=False):
    """Where the state of one aggregate is kept: whoever has found it reads and writes it without another look-up."""

    key: str
    state: State
    due: int = 0
    """When it is next to be woken; 0: never."""


class States(Mapping[str, State]):
    """The states by their keys, for whoever looks into a ledger."""

    def __init__(self, homes: dict[str, Home]) -> None:
        self._homes = homes

    def __getitem__(self, key: str) -> State:
        return self._homes[key].state

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


class MemoryLedger:
    """Everything a run in memory keeps. ``keep_journal`` False spares the rows (not the digests) for large runs."""

    room = True
    """A run in memory is one transaction without end."""

    def __init__(self, *, keep_journal: bool = True) -> None:
        """An empty ledger."""
        self.homes: dict[str, Home] = {}
        """Key -> an aggregate with its state."""
        self.loans: dict[str, Home] = {}
        """Loan -> its borrower."""
        self.signals: dict[str, Signal] = {}
        self.warnings: dict[str, Warning] = {}
        self.duties: dict[str, Duty] = {}
        self.history: defaultdict[str, list[Change]] = defaultdict(list)
        self.journal: list[JournalRow] = []
        self.chains = [Chain(lane) for lane in range(LANES)]
        self.inbox: deque[tuple[Told, int]] = deque()
        self.refusals: list[Refusal] = []
        self.unlisted = 0
        """Refusals beyond those that are kept."""
        self.acts_refused = 0
        """Acts that are on file and do not count."""
        self._sealed = sha256()
        self.seq = 0
        self.keep_journal = keep_journal
        self._forgotten: defaultdict[str, set[bytes]] = defaultdict(set)
        """By aggregate: what it does not remember any more of the messages it took in."""
        self._versions: defaultdict[str, int] = defaultdict(int)
        self._held: dict[str, list[Held]] = {}
        self._expiries: list[tuple[int, int, str]] = []
        self._wakes: list[tuple[int, str]] = []
        self.soonest = NEVER
        """Before this instant no wake is due, and no wait ends."""

    @property
    def head(self) -> bytes:
        """SHA-256 over all that was read and decided, in its order; kept also without a journal."""
        return self._sealed.copy().digest()

    def state(self, key: str) -> State:
        """An aggregate's state; the initial one where there is none yet."""
        home = self.homes.get(key)
        return initial(key) if home is None else home.state

    @property
    def states(self) -> States:
        """The states of all aggregates as they are now."""
        return States(self.homes)

    @states.setter
    def states(self, states: Mapping[str, State]) -> None:
        self.homes = {key: Home(key, state) for key, state in states.items()}

    def owner(self, loan_no: str) -> str | None:
        """The key of the borrower whose loan it is; None: no such loan is known."""
        home = self.loans.get(loan_no)
        return None if home is None else home.key

    def own(self, loan_no: str, key: str) -> None:
        """A loan has appeared."""
        self.loans.setdefault(loan_no, self._home(key))

    def _home(self, key: str) -> Home:
        """Where an aggregate is kept; made where there is none yet."""
        home = self.homes.get(key)
        if home is None:
            home = self.homes[key] = Home(key, initial(key))
        return home

    def commit(
        self, key: str, state: State, record: Record, effects: tuple[Effect, ...], came: Came, frame_id: str
    ) -> None:
        """Append one decided record: journal, state, rows, inbox, wake."""
        digest = effects_digest(effects) if effects else NO_EFFECTS
        self.seq += 1
        named = came.digest if len(came.digest) == DIGEST else sha256(came.digest).digest()
        self._sealed.update(named + digest + key.encode() + b"\n")
        if self.keep_journal:
            self._versions[key] += 1
            chain = self.chains[lane_of(key)]
            self.journal.append(chain.append(key, self._versions[key], state.at, record, came, digest, frame_id))
        home = self._home(key)
        if len(state.recent) == repeats.FULL and (gone := repeats.gave_way(home.state.recent, state.recent)):
            self._forgotten[key].add(gone)
        home.state = state
        for effect in effects:
            if type(effect) is not Filed:
                self._write(effect, record, state.at)
        if state.next_due != home.due:
            self._plan(home, state.next_due)

    def commit_quiet(self, home: Home, state: State, digest: bytes) -> None:
        """Append a record that changed nothing but the state, and no date of it; only without a journal."""
        self.seq += 1
        self._sealed.update(digest + NO_EFFECTS + home.key.encode() + b"\n")
        home.state = state

    def _plan(self, home: Home, due: int) -> None:
        home.due = due
        if due:
            heapq.heappush(self._wakes, (due, home.key))
            self.soonest = min(self.soonest, due)

    def _write(self, effect: Effect, record: Record, at: int) -> None:
        if type(effect) is DutyChanged:
            name = effect.duty.id
            self.duties[name] = effect.duty
        elif type(effect) is SignalChanged:
            name = effect.signal.id
            self.signals[name] = effect.signal
        elif type(effect) is WarningChanged:
            name = effect.warning.id
            self.warnings[name] = effect.warning
        else:
            if type(effect) is Told:
                self.inbox.append((effect, at))
            return
        self.history[name].append(Change(at, record.id, effect))

    def has_taken(self, key: str, record: Record) -> bool:
        """Whether an aggregate took in a message that it does not remember any more."""
        return key in self._forgotten and repeats.remembered_as(record) in self._forgotten[key]

    def next_told(self) -> tuple[Told, int] | None:
        """The fact that has waited longest, and the instant at which it was told; taken off the inbox."""
        return self.inbox.popleft() if self.inbox else None

    def is_due(self, until: int) -> bool:
        """Whether any wake or the end of a wait may be due by an instant."""
        return self.soonest <= until

    def next_wake(self, until: int) -> tuple[int, str] | None:
        """The earliest wake due by an instant, in (due, key) order; taken off the agenda."""
        if until < self.soonest:
            return None
        wakes = self._wakes
        while wakes and wakes[0][0] <= until:
            due, key = heapq.heappop(wakes)
            home = self.homes[key]
            if home.due == due:
                home.due = 0
                return due, key
        self._look()
        return None

    def _look(self) -> None:
        """What has come is off the agenda: see what is next."""
        first = [agenda[0][0] for agenda in (self._wakes, self._expiries) if agenda]
        self.soonest = min(first, default=NEVER)

    def hold(self, held: Held) -> None:
        """Keep a record until its loan appears."""
        self._held.setdefault(held.loan_no, []).append(held)
        heapq.heappush(self._expiries, (held.until, held.line, held.loan_no))
        self.soonest = min(self.soonest, held.until)

    def waiting(self, loan_no: str) -> list[Held]:
        """What was held for a loan, in the order of recording, then of reading; no longer held."""
        return sorted(self._held.pop(loan_no, []), key=lambda held: (held.until, held.line))

    def next_expired(self, until: int) -> Held | None:
        """The next record whose wait has ended by an instant; no longer held."""
        if until < self.soonest:
            return None
        while self._expiries and self._expiries[0][0] <= until:
            at, line, loan_no = heapq.heappop(self._expiries)
            waiting = self._held.get(loan_no, [])
            for held in waiting:
                if held.until == at and held.line == line:
                    waiting.remove(held)
                    if not waiting:
                        del self._held[loan_no]
                    return held
        self._look()
        return None

    def to_activate(self, at: int) -> Iterator[str]:
        """The borrowers that a change of the book concerns, in the order of their keys (T5)."""
        return (key for key in sorted(self.homes) if concerned(self.homes[key].state, at))

    def activated(self, at: int) -> None:
        """The clock says how far we have come."""

    def activated_to(self, key: str = "") -> int:  # noqa: ARG002 - the clock says it
        """Only a live ledger's lanes come to it one by one."""
        return 0

    def all_held(self) -> list[Held]:
        """What is held now, in the order of reading."""
        return sorted((held for each in self._held.values() for held in each), key=lambda held: held.line)

    def waited(self, origin: str, outcome: str) -> bool:  # noqa: ARG002 - there is one source only
        """What had waited has ended so; it came from what is read now."""
        return False

    def refuse(self, refusal: Refusal, raw: bytes, origin: str = "") -> None:  # noqa: ARG002 - all is in the file read
        """Keep what could not be taken, up to a number."""
        self.acts_refused += refusal.outcome == "refused"
        if len(self.refusals) < LISTED:
            self.refusals.append(refusal)
        else:
            self.unlisted += 1
