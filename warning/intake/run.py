"""A run in memory on an event-driven clock: the records' own ``received`` move time; all that is due comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from heapq import heappop, heappush

from msgspec import Struct
from msgspec.structs import replace

from warning.contracts.decode import Incoming, Refused, decode
from warning.core.draft import Activation, Record, Wake
from warning.core.effects import Effect, Filed, Passed, Why
from warning.core.effects import Refused as RefusedEffect
from warning.core.events import Act, Event, LoanFact, LoanPosition, Opening
from warning.core.frame import Frame
from warning.core.scalars import HOUR
from warning.core.state import Borrower
from warning.core.step import keys, needs_loans, quiet, step
from warning.intake.idle import Idle
from warning.intake.records import digest, rank, with_customer
from warning.intake.verdicts import LISTED, Counts, Notice, Passage, Refusal, Verdicts
from warning.intake.watch import FURTHEST, TooFar, Watch
from warning.ledger.memory import MemoryLedger

FIELDS = {"org_unknown": "data.org_no", "loan_of_another": "data.customer_no", "loan_unknown": "data.loan_no"}
"""What a record is refused for before it reaches a step, and the field that is wrong."""


__all__ = ["Counts", "Refusal", "Run", "Verdicts", "decide"]


class _Held(Struct):
    incoming: Incoming
    line: int
    until: int


class Run:
    """Drives a memory ledger. One record at a time; nothing is looked up outside the frame and the ledger."""

    def __init__(
        self,
        frame: Frame,
        *,
        ledger: MemoryLedger | None = None,
        activations: Sequence[tuple[int, Frame]] = (),
    ) -> None:
        """Begin with a frame; ``activations`` are later frames with the instants they take force (T5)."""
        self.frame = frame
        self.ledger = ledger if ledger is not None else MemoryLedger()
        self.clock = 0
        self.refusals: list[Refusal] = []
        self.idle = Idle()
        self._unlisted = 0
        self._passages: list[Passage] = []
        self._activations = sorted(activations, key=lambda entry: entry[0])
        self._held: dict[str, list[_Held]] = {}
        self._expiries: list[tuple[int, int, str]] = []
        self._lines = 0
        self._quiet = 0
        self._tally = {"applied": 0, "duplicate": 0, "stale": 0, "quarantined": 0}

    def take(self, incoming: Incoming, line: int = 0) -> None:
        """One good record: first all that is due by its instant, then the record, then what it tells others."""
        self._lines += 1
        received = incoming.received
        if received > self.clock:
            expired = self._expiries and self._expiries[0][0] <= received
            if expired or self._activations or self.ledger.is_due(received):
                self.advance(received)
            else:
                self.clock = received
        event = incoming.event
        if type(event) is not LoanPosition or not self._take_quietly(incoming, event):
            self._route(incoming, line)

    def _take_quietly(self, incoming: Incoming, event: LoanPosition) -> bool:
        """The short way for a position that changes nothing but a balance, unless a journal is kept."""
        ledger = self.ledger
        key = ledger.loans.get(event.loan_no)
        if key is None or ledger.keep_journal:
            return False
        state = ledger.states[key]
        if not isinstance(state, Borrower) or event.customer_no not in (None, state.customer_no):
            return False
        if 0 < state.next_due <= incoming.received:
            return False
        after = quiet(state, event, incoming.received, digest(incoming))
        if after is None:
            return False
        ledger.commit_quiet(key, after, incoming.digest)
        self._quiet += 1
        return True

    def refuse(self, raw: bytes, refused: Refused, line: int) -> None:
        """One broken record: quarantined whole, with every problem it has."""
        self._lines += 1
        self._tally["quarantined"] += 1
        problems = tuple(
            (problem.code, problem.path, problem.value, problem.zh, problem.en) for problem in refused.problems
        )
        name = refused.id or f"sha256:{sha256(raw).hexdigest()[:16]}"
        self._refuse(
            Refusal(
                line=line, event_id=name, type=refused.type, outcome="quarantined", at=self.clock, problems=problems
            )
        )

    def _refuse(self, refusal: Refusal) -> None:
        if len(self.refusals) < LISTED:
            self.refusals.append(refusal)
        else:
            self._unlisted += 1

    def advance(self, until: int) -> None:
        """Wakes, activations and the end of waiting, in order of their instants, up to and including one."""
        while self._activations and self._activations[0][0] <= until:
            at, frame = self._activations.pop(0)
            self._wake(at)
            self._activate(at, frame)
        self._wake(until)
        self._expire(until)
        self.clock = max(self.clock, until)

    def _wake(self, until: int) -> None:
        ledger = self.ledger
        while (found := ledger.next_wake(until)) is not None:
            due, key = found
            self._step(key, Record(f"wake:{due}", due, due, Wake(due)), due.to_bytes(8))
            if 0 < ledger.states[key].next_due <= due:
                raise RuntimeError(f"{key} asks to be woken again at {due}: its agenda does not end")
            self._drain()

    def _activate(self, at: int, frame: Frame) -> None:
        self.frame = frame
        content = Activation(frame.id)
        for key in sorted(self.ledger.states):
            state = self.ledger.states[key]
            if isinstance(state, Borrower) and any(not loan.settled for loan in state.loans):
                self._step(key, Record(f"frame:{frame.id}", at, at, content), frame.id.encode())
        self._drain()

    def _step(self, key: str, record: Record, payload: bytes) -> tuple[Effect, ...]:
        state, effects = step(self.ledger.state(key), record, self.frame)
        self.ledger.commit(key, state, record, effects, payload)
        return effects

    def _wake_first(self, key: str, at: int) -> None:
        """A clock check is decided before what is recorded at its instant, however late we look (T2)."""
        while 0 < (due := self.ledger.state(key).next_due) <= at:
            self._step(key, Record(f"wake:{due}", due, due, Wake(due)), due.to_bytes(8))
            if 0 < self.ledger.state(key).next_due <= due:
                raise RuntimeError(f"{key} asks to be woken again at {due}: its agenda does not end")
        self._drain()

    def _drain(self) -> None:
        inbox = self.ledger.inbox
        while inbox:
            told, at = inbox.popleft()
            due = self.ledger.state(told.to).next_due
            if 0 < due <= at:  # its own clock check comes before what others tell it at that instant (T2)
                self._step(told.to, Record(f"wake:{due}", due, due, Wake(due)), due.to_bytes(8))
            name = f"told:{told.origin}:{told.path}:{told.version}"
            self._step(told.to, Record(name, at, at, told), name.encode())

    def _route(self, incoming: Incoming, line: int) -> None:
        event = incoming.event
        missing = next((no for no in needs_loans(event) if no not in self.ledger.loans), None)
        if missing is not None:
            until = incoming.received + self.frame.book.held_hours * HOUR
            self._hold(missing, _Held(incoming, line, until))
            return
        customer = self._customer(event)
        if customer is None or self._of_another(event, customer):
            self._quarantine(incoming, line, "loan_of_another")
            return
        if isinstance(event, Act) and event.org_no not in self.frame.orgs:
            self._quarantine(incoming, line, "org_unknown")
            return
        self._apply(incoming, event if customer == "" else with_customer(event, customer), line, held=False)

    def _of_another(self, event: Event, customer: str) -> bool:
        """Whether a loan that the event opens or names is another borrower's."""
        named = (event.loan_no,) if isinstance(event, Opening) else needs_loans(event)
        if isinstance(event, LoanFact) and not isinstance(event, Opening):
            return False
        own = f"b:{customer or getattr(event, 'customer_no', '')}"
        return any(self.ledger.loans.get(no, own) != own for no in named)

    def _customer(self, event: Event) -> str | None:
        """The borrower to fill in; '' where none is missing; None where the loan is another borrower's."""
        if not isinstance(event, LoanFact) or isinstance(event, Opening):
            return ""
        owner = self.ledger.loans[event.loan_no][2:]
        if event.customer_no is None:
            return owner
        return "" if event.customer_no == owner else None

    def _quarantine(self, incoming: Incoming, line: int, code: str, *, at: int = 0) -> None:
        self._tally["quarantined"] += 1
        why = Why(code, "design", (), (incoming.id,))
        self._show(incoming, "quarantined", line, why, FIELDS[code], at=at)

    def _apply(self, incoming: Incoming, event: Event, line: int, *, held: bool) -> None:
        received = self.clock if held else incoming.received
        record = Record(incoming.id, received, incoming.occurred, event, digest(incoming), held, incoming.source)
        outcome = "applied"
        concerned = keys(event)
        for key in concerned:
            self._wake_first(key, received)
        for key in keys(event):
            if key not in concerned:  # what its borrower has retracted before it came concerns nobody else
                break
            effects = self._step(key, record, incoming.digest)
            self.idle.look(incoming, line, effects, self.ledger.states[key])
            for effect in effects:
                outcome = self._outcome(effect, incoming, line) or outcome
                if isinstance(effect, Filed) and effect.what == "retracted_before":
                    concerned = concerned[:1]
        self._tally[outcome] += 1
        if outcome in ("duplicate", "stale") and self._tally[outcome] <= LISTED:
            self._passages.append(Passage(line=line, event_id=incoming.id, type=incoming.type, outcome=outcome))
        self._drain()
        if isinstance(event, Opening) and outcome == "applied":
            self.ledger.loans.setdefault(event.loan_no, concerned[0])
            self._release(event.loan_no)

    def _outcome(self, effect: Effect, incoming: Incoming, line: int) -> str:
        """What an effect says of its record; empty where nothing. What people must know is shown."""
        if isinstance(effect, Passed):
            return effect.outcome
        if isinstance(effect, RefusedEffect):
            return self._note(incoming, effect, line)
        if isinstance(effect, Filed) and effect.what == "not_computable":
            self._show(incoming, "not_computable", line, effect.why)
        return ""

    def _note(self, incoming: Incoming, effect: RefusedEffect, line: int) -> str:
        """An act that cannot count is journaled and shown; a message in conflict with another is quarantined."""
        outcome = "applied" if isinstance(incoming.event, Act) else "quarantined"
        self._show(incoming, "refused" if outcome == "applied" else outcome, line, effect.why, effect.field)
        return outcome

    def _show(self, incoming: Incoming, outcome: str, line: int, why: Why, field: str = "", *, at: int = 0) -> None:
        self._refuse(
            Refusal(
                line=line,
                event_id=incoming.id,
                type=incoming.type,
                outcome=outcome,
                at=at or self.clock,
                why=why,
                field=field,
            )
        )

    def _release(self, loan_no: str) -> None:
        """The loan has appeared: what was held for it is applied, recorded and discovered with it (W11)."""
        for held in self._held.pop(loan_no, []):
            event = held.incoming.event
            missing = next((no for no in needs_loans(event) if no not in self.ledger.loans), None)
            if missing is not None:
                self._hold(missing, held)
                continue
            customer = self._customer(event)
            if customer is None or self._of_another(event, customer):
                self._quarantine(held.incoming, held.line, "loan_of_another")
            else:
                self._apply(
                    held.incoming, event if customer == "" else with_customer(event, customer), held.line, held=True
                )

    def _expire(self, until: int) -> None:
        """24 h have passed and the loan has not appeared: quarantined as of that instant, however late we look."""
        while self._expiries and self._expiries[0][0] <= until:
            at, line, loan_no = heappop(self._expiries)
            waiting = self._held.get(loan_no, [])
            for held in [held for held in waiting if held.until == at and held.line == line]:
                waiting.remove(held)
                self._quarantine(held.incoming, held.line, "loan_unknown", at=at)
            if not waiting:
                self._held.pop(loan_no, None)

    def _hold(self, loan_no: str, held: _Held) -> None:
        self._held.setdefault(loan_no, []).append(held)
        heappush(self._expiries, (held.until, held.line, loan_no))

    def _counts(self, held: int) -> Counts:
        tally = self._tally
        return Counts(
            lines=self._lines,
            applied=tally["applied"] + self._quiet,
            duplicate=tally["duplicate"],
            stale=tally["stale"],
            held=held,
            quarantined=tally["quarantined"],
        )

    def verdicts(self) -> Verdicts:
        """What has been decided so far."""
        ledger = self.ledger
        held = sum(len(waiting) for waiting in self._held.values())
        return Verdicts(
            signals=[ledger.signals[key] for key in sorted(ledger.signals)],
            warnings=[ledger.warnings[key] for key in sorted(ledger.warnings)],
            duties=[ledger.duties[key] for key in sorted(ledger.duties)],
            refusals=list(self.refusals),
            counts=self._counts(held),
            until=self.clock,
            head=ledger.head.hex(),
            passages=(*self._passages, *self._waiting()),
            unlisted=self._unlisted,
        )

    def _waiting(self) -> list[Passage]:
        """What is held still, in the order of the file."""
        waiting = sorted(
            ((held.line, loan_no, held) for loan_no, each in self._held.items() for held in each),
            key=lambda row: row[:2],
        )
        return [
            Passage(
                line=line,
                event_id=held.incoming.id,
                type=held.incoming.type,
                outcome="held",
                loan_no=loan_no,
                until=held.until,
            )
            for line, loan_no, held in waiting[:LISTED]
        ]


def decide(
    lines: Iterable[bytes],
    frame: Frame,
    until: int | None = None,
    *,
    activations: Sequence[tuple[int, Frame]] = (),
    run: Run | None = None,
    tell: Callable[[Notice], None] | None = None,
) -> Verdicts:
    """Decide a file of events, one JSON line each, on an event-driven clock.

    Args:
        lines: wire records; blank lines are skipped. Their order counts, but for those of one instant (R5).
        frame: rule book, calendar and organisation.
        until: let the clock run on to this instant (microseconds UTC) after the last record.
        activations: frames that take force later (T5).
        run: a run to go on with, or to look into afterwards.
        tell: hears of a jump of the clock before it is decided; all notices are in the verdicts.

    Raises:
        NoEvents: the first thousand lines are not JSON.
        TooFar: ``until`` is more than ten years after the last record.
    """
    run = run if run is not None else Run(frame, activations=activations)
    watch = Watch(live=frame.live_from is not None, tell=tell)
    instant: list[tuple[Incoming, int]] = []
    at = 0
    for number, raw in enumerate(lines, 1):
        text = raw.strip()
        if not text:
            continue
        try:
            incoming = decode(text)
        except Refused as refused:
            watch.broken(text, refused, number)
            run.refuse(text, refused, number)
            continue
        watch.good(incoming, number)
        if incoming.received != at:
            _flush(run, instant)
            at = incoming.received
        instant.append((incoming, number))
    _flush(run, instant)
    if until is not None and run.clock and until > run.clock + FURTHEST:
        raise TooFar(run.clock)
    run.advance(max(run.clock, until or 0))
    verdicts = run.verdicts()
    return replace(verdicts, notices=(*watch.notices(verdicts.unlisted), *run.idle.notices()))


def _flush(run: Run, instant: list[tuple[Incoming, int]]) -> None:
    if len(instant) == 1:
        run.take(*instant.pop())
        return
    instant.sort(key=lambda entry: rank(entry[0].event))
    for incoming, line in instant:
        run.take(incoming, line)
    instant.clear()
