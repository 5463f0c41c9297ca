"""How loans and off-balance items ended by their records (W9, article 17), and which product an item is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from warning.cli.explain.spells import OPENED
from warning.cli.situation import Situation
from warning.core.effects import Why
from warning.core.events import LoanRefinanced, LoanSettled, NoticeAnswered, ReleaseProposed, WaiverProposed
from warning.core.rows import Signal
from warning.core.scalars import read_moment
from warning.core.state import Loan
from warning.wording import render
from warning.wording.names import Names, aside, series
from warning.wording.phrases import say
from warning.wording.records import event_type, value_name
from warning.wording.text import Lang

Events = Mapping[str, Mapping[str, Any]]
RECOVERED: Final = ("recovered", "kept_after_recovery")
"""Reasons that a signal is closed by the books."""
PAID: Final = "paid"
UNREAD: Final = "design"
"""What is cited where a record is refused before it has reached its borrower."""


class Ending(Struct, frozen=True):
    """A loan, how it was settled, and the record that says so."""

    loan_no: str
    how: str
    name: str


def endings(found: Situation, events: Events, signal: Signal, at: int) -> list[Ending]:
    """How the loans of a signal had ended by an instant: of each the record that ended it, where that settled it.

    A record that did not count is none, and one refinanced later is not ended by what settled it before (R87).
    """
    state = found.borrower(signal.customer_no)
    loans = [one.loan_no for one in (() if state is None else state.loans)]
    named = loans if signal.loans is None else signal.loans
    idle = without_effect(found)
    last: dict[str, Ending] = {}
    for name, event in sorted(events.items(), key=lambda one: _recorded(one[1])):
        if name not in idle and _recorded(event) <= at:
            one = _ending(name, event)
            last[one.loan_no] = one
    return [one for one in last.values() if one.how and one.loan_no in named]


def without_effect(found: Situation) -> set[str]:
    """The records about loans that are refused or of no effect; not those that share an id with one that counts."""
    said = (one for one in found.verdicts.refusals if one.outcome in ("quarantined", "without_effect"))
    return {one.event_id for one in said if one.why is not None and one.why.clause != UNREAD}


def _recorded(event: Mapping[str, Any]) -> int:
    return int(read_moment(str(event["recordedtime"])))


def _ending(name: str, event: Mapping[str, Any]) -> Ending:
    """What a record says ended a loan; none where it ends none. ``how`` is empty where another took its place."""
    content = event.get("data")
    if not isinstance(content, Mapping):
        return Ending("", "", name)
    if event.get("type") == LoanRefinanced.TYPE:
        return Ending(str(content.get("previous_loan_no")), "", name)
    if event.get("type") != LoanSettled.TYPE:
        return Ending("", "", name)
    return Ending(str(content.get("loan_no")), str(content.get("how") or PAID), name)


def lapsed(found: Situation, events: Events, signals: Iterable[Signal]) -> bool:
    """Whether a signal was closed by an off-balance item that ended otherwise than by payment (article 17, W9)."""
    closed = (one for one in signals if one.closed_by == "recovery" and one.history)
    ended = (one for signal in closed for one in endings(found, events, signal, signal.history[-1].at))
    return any(one.how != PAID for one in ended)


def lapsed_before(found: Situation, events: Events, signals: Iterable[Signal]) -> bool:
    """Whether a reason on the pages of these signals says so of a closing, also of the episode before."""
    changes = [
        (signal, one) for signal in signals for one in found.ledger.history[signal.id] if _closes(one.effect.why)
    ]
    ended = (one for signal, change in changes for one in endings(found, events, signal, change.at))
    return any(one.how != PAID for one in ended)


def _closes(why: Why) -> bool:
    """Whether a reason is that of a closing by the books, as that was recorded (R105)."""
    return why.code in RECOVERED and "retracted" not in dict(why.values)


def ended_how(found: Situation, events: Events, why: Why, lang: Lang) -> str:
    """Beside the reason that a signal is closed by the books: how each loan ended, by which record; else empty."""
    if not _closes(why):
        return ""
    history = found.ledger.history
    changes = ((row, one) for row in found.verdicts.signals for one in history[row.id] if one.effect.why is why)
    ended = [one for row, change in changes for one in endings(found, events, row, change.at)]
    if not ended:
        return ""
    gap, stop = ("、", "") if lang == "zh" else (", ", " ")
    listed = gap.join(f"{one.loan_no} {aside(value_name('how', one.how, lang), one.name, lang)}" for one in ended)
    said = stop + say("ended_how", lang, listed=listed)
    return said if all(one.how == PAID for one in ended) else said + stop + say("ended_off_balance", lang)


def reason_of(found: Situation, events: Events, why: Why, names: Names, lang: Lang) -> str:
    """A reason in words; of a closing by the books how the loans ended, and of an advance that it is one."""
    said = _advanced(found, events, why, lang) or render.reason(why, names, lang)
    return said + ended_how(found, events, why, lang)


def _advanced(found: Situation, events: Events, why: Why, lang: Lang) -> str:
    """That an advance on an off-balance item took its place, which is no refinancing (W9); empty of any other."""
    values = {name: str(value) for name, value in why.values}
    said = [str(events.get(name, {}).get("data", {}).get("disbursement_type")) for name in why.events]
    if why.code != "refinanced" or "advance" not in said or off_balance(found, values["old"]) is None:
        return ""
    return say("advanced", lang, old=values["old"], new=values["new"])


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
    if kind == WaiverProposed.TYPE and content.get("new_due"):
        return {**content, "longer_due": content["new_due"]}
    if kind == ReleaseProposed.TYPE:
        return {**content, "covers": _covers(content, found.lang)}
    if "outstanding_balance" in content and off_balance(found, str(content.get("loan_no") or "")) is not None:
        return {("notional" if name == "outstanding_balance" else name): value for name, value in content.items()}
    return content


def kind_told(event: Mapping[str, Any], lang: Lang) -> str:
    """What a record is called; of a refinancing which of the two it is (R100)."""
    kind, content = str(event.get("type", "")), event.get("data")
    if kind == NoticeAnswered.TYPE and isinstance(content, Mapping):
        return say("answered_notice" if content.get("kind") == "warning" else "rectified", lang)
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
    return series((text.strip() for text in told), lang)


def owned(found: Situation, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a record says, with the borrower whose the loan is where a sender left it out, as the ledger adds it."""
    key = found.ledger.owner(str(content.get("loan_no") or ""))
    known = content.get("customer_no") or "loan_no" not in content or key is None
    return content if known else {"customer_no": str(key).removeprefix("b:"), **content}
