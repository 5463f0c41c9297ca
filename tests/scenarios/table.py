"""The text of a scenario: a head that cites its clauses, one event a line, what must follow last.

    == 11.1.3 W1 T1 · arrears of day 1, reported in time
    2026-11-02 09:00  disburse  L1 of C1 at A1 500,000.00 matures 2027-11-01
    2026-11-10 08:00  arrears   L1 1,234.00 since 2026-11-10
    until 2026-12-01
    -- duties (all report)
    report 11.1.3 C1 A1 : from 2026-11-10 due 2026-11-12 24:00 breached

``#`` begins a comment line. The instant of an event is its recording; lines are read in file order. ``live-from`` sets
the ledger's going live (T6); ``book AT arrears yellow:1 orange:11 red:91``, ``book AT report 11.1.3 5 days`` and
``book AT without A1 A2`` are books that take force later (T5, R54). Verbs are in ``wire``, the grammar of expected rows
is in ``expect``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct

from tests.scenarios.expect import KINDS, LEVELS, Expected, Section, read_row, read_section
from tests.scenarios.scalar import is_date, is_time, micros, wall
from tests.scenarios.wire import Wire, Writer

CASES: Final = Path(__file__).parent / "cases"


class Malformed(ValueError):
    """A table that cannot be read; the text names file and line."""


class NewBook(Struct, frozen=True):
    """A rule book that takes force at an instant (T5).

    Other arrears bands, another term of a clause's report, or organisations that have left (R54).
    """

    at: int
    bands: tuple[tuple[int, int], ...] = ()
    clause: str = ""
    days: int = 0
    gone: tuple[str, ...] = ()


class Case(Struct, frozen=True):
    """One scenario: its wire events, its clock, and the rows that must follow."""

    name: str
    where: str
    cites: tuple[str, ...]
    events: tuple[Wire, ...]
    live_from: int | None
    until: int | None
    books: tuple[NewBook, ...]
    sections: tuple[Section, ...]


def read_book(words: list[str]) -> NewBook:
    """``2026-11-25 00:00 arrears yellow:1 red:91``, ``… report 11.1.3 5 days`` or ``… without A1 A2``.

    Raises:
        ValueError: none of them.
    """
    match words:
        case [day, time, "arrears", *bands] if bands:
            pairs = [band.split(":") for band in bands]
            return NewBook(micros(wall(day, time)), tuple((int(first), LEVELS.index(level)) for level, first in pairs))
        case [day, time, "report", clause, days, "days"]:
            return NewBook(micros(wall(day, time)), (), clause, int(days))
        case [day, time, "without", *gone] if gone:
            return NewBook(micros(wall(day, time)), gone=tuple(gone))
    raise ValueError("a book is 'book AT arrears LEVEL:DAY ...', 'book AT report CLAUSE N days', 'book AT without ORG'")


class Draft:
    """A case while its lines are read."""

    def __init__(self, head: str, where: str) -> None:
        ids, dot, title = head.partition("·")
        self.cites, self.name, self.where = tuple(ids.split()), title.strip(), where
        if not (dot and self.cites and self.name):
            raise ValueError("a head is '== ids · title'")
        self.writer = Writer()
        self.events: list[Wire] = []
        self.sections: list[tuple[Section, list[Expected]]] = []
        self.live_from: int | None = None
        self.until: int | None = None
        self.books: list[NewBook] = []

    def take(self, line: str) -> None:
        """Read one line that is not a head."""
        words = line.split()
        if words[0] == "--":
            self.sections.append((read_section(words[1:]), []))
        elif words[0] in ("until", "live-from"):
            at = micros(wall(*words[1:]))
            self.until, self.live_from = (at, self.live_from) if words[0] == "until" else (self.until, at)
        elif words[0] == "book":
            self.books.append(read_book(words[1:]))
        elif self.sections:
            section, rows = self.sections[-1]
            rows.append(read_row(section.kind, line))
        elif len(words) > 2 and is_date(words[0]) and is_time(words[1]):
            self.events.append(self.writer.write(wall(words[0], words[1]), words[2:]))
        else:
            raise ValueError("an event is 'YYYY-MM-DD HH:MM verb ...'")

    def done(self) -> Case:
        """The finished case."""
        if not any(rows or section.all_of is not None for section, rows in self.sections):
            raise ValueError(f"'{self.name}' expects nothing: add a section '-- {'|'.join(KINDS)}' with rows")
        sections = tuple(Section(section.kind, section.all_of, tuple(rows)) for section, rows in self.sections)
        return Case(
            self.name,
            self.where,
            self.cites,
            tuple(self.events),
            self.live_from,
            self.until,
            tuple(self.books),
            sections,
        )


def _begun(draft: Draft | None) -> Draft:
    if draft is None:
        raise ValueError("a table begins with a head '== ids · title'")
    return draft


def read_cases(text: str, file: str = "table") -> tuple[Case, ...]:
    """Every case of one table.

    Raises:
        Malformed: a line that cannot be read, with ``file:line``, the line, and what would be right.
    """
    cases: list[Case] = []
    draft: Draft | None = None
    for number, line in enumerate([*text.splitlines(), "== end · of table"], 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            if line.startswith("=="):
                if draft is not None:
                    cases.append(draft.done())
                draft = Draft(line[2:], f"{file}:{number}")
            else:
                _begun(draft).take(line.strip())
        except (ValueError, TypeError) as wrong:
            raise Malformed(f"{file}:{number}: {wrong}\n    {line.strip()}") from wrong
    return tuple(cases)


def all_cases() -> tuple[Case, ...]:
    """The cases of every file under ``cases/``, in order of file and line."""
    return tuple(
        case for path in sorted(CASES.glob("*.txt")) for case in read_cases(path.read_text("utf-8"), path.name)
    )
