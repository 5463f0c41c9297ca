"""``compiled_once``: an engine of SQLite uses what another has compiled, and gives the same."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, event, select

from tests.ledger import bank
from tests.ledger.compiled import compiled_once
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import LANE


def compiled(path: Path) -> bool:
    """Whether the statement had to be compiled for that database."""
    said: list[str] = []
    engine = open_engine(str(path))
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[4]._get_cache_stats()))
    with engine.connect() as connection:
        assert len(connection.execute(select(LANE.c.id, LANE.c.head, LANE.c.seq)).all()) > 0
    engine.dispose()
    return "generated" in said[-1]


def test_a_statement_is_compiled_once(tmp_path: Path) -> None:
    for name in ("one.db", "two.db"):
        bank.create(URL.create("sqlite", database=str(tmp_path / name))).engine.dispose()
    with compiled_once():
        assert [compiled(tmp_path / name) for name in ("one.db", "two.db")] == [True, False]


def test_an_engine_of_postgresql_is_left_alone(postgres_url: URL) -> None:
    one, other = open_engine(postgres_url), open_engine(postgres_url)
    assert one.dialect is not other.dialect
    assert one._compiled_cache is not other._compiled_cache
