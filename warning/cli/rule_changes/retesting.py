"""``warning rules retest``: the backtest attached to a change decided again from the ledger, and compared.

Figures are compared field by field; of lines each one, of a page its words, where this version of the program wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.metadata import version
from itertools import zip_longest
from typing import Any, Final

import msgspec
from msgspec import Struct
from rich.padding import Padding

from warning.bootstrap import Opened, Setting, names_of
from warning.cli import answers
from warning.cli.ledger.backtesting import Told, decided_again
from warning.cli.ledger.opening import opened, telling
from warning.cli.output import ending
from warning.cli.processes import processes
from warning.cli.rule_changes.reports import HEAD, attached, kept_files, report_of, window_of
from warning.cli.screen.prose import styled
from warning.cli.screen.tables import stdout
from warning.cli.stop import NOT_COMPARABLE, OK, REFUSED, terminated_as_interrupted
from warning.contracts.backtests import BacktestLine
from warning.contracts.rules import RetestedLine
from warning.core import VERSION
from warning.core.changes import RulesChange
from warning.core.scalars import read_moment
from warning.ledger.sql.books import kept_book
from warning.ledger.sql.ledger import StoredFrame
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

APART: Final = frozenset(("object", "place", "program", "following"))
"""What the ledger was called and who wrote is no part of what was found; what follows is compared by itself."""
ROWS: Final = ("rows", "rows_before")
ENGLISH: Final = re.compile(rb'<html lang="en"')
VERDICTS: Final = {"same": "rc_r_same", "different": "rc_r_different", "partly": "rc_r_partly"}
UNCOMPARED: Final = {"not_comparable": "rc_r_not_comparable", "unread": "rc_r_unread"}
"""What came of it -> how it is said."""
NAMED: Final = ("name", "kind", "level")
"""By which of its fields an entry of a list is called."""
LONGEST: Final = 300
"""Characters of a value that are told."""
BEFORE: Final = 40
"""And of what is alike before it."""


class Apart(Struct, frozen=True):
    """The first difference: where, what the report says, and what was decided again."""

    field: str
    attached: str
    found: str


class Retested(Struct, frozen=True, kw_only=True):
    """What came of it; ``first`` is what the report says of itself, ``again`` the same as decided again."""

    change: RulesChange
    verdict: str
    first: BacktestLine | None = None
    again: BacktestLine | None = None
    apart: Apart | None = None
    unlike: bool = False
    """Another version of the program wrote the page: its words were not compared."""

    @property
    def code(self) -> int:
        """1 for a difference, also of the ledger with itself; 5 where part could not be compared."""
        if self.verdict == "different" or (self.again is not None and self.again.different):
            return REFUSED
        return OK if self.verdict == "same" else NOT_COMPARABLE


def retest(place: str | None, name: str, lang: Lang, *, jobs: int, as_json: bool) -> None:
    """Decide it again, compare and tell; exit 1 if it is different, 5 if it cannot be compared.

    Raises:
        Stop: the ledger cannot be used, there is no such change, no report, or it is not the one proposed.
    """
    number = processes(jobs, lang)
    here = opened(place, lang)
    with telling(here.place, lang), terminated_as_interrupted():
        found = _retested(here, name, lang, number)
    with ending(found.code):
        if as_json:
            answers.send([_line(name, found)])
        else:
            _print(name, found, lang)


def _retested(here: Opened, name: str, lang: Lang, jobs: int) -> Retested:
    with here.ledger.engine.connect() as connection:
        change, raw = attached(connection, here, name, lang)
        files = kept_files(connection, here, name, lang)
    first = report_of(raw)
    if first is None:
        return Retested(change=change, verdict="unread")
    if first.core != VERSION:
        return Retested(change=change, verdict="not_comparable", first=first)
    book = kept_book(StoredFrame(change.frame, change.in_force_at, files), here.ledger.about.live_from)
    written_in: Lang = "en" if ENGLISH.search(raw) else "zh"
    changed = Setting(book, book.frame, names_of(book))
    told = decided_again(here, changed, window_of(first), written_in, jobs=jobs, place=first.place)
    is_page = HEAD.search(raw) is not None
    own = first.program == version("loan-warning")
    apart = next(_differences(first, raw, told, is_page=is_page, own=own), None)
    unlike = is_page and not own
    partly = unlike or told.first.not_comparable
    verdict = "different" if apart is not None else "partly" if partly else "same"
    return Retested(change=change, verdict=verdict, first=first, again=told.first, apart=apart, unlike=unlike)


def _differences(first: BacktestLine, raw: bytes, told: Told, *, is_page: bool, own: bool) -> Iterator[Apart]:
    """Figures, then what follows them, then the words of a page."""
    yield from _fields("", _plain(first), _plain(told.first))
    if not is_page:
        yield from _lines("line", raw, told.lines)
    elif first.following != told.first.following:
        yield Apart("following", first.following, told.first.following)
    elif own:
        yield from _lines("page", raw, told.page)


def _plain(line: BacktestLine) -> dict[str, Any]:
    """As built-in values, in the order of the fields."""
    return {name: value for name, value in msgspec.to_builtins(line).items() if name not in APART}


def _fields(path: str, attached: Any, found: Any) -> Iterator[Apart]:  # noqa: ANN401 - any value
    if isinstance(attached, dict) and isinstance(found, dict):
        for key in [*attached, *(key for key in found if key not in attached)]:
            yield from _fields(f"{path}.{key}" if path else str(key), attached.get(key), found.get(key))
    elif isinstance(attached, list | tuple) and isinstance(found, list | tuple) and len(attached) == len(found):
        for n, (one, other) in enumerate(zip(attached, found, strict=True)):
            yield from _fields(f"{path}.{_called(one, n)}", one, other)
    elif attached != found:
        yield Apart(path, _text(attached), _text(found))


def _called(one: Any, n: int) -> str:  # noqa: ANN401 - an entry of a list
    return next((str(one[name]) for name in NAMED if name in one), str(n)) if isinstance(one, Mapping) else str(n)


def _lines(what: str, attached: bytes, found: bytes) -> Iterator[Apart]:
    """The first line that is another; of the first one of a report of lines the fields were compared."""
    pairs = zip_longest(attached.split(b"\n"), found.split(b"\n"), fillvalue=b"")
    for n, (one, other) in enumerate(pairs, start=1):
        if one == other or (what == "line" and n == 1):
            continue
        yield from _within(f"{what} {n}", one, other)


def _within(path: str, one: bytes, other: bytes) -> Iterator[Apart]:
    """What differs in a line: by its fields, or from shortly before the first letter that does."""
    with suppress(msgspec.MsgspecError):
        yield from _fields(path, msgspec.json.decode(one), msgspec.json.decode(other))
    texts = [each.decode("utf-8", "replace") for each in (one, other)]
    alike = next((n for n, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1]), min(map(len, texts)))
    start = max(alike - BEFORE, 0)
    yield Apart(path, *(f"{'…' if start else ''}{text[start : start + LONGEST]}" for text in texts))


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()[:LONGEST]


def _phrase(name: str, found: Retested, lang: Lang) -> str:
    first, again = found.first, found.again
    values: dict[str, Any] = {"id": name, "name": found.change.backtest_name}
    if first is not None:
        values |= {"core": first.core, "own": VERSION}
        values |= {key: moments.instant(int(read_moment(getattr(first, key)))) for key in ("since", "until")}
    if again is not None:
        values["rows"] = again.rows
    if again is None:
        return say(UNCOMPARED[found.verdict], lang, **values)
    field = "" if found.apart is None else found.apart.field
    return say("rc_r_again", lang, verdict=say(VERDICTS[found.verdict], lang, field=field), **values)


def _print(name: str, found: Retested, lang: Lang) -> None:
    console, apart = stdout(), found.apart
    console.print(_phrase(name, found, lang), style="red" if apart is not None else "")
    if apart is not None:
        said = (
            (say(key, lang), value) for key, value in (("rc_r_attached", apart.attached), ("rc_r_found", apart.found))
        )
        for label, value in said:
            console.print(Padding(styled((f"{label}  ", "dim"), value), (0, 0, 0, 2)))
        if apart.field in ROWS:
            console.print(say("rc_r_rows", lang))
    if found.unlike and found.first is not None:
        console.print(say("rc_r_words", lang, theirs=found.first.program, own=version("loan-warning")))
    again = found.again
    if again is not None and again.not_comparable:
        console.print(say("rc_t_not_comparable", lang, lost=again.not_comparable))
    if again is not None and again.different:
        console.print(say("rc_t_different", lang, n=len(again.different)))


def _line(name: str, found: Retested) -> RetestedLine:
    first, again, apart = found.first, found.again, found.apart or Apart("", "", "")
    return RetestedLine(
        id=name,
        backtest=found.change.backtest,
        verdict="not_comparable" if found.verdict == "unread" else found.verdict,
        since=None if first is None else first.since,
        until=None if first is None else first.until,
        rows=None if again is None else again.rows,
        field=apart.field,
        attached=apart.attached,
        found=apart.found,
        said=answers.both(lambda lang: _phrase(name, found, lang)),
    )
