"""What two rule books say differently: rule by rule, figure by figure, with the clause each stands in.

What decides is compared, nothing else: two books without a difference here have the same frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct, to_builtins

from warning.core.frame import Band, Book, Clock, Term
from warning.core.scalars import write_day
from warning.rulebook.describe import describe_book
from warning.rulebook.duties import TERMS
from warning.rulebook.figures import NUMBERS
from warning.rulebook.wording import RuleBook, Wording

Section = Literal["level", "clock", "term", "number", "tiers", "owes", "may", "post", "form", "org", "calendar"]
Levels = tuple[tuple[str, Band | None], ...]
"""(variant, bound): what reaches a level; either may be absent."""
Value = Levels | Clock | Term | int | tuple[int, ...] | tuple[str, ...] | str
Key = tuple[Section, str, str, str]
"""(section, of what, which of its figures, clause)."""
NO_NAME: Final = Wording("", "")


class BookDifference(Struct, frozen=True):
    """A figure that is another one; None: there is none in that book.

    ``section``: a rule's level, a report's clock, a duty's term, a number of ``book.yaml``, the tiers, who owes a duty,
    who may act, where a post is, what makes an act count, an organisation, the calendar. ``ref``: which rule, clause,
    duty, act, post, organisation or year; ``part``: the level (``1`` to ``3``), tier or kind within it.
    """

    section: Section
    ref: str
    part: str
    clause: str
    name: Wording
    unit: str
    old: Value | None
    new: Value | None


def compare_books(old: RuleBook, new: RuleBook) -> tuple[BookDifference, ...]:
    """Every difference, in the order of the rules, then of all else."""
    was, now = dict(_figures(old)), dict(_figures(new))
    names = _names(old) | _names(new)
    found = []
    for key in dict.fromkeys((*was, *now)):
        if was.get(key) != now.get(key):
            section, ref, part, clause = key
            name, unit = names.get((section, ref), (NO_NAME, ""))
            found.append(BookDifference(section, ref, part, clause, name, unit, was.get(key), now.get(key)))
    return tuple(found)


def diff_digest(found: tuple[BookDifference, ...]) -> str:
    """SHA-256, in hex, over the differences without their words."""
    plain = [to_builtins((one.section, one.ref, one.part, one.clause, one.old, one.new)) for one in found]
    return sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()


def _names(book: RuleBook) -> dict[tuple[Section, str], tuple[Wording, str]]:
    named: dict[tuple[Section, str], tuple[Wording, str]] = {
        ("level", rule.ref): (rule.name, rule.unit) for rule in book.rules
    }
    named |= {("org", no): (name, "") for no, name in book.orgs.items()}
    return named | {("post", post): (name, "") for post, name in book.posts.items()}


def _figures(book: RuleBook) -> Iterator[tuple[Key, Value]]:
    yield from _levels(book)
    decides = book.frame.book
    yield from _clocks(decides)
    for name, clause in TERMS.items():
        yield ("term", name, "", clause), getattr(decides, name)
    for name, (clause, *_) in NUMBERS.items():
        yield ("number", name, "", clause), getattr(decides, name)
    yield ("tiers", "tiers", "", "W6"), decides.tiers
    yield from _people(decides)
    for org in book.frame.orgs.values():
        yield ("org", org.org_no, "", "design"), (org.level, org.parent or "", org.name)
    yield from _calendar(book)


def _levels(book: RuleBook) -> Iterator[tuple[Key, Value]]:
    for rule in describe_book(book):
        reached: dict[int, Levels] = {}
        for line in rule.levels:
            reached[line.level] = (*reached.get(line.level, ()), (line.variant, line.band))
        for level in sorted(reached):
            yield ("level", rule.ref, str(level), rule.clause), reached[level]


def _clocks(book: Book) -> Iterator[tuple[Key, Value]]:
    for tier, clock in enumerate(book.maturity_clocks):
        yield ("clock", "11.1.1", f"branch:{tier}", "11.1.1"), clock
    for clause, clock in book.report_clocks.items():
        yield ("clock", clause, "branch:", clause), clock
    for tier, clock in enumerate(book.head_office_clocks):
        yield ("clock", "12.1.1", f"head_office:{tier}", "12.1.1"), clock
    for clause, clock in book.finding_clocks.items():
        yield ("clock", clause, "head_office:", clause), clock


def _people(book: Book) -> Iterator[tuple[Key, Value]]:
    for kind, owes in book.posts.items():
        for level, post in owes.items():
            yield ("owes", kind, level, "D11"), post
    for act, posts in book.may.items():
        yield ("may", act, "", "D11"), posts
    for post, levels in book.posts_at.items():
        yield ("post", post, "", "D11"), levels
    yield ("form", "team_leaders", "", "11.2.1"), book.team_leaders
    yield ("form", "principal_leader", "", "12.3.1"), book.principal_leader
    yield ("form", "president", "", "12.3.1"), book.president


def _calendar(book: RuleBook) -> Iterator[tuple[Key, Value]]:
    calendar = book.frame.calendar
    for part, days in (("holidays", calendar.holidays), ("workdays", calendar.workdays)):
        by_year: dict[str, list[str]] = {}
        for day in sorted(days):
            by_year.setdefault(write_day(day)[:4], []).append(write_day(day))
        for year, listed in by_year.items():
            yield ("calendar", year, part, "T3"), tuple(listed)
    yield ("calendar", "", "published", "T3"), tuple(map(str, sorted(calendar.published_years)))


def plain(value: Value | None) -> Any:  # noqa: ANN401 - JSON
    """A value for machines."""
    return to_builtins(value)
