"""The next step in ``alerts list`` is that of those who ask; what others owe before it is said beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.kept import told
from tests.cli.run import Person

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "examples" / "lawsuit.jsonl")
TEAM = ("--set", "led_by=sub_branch_president", "--id", "A-1")
MEETING = "meeting on the resolution plan Jiangcheng Branch · branch principal leader"


@pytest.fixture
def owed(person: Person) -> Person:
    """A warning of which branch and sub-branch owe things, the branch's meeting first."""
    person.widen(200)
    told(person, "init")
    told(person, "ingest", EXAMPLE, code=1)
    told(person, "tick", "--until", "2026-11-06T09:00:00+08:00")
    whose = ("--org", "1001", "--post", "sub_branch_president", "--officer", "1001-SBP01")
    told(person, "act", "team", "--warning", "W-", *whose, *TEAM)
    return person


@pytest.mark.parametrize(
    ("asked", "said", "due", "beside"),
    [
        ((), MEETING, "2026-11-04 10:00 overdue, 2 more", ""),
        (("--org", "1000"), MEETING, "2026-11-04 10:00 overdue, 2 more", ""),
        (("--post", "branch_principal_leader"), MEETING, "2026-11-04 10:00 overdue", ""),
        (
            ("--org", "1001"),
            "monthly written update Jiangcheng Chengnan Sub-branch · account manager",
            "2026-11-30 24:00",
            "earlier elsewhere: Jiangcheng Branch, 2026-11-04 10:00",
        ),
        (
            ("--post", "分行监测预警专人"),
            "first notice (phone or written) Jiangcheng Branch · branch monitor",
            "2026-11-04 16:00 overdue, 1 more",
            "earlier elsewhere: branch principal leader, 2026-11-04 10:00",
        ),
        (
            ("--post", "sub_branch_president"),
            "nothing owed here",
            "",
            "elsewhere: Jiangcheng Branch · branch principal leader, 2026-11-04 10:00",
        ),
    ],
    ids=str,
)
def test_it_is_that_of_who_asks(owed: Person, asked: tuple[str, ...], said: str, due: str, beside: str) -> None:
    lines = owed.run("alerts", "list", *asked, "--lang", "en").out.splitlines()
    begins = next(line for line in lines if "What to do next" in line)
    step, until = begins.index("What to do next"), begins.index("Due")
    column = [(line[step - 8 : until], line[until:]) for line in wide(lines)]
    next_step = " ".join(" ".join(first for first, _ in column).split()[2:])
    assert next_step == f"{said} {beside}".strip()
    assert " ".join(" ".join(second for _, second in column).split()) == due


def wide(lines: list[str]) -> list[str]:
    """The rows of the table; a Chinese sign takes two columns."""
    body = lines[lines.index(next(line for line in lines if "───" in line)) + 1 :]
    rows = body[: next(n for n, line in enumerate(body) if not line.strip())]
    return ["".join(f"{sign} " if "\u4e00" <= sign <= "\u9fff" else sign for sign in row) for row in rows]


def test_who_has_nothing_to_do_with_it_is_not_shown_it(owed: Person) -> None:
    assert told(owed, "alerts", "list", "--post", "head_office_risk_officer") == []
    assert told(owed, "alerts", "list", "--org", "2000") == []
    assert len(told(owed, "alerts", "list", "--post", "branch_monitor", "--org", "1000")) == 1
    assert told(owed, "alerts", "list", "--post", "branch_monitor", "--org", "1001") == []
    assert owed.run("alerts", "list", "--post", "nobody").code == 4
    now = "2026-11-06T09:00:00+08:00"
    shown = " ".join(owed.run("asof", now, "--post", "account_manager", "--lang", "en").out.split())
    assert "earlier elsewhere: Jiangcheng Branch, 2026-11-04 10:00" in shown
