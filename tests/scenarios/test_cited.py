"""Every id of ``clauses.md`` that an engine decides is cited by at least one scenario."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scenarios.table import all_cases

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLAUSES = ROOT.parent / "shared" / "policy" / "clauses.md"
READINGS = ROOT / "docs" / "decisions" / "0002-readings.md"
ID = re.compile(r"(?:\d+(?:\.\d+)*|[A-Z]\d+)")


def kept() -> tuple[set[str], set[str]]:
    """Ids an engine decides, and those it does not, of the copy kept here."""
    lines = [line for line in (HERE / "ids.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    return {line for line in lines if line[0] != "-"}, {line.split()[1] for line in lines if line[0] == "-"}


def ids_of(cell: str) -> set[str]:
    """The ids of a table's first cell: ``2, 17``, ``6-9`` as it stands, ``13.1-13.3`` each for itself."""
    ids: set[str] = set()
    for part in cell.replace("\u2013", "-").split(","):
        first, dash, last = part.strip().partition("-")
        if not (ID.fullmatch(first) and (not dash or ID.fullmatch(last))):
            return set()
        head, dot, low = first.rpartition(".")
        high = last.rpartition(".")[2]
        ids |= {f"{head}.{n}" for n in range(int(low), int(high) + 1)} if dash and dot else {first + dash + last}
    return ids


def in_document(text: str) -> set[str]:
    """Every id that begins a row of a table."""
    cells = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    return set().union(*map(ids_of, cells))


def test_ids_of_a_cell() -> None:
    """Lists and ranges of ids are read; words are none."""
    assert ids_of("2, 17") == {"2", "17"}
    assert ids_of("6\u20139") == {"6-9"}
    assert ids_of("13.1\u201313.3") == {"13.1", "13.2", "13.3"}
    assert ids_of("12.1.2.1") == {"12.1.2.1"}
    assert ids_of("trigger") == set()


def test_every_id_is_cited() -> None:
    """No id of the policy is without a scenario."""
    cited = {each for case in all_cases() for each in case.cites}
    assert sorted(kept()[0] - cited) == []


def test_every_reading_is_cited() -> None:
    """No reading of ours is without a scenario."""
    cited = {each for case in all_cases() for each in case.cites}
    readings = in_document(READINGS.read_text("utf-8"))
    assert {"R1", "R26", "R46"} <= readings
    assert sorted(readings - cited) == []


def test_only_known_ids_are_cited() -> None:
    """A head cites ids of the policy or of our readings, and no others."""
    decided, shown = kept()
    known = decided | shown | in_document(READINGS.read_text("utf-8"))
    unknown = [(case.where, each) for case in all_cases() for each in case.cites if each not in known]
    assert unknown == []


def test_the_copy_is_the_policys() -> None:
    """The ids kept here are those of ``clauses.md``."""
    if not CLAUSES.is_file():
        pytest.skip("the policy's own text is not beside this repository; the copy in ids.txt stands alone")
    decided, shown = kept()
    assert decided | shown == in_document(CLAUSES.read_text("utf-8"))
