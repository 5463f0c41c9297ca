"""The two consoles, and how levels and tables look on them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Column, Table
from rich.text import Text

from warning.cli.screen.prose import Prose, Screen, pieces, styled
from warning.core.frame import LEVELS
from warning.visible import on_a_line, visible
from warning.wording.terms import LEVEL_MARKS
from warning.wording.text import Lang

WIDE: Final = 120
"""Columns where there is no terminal to ask."""
GAP: Final = 3
"""Columns between two columns of a table."""
ID: Final = len("W-0123456789abcdef")
NARROW: Final = 9
"""A column so narrow is not made narrower while there is another way."""
FOUR_SIGNS: Final = 8
"""Columns of four Chinese characters, which a column of text has where there is room: one of fewer reads downwards."""
TWO_SIGNS: Final = 4
"""Of two, which it always has."""
WHOLE: Final = len("data.outstanding_balance")
"""What is wider is cut rather than all else squeezed out."""
UNFOLDED: Final = 10_000
STYLES: Final = {"red": "bold red", "orange": "bold dark_orange", "yellow": "bold yellow", "none": "dim"}


def stdout() -> Console:
    """Where answers go."""
    return Screen(width=shutil.get_terminal_size((WIDE, 40)).columns, highlight=False, markup=False, emoji=False)


class Aside(Screen):
    """A console whose words are a help, not the answer: where nobody takes them, the command goes on."""

    def _check_buffer(self) -> None:
        try:
            super()._check_buffer()
        except OSError:
            self.on_broken_pipe()

    def on_broken_pipe(self) -> None:
        """Go on in silence, also where the interpreter ends and empties its buffers."""
        self._buffer.clear()
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


@cache
def stderr() -> Console:
    """Where progress and errors go; in a log nothing is folded, so that it can be searched and copied."""
    width = None if sys.stderr.isatty() else UNFOLDED
    return Aside(stderr=True, width=width, highlight=False, markup=False, emoji=False)


def level_mark(level: int, lang: Lang) -> Prose:
    """``■ 红``: symbol, word and colour."""
    name = LEVELS[level]
    return Prose(LEVEL_MARKS[name].say(lang), style=STYLES[name], no_wrap=True)


def unwrapped(console: Console, text: str) -> None:
    """A text to be copied, as it is: a line that is broken within a string is no JSON any more.

    A line's end is one however it was written. What would steer a terminal is escaped as JSON would escape it.
    """
    shown = visible(text.replace("\r\n", "\n"))
    console.print(Segments([Segment(f"{shown}\n")]), end="", crop=False, soft_wrap=True)


def indented(text: str, style: str = "", left: int = 0) -> Padding:
    """A paragraph that keeps its leading spaces, and ``left`` more, as an indent on every line."""
    plain = text.lstrip(" ")
    return Padding(Prose(plain, style=style), (0, 0, 0, left + len(text) - len(plain)), expand=False)


def two_lines(first: str, second: str) -> Prose:
    """A cell whose second line is of lesser weight; the first is a name, most often, and stays one line."""
    first = on_a_line(first)
    return styled(first, "\n", (second, "dim")) if second else Prose(first)


def grid(*columns: str, title: str = "", fixed: tuple[int, ...] = ()) -> Grid:
    """A table with these headings; columns at ``fixed`` are never wrapped."""
    table = Grid(
        box=box.SIMPLE_HEAD,
        title=title or None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        pad_edge=False,
        expand=False,
    )
    for index, column in enumerate(columns):
        table.add_column(column, no_wrap=index in fixed, overflow="fold")
    return table


class Grid(Table):
    """A table that gives narrow columns all they need and lets the wide ones share the rest.

    Where a figure, a date or an id would have to be cut, each row is written as a paragraph instead, a column a line.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Settle the widths, then draw."""
        needs = [self._need(column) for column in self.columns]
        room = options.max_width - GAP * len(needs) + 1
        floors = [self._floor(column) for column in self.columns]
        if sum(floors) > room:
            yield from self._stacked(options.max_width)
            return
        for column, width in zip(self.columns, shares(needs, room, floors), strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """As wide as it can use: the library need measure no cell for that."""
        for column in self.columns:
            column.width = self._need(column)[1]
        return super().__rich_measure__(console, options)

    @staticmethod
    def _need(column: Column) -> tuple[int, int]:
        """The least and the most a column can use."""
        cells = [column.header, *column.cells]
        most = max(longest(cell) for cell in cells)
        return (most if column.no_wrap else max(max(whole(cell), chinese(cell, FOUR_SIGNS)) for cell in cells)), most

    def _floor(self, column: Column) -> int:
        """What a column must have, so that nothing in it is cut that would then read otherwise."""
        if column.no_wrap:
            return self._need(column)[0]
        cells = [column.header, *column.cells]
        words = min(NARROW, max(whole(cell) for cell in cells))
        return max(words, *(max(figured(cell), chinese(cell, TWO_SIGNS)) for cell in cells), 1)

    def _stacked(self, width: int) -> RenderResult:
        if self.title:
            yield Prose(str(self.title), style="bold")
        heads = [visible(str(column.header)) for column in self.columns]
        label = max(map(cell_len, heads))
        for cells in zip(*(column.cells for column in self.columns), strict=True):
            yield Prose("")
            for head, cell in zip(heads, cells, strict=True):
                value = Prose(cell) if isinstance(cell, str) else cell
                if isinstance(value, Text):
                    value.no_wrap = False
                if width - label - GAP < ID:
                    yield from (Prose(head, style="dim"), Padding(value, (0, 0, 0, 2), expand=False))
                    continue
                line = Table.grid(padding=(0, GAP - 1, 0, 0))
                line.add_column(width=label, style="dim")
                line.add_column(overflow="fold")
                line.add_row(Prose(head), value)
                yield line


def shares(needs: Sequence[tuple[int, int]], room: int, floors: Sequence[int] = ()) -> list[int]:
    """Widths for columns of (least, most) in a given room: the least each, then the smallest wants first.

    Where even the least is too much, long words are cut before ids are, and no column goes below its floor.
    """
    widths, low = [least for least, _ in needs], list(floors) or [1] * len(needs)
    while sum(widths) > room and any(width > floor for width, floor in zip(widths, low, strict=True)):
        free = [index for index, width in enumerate(widths) if width > low[index]]
        words = [index for index in free if NARROW < widths[index] < ID]
        widths[max(words or free, key=lambda index: widths[index])] -= 1
    by_want = sorted(range(len(needs)), key=lambda index: needs[index][1] - widths[index])
    for place, index in enumerate(by_want):
        spare = (room - sum(widths)) // (len(needs) - place)
        widths[index] += max(0, min(spare, needs[index][1] - widths[index]))
    return widths


def _texts(cell: RenderableType) -> Iterator[str]:
    if isinstance(cell, Group):
        for part in cell.renderables:
            yield from _texts(part)
    elif isinstance(cell, str | Text):
        yield visible(str(cell))


def longest(cell: RenderableType) -> int:
    """The width of a cell's longest line."""
    return max((cell_len(line) for text in _texts(cell) for line in text.splitlines()), default=0)


def whole(cell: RenderableType) -> int:
    """The width of the widest piece of a cell that must not be broken, up to that of a field's path."""
    widest = max((cell_len(piece.rstrip()) for text in _texts(cell) for piece in pieces(text)), default=0)
    return min(WHOLE, widest)


def chinese(cell: RenderableType, most: int) -> int:
    """The width of a cell's longest line of Chinese, which may be broken anywhere, up to ``most``."""
    lines = (line for text in _texts(cell) for line in text.splitlines())
    return min(most, max((cell_len(line) for line in lines if cell_len(line) > len(line)), default=0))


def figured(cell: RenderableType) -> int:
    """The width of the widest figure, date or id of a cell."""
    told = (piece.rstrip() for text in _texts(cell) for piece in pieces(text))
    return max((cell_len(piece) for piece in told if any(sign.isdigit() for sign in piece)), default=0)
