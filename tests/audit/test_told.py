"""A bundle says by itself whether each fact was told, heard and left waiting alike; a database alone cannot."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.engine import URL, make_url

from tests.audit.anchored import FRAMES
from tests.cli.events import line
from tests.ledger import bank
from tests.ledger.tamper import Tamperer
from tests.ledger.tells import LINES, put, stopped, taken, waits
from tests.replay.planted import edit
from warning.audit import export as exporting
from warning.audit.export import export
from warning.audit.verifier.bundle import Bundle
from warning.audit.verifier.check import verify
from warning.audit.verifier.databases import open_database
from warning.audit.verifier.findings import Finding, Report
from warning.audit.verifier.told import Facts
from warning.cli.audit.stores import read_only
from warning.intake.ingest import Intake
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.tables import JOURNAL
from warning.ledger.telling import name_of
from warning.ledger.verify import verify as recompute

INBOX = "inbox.jsonl.gz"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> URL:
    return stopped(make_url(f"sqlite:///{tmp_path_factory.mktemp('told')}/ledger.db"))


@pytest.fixture
def into(file: URL, tmp_path: Path) -> Iterator[Intake]:
    """A copy of it, at work."""
    shutil.copy(str(file.database), tmp_path / "ledger.db")
    found = bank.reopened(file.set(database=str(tmp_path / "ledger.db")))
    yield found
    found.ledger.engine.dispose()


def bundled(into: Intake, directory: Path) -> Path:
    source = read_only(into.ledger.engine.url.render_as_string(hide_password=False))
    export(source, FRAMES, directory, at=0)
    source.close()
    return directory


def looked(into: Intake, directory: Path) -> Report:
    """What the verifier says of the ledger as a bundle."""
    return verify(Bundle(bundled(into, directory)))


def brief(found: Report) -> list[tuple[str, int, str]]:
    return [(one.code, one.lane, one.key) for one in found.findings]


TOLD = ("told", lane_of("b:G2"), "b:G2")
UNHEARD = ("unheard", lane_of("g:GRP"), "b:G2")
WAITS = ("inbox", -1, "b:G2")


def test_nothing_is_found_where_nobody_touched_anything(database_url: URL, tmp_path: Path) -> None:
    stopped(database_url)
    into = bank.reopened(database_url)
    assert waits(into)
    found = looked(into, tmp_path / "waiting")
    assert (found.findings, found.unproven) == ((), 0)
    assert found.told is not None
    assert found.told > len(waits(into))
    lines = [json.loads(line) for line in gzip.decompress((tmp_path / "waiting" / INBOX).read_bytes()).splitlines()]
    assert [(one["lane"], one["at"], one["told"].encode()) for one in lines] == [
        (row.lane, row.at, row.told) for row in waits(into)
    ]
    bank.complete(into, LINES)
    later = looked(into, tmp_path / "later")
    assert (later.findings, waits(into)) == ((), [])
    assert (later.told or 0) > found.told
    into.ledger.engine.dispose()


def test_a_database_alone_does_not_say(into: Intake) -> None:
    told, at = taken(into, "b:G2")
    put(into, replace(told, value=0), at)
    source = open_database(str(into.ledger.engine.url.database))
    found = verify(source)
    source.close()
    assert (found.told, found.findings) == (None, ())


def test_what_was_never_told_is_named(into: Intake, tmp_path: Path) -> None:
    told, at = taken(into, "b:G2")
    made_up = replace(told, value=0, version=told.version + 100)
    put(into, made_up, at)
    put(into, told, at)
    assert brief(looked(into, tmp_path / "waiting")) == [WAITS]
    bank.complete(into, LINES)
    (found,) = looked(into, tmp_path / "heard").findings
    assert (found.code, found.lane, found.key, found.name) == (*TOLD, name_of(made_up))


def test_what_was_told_and_is_gone_is_named(into: Intake, tmp_path: Path) -> None:
    told, at = taken(into, "b:G2")
    (found,) = looked(into, tmp_path / "gone").findings
    assert (found.code, found.lane, found.key, found.name) == (*UNHEARD, name_of(told))
    put(into, replace(told, value=0), at + 1)
    assert brief(looked(into, tmp_path / "another")) == [WAITS, UNHEARD]


def rewritten(directory: Path, waiting: list[dict[str, Any]]) -> None:
    """What waits is another, and the manifest says so."""
    raw = gzip.compress("".join(json.dumps(one) + "\n" for one in waiting).encode(), mtime=0)
    (directory / INBOX).write_bytes(raw)
    manifest = json.loads((directory / "manifest.json").read_bytes())
    for one in manifest["files"]:
        if one["path"] == INBOX:
            one |= {"bytes": len(raw), "sha256": sha256(raw).hexdigest()}
    (directory / "manifest.json").write_text(json.dumps(manifest))


def test_what_waits_is_altered_in_the_bundle(into: Intake, tmp_path: Path) -> None:
    bundle = bundled(into, tmp_path / "bundle")
    lines = [json.loads(line) for line in gzip.decompress((bundle / INBOX).read_bytes()).splitlines()]
    n = next(n for n, one in enumerate(lines) if codec.read_told(one["told"].encode()).to == "b:G2")
    altered = {
        "told": lines[n]["told"].replace('"value":3', '"value":0'),
        "at": lines[n]["at"] - 1,
        "lane": (lines[n]["lane"] + 1) % LANES,
    }
    for name, value in altered.items():
        rewritten(bundle, [*lines[:n], lines[n] | {name: value}, *lines[n + 1 :]])
        found = verify(Bundle(bundle)).findings
        assert [one.code for one in found] == (["inbox"] if name == "lane" else ["inbox", "unheard"])
    rewritten(bundle, [*lines, lines[n] | {"told": "{}"}])
    assert verify(Bundle(bundle)).findings == (Finding(-1, -1, "inbox", name=str(len(lines) + 1)),)
    rewritten(bundle, [{"waits": 1}])
    assert verify(Bundle(bundle)).findings == (Finding(-1, -1, "file", name=INBOX),)
    (bundle / INBOX).unlink()
    assert verify(Bundle(bundle)).findings == (Finding(-1, -1, "file", name=INBOX),)


def test_a_bundle_of_the_first_format_can_be_read_and_says_nothing_of_it(into: Intake, tmp_path: Path) -> None:
    taken(into, "b:G2")
    bundle = bundled(into, tmp_path / "bundle")
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    manifest["format"] = "warning-bundle/1"
    manifest["files"] = [one for one in manifest["files"] if one["path"] != INBOX]
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    assert verify(Bundle(bundle)).findings == (Finding(-1, -1, "file", name=INBOX),)
    (bundle / INBOX).unlink()
    found = verify(Bundle(bundle))
    assert (found.findings, found.told) == ((), None)


def test_lanes_that_grow_while_they_are_written_are_as_they_were(
    into: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bundled(into, tmp_path / "before")
    left, write = [LINES], exporting._Lane.write

    def writing(self: Any, directory: Path) -> Any:
        if left:
            other = bank.reopened(into.ledger.engine.url)
            bank.complete(other, left.pop())
            other.ledger.engine.dispose()
        return write(self, directory)

    monkeypatch.setattr(exporting._Lane, "write", writing)
    meanwhile = bundled(into, tmp_path / "meanwhile")
    assert verify(Bundle(meanwhile)).findings == ()
    for path in sorted(before.rglob("*.gz")):
        assert (meanwhile / path.relative_to(before)).read_bytes() == path.read_bytes()
    assert verify(Bundle(bundled(into, tmp_path / "after"))).rows > verify(Bundle(meanwhile)).rows


def test_of_a_lane_of_which_something_is_wrong_nothing_is_said(into: Intake, tmp_path: Path) -> None:
    taken(into, "b:G2")
    bundle = bundled(into, tmp_path / "bundle")
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    next(one for one in manifest["lanes"] if one["lane"] == lane_of("b:G2"))["head"] = "00" * 32
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    assert brief(verify(Bundle(bundle))) == [("lane", lane_of("b:G2"), "")]


def test_without_its_look_nothing_is_found(into: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(into, "b:G2")
    monkeypatch.setattr(Facts, "doubtful", lambda _: set())
    assert looked(into, tmp_path / "gone").findings == ()


NAMED_SO = "C12345"
"""Of a borrower of so many letters what an organisation hears has a name of as many bytes as a digest has."""


def test_a_name_as_long_as_a_digest_is_none(tmp_path: Path) -> None:
    into = bank.intake(bank.create(make_url(f"sqlite:///{tmp_path / 'ledger.db'}")))
    terms = {"loan_no": "L1", "org_no": "1003", "currency": "CNY", "outstanding_balance": "6000000.00"}
    days = {"disbursed_on": "2026-10-21", "matures_on": "2029-01-10"}
    at = "2026-10-21T08:00:00.000+08:00"
    bank.take_in(into, [line("lent", "loan.disbursed.v1", at, customer_no=NAMED_SO, **terms, **days).encode()])
    Tamperer(into.ledger.engine, 0)
    for former in (False, True):
        if former:  # as it was written before
            edit(into.ledger, "UPDATE journal SET payload_digest = CAST(event_id AS BLOB) WHERE kind = 'told'")
        with into.ledger.engine.connect() as connection:
            rows = connection.execute(select(JOURNAL).where(JOURNAL.c.kind == "told")).all()
        assert {len(row.event_id) for row in rows} == {32}
        assert all((row.payload_digest == sha256(row.payload).digest()) is not former for row in rows)
        source = open_database(str(into.ledger.engine.url.database))
        assert verify(source).findings == ()
        source.close()
        assert looked(into, tmp_path / f"bundle-{former}").findings == ()
        assert recompute(into.ledger, FRAMES).differences == ()
    edit(into.ledger, "UPDATE journal SET payload_digest = zeroblob(32) WHERE kind = 'told'")
    assert {one.code for one in looked(into, tmp_path / "another").findings} == {"payload"}
    into.ledger.engine.dispose()
