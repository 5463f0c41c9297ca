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
from sqlalchemy import select

from warning.bootstrap import Opened
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.ledger.slices import clock_of
from warning.cli.output import ending
from warning.cli.screen.tables import stdout
from warning.cli.stop import NOT_FOUND, OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.backtests import OF, BacktestOf
from warning.core.scalars import write_moment
from warning.ledger.sql import codec
from warning.ledger.sql.books import rules_state
from warning.ledger.sql.tables import PROPOSED_BOOK
from warning.rulebook import RuleBook
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
        change = rules_state(connection).changes.get(name)
        query = select(PROPOSED_BOOK.c.report).where(PROPOSED_BOOK.c.proposal == name)
        kept = connection.execute(query).scalar()
    if change is None:
        raise Stop(NOT_FOUND, say("rc_unknown", lang, id=name, place=shown(here.place)))
    if not change.backtest:
        raise Stop(NOT_FOUND, say("rc_report_not", lang, id=name))
    raw = b"" if kept is None else codec.raw(kept)
    if sha256(raw).hexdigest() != change.backtest:
        raise Stop(REFUSED, say("rc_report_changed", lang, id=name, place=shown(here.place)))
    with ending(OK):
        if path is None:
            sys.stdout.buffer.write(raw)
            return
        try:
            path.write_bytes(raw)
        except OSError as error:
            raise Stop(UNREADABLE, say("audit_unwritable", lang, path=path, why=why(error, lang))) from None
        stdout().print(say("rc_report_written", lang, id=name, path=path.as_posix(), name=change.backtest_name))


def report_of(raw: bytes) -> BacktestOf | None:
    """Of which ledger and books a report is, a page or lines; None: it is none."""
    head = HEAD.search(raw)
    line = raw.partition(b"\n")[0] if head is None else unescape(head[1].decode(errors="replace")).encode()
    try:
        return msgspec.json.decode(line, type=BacktestOf)
    except (MsgspecError, UnicodeDecodeError):
        return None


def _since(here: Opened, base: RuleBook) -> int:
    """Since when it is in force, or from when: one that is still to come has decided nothing to compare with."""
    return max(one.in_force_at for one in here.ledger.frames() if one.id == base.frame.id)
