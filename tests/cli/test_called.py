"""What borrowers were called at an instant: in ``asof`` and the dossier, of others, too."""

from __future__ import annotations

from typing import Final

import pytest

from tests.cli.events import lent, line, named, sued
from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_explain import flat

BEFORE, AFTER = "2026-11-04T09:00:00+08:00", "2026-11-06T09:00:00+08:00"
RENAMED: Final = "2026-11-05T09:00:00+08:00"


def _register(number: str, name: str, at: str) -> str:
    return line(f"r-{number}-{at[:13]}", "borrower.registered.v1", at, customer_no=number, borrower_name=name)


@pytest.fixture
def renamed(person: Person) -> Person:
    """A borrower and its guarantor that were renamed."""
    link = line("g1", "guarantee.link.v1", "2026-10-13T09:00:00+08:00", customer_no="C1", guarantor_no="C2",
                guarantee_contract_no="BZ1", change="made")  # fmt: skip
    first = _register("C2", "乙公司", "2026-10-12T08:30:00+08:00")
    later = (_register("C1", "甲新公司", RENAMED), _register("C2", "乙新公司", RENAMED))
    unknown = _register("C3", "丙公司", AFTER)
    person.write("events.jsonl", named(name="甲公司"), first, lent(), link, sued(), *later, unknown)
    assert person.run("init", "--live-from", "2026-10-01T00:00:00+08:00").code == 0
    shown = person.run("ingest", "events.jsonl")
    assert shown.code == 0, shown.out
    return person


@pytest.mark.parametrize(("at", "own", "other", "not_yet"), [
    (BEFORE, "甲公司", "乙公司", ("甲新公司", "乙新公司")), (RENAMED, "甲新公司", "乙新公司", ("甲公司", "乙公司")),
])  # fmt: skip
def test_borrowers_are_called_what_they_were_called_then(
    renamed: Person, at: str, own: str, other: str, not_yet: tuple[str, ...]
) -> None:
    for asked in ((), ("--borrower", "C1"), ("--rows", "1")):
        shown = flat(renamed.run("asof", at, *asked).out)
        assert (own in shown, [name for name in not_yet if name in shown]) == (True, [])
    (found,) = told(renamed, "dossier", "C1", "--until", at)
    assert (found["name"], {one["name"] for one in found["neighbours"]}) == (own, {other})
    page = renamed.run("dossier", "C1", "--until", at, "--html", "page.html")
    assert page.code == 0
    written = (renamed.here / "page.html").read_text("utf-8")
    assert (own in written, other in written) == (True, True)


def test_who_was_not_registered_then_has_no_name(renamed: Person) -> None:
    (found,) = told(renamed, "dossier", "C3", "--until", BEFORE)
    assert found["name"] == ""
    assert told(renamed, "dossier", "C3")[0]["name"] == "丙公司"
