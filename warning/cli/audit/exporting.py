"""``warning audit export``: a ledger as a bundle."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from warning.audit.export import Exported, Unexportable, export
from warning.audit.verifier.bundle import MANIFEST
from warning.bootstrap import kept_frames, now
from warning.cli import answers
from warning.cli.audit.places import places, reaching, whole
from warning.cli.ledger.opening import opened, telling
from warning.cli.now_and_then import lanes_done
from warning.cli.output import ending
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import OK, REFUSED, UNREADABLE, Stop, terminated_as_interrupted
from warning.cli.usage import why
from warning.contracts.ledgers import ExportedLine
from warning.ledger.files import make_directory
from warning.ledger.lanes import LANES
from warning.ledger.sql.archived import missing
from warning.wording.phrases import say
from warning.wording.text import Lang

PART: Final = ".part"
"""What is being written, in the directory it is for."""


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
        if directory.exists() and any(path.name != PART for path in directory.iterdir()):
            raise Stop(UNREADABLE, say("export_there", lang, path=directory))
        with telling(here.place, lang), reaching(lang):
            kept = [one for each in stored for one in each.stored()]
            tell = lanes_done("exporting", lang)
            with here.ledger.engine.connect() as connection:
                for unread in filter(None, (missing(connection, lane) for lane in range(LANES))):
                    raise unread
            with terminated_as_interrupted(), all_or_nothing(directory) as part:
                found = export(source, kept_frames(here), part, at=now(), anchors=kept, tell=tell)
    except OSError as error:
        raise Stop(UNREADABLE, say("audit_unwritable", lang, path=directory, why=why(error, lang))) from None
    except Unexportable as row:
        raise Stop(UNREADABLE, say("unexportable", lang, lane=row.lane, seq=f"{row.seq:,}")) from None
    with ending(REFUSED if found.differing else OK):
        _tell(found, directory, lang, as_json=as_json)


@contextmanager
def all_or_nothing(directory: Path) -> Iterator[Path]:
    """Where to write what gets its names once it is whole, the manifest's last.

    Nothing is left if it does not become whole; who is killed leaves ``PART``, which the next one takes away.
    """
    there, part = directory.exists(), directory / PART
    try:
        if part.exists():
            shutil.rmtree(part)
        make_directory(part)
        yield part
        for path in sorted(part.iterdir(), key=lambda path: path.name == MANIFEST):
            path.rename(directory / path.name)
        part.rmdir()
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
    if found.unknown:
        stdout().print(say("exported_foreign", lang, unknown=written["unknown"]))
