"""As of an instant: what a fold from the beginning comes to, with snapshots and without, at any instant."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.engine import URL

from tests.ledger import bank
from warning.audit import asof, snapshots
from warning.audit.asof import known_at, known_of, pointers_at
from warning.audit.snapshots import Snapshot, check, load, make, month_ends
from warning.core.rows import Duty, Signal, Warning
from warning.core.scalars import DAY, read_moment
from warning.ledger.journal import Chain
from warning.ledger.lanes import LANES
from warning.ledger.sql import codec
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.history import ENDLESS
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import CHANGE, JOURNAL
from warning.ledger.verify import verify

INSTANTS = int(os.environ.get("ASOF_INSTANTS", "40"))
ROUNDS = (*(("sqlite", seed) for seed in range(6)), pytest.param("postgresql", 0, marks=pytest.mark.postgresql))
"""Ledgers made up at random; on PostgreSQL one: the rows are the same there, and what is made of them."""


def at(text: str) -> int:
    return int(read_moment(text))


def folded(engine: Engine, instant: int) -> dict[str, tuple[int, bytes]]:
    """Row -> (since, its last change by then): all changes in their order, and nothing else."""
    found: dict[str, tuple[int, bytes]] = {}
    with engine.connect() as connection:
        for one in connection.execute(select(CHANGE).order_by(CHANGE.c.lane, CHANGE.c.seq, CHANGE.c.n)):
            if one.at <= instant:
                found[one.row_id] = (found.get(one.row_id, (one.at,))[0], bytes(one.effect))
    return found


def as_folded(past: asof.Past) -> dict[str, tuple[int, bytes]]:
    return {row_id: (one.since, codec.write(one.change.effect)) for row_id, one in past.rows.items()}


@pytest.fixture
def ledger(database_url: URL, whole: Path) -> Iterator[SqlLedger]:
    """Two months of a bank on each database; on SQLite a copy of what was made once."""
    if database_url.get_backend_name() == "sqlite":
        shutil.copy(whole, str(database_url.database))
        made = SqlLedger.open(open_engine(database_url))
    else:
        made = bank.complete(bank.intake(bank.create(database_url)), bank.short(4)).ledger
    yield made
    made.close()


def kept(ledger: SqlLedger, directory: Path, clock: int | None = None) -> list[Snapshot]:
    """All its month-ends by a clock, made where they are missing."""
    about = ledger.about
    with ledger.engine.connect() as connection, connection.begin():
        former, _ = load(directory, connection, about.name, about.created_at)
        make(directory, connection, about.name, about.created_at, clock or ledger.clock(), former)
        found, wrong = load(directory, connection, about.name, about.created_at)
    assert wrong == []
    return found


def test_with_and_without_snapshots_it_is_a_fold_from_the_beginning(ledger: SqlLedger, tmp_path: Path) -> None:
    months = kept(ledger, tmp_path)
    assert [one.path.stem for one in months] == ["2026-10-31", "2026-11-30"]
    with ledger.engine.connect() as connection:
        instants = sorted(set(connection.execute(select(CHANGE.c.at)).scalars()))
    assert len(instants) > 10
    edges = [instant + by for instant in instants for by in (-1, 0, 1)] + [
        0,
        bank.UNTIL,
        *(one.until for one in months),
    ]
    rng, based = Random(6), 0
    with ledger.engine.connect() as connection, connection.begin():
        for instant in [*rng.sample(edges, INSTANTS), instants[0] - 1, bank.UNTIL, months[0].until]:
            expected = folded(ledger.engine, instant)
            assert as_folded(known_at(connection, instant)) == expected
            with_them = known_at(connection, instant, months)
            assert as_folded(with_them) == expected
            based += bool(with_them.basis)
    assert based > 3


def test_now_is_what_people_see(ledger: SqlLedger) -> None:
    with ledger.engine.connect() as connection, connection.begin():
        past = known_at(connection, bank.UNTIL)
        shown = bank.contents(ledger.engine)
    for kind, name in ((Signal, "signal"), (Warning, "warning"), (Duty, "duty")):
        rows = {one.row.id: codec.write(one.row) for one in past.of(kind)}
        assert rows == {row[0]: bytes(row[-1]) for row in shown[name]}
        assert rows


def test_an_instant_is_inclusive(ledger: SqlLedger) -> None:
    raised = at("2026-10-21T10:00:00+08:00")
    with ledger.engine.connect() as connection, connection.begin():
        before, then = (known_of(connection, instant, "b:G0") for instant in (raised - 1, raised))
    assert before.rows == {}
    assert [one.since for one in then.of(Warning)] == [raised]
    assert {one.how for one in then.told} == {"owes"}
    assert {one.at for one in then.told} == {raised}


def test_one_borrower_is_part_of_all(ledger: SqlLedger) -> None:
    instant = at("2026-10-25T00:00:00+08:00")
    with ledger.engine.connect() as connection, connection.begin():
        every = known_at(connection, instant)
        own = known_of(connection, instant, "b:G0")
    assert own.rows == {name: one for name, one in every.rows.items() if one.row.customer_no == "G0"}
    assert own.rows


def test_a_breach_tells_the_superior(ledger: SqlLedger) -> None:
    with ledger.engine.connect() as connection, connection.begin():
        past = known_of(connection, bank.UNTIL, "b:G0")
    late = [one for one in past.told if one.how == "escalated"]
    assert late
    for one in late:
        assert one.duty.state == "breached"
        assert (one.at, f"{one.org_no}/{one.post}") == (one.duty.breached_at, one.duty.escalated_to)
    owners = [(one.at, one.org_no, one.post) for one in past.told if one.how == "owes"]
    assert sorted(owners) == sorted(
        (one.since, one.row.org_no, one.row.post) for one in past.of(Duty) if isinstance(one.row, Duty)
    )


# --- lanes whose rows are not in the order of their instants


class Made:
    """A ledger made up at random: aggregates whose own instants never fall, in lanes where others' may be late."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine, self._rng = engine, Random(seed)
        self._chains = [Chain(lane) for lane in range(LANES)]
        self._ats: dict[str, int] = {}

    def more(self, count: int, day: int) -> None:
        """So many rows, received in the twenty days before ``day``."""
        rows, changes = [], []
        for _ in range(count):
            chain = self._chains[self._rng.randrange(3)]
            key = f"b:{chain.lane}-{self._rng.randrange(4)}"
            at_ = max(self._ats.get(key, 0), (day - self._rng.randrange(20)) * DAY + self._rng.randrange(5))
            self._ats[key] = at_
            chain.seq += 1
            head = self._rng.randbytes(32)
            rows.append(
                (chain.lane, chain.seq, key, 1, at_, at_, at_, "k", "E", "", "", False, "f", "1", b"", b"", b"", head)
            )
            changes += [
                (chain.lane, chain.seq, n, f"{key}:{self._rng.randrange(3)}", at_, "E", b"{}")
                for n in self._rng.sample(range(5), self._rng.randrange(3))
            ]
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(insert(JOURNAL).values(rows))
            connection.execute(insert(CHANGE).values(changes))


@pytest.mark.parametrize(("database_url", "seed"), ROUNDS, indirect=["database_url"])
def test_rows_that_come_late_are_known_when_they_were_received(database_url: URL, tmp_path: Path, seed: int) -> None:
    engine = open_engine(database_url)
    made, rng, skipped = Made(engine, seed), Random(seed), 0
    day = at("2026-01-10T00:00:00+08:00") // DAY
    for _ in range(12):
        day += 17
        made.more(40, day)
        with engine.connect() as connection, connection.begin():
            former, _ = load(tmp_path, connection, "made", 0)
            if rng.random() < 0.5:
                make(tmp_path, connection, "made", 0, day * DAY, former)
            if former and rng.random() < 0.2:
                rng.choice(former).path.unlink()
            months, wrong = load(tmp_path, connection, "made", 0)
            assert wrong == []
            assert check(connection, months) == []
            for _ in range(6):
                instant = (day - rng.randrange(120)) * DAY + rng.randrange(5)
                expected = {name: since for name, (since, _) in folded(engine, instant).items()}
                lanes = [pointers_at(connection, lane, instant, months) for lane in range(3)]
                plain = [pointers_at(connection, lane, instant, ()) for lane in range(3)]
                assert [one for one, _ in lanes] == [one for one, _ in plain]
                assert {name: since for one, _ in lanes for name, (since, _, _) in one.items()} == expected
                skipped += any(base for _, base in lanes)
    assert skipped > 10
    engine.dispose()


def test_what_lies_beyond_an_instant_is_not_read(tmp_path: Path) -> None:
    """What makes it fast: of a lane only the months around the instant are read."""
    months = [_cut(tmp_path, month, 10 * month) for month in (1, 2, 3)]
    assert list(asof.gaps(10, 0, 15, months[1:])) == [(10, 20), (30, ENDLESS)]
    assert list(asof.gaps(10, 0, 10, months[1:])) == [(30, ENDLESS)]
    assert list(asof.gaps(0, 0, 35, months)) == [(0, 10), (10, 20), (20, 30), (30, ENDLESS)]
    assert list(asof.gaps(10, 0, 10, months[2:])) == [(10, 30), (30, ENDLESS)], "what the gap held is not known"


def _cut(directory: Path, month: int, seq: int) -> Snapshot:
    cut = snapshots.Cut(seq, "", seq - 10, seq - 9, seq)
    header = snapshots.Header(name="n", created_at=0, until=month, lanes=(cut,) * LANES, digest="")
    return Snapshot(directory / "x", header, b"")


# --- files


def test_a_snapshot_that_is_damaged_or_of_another_journal_is_not_used(ledger: SqlLedger, tmp_path: Path) -> None:
    first, second = kept(ledger, tmp_path)
    about = ledger.about
    header, _, body = first.path.read_bytes().partition(b"\n")
    other = msgspec.json.decode(header)
    plants: dict[str, bytes] = {"body": header + b"\n" + body[:-1] + b"x", "none": b"", "header": b"{}\n" + body}
    other["lanes"][next(n for n, cut in enumerate(other["lanes"]) if cut[0])][1] = "00" * 32
    plants["link"] = msgspec.json.encode(other) + b"\n" + body
    for plant in plants.values():
        first.path.write_bytes(plant)
        with ledger.engine.connect() as connection, connection.begin():
            found, wrong = load(tmp_path, connection, about.name, about.created_at)
        assert ([one.path for one in found], wrong) == ([second.path], [first.path])
    first.path.write_bytes(header + b"\n" + body)
    with ledger.engine.connect() as connection, connection.begin():
        for name, created_at in (("other", about.created_at), (about.name, 7)):
            found, wrong = load(tmp_path, connection, name, created_at)
            assert (found, len(wrong)) == ([], 2)


def test_a_snapshot_that_says_otherwise_than_the_fold_is_found(ledger: SqlLedger, tmp_path: Path) -> None:
    first, second = kept(ledger, tmp_path)
    with ledger.engine.connect() as connection, connection.begin():
        assert check(connection, [first, second]) == []
        lane = next(n for n, cut in enumerate(first.lanes) if cut.seq)
        for forged in (_moved(first, lane), _forgotten(first, lane), _dated(first, lane)):
            (wrong,) = check(connection, [forged, second])
            assert (wrong.path, wrong.lane) == (forged.path, lane)
            differing = {name for name, at in first.pointers(lane).items() if forged.pointers(lane).get(name) != at}
            assert (wrong.row in differing) if differing else (wrong.row == "")


def _moved(one: Snapshot, lane: int) -> Snapshot:
    forged = Snapshot(one.path, one.header, one._body)
    rows: Any = [one.pointers(n) for n in range(LANES)]
    name, (since, seq, n) = next(iter(rows[lane].items()))
    rows[lane][name] = (since, seq, n + 1)
    forged._rows = rows
    return forged


def _forgotten(one: Snapshot, lane: int) -> Snapshot:
    forged = Snapshot(one.path, one.header, one._body)
    forged._rows = [one.pointers(n) for n in range(LANES)]
    forged._rows[lane].popitem()
    return forged


def _dated(one: Snapshot, lane: int) -> Snapshot:
    cuts = list(one.lanes)
    cuts[lane] = msgspec.structs.replace(cuts[lane], last_at=cuts[lane].last_at - DAY)
    return Snapshot(one.path, msgspec.structs.replace(one.header, lanes=tuple(cuts)), one._body)


def test_a_month_that_is_missing_is_made_again(ledger: SqlLedger, tmp_path: Path) -> None:
    months = tmp_path / "months"
    months.mkdir()
    kept(ledger, months, bank.UNTIL + 31 * DAY)
    before = {path.name: path.read_bytes() for path in months.iterdir()}
    assert sorted(before) == ["2026-10-31.snapshot", "2026-11-30.snapshot", "2026-12-31.snapshot"]
    for name in ("2026-11-30.snapshot", "2026-12-31.snapshot"):
        (months / name).unlink()
        kept(ledger, months, bank.UNTIL + 31 * DAY)
        assert {path.name: path.read_bytes() for path in months.iterdir()} == before
    assert {one.code for one in verify(ledger, {bank.frame().id: bank.frame()}).differences} == set()


def test_months_end_at_midnight_in_shanghai() -> None:
    ends = month_ends(at("2026-11-30T23:59:59+08:00"))
    assert [next(ends) for _ in range(3)] == [at("2026-12-01"), at("2027-01-01"), at("2027-02-01")]
    assert next(month_ends(at("2026-12-01"))) == at("2027-01-01")
