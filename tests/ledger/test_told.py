"""What aggregates tell each other is held against what each decided: whatever is done to it on the way is named.

All of it by the program's own login, which has to write the inbox.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select, text, update
from sqlalchemy.engine import URL, make_url

from tests.conftest import BOTH
from tests.ledger import bank
from tests.ledger.tamper import Tamperer
from tests.ledger.tells import LINES, put, stopped, taken, waits, write
from tests.oracle.histories import PROFILES, history
from tests.properties.drive import frame_of
from warning.core.events import Told
from warning.core.frame import Frame
from warning.intake.ingest import Intake
from warning.ledger import beside
from warning.ledger.beside import told as telling
from warning.ledger.lanes import lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.tables import JOURNAL, LANE, SIGNAL
from warning.ledger.telling import name_of, teller_of
from warning.ledger.verify import Verified, verify

FRAMES = {bank.frame().id: bank.frame()}
SEEDS = int(os.environ.get("SHAPE_SEEDS", "4"))
TELLS = frozenset(("told", "inbox", "unheard"))
LOOKS = 1
"""So often a history is verified while something waits."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> URL:
    return stopped(make_url(f"sqlite:///{tmp_path_factory.mktemp('told')}/ledger.db"))


@pytest.fixture(params=BOTH)
def into(request: pytest.FixtureRequest) -> Iterator[Intake]:
    """That, a copy of one's own."""
    if request.param == "postgresql":
        url = stopped(request.getfixturevalue("postgres_application"))
    else:
        made: URL = request.getfixturevalue("file")
        url = made.set(database=str(request.getfixturevalue("tmp_path") / "ledger.db"))
        shutil.copy(str(made.database), str(url.database))
    found = bank.reopened(url)
    yield found
    found.ledger.engine.dispose()


def looked(into: Intake) -> Verified:
    found = verify(into.ledger, FRAMES)
    assert found.found == len(found.differences)
    return found


def named(into: Intake) -> list[tuple[str, str]]:
    """(code, hearer) of what is found."""
    return sorted((one.code, one.key) for one in looked(into).differences)


def derived(into: Intake) -> set[tuple[str, str]]:
    """(borrower, source) of what was derived."""
    query = select(SIGNAL.c.body).where(SIGNAL.c.clause == "11.1.5")
    with into.ledger.engine.connect() as connection:
        signals = map(codec.read_signal, connection.execute(query).scalars())
        return {(signal.customer_no, signal.subject) for signal in signals}


def test_what_waits_is_as_it_was_told(into: Intake) -> None:
    assert len(waits(into)) > 0
    assert looked(into).differences == ()
    bank.complete(into, LINES)
    assert (waits(into), looked(into).differences) == ([], ())


def rows(into: Intake, name: str) -> list[Any]:
    """(lane, seq) of what a member heard of that name."""
    query = select(JOURNAL.c.lane, JOURNAL.c.seq).where(JOURNAL.c.event_id == name, JOURNAL.c.key == "b:G2")
    query = query.order_by(JOURNAL.c.seq)
    with into.ledger.engine.connect() as connection:
        return list(connection.execute(query).all())


def test_contagion_that_is_silenced_by_a_later_version(into: Intake) -> None:
    """It waits; then it is heard, and the true one after it changes nothing: silence, and named for good."""
    told, at = taken(into, "b:G2")
    made_up = replace(told, value=0, version=told.version + 100)
    put(into, made_up, at)
    put(into, told, at)
    assert named(into) == [("inbox", "b:G2")]
    bank.complete(into, LINES)
    assert ("G2", "G1") not in derived(into)
    assert ("G3", "G1") in derived(into)
    (found,) = looked(into).differences
    assert (found.code, found.key, found.name) == ("told", "b:G2", name_of(made_up))
    assert (found.lane, found.seq) == next(row[:2] for row in rows(into, found.name))


def test_contagion_that_is_made_out_of_nothing(into: Intake) -> None:
    """As if the group had told it of a member."""
    told, at = taken(into, "b:G2")
    put(into, told, at)
    bank.complete(into, LINES)
    assert looked(into).differences == ()
    put(into, replace(told, version=told.version + 7, value=3), into.ledger.clock())
    assert named(into) == [("inbox", "b:G2")]
    bank.run_on(into, bank.UNTIL + 1)
    assert waits(into) == []
    assert named(into) == [("told", "b:G2")]


CHANGES: tuple[dict[str, Any], ...] = (
    {"value": 0},
    {"version": 1 << 40},
    {"counts_from": 1},
    {"link": 0},
    {"origin": "G3"},
    {"events": ()},
    {"risen": False},
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_waits_is_altered(into: Intake, change: dict[str, Any]) -> None:
    told, at = taken(into, "b:G2")
    put(into, replace(told, **change), at)
    assert named(into) == [("inbox", "b:G2"), ("unheard", "b:G2")]
    bank.complete(into, LINES)
    assert named(into) == [("told", "b:G2"), ("unheard", "b:G2")]


@pytest.mark.parametrize("later", [-1, 1, 10**12])
def test_what_waits_is_dated_otherwise(into: Intake, later: int) -> None:
    """Before it was told, or after."""
    told, at = taken(into, "b:G2")
    assert (told.origin, teller_of(told)) == ("G1", "g:GRP")
    put(into, told, at + later)
    assert named(into) == [("inbox", "b:G2"), ("unheard", "b:G2")]


def test_what_waits_is_taken_away(into: Intake) -> None:
    """It names the row that told it, of the group."""
    told, _ = taken(into, "b:G2")
    (found,) = looked(into).differences
    assert (found.code, found.key, found.name) == ("unheard", "b:G2", name_of(told))
    assert found.lane == lane_of("g:GRP")
    bank.complete(into, LINES)
    assert ("G2", "G1") not in derived(into)
    assert looked(into).differences == (found,)


def test_what_was_heard_is_told_once_more(into: Intake) -> None:
    """Of two equal ones the later is named."""
    told, at = taken(into, "b:G2")
    put(into, told, at)
    bank.complete(into, LINES)
    put(into, told, at)
    assert named(into) == [("inbox", "b:G2")]
    bank.run_on(into, bank.UNTIL + 1)
    (found,) = looked(into).differences
    assert (found.code, found.key, found.name) == ("told", "b:G2", name_of(told))
    first, second = (row.seq for row in rows(into, found.name))
    assert first < found.seq == second


def test_what_lies_where_nobody_looks_for_it(into: Intake) -> None:
    told, at = taken(into, "b:G2")
    put(into, told, at, lane=(lane_of(told.to) + 1) % 64)
    assert named(into) == [("inbox", "b:G2")]


def test_what_nobody_can_read(into: Intake) -> None:
    told, at = taken(into, "b:G2")
    put(into, told, at, raw=b"{}")
    assert named(into) == [("inbox", ""), ("unheard", "b:G2")]


def test_an_organisation_is_told_of_fewer_borrowers_than_there_are(into: Intake) -> None:
    bank.complete(into, LINES)
    at = into.ledger.clock()
    put(into, Told("o:1003", "G1", "org", 0, 0, at, at, risen=False), at)
    bank.run_on(into, bank.UNTIL + 1)
    assert named(into) == [("told", "o:1003")]


@pytest.fixture
def alone(file: URL, tmp_path: Path) -> Iterator[Intake]:
    """It on SQLite, without guards."""
    url = file.set(database=str(tmp_path / "ledger.db"))
    shutil.copy(str(file.database), str(url.database))
    into = bank.reopened(url)
    Tamperer(into.ledger.engine, 0)
    yield into
    into.ledger.engine.dispose()


def test_of_a_lane_that_is_torn_nothing_is_said_and_of_others_all_is(alone: Intake) -> None:
    """Whoever has told or heard there may have told or heard something else."""
    for hearer in ("b:G2", "b:G3"):
        taken(alone, hearer)
    assert named(alone) == [("unheard", "b:G2"), ("unheard", "b:G3")]
    write(alone, update(LANE).where(LANE.c.id == lane_of("b:G3")).values(head=bytes(32)))
    assert named(alone) == [("lane", ""), ("unheard", "b:G2")]
    write(alone, text("UPDATE journal SET effects_digest = zeroblob(32) WHERE key = 'g:GRP' AND key_seq = 1"))
    assert {one.code for one in looked(alone).differences} == {"lane", "link"}


BLIND: dict[str, Callable[..., Any]] = {"doubtful": lambda *_: set(), "waiting": lambda _: iter(())}
"""What looks, and what would not: without it the tests above could not have passed."""


@pytest.mark.parametrize("look", BLIND)
def test_what_has_not_its_look_is_not_found(alone: Intake, look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told, at = taken(alone, "b:G2")
    put(alone, replace(told, value=0), at)
    for where in (beside, telling):
        monkeypatch.setattr(where, look, BLIND[look])
    assert ("inbox", "b:G2") not in named(alone)


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
def test_what_was_honestly_told_is_never_named(profile: str, tmp_path: Path) -> None:
    """Histories of every profile, however transactions are cut, while something waits and at the end."""
    heard_of = looks = 0
    for seed in range(SEEDS):
        told = history(seed, profile=profile)
        book = frame_of(told)
        url = make_url(f"sqlite:///{tmp_path}/{seed}.db")
        into = Intake(bank.create(url, of=book), book, persons=bank.Salted(), batch=20, rows=8 + seed % 5)

        def look(_: object = None, into: Intake = into, book: Frame = book, seed: int = seed) -> None:
            found = verify(into.ledger, {book.id: book}).differences
            assert {one.code for one in found}.isdisjoint(TELLS), f"{profile} {seed}: {found}"

        begun = 0

        def tell(_: object, into: Intake = into, look: Callable[[], None] = look) -> None:
            nonlocal looks, begun
            if waits(into) and begun < LOOKS:
                looks, begun = looks + 1, begun + 1
                look()

        bank.take_in(into, told.lines(), tell=tell)
        bank.run_on(into, max(into.ledger.clock(), told.until or 0))
        look()
        with into.ledger.engine.connect() as connection:
            heard_of += len(connection.execute(select(JOURNAL.c.seq).where(JOURNAL.c.kind == "told")).all())
        into.ledger.engine.dispose()
    assert heard_of > 0
    assert looks > 0 or profile != "contagion"
