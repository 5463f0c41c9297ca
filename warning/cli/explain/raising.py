"""Which rules raised a signal, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from warning.cli.explain.page import Page
from warning.core.effects import Why
from warning.core.facts import MAJOR_KINDS
from warning.core.rows import Signal

RAISES: Final = ("raised", "rose", "kept")
"""Changes by which a signal comes about, or rises."""


def rules_of(signal: Signal, former: list[Why], raises: list[Why]) -> tuple[str, ...]:
    """The rules that decided, in order: more than one where a class that was set is later forecast worse (O1)."""
    whys = raises if raises and _graded(raises[0]) else [*former, *raises]
    if signal.clause == "11.1.2":
        found = [rule_of(signal, dict(why.values)) for why in whys if _graded(why)]
        return tuple(dict.fromkeys(found)) or ("4",)
    values: dict[str, int | str] = {}
    for why in (*former, *raises):
        values |= why.values
    return (rule_of(signal, values),)


def _graded(why: Why) -> bool:
    return any(name == "grade" for name, _ in why.values)


def rule_of(signal: Signal, values: Mapping[str, int | str]) -> str:
    """The rule that decided by these values: a row of ``signals.md``, or the clause where it has no row."""
    match signal.clause:
        case "11.1.1":
            return "1"
        case "11.1.2":
            return "5" if values.get("grade") == "special_mention_3" else "4"
        case "11.1.3":
            return "2"
        case "11.1.4":
            kind = str(values.get("kind", ""))
            return str(11 + MAJOR_KINDS.index(kind)) if kind in MAJOR_KINDS else signal.clause
        case "11.1.6":
            return signal.subject.partition("|")[0]
        case _:
            return signal.clause


def former_whys(page: Page, signal: Signal) -> list[Why]:
    """Why the episodes before were raised: what is kept rests on the same fact."""
    former = [
        row
        for row in page.situation.verdicts.signals
        if (row.customer_no, row.clause, row.subject) == (signal.customer_no, signal.clause, signal.subject)
        and row.episode < signal.episode
    ]
    changes = [
        change
        for row in sorted(former, key=lambda row: row.episode)
        for change in page.situation.ledger.history[row.id]
    ]
    return [change.effect.why for change in changes if change.effect.change in RAISES]


def major_items(page: Page, signal: Signal) -> tuple[str, ...]:
    """Which items of the list of 11.1.4 a major event falls under; none of another clause."""
    if signal.clause != "11.1.4":
        return ()
    whys = [change.effect.why for change in page.situation.ledger.history[signal.id]]
    kinds = dict.fromkeys(str(dict(why.values).get("kind", "")) for why in [*former_whys(page, signal), *whys])
    return tuple(f"11.1.4.{MAJOR_KINDS.index(kind) + 1}" for kind in kinds if kind in MAJOR_KINDS)
