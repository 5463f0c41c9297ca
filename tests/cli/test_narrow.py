"""On a narrow terminal no figure, date or id is cut: what does not fit stands below."""

from __future__ import annotations

import re

import pytest

from tests.cli.kept import told
from tests.cli.run import Person

FIGURE = re.compile(r"[SWD]-[0-9a-f]{16}|\d{4}-\d\d-\d\d|\d\d:\d\d|\d[\d,]*\.?\d*%?")
"""What would read as another one with a part missing."""


def figures(text: str) -> list[str]:
    return sorted(FIGURE.findall(text))


@pytest.mark.slow
@pytest.mark.parametrize("columns", [30, 40, 50, 60, 70, 80, 100])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_figure_is_cut(month: Person, columns: int, lang: str) -> None:
    warning = str(told(month, "alerts", "list")[0]["id"])
    for words in (
        ("status",),
        ("alerts", "list", "--rows", "6"),
        ("alerts", "show", warning),
        ("duties", "list", "--rows", "6"),
        ("rules", "route", "1001", "red", "6000000"),
        ("quarantine", "list", "--all", "--rows", "3"),
    ):
        month.widen(400)
        wide = month.run(*words, "--lang", lang).out
        month.widen(columns)
        narrow = month.run(*words, "--lang", lang).out
        assert figures(narrow) == figures(wide), words
        assert "…" not in narrow.replace("… and", "").replace("……", "")


def test_what_does_not_fit_stands_below_with_its_heading(month: Person) -> None:
    month.widen(60)
    shown = month.run("status", "--lang", "en").out
    records = next(line for line in shown.splitlines() if line.startswith("Records"))
    assert re.fullmatch(r"Records +\d[\d,]+ *", records)
