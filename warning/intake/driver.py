"""Drives a ledger on an event-driven clock: the records' own ``received`` move time, and all that is due comes first.

One record at a time; nothing is looked up outside the frame and the ledger. Where the ledger's transaction has no more
``room``, the driver stops between two steps and goes on in the next one: the rows are the same wherever it stops.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final, Generic, TypeVar

from msgspec.structs import replace

from warning.contracts.decode import Incoming, Refused
from warning.core.ahead import hearing_first
from warning.core.draft import Activation, Kept, Record, Wake
from warning.core.effects import Effect, Filed, Passed, Why
from warning.core.effects import Refused as RefusedEffect
from warning.core.events import Act, Event, LoanPosition, Opening
from warning.core.frame import Frame
from warning.core.inforce import ENDLESS, Frames
from warning.core.scalars import HOUR
from warning.core.state import Borrower, State
from warning.core.step import NO_EFFECTS, calm, keys, quiet, step
from warning.intake.records import ABOUT_LOANS, raise_if_astray, record_of, resolved, unknown_loan
from warning.intake.repeated import who_takes
from warning.intake.tally import FIELDS, OUTCOMES, Reading
from warning.ledger.activation import pending
from warning.ledger.entries import NO_ID, Held, Refusal
from warning.ledger.journal import Came
from warning.ledger.port import Ledger
from warning.ledger.telling import TOLD, name_of

L = TypeVar("L", bound=Ledger)
SAYING = frozenset((Filed, Passed, RefusedEffect))
"""The effects that say what became of their record; the others are rows, or for other aggregates."""

SHOWN: Final = {
    "not_computable": "not_computable",
    "retracted_before": "without_effect",
    "retraction_without_ground": "without_effect",
    "loan_has_ended": "without_effect",
    "balance_after_end": "taken_back",
}
"""What is filed and people must know, with the outcome by which it is told (R76, R99, R102)."""


class Driver(Generic[L]):
    """Takes records, wakes and standing facts to ``step``, and what it decides to the ledger."""

    def __init__(
        self,
        frame: Frame | Frames,
        ledger: L,
        activations: Sequence[tuple[int, Frame]] = (),
        *,
        lagging: Callable[[int], bool] = lambda _: False,
    ) -> None:
        """Begin with a frame; ``activations`` are later frames with the instants they take force (T5).

        ``frame`` may be all of them. ``lagging``: whether at an instant we were down or far behind; nobody ever is on
        an event-driven clock.
        """
        self.frames = frame if isinstance(frame, Frames) else Frames(frame, activations)
        self.ledger = ledger
        self.clock = 0
        self.lines = 0
        self.woken = 0
        self.tally = dict.fromkeys(OUTCOMES, 0)
        self._lagging = lagging
        self._frame, self._since, self._until = self.frames.first, 0, 0
        """The frame that was asked for last, and when it is in force."""

    # --- time

    def ready(self, received: int) -> bool:
        """Take all that is due by an instant; False: the transaction is full, and there may be more."""
        if received > self.clock:
            if received >= self.frames.until(self.clock) or self.ledger.is_due(received):
                return self.advance(received)
            if not self._drained():
                return False
            self.clock = received
            return True
        return self._drained()

    def _drained(self) -> bool:
        """Take what waits, if anything does; False: there is no more room."""
        ledger = self.ledger
        return self._drain() if ledger.inbox else ledger.room

    def advance(self, until: int) -> bool:
        """Wakes, activations and the end of waiting, in order of their instants, up to and including one.

        What is due at the instant at which a book takes force establishes what was until then: it comes before (T2).
        """
        if not self._drain():
            return False
        for at in self.frames.between(self._reached(), until):
            if not self._wake(at) or not self._activate(at):
                return False
        if not self._wake(until):
            return False
        self._expire(until)
        if not self.ledger.room:
            return False
        self.clock = max(self.clock, until)
        return True

    def _reached(self) -> int:
        """The instant up to which every borrower has been judged by the books that took force."""
        return self.clock

    def _wake(self, until: int) -> bool:
        while (found := self.ledger.next_wake(until)) is not None:
            due, key = found
            self._step_wake(key, due)
            if not self._drain() or not self.ledger.room:
                return False
        return self.ledger.room

    def _step_wake(self, key: str, due: int) -> None:
        self.woken += 1
        wake = Wake(due, lagging=self._lagging(due) or self._passed_unread(key, due))
        self._step(key, Record(f"wake:{due}", due, due, wake), Came(due.to_bytes(8), "clock"))
        if 0 < self.ledger.state(key).next_due <= due:
            raise RuntimeError(f"{key} asks to be woken again at {due}: its agenda does not end")

    def _passed_unread(self, key: str, due: int) -> bool:
        """Whether an instant was past already when we read what makes it one: nobody could act by it (R75, D9)."""
        return due <= self.clock and self.ledger.state(key).at < self.clock

    def _wake_first(self, key: str, at: int) -> None:
        """A clock check is decided before what is recorded at its instant, however late we look (T2)."""
        self._catch_up(key, at)
        if self.ledger.inbox:
            self._drain(whole=True)

    def _catch_up(self, key: str, at: int) -> None:
        """Its own wakes up to an instant, and the books that took force by then, in the order of their instants."""
        while True:
            state = self.ledger.state(key)
            due = state.next_due if 0 < state.next_due <= at else ENDLESS
            change = pending(state, at, self.frames)
            if due < ENDLESS and due <= change:
                self._step_wake(key, due)
            elif change < ENDLESS:
                self._step_activation(key, change)
            else:
                return

    def _activate(self, at: int) -> bool:
        """A book takes force: each borrower with a loan on the books is judged by it, once (T5)."""
        for key in self.ledger.to_activate(at):
            self._step_activation(key, at)
            if not self._drain() or not self.ledger.room:
                return False
        if not self.ledger.room:
            return False
        self.ledger.activated(at)
        return True

    def _step_activation(self, key: str, at: int) -> None:
        name = self.frames.at(at).id
        self._step(key, Record(f"frame:{name}", at, at, Activation(name)), Came(name.encode(), "frame"))

    def _drain(self, *, whole: bool = False) -> bool:
        """Take what waits while there is room; ``whole``: a step follows that must not come before it."""
        while (found := self.ledger.next_told()) is not None:
            told, at = found
            self._catch_up(told.to, at)  # its own clock check comes before what others tell it at that instant (T2)
            name = name_of(told)
            self._step(told.to, Record(name, at, at, told), Came(name.encode(), TOLD))
            if not whole and not self.ledger.room:
                return False
        return self.ledger.room

    def _step(self, key: str, record: Record, came: Came) -> tuple[Effect, ...]:
        before = self.ledger.state(key)
        frame = self.frame_at(max(before.at, record.received - (type(record.content) is Wake)))
        try:
            state, effects = step(before, record, frame)
        except KeyError:
            raise_if_astray(before, record.content, key)
            raise
        self.ledger.commit(key, state, record, effects, came, frame.id)
        return effects

    @property
    def frame(self) -> Frame:
        """The frame in force by the clock."""
        return self.frame_at(self.clock)

    def frame_at(self, instant: int) -> Frame:
        """The frame in force at the instant at which something is judged."""
        if not self._since <= instant < self._until:
            frames = self.frames
            self._frame, self._since, self._until = frames.at(instant), frames.since(instant), frames.until(instant)
        return self._frame

    def keep(self, name: str, content: Kept, origin: str, at: int) -> tuple[Effect, ...]:
        """Journal what two persons did, in the head office's lane; all is ``ready`` for that instant (µs UTC)."""
        key = f"o:{next(org.org_no for org in self.frame.orgs.values() if not org.parent)}"
        self._wake_first(key, at)
        return self._step(key, Record(name, at, at, content), Came(name.encode(), origin))

    # --- records

    def take(self, incoming: Incoming, line: int = 0, raw: bytes = b"", origin: str = "") -> None:
        """One good record: first all that is due by its instant, then the record, then what it tells others."""
        self.ready(incoming.received)
        self.take_only(incoming, line, raw, origin)

    def take_only(self, incoming: Incoming, line: int = 0, raw: bytes = b"", origin: str = "") -> None:
        """The same, for which all is ``ready``."""
        self.lines += 1
        event = incoming.event
        if type(event) is not LoanPosition or not self._take_quietly(incoming, event, origin):
            self._route(Reading(incoming, line, raw, origin))

    def _take_quietly(self, incoming: Incoming, event: LoanPosition, origin: str) -> bool:
        """The short way for a position that changes nothing but a balance; False: it may change more, or is wrong."""
        ledger = self.ledger
        key = ledger.owner(event.loan_no)
        if key is None:
            return False
        state, received = ledger.state(key), incoming.received
        if type(state) is not Borrower or 0 < state.next_due <= received:
            return False
        if pending(state, received, self.frames) < ENDLESS:
            return False
        frame = self.frame_at(max(state.at, received))
        if event.customer_no != state.customer_no:
            if event.customer_no is not None:
                return False
            event = replace(event, customer_no=state.customer_no)
        record = record_of(incoming, event, received)
        effects: tuple[Effect, ...] = NO_EFFECTS
        if state.file.tracks:
            told = calm(state, event, record, frame)
            after, effects = told if told is not None else (None, effects)
        else:
            after = quiet(state, event, record)
        if after is None:
            return False
        ledger.commit(key, after, record, effects, Came(incoming.digest, origin), frame.id)
        self.tally["applied"] += 1
        return True

    def refuse(self, raw: bytes, refused: Refused, line: int) -> None:
        """One broken record: quarantined whole, with every problem it has."""
        self.lines += 1
        self.tally["quarantined"] += 1
        problems = tuple(
            (problem.code, problem.path, problem.value, problem.zh, problem.en) for problem in refused.problems
        )
        refusal = Refusal(
            line=line,
            event_id=refused.id or f"{NO_ID}{sha256(raw).hexdigest()[:16]}",
            type=refused.type,
            outcome="quarantined",
            at=self.clock,
            problems=problems,
        )
        self.ledger.refuse(refusal, raw)

    def _route(self, read: Reading) -> None:
        event = read.incoming.event
        event_resolved: Event | None = event
        if type(event) in ABOUT_LOANS:
            missing = unknown_loan(self.ledger, event)
            if missing is not None:
                received = read.incoming.received
                until = received + self.frame_at(received).book.held_hours * HOUR
                self.ledger.hold(Held(missing, read.incoming, read.line, until, read.raw, read.origin))
                return
            event_resolved = resolved(self.ledger, event)
        if event_resolved is None:
            self._quarantine(read, "loan_of_another")
        elif isinstance(event, Act) and event.org_no not in self.frame_at(read.incoming.received).orgs:
            self._quarantine(read, "org_unknown")
        else:
            self._apply(read, event_resolved)

    def _apply(self, read: Reading, event: Event) -> None:
        incoming = read.incoming
        received = self.clock if read.waited else incoming.received
        record = record_of(incoming, event, received, held=read.waited)
        came = Came(incoming.digest, read.origin)
        outcome = "applied"
        concerned: Sequence[str] = keys(event)
        for key in concerned:
            self._wake_first(key, received)
        concerned, record = who_takes(self.ledger, concerned, record)
        if len(concerned) > 1:
            concerned = hearing_first({key: self.ledger.state(key) for key in concerned}, incoming.id)
        for key in concerned:
            retracted_before = False
            effects = self._step_taken(key, record, came)
            if isinstance(event, Act):
                self._acted(read, effects, self.ledger.state(key))
            for effect in effects:
                if type(effect) in SAYING:
                    outcome = self._outcome(effect, read) or outcome
                    retracted_before |= isinstance(effect, Filed) and effect.what == "retracted_before"
            if retracted_before:  # what its borrower has retracted before it came concerns nobody else
                break
        self._count(read, outcome)
        self._passed(read, outcome)
        waiting = self.ledger.waiting(event.loan_no) if outcome == "applied" and isinstance(event, Opening) else []
        if self.ledger.inbox:
            self._drain(whole=bool(waiting))
        if outcome == "applied" and isinstance(event, Opening):
            self.ledger.own(event.loan_no, concerned[0])
            self._release(waiting)

    def _step_taken(self, key: str, record: Record, came: Came) -> tuple[Effect, ...]:
        """A record; a borrower that comes by it to a lane that has come further is judged by the books since."""
        effects = self._step(key, record, came)
        if self.frames.later:
            self._catch_up(key, self.ledger.activated_to(key))
        return effects

    def _count(self, read: Reading, outcome: str) -> None:
        """What has waited is counted to the source it came from, whichever is read now."""
        if not read.waited or not self.ledger.waited(read.origin, outcome):
            self.tally[outcome] += 1

    def _acted(self, read: Reading, effects: tuple[Effect, ...], state: State) -> None:
        """Hear what an act of a person led to, and the state after it."""

    def _passed(self, read: Reading, outcome: str) -> None:
        """Hear what became of a record that reached its aggregate."""

    def _outcome(self, effect: Effect, read: Reading) -> str:
        """What an effect says of its record; empty where nothing. What people must know is shown."""
        if type(effect) is Filed:
            if effect.what in SHOWN:
                self._show(read, SHOWN[effect.what], effect.why)
        elif type(effect) is Passed:
            return effect.outcome
        elif type(effect) is RefusedEffect:
            return self._note(read, effect)
        return ""

    def _note(self, read: Reading, effect: RefusedEffect) -> str:
        """An act that cannot count is journaled and shown; a message in conflict with another is quarantined."""
        outcome = "applied" if isinstance(read.incoming.event, Act) else "quarantined"
        self._show(read, "refused" if outcome == "applied" else outcome, effect.why, effect.field)
        return outcome

    def _quarantine(self, read: Reading, code: str, *, at: int = 0) -> None:
        self._count(read, "quarantined")
        self._show(read, "quarantined", Why(code, "design", (), (read.incoming.id,)), FIELDS[code], at=at)

    def _show(self, read: Reading, outcome: str, why: Why, field: str = "", *, at: int = 0) -> None:
        incoming = read.incoming
        refusal = Refusal(
            line=read.line,
            event_id=incoming.id,
            type=incoming.type,
            outcome=outcome,
            at=at or self.clock,
            why=why,
            field=field,
        )
        self.ledger.refuse(refusal, read.raw, read.origin if read.waited else "")

    # --- records that wait for their loan

    def _release(self, waiting: Sequence[Held]) -> None:
        """Their loan has appeared: what was held for it is applied, recorded and discovered with it (W11)."""
        for held in waiting:
            event = held.incoming.event
            missing = unknown_loan(self.ledger, event)
            if missing is not None:
                self.ledger.hold(Held(missing, held.incoming, held.line, held.until, held.raw, held.origin))
                continue
            read = _waited(held)
            event_resolved = resolved(self.ledger, event)
            if event_resolved is None:
                self._quarantine(read, "loan_of_another")
            else:
                self._apply(read, event_resolved)

    def _expire(self, until: int) -> None:
        """24 h have passed and the loan has not appeared: quarantined as of that instant, however late we look."""
        while (held := self.ledger.next_expired(until)) is not None:
            self._quarantine(_waited(held), "loan_unknown", at=held.until)


def _waited(held: Held) -> Reading:
    return Reading(held.incoming, held.line, held.raw, held.origin, waited=True)
