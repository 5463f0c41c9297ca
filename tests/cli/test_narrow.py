"""On a narrow terminal no figure, date or id is cut: what does not fit stands below."""

from __future__ import annotations

import io
import re
from typing import Final

import pytest
from rich.table import Table

from tests.cli.kept import told
from tests.cli.run import Person
from warning.audit.divergence import Divergence
from warning.cli.ledger.replaying import divergences_table
from warning.cli.screen.prose import Screen
from warning.cli.screen.tables import grid

FIGURE = re.compile(r"[SWD]-[0-9a-f]{16}|\d{4}-\d\d-\d\d|\d\d:\d\d|\d[\d,]*\.?\d*%?")
"""What would read as another one with a part missing."""
WIDE: Final[dict[tuple[tuple[str, ...], str], list[str]]] = {}
"""The figures of a command in a language where there is room for all."""


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
        if (words, lang) not in WIDE:  # the same for every width: they are copies of one ledger
            month.widen(400)
            WIDE[words, lang] = figures(month.run(*words, "--lang", lang).out)
        month.widen(columns)
        narrow = month.run(*words, "--lang", lang).out
        assert figures(narrow) == WIDE[words, lang], words
        assert "…" not in narrow.replace("… and", "").replace("……", "")


def test_what_does_not_fit_stands_below_with_its_heading(month: Person) -> None:
    month.widen(60)
    shown = month.run("status", "--lang", "en").out
    records = next(line for line in shown.splitlines() if line.startswith("Records"))
    assert re.fullmatch(r"Records +\d[\d,]+ *", records)


def _widths(table: Table, columns: int) -> list[int]:
    """Of its columns; none where it is written as paragraphs."""
    Screen(file=io.StringIO(), width=columns).print(table)
    return [column.width for column in table.columns if column.width is not None]


@pytest.mark.parametrize("columns", range(60, 160))
def test_no_column_of_replay_is_a_chinese_character_wide(columns: int) -> None:
    told = "told:C000003:guarantee:BZ000007|C000088:1"
    at = {"path": "duty.breached_at", "stored": "1792598400000000", "found": "1792602000000000"}
    one = Divergence(
        lane=7, seq=1083, code="change", key="b:C000131", event_id=told, n=11, row_id="D-18f91a3a3a1376fd", **at
    )
    folded = _widths(divergences_table((one,), "zh"), columns)[2:]
    assert min(folded, default=4) >= 4


def test_a_column_of_chinese_has_four_characters_where_there_is_room() -> None:
    def made(columns: int) -> list[int]:
        table = grid("编号", "说明", "去向")
        table.add_row("W-0123456789abcdef", "变动记录与判断不符" * 9, "变动记录与判断不符")
        return _widths(table, columns)

    assert [made(columns) for columns in (60, 42, 34, 33)] == [[18, 17, 17], [18, 8, 8], [18, 4, 4], []]

    def beside(columns: int) -> list[int]:
        table = grid("说明", "字段")
        table.add_row("变动记录与判断不符", "data.outstanding_balance")
        return _widths(table, columns)

    assert [beside(columns) for columns in (60, 30, 18)] == [[18, 24], [8, 17], [4, 9]]
