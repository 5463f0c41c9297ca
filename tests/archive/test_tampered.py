"""A file of an archive that was changed, taken away, exchanged or cut, and a boundary that was forged, are found."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from sqlalchemy.engine import URL, make_url

from tests.archive import kept
from tests.audit.anchored import FRAMES, Shelf, codes, small
from warning.audit.replay import replay
from warning.audit.verifier.archives import ANCHORS, CHANGES, DESCRIPTION, JOURNAL, Piece
from warning.audit.verifier.chain import PLAIN, Row, link_after
from warning.ledger.sql.archived import Unread


class Archived(Struct, frozen=True):
    """A ledger that has dropped a month, its anchors, and the archive."""

    url: URL
    shelf: Shelf
    directory: Path
    pieces: tuple[Piece, ...]

    @property
    def piece(self) -> Piece:
        """The one with most rows."""
        return max(self.pieces, key=lambda one: one.last - one.first)

    def path(self, ending: str) -> Path:
        """One of its files."""
        return self.directory / f"{self.piece.name}{ending}"


@pytest.fixture(scope="session")
def _done(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    scratch = tmp_path_factory.mktemp("archived")
    into, shelf = small(scratch)
    into.ledger.close()
    url = make_url(f"sqlite:///{scratch}/ledger.db")
    ledger = kept.opened(url)
    pieces = kept.archived(ledger, scratch / "archive", shelf=shelf)
    kept.dropped(ledger, scratch / "archive", pieces)
    ledger.close()
    return Archived(url, shelf, scratch / "archive", tuple(pieces))


@pytest.fixture
def done(_done: Archived, tmp_path: Path) -> Archived:
    """A copy of one's own."""
    shutil.copy(str(_done.url.database), tmp_path / "ledger.db")
    shutil.copytree(_done.directory, tmp_path / "archive")
    return Archived(make_url(f"sqlite:///{tmp_path}/ledger.db"), _done.shelf, tmp_path / "archive", _done.pieces)


def _change(path: Path) -> None:
    raw = gzip.decompress(path.read_bytes())
    changed = raw.replace(b"1", b"2", 1)
    assert changed != raw
    path.write_bytes(gzip.compress(changed))


def _bit(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _remove(path: Path) -> None:
    path.unlink()


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _another(path: Path) -> None:
    """Another lane's."""
    other = next(
        one for one in sorted(path.parent.parent.glob(f"*/*{''.join(path.suffixes)}")) if one.parent != path.parent
    )
    shutil.copy(other, path)


def _reworded(path: Path) -> None:
    """The same, written in another way."""
    path.write_bytes(json.dumps(json.loads(path.read_bytes())).encode())


MISSING = "archive_missing"
FILE = "archive_file"
CORPUS: list[tuple[Callable[[Path], None], str, str]] = [
    *((change, ending, FILE) for ending in (JOURNAL, CHANGES) for change in (_change, _bit, _cut, _empty, _directory)),
    *((_remove, ending, MISSING) for ending in (JOURNAL, CHANGES, DESCRIPTION)),
    *((_another, ending, FILE) for ending in (JOURNAL, CHANGES, DESCRIPTION)),
    *((change, DESCRIPTION, FILE) for change in (_bit, _cut, _empty, _reworded, _directory)),
]


@pytest.mark.parametrize(("change", "ending", "code"), CORPUS)
def test_a_file_that_is_not_what_was_archived_is_named(
    done: Archived, change: Callable[[Path], None], ending: str, code: str
) -> None:
    change(done.path(ending))
    report = kept.looked(done.url, done.shelf, done.directory)
    assert [(one.code, one.lane, one.seq, one.name) for one in report.findings] == [
        (code, done.piece.lane, done.piece.last, f"{done.piece.name}{ending}")
    ]
    ledger = kept.opened(done.url, done.directory)
    lane = next(one for one in replay(ledger.engine, FRAMES).lanes if one.first is not None)
    assert lane.first is not None
    assert (lane.lane, lane.first.code, lane.first.path) == (done.piece.lane, "archive", f"{done.piece.name}{ending}")
    assert {one.boundary.lane for one in kept.recomputed(ledger).not_read} == {done.piece.lane}
    ledger.close()
    with pytest.raises(Unread, match=r"missing|damaged"):
        kept.told(done.url, done.directory)


@pytest.mark.parametrize("change", [_bit, _cut, _remove])
def test_a_proof_whose_anchor_is_not_there_does_not_hold(done: Archived, change: Callable[[Path], None]) -> None:
    assert done.piece.proof is not None
    change(done.directory / ANCHORS.format(number=done.piece.proof.anchor))
    assert codes(kept.looked(done.url, done.shelf, done.directory).findings) == {"archive_proof"}


def _tables(done: Archived, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Write the tables as somebody who may do anything."""
    with sqlite3.connect(str(done.url.database)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for statement, values in statements:
            database.execute(statement, values)
    database.close()


def test_a_boundary_that_was_set_to_hide_rows_is_found(done: Archived) -> None:
    """Rows are deleted, and said to be archived."""
    lane = done.piece.lane
    with sqlite3.connect(str(done.url.database)) as database:
        seq, link = database.execute("SELECT seq, link FROM journal WHERE lane = ? ORDER BY seq", (lane,)).fetchone()
    database.close()
    values = (lane, seq, done.piece.last + 1, link, b"d" * 32, str(done.directory), 1, "uid:0")
    forged = "INSERT INTO archived VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    gone = "DELETE FROM journal WHERE lane = ? AND seq <= ?"
    changes = 'DELETE FROM "change" WHERE lane = ? AND seq <= ?'
    _tables(done, (forged, values), (gone, (lane, seq)), (changes, (lane, seq)))
    found = kept.looked(done.url, done.shelf, done.directory).findings
    assert [(one.code, one.lane, one.seq) for one in found] == [(MISSING, lane, seq)]


@pytest.mark.parametrize(("column", "value"), [("link", b"l" * 32), ("digest", b"d" * 32), ("first", 2), ("seq", 1)])
def test_a_boundary_that_was_changed_is_found(done: Archived, column: str, value: object) -> None:
    where = f"UPDATE archived SET {column} = ? WHERE lane = ? AND seq = ?"  # noqa: S608 - ours
    _tables(done, (where, (value, done.piece.lane, done.piece.last)))
    assert kept.looked(done.url, done.shelf, done.directory).findings


def test_a_boundary_that_was_taken_away_is_a_gap(done: Archived) -> None:
    _tables(done, ("DELETE FROM archived WHERE lane = ?", (done.piece.lane,)))
    found = kept.looked(done.url, done.shelf, done.directory).findings
    assert codes(found) & {"gap", "lane"}
    assert {one.lane for one in found} == {done.piece.lane}


def test_whoever_writes_archive_and_tables_anew_is_found_by_the_chain(done: Archived) -> None:
    """A row of the archive is changed, with all links after it, its files' digests and the boundary."""
    piece, lines = done.piece, gzip.decompress(done.path(JOURNAL).read_bytes()).splitlines()
    rows, head = [json.loads(line) for line in lines], bytes.fromhex(piece.before)
    rows[0]["source"] = "elsewhere"
    for row in rows:
        digests = [bytes.fromhex(row[name]) for name in ("payload_digest", "effects_digest")]
        fields: list[Any] = [*(row[name] for name in PLAIN), row["payload"].encode(), *digests, b""]
        head = link_after(head, Row(*fields))
        row["link"] = head.hex()
    packed = gzip.compress(b"".join(json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in rows))
    done.path(JOURNAL).write_bytes(packed)
    told = json.loads(done.path(DESCRIPTION).read_bytes())
    told |= {"link": head.hex(), "proof": None}
    told["files"][0] |= {"bytes": len(packed), "sha256": sha256(packed).hexdigest()}
    done.path(DESCRIPTION).write_bytes(json.dumps(told).encode())
    digest = sha256(done.path(DESCRIPTION).read_bytes()).digest()
    _tables(
        done,
        ("UPDATE archived SET link = ?, digest = ? WHERE lane = ? AND seq = ?", (head, digest, piece.lane, piece.last)),
    )
    found = kept.looked(done.url, done.shelf, done.directory).findings
    assert codes(found) & {"rewritten", "link", "lane"}
    assert {one.lane for one in found} == {piece.lane}
