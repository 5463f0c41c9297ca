"""What is typed in full width is read as what it means, wherever a command takes a number, an id or an instant."""

from __future__ import annotations

import pytest
from typer.main import get_command

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_act import SUB, duty
from tests.cli.test_act import suit as suit  # noqa: PLC0414 - a fixture
from warning.cli.app import APP
from warning.cli.ledger.message import Given, content_of
from warning.cli.ledger.wrong import Wrong
from warning.cli.width import AS_TYPED, DATES, IDS, amount, dated, half, narrowed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ｗ－1f", "W-1f"),
        ("Ｗ−1f", "W-1f"),
        ("Ｗ—1f", "W-1f"),
        ("１００１", "1001"),
        ("W-1f", "W-1f"),
        ("分行主要领导", "分行主要领导"),
        ("江城（１）", "江城（１）"),
        ("①", "①"),
        ("", ""),
    ],
)
def test_what_can_be_ascii_as_a_whole_is(typed: str, meant: str) -> None:
    assert half(typed) == meant


def test_a_date_may_be_in_chinese_and_in_full_width() -> None:
    assert dated("２０２６年１１月５日　１６：３０") == "2026年11月5日 16:30"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6,000,000.00", "6000000.00"),
        ("６，０００，０００．００", "6000000.00"),
        ("1,000", "1000"),
        ("6,00,000.00", "6,00,000.00"),
        ("6000,000.00", "6000,000.00"),
        ("6,0000", "6,0000"),
        (",600", ",600"),
        ("6,000,000", "6000000"),
    ],
)
def test_an_amount_loses_only_the_commas_that_stand_where_they_should(typed: str, meant: str) -> None:
    assert amount(typed) == meant


def test_every_option_and_argument_of_such_a_value_is_read_so() -> None:
    found: list[str] = []
    pending = [narrowed(get_command(APP))]
    while pending:
        command = pending.pop()
        pending += getattr(command, "commands", {}).values()
        for param in command.params:
            if param.metavar in IDS | DATES and param.name not in AS_TYPED:
                assert param.callback is not None, (command.name, param.name)
                found.append(param.name)
            assert param.name not in AS_TYPED or param.callback is None
    assert {"org", "post", "borrower", "warning", "at", "until", "since", "event_id", "name", "number"} <= set(found)
    assert "officer" not in found


def test_commands_take_it(suit: Person) -> None:
    (warning,) = told(suit, "alerts", "list")
    wide = warning["id"].translate({ord("W"): "Ｗ", ord("-"): "－"})
    assert told(suit, "alerts", "show", wide) == told(suit, "alerts", "show", warning["id"])
    assert told(suit, "duties", "list", "--org", "１００１") == told(suit, "duties", "list", "--org", "1001")
    assert told(suit, "duties", "list", "--borrower=Ｃ１") == told(suit, "duties", "list", "--borrower=C1")
    until = ("duties", "list", "--until")
    assert told(suit, *until, "２０２６年１２月１日") == told(suit, *until, "2026-12-01")
    routed = ("rules", "route", "1001", "red")
    assert suit.run(*routed, "６，０００，０００") == suit.run(*routed, "6000000.00")
    assert suit.run(*routed, "6,00,000.00").code == 2


def test_acts_take_it_and_free_text_stays_as_typed(suit: Person) -> None:
    team, report = duty(suit, "team")["id"], duty(suit, "report")["id"]
    given = Given(
        kind="propose-waiver",
        org="1001",
        post="p",
        officer="１００１－BM01",
        fields=(f"duty_ids＝{team}，{report}", "reason=人手不足，＝ＡＢ", "new_due=２０２６－１２－０１"),
    )
    content = content_of(given, "waiver.proposed.v1", Wrong("", "", "zh"), "zh")
    assert content["duty_ids"] == [team, report]
    assert content["reason"] == "人手不足，＝ＡＢ"
    assert content["new_due"] == "2026-12-02T00:00:00+08:00"
    assert content["officer_no"] == "１００１－BM01"
    given = Given(
        kind="meeting",
        org="1000",
        post="p",
        officer="o",
        attendees=("１００１／支行行长／remote",),
        fields=("resolution=甲／乙",),
    )
    content = content_of(given, "meeting.held.v1", Wrong("", "", "zh"), "zh")
    assert content["attendees"] == [{"org_no": "1001", "post": "支行行长", "in_person": False}]
    assert content["resolution"] == "甲／乙"
    given = Given(
        kind="team", org="1001", post="p", officer="o", fields=("members=１００１－AM01、乙，丙", "led_by=ｘ")
    )
    content = content_of(given, "team.formed.v1", Wrong("", "", "zh"), "zh")
    assert (content["members"], content["led_by"]) == (["１００１－AM01", "乙", "丙"], "x")
    given = Given(kind="sign-off", org="1001", post="p", officer="o", fields=("month=２０２６－１１", "covered=１２"))
    content = content_of(given, "forecast.signed_off.v1", Wrong("", "", "zh"), "zh")
    assert (content["month"], content["covered"]) == ("2026-11", 12)
    (line,) = told(suit, "act", "team", "--warning", "Ｗ－", *SUB, "--set", "led_by=支行行长")
    assert line["outcome"] == "applied"
