"""From a directory of YAML to a frame: read everything, check everything, tell every problem, then hash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from warning.core.frame import RED, Book, Frame
from warning.resources import rules_directory
from warning.rulebook.calendar import Years, read_calendar
from warning.rulebook.dues import run_due_examples
from warning.rulebook.duties import HEAD_OFFICE, SUB_BRANCH, TERMS, Deadlines, Posts, read_deadlines, read_posts
from warning.rulebook.examples import run_examples
from warning.rulebook.figures import NUMBERS, BookFigures, read_book
from warning.rulebook.identity import content_hash
from warning.rulebook.organisation import Organisation, read_organisation
from warning.rulebook.signals import GROUPS, Rules, read_rules
from warning.rulebook.source import STEERS, Desk, Place, Problem
from warning.rulebook.text import departures
from warning.rulebook.wording import RuleBook

GROUP_OF: Final = {
    "11.1.1": "payment",
    "11.1.2": "payment",
    "11.1.3": "payment",
    "11.1.4": "major",
    "11.1.5": "contagion",
    "12.1.2.1": "management",
    "12.1.2.2": "management",
}
"""W2: the signal group of a clause that has one; rows of 11.1.6 have each their own."""
FILES: Final = (
    *(f"{group}.yaml" for group in GROUPS),
    "deadlines.yaml",
    "posts.yaml",
    "book.yaml",
    "organisation.yaml",
)


YEAR_FILE: Final = re.compile(r"calendar/[^/]+\.yaml")


class BrokenBook(Exception):
    """The book cannot be used; ``problems`` says why, each with file, line and what would be right."""

    def __init__(self, directory: Path, problems: tuple[Problem, ...]) -> None:
        self.directory = directory
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class Checked(Struct, frozen=True):
    """What a check found: the problems, how many examples ran, and the book if there is no problem.

    ``departures`` are where the book says otherwise than the policy's text; an example that fails hides none.
    """

    problems: tuple[Problem, ...]
    examples: int
    book: RuleBook | None
    departures: tuple[Problem, ...] = ()


class Parts(Struct, frozen=True):
    """The files of a book, read."""

    rules: Rules
    deadlines: Deadlines
    posts: Posts
    figures: BookFigures
    organisation: Organisation
    years: Years


def default_directory() -> Path:
    """The ``rules/`` of the checkout, or the one shipped in the wheel."""
    return rules_directory()


def load_frame(
    directory: Path | None = None, *, live_from: int | None = None, organisation: Path | None = None
) -> Frame:
    """The frame of a book; None is the book that comes with the program. ``live_from``: see T6.

    ``organisation`` is a file to read in place of the book's own ``organisation.yaml``.

    Raises:
        BrokenBook: with every problem of the book.

    """
    return load_book(directory, live_from=live_from, organisation=organisation).frame


def load_book(
    directory: Path | None = None, *, live_from: int | None = None, organisation: Path | None = None, kept: bool = False
) -> RuleBook:
    """The same with the words; ``kept``: it is in a ledger already, which must be read whatever signs are in its words.

    Raises:
        BrokenBook: with every problem of the book.

    """
    root = default_directory() if directory is None else directory
    checked = check(root, organisation, kept=kept)
    if checked.book is None:
        raise BrokenBook(root, checked.problems)
    return replace(checked.book, frame=replace(checked.book.frame, live_from=live_from))


def check(directory: Path | None = None, organisation: Path | None = None, *, kept: bool = False) -> Checked:
    """Read a book and run its examples; every problem is told, none hides another. Arguments as of ``load_book``."""
    root = default_directory() if directory is None else directory
    desk = Desk()
    if not root.is_dir():
        desk.say(Place(".", 1, ""), "no_directory")
        return Checked(tuple(desk.problems), 0, None)
    if not (root / BOOK).is_file():  # another directory: its other files say nothing
        desk.say(Place(BOOK, 1, ""), "file_missing", file=BOOK)
        return Checked(tuple(desk.problems), 0, None)
    _strangers(desk, root)
    parts = Parts(
        read_rules(desk, root),
        read_deadlines(desk, root),
        read_posts(desk, root),
        read_book(desk, root),
        read_organisation(desk, *((organisation.parent, organisation.name) if organisation else (root,))),
        read_calendar(desk, root),
    )
    if kept:
        desk.problems = [problem for problem in desk.problems if problem.code != STEERS]
    ran, book = 0, None
    departs: tuple[Problem, ...] = ()
    if not any(problem.code in INCOMPLETE for problem in desk.problems) and _whole(parts):
        decides = _compile(parts)
        ran = run_examples(desk, parts.rules.texts, decides) + _run_due_examples(desk, parts, decides)
        departs = departures(root, parts.rules.texts, decides)
        if not desk.problems:
            book = _assemble(parts, decides, departs)
    return Checked(tuple(sorted(desk.problems, key=lambda problem: problem.place)), ran, book, departs)


def _run_due_examples(desk: Desk, parts: Parts, book: Book) -> int:
    """Under the calendar being loaded, unless that is what is wrong."""
    if any(problem.place.file.startswith("calendar") for problem in desk.problems):
        return 0
    frame = Frame("", book, parts.years.calendar, parts.organisation.orgs)
    return run_due_examples(desk, parts.deadlines.examples, frame)


BOOK: Final = "book.yaml"
"""The file without which a directory is no rule book."""
INCOMPLETE: Final = ("variants_wrong", "bands_missing")
"""With these the figures cannot be compiled, so that no example can run."""


def _strangers(desk: Desk, root: Path) -> None:
    """A file with a misspelt name would otherwise be passed over."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix in (".yaml", ".yml") and name not in FILES and not YEAR_FILE.fullmatch(name):
            desk.say(Place(name, 1, ""), "file_unknown", files=", ".join(FILES))


def _whole(parts: Parts) -> bool:
    """Whether everything the figures need was read."""
    deadlines, figures, rules = parts.deadlines, parts.figures, parts.rules
    clocks = (*deadlines.sub_branch.values(), *deadlines.head_office.values())
    complete = (
        rules.complete
        and len(deadlines.sub_branch) == len(SUB_BRANCH)
        and len(deadlines.head_office) == len(HEAD_OFFICE)
        and len(deadlines.terms) == len(TERMS)
        and len(figures.numbers) == len(NUMBERS)
    )
    return complete and all((figures.tiers, *clocks))


def _compile(parts: Parts) -> Book:
    rules, deadlines, posts, figures = parts.rules, parts.deadlines, parts.posts, parts.figures
    signals, reports, upward = rules.signals, deadlines.sub_branch, deadlines.head_office
    forecast = signals[4].variants
    fixed: dict[str, Any] = {**figures.numbers, **deadlines.terms}
    return Book(
        tiers=figures.tiers,
        signals=signals,
        groups=dict(GROUP_OF),
        assessment_levels=signals[1].variants,
        forecast_levels=forecast,
        set_levels={**signals[5].variants, **forecast},
        arrears_bands=_first_days(rules, 2),
        overdue_bands=_first_days(rules, 3),
        major_level=RED,
        finding_levels=rules.findings,
        maturity_clocks=reports["11.1.1"],
        report_clocks={clause: clocks[0] for clause, clocks in reports.items() if clause != "11.1.1"},
        head_office_clocks=upward["12.1.1"],
        finding_clocks={clause: clocks[0] for clause, clocks in upward.items() if clause != "12.1.1"},
        posts=posts.owes,
        posts_at=posts.at,
        may=posts.may,
        team_leaders=posts.team_leaders,
        principal_leader=posts.principal_leader,
        president=posts.president,
        **fixed,
    )


def _first_days(rules: Rules, number: int) -> tuple[tuple[int, int], ...]:
    """(first day, level): more than 90 days is from day 91."""
    return tuple((band.bound + (band.op == "gt"), band.level) for band in rules.signals[number].bands)


def _assemble(parts: Parts, book: Book, departs: tuple[Problem, ...]) -> RuleBook:
    calendar, orgs = parts.years.calendar, parts.organisation.orgs
    return RuleBook(
        frame=Frame(content_hash(book, calendar, orgs), book, calendar, orgs),
        name=parts.figures.name,
        version=parts.figures.version,
        groups=parts.rules.groups,
        rules=parts.rules.texts,
        posts=parts.posts.names,
        orgs=parts.organisation.names,
        figures=(*parts.figures.figures, *parts.deadlines.figures),
        clocks=parts.deadlines.whose,
        years=parts.years.texts,
        departures=departs,
    )
