"""What a worker does with the ledger: one thing at a time, in one thread, while the feed goes on reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from warning.contracts.decode import Incoming, Refused, decode, timely
from warning.core.frame import Frame
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.intake.parted import Parted, Taken, take_parted
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.outages import note_alive
from warning.ledger.sql.sources import Position, Source, move, sources
from warning.streams.lag import Lag
from warning.streams.places import Part, read_name
from warning.streams.placing import Log, by_part


class Desk:
    """A ledger, its intake, and on a live ledger its heart. ``now`` is the wall's clock (µs UTC)."""

    def __init__(self, ledger: SqlLedger, frame: Frame, now: Callable[[], int]) -> None:
        """Sit down; nothing is done yet."""
        self.live = ledger.about.clock == "live"
        self._ledger = ledger
        self._intake = Intake(ledger, frame)
        self.now = now
        self._behind: list[int] = []
        self._lag = Lag()
        self._heart = Heart(self._intake, reading=lambda: self._behind) if self.live else None
        self._begun = False
        self._flying = False
        """Whether records that were taken may be unwritten."""

    def known(self) -> dict[Part, list[Source]]:
        """The partitions the ledger knows, once all that was taken is written.

        Raises:
            SourceMoved: another worker reads one of the partitions that were taken from.
            DBAPIError: the database failed.
        """
        self.settle()
        return self._sources()

    def moved(self, at: Mapping[str, Source]) -> bool:
        """Whether one of these stands elsewhere by the ledger: somebody has set it. Raises as ``known``."""
        there = {one.name: one.position.offset for ones in self.known().values() for one in ones}
        return any(there.get(name, here.position.offset) != here.position.offset for name, here in at.items())

    def _sources(self) -> dict[Part, list[Source]]:
        with self._ledger.engine.connect() as connection:
            return by_part(sources(connection))

    def read(self, raw: bytes, topic: str) -> Incoming | Refused:
        """A record of a topic, or what is wrong with it; of what is to come a live ledger takes nothing."""
        try:
            incoming = decode(raw, topic)
            return timely(incoming, self.now()) if self.live else incoming
        except Refused as refused:
            return refused

    def take(self, at: Mapping[str, Source], batch: Sequence[Parted]) -> Taken:
        """Take records, in one transaction; what was taken before is written by then, and this while the next is taken.

        Raises:
            SourceMoved: another worker reads one of their partitions, or of those before.
            DBAPIError: the database failed.
        """
        self._flying = True
        return take_parted(self._intake, at, batch)

    @property
    def written(self) -> int:
        """How many of the batches that were taken are known to be written."""
        return self._ledger.written

    def settle(self) -> None:
        """All that was taken is written.

        Raises:
            SourceMoved: it is not, for another worker reads one of the partitions.
            DBAPIError: the database failed.
        """
        self._intake.settle()
        self._flying = False

    def pass_over(self, at: Mapping[str, Source], to: Mapping[str, Position]) -> dict[str, Source]:
        """Move sources to where they stand behind what is no record; where they stand then.

        Raises:
            SourceMoved: another worker reads one of them.
            DBAPIError: the database failed.
        """
        after = {name: replace(at[name], position=position, finished=True) for name, position in to.items()}
        with self._ledger.transaction((), worker=True) as unit:
            for name in sorted(after):
                move(unit.connection, at[name], after[name])
        return after

    def beat(self, now: int, logs: Mapping[Part, Log] | None) -> tuple[bool, int | None]:
        """Let time pass on a live ledger: whether that is all, and since when nobody was there, if that was long.

        ``logs`` are all partitions there are, as they lay at ``now`` or after; None: no broker says.

        Raises:
            DBAPIError: the database failed.
        """
        if self._heart is None:
            return True, None
        down = None
        if not self._begun:
            down, self._begun = self._heart.start(now), True
        known = self.known() if self._flying else self._sources()  # what time has brought moves none of them
        self._behind = self._lag.look(now, logs, known)
        return self._heart.beat(now), down

    @property
    def committed(self) -> int:
        """How many transactions that wrote something are known to be committed."""
        return self._ledger.written + self._intake.woken + (self._heart.signs if self._heart is not None else 0)

    @property
    def woken(self) -> int:
        """Clock checks committed since we sat down."""
        return self._intake.woken

    @property
    def waited_out(self) -> dict[tuple[Part, str], int]:
        """By partition and outcome: records that had waited for their loan and wait no more, since we sat down."""
        read = ((read_name(name), outcome, number) for (name, outcome), number in self._intake.waited_out.items())
        found: Counter[tuple[Part, str]] = Counter()
        for named, outcome, number in read:
            if named is not None:
                found[named[0], outcome] += number
        return dict(found)

    @property
    def reached(self) -> int:
        """The instant (µs UTC) to which a live ledger's time has passed; 0: not yet, or the records tell the time."""
        return self._heart.reached if self._heart is not None else 0

    def leave(self) -> None:
        """The last sign of life."""
        if self._begun and self._heart is not None:
            self._heart.land()
            with self._ledger.transaction(()) as unit:
                note_alive(unit.connection, self.now())
