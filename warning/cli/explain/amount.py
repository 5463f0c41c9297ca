"""Which records an amount is the sum of: every source loan with the record that says its balance (W6, W7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from warning.cli.explain.approved import AFTER, original
from warning.cli.explain.needed import BALANCES, Row
from warning.cli.situation import Situation
from warning.core.effects import WarningChanged
from warning.core.rows import Duty, Signal, Warning
from warning.core.scalars import day_of, midnight, read_fen, read_moment
from warning.ledger.memory import Change

Record = dict[str, Any]
Events = Mapping[str, Mapping[str, Any]]
BY_AMOUNT: Final = ("11.1.1", "12.1.1")
"""Clauses whose clocks go by the amount; no other term does (W7)."""
LEVELLED: Final = ("raised", "rose", "lowered")
"""Changes of a warning that say its level."""
REPORTS: Final = ("first_notice", "report")
FROM_RAISE: Final = ("team", "meeting", "monthly_update", "tracking")
"""Duties that count from the raise, or from the instant an organisation came in later (D4-D7, O9)."""


class Balance(Struct, frozen=True):
    """A loan's balance in fen, and the record that says it; empty where none of the records at hand does."""

    loan_no: str
    fen: int
    record: str
    signals: tuple[str, ...] = ()
    """The live signals for which it counts (W6)."""


class Basis(Struct, frozen=True):
    """An amount at an instant, with the balances it is the sum of; none where they do not come to it.

    ``before``: the sum just before it, in fen.
    """

    at: int
    amount: int
    tier: int
    balances: tuple[Balance, ...]
    before: int = 0


def goes_by_amount(duty: Duty) -> bool:
    """Whether a duty's term depends on the amount."""
    return duty.clause in BY_AMOUNT and duty.kind in REPORTS


def bases(found: Situation, events: Events, row: Row) -> list[Basis]:
    """The amounts that an explanation of a row shows."""
    match row:
        case Warning():
            now = [] if row.closed_at is not None else [now_of(found, events, row)]
            return [*tiers_of(found, events, row), *now]
        case Duty():
            shown = (of_duty(found, events, row), quoted(found, events, row), as_it_came_in(found, events, row))
            return list({(one.amount, one.balances): one for one in shown if one is not None}.values())
        case Signal():
            owed = (duty for duty in found.verdicts.duties if duty.signal_id == row.id)
            each = (of_duty(found, events, duty) for duty in owed)
            known = sorted((basis for basis in each if basis is not None), key=lambda basis: -basis.at)
            return list({basis.balances: basis for basis in known}.values())


def of_duty(found: Situation, events: Events, duty: Duty) -> Basis | None:
    """What fixed the tier a duty's clock goes by: the amount as it was opened, or as that tier was reached before.

    Of one that was given a longer time, the tier of the original one.
    """
    duty = original(found, duty)
    warning = found.warning_of(duty)
    opening = found.opening(duty)
    if warning is None or opening is None or not goes_by_amount(duty):
        return None
    values = dict(opening.effect.why.values)
    tier, amount = int(values.get("tier", 0)), int(values.get("amount", 0))
    then = _basis(found, events, duty.customer_no, opening.at, amount)
    if amount and then.tier == tier and then.balances:
        return then
    before = [basis for basis in tiers_of(found, events, warning) if basis.at <= opening.at and basis.tier == tier]
    return before[-1] if before else then if then.tier == tier else None


def as_it_came_in(found: Situation, events: Events, duty: Duty) -> Basis | None:
    """The amount as an organisation came into a warning later; none of a duty owed from the beginning (O9)."""
    if not came_in(found, duty):
        return None
    then = _basis(found, events, duty.customer_no, duty.opened_at, 0)
    named = _source_loans_at(found, events, duty.customer_no, duty.opened_at)
    state = found.borrower(duty.customer_no)
    loans = [loan.loan_no for loan in (() if state is None else state.loans) if named is None or loan.loan_no in named]
    known = (latest(events, loan_no, duty.opened_at) for loan_no in loans)
    some = [balance for balance in known if balance is not None and balance.fen]
    total = sum(balance.fen for balance in some)
    balances = _with_signals(found, events, duty.customer_no, duty.opened_at, some)
    return replace(then, amount=total, tier=found.setting.frame.tier(total), balances=balances)


def came_in(found: Situation, duty: Duty) -> bool:
    """Whether an organisation owes a duty because a loan of it became a source loan later (O9)."""
    signal, warning = found.ledger.signals.get(duty.signal_id), found.warning_of(duty)
    if warning is None or duty.start != duty.opened_at or AFTER in duty.hangs_on or found.came_by_move(duty):
        return False
    if signal is not None:  # a report by a breach, a sub-branch's report or a crossing is owed for that alone (D3)
        return duty.came_in
    known = {warning.raised_at, midnight(day_of(duty.start))}
    known |= {at for at, _ in warning.levels} if duty.kind == "meeting" else set()
    return duty.kind in FROM_RAISE and duty.start not in known


def is_later_notice(found: Situation, duty: Duty) -> bool:
    """Whether a rectification notice is owed by a branch that came into a finding later than its raise (O9, D12)."""
    signal = found.ledger.signals.get(duty.signal_id)
    if duty.kind != "rectification_notice" or signal is None or AFTER in duty.hangs_on or not signal.history:
        return False
    return duty.start == duty.opened_at > signal.history[0].at and not found.came_by_move(duty)


def level_said(found: Situation, duty: Duty) -> Change | None:
    """The change that gave its warning the level it had as a duty was opened that rests on no single signal (W2)."""
    warning = None if duty.signal_id in found.ledger.signals else found.warning_of(duty)
    changes = [] if warning is None else found.ledger.history.get(warning.id, [])
    said = [one for one in changes if one.effect.change in LEVELLED and one.at <= duty.opened_at]
    return said[-1] if said else None


def quoted(found: Situation, events: Events, duty: Duty) -> Basis | None:
    """The amount that a duty's page quotes with its warning's level, made up as it was then; often none."""
    said, warning = level_said(found, duty), found.warning_of(duty)
    if said is None or warning is None or "amount" not in dict(said.effect.why.values):
        return None
    return next((basis for basis in tiers_of(found, events, warning) if basis.at == said.at), None)


def of_loans(found: Situation, events: Events, signal: Signal) -> list[Balance]:
    """The source loans of a signal with their balances as they now are (W6)."""
    state = found.borrower(signal.customer_no)
    loans = () if state is None else state.loans
    named = [loan for loan in loans if signal.loans is None or loan.loan_no in signal.loans]
    until = found.verdicts.until
    return [Balance(loan.loan_no, loan.balance, _record(events, loan.loan_no, loan.balance, until)) for loan in named]


def level_at(signal: Signal, at: int) -> int:
    """The level a signal had at an instant; 0 where it was not live."""
    return next((step.level for step in reversed(signal.history) if step.at <= at), 0)


def closed_at(signal: Signal) -> int | None:
    """When it was closed; None where it was not."""
    return next((step.at for step in signal.history if not step.level), None)


def at_closing(found: Situation, events: Events, signal: Signal) -> list[Balance]:
    """The source loans of a closed signal that were there at its closing, with their balances then (W6, W9)."""
    at, now = closed_at(signal), of_loans(found, events, signal)
    if at is None:
        return now
    then = {one.loan_no: latest(events, one.loan_no, at) for one in now}
    known = {one.loan_no for one in now if latest(events, one.loan_no, found.verdicts.until) is not None}
    return [then[one.loan_no] or one for one in now if then[one.loan_no] is not None or one.loan_no not in known]


def tiers_of(found: Situation, events: Events, warning: Warning) -> list[Basis]:
    """The amount with which each tier of a warning was reached."""
    rises = []
    for change in found.ledger.history.get(warning.id, []):
        effect = change.effect
        if isinstance(effect, WarningChanged) and effect.change in ("raised", "crossed"):
            values = dict(effect.why.values)
            by_loan = "" if "other_loans" in values else str(values.get("by_loan", ""))
            basis = _basis(found, events, warning.customer_no, change.at, int(values.get("amount", 0)), by_loan)
            rises.append(basis)
    return rises


def now_of(found: Situation, events: Events, warning: Warning) -> Basis:
    """The amount of a live warning as it now is."""
    loans = found.source_loans(warning.customer_no)
    total = sum(loan.balance for loan in loans)
    until = found.verdicts.until
    balances = tuple(
        Balance(loan.loan_no, loan.balance, _record(events, loan.loan_no, loan.balance, until)) for loan in loans
    )
    balances = _with_signals(found, events, warning.customer_no, until, balances)
    return Basis(until, total, found.setting.frame.tier(total), balances)


def of_one_signal(basis: Basis, signal_id: str) -> int:
    """What the loans of one signal alone come to, in fen; of the one with most where none is named."""
    sums: dict[str, int] = {}
    for balance in basis.balances:
        for name in balance.signals:
            sums[name] = sums.get(name, 0) + balance.fen
    return sums.get(signal_id, 0) if signal_id else max(sums.values(), default=0)


def _basis(found: Situation, events: Events, customer_no: str, at: int, amount: int, by_loan: str = "") -> Basis:
    """The balances recorded by an instant, if they come to the amount that decided; else those it was decided by."""
    state = found.borrower(customer_no)
    named = _source_loans_at(found, events, customer_no, at)
    loans = [loan.loan_no for loan in (() if state is None else state.loans) if named is None or loan.loan_no in named]
    balances = [latest(events, loan_no, at) for loan_no in loans]
    some = tuple(balance for balance in balances if balance is not None and balance.fen)
    if sum(balance.fen for balance in some) != amount:
        pairs = [one.rpartition("=") for one in by_loan.split(", ") if one]
        some = tuple(Balance(loan, int(fen), _record(events, loan, int(fen), at)) for loan, _, fen in pairs)
    some = _with_signals(found, events, customer_no, at, some)
    return Basis(at, amount, found.setting.frame.tier(amount), some, _sum_before(found, events, customer_no, at))


def _sum_before(found: Situation, events: Events, customer_no: str, at: int) -> int:
    """What the source loans came to just before an instant."""
    state = found.borrower(customer_no)
    named = _source_loans_at(found, events, customer_no, at - 1)
    loans = [loan.loan_no for loan in (() if state is None else state.loans)] if named is None else named
    balances = (latest(events, loan_no, at - 1) for loan_no in loans)
    return sum(balance.fen for balance in balances if balance is not None)


def _with_signals(
    found: Situation, events: Events, customer_no: str, at: int, balances: Iterable[Balance]
) -> tuple[Balance, ...]:
    """The balances, each with the signals live at an instant that name its loan."""
    live = {one.id: loans_at(events, one, at) for one in live_at(found, customer_no, at)}
    names = {
        balance.loan_no: tuple(name for name, loans in live.items() if loans is None or balance.loan_no in loans)
        for balance in balances
    }
    return tuple(replace(balance, signals=names[balance.loan_no]) for balance in balances)


def live_at(found: Situation, customer_no: str, at: int) -> Iterator[Signal]:
    """The signals of a borrower that were live at an instant."""
    for signal in found.verdicts.signals:
        if signal.customer_no != customer_no:
            continue
        opened = next((step.at for step in signal.history if step.opening), None)
        closed = next((step.at for step in signal.history if not step.level), None)
        if opened is not None and opened <= at and (closed is None or closed > at):
            yield signal


def loans_at(events: Events, signal: Signal, at: int) -> set[str] | None:
    """The loans that a signal names, as they were at an instant; None: all of the borrower's (W6)."""
    return None if signal.loans is None else {_before_refinancing(events, loan_no, at) for loan_no in signal.loans}


def _source_loans_at(found: Situation, events: Events, customer_no: str, at: int) -> set[str] | None:
    """The loans named by the signals live at an instant; None: all of the borrower's (W6)."""
    named: set[str] = set()
    for signal in live_at(found, customer_no, at):
        loans = loans_at(events, signal, at)
        if loans is None:
            return None
        named |= loans - added_later(found, signal, at)
    return named


def added_later(found: Situation, signal: Signal, at: int) -> set[str]:
    """The loans that a finding recorded again has named only since (W6)."""
    added = [one for one in found.ledger.history.get(signal.id, ()) if one.at > at]
    whys = (one.effect.why for one in added if one.effect.why.code == "loans_added")
    return {name for why in whys for name in str(dict(why.values)["loans"]).split(", ")}


def _before_refinancing(events: Events, loan_no: str, at: int) -> str:
    """The loan that stood at an instant where another has since taken its place (W9)."""
    for event in events.values():
        content = data_of(event)
        replaces = event.get("type") == "loan.refinanced.v1" and content.get("loan_no") == loan_no
        if replaces and received_at(event) > at:
            return _before_refinancing(events, str(content.get("previous_loan_no")), at)
    return loan_no


def latest(events: Events, loan_no: str, at: int) -> Balance | None:
    """A loan's balance by the last record of it up to an instant; an older posting changes nothing."""
    last, found = 0, None
    for _, seq, fen, name in sorted(_said(events, loan_no, at)):
        if not 0 < seq <= last:
            last, found = max(last, seq), Balance(loan_no, fen, name)
    return found


def _record(events: Events, loan_no: str, fen: int, until: int) -> str:
    """The last record by which a loan's balance is that; empty if none is at hand."""
    return max((one for one in _said(events, loan_no, until) if one[2] == fen), default=(0, 0, 0, ""))[3]


def _said(events: Events, loan_no: str, at: int) -> Iterator[tuple[int, int, int, str]]:
    """(received, posting, fen, id) of every record up to an instant that says what a loan's balance is."""
    for name, event in events.items():
        content = data_of(event)
        kind = str(event.get("type"))
        received = received_at(event)
        if kind not in BALANCES or received > at:
            continue
        seq = int(content.get("posting_seq") or 0)
        if kind == "loan.settled.v1" and content.get("loan_no") == loan_no:
            yield received, seq, 0, name
        elif content.get("loan_no") == loan_no and (fen := _fen(content.get("outstanding_balance"))) is not None:
            yield received, seq, fen, name
        elif kind == "loan.refinanced.v1" and content.get("previous_loan_no") == loan_no:
            yield received, seq, _rest(events, loan_no, content, received), name


def _rest(events: Events, loan_no: str, content: Mapping[str, Any], received: int) -> int:
    """What a refinancing leaves of the loan it is for: nothing where it covers the balance, or is an advance (R100)."""
    before = latest(events, loan_no, received - 1)
    if before is None or content.get("disbursement_type") == "advance":
        return 0
    return max(before.fen - (_fen(content.get("outstanding_balance")) or 0), 0)


def data_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The contents of a record; nothing where it is broken."""
    content = event.get("data")
    return content if isinstance(content, Mapping) else {}


def received_at(event: Mapping[str, Any]) -> int:
    """When a record was recorded (µs UTC); 0 where it cannot be read."""
    try:
        return int(read_moment(str(event.get("recordedtime"))))
    except ValueError:
        return 0


def _fen(text: object) -> int | None:
    try:
        return int(read_fen(str(text)))
    except ValueError:
        return None
