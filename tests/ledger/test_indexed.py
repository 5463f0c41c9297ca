"""What commands often ask of the quarantine comes from an index: its rows carry originals, and are not read through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url

from warning.ledger.sql import schema
from warning.ledger.sql.counts import tally, waiting
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.queries import without_effect
from warning.ledger.sql.refused_changes import _noted


def test_no_query_of_the_quarantine_reads_it_all(tmp_path: Path) -> None:
    engine = open_engine(make_url(f"sqlite:///{tmp_path / 'ledger.db'}"))
    schema.create(engine)
    asked: list[tuple[str, Any]] = []
    with engine.connect() as connection:
        event.listen(engine, "before_cursor_execute", lambda _c, _u, sql, given, *_: asked.append((sql, given)))
        for ask in (lambda: without_effect(connection, "b:C1"), lambda: tally(connection), lambda: waiting(connection)):
            ask()
        _noted(connection)
        found = [one for one in asked if "FROM quarantine" in one[0]]
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all() for sql, given in found]
    engine.dispose()
    steps = [step[3] for plan in plans for step in plan if "quarantine" in step[3]]
    assert len(found) == len(steps) == 4
    assert [step for step in steps if step.startswith("SCAN") and "COVERING INDEX" not in step] == []
    assert any("quarantine_event" in step for step in steps), steps
