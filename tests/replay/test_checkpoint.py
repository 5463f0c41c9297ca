"""``--resume``: what was proven is not decided again while nothing of it was changed, and is otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.ledger import bank
from tests.replay.planted import FRAMES, edit, edit_row
from warning.audit.checkpoint import Basis, Checkpoint, Foreign
from warning.audit.replay import Proven, replay
from warning.core.scalars import DAY
from warning.intake.ingest import Intake
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.sql.ledger import SqlLedger


def checkpoint(ledger: SqlLedger, path: Path, **other: Any) -> Checkpoint:
    """That of a ledger."""
    about = ledger.about
    basis: dict[str, Any] = {
        "name": about.name,
        "created_at": about.created_at,
        "frames": tuple(sorted(FRAMES)),
    } | other
    return Checkpoint(path, Basis(**basis))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where it is."""
    return tmp_path / "progress.json"


def run(ledger: SqlLedger, kept: Path, **asked: Any) -> Proven:
    """Replay, going on from the file."""
    return replay(ledger.engine, FRAMES, checkpoint=checkpoint(ledger, kept), **asked)


def decided_nothing(*_: object) -> None:
    """In place of ``step``."""
    raise AssertionError("decided again")


def test_what_is_proven_is_not_decided_again(ledger: SqlLedger, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(ledger, kept)
    monkeypatch.setattr("warning.ledger.fold.step", decided_nothing)
    second = run(ledger, kept)
    assert all(lane.proven for lane in second.lanes)
    assert not any(lane.proven for lane in first.lanes)
    assert (second.rows, second.effects, second.ends) == (first.rows, first.effects, first.ends)
    kept.unlink()
    assert run(ledger, kept).divergences, "else it would not have been seen that nothing was decided"


class Stopped(Exception):
    """Ctrl-C."""


def test_a_run_that_was_stopped_goes_on(ledger: SqlLedger, kept: Path) -> None:
    told = []

    def stop(one: object) -> None:
        told.append(one)
        if len(told) == 20:
            raise Stopped

    with pytest.raises(Stopped):
        run(ledger, kept, tell=stop)
    found = run(ledger, kept)
    assert sum(lane.proven for lane in found.lanes) == 20
    assert found.ends == replay(ledger.engine, FRAMES).ends


def test_a_lane_that_has_grown_is_replayed_and_the_others_are_not(ledger: SqlLedger, kept: Path) -> None:
    before = {lane.lane: lane.seq for lane in run(ledger, kept).lanes}
    intake = Intake(ledger, bank.frame())
    assert intake.tick(ledger.clock() + 60 * DAY)
    found = run(ledger, kept)
    assert found.divergences == ()
    assert {lane.lane for lane in found.lanes if not lane.proven} == {
        lane.lane for lane in found.lanes if lane.seq != before[lane.lane]
    }
    assert 0 < sum(lane.proven for lane in found.lanes) < LANES


def test_what_was_tampered_with_is_replayed_and_named(ledger: SqlLedger, kept: Path) -> None:
    run(ledger, kept)
    edit_row(ledger, "payload_digest = zeroblob(32)", relinked=False)
    (found,) = run(ledger, kept).divergences
    assert (found.code, found.event_id) == ("link", "sued-G0")
    assert lane_of("b:G0") not in checkpoint(ledger, kept).lanes, "what differs is proven no more"


def test_a_change_that_was_tampered_with_is_replayed_and_named(ledger: SqlLedger, kept: Path) -> None:
    run(ledger, kept)
    edit(ledger, "UPDATE change SET at = at + 1 WHERE n = 0 AND event_id = 'sued-G0'")
    (found,) = run(ledger, kept).divergences
    assert (found.code, found.event_id, found.path) == ("change", "sued-G0", "at")


def test_a_journal_that_was_written_anew_is_not_the_one_that_was_proven(ledger: SqlLedger, kept: Path) -> None:
    run(ledger, kept)
    edit_row(ledger, "origin = 'elsewhere'")
    assert replay(ledger.engine, FRAMES).divergences == (), "by itself it is in order"
    (found,) = run(ledger, kept).divergences
    assert (found.lane, found.code, found.path) == (lane_of("b:G0"), "rewritten", "link")
    assert found.stored != found.found


def test_a_journal_that_was_cut_is_not_the_one_that_was_proven(ledger: SqlLedger, kept: Path) -> None:
    run(ledger, kept)
    lane = lane_of("b:G0")
    seq = checkpoint(ledger, kept).lanes[lane].seq
    for table in ("change", "journal"):
        edit(ledger, f"DELETE FROM {table} WHERE lane = {lane} AND seq >= {seq - 3}")  # noqa: S608 - ours
    edit(ledger, f"UPDATE lane SET seq = {seq - 4} WHERE id = {lane}")  # noqa: S608 - ours
    assert replay(ledger.engine, FRAMES).divergences == ()
    (found,) = run(ledger, kept).divergences
    assert (found.lane, found.code, found.stored, found.found) == (lane, "rewritten", str(seq - 4), str(seq))


@pytest.mark.parametrize("other", [{"core": "0.4"}, {"frames": ("another",)}])
def test_what_was_proven_under_another_core_or_book_does_not_count(
    ledger: SqlLedger, kept: Path, other: dict[str, Any]
) -> None:
    run(ledger, kept)
    found = checkpoint(ledger, kept, **other)
    assert (found.stale, found.lanes) == (True, {})
    assert checkpoint(ledger, kept).lanes.keys() == set(range(LANES))


def test_the_file_of_another_ledger_or_of_something_else_is_refused(ledger: SqlLedger, kept: Path) -> None:
    run(ledger, kept)
    for other in ({"name": "another"}, {"created_at": 1}):
        with pytest.raises(Foreign, match="checkpoint_other"):
            checkpoint(ledger, kept, **other)
    lanes = msgspec.json.decode(kept.read_bytes())
    lanes["lanes"] = {"first": lanes["lanes"]["0"]}
    for text in (b"", b"{}", b"\xff", msgspec.json.encode(lanes), msgspec.json.encode({"object": "verified"})):
        kept.write_bytes(text)
        with pytest.raises(Foreign, match="checkpoint_none"):
            checkpoint(ledger, kept)
