"""Instants and dates as people write them, wherever a command takes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_act import MONITOR, SUB, acted, duty
from tests.cli.test_act import suit as suit  # noqa: PLC0414 - a fixture
from warning.cli.zoned import ends, zoned


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-11-25", "2026-11-25"),
        ("2026-11-25 16:30", "2026-11-25T16:30:00+08:00"),
        ("2026-11-25T16:30", "2026-11-25T16:30:00+08:00"),
        ("2026-11-25 16:30:05.25", "2026-11-25T16:30:05.25+08:00"),
        ("2026-11-25 24:00", "2026-11-26T00:00:00+08:00"),
        ("2026年11月25日", "2026-11-25"),
        ("2026年1月5日 9:30", "2026-01-05T09:30:00+08:00"),
        ("2026年1月5日16时30分", "2026-01-05T16:30:00+08:00"),
        ("2026年1月5日9时", "2026-01-05T09:00:00+08:00"),
        ("2026-11-25T08:30:00Z", "2026-11-25T08:30:00Z"),
        ("2026-11-32 24:00", "2026-11-32"),
        ("soon", "soon"),
    ],
)
def test_an_instant_without_a_zone_is_one_of_shanghai(given: str, read: str) -> None:
    assert zoned(given) == read


def test_a_date_that_ends_is_the_next_midnight() -> None:
    assert ends("2026-12-10") == ends("2026年12月10日") == "2026-12-11T00:00:00+08:00"
    assert ends("2026-12-10 09:00") == "2026-12-10T09:00:00+08:00"


@pytest.mark.parametrize("at", ["2026-11-25 16:30", "2026-11-25T16:30", "2026年11月25日16:30"])
def test_every_command_takes_what_lists_print(suit: Person, at: str) -> None:
    done = acted(suit, "update", *SUB, "--set", "situation=x", "--set", f"happened={at}", "--at", at)
    assert done["at"] == "2026-11-25T16:30:00+08:00"
    assert told(suit, "duties", "list", "--until", at)
    assert suit.run("asof", at).code == 0
    assert suit.run("tick", "--until", "2026-11-25 24:00").code == 0


def test_what_is_no_instant_says_which_forms_there_are(suit: Person) -> None:
    shown = suit.run("act", "update", *SUB, "--set", "situation=x", "--set", "happened=11月25日", "--warning", "W-")
    assert shown.code == 2
    assert "--set happened 的值“11月25日”不是时刻。可写成 2026-11-30、2026-11-30 16:30（上海时间）" in shown.err
    assert "没有时区" not in shown.err


@pytest.mark.parametrize("date", ["2026-12-10", "2026年12月10日"])
def test_a_longer_time_to_a_date_ends_with_that_date(suit: Person, date: str) -> None:
    """T1: by the end of a day is the next midnight, as of a rectification's date."""
    owed = duty(suit, "monthly_update")["id"]
    words = ("propose-waiver", *MONITOR, "--set", f"duty_ids={owed}", "--set", "reason=停电", "--id", "A-1")
    shown = suit.run("act", *words, "--set", f"new_due={date}", "--warning", "W-").out
    assert f"已提出将义务 {owed} 延期至 2026-12-10 24:00，待另一人审批。" in "".join(shown.splitlines())
    head = ("--org", "9999", "--post", "head_office_risk_officer", "--officer", "9999-R01")
    done = acted(suit, "approve", *head, "--set", "proposal_id=A-1")
    (opened,) = [change for change in done["changes"] if change["change"] == "opened"]
    assert opened["due"] == "2026-12-11T00:00:00+08:00"


def test_a_longer_time_that_waits_is_said_to_be_one(suit: Person, tmp_path: Path) -> None:
    assert tmp_path == suit.here
    owed = duty(suit, "monthly_update")["id"]
    words = ("propose-waiver", *MONITOR, "--set", f"duty_ids={owed}", "--set", "reason=停电")
    acted(suit, *words, "--set", "new_due=2026-12-10")
    said = "".join(suit.run("asof", "2026-11-06 09:00", "--borrower", "C1").out.split())
    assert "2026-12-1024:00" in said
    assert "延期" in said
