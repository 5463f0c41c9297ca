"""``warning snapshots``: the month-ends of a ledger, made or checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warning.audit.snapshots import Differs, load, make, unreadable
from warning.audit.snapshots import check as hold_against_fold
from warning.cli import answers
from warning.cli.ledger.opening import opened, telling
from warning.cli.ledger.slices import clock_of
from warning.cli.output import ending
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import OK, REFUSED, UNREADABLE, Stop
from warning.cli.usage import why
from warning.contracts.replays import SnapshotsLine
from warning.ledger.files import make_directory
from warning.wording.phrases import say
from warning.wording.text import Lang


def keep(place: str | None, directory: Path, lang: Lang, *, check: bool, archive: Path | None, as_json: bool) -> None:
    """Make what is missing, or ``check`` what is there; exit 1 if a file is wrong.

    Raises:
        Stop: the ledger or the directory cannot be used.
    """
    here = opened(place, lang, archive)
    about = here.ledger.about
    made: list[Path] = []
    differing: list[Differs] = []
    with telling(here.place, lang), _directory(directory, lang), here.ledger.engine.connect() as connection:
        if not check:
            make_directory(directory)
        with connection.begin():
            found, wrong = load(directory, connection, about.name, about.created_at)
            wrong += (unread := unreadable(found))
            found = [one for one in found if one.path not in unread]
            if check:
                differing = hold_against_fold(connection, found)
            else:
                made = make(directory, connection, about.name, about.created_at, clock_of(here), found)
    lying = {one.path for one in differing}
    kept = sorted({*(one.path for one in found), *made} - lying)
    damaged = sorted(set(wrong) - set(made))
    wrong = sorted({*damaged, *lying})
    with ending(REFUSED if wrong else OK):
        if as_json:
            names = [tuple(path.name for path in paths) for paths in (sorted(made), kept, wrong)]
            answers.send([SnapshotsLine(directory=str(directory), made=names[0], kept=names[1], wrong=names[2])])
            return
        for one in differing:
            row = one.row or say("snapshot_cut", lang)
            stderr().print(say("snapshot_differs", lang, path=one.path, lane=one.lane, row=row), style="yellow")
        for path in damaged:
            stderr().print(say("snapshot_wrong", lang, path=path), style="yellow")
        key = "snapshots_checked" if check else "snapshots_made"
        stdout().print(say(key, lang, path=directory, made=len(made), kept=len(kept), wrong=len(wrong)))


@contextmanager
def _directory(path: Path, lang: Lang) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Stop(UNREADABLE, say("file_unreadable", lang, path=path, why=why(error, lang))) from None
