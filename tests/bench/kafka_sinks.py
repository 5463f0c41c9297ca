"""What the benchmarks of the pipeline feed: the worker's own desk, and a light one that decides nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final, Literal

from msgspec import structs
from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text, make_url

from tests.bench.measures import OPENS
from warning.contracts.decode import Incoming
from warning.core.frame import Frame
from warning.core.scalars import midnight
from warning.demo.network import organisation, scale
from warning.intake.parted import Parted, Taken
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.scribe import Scribe
from warning.ledger.sql.sources import Source, move_all
from warning.ledger.sql.write import insert
from warning.rulebook import load_frame
from warning.streams.desk import Desk

Sink = Literal["full", "in turn", "by a thread", "light"]
LIGHT: Final = Table(
    "light",
    MetaData(),
    Column("source", Text, primary_key=True),
    Column("offset", BigInteger, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
)
"""A row a record: its place, which is its id, and its digest."""


def frame_of(loans: int) -> Frame:
    """The rule book of the bench's bank of so many loans."""
    live_from = midnight(OPENS.toordinal())
    return structs.replace(load_frame(live_from=live_from), orgs=organisation(2026, *scale(loans)))


def before_all() -> int:
    """An instant (µs UTC) at which nothing of the bank is due."""
    return midnight(date(2026, 1, 1).toordinal())


class Desked:
    """A ledger with its desk, and what working at it costs."""

    def __init__(self, place: str, loans: int, sink: Sink) -> None:
        """Open the ledger of a database; ``sink`` says how much is done with a record, and who writes."""
        self.ledger = SqlLedger.open(open_engine(make_url(place)))
        if sink == "full":
            self.ledger.scribe = Scribe(self.ledger.engine.url)
            while not self.ledger.scribe.ready():
                pass
        if sink == "in turn":
            setattr(self.ledger, "_draft", lambda _decide: None)  # noqa: B010 - the type of the method is kept
        if sink == "light":
            LIGHT.metadata.create_all(self.ledger.engine)
        made = LightDesk if sink == "light" else Desk
        self.desk = made(self.ledger, frame_of(loans), before_all)
        self._begun: tuple[float, float, float] | None = None

    def begin(self) -> None:
        """The first record is there; later ones change nothing."""
        if self._begun is None:
            self._begun = perf_counter(), process_time(), self._scribe()

    def cost(self, number: int) -> dict[str, Any]:
        """Now that so many records are committed: how fast that was, and processor time a record; the ledger ends."""
        if self._begun is None:
            raise RuntimeError("nothing was read")
        now = perf_counter(), process_time(), self._scribe()
        wall, own, scribe = (after - before for after, before in zip(now, self._begun, strict=True))
        self.ledger.close()
        return {
            "events": number,
            "events_per_s": round(number / wall),
            "process_us_each": round(own / number * 1e6, 1),
            "scribe_us_each": round(scribe / number * 1e6, 1),
        }

    def _scribe(self) -> float:
        """Seconds of the processor that the process that writes has used."""
        scribe = self.ledger.scribe
        if scribe is None or scribe._process is None:
            return 0.0
        fields = Path(f"/proc/{scribe._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class LightDesk(Desk):
    """Read by the contract, written as a row a record, with the offsets in the same transaction; nothing decided."""

    _taken = _known = 0

    @property
    def written(self) -> int:
        """All but the last, until somebody settles or takes more."""
        return self._known

    def settle(self) -> None:
        """What was taken is committed already."""
        self._known = self._taken

    def take(self, at: Mapping[str, Source], batch: Sequence[Parted]) -> Taken:
        """All of it."""
        self.settle()
        after: dict[str, Source] = {}
        for one in batch:
            before = after.get(one.source, at[one.source])
            received = one.read.received if isinstance(one.read, Incoming) else 0
            latest = max(before.received, received)
            after[one.source] = structs.replace(
                before, position=one.position, received=latest, records=before.records + 1, finished=True
            )
        with self._ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
            insert(connection, LIGHT, [(one.source, one.offset, sha256(one.raw).digest()) for one in batch])
            move_all(connection, [(at[name], after[name]) for name in sorted(after)])
        self._taken += 1
        return Taken(len(batch), after, {})
