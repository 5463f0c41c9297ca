"""What a duty's page says of why its organisation owes it (O9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from warning.cli.explain.amount import came_in, is_later_notice
from warning.cli.explain.endings import kind_told
from warning.cli.explain.handed import stayed
from warning.cli.explain.needed import lent_where, signals_of
from warning.cli.explain.owning import Move, Owned, moves_of, owned
from warning.cli.explain.page import Page
from warning.cli.explain.replaced import replaced_lines, replaced_records
from warning.cli.screen.tables import grid
from warning.cli.situation import Case, Situation
from warning.core.rows import Duty, Signal
from warning.wording import moments
from warning.wording.names import aside, series


def owner_lines(page: Page, duty: Duty) -> list[str]:
    """From when, and by which loans and signals, an organisation came in later; of any other nothing."""
    later = came_in(page.situation, duty) or is_later_notice(page.situation, duty)
    loans = owned(page.situation, page.events, duty) if later else []
    ids = series(dict.fromkeys(name for one in loans for name in one.signals), page.lang)
    listed = series((one.loan_no for one in loans), page.lang)
    at, org = moments.instant(duty.opened_at), page.names.org(duty.org_no, page.lang)
    return [page.say("came_in", loans=listed, org=org, at=at, ids=ids)] if loans else []


def issuer_lines(page: Page, duty: Duty) -> list[str]:
    """Of a rectification: who issues the notice, or issued the one whose completion is owed (14.2, O7)."""
    if duty.kind == "rectification_notice":
        return [page.say("issued_by", org=page.names.org(duty.org_no, page.lang))]
    name = duty.hangs_on.partition(":")[2] if duty.kind == "completion" else ""
    owed = (one for one in page.situation.of_borrower(duty.customer_no) if one.kind == "rectification_notice")
    orgs = dict.fromkeys(page.names.org(one.org_no, page.lang) for one in owed if name and one.fulfilled_by == name)
    return [page.say("was_issued_by", org=org, id=name) for org in orgs]


def move_lines(page: Page, signals: Iterable[Signal]) -> list[str]:
    """Where the loans of some signals moved while these were live (O9), and which another took the place of (W9)."""
    signals = tuple(signals)
    rows = [one for case in page.situation.cases for one in case.duties if _rests_on(case, one, signals)]
    moves = moves_of(page.situation, page.events, signals)
    return [*(text for move in moves for text in _moved(page, move, rows)), *replaced_lines(page, signals)]


def own_move_lines(page: Page, duty: Duty) -> list[str]:
    """Of a duty that went or came with a loan: where that moved (O9); of a check, what took the loan's place (W9)."""
    changes = page.situation.ledger.history[duty.id]
    names = {name for one in changes if one.effect.why.code == "moved" for name in one.effect.why.events}
    moves = [
        one for one in moves_of(page.situation, page.events, signals_of(page.situation, duty)) if one.record in names
    ]
    moved = [text for one in moves for text in _moved(page, one, [duty])]
    return [*moved, *replaced_lines(page, checked(page.situation, duty))]


def checked(found: Situation, duty: Duty) -> list[Signal]:
    """The signal of a duty, where it is about a loan's maturity (11.1.1)."""
    own = found.ledger.signals.get(duty.signal_id)
    return [] if own is None or own.clause != "11.1.1" else [own]


def _moved(page: Page, move: Move, duties: Iterable[Duty]) -> list[str]:
    """A move, and what became of these duties by it: gone with the loan, or stayed with the same beside them."""
    orgs = {"before": page.names.org(move.before, page.lang), "after": page.names.org(move.after, page.lang)}
    said = {"loan_no": move.loan_no, "id": move.record, "at": moments.instant(move.at), **orgs}
    both = stayed(page, move.record, duties)
    if both:
        return [page.say("loan_moved_beside", old=old, new=new, **said) for old, new in both]
    return [page.say("loan_moved", **said)]


def _rests_on(case: Case, duty: Duty, signals: Collection[Signal]) -> bool:
    """Whether a duty hangs on one of these signals, or on a warning all of whose signals they are."""
    if duty.signal_id:
        return any(one.id == duty.signal_id for one in signals)
    return len(signals) == len(case.signals) and all(one in signals for one in case.signals)


def move_records(page: Page, signals: Iterable[Signal]) -> list[str]:
    """The records of these, and those that say where the loans were before, or what was owed of them."""
    signals = tuple(signals)
    ids = [move.record for move in moves_of(page.situation, page.events, signals)]
    return [*ids, *lent_where(page.events, ids), *replaced_records(page.events, signals)]


def owners(page: Page, duty: Duty) -> None:
    """Print the source loans booked at the organisation as the duty was opened, with the records that say so."""
    loans = owned(page.situation, page.events, duty)
    if not loans:
        return
    org = page.names.org(duty.org_no, page.lang)
    page.line(page.say("h_owned", org=org, at=moments.instant(duty.opened_at)))
    columns = ("c_loan", "c_org", "c_booked", "c_balance", "c_record")
    table = grid(*(page.say(column) for column in columns), fixed=(3,))
    for one in loans:
        org = page.names.org(one.org_no, page.lang)
        money = "—" if one.balance is None else moments.money(one.balance.fen, page.lang)
        table.add_row(one.loan_no, org, _record(page, one.booked), money, _balance(page, one))
    page.table(table)


def _balance(page: Page, one: Owned) -> str:
    return "—" if one.balance is None else _record(page, one.balance.record)


def _record(page: Page, name: str) -> str:
    """A record by id, kind and when it was recorded."""
    event = page.events.get(name)
    if event is None:
        return page.say("balance_absent")
    said = aside(name, kind_told(event, page.lang), page.lang)
    return f"{said}\n{page.recorded_at(event)}"
