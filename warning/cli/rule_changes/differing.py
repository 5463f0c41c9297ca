"""``warning rules diff``: what a rule book says differently."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from warning.bootstrap import Setting
from warning.cli import answers
from warning.cli.ledger.opening import opened
from warning.cli.output import ending
from warning.cli.running import load, tell_departures
from warning.cli.screen.tables import grid, stdout
from warning.cli.stop import OK
from warning.contracts.rules import BookDifferenceLine
from warning.contracts.said import Said
from warning.rulebook.diff import BookDifference, Value, compare_books
from warning.wording import diffs
from warning.wording.phrases import say
from warning.wording.text import Lang


def diff(directory: Path, against: Path | None, place: str | None, lang: Lang, *, as_json: bool) -> None:
    """Compare a book with another, or with the one in force in a ledger.

    Raises:
        Stop: a book or the ledger cannot be used.
    """
    new = load(directory, None, lang)
    tell_departures(new.book, lang)
    old = load(against, None, lang) if against is not None else _in_force(place, lang)
    found = compare_books(old.book, new.book)
    with ending(OK):
        if as_json:
            answers.send(map(line, found))
        else:
            tell(found, lang)


def _in_force(place: str | None, lang: Lang) -> Setting:
    here = opened(place, lang)
    here.close()
    return here.setting


def tell(found: Sequence[BookDifference], lang: Lang) -> None:
    """Print them."""
    if found:
        stdout().print(table(found, lang))
    else:
        stdout().print(say("books_alike", lang))


def table(found: Sequence[BookDifference], lang: Lang) -> Table:
    """A row each: clause, what, the value before and the value now."""
    headings = (say(key, lang) for key in ("c_clause", "a_what", "rc_old", "rc_new"))
    made = grid(*headings, title=say("t_book_differences", lang, n=len(found)), fixed=(0,))
    for one in found:
        made.add_row(one.clause, _what(one, lang), _value(one, one.old, lang), _value(one, one.new, lang))
    return made


def _what(one: BookDifference, lang: Lang) -> str:
    return diffs.what(one.section, one.ref, one.part, (one.name.zh, one.name.en), lang)


def _value(one: BookDifference, value: Value | None, lang: Lang) -> str:
    return "—" if value is None else diffs.value(one.section, one.unit, value, lang)


def line(one: BookDifference) -> BookDifferenceLine:
    """The same for machines."""
    old, new = (
        None if value is None else Said(_value(one, value, "zh"), _value(one, value, "en"))
        for value in (one.old, one.new)
    )
    return BookDifferenceLine(
        section=one.section,
        ref=one.ref,
        part=one.part,
        clause=one.clause,
        what=Said(_what(one, "zh"), _what(one, "en")),
        old=old,
        new=new,
    )
