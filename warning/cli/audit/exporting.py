"""``warning audit export``: a ledger as a bundle."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warning.audit.export import Exported, Unexportable, export
from warning.bootstrap import kept_frames, now
from warning.cli import answers
from warning.cli.audit.places import places, reaching, whole
from warning.cli.ledger.opening import opened, telling
from warning.cli.now_and_then import lanes_done
from warning.cli.output import ending
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import OK, REFUSED, UNREADABLE, Stop
from warning.cli.usage import why
from warning.contracts.ledgers import ExportedLine
from warning.ledger.lanes import LANES
from warning.ledger.sql.archived import missing
from warning.wording.phrases import say
from warning.wording.text import Lang


def write(
    directory: Path,
    place: str | None,
    anchors: str | None,
    lang: Lang,
    *,
    archive: Path | None = None,
    as_json: bool,
) -> None:
    """Write it, and say what it holds.

    Raises:
        Stop: ledger, directory or anchors cannot be used.
    """
    here, source = opened(place, lang, archive), whole(place, lang, archive)
    stored = places([anchors] if anchors else [], lang)
    try:
        if directory.exists() and any(directory.iterdir()):
            raise Stop(UNREADABLE, say("export_there", lang, path=directory))
        with telling(here.place, lang), reaching(lang):
            kept = [one for each in stored for one in each.stored()]
            tell = lanes_done("exporting", lang)
            with here.ledger.engine.connect() as connection:
                for unread in filter(None, (missing(connection, lane) for lane in range(LANES))):
                    raise unread
            with all_or_nothing(directory):
                found = export(source, kept_frames(here), directory, at=now(), anchors=kept, tell=tell)
    except OSError as error:
        raise Stop(UNREADABLE, say("audit_unwritable", lang, path=directory, why=why(error, lang))) from None
    except Unexportable as row:
        raise Stop(UNREADABLE, say("unexportable", lang, lane=row.lane, seq=f"{row.seq:,}")) from None
    with ending(REFUSED if found.differing else OK):
        _tell(found, directory, lang, as_json=as_json)


@contextmanager
def all_or_nothing(directory: Path) -> Iterator[None]:
    """Nothing of it is left if it does not become whole: half a bundle would stand in the way of the next try."""
    there = directory.exists()
    try:
        yield
    except BaseException:
        for path in list(directory.iterdir()) if directory.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not there and directory.is_dir():
            directory.rmdir()
        raise


def _tell(found: Exported, path: Path, lang: Lang, *, as_json: bool) -> None:
    if as_json:
        counts = {name: getattr(found, name) for name in found.__struct_fields__}
        answers.send([ExportedLine(path=path.as_posix(), **counts)])
        return
    if found.differing:
        stderr().print(say("exported_differing", lang, n=f"{found.differing:,}", path=path.as_posix()), style="red")
    written = {name: f"{getattr(found, name):,}" for name in ("rows", "effects", "unknown", "anchors")}
    stdout().print(say("exported", lang, path=path.as_posix(), size=f"{found.bytes:,}", **written))
