"""``warning duties list``: who owes what, and by when."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.table import Table

from warning.bootstrap import Opened
from warning.cli.ledger.alerts import known_post, orgs_under
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.ledger.slices import changes_listed, slice_of, tell_behind
from warning.cli.marks import of_duty
from warning.cli.output import ending
from warning.cli.reading import moment_option
from warning.cli.rows import row_json, send_lines
from warning.cli.screen.prose import Prose, styled
from warning.cli.screen.tables import grid, stdout, two_lines
from warning.cli.situation import Situation
from warning.cli.stop import NOT_FOUND, OK, USAGE, Stop
from warning.core.rows import Duty
from warning.ledger.sql.counts import next_due
from warning.ledger.sql.queries import (
    OWED,
    Duties,
    Kept,
    duties_where,
    knows_borrower,
    signals_of,
    warnings_of,
)
from warning.wording import moments, terms
from warning.wording.phrases import say
from warning.wording.text import Lang

GONE = ("met_late", "breached")
"""States that are shown in red."""


class Asked(Struct, frozen=True, kw_only=True):
    """Which duties, as the command was told; None: of any. Without ``state``: what is still owed."""

    overdue: bool = False
    org: str | None = None
    post: str | None = None
    borrower: str | None = None
    domain: str | None = None
    state: str | None = None
    until: str | None = None


def listed(place: str | None, asked: Asked, lang: Lang, *, rows: int, as_json: bool) -> None:
    """List duties by their due.

    Raises:
        Stop: the ledger cannot be used, or there is no such organisation, post or borrower.
    """
    here = opened(place, lang)
    filters = _filters(here, asked, lang)
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        if asked.borrower is not None and not knows_borrower(connection, asked.borrower):
            raise Stop(NOT_FOUND, say("borrower_absent", lang, value=asked.borrower, place=shown(here.place)))
        count, duties = duties_where(connection, filters, 0 if as_json else rows)
        changes = changes_listed(connection, [duty.id for duty in duties], lang)
        whose = set() if as_json else {duty.customer_no for duty in duties}
        kept = Kept(signals_of(connection, whose), warnings_of(connection, whose), duties)
        found = slice_of(here, lang, kept, connection=connection, changes=changes)
        due = next_due(connection)
    with ending(OK):
        if as_json:
            send_lines(row_json(duty, changes.get(duty.id, ()), here.setting.names) for duty in duties)
            return
        _print(found, duties, count)
        tell_behind(here, found.verdicts.until, due, lang)


def _filters(here: Opened, asked: Asked, lang: Lang) -> Duties:
    post = None if asked.post is None else known_post(asked.post, here.setting.names.posts, lang)
    if asked.overdue and asked.state not in (None, "breached"):
        raise Stop(USAGE, say("overdue_state", lang, state=asked.state))
    states = ("breached",) if asked.overdue else OWED if asked.state is None else (asked.state,)
    return Duties(
        states=states,
        orgs=None if asked.org is None else orgs_under(here, asked.org, lang),
        post=post,
        below=asked.overdue,
        borrower=asked.borrower,
        domain=asked.domain,
        until=moment_option("--until", asked.until, lang),
    )


def _print(found: Situation, duties: Sequence[Duty], count: int) -> None:
    lang, console = found.lang, stdout()
    if duties:
        console.print(duties_table(found, duties, say("t_duties_listed", lang, n=count)))
    else:
        console.print(say("no_duties_listed", lang))
    if len(duties) < count:
        console.print(say("more", lang, n=count - len(duties)), style="dim")
    console.print(say("clock_at", lang, at=moments.clock(found.verdicts.until)))


def duties_table(found: Situation, duties: Sequence[Duty], title: str) -> Table:
    """Duties, a row each: what, on whom, whose, by when, and how it stands."""
    lang, names = found.lang, found.setting.names
    headings = (say(key, lang) for key in ("d_duty", "d_borrower", "d_owner", "d_due", "c_state"))
    table = grid(*headings, title=title, fixed=(3,))
    for duty in duties:
        party = names.borrowers.get(duty.customer_no, duty.customer_no) or "—"
        table.add_row(
            two_lines(terms.DUTY_KINDS[duty.kind].say(lang), _clause(duty, lang)),
            two_lines(party, duty.id),
            two_lines(names.org_short(duty.org_no, lang), names.post(duty.post, lang)),
            "—" if duty.due is None else moments.brief(duty.due),
            _state(found, duty),
        )
    return table


def _clause(duty: Duty, lang: Lang) -> str:
    """The domain in which it is owed, a sign-off in none, and the clause: so a narrow line breaks between them."""
    return " · ".join([*([terms.DOMAINS_SHORT[duty.domain].say(lang)] if duty.domain else []), duty.clause])


def _state(found: Situation, duty: Duty) -> Prose:
    """How it stands: open, how long it is overdue, or how it ended."""
    lang, until = found.lang, found.verdicts.until
    if found.is_ended(duty):
        return Prose(terms.ENDED.say(lang))
    state = Prose(terms.DUTY_STATES[duty.state].say(lang), style="red" if duty.state in GONE else "")
    said = of_duty(found, duty)
    if duty.state == "breached":
        late = moments.overdue(until - (duty.due or until), lang, whole=True)
        said = [say("s_late_by", lang, late=late), *said]
    if duty.state == "open" and duty.due is not None and duty.due > until:
        left = moments.whole_days(duty.due - until, lang)
        said = [say("s_left", lang, left=left), *said]
    return styled(state, *((f"\n{one}", "dim") for one in said))
