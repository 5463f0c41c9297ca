"""Ledgers that former versions of the program made, and this one, and their frame: recorded once, never edited."""

from __future__ import annotations

import gzip
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from warning.audit.replay import replay
from warning.bootstrap import kept_frames, open_ledger, upgrade_ledger
from warning.core import VERSION
from warning.core.frame import Band, Book, Calendar, Clock, Org, SignalRule, Term
from warning.core.scalars import read_moment
from warning.intake.ingest import Intake
from warning.ledger.verify import Difference, verify
from warning.rulebook import identity, load_book
from warning.rulebook.identity import LATER, NAMES, content_hash

HERE: Final = Path(__file__).parent
RECORDED: Final = sorted((HERE / "ledgers").glob("*.sql.gz"))
SHIPPED: Final = "fdf3b3842929d0f1cffd3183aedd8931a8310c20622f56f53d7cd97a4a894adf"
"""The frame of ``rules/``. It changes when a figure, the calendar or the organisation does, and for nothing else."""


def restored(dump: Path, path: Path) -> str:
    """The ledger, brought up to date as its owner would."""
    with sqlite3.connect(path) as database:
        database.executescript(gzip.decompress(dump.read_bytes()).decode())
    database.close()
    done = upgrade_ledger(str(path))
    assert done.found <= done.needed
    assert done.guards or done.found > "0007", "guards are made anew since"
    return str(path)


@pytest.mark.parametrize("dump", RECORDED, ids=lambda path: path.name)
def test_a_ledger_of_a_former_version_opens_and_goes_on(dump: Path, tmp_path: Path) -> None:
    here = open_ledger(restored(dump, tmp_path / "ledger.db"))
    stored = here.ledger.frames()[-1]
    assert here.setting.frame.id == stored.id
    before = here.ledger.clock()
    assert Intake(here.ledger, here.setting.frame).tick(int(read_moment("2026-12-01")))
    assert before < here.ledger.clock() == read_moment("2026-12-01")
    here.close()


@pytest.mark.parametrize("dump", RECORDED, ids=lambda path: path.name)
def test_only_what_a_former_core_decided_is_not_comparable_and_an_edit_is_found(dump: Path, tmp_path: Path) -> None:
    file = restored(dump, tmp_path / "ledger.db")
    former = {core for core in _cores(file) if core != VERSION}
    assert {one.code for one in _differences(file)} == ({"core"} if former else set())
    with sqlite3.connect(file) as database:
        (lane, seq) = database.execute("SELECT lane, max(seq) FROM journal GROUP BY lane ORDER BY 2 DESC").fetchone()
        for name in (row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE journal SET origin = 'elsewhere' WHERE lane = ? AND seq = ?", (lane, seq))
    database.close()
    assert seq > 1
    assert ("link", lane, seq) in {(one.code, one.lane, one.seq) for one in _differences(file)}


def _cores(file: str) -> Counter[str]:
    """How many rows each version of the core has decided."""
    with sqlite3.connect(file) as database:
        found = Counter(core for (core,) in database.execute("SELECT core FROM journal"))
    database.close()
    return found


def _differences(file: str) -> tuple[Difference, ...]:
    here = open_ledger(file)
    found = verify(here.ledger, {here.setting.frame.id: here.setting.frame}).differences
    here.close()
    return found


def test_the_frame_of_the_shipped_rules_is_the_recorded_one() -> None:
    assert load_book().frame.id == SHIPPED


@pytest.mark.parametrize("kind", [Book, SignalRule, Band, Clock, Term, Calendar, Org])
def test_every_figure_is_a_part_of_the_id_or_came_later(kind: type[msgspec.Struct]) -> None:
    assert set(kind.__struct_fields__) == set(NAMES[kind]) | set(LATER.get(kind, {}))


def test_another_layout_of_the_classes_and_a_later_figure_leave_the_id(monkeypatch: pytest.MonkeyPatch) -> None:
    frame, names = load_book().frame, Book.__struct_fields__
    grown: Any = msgspec.defstruct("Grown", [*((name, object) for name in reversed(names)), ("novelty", object, 7)])
    monkeypatch.setattr(identity, "NAMES", NAMES | {grown: NAMES[Book]})
    monkeypatch.setattr(identity, "LATER", {grown: {"novelty": 7}})
    figures = {name: getattr(frame.book, name) for name in names}
    ids = [content_hash(grown(**figures, novelty=n), frame.calendar, frame.orgs) for n in (7, 8)]
    assert ids[0] == SHIPPED
    assert ids[1] != SHIPPED


@pytest.mark.parametrize("dump", RECORDED, ids=lambda path: path.name)
def test_a_ledger_of_a_former_version_replays_as_far_as_it_can_be_compared(dump: Path, tmp_path: Path) -> None:
    file = restored(dump, tmp_path / "ledger.db")
    rows = _cores(file)
    former = {core: n for core, n in rows.items() if core != VERSION}
    here = open_ledger(file)
    frames = kept_frames(here)
    found = replay(here.ledger.engine, frames)
    assert found.divergences == ()
    assert (found.foreign, found.unknown) == (former, 0)
    assert found.rows == rows[VERSION]
    assert Intake(here.ledger, here.setting.frame).tick(int(read_moment("2026-12-01")))
    later = replay(here.ledger.engine, frames)
    assert (later.divergences, later.foreign) == ((), former)
    if former:
        assert later.rows == 0
        assert later.unknown > 0, "what this version has decided since rests on states of the former one"
    else:
        assert later.rows > found.rows
        assert later.unknown == 0
    here.close()


def test_a_ledger_of_this_version_is_among_them(tmp_path: Path) -> None:
    cores = [_cores(restored(dump, tmp_path / dump.name)) for dump in RECORDED]
    assert {VERSION} in [set(one) for one in cores], "record one: tests/golden/README.md"
