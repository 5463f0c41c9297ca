"""What the disk does to a ledger is told by its cause, and what to do is what helps."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SQLite
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.cli.events import named
from tests.cli.run import Person

FULL = {"zh": "磁盘空间已满", "en": "no space is left on the disk"}
AGAIN = {"zh": "可重新运行", "en": "run the command again"}
PLACE = {"zh": "WARNING_LEDGER 另指一处", "en": "name another place with --ledger or WARNING_LEDGER"}
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture
def ready(person: Person) -> Person:
    """Someone with an empty ledger and a file for it."""
    person.run("init")
    person.write("events.jsonl", named())
    return person


@contextmanager
def _no_room(most: int) -> Iterator[None]:
    """No file grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _read_only() -> Iterator[None]:
    """What is opened meanwhile cannot be written."""

    def refuse(connection: SQLite, _: Any) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(Engine, "connect", refuse)
    try:
        yield
    finally:
        event.remove(Engine, "connect", refuse)


@LANGS
@pytest.mark.parametrize("command", [("verify",), ("ingest", "events.jsonl")])
def test_a_full_disk_is_told_in_the_same_words(ready: Person, lang: str, command: tuple[str, ...]) -> None:
    """Where there is no room for what SQLite's readers share, it says that the disk failed."""
    with _no_room(20_000):
        shown = ready.run(*command, "--lang", lang)
    assert (shown.code, FULL[lang] in shown.err) == (3, True), shown.err


@LANGS
def test_a_ledger_that_cannot_be_written_is_not_to_be_tried_again(ready: Person, lang: str) -> None:
    with _read_only():
        shown = ready.run("ingest", "events.jsonl", "--lang", lang)
    said = " ".join(shown.err.split())
    assert (shown.code, PLACE[lang] in said, AGAIN[lang] in said) == (3, True, False), said


@LANGS
def test_a_place_where_none_can_be_made_is_told_as_such(
    person: Person, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, "")

    monkeypatch.setattr("warning.cli.ledger.making.make_ledger", refuse)
    shown = person.run("init", "--lang", lang)
    said = " ".join(shown.err.split())
    assert (shown.code, PLACE[lang] in said, AGAIN[lang] in said) == (3, True, False), said
