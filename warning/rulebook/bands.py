"""The figures of one rule: bands, variants, a level."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from warning.core.frame import LEVELS, Band
from warning.rulebook import shape
from warning.rulebook.shape import field
from warning.rulebook.source import Desk, Place, Table, Tree
from warning.rulebook.wording import Figure

RATIO_UNITS: Final = ("percent", "points", "ratio")
COUNT_UNITS: Final = ("days", "months", "quarters", "periods", "notches")
RATIO_KINDS: Final = ("ratio", "absolute_ratio", "variant_ratio")


class Figures(Struct, frozen=True):
    """The figures of a rule as read; whose each is stands beside it."""

    unit: str = ""
    bands: tuple[Band, ...] = ()
    band_figures: tuple[Figure, ...] = ()
    variants: dict[str, int] = {}
    variant_bands: dict[str, tuple[Band, ...]] = {}
    variant_figures: dict[str, tuple[Figure, ...]] = {}
    level: int = 0
    figure: Figure = "default"


def read_figures(desk: Desk, row: Table, kind: str) -> Figures:
    """The figures of a rule of that kind; what is wrong is noted."""
    units = RATIO_UNITS if kind in RATIO_KINDS else COUNT_UNITS
    unit = field(row, "unit", lambda at: shape.choice(desk, at, units, "unit_unknown")) or ""
    bands, whose = read_bands(desk, row.entries["bands"], unit) if "bands" in row.entries and unit else ((), ())
    by_variant = _by_variant(desk, row, unit) if "variant_bands" in row.entries and unit else {}
    level = field(row, "level", lambda at: shape.level(desk, at))
    if level == 0:
        desk.say(row.entries["level"].place, "level_unknown", rule=LEVELS[level])
    return Figures(
        unit=unit,
        bands=bands,
        band_figures=whose,
        variants=_variants(desk, row),
        variant_bands={name: found[0] for name, found in by_variant.items()},
        variant_figures={name: found[1] for name, found in by_variant.items()},
        level=level or 0,
        figure=read_figure(desk, row),
    )


def read_figure(desk: Desk, row: Table) -> Figure:
    """Whose the rule's level or variants are."""
    return shape.figure_of(desk, row) or "default"


def read_bands(desk: Desk, node: Tree, unit: str) -> tuple[tuple[Band, ...], tuple[Figure, ...]]:
    """Bands in ascending order of badness, and whose each is; both empty if they are not so."""
    items = shape.listing(desk, node)
    if not items:
        desk.say(node.place, "bands_missing")
    found = [(item.place, band) for item in items if (band := shape.band(desk, item, unit)) is not None]
    placed: list[tuple[Place, Band]] = [(place, band) for place, (band, _) in found]
    if len(found) != len(items) or not shape.ascending(desk, placed):
        return (), ()
    return tuple(band for _, (band, _) in found), tuple(whose for _, (_, whose) in found)


def _by_variant(desk: Desk, row: Table, unit: str) -> dict[str, tuple[tuple[Band, ...], tuple[Figure, ...]]]:
    found = shape.mapping(desk, row.entries["variant_bands"])
    return {} if found is None else {name: read_bands(desk, node, unit) for name, node in found.entries.items()}


def _variants(desk: Desk, row: Table) -> dict[str, int]:
    found = field(row, "variants", lambda at: shape.mapping(desk, at))
    levels = {} if found is None else {name: shape.level(desk, node) for name, node in found.entries.items()}
    return {name: level for name, level in levels.items() if level is not None}
