"""The options that many commands share. ``help`` is a key of ``warning.wording.help``: ``helping`` writes the page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from warning import settings

Language = Annotated[Literal["zh", "en"], typer.Option("--lang", envvar=settings.LANGUAGE, help="lang")]
FrameDirectory = Annotated[Path | None, typer.Option("--frame", metavar="DIR", help="frame")]
Until = Annotated[str | None, typer.Option("--until", metavar="INSTANT", help="until")]
LiveFrom = Annotated[str | None, typer.Option("--live-from", metavar="INSTANT", help="live_from")]
AsJson = Annotated[bool, typer.Option("--json", help="json")]
Rows = Annotated[int, typer.Option("--rows", min=0, help="rows")]
LedgerPlace = Annotated[str | None, typer.Option("--ledger", metavar="PATH|URL", help="ledger")]
WithPersons = Annotated[bool, typer.Option("--persons", help="persons")]
ArchivePlace = Annotated[Path | None, typer.Option("--archive", metavar="DIR", help="archive_option")]
