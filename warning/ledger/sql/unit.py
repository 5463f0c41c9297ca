"""The unit of work: one transaction on a database, as the intake sees a ledger: read ahead, written at its end."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence, Sized

from sqlalchemy import Connection, select

from warning.contracts.decode import Incoming
from warning.core.draft import Record
from warning.core.effects import NOT_TAKEN, BookChanged, DutyChanged, Effect, Filed, SignalChanged, WarningChanged
from warning.core.events import EVENTS, BorrowerRegistered, LoanFact, Opening, Told
from warning.core.rows import BookRow, Duty, Signal, Warning
from warning.core.state import State
from warning.core.step import initial, keys, needs_loans
from warning.ledger.activation import concerned
from warning.ledger.entries import Refusal
from warning.ledger.journal import NO_EFFECTS, Came, Chain, effects_digest, ends_of
from warning.ledger.lanes import lane_of
from warning.ledger.sql import codec, tables
from warning.ledger.sql.activation import borrowers
from warning.ledger.sql.agenda import FOREVER, Agenda
from warning.ledger.sql.cache import Kept, StateCache
from warning.ledger.sql.flush import Order, flush, ordered
from warning.ledger.sql.gate import Gate
from warning.ledger.sql.pending import NotAhead, Pending, Place
from warning.ledger.sql.sources import Source
from warning.ledger.sql.taken import taken_before
from warning.ledger.sql.waits import Waits
from warning.ledger.sql.watched import Watched
from warning.ledger.sql.write import fetch

LOOKED_AT = 32_000
"""Borrowers looked at by one transaction, whether or not a change of the book concerns them."""
TOLD_AT_ONCE = 2_000
"""Standing facts of the inbox taken by one transaction."""


OF_THEIR_LOAN = frozenset(kind for kind in EVENTS if issubclass(kind, LoanFact) and not issubclass(kind, Opening))
"""Events whose borrower follows from their loan."""


class Unit(Waits):
    """Implements ``ledger.port.Ledger`` under the locks of some lanes.

    ``limit``: journal rows after which there is no more room. ``live``: what is decided is told outside (outbox).
    ``gate``: whoever knocks there has no more room made for us.
    """

    keep_journal = True

    def __init__(
        self, connection: Connection, chains: dict[int, Chain], cache: StateCache, loans: dict[str, str]
    ) -> None:
        """Under locks just taken; ``loans`` is what is known of whose a loan is, which never changes."""
        self.connection = connection
        self.chains = chains
        self.starts = ends_of(chains)
        """Where the lanes stood."""
        self.watched: Watched | None = None
        """What else the ledger said before; None: nobody looked."""
        self.ahead = False
        """Whether it decides before it has the lanes' locks: nothing may be written, and it may all be for nothing."""
        self.pending = Pending()
        self.source = ""
        self.noted: Counter[tuple[str, str]] = Counter()
        """By source: records that began to wait (``held``), acts that do not count (``refused``)."""
        self.ended: list[tuple[str, str]] = []
        """What had waited and waits no more: (origin, outcome)."""
        self.waited_out: Counter[tuple[str, str]] = Counter()
        """The same, counted by source and outcome."""
        self.clock = self.began = 0
        """The event-driven clock, and where it stood; 0: a live ledger, which has none of its own."""
        self.limit = 1 << 62
        self.live = False
        self.reached: dict[int, int] = {}
        """On a live ledger, by lane: the change of the book by which all its borrowers have been judged."""
        self.gate: Gate | None = None
        self.knocked = False
        """Whether somebody waits for the transaction's end."""
        self._cache = cache
        self._kept = cache.kept
        self._loans = loans
        self._agenda = Agenda(connection, sorted(chains))
        self._full = False
        self._more_told = False
        self._inbox: deque[tuple[int, Told, int]] | None = None
        self._held_for: set[str] | None = None
        self._expiries: list[tuple[int, int, str, str]] | None = None
        self._wait_ends = FOREVER[0]
        """No wait that was read or begun ends before."""
        self._waits_on: set[tuple[str, int]] = set()
        """Where records stood that were let go: one that needs another loan, too, waits on and begins no other wait."""

    # --- reading

    @property
    def room(self) -> bool:
        """Whether the transaction may grow."""
        return not self._full and len(self.pending.journal) < self.limit

    def foresee(self, batch: Sequence[Incoming], until: int) -> None:
        """Read at once what a batch of records and the time up to an instant will need."""
        events = [incoming.event for incoming in batch]
        named = {event.loan_no for event in events if type(event) in OF_THEIR_LOAN}  # type: ignore[attr-defined]
        others = [event for event in events if type(event) not in OF_THEIR_LOAN]
        named.update([no for event in others for no in needs_loans(event)])
        named.update([event.loan_no for event in others if isinstance(event, Opening)])
        loans = self._loans
        unknown = named.difference(loans)
        loans.update(map(tuple, fetch(self.connection, tables.LOAN, "loan_no", unknown, "loan_no, key")))
        self.pending.unknown.update(unknown.difference(loans, self.pending.loans))
        wanted = {loans[no] for no in named if no in loans}
        wanted.update([key for event in others for key in keys(event)])
        if self._agenda.first(until) is not None:
            wanted |= self._agenda.due_keys(until, self.limit)
        self._know(wanted)

    def _know(self, wanted: Iterable[str]) -> None:
        missing = set(wanted).difference(self._kept)
        for key, version, packed in fetch(self.connection, tables.AGGREGATE, "key", missing, "key, version, state"):
            self._cache.put(key, Kept(codec.unpack_state(key, bytes(packed)), version, lane_of(key)))
            missing.remove(key)
        for key in missing:
            self._cache.put(key, Kept(initial(key), 0, lane_of(key)))

    def _find(self, key: str) -> Kept:
        self._know((key,))
        return self._kept[key]

    def state(self, key: str) -> State:
        """An aggregate's state; the initial one where there is none yet."""
        return (self._kept.get(key) or self._find(key)).state

    def owner(self, loan_no: str) -> str | None:
        """The key of the borrower whose loan it is; None: no such loan is known."""
        found = self._loans.get(loan_no) or self.pending.loans.get(loan_no)
        if found is None and loan_no not in self.pending.unknown:
            rows = fetch(self.connection, tables.LOAN, "loan_no", (loan_no,), "key")
            found = next((row[0] for row in rows), None)
            if found is None:
                self.pending.unknown.add(loan_no)
            else:
                self._loans[loan_no] = found
        return found

    def has_taken(self, key: str, record: Record) -> bool:
        """Whether an aggregate's journal has a message already, whose payload it took; of rows that are here.

        Raises:
            NotAhead: what was decided before may not be written yet.
        """
        if self.ahead:
            raise NotAhead
        return taken_before(self.connection, self.pending.journal, key, record)

    def own(self, loan_no: str, key: str) -> None:
        """A loan has appeared."""
        if self.owner(loan_no) is None:
            self.pending.loans[loan_no] = key
            self.pending.unknown.discard(loan_no)

    def to_activate(self, at: int) -> Iterator[str]:
        """The borrowers that a change of the book concerns, of our lanes, in the order of their keys (T5).

        Those that this process has passed before are not looked at again.

        Raises:
            NotAhead: which there are can only be read under the locks.
        """
        if self.ahead:
            raise NotAhead
        passed, place, lanes = self._cache.passed, (at, min(self.chains)), sorted(self.chains)
        found = borrowers(self.connection, self.pending.states, lanes, passed.get(place, "b:"), self._know)
        for looked, key in enumerate(found, 1):
            if concerned(self.state(key), at):
                yield key
            passed[place] = key
            if looked == LOOKED_AT:
                self._full = True
                return

    def activated(self, at: int) -> None:
        """Every borrower of our lanes has been judged by the book that takes force at an instant."""
        if self.live:
            self.pending.activated.update(dict.fromkeys(self.chains, at))
            self.reached.update(dict.fromkeys(self.chains, at))

    def activated_to(self, key: str = "") -> int:
        """On a live ledger: the last change by which all borrowers of an aggregate's lane, or of ours, were judged."""
        return self.reached.get(lane_of(key), 0) if key else min(self.reached.get(lane, 0) for lane in self.chains)

    # --- deciding

    def commit(
        self, key: str, state: State, record: Record, effects: tuple[Effect, ...], came: Came, frame_id: str
    ) -> None:
        """Append one decided record: journal, state, rows, inbox, wake."""
        pending = self.pending
        kept = self._kept.get(key) or self._find(key)
        before, due = kept.state.next_due, state.next_due
        kept.state = state
        kept.version += 1
        decided = effects_digest(effects) if effects else NO_EFFECTS
        chain = self.chains[kept.lane]
        pending.journal.append(chain.values(key, kept.version, state.at, record, came, decided, frame_id))
        pending.states[key] = kept
        gate = self.gate
        if gate is not None and len(pending.journal) % gate.every == 0 and gate.knocked(self.connection):
            self.knocked = self._full = True
        for n, effect in enumerate(effects):
            if type(effect) is not Filed:
                self._write(effect, Place(kept.lane, chain.seq, n, state.at, record.id))
        if due != before and due:
            self._agenda.plan(due, key)
        if type(record.content) is BorrowerRegistered and not any(isinstance(effect, NOT_TAKEN) for effect in effects):
            pending.borrowers[record.content.customer_no] = record.content.borrower_name

    def _write(self, effect: Effect, place: Place) -> None:
        pending = self.pending
        found: Signal | Warning | Duty
        match effect:
            case SignalChanged(signal=found):
                pending.signals[found.id] = found
            case WarningChanged(warning=found):
                pending.warnings[found.id] = found
            case DutyChanged(duty=found):
                pending.duties[found.id] = found
            case BookChanged(book=book):
                self._approved(book, effect, place)
                return
            case Told():
                self._waiting_told().append((0, effect, place.at))
                return
            case _:
                return
        number = place.lane, place.seq, place.n
        pending.changes.append((*number, found.id, place.at, place.event_id, codec.write(effect)))
        if self.live and not isinstance(found, Signal):
            topic = "warning.duty" if isinstance(found, Duty) else "warning.alert"
            pending.outbox.append((*number, topic, found.id, "new"))

    def _approved(self, book: BookRow, effect: Effect, place: Place) -> None:
        """A book takes force: its files are those of the proposal."""
        table = tables.PROPOSED_BOOK
        files = self.connection.execute(select(table.c.files).where(table.c.proposal == book.proposal)).scalar_one()
        self.pending.books.append((book.id, book.in_force_at, place.at, codec.raw(files)))
        number = place.lane, place.seq, place.n
        self.pending.changes.append((*number, book.id, place.at, place.event_id, codec.write(effect)))

    # --- standing facts

    def _waiting_told(self) -> deque[tuple[int, Told, int]]:
        """(id or 0, fact, told at): those of the ledger first."""
        if self._inbox is None:
            table = tables.INBOX
            query = select(table.c.id, table.c.told, table.c.at).where(table.c.lane.in_(list(self.chains)))
            rows = self.connection.execute(query.order_by(table.c.id).limit(TOLD_AT_ONCE)).all()
            self._inbox = deque((row.id, codec.read_told(row.told), row.at) for row in rows)
            self._more_told = len(rows) == TOLD_AT_ONCE
            self._know({told.to for _, told, _ in self._inbox})
        return self._inbox

    @property
    def inbox(self) -> Sized:
        """The standing facts that wait to be taken; empty: nothing to drain."""
        waiting = self._inbox if self._inbox is not None else self._waiting_told()
        if self._more_told and not waiting:
            self._full = True  # what lies in the ledger unread has waited longer
        return waiting

    def next_told(self) -> tuple[Told, int] | None:
        """The fact that has waited longest among those for our lanes; taken off the inbox."""
        waiting = self._waiting_told()
        while waiting:
            if self._more_told and not waiting[0][0]:
                break  # what lies in the ledger unread has waited longer
            name, told, at = waiting.popleft()
            if name:
                self.pending.taken.append(name)
            elif lane_of(told.to) not in self.chains:
                self.pending.told.append((lane_of(told.to), at, codec.write(told)))
                continue
            return told, at
        self._full |= self._more_told
        return None

    def settle_told(self) -> None:
        """What is left goes to the ledger's inbox, in its order."""
        for name, told, at in self._inbox or ():
            if not name:
                self.pending.told.append((lane_of(told.to), at, codec.write(told)))

    # --- time

    def is_due(self, until: int) -> bool:
        """Whether any wake or the end of a wait may be due by an instant."""
        if self._expiries is None:
            self._expired(until)
        return until >= self._wait_ends or self._agenda.first(until) is not None

    def next_wake(self, until: int) -> tuple[int, str] | None:
        """The earliest wake due by an instant, in (due, key) order; taken off the agenda."""
        while (found := self._agenda.first(until)) is not None:
            if found > self._agenda.horizon:
                self._full = True
                return None
            self._agenda.drop()
            if self.state(found[1]).next_due == found[0]:
                return found
        return None

    # --- records that wait, and those that cannot be taken

    def waited(self, origin: str, outcome: str) -> bool:
        """What had waited has ended so; False: it is the reader's to count, for it came from what is read now."""
        self.ended.append((origin, outcome))
        source = self._source(origin)
        self.waited_out[source, outcome] += 1
        if source != self.source:
            self.pending.waited[source, outcome] += 1
        return source != self.source

    def refuse(self, refusal: Refusal, raw: bytes, origin: str = "") -> None:
        """Keep what could not be taken, with its original and the source it came from."""
        source = self._source(origin)
        if refusal.outcome == "refused":
            self.noted[source, refusal.outcome] += 1
        self.pending.refusals.append((source, refusal, raw))

    def moved(self, before: Source, after: Source) -> None:
        """A source has been read on; whether it was still there shows when this is written."""
        self.pending.moves.append((before, after))

    def seal(self) -> None:
        """Nothing more is decided here: what is kept may go on."""
        self.settle_told()
        pending = self.pending
        pending.sealed = [(key, kept.lane, kept.version, kept.state) for key, kept in pending.states.items()]
        self._loans.update(pending.loans)

    def order(self) -> Order:
        """Everything that was sealed."""
        moved = self.clock != self.began and not self.live
        return ordered(self.pending, self.chains, self.clock if moved else None)

    def flush(self) -> None:
        """Write it; the transaction's end makes it last."""
        flush(self.connection, self.order())

    def done(self) -> None:
        """It lasts."""
        for lane, chain in self.chains.items():
            self._cache.moved(lane, chain.seq)

    # --- going on before it lasts

    def next(self, connection: Connection) -> Unit | None:
        """What decides on top of this one while it is being written; None: it cannot know enough to do so.

        Aggregates and loans that this one has touched are kept in memory, so whatever is read of others is the same
        before and after its end. Where it leaves work to the ledger's tables (inbox, waits), the next one has to look.
        """
        pending = self.pending
        left = (self._inbox, pending.held, pending.unheld, pending.waited)
        if (
            self._full
            or self._inbox is None
            or self._more_told
            or any(left)
            or self.watched is None
            or self._cache.crowded
        ):
            return None
        chains = {lane: Chain(lane, chain.seq, chain.head) for lane, chain in self.chains.items()}
        after = Unit(connection, chains, self._cache, self._loans)
        after.ahead, after.live, after.gate = True, self.live, self.gate
        after.clock = after.began = self.watched.clock if self.live else self.clock
        after.watched = self.watched.after(after.clock, pending.moves)
        after._agenda = self._agenda.next(connection)
        after.reached = self.reached
        after._inbox = deque()
        after._held_for, after._expiries, after._wait_ends = self._held_for, self._expiries, self._wait_ends
        return after

    def stands(self, chains: dict[int, Chain], watched: Watched) -> bool:
        """Whether all is still as it was when this was decided, under the locks that have been taken now."""
        return ends_of(chains) == self.starts and watched == self.watched
