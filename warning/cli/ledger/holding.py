"""``warning held list``: the records that wait for their loan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from rich.table import Table

from warning.cli.ledger.opening import opened, telling
from warning.cli.ledger.quarantine import where, whose_cell
from warning.cli.output import ending
from warning.cli.rows import send_lines, written_line
from warning.cli.screen.prose import Prose
from warning.cli.screen.tables import grid, stdout, two_lines
from warning.cli.stop import OK
from warning.contracts.about import MOST
from warning.contracts.decode import decode
from warning.contracts.lines import record_line
from warning.ledger.sql.counts import Waits, held
from warning.ledger.sql.queries import borrowers_named
from warning.ledger.sql.whose import Whose, whose
from warning.wording import Names, moments
from warning.wording.phrases import say
from warning.wording.records import event_type
from warning.wording.text import Lang

Place = tuple[str, int]
"""Where a record stood: its source and line."""


class Asked(Struct, frozen=True, kw_only=True):
    """Which records, as the command was told; None: about any borrower."""

    borrower: str | None = None


def listed(place: str | None, asked: Asked, lang: Lang, *, rows: int, as_json: bool) -> None:
    """List the records that wait for their loan, with whose they say they are."""
    here = opened(place, lang)
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        every = as_json or asked.borrower is not None
        count, found = held(connection, 0 if every else rows)
        said = whose(connection, {_place(one): one.raw[:MOST] for one in found})
        if asked.borrower is not None:
            found = [one for one in found if said[_place(one)].customer_no == asked.borrower]
            count, found = len(found), found if as_json else found[: rows or len(found)]
        names = here.setting.names
        names.borrowers.update(borrowers_named(connection, {said[_place(one)].customer_no for one in found}))
    with ending(OK):
        if as_json:
            send_lines(_line(one, said[_place(one)], names) for one in found)
            return
        console = stdout()
        if not found:
            console.print(say("no_held", lang))
            return
        console.print(_table(found, said, names, say("t_held", lang, n=count), lang))
        if len(found) < count:
            console.print(say("more", lang, n=count - len(found)), style="dim")


def _place(one: Waits) -> Place:
    return one.source, one.line


def _table(found: Sequence[Waits], said: Mapping[Place, Whose], names: Names, title: str, lang: Lang) -> Table:
    headings = (say(key, lang) for key in ("q_where", "d_borrower", "d_record", "d_loan", "d_held_until"))
    table = grid(*headings, title=title, fixed=(4,))
    for one in found:
        incoming = decode(one.raw)
        stood, about = where(one.source, one.line, lang), whose_cell(said[_place(one)], names, lang)
        record = two_lines(event_type(incoming.type, lang), incoming.id)
        table.add_row(stood, about, record, Prose(one.loan_no), moments.instant(one.until))
    return table


def _line(one: Waits, about: Whose, names: Names) -> bytes:
    incoming = decode(one.raw)
    told = record_line(
        line=one.line,
        event_id=incoming.id,
        type_name=incoming.type,
        outcome="held",
        loan_no=one.loan_no,
        until=one.until,
    )
    whose_it_is = {
        "customer_no": about.customer_no or None,
        "borrower": names.borrowers.get(about.customer_no),
        "orgs": about.orgs,
    }
    return written_line({**told, **whose_it_is})
