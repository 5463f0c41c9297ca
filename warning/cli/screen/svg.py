"""Bars side by side, as SVG that stands in a page: no script, no font, no colour alone, nothing from a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from warning.cli.screen.markup import escape

WIDE: Final = 900
HIGH: Final = 260
LEFT: Final = 64
BELOW: Final = 76
ABOVE: Final = 12
FILL: Final = 0.8
"""Of the room of a group its bars take so much."""
LABELS: Final = 14
"""So many labels fit below one another's."""
LINES: Final = 4
LONGEST: Final = 18
"""Signs of a label; what is longer is whole in what the bars say."""


class Bars(Struct, frozen=True, kw_only=True):
    """Groups of two bars; ``title`` says all for whoever does not see them."""

    title: str
    labels: tuple[str, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]


def drawn(bars: Bars) -> str:
    """The chart; nothing where there is nothing to draw."""
    top = max((*bars.before, *bars.after), default=0)
    if not top:
        return ""
    step = _step(top)
    ceiling = step * -(-top // step)
    parts = [
        f'<svg role="img" viewBox="0 0 {WIDE} {HIGH}" class="chart" aria-label="{escape(bars.title)}">',
        f"<title>{escape(bars.title)}</title>",
        *_lines(step, ceiling),
        *_groups(bars, ceiling),
        "</svg>",
    ]
    return "\n".join(parts)


def _step(top: int) -> int:
    """A round distance between lines: 1, 2 or 5 times a power of ten."""
    least, power = max(1, -(-top // LINES)), 1
    while True:
        for round_one in (1, 2, 5):
            if round_one * power >= least:
                return round_one * power
        power *= 10


def _height(value: int, ceiling: int) -> float:
    return (HIGH - ABOVE - BELOW) * value / ceiling


def _lines(step: int, ceiling: int) -> list[str]:
    found = []
    for value in range(0, ceiling + 1, step):
        y = HIGH - BELOW - _height(value, ceiling)
        found.append(f'<line x1="{LEFT}" x2="{WIDE}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
        found.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>')
    return found


def _groups(bars: Bars, ceiling: int) -> list[str]:
    room = (WIDE - LEFT) / len(bars.labels)
    width, every, found = room * FILL / 2, -(-len(bars.labels) // LABELS), []
    for at, label in enumerate(bars.labels):
        x = LEFT + room * at + room * (1 - FILL) / 2
        for n, (name, value) in enumerate((("before", bars.before[at]), ("after", bars.after[at]))):
            high = _height(value, ceiling)
            told = f"<title>{escape(label)}: {value:,}</title>"
            found.append(
                f'<rect class="{name}" x="{x + n * width:.1f}" y="{HIGH - BELOW - high:.1f}" width="{width:.1f}" '
                f'height="{high:.1f}">{told}</rect>'
            )
        if at % every == 0:
            middle, y = x + width, HIGH - BELOW + 14
            found.append(
                f'<text x="{middle:.1f}" y="{y}" text-anchor="end" transform="rotate(-30 {middle:.1f} {y})">'
                f"{escape(label if len(label) <= LONGEST else f'{label[:LONGEST]}…')}</text>"
            )
    return found


def histogram(values: Sequence[int], bounds: Sequence[int]) -> tuple[int, ...]:
    """How many values lie from each bound to before the next; the last is open."""
    ends = (*bounds[1:], None)
    return tuple(
        sum(low <= value and (end is None or value < end) for value in values)
        for low, end in zip(bounds, ends, strict=True)
    )
