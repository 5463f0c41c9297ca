"""kill -9 at every step of a batch, and at random instants: whoever goes on ends with the rows of a quiet run.

On PostgreSQL `make test` has the points at which a database differs from another, and `make soak` all of them;
``KILLS`` says how many random kills on each database (12).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from random import Random
from signal import SIGKILL
from time import monotonic

import pytest
from sqlalchemy import URL

from tests.integration import killed
from tests.integration.killed import POINTS
from tests.ledger import bank
from tests.ledger.bank import Contents
from tests.ledger.stores import Stores
from warning.intake.ingest import Intake
from warning.ledger.verify import verify

PARTS = 2
BY_DATABASE = (
    "before the lanes are locked",
    "after the lanes are locked",
    "after persons are named",
    "after journal is written",
    "after lane is written",
    "after inbox and held are cleared",
    "after the source moves",
    "before the commit",
    "after the commit, before it is known",
    "between batches",
    "a tick: before the commit",
    "a tick: after the commit",
)
"""Points between which another database may do otherwise: locks, writes of each kind, commits."""
KILLS = int(os.environ.get("KILLS", "12"))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Contents]:
    """What the ledgers hold that nobody disturbs; they are what their journals say."""
    found = {}
    for name, lines in (("short", bank.short()), ("wire", bank.wire())):
        url = URL.create("sqlite", database=str(tmp_path_factory.mktemp("quiet") / "ledger.db"))
        intake = bank.complete(bank.intake(bank.create(url)), lines)
        found[name] = bank.contents(intake.ledger.engine)
        assert verify(intake.ledger, {bank.frame().id: bank.frame()}).differences == ()
        intake.ledger.engine.dispose()
    return found


@pytest.fixture(scope="module")
def passes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How often each point is passed."""
    url = _new(URL.create("sqlite", database=str(tmp_path_factory.mktemp("passes") / "ledger.db")))
    return killed.passes(lambda: _end(killed.complete(url, bank.short())))


def _new(url: URL) -> URL:
    _end(bank.intake(bank.create(url)))
    return url


def _end(intake: Intake) -> None:
    intake.ledger.engine.dispose()


def _is_whole(intake: Intake, expected: Contents, records: int, told: str = "") -> None:
    """Every row is that of a ledger that was verified."""
    assert bank.difference(bank.contents(intake.ledger.engine), expected) == [], told
    assert bank.balance(intake.ledger.engine) == (records, records), told
    _end(intake)


def _killed_at(names: Iterable[str], stores: Stores, quiet: dict[str, Contents], passes: dict[str, int]) -> None:
    for name in names:
        url, times = _new(stores.empty()), passes[name]
        assert times > 0, f"{name}: the point is never passed"
        assert killed.die_at(POINTS[name], 1 + times // 2, url, bank.short()) == -SIGKILL, name
        _is_whole(killed.complete(url, bank.short()), quiet["short"], len(bank.short()), name)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_a_point_it_goes_on(
    stores: Stores, part: int, quiet: dict[str, Contents], passes: dict[str, int]
) -> None:
    _killed_at(list(POINTS)[part::PARTS], stores, quiet, passes)


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "names",
    [BY_DATABASE, pytest.param(tuple(POINTS.keys() - {*BY_DATABASE}), marks=pytest.mark.soak)],
    ids=["", "rest"],
)
def test_killed_at_a_point_on_postgresql_it_goes_on(
    stores: Stores, names: tuple[str, ...], quiet: dict[str, Contents], passes: dict[str, int]
) -> None:
    _killed_at(names, stores, quiet, passes)


@pytest.mark.soak
def test_killed_at_random_it_goes_on(stores: Stores, quiet: dict[str, Contents]) -> None:
    rng, kills = Random(KILLS), 0
    began = monotonic()
    _is_whole(killed.complete(_new(stores.empty()), bank.wire(), 40, 80), quiet["wire"], len(bank.wire()))
    longest = (monotonic() - began) / 2
    while kills < KILLS:
        url = _new(stores.empty())
        while killed.kill_at_random(rng, longest, killed.complete, url, bank.wire(), 40, 80):
            kills += 1
        _is_whole(killed.complete(url, bank.wire(), 40, 80), quiet["wire"], len(bank.wire()))
