"""How loans and off-balance items ended by their records (W9, article 17), and which product an item is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from warning.cli.explain.spells import OPENED
from warning.cli.situation import Situation
from warning.core.effects import Why
from warning.core.events import LoanRefinanced, LoanSettled, ReleaseProposed
from warning.core.rows import Signal
from warning.core.scalars import read_moment
from warning.core.state import Loan
from warning.wording.names import aside
from warning.wording.phrases import say
from warning.wording.records import event_type, value_name
from warning.wording.text import Lang

Events = Mapping[str, Mapping[str, Any]]
RECOVERED: Final = ("recovered", "kept_after_recovery")
"""Reasons that a signal is closed by the books."""
PAID: Final = "paid"


class Ending(Struct, frozen=True):
    """A loan, how it was settled, and the record that says so."""

    loan_no: str
    how: str
    name: str


def endings(found: Situation, events: Events, signals: Iterable[Signal]) -> list[Ending]:
    """How the loans of the signals that were closed by the books ended, up to the instant that is looked at."""
    said = []
    for signal in signals:
        state = found.borrower(signal.customer_no) if signal.closed_by == "recovery" else None
        loans = [one.loan_no for one in (() if state is None else state.loans)]
        named = loans if signal.loans is None else signal.loans
        said += [one for one in map(_ending, events, events.values()) if one.loan_no in named]
    until = found.verdicts.until
    early = (one for one in said if read_moment(str(events[one.name]["recordedtime"])) <= until)
    return list(dict.fromkeys(early))


def _ending(name: str, event: Mapping[str, Any]) -> Ending:
    """What a record says; no loan where it settles none. ``how`` is left out where it is the default."""
    content = event.get("data")
    if event.get("type") != LoanSettled.TYPE or not isinstance(content, Mapping):
        return Ending("", "", name)
    return Ending(str(content.get("loan_no")), str(content.get("how") or PAID), name)


def lapsed(found: Situation, events: Events, signals: Iterable[Signal]) -> bool:
    """Whether a signal was closed by an off-balance item that ended otherwise than by payment (article 17, W9)."""
    return any(one.how != PAID for one in endings(found, events, signals))


def ended_how(found: Situation, events: Events, why: Why, lang: Lang) -> str:
    """Beside the reason that a signal is closed by the books: how each loan ended, by which record; else empty."""
    history = found.ledger.history
    closed = (one for one in found.verdicts.signals if any(change.effect.why is why for change in history[one.id]))
    signal = next(closed, None) if why.code in RECOVERED else None
    ended = [] if signal is None else endings(found, events, [signal])
    if not ended:
        return ""
    gap, stop = ("、", "") if lang == "zh" else (", ", " ")
    listed = gap.join(f"{one.loan_no} {aside(value_name('how', one.how, lang), one.name, lang)}" for one in ended)
    said = stop + say("ended_how", lang, listed=listed)
    return said if all(one.how == PAID for one in ended) else said + stop + say("ended_off_balance", lang)


def off_balance(found: Situation, loan_no: str) -> Loan | None:
    """The off-balance item of that number; None where it is a loan, or not known."""
    ledger, key = found.ledger, found.ledger.owner(loan_no)
    keys = [key] if key is not None else [] if ledger.loans else list(ledger.homes)  # a slice of a ledger has few
    states = (found.borrower(name.removeprefix("b:")) for name in keys)
    loans = (loan for state in states if state is not None for loan in state.loans)
    return next((loan for loan in loans if loan.loan_no == loan_no and loan.off_balance), None)


def product_of(events: Events, loan_no: str, lang: Lang) -> str:
    """What an off-balance item is, by the record that opened it."""
    for event in events.values():
        content = event.get("data")
        if event.get("type") in OPENED and isinstance(content, Mapping) and content.get("loan_no") == loan_no:
            product = str(content.get("product") or "")
            return value_name("product", product, lang) if product else say("off_balance", lang)
    return say("off_balance", lang)


def as_told(found: Situation, kind: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a record says, with a default that the closing rests on, and an off-balance sum by its own name."""
    if kind == LoanSettled.TYPE:
        return {**content, "how": content.get("how") or PAID}
    if kind == ReleaseProposed.TYPE:
        return {**content, "covers": _covers(content, found.lang)}
    if "outstanding_balance" in content and off_balance(found, str(content.get("loan_no") or "")) is not None:
        return {("notional" if name == "outstanding_balance" else name): value for name, value in content.items()}
    return content


def kind_told(event: Mapping[str, Any], lang: Lang) -> str:
    """What a record is called; of a refinancing which of the two it is (R100)."""
    kind, content = str(event.get("type", "")), event.get("data")
    if kind != LoanRefinanced.TYPE or not isinstance(content, Mapping):
        return event_type(kind, lang)
    return say("advance" if content.get("disbursement_type") == "advance" else "refinancing", lang)


def _covers(content: Mapping[str, Any], lang: Lang) -> str:
    """The signals a release names by clause and subject; where it names none, all that are live (W8)."""
    named = content.get("signals")
    if not isinstance(named, list) or not named:
        return say("covers_all", lang)
    each = (one for one in named if isinstance(one, Mapping))
    told = (" ".join((str(one.get("clause")), str(one.get("subject") or "").replace("|", " · "))) for one in each)
    return ("、" if lang == "zh" else ", ").join(text.strip() for text in told)
