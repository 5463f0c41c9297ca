"""Spells of interest arrears and of overdue principal: which records say their dates, their end, and what to look into.

The dates are those of the records, each held against the others and against the loan's own terms (O4, R9).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from msgspec import Struct

from warning.core.rows import Signal
from warning.core.scalars import read_day, read_fen, read_moment, write_day
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

Events = Mapping[str, Mapping[str, Any]]
Taken = Mapping[str, tuple[str, int]]
"""By the id of a retracted record, the one that retracts it, and when that was recorded."""
INTEREST: Final = "interest_arrears.position.v1"
PRINCIPAL: Final = "loan.position.v1"
OPENED: Final = ("loan.disbursed.v1", "loan.taken_on.v1", "loan.refinanced.v1")
"""What says when a loan was disbursed, and when it matures."""
LONG_BEFORE: Final = 30
"""Days before maturity from which on all the principal overdue is strange: the check's own (11.1.1)."""
SEVERAL: Final = 2


class Said(Struct, frozen=True):
    """A record of arrears: its id, when it was received, the date they arose on, and the sum in fen; 0: cleared."""

    received: int
    seq: int
    name: str
    since: int
    fen: int
    balance: int


class Spell(Struct, frozen=True):
    """A run of arrears by its records, and the one that cleared it; None while it runs."""

    said: tuple[Said, ...]
    cleared: Said | None = None

    @property
    def dates(self) -> dict[int, str]:
        """Each date of the records, with the first that says it."""
        found: dict[int, str] = {}
        for one in self.said:
            found.setdefault(one.since, one.name)
        return found


def arrears_loan(signal: Signal) -> tuple[str, str]:
    """(the loan a signal of arrears is about, the type of records that say them); empty for any other signal."""
    if signal.clause == "11.1.3":
        return signal.subject.partition("|")[0], INTEREST
    number, _, loan_no = signal.subject.partition("|")
    return (loan_no, PRINCIPAL) if (signal.clause, number) == ("11.1.6", "3") else ("", "")


def spells_of(events: Events, loan_no: str, kind: str, until: int, taken: Collection[str] = frozenset()) -> list[Spell]:
    """The runs of arrears of a loan by its records up to an instant; an older posting changes nothing.

    Of several records that cleared a run the first one counts, before those in ``taken``, which are retracted (R104).
    """
    found: list[Spell] = []
    running: list[Said] = []
    last = 0
    for one in sorted(_said(events, loan_no, kind), key=lambda said: (said.received, said.seq)):
        if one.received > until or 0 < one.seq <= last:
            continue
        last = max(last, one.seq)
        if one.fen:
            running.append(one)
        elif running:
            found.append(Spell(tuple(running), one))
            running = []
        elif found and found[-1].cleared is not None and found[-1].cleared.name in taken:
            found[-1] = Spell(found[-1].said, one)
    return [*found, Spell(tuple(running))] if running else found


def spell_records(events: Events, signals: Iterable[Signal], until: int) -> list[str]:
    """The loan's opening, and the records by which its arrears arose, were dated anew or cleared, of these signals."""
    found: list[str] = []
    for loan_no, kind in dict.fromkeys(map(arrears_loan, signals)):
        opening = _opening(events, loan_no) if loan_no else ""
        found += [opening] if opening else []
        for spell in spells_of(events, loan_no, kind, until) if loan_no else ():
            found += [*spell.dates.values(), *([spell.cleared.name] if spell.cleared is not None else [])]
    return found


def spell_lines(events: Events, signals: Iterable[Signal], lang: Lang, until: int, taken: Taken) -> list[str]:
    """That a later spell is a new signal, or goes on (O4, R9); or that there had been but one after all (R104)."""
    found: list[str] = []
    for loan_no, kind in dict.fromkeys(map(arrears_loan, signals)):
        spells = spells_of(events, loan_no, kind, until, taken) if loan_no else []
        for former, later in pairwise(spells):
            found += _anew(former, later, loan_no, kind, lang, taken)
    return found


def spell_doubts(events: Events, signals: Iterable[Signal], lang: Lang, until: int) -> list[str]:
    """What to look into: a date before the loan was there, all the principal overdue long before maturity."""
    found: list[str] = []
    for loan_no, kind in dict.fromkeys(map(arrears_loan, signals)):
        spells = spells_of(events, loan_no, kind, until) if loan_no else []
        found += [text for spell in spells for text in _doubts(events, spell, loan_no, lang)]
    return found


def _anew(former: Spell, later: Spell, loan_no: str, kind: str, lang: Lang, taken: Taken) -> Iterator[str]:
    """That the arrears had been cleared; of interest that arose on a later date, that it is a new signal (O4).

    Where no clearing of them is left, the days go on from the former date (R104).
    """
    since, cleared = later.said[0].since, former.cleared
    if cleared is None:
        return
    key = "arrears_go_on"
    if since > former.said[0].since:
        key = "arrears_anew" if kind == INTEREST else "overdue_anew"
    at, day = moments.instant(cleared.received), write_day(since)
    words = {"kind": kind_said(kind, lang), "loan_no": loan_no, "id": cleared.name, "at": at}
    if key != "arrears_go_on" and (by := taken.get(cleared.name)) is not None:
        key = "arrears_not_cleared" if kind == INTEREST else "overdue_not_cleared"
        words |= {"by": by[0], "by_at": moments.instant(by[1]), "first": write_day(min(former.dates))}
    yield say(key, lang, later=later.said[0].name, since=day, **words)


def _doubts(events: Events, spell: Spell, loan_no: str, lang: Lang) -> Iterator[str]:
    """A date before the loan was there; all the principal overdue long before the loan matures."""
    opening = _opening(events, loan_no)
    disbursed, matures = _terms(events, loan_no)
    for since, name in spell.dates.items():
        if disbursed and since < disbursed:
            days = {"since": write_day(since), "disbursed": write_day(disbursed)}
            yield say("arrears_before_loan", lang, id=name, opening=opening, **days)
    whole = next((one for one in spell.said if one.balance and one.fen >= one.balance), None)
    if whole is not None and matures - whole.since > LONG_BEFORE:
        days = {"since": write_day(whole.since), "matures": write_day(matures)}
        yield say("whole_before_maturity", lang, id=whole.name, n=matures - whole.since, loan_no=loan_no, **days)


def written_off(events: Events, loan_no: str, until: int) -> tuple[str, int]:
    """(the record that wrote a loan off up to an instant, when it was received); empty where none at hand does."""
    for name, event in events.items():
        if event.get("type") == "loan.written_off.v1" and _loan(event) == loan_no:
            received = int(read_moment(str(event["recordedtime"])))
            if received <= until:
                return name, received
    return "", 0


def kind_said(kind: str, lang: Lang) -> str:
    """What arrears of a kind are called: of interest, or of principal."""
    return say("kind_interest" if kind == INTEREST else "kind_principal", lang)


def _opening(events: Events, loan_no: str) -> str:
    """The record that a loan was opened by; empty if it is not at hand."""
    found = (name for name, event in events.items() if event.get("type") in OPENED and _loan(event) == loan_no)
    return next(found, "")


def _terms(events: Events, loan_no: str) -> tuple[int, int]:
    """(when a loan was disbursed, when it matures by its opening and its extensions); 0 where it is not said."""
    opening = _content(events.get(_opening(events, loan_no), {}))
    extended = (
        _day(_content(event).get("extended_until"))
        for event in events.values()
        if event.get("type") == "loan.extended.v1" and _loan(event) == loan_no
    )
    return _day(opening.get("disbursed_on")), max(_day(opening.get("matures_on")), *extended, 0)


def _said(events: Events, loan_no: str, kind: str) -> Iterator[Said]:
    """What each record says; one of the principal that names no arrears says nothing of them."""
    for name, event in events.items():
        content = _content(event)
        if event.get("type") != kind or content.get("loan_no") != loan_no:
            continue
        if kind == PRINCIPAL and content.get("principal_arrears") is None:
            continue
        fields = ("principal_arrears",) if kind == PRINCIPAL else ("interest_arrears_on_bs", "interest_arrears_off_bs")
        since = _day(content.get("principal_arrears_since" if kind == PRINCIPAL else "interest_arrears_since"))
        fen = sum(_fen(content.get(field)) for field in fields) if since else 0
        received = int(read_moment(str(event["recordedtime"])))
        seq, balance = int(content.get("posting_seq") or 0), _fen(content.get("outstanding_balance"))
        yield Said(received, seq, name, since, fen, balance if kind == PRINCIPAL else 0)


def _loan(event: Mapping[str, Any]) -> str:
    return str(_content(event).get("loan_no") or "")


def _content(event: Mapping[str, Any]) -> Mapping[str, Any]:
    content = event.get("data")
    return content if isinstance(content, Mapping) else {}


def _day(text: object) -> int:
    try:
        return int(read_day(str(text))) if text else 0
    except ValueError:
        return 0


def _fen(text: object) -> int:
    try:
        return int(read_fen(str(text))) if text else 0
    except ValueError:
        return 0
