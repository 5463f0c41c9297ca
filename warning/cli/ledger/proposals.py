"""``warning proposals list``: the releases and waivers that wait for another person, and what became of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from warning.audit.proposals import seen
from warning.bootstrap import Opened
from warning.cli import answers
from warning.cli.ledger import petition_page, petitions
from warning.cli.ledger.alerts import known_post, orgs_under
from warning.cli.ledger.opening import opened, options_text, shown, tell_secret, telling, told_unread
from warning.cli.ledger.petition_page import Around
from warning.cli.ledger.petitions import Petition
from warning.cli.ledger.slices import clock_of
from warning.cli.output import ending
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import NOT_FOUND, OK, Stop
from warning.core.events import ProposalApproved
from warning.ledger.sql.approvals import Course, Step, Waits, courses, proposed_in, waiting_proposals
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.queries import borrowers_named, knows_borrower, persons_named
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang


class Asked(Struct, frozen=True, kw_only=True):
    """Which proposals, as the command was told; None: of any. ``ended``: with those on which it was decided."""

    org: str | None = None
    post: str | None = None
    borrower: str | None = None
    ended: bool = False
    persons: bool = False


def listed(place: str | None, asked: Asked, lang: Lang, *, rows: int, as_json: bool) -> None:
    """List them: what waits, the longest first, then what was decided, the newest first.

    Raises:
        Stop: the ledger cannot be used, or there is no such organisation, post or borrower.
    """
    here = opened(place, lang)
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        around = _around(here, asked, place, lang)
        if asked.borrower is not None and not knows_borrower(connection, asked.borrower):
            raise Stop(NOT_FOUND, say("borrower_absent", lang, value=asked.borrower, place=shown(here.place)))
        waits, decided = _found(connection, asked, around, lang)
        found = [*waits, *decided]
        chosen = found if as_json or not rows else found[:rows]
        around = _named(connection, around, chosen, persons=asked.persons)
    with ending(OK):
        if as_json:
            answers.send(petition_page.line(one, around) for one in chosen)
            return
        _print(chosen, around, len(waits), len(decided), ended=asked.ended)
        tell_secret(place, lang)


def _around(here: Opened, asked: Asked, place: str | None, lang: Lang) -> Around:
    post = None if asked.post is None else known_post(asked.post, here.setting.names.posts, lang)
    return Around(
        frame=here.setting.frame,
        names=here.setting.names,
        lang=lang,
        clock=clock_of(here),
        options=options_text(place, lang),
        orgs=None if asked.org is None else orgs_under(here, asked.org, lang),
        post=post,
    )


def _found(connection: Connection, asked: Asked, around: Around, lang: Lang) -> tuple[list[Petition], list[Petition]]:
    """Those that wait, and those that were decided, of which are asked for."""
    waiting = sorted(
        waiting_proposals(connection, asked.borrower, every=asked.ended), key=lambda one: (one.proposal.at, one.id)
    )
    steps, done = _read(connection, asked, waiting, lang)
    standing = [(one.customer_no, seen(one.id, one.proposal, one.file, around.clock)) for one in waiting]
    waits = _meant(petitions.waiting(connection, standing, steps), asked, around)
    decided = _meant(petitions.ended(connection, done), asked, around)
    return waits, sorted(decided, key=lambda one: (0 if one.ended is None else -one.ended.at, one.id))


def _read(
    connection: Connection, asked: Asked, waiting: Sequence[Waits], lang: Lang
) -> tuple[dict[tuple[str, str], Step], list[Course]]:
    """The records that proposed what waits, and the courses of what was decided; what cannot be read is told."""
    try:
        steps = proposed_in(connection, waiting)
        done = courses(connection, asked.borrower) if asked.ended else []
    except Unread as unread:
        stderr().print(say("proposals_not_read", lang, why=told_unread(unread, lang)), style="yellow")
        return {}, []
    return steps, [one for one in done if one.ended is not None]


def _meant(found: Iterable[Petition], asked: Asked, around: Around) -> list[Petition]:
    """Those of the organisations and the post that are asked for."""
    mine = petitions.concerning(found, around.orgs)
    return mine if around.post is None else [one for one in mine if _may(one, asked, around)]


def _may(one: Petition, asked: Asked, around: Around) -> bool:
    """Whether a post may approve it, of the organisation that is named if one is."""
    found = petitions.approvers(around.frame, one)
    return any(around.post in each.posts and asked.org in (None, each.org_no) for each in found)


def _named(connection: Connection, around: Around, found: Sequence[Petition], *, persons: bool) -> Around:
    """With the names of borrowers, and of persons where they are to be shown."""
    around.names.borrowers.update(borrowers_named(connection, {one.customer_no for one in found}))
    if not persons:
        return around
    tokens = {one.officer for one in found}
    tokens |= {by.officer_no for by in map(petitions.decided, found) if isinstance(by, ProposalApproved)}
    erased = {token: say("erased_person", around.lang, token=token) for token in tokens}
    return replace(around, persons=erased | persons_named(connection, tokens))


def _print(found: Sequence[Petition], around: Around, waits: int, decided: int, *, ended: bool) -> None:
    lang, console = around.lang, stdout()
    if not waits:
        console.print(say("no_proposals", lang))
    at = 0
    for title, count in (("t_proposals", waits), ("t_proposals_ended", decided)):
        some = found[at : at + count]
        at += count
        if some:
            console.print(say(title, lang, n=count), style="bold")
        for one in some:
            console.print()
            petition_page.show(console, one, around)
        if some:
            console.print()
    if ended and not decided:
        console.print(say("no_proposals_ended", lang))
    if len(found) < waits + decided:
        console.print(say("more", lang, n=waits + decided - len(found)), style="dim")
    console.print(say("clock_at", lang, at=moments.clock(around.clock)))
