"""Replay holds what lanes tell each other against each other: in several processes, and going on from a file."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import make_url

from tests.ledger import bank
from tests.ledger.tells import LINES, put, stopped, taken, waits
from tests.replay.planted import FRAMES, edit
from tests.replay.test_checkpoint import checkpoint
from warning.audit import lane as lanes
from warning.audit import replay as replaying
from warning.audit.replay import Proven, replay
from warning.core.events import Told
from warning.intake.ingest import Intake
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.telling import name_of

MADE_UP: Final = 100
"""So much later is the version of what was never told."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("told") / "ledger.db"
    stopped(make_url(f"sqlite:///{path}"))
    return path


@pytest.fixture
def into(file: Path, tmp_path: Path) -> Iterator[Intake]:
    """A copy of it, at work."""
    shutil.copy(file, tmp_path / "ledger.db")
    found = bank.reopened(make_url(f"sqlite:///{tmp_path / 'ledger.db'}"))
    yield found
    found.ledger.engine.dispose()


@pytest.fixture
def silenced(into: Intake) -> tuple[Intake, Told]:
    """Where somebody had a member hear that all is well, and it has: what was never told."""
    told, at = taken(into, "b:G2")
    made_up = replace(told, value=0, version=told.version + MADE_UP)
    put(into, made_up, at)
    put(into, told, at)
    bank.complete(into, LINES)
    return into, made_up


def run(into: Intake, **asked: Any) -> Proven:
    return replay(into.ledger.engine, FRAMES, **asked)


def brief(found: Proven) -> list[tuple[str, int, str]]:
    """(code, lane, hearer) of each divergence."""
    return [(one.code, one.lane, one.key) for one in found.divergences]


TOLD: Final = ("told", lane_of("b:G2"), "b:G2")
UNHEARD: Final = ("unheard", lane_of("g:GRP"), "b:G2")


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_what_was_heard_and_never_told_is_named(silenced: tuple[Intake, Told], jobs: int) -> None:
    into, made_up = silenced
    found = run(into, jobs=jobs)
    assert brief(found) == [TOLD]
    assert found.divergences[0].event_id == name_of(made_up)
    assert found.divergences[0].seq > 0


def test_what_waits_as_it_was_told_is_no_divergence(into: Intake) -> None:
    assert waits(into)
    assert run(into).divergences == ()
    told, at = taken(into, "b:G2")
    assert brief(run(into)) == [UNHEARD]
    put(into, replace(told, value=0), at)
    assert brief(run(into)) == [("inbox", -1, "b:G2"), UNHEARD]


def test_of_lanes_that_are_chosen_what_they_tell_each_other_is_looked_at(silenced: tuple[Intake, Told]) -> None:
    into, _ = silenced
    teller, hearer = lane_of("g:GRP"), lane_of("b:G2")
    assert brief(run(into, lanes=[teller, hearer])) == [TOLD]
    for alone in (teller, hearer):
        assert run(into, lanes=[alone]).divergences == ()


def test_of_a_lane_that_diverges_nothing_is_said(silenced: tuple[Intake, Told]) -> None:
    into, _ = silenced
    with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    edit(into.ledger, "UPDATE journal SET effects_digest = zeroblob(32) WHERE key = 'g:GRP' AND key_seq = 1")
    assert brief(run(into)) == [("effects", lane_of("g:GRP"), "g:GRP")]


def test_what_another_core_told_is_not_known(silenced: tuple[Intake, Told]) -> None:
    into, _ = silenced
    with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    edit(into.ledger, "UPDATE journal SET core = '0.3' WHERE key = 'g:GRP' AND key_seq = 1")
    found = run(into)
    assert (found.divergences, found.foreign) == ((), {"0.3": 1})


def test_a_proven_lane_knows_what_was_told_in_it(into: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank.complete(into, LINES)
    kept = tmp_path / "progress.json"
    assert run(into, checkpoint=checkpoint(into.ledger, kept)).divergences == ()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    at = into.ledger.clock()
    made_up = Told("b:G2", "G3", "group:GRP", 1 << 20 | 1, 0, MADE_UP, at)
    put(into, made_up, at)
    bank.run_on(into, bank.UNTIL + 1)
    found = run(into, checkpoint=checkpoint(into.ledger, kept))
    assert brief(found) == [TOLD]
    assert sum(one.proven for one in found.lanes) == LANES - 1
    again = run(into, checkpoint=checkpoint(into.ledger, kept))
    assert brief(again) == [TOLD]
    assert all(one.proven for one in again.lanes)
    monkeypatch.setattr("warning.ledger.fold.step", None)
    assert brief(run(into, checkpoint=checkpoint(into.ledger, kept))) == [], (
        "the second look has nothing to decide with"
    )


def test_a_file_that_does_not_know_it_proves_nothing(into: Intake, tmp_path: Path) -> None:
    kept = tmp_path / "progress.json"
    run(into, checkpoint=checkpoint(into.ledger, kept))
    old = msgspec.json.decode(kept.read_bytes())
    del old["key"]
    for one in old["lanes"].values():
        del one["told"]
    kept.write_bytes(msgspec.json.encode(old))
    found = run(into, checkpoint=checkpoint(into.ledger, kept))
    assert (found.divergences, any(one.proven for one in found.lanes)) == ((), False)
    assert all(one.proven for one in run(into, checkpoint=checkpoint(into.ledger, kept)).lanes)


def test_lanes_that_grow_while_they_are_read_are_compared_as_they_were(
    into: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is left is taken in while the lanes in the middle are read; nobody has to look twice."""
    left, read = [LINES], lanes.replay_lane

    def reading(connection: Any, lane: int, *more: Any) -> Any:
        if lane == LANES // 2 and left:
            other = bank.reopened(into.ledger.engine.url)
            bank.complete(other, left.pop())
            other.ledger.engine.dispose()
        return read(connection, lane, *more)

    monkeypatch.setattr(replaying, "replay_lane", reading)
    monkeypatch.setattr(replaying, "Hearing", None)
    kept = tmp_path / "progress.json"
    found = run(into, checkpoint=checkpoint(into.ledger, kept))
    assert (found.divergences, left) == ((), [])
    assert any(one.since for one in found.lanes)
    again = run(into, checkpoint=checkpoint(into.ledger, kept))
    assert again.divergences == ()
    assert 0 < sum(one.proven for one in again.lanes) < LANES
    assert again.rows > found.rows


def test_without_its_look_nothing_is_found(silenced: tuple[Intake, Told], monkeypatch: pytest.MonkeyPatch) -> None:
    into, _ = silenced
    monkeypatch.setattr(lanes.Replay, "_hear", lambda *_: None)
    assert run(into).divergences == ()
