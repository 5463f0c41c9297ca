"""``warning rules``: check, show, explain and route, all offline."""

from __future__ import annotations

from pathlib import Path

import typer
from msgspec import Struct

from warning.cli import answers
from warning.cli.named import OPTIONS, code_of, listed
from warning.cli.output import ending
from warning.cli.reading import moment_option
from warning.cli.rule_pages import route_table, rule_lines, rules_table
from warning.cli.running import departs, in_words, load
from warning.cli.screen.tables import indented, stderr, stdout, unwrapped
from warning.cli.stop import NOT_FOUND, OK, UNREADABLE, USAGE, Stop
from warning.cli.width import amount as ungrouped
from warning.contracts.answers import BookLine
from warning.core.events.base import LAST_SIGNAL
from warning.core.frame import LEVELS
from warning.core.scalars import read_fen
from warning.rulebook import Checked, Unroutable, check, default_directory, describe_book, describe_rule, route
from warning.rulebook.describe import UnknownRule
from warning.wording import terms
from warning.wording.phrases import say
from warning.wording.text import Lang


def check_book(directory: Path | None, lang: Lang, *, as_json: bool = False) -> None:
    """Every problem with file, line and what would be right; exit 3 if there is any."""
    checked = check(directory)
    path = default_directory() if directory is None else directory
    if checked.book is None:
        with ending(UNREADABLE):
            _tell_departures(checked, lang, as_json=as_json)
            stderr().print(say("book_broken", lang, path=path, n=len(checked.problems)), style="red")
            for problem in checked.problems:
                if as_json:
                    answers.send([answers.problem(problem)])
                else:
                    unwrapped(stdout(), in_words(problem, lang))
        return
    book = checked.book
    if as_json:
        name, count = answers.said(book.name), len(checked.departures)
        answers.send([BookLine(name, book.version, len(book.rules), checked.examples, book.frame.id, count)])
        _tell_departures(checked, lang, as_json=True)
        raise typer.Exit(OK)
    unwrapped(
        stdout(),
        say(
            "book_good",
            lang,
            name=book.name.in_(lang),
            version=book.version,
            rules=len(book.rules),
            examples=checked.examples,
            frame=book.frame.id[:16],
        ),
    )
    _tell_departures(checked, lang, as_json=False)
    raise typer.Exit(OK)


def _tell_departures(checked: Checked, lang: Lang, *, as_json: bool) -> None:
    """Where the book says otherwise than the policy's text; an example that fails is often its consequence."""
    if as_json:
        answers.send(map(answers.departure, checked.departures))
    elif checked.departures:
        unwrapped(stdout(), departs(checked.departures, lang))


def show(directory: Path | None, lang: Lang, *, as_json: bool = False) -> None:
    """All rules."""
    rules = describe_book(load(directory, None, lang).book)
    if as_json:
        answers.send(map(answers.rule, rules))
        return
    console = stdout()
    console.print(rules_table(rules, lang))
    console.print(say("rules_next", lang), style="dim")


def explain(ref: str, directory: Path | None, lang: Lang, *, as_json: bool = False) -> None:
    """The rule of a number, or all of a clause.

    Raises:
        Stop: the book has no such rule.
    """
    book = load(directory, None, lang).book
    try:
        found = describe_rule(book, ref)
    except UnknownRule:
        raise Stop(NOT_FOUND, say("rule_absent", lang, value=ref, last=LAST_SIGNAL)) from None
    if as_json:
        answers.send(map(answers.rule, found))
        return
    console = stdout()
    for rule in found:
        for line in rule_lines(rule, lang):
            console.print(indented(line))


class Asked(Struct, frozen=True):
    """The warning asked about, as the command was told."""

    org_no: str
    level: str
    amount: str
    at: str | None = None


def route_warning(asked: Asked, directory: Path | None, lang: Lang, *, as_json: bool = False) -> None:
    """Whom a warning would concern, and by when.

    Raises:
        Stop: a wrong level or amount, or an organisation that books no loan.
    """
    org_no, level, amount = asked.org_no, code_of(asked.level, *OPTIONS["--level"]), ungrouped(asked.amount)
    if level not in LEVELS[1:]:
        raise Stop(USAGE, say("level_unknown", lang, value=level, known=listed(LEVELS[1:], terms.LEVELS, lang)))
    try:
        fen = int(read_fen(amount if "." in amount else f"{amount}.00"))
    except ValueError:
        raise Stop(USAGE, say("amount_wrong", lang, value=amount)) from None
    if fen < 0:
        raise Stop(USAGE, say("amount_wrong", lang, value=amount))
    instant = moment_option("--at", asked.at, lang)
    here = load(directory, None, lang)
    books = [org for org in here.frame.orgs.values() if org.level != "head_office"]
    if org_no == here.frame.head_office():
        raise Stop(NOT_FOUND, say("route_head_office", lang, org=org_no))
    if org_no not in {org.org_no for org in books}:
        known = ", ".join(here.names.org(org.org_no, lang) for org in books)
        raise Stop(NOT_FOUND, say("org_absent", lang, value=org_no, known=known))
    try:
        way = route(here.book, org_no, LEVELS.index(level), fen, at=instant)
    except Unroutable as error:
        raise Stop(USAGE, error.reason) from None
    if as_json:
        answers.send(answers.route(way))
    else:
        stdout().print(route_table(way, here, lang))
