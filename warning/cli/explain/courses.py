"""What decided in the course of a duty, its meeting (D5), its breach (W5), and what was done to no effect (D2, D8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warning.cli.explain.amount import REPORTS, received_at
from warning.cli.explain.attempts import phoned_lines
from warning.cli.explain.handed import stays
from warning.cli.explain.late_waivers import idle_waiver_lines
from warning.cli.explain.meetings import rise_before, rise_records
from warning.cli.explain.page import Page
from warning.cli.explain.sign_offs import idle_sign_off_lines
from warning.core.rows import Duty
from warning.wording import moments
from warning.wording.names import series


def course_lines(page: Page, duty: Duty) -> list[str]:
    """Each, where it applies."""
    found = [*_red_test(page, duty), *_no_excuse(page, duty), *_unnamed(page, duty)]
    return [*found, *phoned_lines(page, duty), *idle_waiver_lines(page, [duty]), *idle_sign_off_lines(page, duty)]


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
            if page.situation.came_by_move(duty):
                return [_taken_over(page, duty, words)]
            if recorded < duty.start:
                return [page.say("not_excused_before", start=moments.instant(duty.start), **words)]
            return [page.say("not_excused", left=moments.span(left, page.lang), **words)]
    return []


def _taken_over(page: Page, duty: Duty, words: Mapping[str, str]) -> str:
    """O9: of a duty that came with a loan, from when on its organisation had it, and whose it was before."""
    moved = next(one for one in page.situation.ledger.history[duty.id] if one.effect.change == "moved_in")
    old = page.names.org(str(dict(moved.effect.why.values)["old"]), page.lang)
    had = moments.span((duty.due or moved.at) - moved.at, page.lang)
    said = {"since": moments.instant(moved.at), "had": had, "start": moments.instant(duty.start), "old": old}
    key = "not_excused_beside" if stays(page, duty) else "not_excused_moved"
    return page.say(key, whole=words["whole"], id=words["id"], at=words["at"], **said)


def _unnamed(page: Page, duty: Duty) -> list[str]:
    """R1: that nobody is named who discovered what was recorded late, so that none of the owner is held to have."""
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if signal is None or duty.cause != "feed":
        return []
    names = dict.fromkeys(step.event for step in signal.history if step.opening == duty.opening)
    nobody = [name for name in names if name in page.events and not _finder(page.events[name])]
    return [page.say("finder_unnamed", id=name) for name in nobody]


def _finder(event: Mapping[str, Any]) -> str:
    """The organisation that discovered a fact, as its record says: a forecast's is who made it."""
    content = event.get("data")
    if not isinstance(content, Mapping):
        return ""
    made = content.get("org_no") if event.get("type") == "classification.forecast.v1" else ""
    return str(content.get("discovered_by") or made or "")
