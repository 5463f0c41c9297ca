"""The options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from warning.wording.help import HELP


def both(key: str) -> str:
    """Help in both languages: it is read before a language can be asked for."""
    return f"{HELP[key].zh} · {HELP[key].en}"


Language = Annotated[Literal["zh", "en"], typer.Option("--lang", help=both("lang"))]
FrameDirectory = Annotated[Path | None, typer.Option("--frame", help=both("frame"))]
Until = Annotated[str | None, typer.Option("--until", help=both("until"))]
LiveFrom = Annotated[str | None, typer.Option("--live-from", help=both("live_from"))]
AsJson = Annotated[bool, typer.Option("--json", help=both("json"))]
Rows = Annotated[int, typer.Option("--rows", min=0, help=both("rows"))]
LedgerPlace = Annotated[str | None, typer.Option("--ledger", metavar="PATH|URL", help=both("ledger"))]
WithPersons = Annotated[bool, typer.Option("--persons", help=both("persons"))]
