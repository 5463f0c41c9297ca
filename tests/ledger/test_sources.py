"""Sources move by compare-and-set, one or many at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from sqlalchemy import URL, Engine

from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.sources import Position, Source, SourceMoved, move_all, sources

NEW = [Source(f"kafka:repayment:{number}", "kafka", beginning=bytes([number])) for number in range(4)]
READ = [replace(one, position=Position(7, 8, 0), received=5, records=7, applied=7) for one in NEW]
ON = [replace(one, position=Position(9, 10, 0), received=6, finished=True, records=9, applied=9) for one in READ]


@pytest.fixture
def engine(database_url: URL) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def _move(engine: Engine, moves: list[tuple[Source, Source]]) -> list[Source]:
    with engine.connect().execution_options(writes=True) as connection:
        with connection.begin():
            move_all(connection, moves)
        return sources(connection)


def test_each_moves_from_where_it_was_found(engine: Engine) -> None:
    assert _move(engine, []) == []
    assert _move(engine, list(zip(NEW, READ, strict=True))) == READ
    assert _move(engine, list(zip(READ[1:], ON[1:], strict=True))) == [READ[0], *ON[1:]]


@pytest.mark.parametrize(
    "other",
    [
        replace(READ[2], position=Position(8, 9, 0)),
        replace(READ[2], records=8, applied=8),
        replace(READ[2], finished=True),
    ],
)
def test_where_one_has_been_moved_by_another_none_moves(engine: Engine, other: Source) -> None:
    there = [*READ[:2], other, READ[3]]
    _move(engine, list(zip(NEW, there, strict=True)))
    with pytest.raises(SourceMoved) as moved:
        _move(engine, list(zip(READ, ON, strict=True)))
    assert moved.value.name == READ[2].name
    with engine.connect() as connection:
        assert sources(connection) == there


def test_one_that_is_new_and_there_already_was_moved_by_another(engine: Engine) -> None:
    _move(engine, [(NEW[0], READ[0])])
    with pytest.raises(SourceMoved):
        _move(engine, [(NEW[1], READ[1]), (NEW[0], ON[0])])
    with engine.connect() as connection:
        assert sources(connection) == READ[:1]
