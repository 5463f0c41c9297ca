"""Management findings: who approved the loan, and which of the rules of O7 apply."""

from __future__ import annotations

from collections.abc import Mapping

from warning.cli.explain.page import Page
from warning.core.rows import Duty, Signal
from warning.wording import terms
from warning.wording.clauses import O7


def _record(page: Page, signal: Signal) -> str:
    """The record that says who approved the loan: the finding's own, or the one that added it (R96)."""
    whys = (change.effect.why for change in page.situation.ledger.history[signal.id])
    said = [name for why in whys if why.code == "approved_above" for name in why.events]
    return [signal.history[0].event if signal.history else "", *said][-1]


def approved_by(page: Page, signal: Signal) -> str | None:
    """The level that approved the loan, by the record of the finding; empty: not said; None: it does not matter."""
    content = page.events.get(_record(page, signal), {}).get("data")
    if signal.clause != "12.1.2.2" or not isinstance(content, Mapping):
        return None
    return str(content.get("approved_by") or "")


def approval_line(page: Page, signal: Signal) -> str:
    """Who approved the loan, which decides whether a finding goes to head office (12.1.2.2, O7); else empty."""
    by, name = approved_by(page, signal), _record(page, signal)
    if by is None:
        return ""
    if not by:
        return page.say("approved_unsaid_line", id=name)
    key = "approved_here_line" if by == "sub_branch" else "approved_by_line"
    return page.say(key, id=name, level=terms.ORG_LEVELS[by].say(page.lang))


def of_signal(page: Page, signal: Signal) -> dict[str, str]:
    """O7 as far as it applies to a finding: its level and its way up."""
    return _said(page, [signal.clause, *_way(page, signal)])


def of_duty(page: Page, duty: Duty, signal: Signal | None) -> dict[str, str]:
    """O7 as far as it applies to a duty: the way up of what it reports, or the term of its kind."""
    way = [] if signal is None or duty.kind in O7 else _way(page, signal)
    return _said(page, [duty.kind, *way])


def _way(page: Page, signal: Signal) -> list[str]:
    whys = (change.effect.why for change in page.situation.ledger.history[signal.id])
    found_at = [str(value) for why in whys for name, value in why.values if name == "found_at"]
    return ["lowest", *found_at[-1:], *(["approved_here"] if approved_by(page, signal) == "sub_branch" else [])]


def _said(page: Page, parts: list[str]) -> dict[str, str]:
    told = [O7[part].say(page.lang) for part in parts if part in O7]
    return {"O7": ("" if page.lang == "zh" else " ").join(told)} if told else {}
