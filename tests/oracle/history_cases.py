"""Which of the cases of R99 to R107 a history has, by its events: ``python -m tests.oracle.history_cases``.

A plain reading of what is told, in the order of the file: no rule is decided here, so a case that the oracle would
see otherwise (a stale posting, a record that waits for its loan) may be counted all the same.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field

from tests.oracle.histories import PROFILES, History, history
from tests.oracle.history_late import kind_of
from tests.oracle.history_teller import Wire
from warning.core.scalars import day_of, end_of, read_day, read_fen, read_moment


@dataclass
class _Loan:
    """What has been told of a loan."""

    matures: int
    recorded: int
    balance: int
    product: str
    customer: str
    ended: int = 0
    endings: dict[str, str] = field(default_factory=dict)
    """Event -> settled, refinanced or written off."""
    parts: int = 0
    arrears: bool = False
    overdue: bool = False


@dataclass
class _Seen:
    """What has been told so far."""

    found: Counter[str] = field(default_factory=Counter)
    loans: dict[str, _Loan] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    """Events that end a link, and when."""
    clearings: set[str] = field(default_factory=set)
    observed: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """Figures and classes: event -> customer, and whether it is back to normal."""
    assessed: dict[str, int] = field(default_factory=dict)
    """Assessments, and when the duty is due."""


def cases(told: History) -> Counter[str]:
    """Case -> how often."""
    seen = _Seen()
    for wire in told.events:
        kind, data, at = kind_of(wire), wire["data"], read_moment(wire["recordedtime"])
        if kind in ("loan.disbursed", "loan.taken_on", "loan.refinanced"):
            _opened(seen, wire, at)
        elif data.get("loan_no") in seen.loans:
            _of_loan(seen, kind, wire, at)
        if kind in ("group.link", "guarantee.link") and data["change"] == "ended":
            seen.ends[wire["id"]] = at
        if kind in ("signal.observed", "classification.set", "classification.forecast"):
            normal = data.get("numerator") == "0.00" or data.get("grade") == "pass"
            seen.observed[wire["id"]] = (data["customer_no"], normal)
        if kind == "event.retracted":
            _retracted(seen, data["retracts"], at)
    return seen.found


def _opened(seen: _Seen, wire: Wire, at: int) -> None:
    data = wire["data"]
    if data["loan_no"] in seen.loans:
        return
    loan = _Loan(
        read_day(data["matures_on"]), at, read_fen(data["outstanding_balance"]), data.get("product", "loan"),
        data["customer_no"],
    )  # fmt: skip
    seen.loans[data["loan_no"]] = loan
    old = seen.loans.get(data.get("previous_loan_no", ""))
    if old is None:
        return
    less = loan.balance < old.balance and (data.get("disbursement_type") != "advance" or old.product == "loan")
    sign = (loan.balance > old.balance) - (loan.balance < old.balance)
    seen.found[
        ("refinanced exactly", "refinanced for more", "refinanced for less")[sign] if old.balance else "of nil"
    ] += 1
    old.parts += 1
    seen.found["refinanced in several parts"] += old.parts == 2
    if less:
        old.balance -= loan.balance
    else:
        old.balance, old.ended = 0, at
        old.endings[wire["id"]] = "refinanced"


def _of_loan(seen: _Seen, kind: str, wire: Wire, at: int) -> None:
    loan, data = seen.loans[wire["data"]["loan_no"]], wire["data"]
    match kind:
        case "loan.settled" | "loan.written_off" if not loan.ended:
            loan.endings[wire["id"]] = kind.removeprefix("loan.").replace("_", " ")
            if kind == "loan.settled":
                loan.balance, loan.ended = 0, at
        case "loan.extended":
            loan.matures = read_day(data["extended_until"])
        case "loan.assessed":
            seen.assessed[wire["id"]] = end_of(max(loan.matures - 30, day_of(loan.recorded)))
        case "loan.position":
            _position(seen, loan, wire)
        case "interest_arrears.position":
            nothing = data["interest_arrears_on_bs"] == "0.00" == data["interest_arrears_off_bs"]
            if nothing and loan.arrears:
                seen.clearings.add(wire["id"])
            loan.arrears = not nothing


def _position(seen: _Seen, loan: _Loan, wire: Wire) -> None:
    data, happened = wire["data"], read_moment(wire["time"])
    balance, named = read_fen(data["outstanding_balance"]), data.get("corrects")
    ending = loan.endings.get(named) if isinstance(named, str) else None
    if ending:
        seen.found[f"corrects: {ending}"] += 1
    elif loan.ended and balance:
        what = "settled" if "settled" in loan.endings.values() else "refinanced"
        after = (happened > loan.ended) - (happened < loan.ended)
        seen.found[f"a balance of what was {what}, dated {('at its end', 'after it', 'before it')[after]}"] += 1
    if (ending and ending != "written off") or (loan.ended and balance and happened > loan.ended):
        loan.ended = 0
    loan.balance = loan.balance if loan.ended else balance
    owed = data.get("principal_arrears")
    if balance and not loan.ended and day_of(happened) > loan.matures and loan.product == "loan":
        seen.found["after maturity, " + ("overdue not said" if owed is None else "overdue said")] += 1
    if owed == "0.00" and loan.overdue:
        seen.clearings.add(wire["id"])
    loan.overdue = loan.overdue if owed is None else owed != "0.00"


def _retracted(seen: _Seen, event: str, at: int) -> None:
    if event in seen.ends:
        late = at >= end_of(day_of(seen.ends[event]))
        seen.found["end of a link retracted, " + ("after its midnight" if late else "before it")] += 1
    seen.found["clearing retracted"] += event in seen.clearings
    if event in seen.assessed:
        seen.found[
            "assessment retracted, " + ("before its due" if at < seen.assessed[event] else "at it or after")
        ] += 1
    if event in seen.observed:
        customer, normal = seen.observed[event]
        mine = [loan for loan in seen.loans.values() if loan.customer == customer]
        if any(loan.ended for loan in mine):
            seen.found["figure or class retracted after a loan was paid, " + ("normal" if normal else "other")] += 1
    for loan in seen.loans.values():
        seen.found["retraction of an ending"] += event in loan.endings


def main(arguments: list[str]) -> None:
    """Count over so many seeds, 200 unless said, for every profile that has any, or for those named."""
    seeds = int(arguments[0]) if arguments else 200
    for profile in arguments[1:] or PROFILES:
        found: Counter[str] = sum((cases(history(seed, profile=profile)) for seed in range(seeds)), Counter())
        sys.stdout.write(f"{profile}, {seeds} histories\n")
        sys.stdout.writelines(f"{n:6d}  {case}\n" for case, n in sorted(found.items()) if n)


if __name__ == "__main__":
    main(sys.argv[1:])
