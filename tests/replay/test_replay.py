"""Replay: the same journal decides the same again, anywhere; what was planted is found and named to the field."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from typing import Any, Final

import msgspec
import pytest
from msgspec import structs
from sqlalchemy import URL

from tests.ledger import bank
from tests.replay import replayed
from tests.replay.planted import FRAMES, asked, edit, edit_row
from warning.audit.divergence import Divergence, differences
from warning.audit.lane import Replay, replay_key
from warning.audit.replay import replay
from warning.core import VERSION
from warning.ledger.journal import JournalRow
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.verify import verify


@pytest.mark.slow
def test_it_is_the_same_on_every_database_under_every_hash_seed_and_with_any_number_of_processes(
    database_url: URL,
) -> None:
    intake = bank.complete(bank.intake(bank.create(database_url)), bank.short())
    here = replayed.told(replay(intake.ledger.engine, FRAMES))
    intake.ledger.close()
    url = database_url.render_as_string(hide_password=False)
    sqlite = database_url.get_backend_name() == "sqlite"
    for seed, jobs in (("0", "1"), ("1", "2"), ("4242", "3"))[0 if sqlite else 2 :]:
        command = [sys.executable, "-m", "tests.replay.replayed", url, jobs]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.stdout.strip() == here, done.stderr
    memory = bank.in_memory(bank.short()).ledger
    ends = sha256(b"".join(chain.head for chain in memory.chains)).hexdigest()
    assert here.startswith(f"{ends} {len(memory.journal)} ")
    assert " {} () " in here


def test_all_rows_are_compared_and_lanes_may_be_chosen(ledger: SqlLedger) -> None:
    found = replay(ledger.engine, FRAMES)
    assert (found.divergences, found.foreign, found.unknown) == ((), {}, 0)
    with asked(ledger, "SELECT count(*) FROM journal") as (rows,):
        assert found.rows == rows
    lane = lane_of("b:G0")
    part = replay(ledger.engine, FRAMES, [lane])
    (here,) = part.lanes
    assert (part.ends, structs.replace(here, told=None)) == ("", structs.replace(found.lanes[lane], told=None))
    assert here.told != found.lanes[lane].told, "under a key of its own"
    told: list[int] = []
    replay(ledger.engine, FRAMES, [lane, 0], tell=lambda one: told.append(one.lane))
    assert sorted(told) == sorted({0, lane})


def only(ledger: SqlLedger, frames: Any = FRAMES) -> Divergence:
    """The one divergence."""
    (found,) = replay(ledger.engine, frames).divergences
    return found


def test_a_digest_that_was_altered_is_named_with_both_values(ledger: SqlLedger) -> None:
    sql = "SELECT lane, seq, effects_digest FROM journal WHERE key = 'b:G0' AND event_id = 'sued-G0'"
    with asked(ledger, sql) as (lane, seq, was):
        edit_row(ledger, "effects_digest = :digest", digest=bytes(32))
    found = only(ledger)
    assert (found.lane, found.seq, found.key, found.event_id) == (lane, seq, "b:G0", "sued-G0")
    assert (found.code, found.n, found.path) == ("effects", None, "effects_digest")
    assert (found.stored, found.found) == (bytes(32).hex(), was.hex())


def test_a_change_that_was_altered_is_named_to_the_field(ledger: SqlLedger) -> None:
    what = 'FROM change WHERE CAST(effect AS TEXT) LIKE \'%"state":"breached"%\''
    with asked(ledger, f"SELECT lane, seq, n, row_id, event_id {what} ORDER BY lane, seq, n LIMIT 1") as planted:
        lane, seq, n, row_id, event_id = planted
    edit(
        ledger,
        "UPDATE change SET effect = CAST(replace(CAST(effect AS TEXT), :was, :becomes) AS BLOB) "
        "WHERE lane = :lane AND seq = :seq AND n = :n",
        was='"state":"breached"',
        becomes='"state":"met"',
        lane=lane,
        seq=seq,
        n=n,
    )
    found = only(ledger)
    assert (found.lane, found.seq, found.n, found.row_id, found.event_id) == (lane, seq, n, row_id, event_id)
    assert (found.code, found.path, found.stored, found.found) == ("change", "duty.state", '"met"', '"breached"')


@pytest.mark.parametrize("digest", [b"", bytes(7), "text"])
def test_a_payload_digest_of_another_size_or_kind_is_told_and_no_crash(ledger: SqlLedger, digest: bytes | str) -> None:
    edit_row(ledger, "payload_digest = :digest", digest=digest)
    assert only(ledger).code == "payload"
    assert [one.code for one in verify(ledger, FRAMES).differences] == ["payload"]


COLUMNS: Final = {
    "at": "UPDATE change SET at = at + 1",
    "event_id": "UPDATE change SET event_id = 'elsewhere'",
    "row_id": "UPDATE change SET row_id = 'D-elsewhere'",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_a_change_is_named(ledger: SqlLedger, column: str) -> None:
    edit(ledger, f"{COLUMNS[column]} WHERE n = 0 AND event_id = 'sued-G0'")
    found = only(ledger)
    assert (found.code, found.n, found.path) == ("change", 0, column)
    assert found.stored != found.found


ANOTHER: Final = (
    "INSERT INTO change SELECT lane, seq, 900, row_id, at, event_id, effect FROM change "
    "WHERE n = 0 AND event_id = 'sued-G0'"
)


@pytest.mark.parametrize("stored", [False, True])
def test_a_change_gone_or_more_is_named(ledger: SqlLedger, *, stored: bool) -> None:
    statement = ANOTHER if stored else "DELETE FROM change WHERE n = 1 AND event_id = 'sued-G0'"
    edit(ledger, statement)
    found = only(ledger)
    assert (found.code, found.event_id, found.path) == ("change", "sued-G0", "")
    assert (found.stored != "—", found.found != "—") == (stored, not stored)


def test_changes_of_no_row_and_rows_beyond_the_end_are_found(ledger: SqlLedger) -> None:
    with asked(ledger, "SELECT lane, max(seq) FROM journal GROUP BY lane ORDER BY 2 DESC LIMIT 1") as (lane, last):
        more = "INSERT INTO change VALUES (:lane, :seq, 77, 'S-1', 0, 'x', X'7B7D')"
    edit(ledger, more, lane=lane, seq=last)
    found = only(ledger)
    assert (found.code, found.lane, found.seq, found.n, found.row_id) == ("change", lane, last, 77, "S-1")
    edit(ledger, "UPDATE change SET seq = :seq WHERE n = 77", seq=last + 3)
    found = only(ledger)
    assert (found.code, found.lane, found.seq) == ("change", lane, last + 3)
    edit(ledger, "DELETE FROM change WHERE n = 77")
    edit(
        ledger,
        "UPDATE lane SET seq = seq - 1, head = (SELECT link FROM journal j WHERE j.lane = lane.id "
        "AND j.seq = lane.seq - 1) WHERE id = :lane",
        relinked=False,
        lane=lane,
    )
    edit(ledger, "DELETE FROM change WHERE lane = :lane AND seq = :seq", relinked=False, lane=lane, seq=last)
    found = only(ledger)
    assert (found.code, found.lane, found.seq) == ("lane", lane, last)


def test_a_row_put_under_another_book_is_named_by_what_its_threshold_changes(ledger: SqlLedger) -> None:
    frame = bank.frame()
    other = structs.replace(frame, id="other", book=structs.replace(frame.book, tiers=(700_000_000, 900_000_000)))
    assert frame.tier(600_000_000) != other.tier(600_000_000)
    edit_row(ledger, "frame = 'other'")
    assert only(ledger).code == "frame", "a book that the ledger has not got"
    found = only(ledger, FRAMES | {"other": other})
    assert (found.code, found.key, found.event_id) == ("effects", "b:G0", "sued-G0")
    assert (found.path, found.stored, found.found) == ("warning.tier", str(frame.tier(600_000_000)), "0")
    assert found.row_id.startswith("W-")


def test_a_payload_shows_where_it_first_matters(ledger: SqlLedger) -> None:
    """The balance of a loan decides nothing when it is lent: its tier does, once the borrower is sued."""
    edit_row(ledger, "payload = CAST(replace(CAST(payload AS TEXT), '600000000', '60000000') AS BLOB)", "lent-G0")
    found = only(ledger)
    assert (found.code, found.event_id, found.path) == ("effects", "sued-G0", "warning.tier")


@pytest.mark.parametrize(
    ("assignment", "code"),
    [
        ("payload = X'7B'", "payload"),
        ("kind = 'unheard.of'", "payload"),
        ("key_seq = key_seq + 1", "number"),
        ("at = at + 1", "effects"),
    ],
)
def test_what_cannot_be_decided_again_is_told_apart(ledger: SqlLedger, assignment: str, code: str) -> None:
    edit_row(ledger, assignment)
    found = only(ledger)
    assert (found.code, found.event_id) == (code, "sued-G0")


def test_a_step_that_fails_is_a_divergence_and_no_crash(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("warning.ledger.fold.step", failing)
    assert {one.code for one in replay(ledger.engine, FRAMES).divergences} == {"undecided"}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE journal SET origin = 'elsewhere' WHERE event_id = 'sued-G0'", "link"),
        ("UPDATE journal SET held = 2 WHERE event_id = 'sued-G0'", "link"),
        ("DELETE FROM journal WHERE event_id = 'sued-G0'", "gap"),
        ("UPDATE lane SET head = zeroblob(32) WHERE id = (SELECT lane FROM journal LIMIT 1)", "lane"),
    ],
)
def test_links_are_walked(ledger: SqlLedger, statement: str, code: str) -> None:
    edit(ledger, statement, relinked=False)
    assert only(ledger).code == code


def test_one_borrower_is_replayed_without_its_neighbours(ledger: SqlLedger) -> None:
    edit(ledger, "UPDATE change SET at = at + 1 WHERE n = 0 AND event_id = 'sued-G0'")
    with ledger.engine.connect() as connection, connection.begin():
        assert replay_key(connection, "b:G1", FRAMES).first is None
        found = replay_key(connection, "b:G0", FRAMES)
        rows = replay_key(connection, "b:G1", FRAMES).rows
    assert found.first is not None
    assert (found.first.event_id, found.first.path) == ("sued-G0", "at")
    with asked(ledger, "SELECT count(*) FROM journal WHERE key = 'b:G1'") as (count,):
        assert rows == count > 1


def test_without_its_comparison_a_planted_change_is_not_found(
    ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(ledger, "UPDATE change SET at = at + 1 WHERE n = 0 AND event_id = 'sued-G0'")
    assert replay(ledger.engine, FRAMES).divergences
    take = Replay.take

    def blind(self: Replay, row: JournalRow, _stored: object) -> Divergence | None:
        return take(self, row, kept)

    kept: list[Any] = []
    monkeypatch.setattr(Replay, "take", blind)
    monkeypatch.setattr(Replay, "changes", lambda *_: kept)
    assert not replay(ledger.engine, FRAMES).divergences


def test_rows_of_a_core_that_is_not_here_are_counted_apart(ledger: SqlLedger) -> None:
    before = replay(ledger.engine, FRAMES).rows
    with asked(ledger, "SELECT count(*) FROM journal WHERE key = 'b:G0'") as (own,):
        assert own > 4
    edit(ledger, "UPDATE journal SET core = '0.3', effects_digest = zeroblob(32) WHERE key = 'b:G0' AND key_seq = 3")
    found = replay(ledger.engine, FRAMES)
    assert VERSION != "0.3"
    assert (found.divergences, found.foreign, found.unknown) == ((), {"0.3": 1}, own - 3)
    assert found.rows == before - 1 - (own - 3), "its own rows before, and all of its neighbours"
    assert len(found.ends) == 64
    assert len(found.lanes) == LANES


def test_paths_lead_to_every_leaf_that_differs() -> None:
    one: Any = {"a": 1, "b": [{"c": "x"}, 2], "d": None, "e": True}
    other: Any = {"a": 1, "b": [{"c": "y"}], "d": 0, "e": 1}
    assert list(differences(one, one)) == []
    assert list(differences(one, other)) == [
        ("b[0].c", '"x"', '"y"'),
        ("b[1]", "2", "—"),
        ("d", "null", "0"),
        ("e", "true", "1"),
    ]
    assert list(differences(msgspec.json.decode(b"[]"), {})) == [("", "[]", "{}")]


OUTSIDE: Final = (-(1 << 63), -1, 0, (1 << 63) - 1)


@pytest.mark.parametrize("seq", OUTSIDE)
def test_a_row_put_before_the_first_or_far_beyond_the_last_is_found(ledger: SqlLedger, seq: int) -> None:
    columns = ", ".join(f'"{name}"' for name in JournalRow.__struct_fields__)
    copied = columns.replace('"seq"', str(seq))
    sql = f"INSERT INTO journal ({columns}) SELECT {copied} FROM journal WHERE key = 'b:G0' AND key_seq = 1"  # noqa: S608 - ours
    edit(ledger, sql, relinked=False)
    (found,) = replay(ledger.engine, FRAMES).divergences
    assert (found.lane, found.seq) == (lane_of("b:G0"), seq)
    assert verify(ledger, FRAMES).differences


@pytest.mark.parametrize("seq", OUTSIDE)
def test_a_change_put_there_is_found(ledger: SqlLedger, seq: int) -> None:
    sql = f"""INSERT INTO change SELECT lane, {seq}, -1, row_id, at, event_id, effect FROM change
        WHERE event_id = 'sued-G0' AND n = 0 LIMIT 1"""  # noqa: S608 - ours
    edit(ledger, sql, relinked=False)
    (found,) = replay(ledger.engine, FRAMES).divergences
    assert found.lane == lane_of("b:G0")
    assert verify(ledger, FRAMES).differences


@pytest.mark.parametrize("seq", OUTSIDE)
def test_a_change_put_there_is_found_also_where_another_core_decided(ledger: SqlLedger, seq: int) -> None:
    lane = lane_of("b:G0")
    edit(ledger, f"UPDATE journal SET core = '0.3' WHERE lane = {lane}")  # noqa: S608 - ours
    assert replay(ledger.engine, FRAMES, [lane]).divergences == ()
    edit(ledger, f"INSERT INTO change VALUES ({lane}, {seq}, 0, 'S-1', 0, 'x', X'7B7D')", relinked=False)  # noqa: S608 - ours
    (found,) = replay(ledger.engine, FRAMES, [lane]).divergences
    assert (found.code, found.lane, found.seq) == ("change", lane, seq)
