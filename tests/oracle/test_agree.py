"""Engine and oracle agree on random histories; and the histories, the comparison and the shrinking can be relied on."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import msgspec
import pytest

from tests.oracle import agree
from tests.oracle.histories import LATE, PROFILES, History, history
from tests.oracle.shrink import smallest
from warning.core.events import EVENTS, Act
from warning.core.scalars import Day, Fen, Moment, read_day, read_fen, read_moment

SEEDS = int(os.environ.get("AGREE_SEEDS", "40"))
TYPES = {event.TYPE: event for event in EVENTS}
READERS: dict[type, Any] = {Fen: read_fen, Day: read_day, Moment: read_moment}


def _rank(wire: dict[str, Any]) -> int:
    """R5: facts before approvals before acts."""
    kind = TYPES[wire["type"]]
    return (1 if wire["type"] == "proposal.approved.v1" else 2) if issubclass(kind, Act) else 0


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("profile", PROFILES)
def test_engine_and_oracle_agree(profile: str, seed: int) -> None:
    """The invariant "completeness": the rows equal those of an independent reading of the policy."""
    found = agree.differences(history(seed, profile=profile))
    assert not found, f"python -m tests.oracle.agree --shrink --seeds {seed} --profile {profile}\n{agree.show(found)}"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_seed_gives_the_same_history(profile: str) -> None:
    """A seed reproduces a history, and another seed gives another."""
    assert history(7, profile=profile) == history(7, profile=profile)
    assert history(7, profile=profile).events != history(8, profile=profile).events


def test_every_type_of_event_is_told() -> None:
    """Over 300 seeds nothing that can happen is left out."""
    seen = Counter(wire["type"] for seed in range(300) for wire in history(seed).events)
    assert set(seen) == set(TYPES)
    assert min(seen.values()) >= 20, seen.most_common()[-3:]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_line_is_an_event_of_the_core(profile: str) -> None:
    """Each line decodes strictly, with the scalars' readers."""
    for seed in range(60):
        for line in history(seed, profile=profile).lines():
            wire = msgspec.json.decode(line)
            msgspec.convert(wire["data"], TYPES[wire["type"]], dec_hook=lambda kind, text: READERS[kind](text))
            read_moment(wire["time"])


@pytest.mark.parametrize("profile", [one for one in PROFILES if one not in LATE])
def test_events_are_in_the_order_of_their_recording(profile: str) -> None:
    """R5: by instant, then facts, approvals, acts."""
    for seed in range(60):
        order = [(read_moment(wire["recordedtime"]), _rank(wire)) for wire in history(seed, profile=profile).events]
        assert order == sorted(order)


def test_histories_have_what_makes_trouble() -> None:
    """Equal instants, midnights and their neighbours, duplicates, waits for a loan, late recordings, going live."""
    seen: Counter[str] = Counter()
    for seed in range(200):
        told = history(seed)
        seen["live_from"] += told.live_from is not None
        seen["no_until"] += told.until is None
        _count(told, seen)
    assert min(seen[what] for what in TROUBLE) >= 20, seen


TROUBLE = ("live_from", "no_until", "midnight", "just_before", "just_after", "equal", "twice", "held", "late", "stale")


def _count(told: History, seen: Counter[str]) -> None:
    """Count what is hard to get right in one history."""
    known: set[str] = set()
    postings: dict[tuple[str, str], int] = {}
    instants = [read_moment(wire["recordedtime"]) for wire in told.events]
    ids = [wire["id"] for wire in told.events]
    seen["equal"] += len(instants) - len(set(instants))
    seen["twice"] += len(ids) - len(set(ids))
    for at, wire in zip(instants, told.events, strict=True):
        data = wire["data"]
        past = (at + 8 * 3_600_000_000) % 86_400_000_000
        seen["midnight"] += past == 0
        seen["just_after"] += past == 1
        seen["just_before"] += past == 86_399_999_999
        seen["late"] += "discovered" in data and read_moment(data["discovered"]) < at
        if wire["type"] in ("loan.disbursed.v1", "loan.taken_on.v1", "loan.refinanced.v1"):
            known.add(data["loan_no"])
        seen["held"] += wire["type"].startswith(("loan.", "interest")) and data["loan_no"] not in known
        if "posting_seq" in data:
            lane = (wire["type"], data["loan_no"])
            seen["stale"] += data["posting_seq"] <= postings.get(lane, 0)
            postings[lane] = max(data["posting_seq"], postings.get(lane, 0))


DUTY = {
    "kind": "team", "clause": "11.2.1", "customer_no": "C1", "domain": "business", "hangs_on": "warning:business:1",
    "org_no": "S11", "post": "sub_branch_president", "start": 0, "due": 86_400_000_000, "due_working": 86_400_000_000,
    "state": "open", "opened_at": 0, "fulfilled_at": None, "breached_at": None, "cause": "", "scored": "", "tags": (),
    "escalated_to": "",
}  # fmt: skip
NOTHING: dict[str, list[Any]] = {"signals": [], "warnings": [], "duties": []}


def _sides(monkeypatch: pytest.MonkeyPatch, left: Any, right: Any) -> None:
    """Both sides replaced by what they would say."""
    monkeypatch.setattr(agree, "engine", left)
    monkeypatch.setattr(agree, "oracle", right)


def test_a_field_that_differs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """One field of one duty, and nothing else; the order of tags says nothing."""
    left = NOTHING | {"duties": [DUTY | {"tags": ("b", "a")}]}
    right = NOTHING | {"duties": [DUTY | {"tags": ["a", "b"], "due": 1}]}
    _sides(monkeypatch, lambda _: left, lambda _: right)
    (found,) = agree.differences(history(1))
    assert found.cluster == ("duties", "due", "team 11.2.1")
    assert (found.engine, found.oracle) == ("1970-01-02T08:00:00", "1970-01-01T08:00:00.000001")


def test_a_row_that_is_missing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """On either side; and none where both have it."""
    _sides(monkeypatch, lambda _: NOTHING, lambda _: NOTHING | {"duties": [DUTY]})
    (found,) = agree.differences(history(1))
    assert (found.field, found.engine) == ("row", agree.ABSENT)
    _sides(monkeypatch, lambda _: NOTHING | {"duties": [DUTY]}, lambda _: NOTHING | {"duties": [DUTY]})
    assert agree.differences(history(1)) == []


def test_a_side_that_fails_is_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is compared with a side that raised; two rows about one thing are a failure."""
    _sides(monkeypatch, lambda _: NOTHING, lambda _: NOTHING | {"duties": [DUTY, DUTY]})
    (found,) = agree.differences(history(1))
    assert (found.of, found.field) == ("failure", "oracle")


def test_the_smallest_history_keeps_what_matters() -> None:
    """Two events that must be there together are all that is left, without their claims."""
    told = history(3, profile="everything", size=60)
    claimed = [wire["id"] for wire in told.events if "discovered" in wire["data"]]
    wanted = {claimed[0], claimed[-1]}
    assert len(wanted) == 2

    def holds(less: History) -> bool:
        return wanted <= {wire["id"] for wire in less.events}

    less = smallest(told, holds)
    assert {wire["id"] for wire in less.events} == wanted
    assert not any("discovered" in wire["data"] for wire in less.events)
    assert less.until is None
