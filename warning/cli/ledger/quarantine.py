"""``warning quarantine`` and ``warning held``: what could not be taken, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

from warning.bootstrap import Opened, now
from warning.cli import answers
from warning.cli.ledger.opening import opened, options_text, tell_secret, telling
from warning.cli.output import ending
from warning.cli.reading import open_events
from warning.cli.refused import kind_of, problems, reason_of
from warning.cli.rows import refusal_said
from warning.cli.screen.prose import Prose, styled
from warning.cli.screen.tables import grid, stdout, two_lines, unwrapped
from warning.cli.stop import NOT_FOUND, OK, REFUSED, USAGE, Stop
from warning.contracts.about import MOST
from warning.contracts.decode import Refused
from warning.contracts.ledgers import QuarantinedLine, RetakenLine
from warning.contracts.masking import masked
from warning.core.scalars import write_moment
from warning.intake import dismissals
from warning.intake.corrections import (
    DISMISSAL,
    DISMISSED,
    AnotherProposed,
    NotThere,
    ProposerErased,
    Replaced,
    SamePerson,
    Settled,
    StillRefused,
    Unreadable,
    approve,
    propose,
    retry,
)
from warning.intake.ingest import Intake
from warning.ledger.entries import Refusal
from warning.ledger.sql.counts import Original, Quarantined, quarantine, quarantine_whole, quarantined
from warning.ledger.sql.queries import borrowers_named, persons_named
from warning.ledger.sql.whose import Whose, originals, whose
from warning.streams.places import read_name
from warning.wording import Names, moments, terms
from warning.wording.names import series
from warning.wording.phrases import say
from warning.wording.text import Lang

AT_ONCE: Final = 200
"""Records of which it is looked up at a time whose they are."""
UNSETTLED: Final = ("open", "proposed", DISMISSAL)
NEXT: Final = {
    "open": "quarantine_uncorrected",
    "proposed": "quarantine_corrected",
    DISMISSAL: "quarantine_corrected",
}
"""State of a record with which something was tried that it is not ready for -> what comes first."""


class Asked(Struct, frozen=True, kw_only=True):
    """Which records, as the command was told: also those settled (``every``); about one borrower."""

    every: bool = False
    borrower: str | None = None

    @property
    def states(self) -> tuple[str, ...] | None:
        """Of any state: None."""
        return None if self.every else UNSETTLED


def listed(place: str | None, asked: Asked, lang: Lang, *, rows: int, as_json: bool) -> None:
    """List what waits for a correction, or all there ever was, with whose it is."""
    here = opened(place, lang)
    with ending(OK), telling(here.place, lang):
        if as_json:
            answers.send(_line(here, row, one) for row, one in _each(here, asked))
            return
        count, found = _first(here, asked, rows)
        console = stdout()
        if found:
            _named(here, (one for _, one in found))
            title, whose_of = say("t_quarantine", lang, n=count), {row.id: one for row, one in found}
            console.print(quarantine_table(here, [row for row, _ in found], title, lang, whose_of))
        else:
            console.print(say("no_quarantine", lang))
        if len(found) < count:
            console.print(say("more", lang, n=count - len(found)), style="dim")


def _first(here: Opened, asked: Asked, most: int) -> tuple[int, list[tuple[Quarantined, Whose]]]:
    """How many there are, and the first ``most`` (0: all). About one borrower each has to be looked at."""
    if asked.borrower is not None:
        found = list(_each(here, asked))
        return len(found), found[: most or len(found)]
    with here.ledger.engine.connect() as connection:
        count, rows = quarantine(connection, asked.states, most)
        said: dict[int, Whose] = {}
        for first in range(0, len(rows), AT_ONCE):
            said |= whose(connection, originals(connection, [row.id for row in rows[first : first + AT_ONCE]]))
    return count, [(row, said[row.id]) for row in rows]


def _each(here: Opened, asked: Asked) -> Iterator[tuple[Quarantined, Whose]]:
    """All of them, a few at a time; a connection is given back before they are handed on."""
    rows = quarantine_whole(here.ledger.engine, asked.states)
    while some := list(islice(rows, AT_ONCE)):
        with here.ledger.engine.connect() as connection:
            said = whose(connection, originals(connection, [row.id for row in some]))
        names = {one.customer_no for one in said.values()} - here.setting.names.borrowers.keys()
        if names:
            _named(here, said.values())
        yield from ((row, said[row.id]) for row in some if asked.borrower in (None, said[row.id].customer_no))


def _named(here: Opened, found: Iterable[Whose]) -> None:
    """Have the names of their borrowers at hand."""
    with here.ledger.engine.connect() as connection:
        here.setting.names.borrowers.update(borrowers_named(connection, {one.customer_no for one in found}))


def quarantine_table(
    here: Opened, rows: Sequence[Quarantined], title: str, lang: Lang, whose_of: Mapping[int, Whose] = {}
) -> Table:
    """A row each, with the number by which it is corrected; and whose it is, where that can be said of any."""
    told = any(one != Whose() for one in whose_of.values())
    keys = ("q_no", "q_where", *(["d_borrower"] if told else []), "d_record", "d_field", "d_reason", "c_state")
    table = grid(*(say(key, lang) for key in keys), title=title, fixed=(0,))
    for row in rows:
        fields, reasons = problems(row.refusal, here.setting.names, lang)
        place = where(row.source, row.refusal.line, lang)
        record = two_lines(kind_of(row.refusal, lang), row.refusal.event_id)
        state = terms.QUARANTINE_STATES[row.status].say(lang)
        state = say("q_state_replaced", lang, state=state) if row.replaced else state
        about = [whose_cell(whose_of.get(row.id, Whose()), here.setting.names, lang)] if told else []
        table.add_row(str(row.id), place, *about, record, fields, reasons, two_lines(state, row.proposal))
    return table


def show(number: int, place: str | None, lang: Lang, *, persons: bool, as_json: bool) -> None:
    """Show one with its original, and what became of it.

    Raises:
        Stop: there is none of this number.
    """
    here = opened(place, lang)
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        row = quarantined(connection, number)
        if row is None:
            options = options_text(place, lang)
            raise Stop(NOT_FOUND, say("quarantine_absent", lang, n=number, options=options))
        said = whose(connection, {row.id: row.raw[:MOST]})[row.id]
        here.setting.names.borrowers.update(borrowers_named(connection, [said.customer_no]))
        tokens = {token for token in (row.corrected_by, row.approved_by) if token and persons}
        who = {token: say("erased_person", lang, token=token) for token in tokens} | persons_named(connection, tokens)
    with ending(OK):
        if as_json:
            answers.send([_whole(here, row, said, _Who(who, persons))])
            return
        _print(here, row, said, _Who(who, persons), stdout(), lang)


class _Who(Struct, frozen=True):
    """Persons by their tokens, where they may be shown."""

    names: dict[str, str]
    shown: bool

    def said(self, token: str) -> str:
        return self.names.get(token, token)

    def text(self, raw: bytes) -> str:
        """A message as it came; without persons, where they are not to be shown."""
        text = raw.decode("utf-8", errors="replace")
        return text if self.shown else masked(text)


def _print(here: Opened, row: Original, said: Whose, who: _Who, console: Console, lang: Lang) -> None:
    recorded = row.refusal.at  # 0: nothing that could be read says it
    titled = "q_title" if recorded else "q_title_timeless"
    title = say(titled, lang, n=row.id, at=moments.instant(recorded))
    console.print(quarantine_table(here, [row], title, lang, {row.id: said}))
    console.print(say("q_original", lang), style="bold")
    unwrapped(console, who.text(row.raw))
    if row.correction is not None:
        console.print()
        in_words = row.status in (DISMISSAL, DISMISSED)
        heading = "q_ground" if in_words else "q_correction"
        console.print(say(heading, lang, who=who.said(row.corrected_by or "")), style="bold")
        given = who.text(row.correction)
        if in_words:
            console.print(Prose(given))
        else:
            unwrapped(console, given)
    if row.proposal:
        console.print(say("q_proposal", lang, digest=row.proposal), style="dim")
    if row.replaced:
        console.print(say("q_is_replaced", lang), style="yellow")
    if row.settled_at is not None:
        at = moments.instant(row.settled_at)
        phrase = "q_dismissed_by" if row.status == DISMISSED else "q_approved" if row.approved_by else "q_retried"
        console.print(say(phrase, lang, who=who.said(row.approved_by or ""), at=at))


def correct(number: int, file: Path, officer: str, place: str | None, lang: Lang, *, replacing: bool) -> None:
    """Propose a corrected message for one.

    Raises:
        Stop: there is none that can be corrected, or the message is wrong, too.
    """
    with open_events(file, lang) as stream:
        message = stream.read().strip()
    here = opened(place, lang)
    with telling(here.place, lang), told_in_words(number, place, lang):
        done = propose(Intake(here.ledger, here.setting.frame), number, message, officer, replacing=replacing)
    if done.instead_of:
        stdout().print(say("q_again", lang, n=number, who=done.instead_of))
    if done.was not in ("", done.id):
        stdout().print(say("q_other_id", lang, n=number, was=done.was, id=done.id), style="yellow")
    stdout().print(say("q_proposed", lang, n=number, options=options_text(place, lang)))
    tell_secret(place, lang)


class Approval(Struct, frozen=True):
    """Who approves; whether a dismissal is meant, and which proposal they have seen."""

    officer: str
    dismissal: bool = False
    seen: str | None = None


def settle(number: int, asked: Approval | None, place: str | None, lang: Lang, *, as_json: bool) -> None:
    """Approve what is proposed for one, or take its original again.

    Raises:
        Stop: it cannot be done, or what is taken is still refused.
    """
    here = opened(place, lang)
    intake = Intake(here.ledger, here.setting.frame)
    if asked is not None and _is_dismissal(here, number, place, lang, asked):
        with telling(here.place, lang), told_in_words(number, place, lang):
            dismissals.approve(intake, number, asked.officer, now(), asked.seen)
        with ending(OK):
            if as_json:
                answers.send([RetakenLine(number=number, outcome=DISMISSED, refusal=None)])
                return
            stdout().print(say("q_dismissed", lang, n=number))
    with telling(here.place, lang), told_in_words(number, place, lang):
        if asked is None:
            noted = _still(lambda: retry(intake, number, now()), number, here, lang)
        else:
            noted = _still(lambda: approve(intake, number, asked.officer, now(), asked.seen), number, here, lang)
    with ending(OK if noted is None else REFUSED):
        if as_json:
            refusal = None if noted is None else refusal_said(noted, here.setting.names)
            outcome = "applied" if noted is None else "refused"
            answers.send([RetakenLine(number=number, outcome=outcome, refusal=refusal)])
            return
        stdout().print(say("q_taken" if asked is None else "q_corrected", lang, n=number))
        if noted is not None:
            _print_noted(noted, here, lang)


def _is_dismissal(here: Opened, number: int, place: str | None, lang: Lang, asked: Approval) -> bool:
    """Whether a dismissal waits for one; whoever approves says that it is what they mean.

    Raises:
        Stop: it is not what waits.
    """
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        row = quarantined(connection, number)
    options = options_text(place, lang)
    waits = row is not None and row.status == DISMISSAL
    if row is not None and asked.seen is not None and row.proposal and asked.seen != row.proposal:
        raise Stop(USAGE, say("q_not_seen", lang, n=number, options=options))
    if row is not None and waits and not asked.dismissal:
        ground = (row.correction or b"").decode()
        said = say("q_is_dismissal", lang, n=number, who=row.corrected_by, ground=ground, options=options)
        raise Stop(USAGE, said)
    if row is not None and asked.dismissal and not waits:
        state = terms.QUARANTINE_STATES[row.status].say(lang)
        raise Stop(USAGE, say("q_is_no_dismissal", lang, n=number, state=state, options=options))
    return waits


def _print_noted(noted: Refusal, here: Opened, lang: Lang) -> None:
    stdout().print(styled((noted.field, "bold"), "\n", reason_of(noted, here.setting.names, lang)))


def _still(take: Callable[[], Refusal | None], number: int, here: Opened, lang: Lang) -> Refusal | None:
    try:
        return take()
    except StillRefused as still:
        if still.refusal is None:
            raise Stop(REFUSED, say("q_still_held", lang, n=number, loan=still.loan_no)) from None
        why = reason_of(still.refusal, here.setting.names, lang)
        raise Stop(REFUSED, say("q_still", lang, n=number, why=why)) from None


@contextmanager
def told_in_words(number: int, place: str | None, lang: Lang) -> Iterator[None]:
    """What goes wrong with a number of the quarantine, in words."""
    options = options_text(place, lang)
    try:
        yield
    except NotThere:
        raise Stop(NOT_FOUND, say("quarantine_absent", lang, n=number, options=options)) from None
    except AnotherProposed as other:
        raise Stop(USAGE, say("q_another", lang, n=number, who=other.by, options=options)) from None
    except Settled as settled:
        state = terms.QUARANTINE_STATES[settled.status].say(lang)
        key = NEXT.get(settled.status, "quarantine_settled")
        raise Stop(USAGE, say(key, lang, n=number, state=state, options=options)) from None
    except Replaced as replaced:
        raise Stop(
            USAGE, say("q_not_seen" if replaced.named else "q_unseen", lang, n=number, options=options)
        ) from None
    except dismissals.NoGround:
        raise Stop(USAGE, say("q_no_ground", lang)) from None
    except Unreadable:
        raise Stop(USAGE, say("officer_unreadable", lang)) from None
    except SamePerson:
        raise Stop(USAGE, say("q_same_person", lang, n=number)) from None
    except ProposerErased:
        raise Stop(USAGE, say("q_proposer_erased", lang, n=number, options=options)) from None
    except Refused as refused:
        said = [problem.zh if lang == "zh" else problem.en for problem in refused.problems]
        head = say("q_still_broken", lang, n=number)
        raise Stop(REFUSED, "\n".join([head, *(f"  {text}" for text in said)])) from None


def whose_cell(one: Whose, names: Names, lang: Lang) -> Prose:
    """The borrower by its name and number, and the organisations; empty where nothing says it."""
    name = names.borrowers.get(one.customer_no, "")
    orgs = series((names.org_short(org_no, lang) for org_no in one.orgs), lang)
    below = [part for part in (one.customer_no if name else "", orgs) if part]
    return two_lines(name or one.customer_no or "—", "\n".join(below))


def where(source: str, line: int, lang: Lang) -> Prose:
    """Where a record stood: in a partition at an offset, in a file on a line."""
    read = read_name(source)
    if read is not None:
        return two_lines(f"{read[0].topic} {read[0].partition}", say("q_offset", lang, n=line))
    return two_lines(source, say("q_line", lang, n=line) if line else "")


def _whole(here: Opened, row: Original, said: Whose, who: _Who) -> QuarantinedLine:
    """With what came, and what is to be taken in its place."""
    given = None if row.correction is None else who.text(row.correction)
    named = {"ground" if row.status in (DISMISSAL, DISMISSED) else "correction": given}
    return replace(_line(here, row, said), original=who.text(row.raw), **named)


def _line(here: Opened, row: Quarantined, one: Whose) -> QuarantinedLine:
    return QuarantinedLine(
        number=row.id,
        source=row.source,
        status=row.status,
        refusal=refusal_said(row.refusal, here.setting.names),
        corrected_by=row.corrected_by,
        approved_by=row.approved_by,
        settled_at=None if row.settled_at is None else write_moment(row.settled_at),
        proposal=row.proposal or None,
        replaced=row.replaced,
        customer_no=one.customer_no or None,
        borrower=here.setting.names.borrowers.get(one.customer_no),
        orgs=one.orgs,
    )
