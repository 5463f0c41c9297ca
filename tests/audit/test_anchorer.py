"""Who signs anchors: one after the other, into every place, and never over a history that was cut or rewritten."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from msgspec import structs

from tests.audit.anchored import KEY, OTHER, Clock, Shelf, anchorer, codes
from tests.audit.conftest import Kept
from warning.audit.anchors.anchorer import Anchorer, Late, Mismatch, OtherKey
from warning.audit.anchors.keys import PUBLIC, UnusableKey, generate, load
from warning.audit.verifier import trail
from warning.audit.verifier.anchor import Anchor, digest, key_id, public_key, read, root, write
from warning.audit.verifier.check import verify
from warning.audit.verifier.databases import open_database
from warning.contracts.anchoring import Away

KEYS = {key_id(key.public_key()): key.public_key() for key in (KEY, OTHER)}
SPKI = PublicFormat.SubjectPublicKeyInfo


def signs(kept: Kept, *shelves: Shelf, **more: object) -> Anchorer:
    """A process that begins."""
    return anchorer(open_database(str(kept.ledger)), *shelves, **more)  # type: ignore[arg-type]


def test_each_anchor_names_the_one_before_and_covers_all_lanes(kept: Kept) -> None:
    stored = [raw for _, raw in kept.shelf.stored()]
    found = [read(raw) for raw in stored]
    assert [one.number for one in found] == [1, 2, 3, 4]
    assert [one.previous for one in found] == ["0" * 64, *map(digest, stored[:-1])]
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert all([lane for lane, _, _ in one.lanes] == list(range(64)) for one in found)
    assert sum(seq for _, seq, _ in found[0].lanes) < sum(seq for _, seq, _ in found[3].lanes)


def test_an_anchor_is_what_any_json_library_writes() -> None:
    """Names in order, no blanks: signed bytes and digests can be made without this program."""
    lanes = tuple((lane, lane, "ab" * 32) for lane in range(64))
    named: dict[str, str] = {"ledger": '台账 "A"\n', "previous": "0" * 64, "root": root(lanes), "key": "k"}
    anchor = Anchor(format="warning-anchor/1", created_at=1, number=1, at=2, lanes=lanes, signature="s", **named)
    plain = json.loads(write(anchor))
    assert json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == write(anchor)
    del plain["signature"]
    unsigned = write(structs.replace(anchor, signature=""))
    assert json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == unsigned


def test_the_root_is_that_of_a_merkle_tree() -> None:
    lanes = ((0, 1, "aa"), (1, 2, "bb"), (2, 0, "cc"))
    one, two, three = (sha256(b"\0" + text).digest() for text in (b"0:1:aa", b"1:2:bb", b"2:0:cc"))
    assert root(lanes) == sha256(b"\1" + sha256(b"\1" + one + two).digest() + three).hexdigest()
    assert root(()) == ""


def test_another_process_goes_on_where_the_last_one_ended(kept: Kept) -> None:
    clock = Clock()
    clock.at = 0  # put back: no anchor is earlier than the one before
    made = signs(kept, kept.shelf, clock=clock).make()
    assert (made.anchor.number, made.new, made.late) == (5, 0, ())
    assert made.anchor.at == read(kept.shelf.kept[4]).at
    report = verify(open_database(str(kept.ledger)), [("shelf", kept.shelf.stored())], KEYS)
    assert report.findings == ()
    assert report.anchored is not None
    assert report.anchored.number == 5


def test_a_new_key_goes_on_with_the_chain(kept: Kept) -> None:
    with pytest.raises(OtherKey) as other:
        signs(kept, kept.shelf, key=OTHER).make()
    assert (other.value.number, other.value.key, max(kept.shelf.kept)) == (4, key_id(KEY.public_key()), 4)
    signs(kept, kept.shelf, key=OTHER, rotate=True).make()
    source = open_database(str(kept.ledger))
    both = verify(source, [("shelf", kept.shelf.stored())], KEYS)
    assert (both.findings, both.rotated) == ((), ((5, key_id(OTHER.public_key())),))
    one = {key_id(KEY.public_key()): KEY.public_key()}
    report = verify(source, [("shelf", kept.shelf.stored())], one)
    assert codes(report.findings) == {"anchor_key"}
    assert report.anchored is not None
    assert report.anchored.number == 4


def test_a_place_that_was_away_gets_what_it_missed(kept: Kept) -> None:
    other = Shelf("other")
    process = signs(kept, kept.shelf, other)
    process.make()
    assert other.kept == kept.shelf.kept, "a new place gets all of them"
    other.away = True
    assert [process.make().late for _ in range(2)] == [(Late("other", "closed"),)] * 2
    assert (max(other.kept), max(kept.shelf.kept)) == (5, 7)
    kept.shelf.away, other.away = True, False
    assert process.make().late == (Late("shelf", "closed"),)
    kept.shelf.away = False
    assert process.make().late == ()
    assert other.kept == kept.shelf.kept
    assert max(other.kept) == 9


def test_nobody_begins_while_a_place_is_away(kept: Kept) -> None:
    other = Shelf("other")
    other.away = True
    process = signs(kept, kept.shelf, other)
    with pytest.raises(Away):
        process.make()
    assert max(kept.shelf.kept) == 4
    other.away = False
    assert process.make().anchor.number == 5


@pytest.mark.parametrize("how", ["removed", "replaced", "another"])
def test_a_ledger_that_is_another_one_meanwhile_is_not_signed(kept: Kept, how: str) -> None:
    process = signs(kept, kept.shelf)
    process.make()
    if how == "removed":
        kept.ledger.unlink()
    elif how == "replaced":
        copy = kept.ledger.with_name("copy.db")
        shutil.copy(kept.ledger, copy)
        copy.rename(kept.ledger)
    else:
        _tampered(kept, "UPDATE ledger SET created_at = created_at + 1")
    with pytest.raises(Mismatch) as wrong:
        process.make()
    assert (wrong.value.finding.code, max(kept.shelf.kept)) == ("replaced", 5)


def _tampered(kept: Kept, *statements: str) -> None:
    with closing(sqlite3.connect(kept.ledger)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert database.execute(statement).rowcount > 0
        database.commit()


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (("UPDATE journal SET link = zeroblob(32) WHERE (lane, seq) IN (SELECT id, seq FROM lane)",), "rewritten"),
        (("DELETE FROM journal WHERE (lane, seq) IN (SELECT id, seq FROM lane WHERE seq > 0)",), "rewritten"),
        (("UPDATE lane SET seq = seq - 1 WHERE seq > 0",), "cut"),
        (("DELETE FROM lane WHERE id = 63",), "lane"),
        (("UPDATE ledger SET name = 'another'",), "anchor_ledger"),
        (("UPDATE journal SET link = 'x' WHERE (lane, seq) IN (SELECT id, seq FROM lane)",), "rewritten"),
        (("UPDATE lane SET head = 'x' WHERE seq > 0",), "lane"),
        (("UPDATE lane SET seq = 'x' WHERE seq > 0",), "lane"),
    ],
)
def test_a_history_that_is_not_the_one_anchored_is_not_signed(
    kept: Kept, statements: tuple[str, ...], code: str
) -> None:
    _tampered(kept, *statements)
    with pytest.raises(Mismatch) as wrong:
        signs(kept, kept.shelf).make()
    assert (wrong.value.finding.code, max(kept.shelf.kept)) == (code, 4)


def test_places_that_contradict_each_other_are_told(kept: Kept) -> None:
    other = Shelf("other")
    other.kept |= {1: kept.shelf.kept[1], 2: kept.shelf.kept[3]}
    with pytest.raises(Mismatch) as wrong:
        signs(kept, kept.shelf, other).make()
    assert (wrong.value.finding.code, wrong.value.finding.key) == ("anchor_differs", "other")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda raw: raw[:-1], "anchor_form"),
        (lambda raw: raw.replace(b'"at":1', b'"at":2'), "anchor_signature"),
        (lambda raw: write(structs.replace(read(raw), number=5)), "anchor_signature"),
    ],
)
def test_a_last_anchor_that_does_not_hold_is_not_gone_on_from(kept: Kept, change: object, code: str) -> None:
    assert callable(change)
    kept.shelf.kept[4] = change(kept.shelf.kept[4])
    with pytest.raises(Mismatch) as wrong:
        signs(kept, kept.shelf).make()
    assert wrong.value.finding.code == code


def test_two_who_sign_for_one_ledger_are_told(kept: Kept) -> None:
    one, other = signs(kept, kept.shelf), signs(kept, kept.shelf, key=OTHER, rotate=True)
    one.make()
    other.make()
    with pytest.raises(Mismatch) as wrong:
        one.make()
    assert (wrong.value.finding.code, wrong.value.finding.name) == ("anchor_differs", "6")


def test_of_many_anchors_some_are_compared_and_the_newest_always(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "AT_MOST", 2)
    process = signs(kept, kept.shelf)
    for _ in range(10):
        process.make()
    _tampered(
        kept,
        "UPDATE lane SET seq = 6, head = (SELECT link FROM journal WHERE lane = 44 AND seq = 6) WHERE id = 44",
        "DELETE FROM journal WHERE lane = 44 AND seq > 6",
        "DELETE FROM change WHERE lane = 44 AND seq > 6",
    )
    assert verify(open_database(str(kept.ledger))).findings == ()
    (cut,) = verify(open_database(str(kept.ledger)), [("shelf", kept.shelf.stored())], KEYS).findings
    assert (cut.lane, cut.seq, cut.code) == (44, 11, "cut")


def test_the_place_with_the_newest_anchor_says_what_must_be_there(kept: Kept) -> None:
    """Not the one that has the most of them."""
    third, last = (read(kept.shelf.kept[number]) for number in (3, 4))
    lane, seq = next(
        (lane, seq) for (lane, seq, _), (_, later, _) in zip(third.lanes, last.lanes, strict=True) if seq < later
    )
    where = f"lane = {lane} AND seq > {seq}"
    head = f"(SELECT link FROM journal WHERE lane = {lane} AND seq = {seq})"  # noqa: S608 - numbers
    _tampered(
        kept,
        f"UPDATE lane SET seq = {seq}, head = {head} WHERE id = {lane}",  # noqa: S608 - numbers
        f"DELETE FROM journal WHERE {where}",  # noqa: S608 - numbers
        f"DELETE FROM change WHERE {where}",  # noqa: S608 - numbers
    )
    behind, holed = Shelf("behind"), Shelf("holed")
    behind.kept |= {number: kept.shelf.kept[number] for number in (1, 2, 3)}
    holed.kept |= {4: kept.shelf.kept[4]}
    places = [(one.name, one.stored()) for one in (behind, holed)]
    report = verify(open_database(str(kept.ledger)), places, KEYS)
    assert (lane, "cut") in {(one.lane, one.code) for one in report.findings}
    assert report.anchored is None, "the only one of that place does not hold"


# --- keys


def test_a_key_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "anchor.pem"
    made = generate(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert key_id(load(path).public_key()) == key_id(made.public_key())
    public = public_key((tmp_path / f"anchor.pem{PUBLIC}").read_bytes())
    assert key_id(public) == key_id(made.public_key())
    for mode in (0o640, 0o604, 0o620, 0o602):
        path.chmod(mode)
        with pytest.raises(UnusableKey) as wrong:
            load(path)
        assert wrong.value.why == "exposed"


def test_what_is_no_key_says_why(tmp_path: Path) -> None:
    generate(tmp_path / "there")
    with pytest.raises(UnusableKey) as wrong:
        generate(tmp_path / "there")
    assert wrong.value.why == "there"
    curve = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for name, text in (("empty", b""), ("curve", curve), ("public", (tmp_path / "there.pub").read_bytes())):
        with os.fdopen(os.open(tmp_path / name, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.write(text)
        with pytest.raises(UnusableKey) as wrong:
            load(tmp_path / name)
        assert wrong.value.why == "no_key"
    for name, why in (("absent", "absent"), (".", "unreadable")):
        with pytest.raises(UnusableKey) as wrong:
            load(tmp_path / name)
        assert wrong.value.why == why
    with pytest.raises(ValueError, match="Ed25519"):
        public_key(generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.PEM, SPKI))
