"""The verifier on databases and bundles: equal where nobody touched anything, and a name for everything else."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import URL

from tests.architecture.source import ROOT
from tests.audit.anchored import FRAMES, KEY, Shelf, bundled, codes, grown
from tests.audit.conftest import Kept
from tests.audit.tamper import Bundled, _linked
from tests.ledger.tamper import Mutation, Row
from warning.audit.export import Unexportable, export
from warning.audit.verifier import chain, findings
from warning.audit.verifier.anchor import key_id
from warning.audit.verifier.bundle import Bundle
from warning.audit.verifier.chain import GENESIS, NOTHING, Effect, lane_of, link_after
from warning.audit.verifier.check import verify
from warning.audit.verifier.databases import SQLite, open_database
from warning.audit.verifier.findings import Finding, Ledger
from warning.audit.verifier.source import Book, Unreadable
from warning.cli.audit.stores import read_only
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import JOURNAL, LANE, METADATA
from warning.ledger.verify import verify as recompute

KEYS = {key_id(KEY.public_key()): KEY.public_key()}
Change = Callable[[list[Row], int], None]


def test_databases_and_bundles_have_the_same_heads(database_url: URL, tmp_path: Path, kept: Kept) -> None:
    shelf = Shelf()
    into = grown(database_url, shelf)
    source = read_only(database_url.render_as_string(hide_password=False))
    here = verify(source, [("shelf", shelf.stored())], KEYS)
    export(source, FRAMES, tmp_path / "another", at=0)
    source.close()
    there = verify(Bundle(tmp_path / "another"))
    elsewhere = verify(Bundle(kept.bundle), [("shelf", kept.shelf.stored())], KEYS)
    assert (here.findings, there.findings, elsewhere.findings) == ((), (), ())
    assert here.ends == there.ends == elsewhere.ends
    assert here.lanes == elsewhere.lanes
    assert there.proven == there.rows == here.rows > here.proven > 0
    assert b"".join(head for _, head in here.lanes) == b"".join(recompute(into.ledger, FRAMES).heads)
    into.ledger.close()


def test_a_bundle_is_the_same_bytes_whenever_it_is_written(kept: Kept, tmp_path: Path) -> None:
    other = bundled(kept.ledger, tmp_path / "again", kept.shelf)
    files = sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert len(files) == 2 * 64 + 3 + len(kept.shelf.kept)
    assert [(other / path).read_bytes() for path in files] == [(kept.bundle / path).read_bytes() for path in files]


def _rows(kept: Kept) -> dict[str, list[Row]]:
    engine = open_engine(str(kept.ledger))
    with engine.connect() as connection:
        found = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in METADATA.sorted_tables
        }
    engine.dispose()
    return found


def _key_seq(rows: list[Row], n: int) -> None:
    rows[n] |= {"key_seq": rows[n]["key_seq"] + 1}


def _key(rows: list[Row], n: int) -> None:
    rows[n] |= {"key": "b:nobody", "key_seq": 1}


def _earlier(rows: list[Row], n: int) -> None:
    rows[n] |= {"at": 1}


def _payload(rows: list[Row], _n: int) -> None:
    told = next(n for n, row in enumerate(rows) if row["kind"] == "wake")
    rows[told] |= {"payload": rows[told]["payload"].replace(b":", b": ")}


def _frame(rows: list[Row], n: int) -> None:
    rows[n] |= {"frame": "0" * 64}


def _effects(rows: list[Row], n: int) -> None:
    rows[n] |= {"effects_digest": sha256(b"else").digest()}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_key_seq, "number"),
        (_key, "number"),
        (_earlier, "order"),
        (_payload, "payload"),
        (_frame, "frame"),
        (_effects, "effects"),
    ],
)
def test_what_was_linked_anew_is_named_for_what_it_is(kept: Kept, change: Change, code: str) -> None:
    rows = _rows(kept)
    lane = max(range(64), key=lambda lane: sum(row["lane"] == lane for row in rows["journal"]))
    before = [row for row in rows["journal"] if row["lane"] == lane]
    after = [dict(row) for row in before]
    change(after, len(after) - 1)
    after = _linked(after)
    stands = next(row for row in rows["lane"] if row["id"] == lane)
    plot = (
        Mutation("linked anew", JOURNAL, tuple(before), tuple(after)),
        Mutation("linked anew", LANE, (stands,), (stands | {"head": after[-1]["link"]},)),
    )
    with Bundled(kept.bundle, rows).made(plot):
        found = verify(Bundle(kept.bundle)).findings
        assert {one.lane for one in found} == {lane}
        assert codes(found) - {"change"} == {code}  # what a row's changes say of its instant
        told = verify(Bundle(kept.bundle), [("shelf", kept.shelf.stored())], KEYS)
    assert codes(told.findings) - {"change"} == {code, "rewritten"}


EDITS = {
    "link": "UPDATE journal SET occurred = occurred + 1 WHERE key = 'b:G0' AND key_seq = 2",
    "gap": "DELETE FROM journal WHERE key = 'b:G0' AND key_seq = 2",
    "lane": "UPDATE lane SET head = zeroblob(32) WHERE seq > 0",
    "change": "UPDATE change SET at = at + 1 WHERE n = 0 AND event_id = 'sued-G0'",
    "frame": "UPDATE frame SET id = 'another'",
}


def _edited(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        assert database.execute(statement).rowcount > 0
        database.commit()


@pytest.mark.parametrize("code", EDITS)
def test_what_was_edited_is_named_for_what_it_is(kept: Kept, code: str) -> None:
    _edited(kept.ledger, EDITS[code])
    assert codes(verify(open_database(str(kept.ledger))).findings) - {"number"} == {code}


def test_every_row_that_was_edited_is_named_and_no_other(kept: Kept) -> None:
    _edited(kept.ledger, "UPDATE journal SET origin = origin || '!' WHERE seq IN (1, 3, 4)")
    wrong = {(row["lane"], row["seq"]) for row in _rows(kept)["journal"] if row["seq"] in {1, 3, 4}}
    found = verify(open_database(str(kept.ledger))).findings
    assert {(one.lane, one.seq) for one in found if one.code == "link"} == wrong
    assert len(found) == len(wrong) > 20


@pytest.mark.slow
@pytest.mark.parametrize("table", ["journal", "change", "lane"])
def test_values_of_another_kind_are_named_too(kept: Kept, table: str) -> None:
    """SQLite keeps whatever it is given; nothing of it makes the verifier fail."""
    columns = METADATA.tables[table].columns.keys()
    one = "lane = 44 AND (seq, n) = (SELECT seq, n FROM change WHERE lane = 44 LIMIT 1)"
    chosen = {"journal": "lane = 44 AND seq = 3", "change": one, "lane": "id = 44"}[table]
    for column in columns:
        for n, value in enumerate(("'x'", "X'00'", "1.5", "'999'")):
            path = kept.ledger.with_name(f"{column}{n}.db")
            shutil.copy(kept.ledger, path)
            _edited(path, f"UPDATE {table} SET {column} = {value} WHERE {chosen}")  # noqa: S608 - names of ours
            found = verify(open_database(str(path)), [("shelf", kept.shelf.stored())], KEYS).findings
            if table == "change":  # of a row with effects that are not on file: deciding again names it
                assert {one.lane for one in found} <= {44, 999, -1}, (column, value, found)
            else:
                assert 44 in {one.lane for one in found}, (column, value, found)
            assert all(isinstance(one.seq, int) for one in found)


def test_findings_beyond_the_first_are_counted(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "KEPT", 3)
    _edited(kept.ledger, "UPDATE journal SET origin = origin || '!'")
    report = verify(open_database(str(kept.ledger)))
    assert (len(report.findings), report.found) == (3, report.rows)


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


FILES: dict[str, Callable[[Path], object]] = {
    "journal/00.jsonl.gz": lambda path: path.unlink(),
    "journal/01.jsonl.gz": lambda path: _rewrite(path, lambda raw: raw[:-4]),
    "effects/02.jsonl.gz": lambda path: path.write_bytes(b"no gzip"),
    "frames.jsonl.gz": lambda path: _rewrite(path, lambda raw: gzip.compress(gzip.decompress(raw), 1)),
    "anchors/000000002.json": lambda path: path.unlink(),
    "notes.txt": lambda path: path.write_text("not in the manifest", "utf-8"),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_not_those_of_the_manifest_are_named(kept: Kept, name: str) -> None:
    FILES[name](kept.bundle / name)
    found = verify(Bundle(kept.bundle)).findings
    assert ("file", name) in {(one.code, one.name) for one in found}
    assert codes(found) <= {"file", "lane"}


def test_a_file_that_a_manifest_was_made_to_name_is_named(kept: Kept) -> None:
    (kept.bundle / "more.txt").write_text("x", "utf-8")
    manifest: dict[str, Any] = json.loads((kept.bundle / "manifest.json").read_bytes())
    manifest["files"].append({"path": "more.txt", "bytes": 1, "sha256": sha256(b"x").hexdigest()})
    (kept.bundle / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert verify(Bundle(kept.bundle)).findings == (Finding(-1, -1, "file", name="more.txt"),)


def test_what_is_no_ledger_and_no_bundle_says_so(tmp_path: Path) -> None:
    for place in (tmp_path / "absent.db", tmp_path):
        with pytest.raises(Unreadable):
            open_database(str(place))
    (tmp_path / "empty.db").touch()
    with pytest.raises(Unreadable, match="no such table"):
        open_database(str(tmp_path / "empty.db"))
    with pytest.raises(Unreadable):
        Bundle(tmp_path)


def test_nothing_is_written_to_a_database(kept: Kept) -> None:
    before = kept.ledger.read_bytes()
    source = SQLite(kept.ledger)
    verify(source)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        source._connection.execute("UPDATE lane SET seq = 0")
    source.close()
    assert kept.ledger.read_bytes() == before


def test_rows_of_another_core_are_whole_and_not_proven(kept: Kept, tmp_path: Path) -> None:
    rows = _rows(kept)
    after = []
    for lane in range(64):
        after += _linked([row | {"core": "0.1"} for row in rows["journal"] if row["lane"] == lane])
    engine = open_engine(str(kept.ledger))
    _edited(kept.ledger, "DELETE FROM journal")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(JOURNAL.insert(), after)
        for row in after:
            connection.execute(LANE.update().where(LANE.c.id == row["lane"]).values(head=row["link"]))
    engine.dispose()
    source = open_database(str(kept.ledger))
    done = export(source, FRAMES, tmp_path / "old", at=0)
    source.close()
    report = verify(Bundle(tmp_path / "old"))
    assert (report.findings, done.unknown) == ((), report.rows)
    assert 0 < report.unproven < report.rows


@pytest.mark.parametrize("value", ["payload = X'FF'", "at = 'x'", "link = 'x'"])
def test_a_row_that_no_ledger_writes_is_not_exported(kept: Kept, tmp_path: Path, value: str) -> None:
    _edited(kept.ledger, f"UPDATE journal SET {value} WHERE seq = 2")  # noqa: S608 - written above
    source = open_database(str(kept.ledger))
    with pytest.raises(Unexportable):
        export(source, FRAMES, tmp_path / "bad", at=0)
    source.close()


@pytest.mark.slow
def test_it_runs_by_itself(kept: Kept, tmp_path: Path) -> None:
    """As whoever has only its files would run it: the package is copied out, and nothing else of ours is there."""
    alone = tmp_path / "alone" / "warning"
    shutil.copytree(ROOT / "warning" / "audit" / "verifier", alone / "audit" / "verifier")
    for package in ("__init__.py", "audit/__init__.py"):
        shutil.copy(ROOT / "warning" / package, alone / package)
    command = [sys.executable, "-P", "-m", "warning.audit.verifier"]
    for place in (kept.bundle, kept.ledger):
        done = subprocess.run(
            [*command, str(place)], env={"PYTHONPATH": str(alone.parent)}, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["found"] == 0
    (kept.bundle / "journal" / "00.jsonl.gz").unlink()
    with_one_less = subprocess.run([*command, str(kept.bundle)], env={"PYTHONPATH": str(alone.parent)}, check=False)
    assert with_one_less.returncode == 1


def test_a_login_that_may_read_little_is_enough(postgres_application: URL, postgres_database: URL) -> None:
    into = grown(postgres_application, Shelf())
    into.ledger.close()
    name, secret = f"{postgres_database.database}_owner", "read-only"
    owner = open_engine(postgres_database)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{secret}'"))
        connection.execute(text(f'GRANT SELECT ON ledger, lane, journal, change, frame, proposed_book TO "{name}"'))
    owner.dispose()
    url = postgres_database.set(username=name, password=secret)
    source = read_only(url.render_as_string(hide_password=False))
    assert verify(source).findings == ()
    source.close()


class Long:
    """A ledger of one lane with so many rows, made as they are read."""

    core = ""

    def __init__(self, rows: int) -> None:
        """Rows of one aggregate that decided nothing."""
        self.ledger = Ledger("long", 0, "event", None)
        self._number, self._lane = rows, lane_of("b:long")
        self._end = (0, GENESIS)

    def books(self) -> Iterator[Book]:
        return iter((Book(id="f", in_force_at=0, recorded_at=0, files="{}"),))

    def proposals(self) -> None:
        """Nothing was proposed."""

    def snapshot(self) -> AbstractContextManager[object]:
        return nullcontext()

    not_read = ()

    def begins(self, _lane: int) -> tuple[int, bytes]:
        return 0, GENESIS

    def stands(self, lane: int) -> tuple[int, bytes]:
        return self._end if lane == self._lane else (0, GENESIS)

    def heads(self) -> dict[int, tuple[int, bytes]]:
        return {self._lane: self._end}

    def waits(self) -> None:
        """It says nothing of what is told."""

    def rows(self, lane: int) -> Iterator[chain.Row]:
        before = GENESIS
        for seq in range(1, self._number + 1) if lane == self._lane else ():
            plain = (lane, seq, "b:long", seq, seq, seq, seq, "x", f"E{seq}", "s", "o", False, "f", "0", b"{}", b"d")
            before = link_after(before, chain.Row(*plain, NOTHING, b""))
            self._end = seq, before
            yield chain.Row(*plain, NOTHING, before)

    def effects(self, _lane: int) -> Iterator[Effect]:
        return iter(())

    def strays(self) -> Iterator[Finding]:
        return iter(())

    def close(self) -> None:
        """Nothing is open."""


def _peak(rows: int) -> int:
    """Bytes that are held at once while so many rows are read."""
    tracemalloc.start()
    report = verify(Long(rows))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (report.rows, report.proven, report.findings) == (rows, rows, ())
    return peak


def test_no_more_is_held_of_more_rows() -> None:
    assert _peak(10_000) < 1_000_000, "ten thousand rows alone would be ten times that"
