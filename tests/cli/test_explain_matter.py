"""A matter that is the id of a record which gives none: said, since the two may be the same by chance only (R79)."""

from __future__ import annotations

import pytest

from tests.cli.events import lent, line, named, sued
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import shown

AT = "2026-11-03T11:00:00+08:00"


def later(**matter: str) -> str:
    return line("m2", "major_event.v1", AT, customer_no="C1", kind="cross_default", **matter)


@pytest.mark.parametrize(("matter", "said"), [({"matter": "m1"}, True), ({"matter": "m9"}, False), ({}, False)])
def test_a_matter_that_is_a_record_s_id_is_said(person: Person, matter: dict[str, str], said: bool) -> None:  # noqa: FBT001
    path = person.write("events.jsonl", named(), lent(), sued(), later(**matter))
    row = next(row for row in ids(person, path)["signal"] if row["subject"] == "m1")
    chinese = flat("m2 的事项编号就是未写事项编号的记录 m1 的编号，因此两者是同一事项、一个信号")
    assert (chinese in shown(person, path, row)) is said
    english = flat("m2 gives as its matter the id of record m1, which names none")
    assert (english in shown(person, path, row, "--lang", "en")) is said


def test_two_records_of_one_matter_are_no_chance(person: Person) -> None:
    first = line("m1", "major_event.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", kind="litigation", matter="m1")
    path = person.write("events.jsonl", named(), lent(), first, later(matter="m1"))
    (row,) = (row for row in ids(person, path)["signal"] if row["clause"] == "11.1.4")
    assert flat("就是未写事项编号的记录") not in shown(person, path, row)
