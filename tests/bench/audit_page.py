"""Replay's figures as Markdown: the last part of ``docs/benchmarks.md``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tests.bench.ledger_page import NAMES

Cell = Callable[[dict[str, Any]], str]
ROWS: Final[tuple[tuple[str, str, Cell], ...]] = (
    ("decoding the payloads alone, rows/s of a core", "", lambda f: f"{f['decode_only_rows_per_s']:,}"),
    ("replay, rows/s of a core", "", lambda f: f"{f['rows_per_s_of_a_core']:,}"),
    ("ratio to decoding", "≥ 0.10", lambda f: f"**{f['ratio_to_decode']:.3f}**"),
    ("replay in one process, rows/s of the wall", "", lambda f: f"{f['rows_per_s']:,}"),
    ("in two", "", lambda f: f"{f['two_rows_per_s']:,}"),
    ("times as fast", "≥ 1.7", lambda f: f"**{f['two_times']:.2f}**"),
)


def audit_page(found: dict[str, Any], of: str) -> str:
    """What was measured on each database."""
    kinds = list(found)
    first = found[kinds[0]]
    heads = " | ".join(NAMES[kind] for kind in kinds)
    rows = "\n".join(
        f"| {what} | {asked} | {' | '.join(cell(found[kind]) for kind in kinds)} |" for what, asked, cell in ROWS
    )
    return f"""# Replay

Of {of}: the large bank's two months, going live included, {first["loans"]:,} loans, {first["rows"]:,} rows of the
journal; least of three. *Replay* reads rows and changes, walks the links, decodes, decides, and compares effects and
changes. *Decoding* is `msgspec` on the same payloads with our own typed decoders, each dropped at once. *Of a core*:
seconds of the process (PostgreSQL's server has others). *In two*: what the second process takes to begin included.

| | asked | {heads} |
| --- | --- | {" | ".join("---" for _ in kinds)} |
{rows}
"""
