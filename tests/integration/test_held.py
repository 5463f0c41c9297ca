"""The live clock beside real topics: held for a partition that is not read for an hour, never for a silent one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import select

from tests.integration.pipeline import Pipeline, made, whole
from tests.ledger import bank
from warning.bootstrap import Opened
from warning.core.draft import Wake
from warning.core.rows import Duty
from warning.core.scalars import DAY, read_moment
from warning.intake.heart import Heart
from warning.ledger.journal import JournalRow
from warning.ledger.sql import codec
from warning.ledger.sql.sources import PATIENCE, sources
from warning.ledger.sql.tables import AGGREGATE, DUTY, JOURNAL
from warning.resources import topics_file
from warning.streams.administration import Admin
from warning.streams.desk import Desk
from warning.streams.feed import Feed, Limits
from warning.streams.told import Told
from warning.streams.topics import apply, read_topics

pytestmark = pytest.mark.slow

BEGAN = read_moment("2026-10-21T12:31:00+08:00")
"""A minute after the last record."""


class Wall:
    """A clock that stands where it is put (µs UTC), and is looked at."""

    def __init__(self) -> None:
        self.at: int = BEGAN
        self.looks = 0

    def now(self) -> int:
        self.looks += 1
        return self.at


@contextmanager
def _feeding(pipeline: Pipeline, here: Opened, wall: Wall) -> Iterator[None]:
    """A feed that lives by that clock, in a thread."""
    stopping = threading.Event()

    async def live() -> None:
        desk = Desk(here.ledger, here.setting.frame, wall.now)
        feed = Feed(pipeline.broker, desk, Told(), group="held", limits=Limits(session_s=2.0))
        await feed.start()
        running = asyncio.create_task(feed.run())
        await asyncio.to_thread(stopping.wait)
        await feed.stop()
        await running

    thread = threading.Thread(target=lambda: asyncio.run(live()))
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(60)
    assert not thread.is_alive()


def _wakes(here: Opened) -> list[bool]:
    """Of each wake, in their order: whether it came when we were behind."""
    query = select(JOURNAL).where(JOURNAL.c.kind == "wake").order_by(JOURNAL.c.at, JOURNAL.c.key)
    with here.ledger.engine.connect() as connection:
        rows = [JournalRow(*row) for row in connection.execute(query)]
    return [row.record.content.lagging for row in rows if isinstance(row.record.content, Wake)]


def _next(here: Opened) -> int:
    """When something is to be done next."""
    due = AGGREGATE.c.next_due
    with here.ledger.engine.connect() as connection:
        return int(connection.execute(select(due).where(due > 0).order_by(due).limit(1)).scalar_one())


def _breached(here: Opened) -> dict[str, tuple[str, str]]:
    """Cause and score of each duty that was breached."""
    with here.ledger.engine.connect() as connection:
        duties: list[Duty] = [codec.read_duty(row.body) for row in connection.execute(select(DUTY))]
    return {one.id: (one.cause, one.scored) for one in duties if one.breached_at}


def test_a_partition_that_is_not_read_holds_the_clock_for_an_hour_and_silent_ones_never(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warning.streams.feed.BEAT_S", 0.1)
    monkeypatch.setattr("warning.streams.feed.LOOK_S", 0.5)
    monkeypatch.setattr("warning.streams.desk.Heart", partial(Heart, silence=999 * DAY))  # no jump is an outage
    made(pipeline.url, "live")
    here, wall, admin = pipeline.opened(), Wall(), Admin(pipeline.broker)

    def beat(at: int) -> list[bool]:
        """All wakes, once time was let pass until an instant."""
        wall.at, before = at, wall.looks
        pipeline.wait(lambda: wall.looks > before + 2)
        return _wakes(here)

    with _feeding(pipeline, here, wall):
        number = pipeline.publish(bank.short(4))
        pipeline.read(here, number)
        with here.ledger.engine.connect() as connection:
            assert 0 < len(sources(connection)) < 32, "no partition was silent"
        due = _next(here)
        assert beat(due - 1) == []
        woken = beat(due)
        assert woken
        assert not any(woken)

        level = wall.at
        admin.delete("command")
        pipeline.wait(lambda: "command" not in admin.ids(["command"]))
        apply(admin, read_topics(topics_file()))
        pipeline.wait(lambda: "command" in admin.ids(["command"]))
        beat(level)
        before, own = len(beat(level + 1)), _breached(here)
        due = _next(here)
        for now in (due, level + PATIENCE):
            assert len(beat(now)) == before
        late = beat(level + PATIENCE + 1)[before:]
        assert late
        assert all(late)
        assert {of for name, of in _breached(here).items() if name not in own} == {("pipeline_lag", "")}

        reset = pipeline.warning("offsets", "reset", "command", "--all", "--to", "begin")
        assert reset.returncode == 0, reset.stderr
        before = len(beat(wall.at))
        due = _next(here)
        assert due > wall.at
        found = beat(due)[before:]
        assert found
        assert not any(found)
    admin.close()
    whole(here, number)
    here.close()
