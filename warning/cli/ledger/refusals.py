"""What a command could not take or has to tell: the first of it for people, all of it for machines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from warning.bootstrap import Opened
from warning.cli.ledger.quarantine import quarantine_table
from warning.cli.refused import PUT_BACK, put_back_table, refusals_table
from warning.cli.rows import refusal_json, send_lines
from warning.cli.stop import OK, REFUSED
from warning.ledger.entries import HARMLESS
from warning.ledger.sql.counts import Span, last_quarantined, outcomes_in, refused_first, refused_in
from warning.wording.phrases import say
from warning.wording.text import Lang

R = TypeVar("R")


class Refusals(Struct, frozen=True):
    """What a command could not take or has to tell: which rows of the quarantine, and how many of each outcome.

    Of an ``ingest`` that goes on after one that did not end, of that one too, which has told nobody.
    """

    span: Span
    outcomes: dict[str, int]

    @property
    def n(self) -> int:
        """How many rows."""
        return sum(self.outcomes.values())

    @property
    def code(self) -> int:
        """The exit code of a command that took records: whether some were refused."""
        return REFUSED if any(outcome not in HARMLESS for outcome in self.outcomes) else OK


def refused_since(connection: Connection, last: int, source: str = "") -> Refusals:
    """What came into the quarantine after a number; all of a source, too, where one is named."""
    span = Span(last, last_quarantined(connection), source)
    return Refusals(span, outcomes_in(connection, span))


def send_refused(refused: Refusals, here: Opened) -> None:
    """Print all of it for machines."""
    rows = refused_in(here.ledger.engine, refused.span)
    send_lines(refusal_json(row.refusal, here.setting.names) for row in rows)


def show_refused(refused: Refusals, here: Opened, console: Console, lang: Lang, limit: int, *, name: str = "") -> None:
    """What was refused, at most ``limit`` rows (0: all); with sources where one is not the ``name`` that was read."""
    names, n_back = here.setting.names, refused.outcomes.get(PUT_BACK, 0)
    n, others = refused.n - n_back, refused.outcomes.keys() - {PUT_BACK}
    with here.ledger.engine.connect() as connection:
        first, back = (refused_first(connection, refused.span, one, limit) for one in (others, (PUT_BACK,)))
    title = say("t_refusals", lang, n=n)
    if any(row.source != name for row in first):
        _list(first, n, lambda shown: quarantine_table(here, shown, title, lang), console, lang)
    else:
        _list([row.refusal for row in first], n, lambda shown: refusals_table(shown, names, lang, title), console, lang)
    title_back = say("t_put_back", lang, n=n_back)
    put_back = [row.refusal for row in back]
    _list(put_back, n_back, lambda shown: put_back_table(shown, names, lang, title_back), console, lang)


def _list(shown: Sequence[R], n: int, draw: Callable[[Sequence[R]], Table], console: Console, lang: Lang) -> None:
    """A table of the first of ``n``, and how many more there are; nothing of none."""
    if not shown:
        return
    console.print(draw(shown))
    if len(shown) < n:
        console.print(say("more", lang, n=n - len(shown)), style="dim")
    console.print()
