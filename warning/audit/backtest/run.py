"""The whole of a ledger under another rule book: what cannot be touched is left out, the rest is decided twice.

Aggregates are independent but for what they tell each other. So each is decided by itself, on what it was told as
recorded; where it then tells something else, whoever hears it is decided again with that, until nothing changes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Final, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, Engine, exists, select

from warning.audit.backtest.again import Books, Compared, Hearing, Plan, compare
from warning.audit.backtest.figures import UNREAD, Figure, differences
from warning.audit.backtest.outcomes import Outcome
from warning.audit.backtest.reach import Traits, touches
from warning.audit.backtest.scan import Scanned, scan_lane
from warning.audit.pools import helpers
from warning.audit.replay import nothing
from warning.core.frame import Frame
from warning.ledger.lanes import LANES
from warning.ledger.sql.engine import open_engine, snapshot
from warning.ledger.sql.history import journal_of_keys
from warning.ledger.sql.ledger import StoredFrame
from warning.ledger.sql.scribe import die_with
from warning.ledger.sql.tables import CHANGE, JOURNAL, SIGNAL

AT_ONCE: Final = 64
"""Aggregates whose rows are in memory at the same time."""
ROUNDS: Final = 16
"""A source tells its groups, and these their members, who tell nobody: three are enough."""
SHOWN: Final = 20
T = TypeVar("T")
S = TypeVar("S")


class Work(Struct, frozen=True):
    """An aggregate to be decided: what is told to it under the changed book, by sender, and by which figures."""

    key: str
    told: dict[str, list[Hearing]] = {}
    causes: frozenset[str] = frozenset()


class Examined(Struct, frozen=True, kw_only=True):
    """What became of all aggregates."""

    figures: tuple[Figure, ...]
    compared: tuple[Compared, ...]
    """Those that were decided again, by key."""
    outcomes: dict[str, Outcome]
    """Borrower's aggregate -> its first outcome on record."""
    touched: dict[str, int]
    """Figure -> aggregates it might have touched."""
    aggregates: int
    rows: int
    """Rows with an effect that were looked through."""
    foreign: dict[str, int]
    """Aggregate -> rows that another core has decided: not comparable."""

    @property
    def different(self) -> tuple[str, ...]:
        """Aggregates that the recorded book does not decide again as they are on file."""
        return tuple(one.key for one in self.compared if not one.same and not one.lost)

    @property
    def lost(self) -> int:
        """Aggregates that cannot be decided again."""
        return len({one.key for one in self.compared if one.lost} | self.foreign.keys())


def plan(frames: Mapping[str, Frame], stored: Sequence[StoredFrame], changed: Frame, since: int, until: int) -> Plan:
    """The changed book in place of those in force in the window, from the day on which each of them was."""
    timeline = tuple((one.in_force_at, one.id) for one in stored)
    ends = [*(at for at, _ in timeline[1:]), until]
    replaced = tuple(name for (at, name), end in zip(timeline, ends, strict=True) if at < until and end > since)
    return Plan(
        frames=dict(frames), timeline=timeline, changed=changed, replaced=replaced or (timeline[-1][1],), until=until
    )


def figures_of(wanted: Plan) -> tuple[Figure, ...]:
    """All figures in which the changed book differs from one in whose place it stands; the last of these is told."""
    found: dict[str, Figure] = {}
    for name in wanted.replaced:
        found |= {figure.name: figure for figure in differences(wanted.frames[name], wanted.changed)}
    return tuple(found[name] for name in sorted(found))


def examine(
    engine: Engine,
    wanted: Plan,
    *,
    jobs: int = 1,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
    prepare: Callable[[], None] = nothing,
    skip: bool = True,
) -> Examined:
    """Decide under both books what may differ; ``tell`` hears how many aggregates are done, of how many.

    ``skip`` False: nothing is left out (what a test holds the answer against).

    Raises:
        SQLAlchemyError: the database failed.
    """
    figures = figures_of(wanted)
    with _crew(engine, wanted, jobs, prepare) as crew:
        scanned = list(crew.map(_scan, range(LANES)))
        with snapshot(engine) as connection:
            traits = _traits(connection, scanned, wanted.until)
        foreign = {key: n for one in scanned for key, n in one.foreign.items()}
        touched = {
            figure.name: {key for key, one in traits.items() if touches(figure.name, key, one)}
            for figure in figures
            if figure.name.partition(".")[0] not in UNREAD
        }
        first = set().union(*touched.values()) if skip else set(traits)
        found = _rounds(crew, sorted(first - foreign.keys()), foreign, tell) if figures or not skip else {}
    return Examined(
        figures=figures,
        compared=tuple(found[key] for key in sorted(found)),
        outcomes={key: one for each in scanned for key, one in each.outcomes.items()},
        touched={name: len(keys) for name, keys in touched.items()},
        aggregates=len(traits.keys() | foreign.keys()),
        rows=sum(one.rows for one in scanned),
        foreign=dict(sorted(foreign.items())),
    )


def _traits(connection: Connection, scanned: Iterable[Scanned], until: int) -> dict[str, Traits]:
    clauses: dict[str, set[str]] = {}
    by_then = exists().where(CHANGE.c.row_id == SIGNAL.c.id, CHANGE.c.at <= until)
    raised = select(SIGNAL.c.customer_no, SIGNAL.c.clause).where(by_then).distinct()
    for customer_no, clause in connection.execute(raised):
        clauses.setdefault(f"b:{customer_no}", set()).add(clause)
    none: frozenset[str] = frozenset()
    found = {
        key: Traits(kinds, frozenset(clauses.get(key, none))) for one in scanned for key, kinds in one.traits.items()
    }
    query = select(JOURNAL.c.key).where(JOURNAL.c.key >= "o:", JOURNAL.c.key < "o;", JOURNAL.c.at <= until)
    return found | {key: Traits(none, none) for (key,) in connection.execute(query.distinct()) if key not in found}


def _rounds(
    crew: Crew, keys: Sequence[str], foreign: Mapping[str, int], tell: Callable[[int, int], None]
) -> dict[str, Compared]:
    """Decide, and decide those again who hear something else, until nobody does."""
    found: dict[str, Compared] = {}
    work = [Work(key) for key in keys]
    for _ in range(ROUNDS):
        done = 0
        changed: set[str] = set()
        for batch in crew.map(_compare, _batches(work)):
            done += len(batch)
            tell(done, len(work))
            for one in batch:
                changed |= _who_hears(found.get(one.key), one)
                found[one.key] = one
        work = _again(found, sorted(changed - foreign.keys()))
        if not work:
            return found
    raise RuntimeError("what aggregates tell each other does not come to rest")


def _who_hears(before: Compared | None, now: Compared) -> set[str]:
    """The receivers to whom an aggregate tells something else than in the round before."""
    once = {} if before is None else before.told
    return {to for to in once.keys() | now.told.keys() if once.get(to) != now.told.get(to)}


def _again(found: Mapping[str, Compared], receivers: Sequence[str]) -> list[Work]:
    wanted = set(receivers)
    told: dict[str, dict[str, list[Hearing]]] = {key: {} for key in receivers}
    causes: dict[str, set[str]] = {key: set() for key in receivers}
    for sender in sorted(found):
        one = found[sender]
        for to in one.told.keys() & wanted:
            told[to][sender] = one.told[to]
            causes[to] |= set(one.causes)
    return [Work(key, told[key], frozenset(causes[key])) for key in receivers]


def _batches(work: Sequence[Work]) -> list[Sequence[Work]]:
    return [work[at : at + AT_ONCE] for at in range(0, len(work), AT_ONCE)]


# --- processes


class Crew(Struct):
    """Who works: this process, or several (``pool``)."""

    pool: ProcessPoolExecutor | None

    def map(self, task: Callable[[S], T], items: Iterable[S]) -> Iterator[T]:
        """The results in the order of what was given."""
        return map(task, items) if self.pool is None else self.pool.map(task, items)


class Here(Struct):
    """What a process works with."""

    engine: Engine
    books: Books


_here: dict[str, Here] = {}


@contextmanager
def _crew(engine: Engine, wanted: Plan, jobs: int, prepare: Callable[[], None]) -> Iterator[Crew]:
    if jobs == 1:
        _here["it"] = Here(engine, Books(wanted))
        yield Crew(None)
        return
    given = (engine.url.render_as_string(hide_password=False), wanted, prepare, os.getpid())
    with helpers(jobs, _begin, given) as pool:
        yield Crew(pool)


def _begin(place: str, wanted: Plan, prepare: Callable[[], None], parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word
    die_with(parent)
    prepare()
    _here["it"] = Here(open_engine(place), Books(wanted))


def _scan(lane: int) -> Scanned:
    here = _here["it"]
    with snapshot(here.engine) as connection:
        return scan_lane(connection, lane, here.books.plan.until, here.books.plan.frames)


def _compare(work: Sequence[Work]) -> list[Compared]:
    here, wanted = _here["it"], {one.key: one for one in work}
    found: list[Compared] = []
    with snapshot(here.engine) as connection:
        for key, rows in groupby(journal_of_keys(connection, sorted(wanted)), key=_key):
            one = wanted.pop(key)
            found.append(compare(key, list(rows), here.books, one.told, one.causes))
    found += [compare(key, (), here.books, one.told, one.causes) for key, one in wanted.items()]
    return found


def _key(row: Any) -> str:  # noqa: ANN401 - a row of the journal
    key: str = row.key
    return key
