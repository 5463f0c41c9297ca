"""``warning archive``: closed months as files, and what the ledger drops of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, text

from warning.audit.archive.dropping import Differs, drop, may_drop
from warning.audit.archive.early import early
from warning.audit.archive.months import NotClosed, Pins, Rewritten, closed
from warning.audit.archive.writing import Broken, Writer, Written, planned, waiting
from warning.audit.export import Unexportable
from warning.audit.verifier.archives import Wrong
from warning.audit.verifier.findings import Ledger
from warning.audit.verifier.trail import Trail
from warning.bootstrap import Opened, now
from warning.cli import answers
from warning.cli.audit.places import places, reaching, trusted
from warning.cli.ledger.opening import opened, telling
from warning.cli.ledger.slices import clock_of
from warning.cli.now_and_then import lanes_done
from warning.cli.output import ending
from warning.cli.screen.tables import stdout
from warning.cli.stop import OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.anchoring import Place
from warning.contracts.ledgers import ArchivedLine
from warning.ledger.files import make_directory
from warning.ledger.sql.engine import snapshot
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang


class Asked(Struct, frozen=True, kw_only=True):
    """What to archive, and where to, as the command was told."""

    until: str
    to: Path
    place: str | None = None
    dry_run: bool = False
    drop: bool = False
    grace: int = 31
    anchors: tuple[str, ...] = ()
    keys: tuple[Path, ...] = ()


class Done(Struct, frozen=True):
    """What came of it: pieces that were written, those that were there, the rows of both, those dropped.

    ``waiting``: rows of the month and before for which an anchor has to come first.
    """

    pieces: int
    kept: int
    rows: int
    dropped: int = 0
    waiting: int = 0


def archive(asked: Asked, lang: Lang, *, as_json: bool) -> None:
    """Archive, and drop if that is asked.

    Raises:
        Stop: the month is none or not closed, ledger, directory or anchors cannot be used, or contradict each other.
    """
    if asked.anchors and not asked.keys:
        raise Stop(USAGE, say("anchors_need_key", lang))
    here = opened(asked.place, lang)
    _closed(here, asked, lang)
    with telling(here.place, lang), reaching(lang), _told(asked, lang):
        if asked.drop:
            may_drop(here.ledger)
        _made_by_nobody(here, lang)
        stored = places(asked.anchors, lang)
        pins = _pins(here, stored, asked, lang)
        done = _would(here, asked, pins) if asked.dry_run else _archived(here, stored, asked, pins, lang)
    with ending(OK):
        if as_json:
            figures = {name: getattr(done, name) for name in done.__struct_fields__}
            path = asked.to.as_posix()
            answers.send([ArchivedLine(path=path, until=asked.until, dry_run=asked.dry_run, **figures)])
            return
        written = {name: f"{getattr(done, name):,}" for name in done.__struct_fields__}
        key = "archive_would" if asked.dry_run else "archive_done"
        stdout().print(say(key, lang, month=asked.until, path=asked.to.as_posix(), **written))
        if done.waiting:
            stdout().print(say("archive_waiting", lang, month=asked.until, rows=written["waiting"]))


def _closed(here: Opened, asked: Asked, lang: Lang) -> None:
    try:
        closed(asked.until, clock_of(here), asked.grace)
    except ValueError:
        raise Stop(USAGE, say("month_wrong", lang, value=asked.until)) from None
    except NotClosed as still:
        told = {"month": asked.until, "at": moments.instant(still.until), "days": asked.grace}
        raise Stop(USAGE, say("month_open", lang, **told)) from None


def _made_by_nobody(here: Opened, lang: Lang) -> None:
    """Pass if what is on record as archived can have been.

    Raises:
        Stop: rows of a month that is not over are said to be.
    """
    with snapshot(here.ledger.engine) as connection:
        live = here.ledger.about.clock == "live"
        found = next(early(connection, clock_of(here), live=live, states=False), None)
    if found is not None:
        told = {"lane": found.lane, "first": f"{found.first:,}", "last": f"{found.seq:,}", "path": found.place}
        raise Stop(REFUSED, say("archive_early", lang, **told))


@contextmanager
def _told(asked: Asked, lang: Lang) -> Iterator[None]:
    """What goes wrong, in words.

    Raises:
        Stop: in place of that.
    """
    try:
        yield
    except (Broken, Rewritten, Unexportable) as row:
        raise Stop(REFUSED, say("archive_broken", lang, lane=row.lane, seq=f"{row.seq:,}")) from None
    except (Differs, Wrong) as wrong:
        raise Stop(REFUSED, say("archive_differs", lang, name=wrong.name)) from None
    except OSError as error:
        raise Stop(UNREADABLE, say("audit_unwritable", lang, path=asked.to, why=why(error, lang))) from None


def _pins(here: Opened, stored: list[Place], asked: Asked, lang: Lang) -> Mapping[int, Pins] | None:
    """By lane, the rows that anchors have; None: none are asked for.

    Raises:
        Stop: anchors do not hold.
    """
    if not stored:
        return None
    about = here.ledger.about
    ledger = Ledger(about.name, about.created_at, about.clock, about.live_from)
    trails = [Trail(ledger, trusted(asked.keys, lang)).read(place.stored()) for place in stored]
    wrong = next((finding for trail in trails for finding in trail.findings), None)
    if wrong is not None:
        raise Stop(REFUSED, say("archive_anchors", lang, name=wrong.name))
    return max(trails, key=lambda trail: max(trail.digests, default=0)).pins()


def _would(here: Opened, asked: Asked, pins: Mapping[int, Pins] | None) -> Done:
    with snapshot(here.ledger.engine) as connection:
        found = planned(connection, asked.until, pins)
        left = 0 if pins is None else waiting(connection, asked.until, found)
    return Done(len(found), 0, sum(span.last - span.first + 1 for span in found), waiting=left)


def _archived(here: Opened, stored: list[Place], asked: Asked, pins: Mapping[int, Pins] | None, lang: Lang) -> Done:
    def anchor(number: int) -> bytes:
        return next(found for place in stored if (found := place.read(number)) is not None)

    make_directory(asked.to)
    writer = Writer(asked.to, here.ledger.about, anchor)
    tell = lanes_done("archiving", lang)
    with snapshot(here.ledger.engine) as connection:
        found = list(writer.archive(connection, asked.until, pins, tell))
        left = 0 if pins is None else waiting(connection, asked.until, (one.piece for one in found))
        by = _who(connection)
    dropped = 0
    if asked.drop:
        pieces = [one.piece for one in found]
        dropped = sum(one.rows for one in drop(here.ledger, asked.to, pieces, at=now(), by=by))
    return _counted(found, dropped, left)


def _counted(found: list[Written], dropped: int, left: int) -> Done:
    kept = sum(one.before for one in found)
    rows = sum(one.piece.last - one.piece.first + 1 for one in found)
    return Done(len(found) - kept, kept, rows, dropped, left)


def _who(connection: Connection) -> str:
    """Who archives: the login on a server, else the user of this machine by number."""
    if connection.dialect.name == "sqlite":
        return f"uid:{os.getuid()}"
    return str(connection.execute(text("SELECT current_user")).scalar_one())
