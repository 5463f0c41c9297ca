"""Opening a ledger for a command: what a person or a machine may get wrong, in words."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from warning import settings
from warning.audit.verifier.databases import Failed
from warning.audit.verifier.source import Unreadable
from warning.bootstrap import Bare, Opened, open_bare, open_ledger, place_of
from warning.cli.closing import noted
from warning.cli.screen.tables import stdout
from warning.cli.secrets import tell_exposed, unusable
from warning.cli.stop import UNREADABLE, Stop
from warning.ledger.astray import Astray, LoanAstray, RowsBeyond
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.books import FrameChanged, UnapprovedBook, UnusableBook
from warning.ledger.sql.codec import UnknownSchema
from warning.ledger.sql.ledger import LedgerThere, NoLedger
from warning.ledger.sql.schema import ForeignTables, NoSchema, OlderSchema, WrongSchema
from warning.ledger.sql.sources import SourceMoved
from warning.wording.phrases import say
from warning.wording.phrases.databases import ADDRESS, DATABASE, UNWRITABLE
from warning.wording.text import Lang

LONGEST: Final = 200
"""Characters of a database's own words that are shown."""
TABLES: Final = (("ledger_address", ADDRESS), ("ledger_unwritable", UNWRITABLE), ("ledger_failed", DATABASE))
"""What is said -> where a database's words stand for which it is."""

WHY: Final = {"away": "archive_away", "missing": "archive_missing", "damaged": "archive_damaged"}
"""Why what is archived cannot be read -> how it is said."""

T = TypeVar("T")


@contextmanager
def telling(place: str, lang: Lang) -> Iterator[None]:
    """What goes wrong with a ledger, told in words.

    Raises:
        Stop: in place of everything that a ledger or its database raises.
    """
    try:
        yield
    except settings.Unusable as wrong:
        raise unusable(wrong, lang) from None
    except SourceMoved as moved:
        raise Stop(UNREADABLE, say("source_moved", lang, name=moved.name)) from None
    except (NoLedger, LedgerThere, WrongSchema, UnusableBook, UnknownSchema) as wrong:
        raise Stop(UNREADABLE, _told(wrong, shown(place), lang)) from None
    except Unread as unread:
        raise Stop(UNREADABLE, told_unread(unread, lang)) from None
    except Astray as astray:
        raise Stop(UNREADABLE, told_astray(astray, lang)) from None
    except SQLAlchemyError as failed:
        raise Stop(UNREADABLE, _failed(failed, place, lang)) from None
    except (Unreadable, Failed) as failed:
        raise Stop(UNREADABLE, _in_words(str(failed), "", place, lang)) from None


def opened(place: str | None, lang: Lang, archive: Path | None = None) -> Opened:
    """The ledger a command works on; ``archive``: where what it has dropped is, if not where it says.

    Raises:
        Stop: there is none, or it cannot be used; or no such directory.
    """
    return reached(place, lang, lambda where: noted(open_ledger(where, archive_there(archive, lang))))


def opened_bare(place: str | None, lang: Lang, archive: Path | None = None) -> Bare:
    """The same, whatever its rule books are: for who says what is wrong with a ledger.

    Raises:
        Stop: as ``opened``.
    """
    return reached(place, lang, lambda where: noted(open_bare(where, archive_there(archive, lang))))


def archive_there(archive: Path | None, lang: Lang) -> Path | None:
    """The directory of an archive that was named, if it is one.

    Raises:
        Stop: it is none.
    """
    if archive is not None and not archive.is_dir():
        raise Stop(UNREADABLE, say("archive_absent", lang, path=archive))
    return archive


def reached(place: str | None, lang: Lang, by: Callable[[str], T]) -> T:
    """What ``by`` opens of the ledger a command means.

    Raises:
        Stop: there is none, or it cannot be used.
    """
    where = place_of(place)
    tell_exposed(lang, settings.LEDGER_PASSWORD_FILE)
    with telling(where, lang):
        try:
            return by(where)
        except (ValueError, ModuleNotFoundError):
            raise Stop(UNREADABLE, say("ledger_url", lang, place=shown(where))) from None


def shown(place: str) -> str:
    """A place without the password in it, nor what a worker asks of its connections."""
    try:
        return make_url(place).difference_update_query(["options"]).render_as_string() if "://" in place else place
    except (ArgumentError, ValueError):
        return place.rpartition("@")[2]


def options_again(place: str | None, lang: Lang) -> list[str]:
    """The options that name the ledger and the language, for a command to be pasted; none where there is a password."""
    named = [] if place is None or secret(place) else ["--ledger", place]
    return [*named, *([] if lang == "zh" else ["--lang", lang])]


def options_text(place: str | None, lang: Lang) -> str:
    """The same behind a command's words: empty, or with a blank before."""
    return "".join(f" {shlex.quote(word)}" for word in options_again(place, lang))


def secret(place: str | None) -> bool:
    """Whether a place has a password in it, which is not shown: a command with it cannot be pasted."""
    try:
        return place is not None and "://" in place and make_url(place).password is not None
    except (ArgumentError, ValueError):
        return True


def tell_secret(place: str | None, lang: Lang) -> None:
    """That suggested commands leave the ledger out, and what to do."""
    if secret(place):
        stdout().print(say("ledger_secret", lang), style="dim")


def told_unread(unread: Unread, lang: Lang) -> str:
    """Which rows are archived, and why they cannot be read."""
    rows = {"lane": unread.boundary.lane, "first": f"{unread.boundary.first:,}", "last": f"{unread.boundary.seq:,}"}
    return say(WHY[unread.why], lang, path=unread.place, name=unread.name, **rows)


def told_astray(astray: Astray, lang: Lang) -> str:
    """What the tables hold that they must not, and where."""
    match astray:
        case LoanAstray(loan_no=loan_no, key=key):
            return say("loan_astray", lang, loan=loan_no, borrower=key.partition(":")[2])
        case RowsBeyond(lane=lane, seq=seq, last=last):
            return say("rows_beyond", lang, lane=lane, seq=f"{seq:,}", last=f"{last:,}")
        case _:
            return str(astray)


def _told(wrong: Exception, place: str, lang: Lang) -> str:
    match wrong:
        case NoLedger() | NoSchema():
            return say("ledger_absent", lang, place=place)
        case LedgerThere():
            return say("ledger_there", lang, place=place)
        case ForeignTables(names=names):
            return say("ledger_foreign", lang, place=place, names=", ".join(names))
        case OlderSchema(found=found, needed=needed):
            return say("ledger_older", lang, place=place, found=found, needed=needed)
        case FrameChanged() | UnapprovedBook():
            return _told_book(wrong, place, lang)
        case _:
            return say("ledger_newer", lang, place=place)


def _told_book(wrong: FrameChanged | UnapprovedBook, place: str, lang: Lang) -> str:
    """Which rule book cannot be used, and what to do."""
    if isinstance(wrong, UnapprovedBook):
        return say("book_not_approved", lang, place=place, stored=wrong.frame_id[:16])
    reads = say("frame_reads_as", lang, found=wrong.found[:16]) if wrong.found else say("frame_reads_not", lang)
    return say("frame_changed", lang, place=place, stored=wrong.stored[:16], found=reads)


def _failed(failed: SQLAlchemyError, place: str, lang: Lang) -> str:
    """The database's own words, in ours where we have them."""
    if isinstance(failed, ArgumentError):
        return say("ledger_url", lang, place=shown(place))
    words = str(failed.orig) if isinstance(failed, DBAPIError) else str(failed)
    orig = getattr(failed, "orig", None)
    error = getattr(orig, "sqlite_errorname", "") or f"SQLSTATE {getattr(orig, 'sqlstate', '')}"
    return _in_words(words, error, place, lang)


def _in_words(words: str, error: str, place: str, lang: Lang) -> str:
    named = f"{words} {error}"
    for key, table in TABLES:
        known = next((text.say(lang) for part, text in table.items() if part in named), None)
        if known is not None:
            return say(key, lang, place=shown(place), why=known)
    return say("ledger_failed", lang, place=shown(place), why=" ".join(words.split())[:LONGEST])
