"""Text that breaks where Chinese may break: a terminal library knows only spaces, and would cut a date in two."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.measure import Measurement
from rich.segment import Segment
from rich.text import Text

from warning.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import ConsoleOptions, ConsoleRenderable, JustifyMethod, OverflowMethod
    from rich.style import Style
    from rich.text import Span

CLOSING: Final = "，。；：、！？）》】”’%,.;:!?)]}>·"
"""Never at the start of a line."""
OPENING: Final = "（《【“‘([{<"
"""Never at the end of one."""
PIECE: Final = re.compile(r"\s+|(?<![!-~])(?!propose-|sign-off)[A-Z]?[a-z]{2,}-(?=[a-z-]+(?:[^!-~]|$))|[!-~]+|[^\s!-~]")
"""What is not broken: a run of spaces, a word of ASCII, a character of any other script.

``sub-branch`` may be broken at its hyphen; an id, which has digits in it, or what one types to act, may not.
"""
COUNTED: Final = re.compile(r"\S*[0-9] [^\s!-~]")
"""A figure stays with the word it counts: ``24 小时``."""


class Prose(Text):
    """A rich text that wraps between Chinese characters, but not within numbers, dates, ids and names.

    What in it would steer the terminal is escaped before anything is measured.
    """

    def __init__(
        self,
        text: str = "",
        style: str | Style = "",
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        no_wrap: bool | None = None,
        end: str = "\n",
        spans: list[Span] | None = None,
    ) -> None:
        """As the library's; ``spans`` are those of the text as it is shown."""
        super().__init__(
            visible(text), style, justify=justify, overflow=overflow, no_wrap=no_wrap, end=end, spans=spans
        )

    def append(self, text: Text | str, style: str | Style | None = None) -> Self:
        """Add a text, or a plain one."""
        super().append(visible(text) if isinstance(text, str) else text, style)
        return self

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines of a text of a given width."""
        if no_wrap or self.no_wrap:
            return super().wrap(
                console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap or self.no_wrap
            )
        lines = Lines()
        for line in self.split(allow_blank=True):
            parts = line.divide(breaks(line.plain, width))
            for part in parts:
                part.rstrip_end(width)
            parts.justify(console, width, justify=justify or "left", overflow=overflow or "fold")
            lines.extend(parts)
        return lines

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """From the widest piece that must stay whole to the longest line."""
        if self.no_wrap:
            return super().__rich_measure__(console, options)
        return Measurement(*_widths(self.plain))


def styled(*parts: str | Text | tuple[str, str]) -> Prose:
    """A text of parts, each plain, a text, or with a style."""
    text = Prose()
    for part in parts:
        if isinstance(part, tuple):
            text.append(*part)
        else:
            text.append(part)
    return text


@lru_cache(maxsize=4096)  # a text in a table is measured and broken several times before it is written
def _widths(text: str) -> tuple[int, int]:
    """The widest piece that must stay whole, and the longest line."""
    widest = max((cell_len(piece.strip()) for piece in pieces(text)), default=0)
    return widest, max((cell_len(line) for line in text.splitlines()), default=0)


@lru_cache(maxsize=4096)
def breaks(line: str, width: int) -> tuple[int, ...]:
    """The offsets at which a line is broken so that no part is wider than ``width``."""
    offsets, used, at = list[int](), 0, 0
    for piece in pieces(line):
        room = cell_len(piece.rstrip())
        if used and used + room > width:
            offsets.append(at)
            used = 0
        while room > width:  # a word wider than the column is cut, there being no other way
            cut = _cut(piece, width)
            at += cut
            offsets.append(at)
            piece = piece[cut:]  # noqa: PLW2901 - what is left of it
            room = cell_len(piece.rstrip())
        used += cell_len(piece)
        at += len(piece)
    return tuple(offsets)


def _cut(piece: str, width: int) -> int:
    cut = 1
    while cut < len(piece) and cell_len(piece[: cut + 1]) <= width:
        cut += 1
    return cut


@lru_cache(maxsize=4096)  # each of a table's widths asks for them again
def pieces(text: str) -> tuple[str, ...]:
    """What a text is made of: words with the punctuation and the spaces that stay with them."""
    found: list[str] = []
    held = ""
    for piece in PIECE.findall(text):
        stays = piece.isspace() or piece[0] in CLOSING or held[-1:] in OPENING or COUNTED.fullmatch(held + piece)
        if held and not stays:
            found.append(held)
            held = ""
        held += piece
    return (*found, held) if held else ()


class Screen(Console):
    """A console on which plain texts wrap as prose does."""

    def render_str(
        self,
        text: str,
        *,
        style: str | Style = "",
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        **_: object,
    ) -> Text:
        """A plain text; nothing in it is markup, an emoji or to be highlighted."""
        return Prose(text, style=style, justify=justify, overflow=overflow)

    def _collect_renderables(self, *objects: Any, **how: Any) -> list[ConsoleRenderable]:  # noqa: ANN401 - the library's
        """The library joins the texts of one ``print`` to a text of its own kind."""
        return [_as_prose(one) if type(one) is Text else one for one in super()._collect_renderables(*objects, **how)]

    def _render_buffer(self, buffer: Iterable[Segment]) -> str:
        """The last that is done before it goes out; whatever was printed, nothing but the library's own steers."""
        return super()._render_buffer(one if one.control else _seen(one) for one in buffer)


def _seen(one: Segment) -> Segment:
    text = visible(one.text)
    return one if text == one.text else Segment(text, one.style)


def _as_prose(text: Text) -> Prose:
    return Prose(
        text.plain,
        style=text.style,
        justify=text.justify,
        overflow=text.overflow,
        no_wrap=text.no_wrap,
        end=text.end,
        spans=text.spans,
    )
