"""Killed (``kill -9``) at every step of archiving and dropping: nothing is lost, and the next run goes on."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from tests.archive import kept
from tests.archive.conftest import Grown
from tests.audit.anchored import Shelf, grown
from tests.forked import CONTEXT
from tests.ledger import bank
from warning.audit.archive import dropping
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.engine import open_engine


def _run(url: str, directory: str, anchors: dict[int, bytes], die_at: int) -> None:
    """Archive and drop; at a step of that number, die."""
    dropping.AT_ONCE = 3  # type: ignore[misc]
    steps = 0

    def reached(_step: str) -> None:
        nonlocal steps
        steps += 1
        if steps == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    shelf = Shelf()
    shelf.kept.update(anchors)
    ledger = kept.opened(make_url(url))
    pieces = kept.archived(ledger, Path(directory), shelf=shelf, reached=reached)
    kept.dropped(ledger, Path(directory), pieces, reached)
    ledger.close()


def _dies(url: URL, directory: Path, shelf: Shelf, die_at: int) -> bool:
    given = (url.render_as_string(hide_password=False), str(directory), shelf.kept, die_at)
    process = CONTEXT.Process(target=_run, args=given)
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


PARTS = 2
STEPS = ("written", "named", "verified", "recorded", "dropped")


def _points(steps: list[str]) -> list[int]:
    """Of each kind of step and file the first and the last: 18."""
    kinds: dict[str, list[int]] = {}
    for number, step in enumerate(steps, 1):
        what, _, name = step.partition(" ")
        ending = name.partition(".")[2] or (name.partition("/")[0] if not name[:2].isdigit() else "")
        kinds.setdefault(f"{what} {ending}", []).append(number)
    assert {kind.partition(" ")[0] for kind in kinds} == set(STEPS)
    return sorted({numbers[n] for numbers in kinds.values() for n in (0, -1)})


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_killed_at_every_kind_of_step(grew: Grown, part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each on a copy of its own; what the next run leaves is, row by row and byte by byte, what one run leaves."""
    before = kept.told(grew.program)
    monkeypatch.setattr(dropping, "AT_ONCE", 3)
    points = _points(_steps(grew, tmp_path / "whole"))
    assert len(points) >= 15
    undisturbed = make_url(f"sqlite:///{tmp_path / 'whole.db'}")
    _whole(undisturbed, grew.shelf, before)
    expected = _left(undisturbed, tmp_path / "whole")
    assert expected[0]["archived"]
    for n, die_at in enumerate(points[part::PARTS]):
        path = tmp_path / f"copy-{n}.db"
        shutil.copy(tmp_path / "ledger.db", path)
        url, directory = make_url(f"sqlite:///{path}"), tmp_path / f"archive-{n}"
        assert _dies(url, directory, grew.shelf, die_at)
        _whole(url, grew.shelf, before)
        assert not _dies(url, directory, grew.shelf, 0)
        assert _left(url, directory) == expected


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_killed_one_after_the_other_on_the_same_ledger(grew: Grown, tmp_path: Path) -> None:
    """On PostgreSQL: it goes on."""
    before = kept.told(grew.program)
    directory = tmp_path / "archive"
    died = 0
    while _dies(grew.archivist, directory, grew.shelf, 23):
        died += 1
        _whole(grew.program, grew.shelf, before)
    assert died > 3
    _whole(grew.program, grew.shelf, before)


def _steps(grew: Grown, directory: Path) -> list[str]:
    """All steps of a run, on a copy."""
    path = directory.with_suffix(".db")
    shutil.copy(str(grew.program.database), path)
    ledger, steps = kept.opened(make_url(f"sqlite:///{path}")), list[str]()
    kept.dropped(
        ledger, directory, kept.archived(ledger, directory, shelf=grew.shelf, reached=steps.append), steps.append
    )
    ledger.close()
    return steps


def _left(url: URL, directory: Path) -> tuple[bank.Contents, dict[str, bytes]]:
    """All rows, and all files; of where they lie the name alone."""
    engine = open_engine(url)
    rows = bank.contents(engine)
    engine.dispose()
    assert all(row.count(str(directory)) == 1 for row in rows["archived"]), "its place"
    rows["archived"] = [tuple("" if value == str(directory) else value for value in row) for row in rows["archived"]]
    files = (path for path in directory.rglob("*") if path.is_file())
    return rows, {str(path.relative_to(directory)): path.read_bytes() for path in files}


def _whole(url: URL, shelf: Shelf, before: dict[str, object]) -> None:
    assert kept.told(url) == before
    report = kept.looked(url, shelf)
    assert (report.findings, report.not_read) == ((), ())


@pytest.fixture
def left(tmp_path: Path) -> URL:
    """A ledger with a boundary on record and its rows still here: whoever dropped them died in between."""
    shelf = Shelf()
    url = make_url(f"sqlite:///{tmp_path / 'ledger.db'}")
    grown(url, shelf).ledger.close()
    ledger, first = kept.opened(url), tmp_path / "first"

    def dies(step: str) -> None:
        if step.startswith("recorded"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.dropped(ledger, first, kept.archived(ledger, first), dies)
    ledger.close()
    return url


def _refuses(url: URL, why: str, *, anew: bool) -> None:
    """It does, whether or not there is more to archive; nothing is dropped."""
    directory = Path(str(url.database)).parent
    before, ledger, second = kept.rows(url), kept.opened(url), directory / "second"
    with pytest.raises(Unread) as told:
        kept.dropped(ledger, second, kept.archived(ledger, second, kept.NOVEMBER) if anew else [])
    assert (told.value.why, told.value.place) == (why, str(directory / "first"))
    assert kept.rows(url) == before
    ledger.close()


@pytest.mark.parametrize("harm", ["away", "missing", "damaged"])
def test_what_a_killed_run_recorded_is_not_dropped_without_its_files(left: URL, tmp_path: Path, harm: str) -> None:
    first = tmp_path / "first"
    (file,) = first.glob(f"{_lane(left):02}/*journal*")
    if harm == "away":
        shutil.rmtree(first)
    elif harm == "missing":
        file.unlink()
    else:
        file.write_bytes(b"x")
    _refuses(left, harm, anew=True)


@pytest.mark.parametrize("altered", ["journal SET received = received + 1", "change SET at = at + 1"])
def test_what_a_killed_run_recorded_is_not_dropped_where_it_is_another_here(left: URL, altered: str) -> None:
    lane = _lane(left)
    with sqlite3.connect(str(left.database)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(f"UPDATE {altered} WHERE lane = {lane}")
    database.close()
    _refuses(left, "damaged", anew=False)


def _lane(url: URL) -> int:
    """The lane of which a boundary is on record."""
    engine = open_engine(url)
    with engine.connect() as connection:
        found = int(connection.exec_driver_sql("SELECT lane FROM archived").scalar_one())
    engine.dispose()
    return found
