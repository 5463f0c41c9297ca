"""What pages print is taken where a code is asked for, and both are listed where a value is wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.cli.kept import looking, told
from tests.cli.run import Person
from tests.cli.test_act import LEADER, MONITOR, SUB, acted
from tests.cli.test_act import suit as suit  # noqa: PLC0414 - a fixture
from warning.cli.named import code_of, coded
from warning.ledger.sql.tables import JOURNAL
from warning.wording import terms


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (("alerts", "list", "--level", "红"), ("alerts", "list", "--level", "red")),
        (("alerts", "list", "--level=红色"), ("alerts", "list", "--level", "red")),
        (("alerts", "list", "--domain", "业务"), ("alerts", "list", "--domain", "business")),
        (("duties", "list", "--domain", "业务风险"), ("duties", "list", "--domain", "business")),
        (("duties", "list", "--state", "逾期"), ("duties", "list", "--state", "breached")),
        (("duties", "list", "--state", "逾期未完成"), ("duties", "list", "--state", "breached")),
        (("duties", "list", "--post", "支行行长"), ("duties", "list", "--post", "sub_branch_president")),
        (
            ("asof", "2026-11-05", "--post", "支行行长"),
            ("asof", "2026-11-05", "--post", "sub_branch_president"),
        ),
    ],
)
def test_a_value_may_be_given_by_its_name(suit: Person, named: tuple[str, ...], code: tuple[str, ...]) -> None:
    found = told(suit, *named)
    assert found == told(suit, *code)
    assert found


def test_the_level_of_a_route_may_be_named(person: Person) -> None:
    assert person.run("rules", "route", "1001", "黄", "6000000", "--json").out
    assert (
        person.run("rules", "route", "1001", "黄", "6000000", "--json").out
        == person.run("rules", "route", "1001", "yellow", "6000000", "--json").out
    )
    shown = person.run("rules", "route", "1001", "紫", "6000000")
    assert (shown.code, "黄色 yellow、橙色 orange、红色 red" in shown.err) == (2, True)


def test_the_fields_and_the_post_of_an_act_may_be_named(suit: Person) -> None:
    """The journal has the codes, as if they had been written."""
    president = (*SUB[:2], "--post", "支行行长", *SUB[4:])
    done = acted(suit, "team", *president, "--set", "led_by=支行行长", "--set", "members=a")
    assert done["changes"][0]["change"] == "met_late"
    attended = ("--attendee", "1000/分行主要领导", "--attendee", "1001/支行行长")
    assert acted(suit, "meeting", *LEADER, *attended, "--set", "resolution=x")["changes"]
    about = ("--borrower", "C1", "--domain", "业务")
    (noticed,) = told(suit, "act", "notice", *MONITOR, *about, "--set", "kind=整改通知")
    assert noticed["because"][0]["values"]["sought"] == "rectification_notice"
    with looking() as connection:
        origins = set(connection.execute(select(JOURNAL.c.origin).where(JOURNAL.c.origin.like("cli:%"))).scalars())
    assert origins == {"cli:sub_branch_president@1001", "cli:branch_principal_leader@1000", "cli:branch_monitor@1000"}


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (
            ("duties", "list", "--post", "行长"),
            "支行行长 sub_branch_president",
            "sub_branch_president (sub-branch president)",
        ),
        (("duties", "list", "--state", "x"), "逾期未完成 breached", "breached (overdue)"),
        (("alerts", "list", "--level", "紫"), "黄色 yellow、橙色 orange、红色 red", "one of yellow, orange, red"),
        (
            ("act", "notice", *MONITOR, "--warning", "W-", "--set", "kind=通知"),
            "--set kind 的值“通知”不对，应为预警信息通知书 warning、整改通知 rectification",
            "warning (warning notice), rectification (rectification notice)",
        ),
        (
            ("act", "team", *SUB, "--warning", "W-", "--set", "led_by=行长"),
            "支行行长 sub_branch_president",
            "sub_branch_president (sub-branch president)",
        ),
    ],
)
def test_a_wrong_value_is_told_with_codes_and_names(suit: Person, words: tuple[str, ...], zh: str, en: str) -> None:
    suit.widen(400)
    assert zh in suit.run(*words).err
    assert en in suit.run(*words, "--lang", "en").err


def test_only_the_values_of_options_that_have_names_are_read_so() -> None:
    assert coded(["act", "--id", "红", "--level", "▲ 橙", "业务"]) == ["act", "--id", "红", "--level", "orange", "业务"]
    assert code_of("红酒", terms.LEVELS) == "红酒"


def test_a_change_that_is_no_state_is_quoted_as_it_was_typed(suit: Person) -> None:
    shown = suit.run("duties", "list", "--state", "产生")
    assert (shown.code, "产生" in shown.err, "opened" in shown.err) == (2, True, False)
