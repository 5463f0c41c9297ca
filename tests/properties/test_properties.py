"""Every property on random histories of every profile; and each is seen to fail where the engine is broken on purpose.

``PROPERTY_SEEDS`` says how many histories of each profile (60; ``make test`` has 4).
A failure names the command that shrinks it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from tests.oracle.histories import PROFILES, history
from tests.properties import drive, journal, order
from tests.properties.catalogue import PROPERTIES
from tests.properties.drive import told_in_short
from tests.properties.heads import heads
from tests.properties.smallest import shrunk
from warning.core import contagion, duties, repeats, settle
from warning.core.draft import Record, Wake
from warning.core.frame import Frame
from warning.core.rows import row_id
from warning.intake import run
from warning.ledger.journal import Came
from warning.ledger.memory import MemoryLedger

SEEDS = int(os.environ.get("PROPERTY_SEEDS", "60"))
SEARCHED = 150
"""In how many histories of a profile a broken engine must be found."""


known = cache(history)


# A profile's properties stand together, so that a worker makes its histories, and their ordinary runs, once.
@pytest.mark.parametrize("name", PROPERTIES)
@pytest.mark.parametrize("profile", PROFILES)
def test_holds(name: str, profile: str) -> None:
    for seed in range(SEEDS):
        found = PROPERTIES[name](known(seed, profile=profile))
        shrink = f"python -m tests.properties.smallest {name} --profile {profile} --seed {seed}"
        assert not found, f"{shrink}\n{told_in_short(found)}"


@pytest.mark.parametrize("seed", [101, 138])
def test_a_fact_under_way_while_a_link_ends_still_warns(seed: int) -> None:
    """Two races that once erred to silence."""
    assert order.race_errs_to_a_warning(history(seed, profile="contagion")) == []


@pytest.mark.slow
def test_heads_are_the_same_under_any_hash_seed() -> None:
    """The whole run, chain link by chain link, in processes that hash strings differently."""
    last = max(1, SEEDS // 20)
    said = [
        subprocess.run(
            [sys.executable, "-m", "tests.properties.heads", "0", str(last)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\n")[:-1]
        for seed in ("0", "1", "2")
    ]
    assert said[0] == said[1] == said[2] == heads(0, last)
    assert len(set(said[0])) == len(PROFILES) * (last + 1)


Broken = Callable[[pytest.MonkeyPatch], None]


def _taken_anew(patch: pytest.MonkeyPatch) -> None:
    """A producer's duplicate is not known again."""
    patch.setattr(repeats, "seen", lambda *_: None)


def _unknown_to_the_journal(patch: pytest.MonkeyPatch) -> None:
    """What nobody remembers is not looked for."""
    patch.setattr(MemoryLedger, "has_taken", lambda *_: False)


def _known_by_id_alone(patch: pytest.MonkeyPatch) -> None:
    """A record is known by its id, whoever sent it."""
    name = repeats.name_of
    patch.setattr(repeats, "name_of", lambda record: name(replace(record, source="")))


def _judged_when_noticed(patch: pytest.MonkeyPatch) -> None:
    """A wake is judged when somebody looks, not at its due."""

    def wake(self: run.Run, until: int) -> bool:
        while (found := self.ledger.next_wake(until)) is not None:
            self._step(found[1], Record(f"wake:{until}", until, until, Wake(until)), Came(b"", "clock"))
            self._drain()
        return True

    patch.setattr(run.Run, "_wake", wake)


def _expired_when_noticed(patch: pytest.MonkeyPatch) -> None:
    """A held record expires when somebody looks."""
    kept = run.Run._quarantine
    patch.setattr(run.Run, "_quarantine", lambda self, *rest, at=0: kept(self, *rest, at=0 * at))


def _first_path_only(patch: pytest.MonkeyPatch) -> None:
    """A derived signal lists only the link over which it was heard first."""
    patch.setattr(contagion, "_list_paths", lambda *_: None)


def _ended_is_ended(patch: pytest.MonkeyPatch) -> None:
    """What comes over a link that has ended is not heard, whenever it was said."""
    hear = contagion.hear

    def deaf(d: Any, told: Any) -> None:
        link = d.links.get(told.path)
        if link is None or not link.ends_at or d.at < link.ends_at:
            hear(d, told)

    patch.setattr(contagion, "hear", deaf)


def _lowest_level(patch: pytest.MonkeyPatch) -> None:
    """A warning has the level of its mildest signal."""
    patch.setattr(settle, "warning_level", lambda tracks: min((track.row.level for track in tracks), default=0))


def _no_tier_for_the_rich(patch: pytest.MonkeyPatch) -> None:
    """From 5,000,000 on the lowest tier."""
    tier = Frame.tier
    patch.setattr(Frame, "tier", lambda self, amount: tier(self, amount) % 2)


def _counts_its_calls(patch: pytest.MonkeyPatch) -> None:
    """A step that is no pure function: an id depends on how often one was made."""
    calls: list[int] = []

    def counted(*parts: Any) -> str:
        calls.append(1)
        return row_id(*parts, len(calls))

    patch.setattr(settle, "row_id", counted)


def _misread(patch: pytest.MonkeyPatch) -> None:
    """Money comes back from the store one fen too much."""
    patch.setattr(journal, "_read", lambda kind, value: kind(value + 1))


def _stored_link(patch: pytest.MonkeyPatch) -> None:
    """The short way links another payload into the chain."""
    kept = MemoryLedger.commit_quiet
    patch.setattr(MemoryLedger, "commit_quiet", lambda self, home, state, payload: kept(self, home, state, payload[:1]))


def _uncounted(patch: pytest.MonkeyPatch) -> None:
    """A broken line leaves no trace in the counts."""
    patch.setattr(run.Run, "refuse", lambda *_: None)


def _opened_again(patch: pytest.MonkeyPatch) -> None:
    """A duty's row ends, and is opened once more with the next one."""
    opening = duties.open_duty

    def twice(d: Any, *what: Any, **said: Any) -> None:
        before = dict(d.duties)
        opening(d, *what, **said)
        for duty_id in [duty_id for duty_id in d.duties if duty_id not in before]:
            del d.duties[duty_id]
        opening(d, *what, **said)

    patch.setattr(settle, "open_duty", twice)


def _without_score(patch: pytest.MonkeyPatch) -> None:
    """A breach has no cause."""
    patch.setattr(duties, "score", lambda _, duty: replace(duty, cause="", scored=""))


def _clock_of_all(patch: pytest.MonkeyPatch) -> None:
    """A borrower's own clock checks wait for the clock of all."""
    patch.setattr(run.Run, "_wake_first", lambda *_: None)


def _no_team(patch: pytest.MonkeyPatch) -> None:
    """No team is owed."""
    patch.setattr(settle, "_open_team", lambda *_: None)


BROKEN: dict[str, tuple[str, Broken]] = {
    "delivered_twice": ("acts", _taken_anew),
    "delivered_again_later": ("acts", _taken_anew),
    "delivered_again_when_forgotten": ("acts", _unknown_to_the_journal),
    "ids_of_two_sources": ("acts", _known_by_id_alone),
    "cadence": ("arrears", _judged_when_noticed),
    "cadence_of_refusals": ("arrears", _expired_when_noticed),
    "interleaving": ("contagion", _first_path_only),
    "read_apart": ("arrears", _clock_of_all),
    "race_errs_to_a_warning": ("contagion", _ended_is_ended),
    "nothing_falls": ("everything", _lowest_level),
    "more_money": ("arrears", _no_tier_for_the_rich),
    "replay": ("arrears", _counts_its_calls),
    "encoding": ("everything", _misread),
    "without_journal": ("arrears", _stored_link),
    "conservation": ("arrears", _uncounted),
    "nothing_twice": ("arrears", _opened_again),
    "timing": ("arrears", _without_score),
    "complete": ("arrears", _no_team),
}
"""Property -> the profile in whose histories the broken engine is found, and how it is broken."""


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_broken_engine_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    profile, broken = BROKEN[name]
    drive.forget()
    broken(monkeypatch)
    try:
        assert any(PROPERTIES[name](history(seed, profile=profile)) for seed in range(SEARCHED))
    finally:
        drive.forget()


def test_what_is_remembered_is_decided_again_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an engine that is no function of what it is given would pass wherever another run came first."""
    histories = (history(seed, profile="arrears") for seed in range(SEARCHED))
    drive.forget()
    _counts_its_calls(monkeypatch)
    try:
        with pytest.raises(AssertionError, match="otherwise the second time"):
            list(map(PROPERTIES["cadence"], histories))
    finally:
        drive.forget()


def test_the_smallest_history_still_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    drive.forget()
    _no_team(monkeypatch)
    complete = PROPERTIES["complete"]
    try:
        told = next(told for seed in range(SEARCHED) if complete(told := history(seed, profile="arrears")))
        less = shrunk(complete, told)
        assert complete(less)
        assert len(less.events) < 5
    finally:
        drive.forget()
