"""The report of a backtest that goes with a proposal: of its book, of its ledger, and against the book it replaces.

A report is not signed: this keeps the wrong file from being attached, not a forged one.
"""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Final

import msgspec
from msgspec import MsgspecError
from sqlalchemy import Connection, select

from warning.audit.backtest.timeliness import Window
from warning.bootstrap import Opened
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.ledger.slices import clock_of
from warning.cli.output import ending
from warning.cli.screen.tables import stdout
from warning.cli.stop import NOT_FOUND, OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.backtests import OF, BacktestLine
from warning.core.changes import RulesChange
from warning.core.scalars import read_moment, write_moment
from warning.ledger.files import write
from warning.ledger.sql import codec
from warning.ledger.sql.books import rules_state
from warning.ledger.sql.tables import PROPOSED_BOOK
from warning.rulebook import RuleBook
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

LARGEST: Final = 32 * 1024 * 1024
"""Bytes of the largest report that is attached."""
HEAD: Final = re.compile(rb'<meta name="' + OF.encode() + rb'" content="([^"]*)">')
ID: Final = 16
"""Digits of a book's id that are told."""


def attachable(path: Path | None, here: Opened, base: RuleBook, frame: str, lang: Lang) -> bytes | None:
    """A report as it lies there; None: none is attached.

    Args:
        path: where it lies.
        here: the ledger the change is proposed in.
        base: the book that is to be replaced.
        frame: the book that is proposed.
        lang: in which language to refuse.

    Raises:
        Stop: it cannot be read, is too large, is no report of a backtest, or that of another ledger or other books.
    """
    if path is None:
        return None
    try:
        found = path.read_bytes()
    except OSError as error:
        raise Stop(UNREADABLE, say("file_unreadable", lang, path=path, why=why(error, lang))) from None
    if len(found) > LARGEST:
        raise Stop(UNREADABLE, say("rc_report_large", lang, path=path, n=f"{LARGEST // 1024 // 1024}"))
    of = report_of(found)
    if of is None:
        raise Stop(USAGE, say("rc_report_none", lang, path=path))
    about = here.ledger.about
    if (of.ledger, of.created_at) != (about.name, write_moment(about.created_at)):
        told = {"name": of.ledger, "made": of.created_at, "place": shown(here.place)}
        raise Stop(USAGE, say("rc_report_ledger", lang, path=path, **told))
    if read_moment(of.until) > clock_of(here):
        raise Stop(USAGE, say("bt_beyond", lang, value=of.until, clock=moments.clock(clock_of(here))))
    if of.after != frame:
        raise Stop(USAGE, say("rc_report_book", lang, path=path, found=of.after[:ID], frame=frame[:ID]))
    if base.frame.id not in of.before and _since(here, base) < clock_of(here):
        told = {"before": ", ".join(one[:ID] for one in of.before), "base": base.frame.id[:ID]}
        raise Stop(USAGE, say("rc_report_base", lang, path=path, **told))
    return found


def write_out(place: str | None, name: str, path: Path | None, lang: Lang) -> None:
    """Write the report that was attached to a proposal, as it was, into a file or to standard output.

    Raises:
        Stop: the ledger or the file cannot be used, there is no such change or no report, or it is another now.
    """
    here = opened(place, lang)
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        change, raw = attached(connection, here, name, lang)
    with ending(OK):
        if path is None:
            sys.stdout.buffer.write(raw)
            return
        try:
            write(path, raw)
        except OSError as error:
            raise Stop(UNREADABLE, say("audit_unwritable", lang, path=path, why=why(error, lang))) from None
        stdout().print(say("rc_report_written", lang, id=name, path=path.as_posix(), name=change.backtest_name))


def attached(connection: Connection, here: Opened, name: str, lang: Lang) -> tuple[RulesChange, bytes]:
    """A change, and the report that was attached to it.

    Raises:
        Stop: there is no such change or no report, or it is another now.
    """
    change = rules_state(connection).changes.get(name)
    if change is None:
        raise Stop(NOT_FOUND, say("rc_unknown", lang, id=name, place=shown(here.place)))
    if not change.backtest:
        raise Stop(NOT_FOUND, say("rc_report_not", lang, id=name))
    raw = kept_report(connection, name)
    if sha256(raw).hexdigest() != change.backtest:
        raise Stop(REFUSED, say("rc_report_changed", lang, id=name, place=shown(here.place)))
    return change, raw


def kept_report(connection: Connection, name: str) -> bytes:
    """What is kept as the report of a proposal; nothing, if there is none."""
    query = select(PROPOSED_BOOK.c.report).where(PROPOSED_BOOK.c.proposal == name)
    kept = connection.execute(query).scalar()
    return b"" if kept is None else codec.raw(kept)


def kept_files(connection: Connection, here: Opened, name: str, lang: Lang) -> bytes:
    """The packed book of a proposal.

    Raises:
        Stop: it is not there any more.
    """
    files = connection.execute(select(PROPOSED_BOOK.c.files).where(PROPOSED_BOOK.c.proposal == name)).scalar()
    if files is None:
        raise Stop(UNREADABLE, say("rc_files_gone", lang, id=name, place=shown(here.place)))
    return codec.raw(files)


def report_of(raw: bytes) -> BacktestLine | None:
    """What a report says of itself, a page or lines; None: it is none, or an earlier program's."""
    head = HEAD.search(raw)
    line = raw.partition(b"\n")[0] if head is None else unescape(head[1].decode(errors="replace")).encode()
    try:
        found = msgspec.json.decode(line, type=BacktestLine)
        sound = 0 <= read_moment(found.since) < read_moment(found.until) and found.observed_days > 0
    except (MsgspecError, UnicodeDecodeError, ValueError):
        return None
    return found if sound else None


def window_of(report: BacktestLine) -> Window:
    """The time it is about."""
    return Window(int(read_moment(report.since)), int(read_moment(report.until)), report.observed_days)


def _since(here: Opened, base: RuleBook) -> int:
    """Since when it is in force, or from when: one that is still to come has decided nothing to compare with."""
    return max(one.in_force_at for one in here.ledger.frames() if one.id == base.frame.id)
