"""What is archived and dropped is read from there: the same answers as before, on both databases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.archive import kept
from tests.archive.conftest import Grown
from tests.audit.anchored import anchorer
from warning.audit.verifier.archives import Joined, chained
from warning.audit.verifier.source import Unreadable
from warning.cli.audit.stores import read_only
from warning.ledger.lanes import LANES
from warning.ledger.sql.archived import Unread


@pytest.mark.parametrize("month", [kept.OCTOBER, kept.NOVEMBER])
def test_everything_is_the_same_before_and_after(grew: Grown, tmp_path: Path, month: str) -> None:
    before, looked, count = kept.told(grew.program), kept.looked(grew.program, grew.shelf), kept.rows(grew.program)
    directory = tmp_path / "archive"
    ledger = kept.opened(grew.archivist)
    pieces = kept.archived(ledger, directory, month, grew.shelf)
    gone = kept.dropped(ledger, directory, pieces)
    ledger.close()
    assert sum(one.rows for one in gone) == sum(one.last - one.first + 1 for one in pieces) > 0
    assert kept.rows(grew.program) == count - sum(one.rows for one in gone)
    assert kept.told(grew.program) == before
    after = kept.looked(grew.program, grew.shelf)
    assert (after.findings, after.not_read, after.rows) == ((), (), count)
    assert (after.ends, after.proven, after.anchored) == (looked.ends, looked.proven, looked.anchored)


def test_it_goes_on_with_the_next_month_and_takes_a_directory_that_was_moved(grew: Grown, tmp_path: Path) -> None:
    before, first, second = kept.told(grew.program), tmp_path / "first", tmp_path / "moved"
    ledger = kept.opened(grew.archivist)
    kept.dropped(ledger, first, kept.archived(ledger, first))
    kept.dropped(ledger, first, kept.archived(ledger, first, kept.NOVEMBER))
    ledger.close()
    assert kept.rows(grew.program) == 9, "wakes of the midnight that ends November are December's"
    assert kept.told(grew.program) == before
    shutil.move(first, second)
    with pytest.raises(Unread, match="away"):
        kept.told(grew.program)
    assert kept.told(grew.program, second) == before
    assert kept.looked(grew.program, grew.shelf, second).findings == ()


def test_a_second_run_writes_the_same_bytes_and_nothing_again(grew: Grown, tmp_path: Path) -> None:
    ledger = kept.opened(grew.archivist)
    steps: list[str] = []
    first = kept.archived(ledger, tmp_path / "one", shelf=grew.shelf)
    assert kept.archived(ledger, tmp_path / "one", shelf=grew.shelf, reached=steps.append) == first
    assert steps == []
    kept.archived(ledger, tmp_path / "other", shelf=grew.shelf)
    ledger.close()
    one, other = (_bytes(tmp_path / name) for name in ("one", "other"))
    assert one == other
    assert all(chained(tmp_path / "one", piece) and piece.proof is not None for piece in first)


def _bytes(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_without_the_files_nothing_is_said_of_what_they_have(grew: Grown, tmp_path: Path) -> None:
    directory = tmp_path / "archive"
    ledger = kept.opened(grew.archivist)
    pieces = kept.archived(ledger, directory, shelf=grew.shelf)
    kept.dropped(ledger, directory, pieces)
    ledger.close()
    shutil.rmtree(directory)
    report = kept.looked(grew.program, grew.shelf)
    assert report.findings == ()
    assert {(one.lane, one.last) for one in report.not_read} == {(piece.lane, piece.last) for piece in pieces}
    ledger = kept.opened(grew.program)
    again = kept.recomputed(ledger)
    assert (again.differences, {one.boundary.lane for one in again.not_read}) == ((), {one.lane for one in pieces})
    assert again.uncompared.seen > 0
    ledger.close()


def test_rows_that_no_anchor_covers_wait(grew: Grown, tmp_path: Path) -> None:
    ledger = kept.opened(grew.archivist)
    every = kept.archived(ledger, tmp_path / "all", kept.NOVEMBER)
    del grew.shelf.kept[3], grew.shelf.kept[4]
    proven = kept.archived(ledger, tmp_path / "proven", kept.NOVEMBER, grew.shelf)
    ledger.close()
    ends = {lane: max((one.last for one in every if one.lane == lane), default=0) for lane in range(LANES)}
    assert sum(one.last - one.first + 1 for one in proven) < sum(ends.values())
    assert {one.proof.anchor for one in proven if one.proof is not None} <= {1, 2}


def test_who_anchors_reads_the_archive_and_never_takes_what_is_dropped_for_rewritten(
    grew: Grown, tmp_path: Path
) -> None:
    ledger = kept.opened(grew.archivist)
    directory = tmp_path / "archive"
    kept.dropped(ledger, directory, kept.archived(ledger, directory, kept.NOVEMBER))
    ledger.close()
    del grew.shelf.kept[2], grew.shelf.kept[3], grew.shelf.kept[4]  # the last one lies in the midst of pieces
    source = Joined(read_only(grew.program.render_as_string(hide_password=False)))
    assert anchorer(source, grew.shelf).make().anchor.number == 2
    del grew.shelf.kept[2]
    shutil.rmtree(directory)
    with pytest.raises(Unreadable, match="archive_missing"):
        anchorer(source, grew.shelf).make()
    assert list(grew.shelf.kept) == [1]
    source.close()
