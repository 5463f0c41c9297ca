"""What an operator ran into: files still being written, paths with a slip, years with a slip, a ledger left alone."""

from __future__ import annotations

import json
import stat
from codecs import BOM_UTF8

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.run import Person
from warning.intake.files import Whole


def test_a_last_line_that_is_still_being_written_is_read_whole_later(person: Person) -> None:
    first, second = named(), lent()
    person.run("init")
    file = person.here / "growing.jsonl"
    file.write_text(f"{first}\n{second[:100]}", encoding="utf-8")
    shown = person.run("ingest", "growing.jsonl", "--lang", "en")
    assert shown.code == 1
    assert "The last line of growing.jsonl (line 2) is not finished and was left" in shown.err
    assert "1 taken" in shown.out
    again = person.run("ingest", "growing.jsonl", "--lang", "en")
    assert (again.code, "line 2" in again.err) == (1, True)
    file.write_text(f"{first}\n{second}\n{sued()}", encoding="utf-8")
    shown = person.run("ingest", "growing.jsonl", "--lang", "en")
    assert (shown.code, shown.err) == (0, "")
    status = person.run("status", "--lang", "en").out
    assert "3 read = 3 taken" in status


@pytest.mark.parametrize("mark", [b"", BOM_UTF8], ids=["plain", "marked"])
def test_wherever_a_line_was_cut_it_is_left(mark: bytes) -> None:
    line = mark + b'{"id":"\\u4e2d\xe4\xb8\xad","n":-12.5e-7,"deep":{"a":[true,null]},"z":"\\""}'
    for end in (at for at in range(1, len(line)) if line[:at] != mark):
        whole = Whole([b"{}\n", line[:end]])
        assert (list(whole), whole.left) == ([b"{}\n"], True), end
    whole = Whole([line])
    assert (list(whole), whole.left) == ([line], False)


def test_wherever_a_line_in_another_encoding_was_cut_it_is_left() -> None:
    line = '{"data":{"借款人":"某某公司"}}'.encode("gbk")
    for end in range(1, len(line)):
        whole = Whole([line[:end]])
        assert (list(whole), whole.left) == ([], True), end
    whole = Whole([line])
    assert (list(whole), whole.left) == ([line], False)


def test_a_last_line_that_is_no_record_is_not_waited_for() -> None:
    whole = Whole([b"hello"])
    assert (list(whole), whole.left) == ([b"hello"], False)


@pytest.mark.parametrize(
    ("last", "code"),
    [(named("C2").encode("gbk"), "not_utf8"), (b"[" * 200_000, "too_deep"), (b'{"data":' * 20_000, "too_deep")],
    ids=["gbk", "deep list", "deep record"],
)
def test_a_last_line_without_its_end_that_no_end_would_mend_is_quarantined(
    person: Person, last: bytes, code: str
) -> None:
    person.run("init")
    (person.here / "last.jsonl").write_bytes(f"{named()}\n".encode() + last)
    for asked in ("decide", "ingest"):
        shown = person.run(asked, "last.jsonl", "--json")
        lines = [json.loads(line) for line in shown.out.splitlines()]
        refused = [line for line in lines if line["object"] == "refusal"]
        assert (shown.code, [(one["line"], one["problems"][0]["code"]) for one in refused]) == (1, [(2, code)]), asked


def test_a_last_line_without_its_end_is_taken_where_it_is_whole(person: Person) -> None:
    person.run("init")
    (person.here / "whole.jsonl").write_text(f"{named()}\n{lent()}", encoding="utf-8")
    shown = person.run("ingest", "whole.jsonl", "--lang", "en")
    assert (shown.code, shown.err) == (0, "")
    assert "2 taken" in shown.out


def test_a_path_to_follow_that_is_not_there_is_told(person: Person) -> None:
    person.run("init")
    shown = person.run("run", "--follow", "typo.jsonl", "--once", "--lang", "en")
    assert "typo.jsonl is not there yet" in shown.err


def test_an_act_years_ahead_does_not_move_the_clock(person: Person) -> None:
    person.run("init")
    person.write("events.jsonl", named(), lent(), sued())
    person.run("ingest", "events.jsonl")
    act = ("act", "phone", "--warning", "W-", "--org", "1000", "--officer", "B2", "--post", "branch_monitor")
    shown = person.run(*act, "--at", "2036-01-01T00:00:00+08:00", "--lang", "en")
    assert shown.code == 2
    assert "more than 366 days after the ledger's clock, 2026-11-03 10:00" in shown.err
    assert "2026-11-03 10:00" in person.run("status", "--lang", "en").out
    assert person.run(*act, "--at", "2026-11-03T11:00:00+08:00").code == 0


def test_a_live_ledger_that_nobody_moves_on_says_so(person: Person) -> None:
    person.run("init", "--clock", "live")
    person.write("events.jsonl", named(), lent(), sued())
    person.run("ingest", "events.jsonl")
    told = "What fell due since"
    assert told in person.run("status", "--lang", "en").err
    assert told in person.run("duties", "list", "--lang", "en").err
    person.run("run", "--once")
    assert told not in person.run("status", "--lang", "en").err


def test_a_ledger_is_not_for_everybody_on_the_machine(person: Person) -> None:
    person.run("init")
    assert not stat.S_IMODE((person.here / "ledger.db").stat().st_mode) & stat.S_IRWXO


def test_what_goes_to_a_log_is_not_folded(person: Person) -> None:
    name = "a-directory-of-a-very-long-name/" * 5 + "events.jsonl"
    shown = person.run("decide", name, "--lang", "en")
    assert name in shown.err
