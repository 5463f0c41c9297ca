"""A rule book that changes under a worker: approved, it takes force between records; planted, it ends the worker."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import URL, func, insert, select

from tests.integration.pipeline import Pipeline
from tests.ledger import bank
from tests.rule_changes import changed
from tests.rule_changes.changed import EARLIER, FORCE, QUICKER
from warning.bootstrap import Opened
from warning.demo.bank import synthesise
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import FRAME, JOURNAL

pytestmark = pytest.mark.slow

NEW: Final = changed.packed(*EARLIER)
PLANTED: Final = changed.packed(*QUICKER)
OFFICE: Final = ("--org", "9999", "--post", "head_office_risk_officer")
SAID: Final = f"Rule book {changed.frame_of(PLANTED).id[:16]}"


@cache
def halves() -> tuple[list[bytes], list[bytes]]:
    """The records up to the instant a change is proposed at, and those after it."""
    lines = bank.in_order(synthesise(loans=20, months=2, start=bank.OPENS))
    before = [line for line in lines if bank.recorded(line) < "2026-11-02T09:00"]
    return before, list(lines[len(before) :])


def _change(pipeline: Pipeline, directory: Path) -> None:
    """One proposes, another approves, while the worker works."""
    book = changed.book_directory(NEW, directory / "earlier")
    propose = ("rules", "propose", str(book), *OFFICE, "--officer", "H-1", "--id", "RC-1", "--reason", "stricter")
    told = pipeline.warning(*propose, "--from", "2026-11-04T00:00:00+08:00", "--without-backtest", "a test")
    assert told.returncode == 0, told.stderr
    told = pipeline.warning("rules", "approve", "RC-1", *OFFICE, "--officer", "H-2")
    assert told.returncode == 0, told.stderr


def test_a_book_that_two_approve_takes_force_under_a_worker(pipeline: Pipeline, here: Opened, tmp_path: Path) -> None:
    before, after = halves()
    with pipeline.worker() as worker:
        pipeline.read(here, pipeline.publish(before))
        _change(pipeline, tmp_path)
        number = len(before) + pipeline.publish(after)
        pipeline.read(here, number)
    assert worker.process.returncode == 0, worker.said()
    with here.ledger.engine.connect() as connection:
        query = select(JOURNAL.c.frame, func.min(JOURNAL.c.at), func.max(JOURNAL.c.at)).group_by(JOURNAL.c.frame)
        spans = {frame: (first, last) for frame, first, last in connection.execute(query)}
    old, new = bank.frame().id, changed.frame_of(NEW).id
    assert spans.keys() == {old, new}
    assert spans[old][1] < FORCE <= spans[new][0]
    for words in (("verify",), ("replay", "--jobs", "1")):
        told = pipeline.warning(*words)
        assert told.returncode == 0, told.stdout + told.stderr


def _plant(url: URL) -> None:
    """What somebody with the application's login does."""
    engine = open_engine(url)
    with engine.begin() as connection:
        values = {"id": changed.frame_of(PLANTED).id, "recorded_at": 0, "files": PLANTED}
        connection.execute(insert(FRAME).values(in_force_at=bank.UNTIL, **values))
    engine.dispose()


def test_a_worker_ends_by_a_book_nobody_approved_and_says_which(pipeline: Pipeline, live: Opened) -> None:
    before, after = halves()
    with pipeline.worker() as worker:
        pipeline.read(live, pipeline.publish(before))
        _plant(pipeline.url)
        pipeline.publish(after)
        pipeline.wait(lambda: worker.process.poll() is not None)
    said = worker.said()
    assert worker.process.returncode == 3, said
    assert SAID in " ".join(said.split())
    assert "warning verify" in said
    assert (".py:" in said, "Traceback" in said, "crash" in said) == (False, False, False)
