"""``warning asof``: signals, warnings and duties as they were known at an instant.

Known at T is what rows of the journal with ``at`` ≤ T decided, in their order: ``at`` is when a record was received by
the broker or our first machine, never before what its aggregate had taken in already; a wake's is the instant that was
due. Each row that people see belongs to one aggregate, and an aggregate's ``at`` never falls: its last change with
``at`` ≤ T is what was known. Rows of a lane are not in the order of ``at`` on a live ledger: another aggregate's may be
late. So a lane is read to its end, except for what a snapshot knows to lie beyond T.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from warning.audit.snapshots import Pointers, Snapshot
from warning.core.effects import DutyChanged, SignalChanged, WarningChanged
from warning.core.rows import Duty, Signal, Warning
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.memory import Change
from warning.ledger.sql import codec
from warning.ledger.sql.history import ENDLESS, changes_at, changes_of_key, pointers_of_lane


class Known(Struct, frozen=True, kw_only=True):
    """A row as it was known: since when (µs UTC), and the last change of it."""

    since: int
    change: Change

    @property
    def row(self) -> Signal | Warning | Duty:
        """The row."""
        match self.change.effect:
            case SignalChanged(signal=signal):
                return signal
            case WarningChanged(warning=warning):
                return warning
            case DutyChanged(duty=duty):
                return duty


class Told(Struct, frozen=True, kw_only=True):
    """Who was to be told of what: the owner of a duty when it was opened, a superior when it was breached (D9)."""

    at: int
    org_no: str
    post: str
    how: str
    """``owes`` or ``escalated``."""
    duty: Duty


class Past(Struct, frozen=True, kw_only=True):
    """All that was known at an instant, by the rows' ids; and the month-ends (µs UTC) it was worked out from."""

    rows: dict[str, Known]
    basis: tuple[int, ...] = ()

    def of(self, kind: type[Signal | Warning | Duty]) -> list[Known]:
        """The rows of a kind, by id."""
        return [known for known in self.rows.values() if type(known.row) is kind]

    @property
    def told(self) -> list[Told]:
        """Who was to be told, in order."""
        found = [one for known in self.of(Duty) for one in _told(known)]
        return sorted(found, key=lambda one: (one.at, one.duty.id, one.how))


def _told(known: Known) -> Iterator[Told]:
    duty = known.row
    if not isinstance(duty, Duty):
        return
    yield Told(at=known.since, org_no=duty.org_no, post=duty.post, how="owes", duty=duty)
    if duty.escalated_to and duty.breached_at is not None:
        org_no, _, post = duty.escalated_to.partition("/")
        yield Told(at=duty.breached_at, org_no=org_no, post=post, how="escalated", duty=duty)


def known_at(connection: Connection, instant: int, snapshots: Sequence[Snapshot] = ()) -> Past:
    """All of a ledger; ``snapshots`` in their order make it faster, and change nothing."""
    rows: dict[str, Known] = {}
    basis = set()
    for lane in range(LANES):
        pointers, start = pointers_at(connection, lane, instant, snapshots)
        basis |= {start} if start else set()
        rows |= _read(connection, lane, pointers)
    return Past(rows=dict(sorted(rows.items())), basis=tuple(sorted(basis)))


def known_of(connection: Connection, instant: int, key: str) -> Past:
    """What one aggregate's own rows say: signals, warnings and duties about a borrower."""
    pointers: Pointers = {}
    for seq, n, row_id, at, _, _ in changes_of_key(connection, key):
        if at <= instant:
            pointers[row_id] = (pointers[row_id][0] if row_id in pointers else at, seq, n)
    return Past(rows=dict(sorted(_read(connection, lane_of(key), pointers).items())))


def _read(connection: Connection, lane: int, pointers: Pointers) -> dict[str, Known]:
    """The changes that are pointed at."""
    wanted = {(seq, n): since for since, seq, n in pointers.values()}
    found = {}
    for seq, n, row_id, at, event_id, effect in changes_at(connection, lane, sorted({seq for seq, _ in wanted})):
        since = wanted.get((seq, n))
        if since is not None and not codec.of_book(effect):
            found[row_id] = Known(since=since, change=Change(at, event_id, codec.read_row_change(effect)))
    return found


def pointers_at(connection: Connection, lane: int, instant: int, snapshots: Sequence[Snapshot]) -> tuple[Pointers, int]:
    """The last change of each row of a lane, and the month-end from which it was worked out (0: the beginning)."""
    usable = [one for one in snapshots if one.lanes[lane].last_at <= instant]
    base = usable[-1] if usable else None
    found: Pointers = {} if base is None else base.pointers(lane)
    later = [one for one in snapshots if base is None or one.until > base.until]
    for after, last in gaps(0 if base is None else base.lanes[lane].seq, lane, instant, later):
        for seq, n, row_id, at in pointers_of_lane(connection, lane, after, last):
            if at <= instant:
                before = found.get(row_id)
                found[row_id] = (at if before is None else before[0], seq, n)
    return found, 0 if base is None else base.until


def gaps(start: int, lane: int, instant: int, later: Sequence[Snapshot]) -> Iterator[tuple[int, int]]:
    """The spans (after, up to) of a lane beyond ``start`` that may hold changes known by an instant."""
    at = start
    for one in later:
        cut = one.lanes[lane]
        if cut.seq <= at:
            continue
        if cut.after > at or cut.first_at <= instant:
            yield at, cut.seq
        at = cut.seq
    yield at, ENDLESS
