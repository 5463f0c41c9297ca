"""What decided in the course of a duty: which test a meeting had to pass (D5), and why a breach is its owner's (W5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warning.cli.explain.amount import REPORTS, received_at
from warning.cli.explain.meetings import rise_before, rise_records
from warning.cli.explain.page import Page
from warning.core.rows import Duty
from warning.wording import moments
from warning.wording.names import series


def course_lines(page: Page, duty: Duty) -> list[str]:
    """Both, where they apply."""
    return [*_red_test(page, duty), *_no_excuse(page, duty)]


def _red_test(page: Page, duty: Duty) -> list[str]:
    """That a meeting held while the warning was red had to pass the test of red, though it was asked for before."""
    rise = rise_before(page.situation, duty)
    if rise is None:
        return []
    ids = series(rise_records(page.situation, duty), page.lang)
    said = {"at": moments.instant(rise.at), "ids": ids, "reason": page.reason(rise.effect.why)}
    return [page.say("red_test", id=duty.fulfilled_by, **said)]


def _no_excuse(page: Page, duty: Duty) -> list[str]:
    """Why W5 does not excuse a breach of what another organisation discovered: enough of the clock was left."""
    signal = page.situation.ledger.signals.get(duty.signal_id)
    scored_late = duty.cause == "own" and duty.scored != "concealed" and not duty.feed
    if signal is None or duty.due is None or not scored_late or duty.kind not in REPORTS:
        return []
    names = [step.event for step in signal.history if step.opening == duty.opening]
    for name in [one for one in names if one in page.events]:
        event = page.events[name]
        finder, recorded = _finder(event), received_at(event)
        left, whole = duty.due - recorded, duty.due - duty.start
        if finder and finder != duty.org_no and 2 * left >= whole > 0:
            words = {"org": page.names.org(finder, page.lang), "id": name, "at": moments.instant(recorded)}
            words["whole"] = moments.span(whole, page.lang)
            if recorded < duty.start:
                return [page.say("not_excused_before", start=moments.instant(duty.start), **words)]
            return [page.say("not_excused", left=moments.span(left, page.lang), **words)]
    return []


def _finder(event: Mapping[str, Any]) -> str:
    """The organisation that discovered a fact, as its record says: a forecast's is who made it."""
    content = event.get("data")
    if not isinstance(content, Mapping):
        return ""
    made = content.get("org_no") if event.get("type") == "classification.forecast.v1" else ""
    return str(content.get("discovered_by") or made or "")
