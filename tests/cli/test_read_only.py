"""A ledger on a medium that nobody can write, as an audit gets it: all that only reads works, nothing else is tried."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.run import Person
from warning.ledger.sql import engine

READING = (
    ("status",),
    ("replay",),
    ("alerts", "list"),
    ("duties", "list", "--overdue"),
    ("asof", "2026-10-20"),
    ("quarantine", "list"),
    ("held", "list"),
)


@pytest.fixture
def medium(month: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """The file system says that it is read-only; whoever writes there all the same is seen by the files it leaves."""
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=os.ST_RDONLY))
    return month


def files(here: Path) -> dict[str, int]:
    """What lies there, with the instant of its last change."""
    return {path.name: path.stat().st_mtime_ns for path in here.iterdir()}


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_only_reads_leaves_nothing_beside_it(medium: Person, words: tuple[str, ...]) -> None:
    with closing(sqlite3.connect("ledger.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = files(medium.here)
    seen: list[set[str]] = []
    as_it_lies = engine._as_it_lies

    def opened(path: Path) -> sqlite3.Connection:
        connection = as_it_lies(path)
        connection.execute("SELECT count(*) FROM journal").fetchone()
        seen.append(set(files(medium.here)))
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_as_it_lies", opened)
        shown = medium.run(*words)
    assert shown.code == 0, shown.err
    assert seen
    assert all(names == set(before) for names in seen)
    assert files(medium.here) == before


def test_what_writes_is_told_that_it_cannot(medium: Person) -> None:
    shown = medium.run("tick", "--until", "2027-01-01")
    assert shown.code == 3
    assert "该文件只读" in " ".join(shown.err.split())


def test_a_log_beside_it_is_part_of_the_ledger(medium: Person) -> None:
    """What lies in it would be passed over: such a file is opened as any other."""
    with closing(sqlite3.connect("ledger.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("UPDATE ledger SET alive_at = alive_at + 1")
        database.commit()
        assert (medium.here / "ledger.db-wal").stat().st_size
        assert not engine._sealed(medium.here / "ledger.db")
    assert engine._sealed(medium.here / "ledger.db")


@pytest.fixture
def mounted(month: Person) -> Iterator[Path]:
    """A real one."""
    place = month.here / "medium"
    place.mkdir()
    (month.here / "ledger.db").rename(month.here / "medium" / "ledger.db")
    made = [["mount", "--bind", str(place), str(place)], ["mount", "-o", "remount,ro,bind", str(place)]]
    if os.geteuid() or any(subprocess.run(words, check=False, capture_output=True).returncode for words in made):
        subprocess.run(["umount", str(place)], check=False, capture_output=True)
        pytest.skip("only root may mount, and not in every container")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
def test_a_mounted_medium_is_verified(month: Person, mounted: Path) -> None:
    with pytest.raises(OSError, match="Read-only"):
        (mounted / "other").touch()
    shown = month.run("verify", "--ledger", str(mounted / "ledger.db"))
    assert shown.code == 0, shown.err
    assert "核对无误" in " ".join(shown.out.split())
