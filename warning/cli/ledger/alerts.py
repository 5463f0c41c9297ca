"""``warning alerts``: the warnings of a ledger listed, shown, explained."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from warning.bootstrap import Opened
from warning.cli.decided import warnings_table
from warning.cli.explain.command import SHOWN, present, the_one
from warning.cli.explain.needed import Row
from warning.cli.explain.page import Page
from warning.cli.explain.warning import show_warning
from warning.cli.ledger.doing import tell_doing
from warning.cli.ledger.opening import opened, options_again, options_text, shown, tell_secret, telling
from warning.cli.ledger.slices import around, changes_listed, slice_of
from warning.cli.ledger.under_book import tell_books
from warning.cli.named import code_of
from warning.cli.named import listed as listed_codes
from warning.cli.output import ending
from warning.cli.rows import row_json, send_lines
from warning.cli.screen.tables import stdout
from warning.cli.situation import Case, Situation
from warning.cli.stop import NOT_FOUND, OK, Stop
from warning.core.frame import LEVELS
from warning.core.rows import Duty, Warning
from warning.ledger.sql.queries import Kept, duties_of, named, signals_of, warnings_where
from warning.wording import moments, terms
from warning.wording.phrases import say
from warning.wording.text import Lang


class Asked(Struct, frozen=True, kw_only=True):
    """Which warnings, as the command was told; None: of any."""

    level: str | None = None
    org: str | None = None
    post: str | None = None
    domain: str | None = None
    closed: bool = False


class Laid(Protocol):
    """What concerns one post of one organisation."""

    @property
    def org_no(self) -> str:
        """The organisation."""

    @property
    def post(self) -> str:
        """The post."""


class Whose(Struct, frozen=True):
    """Of which organisations and which post; None: of any."""

    orgs: frozenset[str] | None = None
    post: str | None = None

    @property
    def everybody(self) -> bool:
        """Whether nothing is narrowed."""
        return self.orgs is None and self.post is None

    def owns(self, one: Laid) -> bool:
        """Whether a duty is theirs, or what was told was told to them."""
        return (self.orgs is None or one.org_no in self.orgs) and self.post in (None, one.post)

    def sees(self, case: Case) -> bool:
        """Whether they have anything to do with a warning."""
        return self.everybody or any(self.owns(duty) and duty.state != "moved" for duty in case.duties)


def listed(place: str | None, asked: Asked, lang: Lang, *, rows: int, as_json: bool) -> None:
    """List warnings: by level, tier, and what is due next.

    Raises:
        Stop: the ledger cannot be used, or there is no such organisation.
    """
    here = opened(place, lang)
    whose = Whose(
        None if asked.org is None else orgs_under(here, asked.org, lang),
        None if asked.post is None else known_post(asked.post, here.setting.names.posts, lang),
    )
    with telling(here.place, lang):
        cases = _cases(here, asked, whose, lang)
        chosen = cases if as_json else cases[: rows or len(cases)]
        found = _of_cases(here, chosen, lang)
    with ending(OK):
        if as_json:
            history, names = found.ledger.history, here.setting.names
            send_lines(row_json(case.warning, history.get(case.warning.id, ()), names) for case in chosen)
            return
        _print(found, chosen, len(cases), whose)


def _print(found: Situation, chosen: Sequence[Case], count: int, whose: Whose) -> None:
    lang, console = found.lang, stdout()
    if chosen:
        theirs = None if whose.everybody else whose.owns
        console.print(warnings_table(found, chosen, say("t_warnings_listed", lang, n=count), theirs))
    else:
        console.print(say("no_warnings_listed", lang))
    if len(chosen) < count:
        console.print(say("more", lang, n=count - len(chosen)), style="dim")
    console.print(say("clock_at", lang, at=moments.clock(found.verdicts.until)))


def _cases(here: Opened, asked: Asked, whose: Whose, lang: Lang) -> list[Case]:
    """All warnings asked for with their duties, by urgency for those who ask."""
    level = None if asked.level is None else LEVELS.index(asked.level)
    with here.ledger.engine.connect() as connection:
        found = warnings_where(connection, level=level, domain=asked.domain, closed=asked.closed)
        duties = duties_of(connection, {row.customer_no for row in found})
        situation = slice_of(here, lang, Kept([], found, duties), connection=connection)
    return sorted(filter(whose.sees, situation.cases), key=lambda case: case.urgency_of(whose.owns))


def known_post(post: str, posts: terms.Table, lang: Lang) -> str:
    """The post that is meant, by its code or its name.

    Raises:
        Stop: there is none.
    """
    code = code_of(post, posts)
    if code not in posts:
        raise Stop(NOT_FOUND, say("post_absent", lang, value=post, known=listed_codes(sorted(posts), posts, lang)))
    return code


def orgs_under(here: Opened, org_no: str, lang: Lang) -> frozenset[str]:
    """An organisation and all below it: superiors see their subordinates' rows.

    Raises:
        Stop: there is no such organisation.
    """
    frame = here.setting.frame
    if org_no not in frame.orgs:
        known = ", ".join(here.setting.names.org(number, lang) for number in frame.orgs)
        raise Stop(NOT_FOUND, say("org_absent", lang, value=org_no, known=known))
    return frozenset((org_no, *(number for number in frame.orgs if frame.above(org_no, number))))


def _of_cases(here: Opened, cases: Sequence[Case], lang: Lang) -> Situation:
    """The same with what their rows on the screen need: signals, states, changes."""
    whose = {case.warning.customer_no for case in cases}
    with here.ledger.engine.connect() as connection:
        duties = [duty for case in cases for duty in case.duties]
        kept = Kept(signals_of(connection, whose), [case.warning for case in cases], duties)
        changes = changes_listed(connection, [case.warning.id for case in cases], lang)
        return slice_of(here, lang, kept, connection=connection, changes=changes, owners=whose)


class Wanted(Struct, frozen=True, kw_only=True):
    """A row to be shown or explained, and how."""

    name: str
    place: str | None = None
    persons: bool = False
    archive: Path | None = None

    def again(self, lang: Lang) -> str:
        """The options, to be said again in a command."""
        archive = [] if self.archive is None else ["--archive", str(self.archive)]
        said = [*(["--persons"] if self.persons else []), *archive, *options_again(self.place, lang)]
        return f" {shlex.join(said)}" if said else ""


def show(wanted: Wanted, lang: Lang, *, as_json: bool) -> None:
    """Show a warning: its signals, levels and duties.

    Raises:
        Stop: there is no such warning, or several.
    """
    _, page, row = _page(wanted, lang, warnings_only=True, bare=True)
    with ending(OK):
        if as_json:
            send_lines([row_json(row, page.situation.ledger.history[row.id], page.names)])
        elif isinstance(row, Warning):
            show_warning(page, row, wanted.again(lang))
            tell_secret(wanted.place, lang)


def explain(wanted: Wanted, lang: Lang, *, as_json: bool) -> None:
    """Explain a signal, a warning or a duty.

    Raises:
        Stop: there is no such row, or several.
    """
    here, page, row = _page(wanted, lang, warnings_only=False, bare=as_json)
    with ending(OK):
        present(page, row, wanted.again(lang), as_json=as_json)
        if not as_json:
            if isinstance(row, Duty):
                tell_doing(page, row, wanted.place, lang)
            tell_books(here, row.id, lang)
            tell_secret(wanted.place, lang)


def _page(wanted: Wanted, lang: Lang, *, warnings_only: bool, bare: bool) -> tuple[Opened, Page, Row]:
    here = opened(wanted.place, lang, wanted.archive)
    with telling(here.place, lang):
        with here.ledger.engine.connect() as connection:
            found = named(connection, wanted.name, SHOWN + 1)
        rows = [row for row in found if isinstance(row, Warning) or not warnings_only]
        if not rows:
            key = "warning_unknown" if warnings_only else "row_unknown"
            options = options_text(wanted.place, lang)
            raise Stop(NOT_FOUND, say(key, lang, id=wanted.name, place=shown(here.place), options=options))
        row = the_one(rows, wanted.name, lang)
        situation, events = around(here, row, lang, persons=wanted.persons, bare=bare)
    return here, Page(situation, events, stdout(), command="warning alerts explain"), row
