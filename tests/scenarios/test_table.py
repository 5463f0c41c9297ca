"""The language of the tables: what a line becomes, and what a malformed one is told."""

from __future__ import annotations

import pytest

from tests.scenarios.expect import differences, read_row, read_section
from tests.scenarios.scalar import micros, rfc3339, show, wall
from tests.scenarios.table import Case, Malformed, read_cases

HEAD = "== 11.1.3 W1 · a title\n"
TAIL = "-- duties\nno report 11.1.3\n"
DUTY = {
    "kind": "report", "clause": "11.1.3", "customer_no": "C1", "org_no": "A1", "start": micros(wall("2026-11-10")),
    "due": micros(wall("2026-11-12", "24:00")), "state": "open", "hangs_on": "signal:11.1.3:x:1:1", "tags": [],
    "fulfilled_at": None, "breached_at": None,
}  # fmt: skip


def one(lines: str) -> Case:
    """The only case of a table with these event lines."""
    (case,) = read_cases(HEAD + lines + TAIL)
    return case


def test_a_case_is_read_whole() -> None:
    """Head, events, clock and sections."""
    case = one("# a comment\nlive-from 2026-11-01\n\n2026-11-10 08:00  settle L1 how expired\nuntil 2026-11-12 24:00\n")
    assert (case.cites, case.name, case.where) == (("11.1.3", "W1"), "a title", "table:1")
    assert case.live_from == micros(wall("2026-11-01"))
    assert case.until == micros(wall("2026-11-13"))
    assert [section.kind for section in case.sections] == ["duties"]


def test_a_line_becomes_a_cloud_event() -> None:
    """Time, recording, type and data; defaults filled in."""
    (wire,) = one("2026-11-10 08:00:01.5  arrears L1 1,234.00 since 2026-11-09 discovered 2026-11-09 by A1\n").events
    assert wire.event == {
        "specversion": "1.0", "id": "e1", "source": "/core-banking", "type": "interest_arrears.position.v1",
        "time": "2026-11-10T08:00:01.500000+08:00", "recordedtime": "2026-11-10T08:00:01.500000+08:00",
        "data": {
            "currency": "CNY", "loan_no": "L1", "interest_arrears_on_bs": "1234.00", "interest_arrears_off_bs": "0.00",
            "interest_arrears_since": "2026-11-09", "discovered": "2026-11-09", "discovered_by": "A1", "posting_seq": 1,
        },
    }  # fmt: skip


def test_options_come_in_any_order_and_postings_count() -> None:
    """Each loan has its own sequence; a written one is kept."""
    case = one(
        "2026-11-10 08:00  position L1 1.00 as p1 occurred 2026-11-09 10:00\n"
        "2026-11-10 08:00  position L1 2.00 occurred 2026-11-09 as p2 corrects 1\n"
        "2026-11-10 08:00  position L2 2.00 seq 9\n"
        "2026-11-10 08:00  position L2 2.00\n"
    )
    assert [wire.event["data"]["posting_seq"] for wire in case.events] == [1, 2, 9, 10]
    assert [wire.event["id"] for wire in case.events] == ["p1", "p2", "e3", "e4"]
    assert case.events[0].event["time"] == "2026-11-09T10:00:00+08:00"
    assert case.events[1].event["time"] == "2026-11-09T00:00:00+08:00"


def test_books_take_force_later() -> None:
    """Other bands, or another term of a report (T5)."""
    bands, term = one(
        "book 2026-11-25 00:00 arrears yellow:1 red:9\nbook 2026-11-26 00:00 report 11.1.3 5 days\n"
    ).books
    assert (bands.at, bands.bands) == (micros(wall("2026-11-25")), ((1, 1), (9, 3)))
    assert (term.clause, term.days) == ("11.1.3", 5)


def test_a_staff_number_may_hold_what_nobody_sees() -> None:
    """A character that a table could not show is written by its number (R60)."""
    (call,) = one("2026-11-10 08:00  phone C1 by A1 officer X\\u200b1\\u0020\n").events
    assert call.event["data"]["officer_no"] == "X\u200b1 "


def test_a_part_may_hold_only_spaces() -> None:
    """A part left out, and one that is there and says nothing (16)."""
    (report,) = one("2026-11-10 08:00  report C1 by A1 without cause spaces measures\n").events
    parts = report.event["data"]["parts"]
    assert (len(parts), parts["measures"], parts["basics"]) == (8, " ", "see file")


def test_a_part_may_hold_what_nobody_sees() -> None:
    """Characters that are no spaces and are drawn as nothing (R59)."""
    (report,) = one("2026-11-10 08:00  report C1 by A1 hidden measures\n").events
    parts = report.event["data"]["parts"]
    assert (parts["measures"].isspace(), parts["measures"].isalnum(), parts["basics"]) == (False, False, "see file")


def test_a_record_may_come_from_another_source() -> None:
    """The envelope's source, which says with the id which record it is (R55)."""
    own, other = one("2026-11-10 08:00  settle L1\n2026-11-10 09:00  settle L1 sent-by /crm\n").events
    assert (own.event["source"], other.event["source"]) == ("/core-banking", "/crm")


def test_acts_have_a_doer() -> None:
    """Domain, post and staff number come by nature; a report has nine parts."""
    report, update, meeting = one(
        "2026-11-10 08:00  report C1 by A1 management without cause\n"
        "2026-11-10 08:00  update C1 by A1\n"
        "2026-11-10 08:00  meeting C1 by A with A/branch_principal_leader~,A1/sub_branch_president\n"
    ).events
    data = report.event["data"]
    assert (data["domain"], data["post"], data["officer_no"]) == (
        "management", "sub_branch_president", "A1-sub_branch_president",
    )  # fmt: skip
    assert len(data["parts"]) == 8
    assert "cause" not in data["parts"]
    assert update.event["data"]["post"] == "account_manager"
    assert meeting.event["data"]["attendees"] == [
        {"org_no": "A", "post": "branch_principal_leader", "in_person": False},
        {"org_no": "A1", "post": "sub_branch_president"},
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("2026-11-10 08:00 settle L1\n", 1, "begins with a head"),
        ("== 11.1.3 no dot\n", 1, "a head is '== ids · title'"),
        (HEAD + "10.11.2026 settle L1\n" + TAIL, 2, "an event is 'YYYY-MM-DD HH:MM verb ...'"),
        (HEAD + "2026-11-10 08:61 settle L1\n" + TAIL, 2, "'08:61' is no time of day"),
        (HEAD + "2026-02-30 08:00 settle L1\n" + TAIL, 2, "day is out of range"),
        (HEAD + "2026-11-10 08:00 setle L1\n" + TAIL, 2, "'setle' is none of the verbs"),
        (HEAD + "2026-11-10 08:00 settle\n" + TAIL, 2, "the line ends where '<loan_no>' should stand"),
        (HEAD + "2026-11-10 08:00 move L1 from A1\n" + TAIL, 2, "'from' stands where 'to' should"),
        (HEAD + "2026-11-10 08:00 settle L1 today\n" + TAIL, 2, "'today' is none of as, by, discovered"),
        (HEAD + "2026-11-10 08:00 position L1 1.000\n" + TAIL, 2, "'1.000' is not an amount"),
        (HEAD + "2026-11-10 08:00 report C1 by A1 without colour\n" + TAIL, 2, "'colour' is no part of a report"),
        (HEAD + "2026-11-10 08:00 report C1 by A1 spaces colour\n" + TAIL, 2, "'colour' is no part of a report"),
        (HEAD + "unsettled oracle\n" + TAIL, 2, "an event is 'YYYY-MM-DD HH:MM verb"),
        (HEAD + "book 2026-11-10 00:00 meeting 9\n" + TAIL, 2, "a book is 'book AT arrears"),
        (HEAD + "2026-11-10 08:00 settle L1\n-- duty\n", 3, "a section is '-- signals|warnings|duties'"),
        (HEAD + "-- duties all\n", 2, "'all' should be '(all)'"),
        (HEAD + "-- duties\nreport 11.1.3 C1\n", 3, "the row ends where org_no should stand"),
        (HEAD + "-- duties\nreport 11.1.3 C1 A1 due 2026-11-12\n", 3, "'due' should stand after ' : '"),
        (HEAD + "-- duties\nreport 11.1.3 C1 A1 : until 2026-11-12\n", 3, "'until' is no column of a duty"),
        (HEAD + "-- signals\nC1 11.1.3 x purple\n", 3, "'purple' is no column of a signal"),
        (HEAD + "-- signals\nC1 11.1.3 x red : red 2026-11-12\n", 3, "'2026-11-12' stands where 'at' should"),
        (HEAD + "-- warnings\nC1 business blue\n", 3, "'blue' is no column of a warning"),
        (HEAD + "-- duties\n* * * *\n", 3, "the row compares nothing"),
        (HEAD + "2026-11-10 08:00 settle L1\n", 3, "expects nothing"),
    ],
)
def test_a_malformed_line_is_told(text: str, line: int, said: str) -> None:
    """The error names the file, the line's number, and what would be right."""
    with pytest.raises(Malformed) as told:
        read_cases(text, "here.txt")
    assert str(told.value).startswith(f"here.txt:{line}: ")
    assert said in str(told.value)


def test_instants_are_shown_as_they_are_written() -> None:
    """Shanghai wall time, to the microsecond where there are any."""
    assert rfc3339(wall("2026-11-10", "24:00")) == "2026-11-11T00:00:00+08:00"
    assert micros(wall("1970-01-01", "08:00")) == 0
    assert show(micros(wall("2026-11-10", "23:59:59.999999"))) == "2026-11-10 23:59:59.999999"
    assert show(micros(wall("2026-11-10", "24:00"))) == "2026-11-11 00:00"


def test_a_row_agrees_on_the_columns_written() -> None:
    """Only those count, and each must."""
    row = read_row("duties", "report 11.1.3 C1 A1 : from 2026-11-10 due 2026-11-12 24:00 open tags -")
    assert row.differs(DUTY) == ()
    assert read_row("duties", "report 11.1.3 C1 A1 : due 2026-11-12 open").differs(DUTY) == ("due",)
    assert read_row("duties", "report 11.1.3 C1 A2 : met 2026-11-11").differs(DUTY) == (
        "org_no", "state", "fulfilled_at",
    )  # fmt: skip


def section(head: str, *rows: str) -> list[str]:
    """What a section of duties finds wrong with one report duty."""
    read = read_section(head.split())
    return differences(type(read)(read.kind, read.all_of, tuple(read_row("duties", row) for row in rows)), [DUTY])


def test_each_listed_row_needs_one_of_its_own() -> None:
    """Two rows cannot rest on the same duty."""
    assert section("duties", "report 11.1.3 C1 A1 : open") == []
    assert len(section("duties", "report 11.1.3 C1 A1 : open", "report * C1 A1 : open")) == 1


def test_what_is_not_listed_is_told_where_all_should_be() -> None:
    """``(all)`` covers every row, ``(all team)`` only teams."""
    assert "not listed" in section("duties (all)")[0]
    assert "not listed" in section("duties (all report)")[0]
    assert section("duties (all team)") == []


def test_absence_is_told() -> None:
    """``no`` finds what should not be."""
    assert section("duties", "no report 11.1.3 C1 A2") == []
    assert section("duties", "no report 11.1.3 C1 * : met") == []
    assert "got   report" in section("duties", "no report 11.1.3")[0]


def test_a_difference_shows_both_sides() -> None:
    """What was wanted, the nearest row in the same words, and the columns that are other."""
    (told,) = section("duties", "report 11.1.3 C1 A1 : due 2026-11-13 met 2026-11-12 10:00")
    assert "want  report 11.1.3 C1 A1 : due 2026-11-13 met" in told
    assert "got   report  11.1.3  C1  A1 : from 2026-11-10 00:00 due 2026-11-13 00:00 open" in told
    assert told.endswith("other state, fulfilled_at")


def test_a_history_may_be_compared_by_its_end() -> None:
    """``...`` stands for whatever came before."""
    early, late = micros(wall("2026-11-10")), micros(wall("2026-11-20"))
    row = {
        "customer_no": "C1",
        "clause": "11.1.4",
        "subject": "M1",
        "history": [(1, early, early, 1), (3, late, late, 2)],
    }
    assert read_row("signals", "C1 11.1.4 M1 : ... ; red at 2026-11-20").differs(row) == ()
    assert read_row("signals", "C1 11.1.4 M1 : ... ; red at 2026-11-21").differs(row) == ("levels1",)
    assert read_row("signals", "C1 11.1.4 M1 : red at 2026-11-20").differs(row) == ("levels",)
    assert read_row("signals", "C1 11.1.4 M1 : yellow at 2026-11-10 ; red at 2026-11-20").differs(row) == ()
