"""Whatever is done to a ledger, a bundle or anchors, the verifier finds it and names it: 1,000 random mutations.

``TAMPERED`` says how many (``make test``: 160).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import pytest
from msgspec import Struct
from sqlalchemy import event

from tests.audit.anchored import FRAMES, KEY, OTHER, Shelf, anchorer, bundled, codes, small
from tests.audit.tamper import AnchorForger, Bundled, Forger, in_database
from tests.ledger.tamper import Mutation, Tamperer, named
from warning.audit.verifier import check
from warning.audit.verifier.anchor import key_id, read
from warning.audit.verifier.bundle import Bundle
from warning.audit.verifier.check import Places, verify
from warning.audit.verifier.databases import open_database
from warning.audit.verifier.findings import Finding, Report
from warning.audit.verifier.source import Source
from warning.audit.verifier.trail import Trail
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import CHANGE, JOURNAL, LANE
from warning.ledger.verify import verify as recompute

MUTATIONS: Final = int(os.environ.get("TAMPERED", "1000"))
KEYS: Final = {key_id(KEY.public_key()): KEY.public_key()}
TABLES: Final = (*[JOURNAL] * 20, *[LANE] * 2, *[CHANGE] * 2)
IN_BUNDLES: Final = (*[JOURNAL] * 10, LANE, *[CHANGE] * 6)
RANGES: Final = {"cut", "rewritten"}

pytestmark = pytest.mark.slow
"""A thousand verifications."""


class Bank(Struct, frozen=True):
    """A small ledger, what is anchored of it, and it as a bundle; whoever changes something puts it back."""

    path: Path
    ledger: SqlLedger
    shelf: Shelf
    bundle: Path

    def database(self) -> Source:
        """As the verifier reads it."""
        return open_database(str(self.path))

    def places(self) -> Places:
        """Where the anchors are."""
        return [(self.shelf.name, self.shelf.stored())]


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    directory = tmp_path_factory.mktemp("tampered")
    into, shelf = small(directory)
    engine = into.ledger.engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _fast(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")  # its writes need not last

    path = directory / "ledger.db"
    yield Bank(path, into.ledger, shelf, bundled(path, directory / "bundle", shelf))
    engine.dispose()


def verified(source: Source, places: Places = ()) -> Report:
    """What the verifier says."""
    report = verify(source, places, KEYS)
    source.close()
    return report


def firsts(found: list[Finding]) -> set[tuple[int, int]]:
    """The first row that is named in each lane."""
    lanes = {one.lane for one in found}
    return {(lane, min(one.seq for one in found if one.lane == lane)) for lane in lanes}


def missed(mutation: Mutation, tamperer: Tamperer, found: list[Finding]) -> bool:
    """Whether a lane is not named, or another one is, or not the row at which it is no longer what it was.

    Of a change, the row it is of now or was before may be named as well as the one whose changes are incomplete.
    """
    rows = (*mutation.before, *mutation.after)
    if mutation.table is LANE:
        ends = {row["id"]: row["seq"] for row in tamperer.rows[LANE.name]}
        return firsts(found) != {(row["id"], ends.get(row["id"], 0)) for row in rows}
    right = set(named(mutation, tamperer.rows))
    if mutation.table is CHANGE:
        right |= {(row["lane"], row["seq"]) for row in rows}
        return {lane for lane, _ in firsts(found)} != {lane for lane, _ in right} or not firsts(found) <= right
    return firsts(found) != right


def test_nothing_is_found_where_nobody_touched_anything(bank: Bank) -> None:
    one, other = verified(bank.database(), bank.places()), verified(Bundle(bank.bundle), bank.places())
    assert (one.findings, other.findings) == ((), ())
    assert one.ends == other.ends
    assert one.rows == other.rows == other.proven == one.proven + one.unproven
    assert (one.unproven > 0, other.unproven) == (True, 0)
    assert one.anchored is not None
    assert (one.anchored.number, one.anchored.rows) == (4, 0)


def test_every_mutation_of_a_database_is_named_first_by_the_verifier_or_by_deciding_again(bank: Bank) -> None:
    tamperer = Tamperer(bank.ledger.engine, 1, TABLES)
    again = 0
    for _ in range(MUTATIONS * 35 // 100):
        mutation = tamperer.next()
        with tamperer.made(mutation):
            found = list(verified(bank.database()).findings)
            if mutation.table is CHANGE and missed(mutation, tamperer, found):
                again += 1  # a change whose row had effects that are not on file
                differences = recompute(bank.ledger, FRAMES).differences
                found += [Finding(one.lane, one.seq, one.code) for one in differences]
        assert not missed(mutation, tamperer, found), (mutation, found)
    assert MUTATIONS < 100 or 0 < again < MUTATIONS // 5
    assert verified(bank.database(), bank.places()).findings == ()


def test_every_mutation_of_a_bundle_is_named_without_deciding_again(bank: Bank) -> None:
    tamperer = Tamperer(bank.ledger.engine, 2, IN_BUNDLES)
    bundle = Bundled(bank.bundle, tamperer.rows)
    fitting = (mutation for mutation in iter(tamperer.next, None) if _fits(mutation))
    for mutation in islice(fitting, MUTATIONS * 15 // 100):
        with bundle.made((mutation,)):
            found = [one for one in verified(Bundle(bank.bundle)).findings if one.lane >= 0]
        if "file" in codes(tuple(found)):  # a line could not be read at all
            assert {one.lane for one in found} == _lanes(mutation), (mutation, found)
        else:
            assert not missed(mutation, tamperer, found), (mutation, found)
    assert verified(Bundle(bank.bundle), bank.places()).findings == ()


def _lanes(mutation: Mutation) -> set[int]:
    return {row["id" if mutation.table is LANE else "lane"] for row in (*mutation.before, *mutation.after)}


def _fits(mutation: Mutation) -> bool:
    """Whether a bundle has a place for it: 64 lanes, each with its files and its line in the manifest."""
    one = mutation.table is not LANE or (len(_lanes(mutation)) == 1 and bool(mutation.after))
    return one and _lanes(mutation) <= set(range(64))


@pytest.mark.parametrize(("kind", "percent"), [("database", 15), ("bundle", 5)])
def test_history_that_was_rewritten_with_new_links_is_found_by_anchors(bank: Bank, kind: str, percent: int) -> None:
    tamperer = Tamperer(bank.ledger.engine, 3, TABLES)
    bundle = Bundled(bank.bundle, tamperer.rows)
    forger = Forger(tamperer.rows, len(kind))
    unseen = 0
    for _ in range(MUTATIONS * percent // 100):
        lane, plot = forger.next()
        with in_database(tamperer, plot) if kind == "database" else bundle.made(plot):
            found = verified(bank.database() if kind == "database" else Bundle(bank.bundle), bank.places())
        told = [one for one in found.findings if one.code in RANGES]
        assert {one.lane for one in told} == {lane}, plot
        first = next((n for n, (a, b) in enumerate(zip(plot[0].before, plot[0].after, strict=False)) if a != b), None)
        row = (min(len(plot[0].before), len(plot[0].after)) if first is None else first) + 1
        assert any(one.first <= row <= one.seq for one in told), (plot, told)
        assert {one.key for one in told} == {""}, "no single row can be named"
        assert found.anchored is None or found.anchored.number < min(int(one.name) for one in told)
        unseen += codes(found.findings) <= RANGES
    assert unseen > MUTATIONS * percent // 300  # nothing but the anchors tells


def test_what_is_cut_off_is_named_by_its_rows_and_the_newest_anchor_before_it_holds(bank: Bank) -> None:
    tamperer = Tamperer(bank.ledger.engine, 7, TABLES)
    forger = Forger(tamperer.rows, 7)
    lane, plot = forger.next()
    while len(plot[0].after) + 2 != len(plot[0].before) or plot[0].before[:-2] != plot[0].after:
        lane, plot = forger.next()
    with in_database(tamperer, plot):
        found = verified(bank.database(), bank.places())
    (cut,) = found.findings
    last = len(plot[0].before)
    assert (cut.code, cut.lane, cut.missing, cut.seq) == ("cut", lane, last - 1, last)
    assert cut.first <= cut.missing
    assert found.anchored is not None
    held = read(bank.shelf.kept[found.anchored.number]).lanes[lane][1]
    after = read(bank.shelf.kept[found.anchored.number + 1]).lanes[lane][1]
    assert held <= len(plot[0].after) < after


def test_every_forged_anchor_is_found(bank: Bank) -> None:
    kept = dict(bank.shelf.stored())
    forger, ledger = AnchorForger(kept, OTHER, 4), bank.database().ledger
    forged, must_be = kept, frozenset[str]()
    for _ in range(MUTATIONS * 30 // 100):
        must_be, forged = forger.next()
        found = Trail(ledger, KEYS).read(sorted(forged.items())).findings
        assert codes(tuple(found)) & must_be, (must_be, found)
    assert codes(verified(bank.database(), [("place", sorted(forged.items()))]).findings) & must_be
    gone = [("here", sorted(kept.items())[:-1]), ("there", kept.items())]
    (missing,) = verified(bank.database(), gone).findings
    assert (missing.code, missing.key, missing.name) == ("anchor_missing", "here", "4")


def test_somebody_who_rewrites_and_anchors_anew_is_found(bank: Bank) -> None:
    """With a key of their own, or with the anchors that were there before."""
    tamperer = Tamperer(bank.ledger.engine, 5, TABLES)
    _, plot = Forger(tamperer.rows, 5).next()
    kept = sorted(bank.shelf.stored())
    with in_database(tamperer, plot):
        own, source = Shelf(), open_database(str(bank.path))
        anchorer(source, own, key=OTHER).make()
        found = verified(bank.database(), [("own", own.stored())])
        assert (codes(found.findings), found.anchored) == ({"anchor_key"}, None)
        short = verified(bank.database(), [("short", kept[:0])])
        assert (codes(short.findings), short.anchored) == ({"anchor_none"}, None)
        source.close()


LOOKS: Final = {
    "link": (check, "link_after", lambda _before, row: row.link),
    "effects": (check.Lane, "_effects", lambda *_: ()),
    "rewritten": (check.Lane, "_anchored", lambda *_: ()),
}
"""A code, what finds it, and what would not."""


@pytest.mark.parametrize("code", LOOKS)
def test_what_has_not_its_look_is_not_found(bank: Bank, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Else the tests above could not fail.
    tamperer = Tamperer(bank.ledger.engine, 6, IN_BUNDLES)
    bundle, forger = Bundled(bank.bundle, tamperer.rows), Forger(tamperer.rows, 6)
    plot: tuple[Mutation, ...] = ()
    while not plot or _codes(bank, bundle, plot) != {code}:
        plot = forger.next()[1] if code == "rewritten" else (tamperer.next(),)
    monkeypatch.setattr(*LOOKS[code])
    assert _codes(bank, bundle, plot) == set()


def _codes(bank: Bank, bundle: Bundled, plot: tuple[Mutation, ...]) -> set[str]:
    with bundle.made(plot):
        return codes(verified(Bundle(bank.bundle), bank.places()).findings)
