"""The policy's own figures, and the worked examples of the deadlines: each is told once, and fails once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from tests.rulebook.broken import broken_copy
from warning.cli.running import in_words
from warning.rulebook import Checked, check, default_directory
from warning.rulebook.text import FIGURES

DEADLINES: Final = (default_directory() / "deadlines.yaml").read_text(encoding="utf-8")
HEAD, EXAMPLES = DEADLINES.partition("examples:\n")[::2]
TERM: Final = re.compile(r"(\d+) (hours|days|working days)")


def changed(text: str, number: int) -> str:
    """The text with its n-th term one longer."""
    found = list(TERM.finditer(text))[number]
    return f"{text[: found.start(1)]}{int(found[1]) + 1}{text[found.end(1) :]}"


def written(text: str) -> Checked:
    """A check of the book with these deadlines."""
    with TemporaryDirectory() as tmp:
        root, _ = broken_copy(Path(tmp), "deadlines.yaml", DEADLINES, text)
        return check(root)


BODY: Final = HEAD.rindex("sub_branch_report:")
"""Where the comments end, which name terms, too."""
NUMBERS: Final = range(len(TERM.findall(HEAD[BODY:])))


@cache
def longer_by_one(number: int) -> Checked:
    """A check of the book with its n-th term one longer."""
    return written(f"{HEAD[:BODY]}{changed(HEAD[BODY:], number)}examples:\n{EXAMPLES}")


@pytest.mark.parametrize("number", NUMBERS)
def test_each_term_has_an_example_that_fails_when_it_is_changed(number: int) -> None:
    """And what fails is of that deadline alone."""
    longer, told = changed(HEAD[BODY:], number), longer_by_one(number)
    assert told.problems
    assert {problem.code for problem in told.problems} == {"example_fails"}
    line = next(n for n, (a, b) in enumerate(zip(HEAD[BODY:].splitlines(), longer.splitlines(), strict=True)) if a != b)
    name = re.findall(r'^  "?([\w.]+)"?:', "\n".join(HEAD[BODY:].splitlines()[: line + 1]), re.MULTILINE)[-1]
    assert {dict(problem.values)["deadline"].partition(".")[2] for problem in told.problems} == {name}


def test_every_example_fails_once(tmp_path: Path) -> None:
    """Each by a change of the figure it is about: a term, or the days before maturity."""
    failed = set()
    for number in NUMBERS:
        failed |= {problem.place.line for problem in longer_by_one(number).problems}
    root, _ = broken_copy(tmp_path, "book.yaml", "report_by_days: {value: 25", "report_by_days: {value: 26")
    failed |= {problem.place.line for problem in check(root).problems if problem.code == "example_fails"}
    first = HEAD.count("\n") + 1
    lines = {first + n for n, line in enumerate(f"examples:\n{EXAMPLES}".splitlines()) if "start:" in line}
    assert lines - failed == set()


def test_the_examples_show_the_boundaries() -> None:
    """A bare date, both midnights, a month's and a year's end, a holiday, a make-up day, a working-day view."""
    for shown in (
        'start: "2026-11-03",', '00:00"', '24:00", first_notice', 'start: "2026-11-30"', 'start: "2026-12-31 23:59"',
        'start: "2026-09-30"', 'due: "2026-10-10 24:00"', "working:",
    ):  # fmt: skip
        assert shown in EXAMPLES, shown


def test_a_working_day_view_that_is_wrong_is_told() -> None:
    told = written(DEADLINES.replace('working: "2026-10-08 24:00"', 'working: "2026-10-09 24:00"'))
    (problem,) = told.problems
    assert in_words(problem, "zh").endswith(
        "自 2026-09-30 00:00 起，按工作日顺延为 2026-10-08 24:00，不是 2026-10-09 24:00；请修正示例或时限。"
    )


# --- the policy's own figures ------------------------------------------------------------------------------------


def test_the_packaged_book_departs_nowhere() -> None:
    assert check().departures == ()


def test_every_deadline_marked_as_the_text_s_holds_a_figure_of_it() -> None:
    """The marks of the packaged book and the table of the text's figures say the same."""
    marked = {
        (name, *row)
        for name in ("deadlines.yaml", "book.yaml")
        for row in re.findall(r"^  (\S+):.*figure: text", (default_directory() / name).read_text("utf-8"), re.MULTILINE)
        for row in [row if isinstance(row, tuple) else (row.strip('"'),)]
    }
    held = {(figure.file, str(figure.keys[1])) for figure in FIGURES if figure.file != "posts.yaml"}
    assert marked <= held
    assert held - marked == {("deadlines.yaml", "11.1.1"), ("deadlines.yaml", "12.1.1")}  # by tier: rows of their own


DEPART: Final = (
    ("deadlines.yaml", '"11.1.3": {report: 2 days, figure: text}', '"11.1.3": {report: 5 days, figure: default}',
     "11.1.3 says 2 days, the book 5 days"),
    ("deadlines.yaml", "{tier: 1, report: 2 days, figure: text}", "{tier: 1, report: 3 days, figure: text}",
     "11.1.1 says 2 days, the book 3 days"),
    ("deadlines.yaml", '"12.1.2.1": {first_notice: 24 hours, report: 2 days, figure: text}',
     '"12.1.2.1": {report: 2 days, figure: text}', "12.1.2.1 says 24 hours, the book -"),
    ("book.yaml", "report_by_days: {value: 25", "report_by_days: {value: 20", "11.1.1 says 25, the book 20"),
    ("book.yaml", '"5000000.00"', '"8000000.00"',
     "11.1.1 says 1000000.00, 5000000.00, the book 1000000.00, 8000000.00"),
    ("posts.yaml", "team_leaders: [sub_branch_president, vice_president_lending]",
     "team_leaders: [sub_branch_president]",
     "11.2.1 says sub-branch president, vice-president for lending, the book sub-branch president"),
    ("posts.yaml", "principal_leader: branch_principal_leader", "principal_leader: branch_monitor",
     "12.3.1 says branch principal leader, the book branch monitor"),
    ("posts.yaml", "\npresident: sub_branch_president", "\npresident: vice_president_lending",
     "12.3.1 says sub-branch president, the book vice-president for lending"),
    ("payment.yaml", '{level: yellow, when: ">= 1", figure: default}', '{level: yellow, when: ">= 2", figure: default}',
     "11.1.3 says >= 1, the book >= 2"),
)  # fmt: skip


def without_examples(root: Path) -> Checked:
    """A check in which the examples that go with the old figures are left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warning.rulebook.load.run_examples", lambda *_: 0)
        patch.setattr("warning.rulebook.load.run_due_examples", lambda *_: 0)
        return check(root)


@pytest.mark.parametrize(("file", "old", "new", "said"), DEPART)
def test_a_changed_figure_of_the_text_is_told_and_the_book_is_given(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    root, _ = broken_copy(tmp_path, file, old, new)
    checked = without_examples(root)
    assert checked.book is not None
    (departure,) = checked.departures
    assert (departure.code, departure.place.file) == ("text_departs", file)
    assert f"departs from the policy's text: {said}; a change of it needs an amendment" in in_words(departure, "en")
    assert "与制度原文不符" in in_words(departure, "zh")


def test_each_figure_of_the_text_is_looked_at(tmp_path: Path) -> None:
    """All of them changed at once: as many departures."""
    root, _ = broken_copy(
        tmp_path, "deadlines.yaml", HEAD[BODY:], re.sub(TERM, lambda m: f"{int(m[1]) + 1} {m[2]}", HEAD[BODY:])
    )
    told = without_examples(root).departures
    assert len(told) == len([figure for figure in FIGURES if figure.file == "deadlines.yaml"])


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("deadlines.yaml", "cites: D4, figure: default", "cites: D4, figure: text"),
        ("deadlines.yaml", "- {tier: 0, report: 2 days, figure: default}", "- {tier: 0, report: 2 days, figure: text}"),
        ("book.yaml", "cites: W9, figure: default", "cites: W9, figure: text"),
        (
            "payment.yaml",
            '{level: yellow, when: ">= 1", figure: default}',
            '{level: yellow, when: ">= 1", figure: text}',
        ),
        (
            "payment.yaml",
            '{level: orange, when: ">= 31", figure: default}',
            '{level: orange, when: ">= 31", figure: text}',
        ),
        ("conduct.yaml", "level: red\n    figure: default", "level: red\n    figure: text"),
        ("concentration.yaml", "figure: source", "figure: text"),
    ],
)
def test_a_figure_that_is_not_the_text_s_is_not_said_to_be(tmp_path: Path, file: str, old: str, new: str) -> None:
    root, _ = broken_copy(tmp_path, file, old, new)
    (departure,) = check(root).departures
    assert (departure.code, departure.place.file) == ("text_claimed", file)
    assert "the policy's text has no such figure" in in_words(departure, "en")
