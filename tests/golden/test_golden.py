"""The recorded month is decided again, row for row; whatever differs is a change of behaviour."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

from tests.golden.month import (
    EVENTS,
    HERE,
    MONTH,
    PLAIN_UP_TO,
    VERDICTS,
    Decided,
    decided,
    differences,
    month,
    recorded,
    replayed,
    store,
    stored,
)
from tests.golden.record import main

AGAIN = "A change of behaviour? tests/golden/README.md says when to record the month again."


@cache
def now() -> Decided:
    """The recorded events, decided by this version."""
    return decided(month().bank, stored(EVENTS))


@pytest.mark.parametrize("kind", ["signal", "warning", "duty", "refusal"])
def test_every_row_is_as_recorded(kind: str) -> None:
    was, is_now = ([row for row in rows if row["object"] == kind] for rows in (recorded(), now().rows))
    assert len(was) > 10
    assert list(differences(was, is_now)) == [], AGAIN
    assert was == is_now, "the same rows in another order"


def test_the_journal_comes_to_the_same_head_and_effects() -> None:
    assert now().month == month(), AGAIN


def test_the_events_are_those_recorded() -> None:
    assert sha256(stored(EVENTS)).hexdigest() == month().events


def test_the_journal_replays_to_the_same_effects() -> None:
    assert now().month.journal_rows > 1_000
    assert list(replayed(now().run)) == []


def test_the_month_has_what_a_month_should_have() -> None:
    """All levels and both domains, duties of every state but one, concealment, the feed, a moved duty."""
    rows = recorded()
    signals, duties = ([row for row in rows if row["object"] == kind] for kind in ("signal", "duty"))
    assert {row["clause"] for row in signals} >= {f"11.1.{n}" for n in range(1, 7)}
    assert {row["domain"] for row in signals} == {"business", "management"}
    assert {row["state"] for row in duties} >= {"open", "met", "met_late", "breached"}
    assert {row["scored"] for row in duties} >= {"late", "concealed"}


def test_a_verdict_that_differs_is_found() -> None:
    rows = recorded()
    other = deepcopy(rows)
    due = next(index for index, row in enumerate(rows) if row["object"] == "duty")
    other[due]["due"] = "2027-01-01T00:00:00+08:00"
    (found,) = differences(rows, other)
    assert found.startswith(f"other: duty {rows[due]['id']}: due ")
    del other[due]
    assert list(differences(rows, other)) == [f"gone: duty {rows[due]['id']}"]
    assert list(differences(other, rows)) == [f"new: duty {rows[due]['id']}"]


def test_an_event_that_differs_changes_the_head() -> None:
    events = stored(EVENTS)
    lines = events.splitlines(keepends=True)
    litigation = next(index for index, line in enumerate(lines) if b"major_event.v1" in line)
    fewer = b"".join(lines[:litigation] + lines[litigation + 1 :])
    assert decided(month().bank, fewer).month.head != month().head


def test_recording_again_writes_the_same_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--to", str(tmp_path)])
    assert "rows gone 0, new 0, other 0" in capsys.readouterr().out
    for name in (EVENTS, VERDICTS, MONTH):
        assert stored(name, tmp_path) == stored(name), AGAIN


def test_a_large_file_is_compressed_without_a_date(tmp_path: Path) -> None:
    content = b"x" * (PLAIN_UP_TO + 1)
    store("big", content, tmp_path)
    first = (tmp_path / "big.gz").read_bytes()
    assert (len(first) < len(content) // 100, stored("big", tmp_path) == content) == (True, True)
    assert first[4:8] == bytes(4), "no time in it"
    store("big", b"small", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["big"]


def test_the_recorded_rows_follow_the_schema_but_for_the_words() -> None:
    """What is recorded is what ``decide --json`` prints, without its wording."""
    schema = json.loads((HERE.parents[1] / "schemas" / "verdicts.schema.json").read_text(encoding="utf-8"))
    for name in ("because", "refusal"):
        items = schema["$defs"][name] if name == "because" else schema["$defs"][name]["properties"]["problems"]
        items["items"]["required"] = [key for key in items["items"]["required"] if key not in ("zh", "en")]
    validator = Draft202012Validator(schema)
    assert [row for row in recorded() if not validator.is_valid(row)] == []
