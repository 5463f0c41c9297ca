"""The two consoles, and how levels and tables look on them."""

from __future__ import annotations

import shutil
from functools import cache
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from warning.core.frame import LEVELS
from warning.wording.terms import LEVEL_MARKS
from warning.wording.text import Lang

WIDE: Final = 120
"""Columns where there is no terminal to ask."""
ID_WIDTH: Final = len("W-0123456789abcdef")
STYLES: Final = {"red": "bold red", "orange": "bold dark_orange", "yellow": "bold yellow", "none": "dim"}


def stdout() -> Console:
    """Where answers go."""
    return Console(width=shutil.get_terminal_size((WIDE, 40)).columns, highlight=False, markup=False, emoji=False)


@cache
def stderr() -> Console:
    """Where progress and errors go."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def level_mark(level: int, lang: Lang) -> Styled:
    """``■ 红``: symbol, word and colour."""
    name = LEVELS[level]
    return Styled(LEVEL_MARKS[name].say(lang), style=STYLES[name], no_wrap=True)


def two_lines(first: str, second: str) -> Styled:
    """A cell whose second line is of lesser weight."""
    return Styled.assemble(first, "\n", (second, "dim")) if second else Styled(first)


def grid(*columns: str, title: str = "", fixed: tuple[int, ...] = (), ids: tuple[int, ...] = ()) -> Table:
    """A table with these headings; columns at ``fixed`` are never wrapped, those at ``ids`` hold an id unbroken."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=title or None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        pad_edge=False,
        expand=False,
    )
    for index, column in enumerate(columns):
        table.add_column(column, no_wrap=index in fixed, overflow="fold", min_width=ID_WIDTH if index in ids else None)
    return table
