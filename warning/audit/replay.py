"""``warning replay``: from the journal, under the frames and core versions recorded, all that was decided once more.

Lanes are independent: each is a fold of its own rows. So they are replayed by several processes. What their aggregates
tell each other is compared at the end: by then each lane knows what was told and heard in it, as one number a lane.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from hashlib import sha256
from secrets import token_bytes
from typing import Final

from msgspec import Struct
from sqlalchemy import Engine, select

from warning.audit.checkpoint import Checkpoint
from warning.audit.divergence import Divergence
from warning.audit.lane import Cut, Proof, Replayed, replay_lane
from warning.audit.pools import helpers
from warning.audit.verifier.findings import NotRead
from warning.core.frame import Frame
from warning.ledger.beside.told import KEY, Amiss, Hearing, Tally, doubtful, waiting
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.sql.archived import OPTION, Archive
from warning.ledger.sql.engine import open_engine, snapshot
from warning.ledger.sql.scribe import die_with
from warning.ledger.sql.tables import LANE

Lanes = Sequence[int]
AHEAD: Final = 2
"""Lanes that another process has before it, so that it never waits for this one."""
KEPT: Final = 1_000
"""So many facts that are not as they were told are named."""


class Proven(Struct, frozen=True):
    """What a replay came to, lane by lane in their order."""

    lanes: tuple[Replayed, ...]
    amiss: tuple[Divergence, ...] = ()
    """What was heard or waits and was not told so, or was told and is neither, between these lanes."""

    @property
    def rows(self) -> int:
        """Rows that were compared."""
        return sum(lane.rows for lane in self.lanes)

    @property
    def effects(self) -> int:
        """Effects of these."""
        return sum(lane.effects for lane in self.lanes)

    @property
    def aggregates(self) -> int:
        """Whose states were folded."""
        return sum(lane.aggregates for lane in self.lanes)

    @property
    def foreign(self) -> dict[str, int]:
        """Core version -> rows that it decided, and this one cannot decide again."""
        versions = sorted({version for lane in self.lanes for version in lane.foreign})
        return {version: sum(lane.foreign.get(version, 0) for lane in self.lanes) for version in versions}

    @property
    def unknown(self) -> int:
        """Rows after those of the same aggregates."""
        return sum(lane.unknown for lane in self.lanes)

    @property
    def not_read(self) -> tuple[NotRead, ...]:
        """Rows that are archived, and not here."""
        return tuple(lane.not_read for lane in self.lanes if lane.not_read is not None)

    @property
    def divergences(self) -> tuple[Divergence, ...]:
        """The first of each lane, and what lanes tell each other."""
        return (*(lane.first for lane in self.lanes if lane.first is not None), *self.amiss)

    @property
    def ends(self) -> str:
        """A fingerprint of the ends of all chains, as of ``verify``; empty where not all were walked."""
        if [lane.lane for lane in self.lanes] != list(range(LANES)):
            return ""
        return sha256(b"".join(lane.head for lane in self.lanes)).hexdigest()


def nothing() -> None:
    """Set nothing up."""


def replay(
    engine: Engine,
    frames: Mapping[str, Frame],
    lanes: Lanes = range(LANES),
    *,
    jobs: int = 1,
    checkpoint: Checkpoint | None = None,
    tell: Callable[[Replayed], None] = lambda _: None,
    prepare: Callable[[], None] = nothing,
) -> Proven:
    """Replay lanes, in ``jobs`` processes; ``tell`` hears of every lane as it is done.

    ``prepare`` sets a process up. What ``checkpoint`` has proven is not decided again; it is written after each lane.

    Raises:
        OSError: the checkpoint cannot be written.
        SQLAlchemyError: the database failed.
    """
    proofs = {} if checkpoint is None else checkpoint.lanes.copy()
    work = [(lane, proofs.get(lane)) for lane in lanes]
    told = Tally(token_bytes(KEY) if checkpoint is None else checkpoint.key)
    ill, cut = _waiting(engine, lanes, told)
    found = []
    for one in _alone(engine, frames, cut, work) if jobs == 1 else _together(engine, frames, cut, work, jobs, prepare):
        found.append(one)
        if checkpoint is not None:
            checkpoint.keep(one)
        tell(one)
    amiss = sorted((*ill, *_amiss(engine, frames, found, told)))[:KEPT]
    return Proven(tuple(sorted(found, key=lambda one: one.lane)), tuple(map(_named, amiss)))


def _waiting(engine: Engine, lanes: Lanes, told: Tally) -> tuple[list[Amiss], Cut]:
    """At one instant: what waits where nobody will find it, and where lanes end; what waits is added up."""
    ill = []
    with snapshot(engine) as connection:
        ends = {row.id: row.seq for row in connection.execute(select(LANE.c.id, LANE.c.seq))}
        for lies_right, one in waiting(connection):
            told.waits(one)
            if not lies_right and (one.told is None or lane_of(one.told.to) in lanes):
                ill.append(Amiss(-1, 0, "inbox", "" if one.told is None else one.told.to, str(one.id)))
    return ill, Cut(key=told.key, ends=ends)


def _amiss(engine: Engine, frames: Mapping[str, Frame], found: Sequence[Replayed], told: Tally) -> list[Amiss]:
    """What between these lanes was not told, heard and left waiting alike; of lanes that diverge nothing is known."""
    for one in found:
        told.add(one.told or {})
        told.add({pair: -number for pair, number in one.since.items()})
    whole = {one.lane for one in found if one.first is None and one.told is not None}
    pairs = doubtful(told.sums, set(range(LANES)) - whole)
    if not pairs:
        return []
    begun = {one.lane: one.not_read.last for one in found if one.not_read is not None}
    with snapshot(engine) as connection:
        return Hearing(connection, frames, pairs, begun).amiss()


def _named(one: Amiss) -> Divergence:
    return Divergence(lane=one.lane, seq=one.seq, code=one.code, key=one.key, event_id=one.name)


def _alone(
    engine: Engine, frames: Mapping[str, Frame], cut: Cut, work: Sequence[tuple[int, Proof | None]]
) -> Iterator[Replayed]:
    for lane, proof in work:
        with snapshot(engine) as connection:
            found = replay_lane(connection, lane, frames, proof, cut)
        yield found


def _together(
    engine: Engine,
    frames: Mapping[str, Frame],
    cut: Cut,
    work: Sequence[tuple[int, Proof | None]],
    jobs: int,
    prepare: Callable[[], None],
) -> Iterator[Replayed]:
    """This process works, too: others take a second to begin."""
    place = engine.url.render_as_string(hide_password=False)
    given = (place, engine.get_execution_options().get(OPTION), frames, cut, prepare, os.getpid())
    left, running = deque(work), set[Future[Replayed]]()
    with helpers(jobs - 1, _begin, given) as pool:
        while left or running:
            while left and len(running) < AHEAD * (jobs - 1):
                running.add(pool.submit(_lane, *left.popleft()))
            if left:
                yield from _alone(engine, frames, cut, [left.popleft()])
                done = {one for one in running if one.done()}
            else:
                done = wait(running, return_when=FIRST_COMPLETED).done
            running -= done
            yield from (one.result() for one in done)


_here: dict[str, tuple[Engine, Mapping[str, Frame], Cut]] = {}
"""What a process of the pool works with."""


def _begin(
    place: str,
    archive: Archive | None,
    frames: Mapping[str, Frame],
    cut: Cut,
    prepare: Callable[[], None],
    parent: int,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word
    die_with(parent)
    prepare()
    _here["it"] = (open_engine(place).execution_options(**{OPTION: archive}), frames, cut)


def _lane(lane: int, proof: Proof | None) -> Replayed:
    engine, frames, cut = _here["it"]
    return next(_alone(engine, frames, cut, [(lane, proof)]))
