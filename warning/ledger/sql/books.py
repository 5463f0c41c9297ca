"""The rule books of a ledger: as stored, as approved, and which is in force when.

A book takes force by the journaled acts of two people and by nothing else: what stands in the table ``frame`` and was
not approved in the control lane stops whoever works with the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from sqlalchemy import Connection, select

from warning.core import VERSION
from warning.core.changes import RULES_KEY, RulesState
from warning.core.frame import Frame
from warning.core.inforce import Frames
from warning.core.step import step
from warning.ledger.sql import codec
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.history import journal_of_key
from warning.ledger.sql.ledger import SqlLedger, StoredFrame
from warning.ledger.sql.tables import AGGREGATE, FRAME, JOURNAL, LEDGER, PROPOSED_BOOK
from warning.ledger.sql.write import read
from warning.rulebook import BrokenBook, NotPacked, RuleBook, load_packed

IN_FORCE = "SELECT in_force_at, id FROM frame ORDER BY in_force_at, id"


class UnusableBook(Exception):
    """Nobody decides by what a ledger holds as its rule books until somebody has looked."""


class FrameChanged(UnusableBook):
    """A rule book kept in a ledger reads as another one than was stored: damaged, or of another version."""

    def __init__(self, stored: str, found: str) -> None:
        super().__init__(f"{stored} is stored, {found} was read")
        self.stored, self.found = stored, found


class UnapprovedBook(UnusableBook):
    """A rule book stands in a ledger that its control lane did not approve, or one that was approved does not."""

    def __init__(self, frame_id: str) -> None:
        super().__init__(f"{frame_id} is not what was approved")
        self.frame_id = frame_id


def kept_book(stored: StoredFrame, live_from: int | None) -> RuleBook:
    """The rule book of a ledger, read from what is stored in it.

    Raises:
        FrameChanged: it is another one than was stored.
    """
    try:
        book = load_packed(stored.files, live_from=live_from)
    except (NotPacked, BrokenBook):
        raise FrameChanged(stored.id, "") from None
    if book.frame.id != stored.id:
        raise FrameChanged(stored.id, book.frame.id)
    return book


def rules_state(connection: Connection) -> RulesState:
    """The changes of the book that there were."""
    query = select(AGGREGATE.c.state).where(AGGREGATE.c.key == RULES_KEY)
    packed = connection.execute(query).scalar_one_or_none()
    state = RulesState("rules") if packed is None else codec.unpack_state(RULES_KEY, codec.raw(packed))
    if not isinstance(state, RulesState):
        raise TypeError(state)
    return state


def stored_frame(connection: Connection, frame_id: str) -> StoredFrame:
    """A rule book by its frame's id; of one that was in force more than once, as of the first time."""
    query = select(FRAME.c.id, FRAME.c.in_force_at, FRAME.c.files).where(FRAME.c.id == frame_id)
    row = connection.execute(query.order_by(FRAME.c.in_force_at)).first()
    if row is None:
        raise UnapprovedBook(frame_id)
    return StoredFrame(row.id, row.in_force_at, codec.raw(row.files))


class Books:
    """The frames of a ledger by their instants, read again where they have changed."""

    def __init__(self, ledger: SqlLedger, frame: Frame) -> None:
        """``frame`` is one of them, which need not be read again."""
        self._live_from = ledger.about.live_from
        self._known = {frame.id: frame}
        self._given = frame
        self._stored: Sequence[tuple[int, str]] = ()
        self._frames = Frames(frame)

    def read(self, connection: Connection) -> Frames:
        """As a transaction finds them.

        Raises:
            FrameChanged: one is not what was stored.
            UnapprovedBook: one was not approved.
        """
        stored = [(row[0], row[1]) for row in read(connection, IN_FORCE)]
        if stored != self._stored:
            approved = [(at, frame) for at, frame, _ in rules_state(connection).approved]
            compare(stored, approved)
            self._frames = self._made(connection, stored)
            self._stored = stored
        return self._frames

    def _made(self, connection: Connection, stored: Sequence[tuple[int, str]]) -> Frames:
        first, *later = [(at, self._frame(connection, name)) for at, name in stored]
        return Frames(first[1], later)

    def _frame(self, connection: Connection, name: str) -> Frame:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = kept_book(stored_frame(connection, name), self._live_from).frame
        return found


def compare(stored: Sequence[tuple[int, str]], approved: Sequence[tuple[int, str]]) -> None:
    """Pass if, but for the first, what is stored is what was approved: (in force from, frame).

    Raises:
        UnapprovedBook: it is not; the first that differs.
    """
    if not stored or stored[0][0] != 0:
        raise UnapprovedBook(stored[0][1] if stored else "")
    differs = set(stored[1:]).symmetric_difference(approved)
    if differs:
        raise UnapprovedBook(min(differs)[1])


def book_in_force(ledger: SqlLedger, instant: int) -> RuleBook:
    """The rule book of an instant (µs UTC).

    Raises:
        FrameChanged: it is not what was stored.
        UnapprovedBook: it is not there.
    """
    with ledger.engine.connect() as connection:
        approved = rules_state(connection).approved
        name = next((frame for at, frame, _ in reversed(approved) if at <= instant), "")
        stored = stored_frame(connection, name) if name else _first(connection)
    return kept_book(stored, ledger.about.live_from)


def _first(connection: Connection) -> StoredFrame:
    """The book that the ledger was made with; beside a planted one, that by which lanes begin, or of its instant."""
    query = select(FRAME.c.id, FRAME.c.in_force_at, FRAME.c.files).where(FRAME.c.in_force_at == 0)
    made = select(LEDGER.c.created_at).scalar_subquery()
    rows = connection.execute(query.order_by(FRAME.c.recorded_at != made, FRAME.c.recorded_at, FRAME.c.id)).all()
    if not rows:
        raise UnapprovedBook("")
    row = rows[0]
    if len(rows) > 1:
        decided = set(connection.execute(select(JOURNAL.c.frame).where(JOURNAL.c.seq == 1).distinct()).scalars())
        row = next((one for one in rows if one.id in decided), row)
    return StoredFrame(row.id, row.in_force_at, codec.raw(row.files))


def approved_frames(ledger: SqlLedger) -> Frames:
    """Every frame of a ledger as its journal has approved them, decided again: tables and states are not asked.

    Raises:
        FrameChanged: a rule book is not what was stored.
        UnapprovedBook: there is none.
    """
    with ledger.engine.connect() as connection:
        return fold_books(connection, ledger.about.live_from)[0]


def fold_books(connection: Connection, live_from: int | None) -> tuple[Frames, RulesState]:
    """The frames as the control lane's rows approve them, and its state after them.

    A row that cannot be decided again ends it: whoever walks its lane names it.

    Raises:
        FrameChanged, UnapprovedBook: as above.
    """
    first = kept_book(_first(connection), live_from).frame
    frames, state = Frames(first), RulesState("rules")
    try:
        rows = list(journal_of_key(connection, RULES_KEY))
    except Unread:  # archived elsewhere: the same
        state = rules_state(connection)
        return Frames(first, _there(connection, state, live_from)), state
    for row in rows:
        if row.core != VERSION:  # not comparable: what it left behind is all there is to go by
            state = rules_state(connection)
            return Frames(first, _there(connection, state, live_from)), state
        try:
            after, _ = step(state, row.record, frames.judging(state.at, row.received, wake=False))
        except Exception:  # noqa: BLE001 - what no step ever took may break it in any way
            break
        if not isinstance(after, RulesState):
            break
        if after.approved != state.approved:
            frames = Frames(first, _there(connection, after, live_from))
        state = after
    return frames, state


def _there(connection: Connection, state: RulesState, live_from: int | None) -> list[tuple[int, Frame]]:
    """The approved books that are on file; which are not, ``unapproved`` tells."""
    query = select(FRAME.c.id, FRAME.c.in_force_at, FRAME.c.files).order_by(FRAME.c.in_force_at)
    stored = {row.id: StoredFrame(row.id, row.in_force_at, codec.raw(row.files)) for row in connection.execute(query)}
    named = [(at, name) for at, name, _ in state.approved if name in stored]
    return [(at, kept_book(stored[name], live_from).frame) for at, name in named]


def unapproved(connection: Connection, state: RulesState) -> Iterator[str]:
    """The ids of frames of which the table says otherwise than the control lane: instants, recording, files."""
    wanted = {}
    for at, frame, proposal in state.approved:
        change = state.changes[proposal]
        wanted[frame, at] = change.ended_at, change.files
    first = _first(connection).id
    for row in connection.execute(select(FRAME).order_by(FRAME.c.in_force_at, FRAME.c.id)):
        found = row.recorded_at, sha256(codec.raw(row.files)).hexdigest()
        if (row.in_force_at, row.id) != (0, first) and wanted.pop((row.id, row.in_force_at), None) != found:
            yield row.id
    yield from (frame for frame, _ in wanted)


def misfiled(connection: Connection, state: RulesState) -> Iterator[str]:
    """The proposals of which what is kept beside the journal is not what their rows say: book, files, report, when."""
    left = dict(state.changes)
    for row in connection.execute(select(PROPOSED_BOOK).order_by(PROPOSED_BOOK.c.proposal)):
        change = left.pop(row.proposal, None)
        report = "" if row.report is None else sha256(codec.raw(row.report)).hexdigest()
        found = row.frame, sha256(codec.raw(row.files)).hexdigest(), report, row.recorded_at
        if change is None or found != (change.frame, change.files, change.backtest, change.at):
            yield row.proposal
    yield from left
