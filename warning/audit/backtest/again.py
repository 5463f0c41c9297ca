"""One aggregate decided again from its own rows, under two rule books side by side.

What came from outside is as recorded: facts, people's acts, what other aggregates told. Wakes are made anew, since they
follow from the state. As long as both books have decided the same, one state stands for both, and a step that looks at
no figure in which the books differ is decided once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from msgspec import Struct

from warning.audit.backtest.figures import differences, watched
from warning.core import VERSION
from warning.core.draft import Record, Wake
from warning.core.effects import Effect
from warning.core.events import LoanPosition, Told
from warning.core.frame import Frame
from warning.core.rows import BookRow, Duty, Signal, Warning
from warning.core.state import Borrower, State
from warning.core.step import initial, step
from warning.ledger.journal import NO_EFFECTS, JournalRow, effects_digest
from warning.ledger.sql.codec import row_of
from warning.ledger.telling import teller_of

Row = Signal | Warning | Duty
LOAN: Final = re.compile(rb'"loan_no":"([^"]*)"')
"""Numbers of loans need no escaping (``Id``)."""
TOLD: Final = "told"
"""The kind of rows by which one aggregate tells another."""
LAST: Final = 1 << 62
"""Behind every row of an aggregate."""
NOBODY: Final[frozenset[str]] = frozenset()


class Plan(Struct, frozen=True, kw_only=True):
    """What is compared. Instants are µs UTC."""

    frames: dict[str, Frame]
    """Those of the ledger."""
    timeline: tuple[tuple[int, str], ...]
    """(since when it is in force, id), in order."""
    changed: Frame
    replaced: tuple[str, ...]
    """Ids of the frames in whose place the changed one stands: those in force in the window."""
    until: int

    def frame_at(self, instant: int) -> str:
        """The frame of a wake that is due then: one that takes force at the very instant comes after it."""
        earlier = [name for since, name in self.timeline if since < instant]
        return earlier[-1] if earlier else self.timeline[0][1]


class Hearing(Struct, frozen=True):
    """A standing fact on its way, with the instant at which it was told."""

    at: int
    told: Told


class Input:
    """What an aggregate takes in from outside, with its place among the rest; read only when it is taken."""

    __slots__ = ("_record", "at", "frame", "place", "quiet", "row")

    def __init__(self, at: int, place: int, frame: str, row: JournalRow | None, record: Record | None = None) -> None:
        """Of a row of the journal, or of a record that is none."""
        self.at, self.place, self.frame, self.row, self._record = at, place, frame, row, record
        self.quiet = row is not None and row.kind == LoanPosition.TYPE and row.effects_digest == NO_EFFECTS
        """Whether it changed nothing but a balance."""

    @property
    def record(self) -> Record:
        """The record."""
        found = self._record
        if found is None and self.row is not None:
            found = self._record = self.row.record
        if found is None:
            raise ValueError("neither a row nor a record")
        return found


class Books:
    """Both books' frames by their ids; each side's notes what it looked at in the step in hand."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.read_before: set[str] = set()
        self.read_after: set[str] = set()
        self.before: dict[str, Frame] = {}
        self.after: dict[str, Frame] = {}
        for name, frame in plan.frames.items():
            changed = plan.changed if name in plan.replaced else frame
            figures = {figure.name for figure in differences(frame, changed)}
            self.before[name] = watched(frame, figures, self.read_before, name)
            self.after[name] = watched(changed, figures, self.read_after, name)


class Course:
    """What becomes of an aggregate under one book."""

    def __init__(self, key: str, frames: Mapping[str, Frame], read: set[str], of: Past) -> None:
        self.key, self.frames, self.read, self.of = key, frames, read, of
        self.state: State = initial(key)
        self.rows: dict[str, Row] = {}
        self.causes: dict[str, frozenset[str]] = {}
        """Row -> the figures looked at when it was first written on a course of its own."""
        self.told: list[Hearing] = []
        self.decided = sha256()
        self.alone = False
        self.counts = True
        """Whether what is decided is held against what is on file."""

    def take(self, record: Record, frame: str) -> None:
        """One record."""
        self.read.clear()
        self.keep(*step(self.state, record, self.frames[frame]))

    def keep(self, state: State, effects: tuple[Effect, ...]) -> None:
        """What it was decided to."""
        self.state = state
        if not effects:
            return
        if self.counts:
            self.decided.update(effects_digest(effects))
        for effect in effects:
            if type(effect) is Told:
                self.told.append(Hearing(state.at, effect))
                continue
            row = row_of(effect)
            if row is not None and not isinstance(row, BookRow):
                self.rows[row.id] = row
                if self.alone:
                    self.causes.setdefault(row.id, frozenset(self.read))

    def run(self, inputs: Sequence[Input], until: int) -> None:
        """The rest, each after the wakes that come before it; then all that is due."""
        for one, again in zip(inputs, outdone(inputs), strict=True):
            if not again or not self.passes(again):
                self.wake(one.at)
                self.take(one.record, one.frame)
        self.wake(until)

    def passes(self, again: int) -> bool:
        """Whether a position may be left out, as another one says the balance at ``again``: no case, no wake before."""
        state = self.state
        due = state.next_due
        return isinstance(state, Borrower) and not state.file.tracks and not 0 < due <= again

    def wake(self, until: int) -> None:
        """All that is due by an instant."""
        while 0 < (due := self.state.next_due) <= until:
            self.take(*self.of.wake(due))
            if 0 < self.state.next_due <= due:
                raise RuntimeError(f"{self.key} asks to be woken again at {due}")

    def leave(self, frames: Mapping[str, Frame], read: set[str]) -> Course:
        """Another course from here on, under other frames; both go on alone."""
        other = Course(self.key, frames, read, self.of)
        other.state, other.rows, other.told = self.state, self.rows.copy(), self.told.copy()
        other.alone = self.alone = True
        other.counts = False
        return other


class Past:
    """The rows of an aggregate: what came from outside, and the wakes as they were."""

    def __init__(self, rows: Sequence[JournalRow], plan: Plan) -> None:
        self.plan = plan
        self.inputs: list[Input] = []
        self.lost = False
        """Another core has decided some of it, or under a frame that is not here."""
        self._wakes: dict[int, tuple[Record, str]] = {}
        decided = sha256()
        for row in rows:
            if row.at > plan.until:
                continue
            self.lost = self.lost or row.core != VERSION or row.frame not in plan.frames
            if row.effects_digest != NO_EFFECTS:
                decided.update(row.effects_digest)
            if row.kind == "wake":
                self._wakes[int(row.event_id.partition(":")[2])] = (row.record, row.frame)
            else:
                self.inputs.append(Input(row.at, row.key_seq, row.frame, row))
        self.decided = decided.digest()

    def wake(self, due: int) -> tuple[Record, str]:
        """The wake of an instant: as it was, or as it would have been."""
        found = self._wakes.get(due)
        return found or (Record(f"wake:{due}", due, due, Wake(due)), self.plan.frame_at(due))

    def hearing(self, told: Mapping[str, Sequence[Hearing]]) -> list[Input]:
        """The inputs where some senders have told something else than was recorded."""
        places: dict[tuple[int, str, str], int] = {}
        left = []
        for one in self.inputs:
            content = one.record.content if one.row is not None and one.row.kind == TOLD else None
            if type(content) is Told and teller_of(content) in told:
                places[one.at, content.origin, content.path] = one.place
            else:
                left.append(one)
        for hearings in told.values():
            for one_told in hearings:
                at, content = one_told.at, one_told.told
                name = f"told:{content.origin}:{content.path}:{content.version}"
                place = places.get((at, content.origin, content.path), LAST)
                left.append(Input(at, place, self.plan.frame_at(at + 1), None, Record(name, at, at, content)))
        return sorted(left, key=lambda one: (one.at, one.place))


def outdone(inputs: Sequence[Input]) -> list[int]:
    """Of each quiet position, when the next one of its loan says what the balance is; 0: none before anything else.

    Such a position looks at no book, and nothing between looks at it: the last is as good as all.
    """
    found = [0] * len(inputs)
    later: dict[bytes, int] = {}
    for at in range(len(inputs) - 1, -1, -1):
        one = inputs[at]
        if not one.quiet or one.row is None:
            later.clear()
            continue
        loan = LOAN.search(one.row.payload)
        if loan is not None:
            found[at] = later.get(loan[1], 0)
            later[loan[1]] = one.at
    return found


class Pair(Struct, frozen=True, kw_only=True):
    """A row under the two books; None: there is none. ``causes`` are the names of figures."""

    before: Row | None
    after: Row | None
    causes: tuple[str, ...]

    @property
    def row(self) -> Row:
        """Either."""
        found = self.before if self.before is not None else self.after
        if found is None:
            raise ValueError("a row under neither book")
        return found


class Compared(Struct, frozen=True, kw_only=True):
    """What became of one aggregate."""

    key: str
    rows: int
    read: bool
    """Whether a figure that differs was looked at."""
    pairs: tuple[Pair, ...] = ()
    """Rows that are not the same."""
    told: dict[str, list[Hearing]] = {}
    """Receiver -> all it was told under the changed book, where that is something else."""
    causes: tuple[str, ...] = ()
    same: bool = True
    """Whether the recorded book decides again what is on file."""
    lost: bool = False


def compare(
    key: str,
    rows: Sequence[JournalRow],
    books: Books,
    told: Mapping[str, Sequence[Hearing]] | None = None,
    causes: frozenset[str] = NOBODY,
) -> Compared:
    """Decide an aggregate under both books. ``told``: what senders tell under the changed one, and by which figures."""
    past = Past(rows, books.plan)
    if past.lost:
        return Compared(key=key, rows=len(rows), read=False, lost=True)
    both = _Both(key, past, books, told)
    both.run()
    same = both.before.decided.digest() == past.decided
    if both.after is None:
        return Compared(key=key, rows=len(rows), read=both.read, same=same)
    parted = both.parted | causes
    return Compared(
        key=key,
        rows=len(rows),
        read=both.read,
        pairs=tuple(_pairs(both.before, both.after, parted)),
        told=_told_otherwise(both.before, both.after),
        causes=tuple(sorted(parted)),
        same=same,
    )


class _Both:
    """Two courses that are one until they part."""

    def __init__(self, key: str, past: Past, books: Books, told: Mapping[str, Sequence[Hearing]] | None) -> None:
        self.books, self.past = books, past
        self.before = Course(key, books.before, books.read_before, past)
        self.after: Course | None = None
        self.read = False
        self.parted = NOBODY
        self.inputs = past.inputs
        self.others = past.hearing(told) if told else past.inputs

    def run(self) -> None:
        until, common = self.books.plan.until, self._common()
        inputs = self.inputs[:common]
        for at, (one, again) in enumerate(zip(inputs, outdone(inputs), strict=True)):
            if again and self.before.passes(again):
                continue
            if self._wake(one.at):
                return self._go_on(at)
            if self._take(one.record, one.frame):
                return self._go_on(at + 1)
        if common < max(len(self.inputs), len(self.others)):
            self.after = self.before.leave(self.books.after, self.books.read_after)
            return self._go_on(common)
        if self._wake(until):
            self._go_on(common)
        return None

    def _common(self) -> int:
        """How many inputs are the same."""
        if self.inputs is self.others:
            return len(self.inputs)
        pairs = zip(self.inputs, self.others, strict=False)
        alike = next((at for at, (one, other) in enumerate(pairs) if one is not other), None)
        return min(len(self.inputs), len(self.others)) if alike is None else alike

    def _go_on(self, at: int) -> None:
        until = self.books.plan.until
        self.before.run(self.inputs[at:], until)
        if self.after is not None:
            self.after.run(self.others[at:], until)

    def _wake(self, until: int) -> bool:
        """The wakes by an instant; True: the courses have parted."""
        while 0 < (due := self.before.state.next_due) <= until:
            if self._take(*self.past.wake(due)):
                return True
        return False

    def _take(self, record: Record, frame: str) -> bool:
        """One record for both; True: the courses have parted."""
        before, books = self.before, self.books
        state, read = before.state, books.read_before
        read.clear()
        decided, effects = step(state, record, books.before[frame])
        if not read:
            before.keep(decided, effects)
            return False
        self.read = True
        noted = frozenset(read)
        books.read_after.clear()
        otherwise, effects_after = step(state, record, books.after[frame])
        if otherwise == decided and effects_after == effects:
            before.keep(decided, effects)
            return False
        self.parted = noted | books.read_after
        self.after = before.leave(books.after, books.read_after)
        before.keep(decided, effects)
        self.after.keep(otherwise, effects_after)
        return True


def _pairs(before: Course, after: Course, parted: frozenset[str]) -> list[Pair]:
    found = []
    for name in sorted(before.rows.keys() | after.rows.keys()):
        one, other = before.rows.get(name), after.rows.get(name)
        if one != other:
            causes = before.causes.get(name, NOBODY) | after.causes.get(name, NOBODY)
            found.append(Pair(before=one, after=other, causes=tuple(sorted(causes or parted))))
    return found


def _told_otherwise(before: Course, after: Course) -> dict[str, list[Hearing]]:
    """By receiver all that is told under the changed book, where it is something else than under the recorded one."""
    sent: tuple[dict[str, list[Hearing]], ...] = ({}, {})
    for course, by_receiver in zip((before, after), sent, strict=True):
        for one in course.told:
            by_receiver.setdefault(one.told.to, []).append(one)
    once, now = sent
    return {to: now.get(to, []) for to in sorted(once.keys() | now.keys()) if once.get(to, []) != now.get(to, [])}
