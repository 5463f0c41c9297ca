"""The three equalities of the design: replay, store, shape.

``SHAPE_SEEDS`` says how many random histories of each profile are decided on each database (4; ``make test`` has 2).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from typing import Any

import msgspec
import pytest
from sqlalchemy import URL

from tests.ledger import bank, replayed
from tests.ledger.bank import Contents
from tests.ledger.stores import Stores
from tests.oracle.histories import PROFILES, History, history
from tests.properties.drive import Rows, differences, frame_of, ordinary, told_in_short
from warning.core.rows import Duty, Signal, Warning
from warning.intake.driver import Driver
from warning.intake.ingest import Intake
from warning.ledger.lanes import lane_of
from warning.ledger.memory import MemoryLedger
from warning.ledger.sql import codec
from warning.ledger.sql.flush import columns

SEEDS = int(os.environ.get("SHAPE_SEEDS", "4"))
READS: tuple[tuple[str, Any], ...] = (
    ("signal", codec.read_signal),
    ("warning", codec.read_warning),
    ("duty", codec.read_duty),
)
CUTS = ((1, 6_000), (7, 50), (50, 7), (3, 2), (2_000, 1))
"""(records, journal rows) of a transaction, at most."""


# --- replay


@pytest.mark.slow
def test_every_hash_seed_and_database_replays_the_same(database_url: URL) -> None:
    url = database_url.render_as_string(hide_password=False)
    seeds = ("0", "1", "4242") if database_url.get_backend_name() == "sqlite" else ("0", "4242")
    said = [_process(seed, "take" if seed == "0" else "verify", url) for seed in seeds]
    memory = bank.in_memory(bank.wire()).ledger
    seen = len(memory.signals) + len(memory.warnings) + len(memory.duties)
    expected = f"{replayed.digests(memory.journal)} {len(memory.journal)} {len(memory.states)} {seen} ()"
    assert said == [expected] * len(seeds)


def _process(seed: str, *words: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "tests.ledger.replayed", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# --- store


def test_every_ledger_has_the_same_rows(database_url: URL) -> None:
    intake = bank.complete(bank.intake(bank.create(database_url)), bank.wire())
    found, expected = bank.contents(intake.ledger.engine), in_memory(bank.in_memory(bank.wire()))
    changes = defaultdict(list)
    for _, _, _, row_id, at, event_id, effect in found.pop("change"):
        changes[row_id].append((at, event_id, effect))
    expected_changes = expected.pop("change")
    assert bank.difference({name: found[name] for name in expected}, expected) == []
    assert sorted(changes.items()) == expected_changes
    assert all(found[name] for name in ("journal", "signal", "warning", "duty", "quarantine", "private"))
    intake.ledger.engine.dispose()


def in_memory(driver: Driver[MemoryLedger]) -> Contents:
    """A memory ledger's rows as the tables have them; changes by the row they are of."""
    ledger = driver.ledger
    versions: dict[str, int] = defaultdict(int)
    for row in ledger.journal:
        versions[row.key] += 1
    seen = [columns(row) for each in (ledger.signals, ledger.warnings, ledger.duties) for row in each.values()]
    kinds = [Signal] * len(ledger.signals) + [Warning] * len(ledger.warnings) + [Duty] * len(ledger.duties)
    history = {
        row: [(change.at, change.record_id, codec.write(change.effect)) for change in changes]
        for row, changes in ledger.history.items()
    }
    return {
        "journal": sorted(msgspec.structs.astuple(row) for row in ledger.journal),
        "lane": [(chain.lane, chain.seq, chain.head) for chain in ledger.chains],
        "aggregate": [
            (key, lane_of(key), state.next_due, versions[key], codec.pack_state(state))
            for key, state in sorted(ledger.states.items())
        ],
        "loan": sorted((loan_no, home.key) for loan_no, home in ledger.loans.items()),
        **{
            kind.__name__.lower(): sorted(row for row, its in zip(seen, kinds, strict=True) if its is kind)
            for kind in (Signal, Warning, Duty)
        },
        "change": sorted(history.items()),
    }


def test_refusals_are_the_same_and_nothing_is_lost(database_url: URL) -> None:
    intake = bank.complete(bank.intake(bank.create(database_url)), bank.wire())
    memory = bank.in_memory(bank.wire())
    kept = [msgspec.json.decode(row[7]) for row in bank.contents(intake.ledger.engine)["quarantine"]]
    assert kept == [msgspec.json.decode(msgspec.json.encode(one)) for one in memory.ledger.refusals]
    assert bank.balance(intake.ledger.engine) == (len(bank.wire()), len(bank.wire()))
    (read,) = bank.contents(intake.ledger.engine)["source"]
    *counted, blank, _ = read[-6:]
    assert counted == [memory.tally[name] for name in ("applied", "duplicate", "stale", "quarantined")]
    assert (min(counted) > 0, blank) == (True, 0)
    intake.ledger.engine.dispose()


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """The short bank in one transaction."""
    return bank.undisturbed(tmp_path_factory.mktemp("uncut"))


@pytest.mark.parametrize(("batch", "rows"), CUTS)
def test_where_transactions_are_cut_changes_no_row(database_url: URL, uncut: Contents, batch: int, rows: int) -> None:
    commits: list[object] = []
    intake = bank.intake(bank.create(database_url), batch=batch, rows=rows)
    bank.take_in(intake, bank.short(), tell=commits.append)
    bank.run_on(intake)
    assert len(commits) > 2
    assert bank.difference(bank.contents(intake.ledger.engine), uncut) == []
    intake.ledger.engine.dispose()


# --- shape


def decided(url: URL, told: History) -> Rows:
    """The rows people see, after a history."""
    frame = frame_of(told)
    intake = Intake(bank.create(url, of=frame), frame, persons=bank.Salted(), batch=20)
    bank.take_in(intake, told.lines())
    clock = intake.ledger.clock()
    bank.run_on(intake, max(clock, told.until or 0))
    found = bank.contents(intake.ledger.engine)
    intake.ledger.engine.dispose()
    return {row[0]: msgspec.to_builtins(read(row[-1])) for name, read in READS for row in found[name]}


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
def test_every_ledger_gives_the_same_verdicts(stores: Stores, profile: str) -> None:
    rows = 0
    for seed in range(SEEDS):
        told = history(seed, profile=profile)
        expected = ordinary(told).rows
        found = differences(expected, decided(stores.empty(), told))
        assert not found, f"{profile} {seed}\n{told_in_short(found)}"
        rows += len(expected)
    assert rows > 0


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
