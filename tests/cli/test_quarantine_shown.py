"""What ``quarantine show`` prints of a message can be copied, corrected and put back."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from tests.cli.events import lent, named, sued
from tests.cli.kept import told
from tests.cli.run import Person
from warning.cli.screen.tables import unwrapped

LONG = sued().replace("litigation", "litigatoin").replace("标的六千万元", "标的六千万元，" * 30 + r"见\u0007附件 [red]")
SPACED = LONG.replace('", "', '",\t "')
STEERING = LONG.replace("标的", "\x1b[2J标\x07的")


@pytest.fixture
def narrow(person: Person) -> Person:
    """Someone with a terminal of 80 columns and an empty ledger."""
    person.widen(80)
    person.run("init")
    return person


def held(person: Person, wrong: str) -> str:
    """What is shown of a message with the number 1."""
    person.write("events.jsonl", named(), lent(), wrong)
    assert person.run("ingest", "events.jsonl").code == 1
    (row,) = told(person, "quarantine", "list")
    return person.run("quarantine", "show", str(row["number"])).out


@pytest.mark.parametrize("wrong", [LONG, SPACED], ids=["long", "with tabs"])
def test_the_original_is_shown_byte_for_byte(narrow: Person, wrong: str) -> None:
    assert wrong in held(narrow, wrong).split("\n")


def test_what_is_copied_from_the_screen_and_corrected_is_taken(narrow: Person) -> None:
    shown = held(narrow, LONG).split("\n")
    (copied,) = [one for one in shown if one.startswith("{")]
    narrow.write("right.json", copied.replace("litigatoin", "litigation"))
    assert narrow.run("quarantine", "correct", "1", "right.json", "--officer", "A").code == 0
    again = narrow.run("quarantine", "show", "1").out.split("\n")
    assert [json.loads(one)["data"]["kind"] for one in again if one.startswith("{")] == ["litigatoin", "litigation"]


def test_what_would_steer_a_terminal_is_shown_as_json_escapes_it(narrow: Person) -> None:
    shown = held(narrow, STEERING)
    assert "\x1b" not in shown
    assert "\\u001b[2J标\\u0007的" in shown


def test_a_line_ends_however_it_was_written() -> None:
    shown = io.StringIO()
    unwrapped(Console(file=shown), '{"a": 1,\r\n"b": 2}')
    assert shown.getvalue() == '{"a": 1,\n"b": 2}\n'
