"""``warning act`` asked wrongly is told in the words of its command line, what comes first first."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.cli.run import Person

SUB: Final = ("--org", "1001", "--post", "sub_branch_president", "--officer", "1001-P01")


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有办理种类“dance”"), ("en", "There is no act 'dance'")])
@pytest.mark.parametrize("words", [(), SUB, ("--help",), ("--org", "team", "--help"), ("--json", "--help")])
def test_an_act_that_is_none_is_told_before_anything_else(
    person: Person, lang: str, said: str, words: tuple[str, ...]
) -> None:
    for line in (("dance", *words), (*words, "dance")):
        shown = person.run("act", *line, "--lang", lang)
        assert (shown.code, shown.out) == (2, "")
        assert said in shown.err
        assert "propose-waiver" in shown.err, "what there is"


def test_the_value_of_an_option_names_no_act(person: Person) -> None:
    general = person.run("act", "--help").out
    assert person.run("act", "--org", "team", "--help").out == general
    assert person.run("act", "--org=1001", "--json", "team", "--help").out != general


def told(person: Person, *words: str) -> str:
    """What is said of an act that is not taken, in English and on one line."""
    shown = person.run("act", *words, "--lang", "en")
    assert (shown.code, shown.out) == (2, "")
    return " ".join(shown.err.split())


@pytest.fixture
def empty(person: Person, shelf: Path) -> Person:
    """Someone with a ledger without a record."""
    person.widen(400)

    def make() -> None:
        assert person.run("init").code == 0

    return person.again(shelf / "empty", make)


def test_what_an_option_would_give_is_told_by_the_option(empty: Person) -> None:
    about = told(empty, "work", *SUB, "--set", "record=x")
    assert "--borrower, --domain is missing; or name the warning with --warning instead." in about
    assert "data." not in about
    assert "缺少 --domain；也可只用 --warning" in empty.run("act", "work", *SUB, "--borrower", "C 1").err
    assert "--attendee is missing" in told(empty, "meeting", *SUB, "--borrower", "C1", "--domain", "business")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("meeting", "--attendee", "foo"), "'foo' is no attendee."),
        (("team", "--set", "led_by", "--set", "members=a"), "--set led_by is not written as it should be"),
        (("report", "--set", "parts.cause"), "--set parts.cause is not written as it should be"),
    ],
)
def test_what_was_given_wrongly_is_not_told_as_missing(empty: Person, words: tuple[str, ...], said: str) -> None:
    found = told(empty, *words, *SUB, "--borrower", "C1", "--domain", "business")
    assert said in found
    assert "is missing" not in found


def test_a_field_that_is_missing_is_told_with_what_to_give(empty: Person) -> None:
    about = (*SUB, "--borrower", "C1", "--domain", "business")
    said = told(empty, "team", *about)
    assert "data.led_by is missing. Give it with --set led_by=…, or in the file of --file." in said
    assert "--set parts.cause=…" in told(empty, "report", *about)
    assert "send again" not in said
    shown = empty.run("act", "team", *about).err
    assert "缺少字段 data.led_by。用 --set led_by=… 给出" in shown


def test_what_an_option_gave_is_told_by_the_option(empty: Person) -> None:
    said = told(empty, "work", *SUB, "--borrower", "C 1", "--domain", "business", "--set", "record=x")
    assert "--borrower: There is no record of a borrower C 1" in said
    assert "--borrower is 'C 1', which is no identifier" in said
    words = ("--org", "1", "--post", "boss", "--officer", " ")
    said = told(empty, "sign-off", *words, "--set", "month=2026-11", "--set", "covered=1")
    assert all(f" {part}" in said for part in ("--org: There is no", "--post: There is no", "--officer is blank"))
    assert "data." not in said


def test_what_a_file_or_a_field_gave_is_told_by_its_name(empty: Person) -> None:
    empty.write("act.json", '{"customer_no": "C 1", "domain": "other", "record": "x"}')
    said = told(empty, "work", *SUB, "--file", "act.json")
    assert "data.customer_no is 'C 1'" in said
    assert "data.domain is 'other'" in said
    said = told(empty, "work", *SUB, "--borrower", "C1", "--domain", "business", "--set", "customer_no=C9")
    assert "customer_no is given by the option --borrower, not by --set." in said
    assert "org_no is given by the option --org" in told(empty, "sign-off", *SUB, "--set", "org_no=2001")


@pytest.mark.parametrize(("covered", "limit"), [("-1", "0"), ("99999999999999999999", "1000000000")])
def test_a_number_out_of_its_bounds_is_told_with_the_bound(empty: Person, covered: str, limit: str) -> None:
    said = told(empty, "sign-off", *SUB, "--set", "month=2026-11", "--set", f"covered={covered}")
    assert f"data.covered is {covered}, beyond the limit {limit}." in said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "“组成化解小组”没有字段 data.led_bye。请核对拼写。"),
        ("en", "has no field data.led_bye. Check its spelling."),
    ],
)
def test_a_field_that_an_act_has_not_is_told_without_the_contract(empty: Person, lang: str, said: str) -> None:
    shown = empty.run("act", "team", *SUB, "--set", "led_bye=x", "--lang", lang)
    assert (shown.code, said in shown.err, "dataschema" in shown.err) == (2, True, False)
    assert "warning act team --help" in shown.err, "where its fields stand"
