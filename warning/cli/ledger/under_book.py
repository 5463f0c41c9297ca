"""By which rule books a signal, a warning or a duty came to be what it is, in a ledger that had more than one."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from warning.bootstrap import Opened
from warning.cli.screen.tables import indented, stdout
from warning.ledger.sql.tables import CHANGE, FRAME, JOURNAL
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang


def tell_books(here: Opened, row_id: str, lang: Lang) -> None:
    """Say it, where there is anything to be told apart."""
    lines = list(_lines(here, row_id, lang))
    if lines:
        stdout().print(say("rc_decided_by", lang), style="bold")
    for line in lines:
        stdout().print(indented(line))


def _lines(here: Opened, row_id: str, lang: Lang) -> Iterator[str]:
    with here.ledger.engine.connect() as connection:
        since = {row.id: row.since for row in connection.execute(_SINCE)}
        if len(since) == 1:
            return
        changes = (
            select(JOURNAL.c.frame, func.min(JOURNAL.c.at), func.max(JOURNAL.c.at), func.count())
            .join(CHANGE, (CHANGE.c.lane == JOURNAL.c.lane) & (CHANGE.c.seq == JOURNAL.c.seq))
            .where(CHANGE.c.row_id == row_id)
            .group_by(JOURNAL.c.frame)
            .order_by(func.min(JOURNAL.c.at))
        )
        for frame, first, last, n in connection.execute(changes):
            told = {"n": n, "first": moments.instant(first), "last": moments.instant(last), "frame": frame[:16]}
            begun = since.get(frame, 0)
            at = moments.instant(begun) if begun else say("rc_from_first", lang)
            yield say("rc_decided_line", lang, since=at, **told)


_SINCE = select(FRAME.c.id, func.min(FRAME.c.in_force_at).label("since")).group_by(FRAME.c.id)
