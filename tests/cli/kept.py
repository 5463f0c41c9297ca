"""A ledger in a test: what a command on it prints for machines, and the rows it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator
from sqlalchemy import Connection, select

from tests.cli.run import Person
from tests.cli.test_answers import validator
from warning.bootstrap import open_ledger
from warning.ledger.sql.tables import DUTY, SIGNAL, WARNING
from warning.resources import schemas_directory


@cache
def verdicts() -> Draft202012Validator:
    """Of the lines of ``decide``."""
    return Draft202012Validator(json.loads((schemas_directory() / "verdicts.schema.json").read_text(encoding="utf-8")))


@cache
def others() -> Draft202012Validator:
    """Of the lines of all other commands."""
    return validator()


def told(person: Person, *words: str, code: int = 0) -> list[dict[str, Any]]:
    """What a command prints, each line held against the one schema or the other."""
    shown = person.run(*words, "--json")
    assert shown.code == code, shown.err
    found = [json.loads(line) for line in shown.out.splitlines()]
    for line in found:
        assert verdicts().is_valid(line) or others().is_valid(line), line
    return found


def kept(place: str = "ledger.db") -> list[tuple[str, bytes]]:
    """All rows that people see."""
    with looking(place) as connection:
        found = [
            (row.id, bytes(row.body)) for table in (SIGNAL, WARNING, DUTY) for row in connection.execute(select(table))
        ]
    return sorted(found)


@contextmanager
def looking(place: str = "ledger.db") -> Iterator[Connection]:
    """A look into a ledger."""
    here = open_ledger(place)
    with here.ledger.engine.connect() as connection:
        yield connection
    here.close()
