"""What a duty's page says of a disputed signal it rests on, and why a breach is scored all the same (R48, R63)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warning.cli.explain.concealment import rescored
from warning.cli.explain.disputes import closing_of, disputes
from warning.cli.explain.grounds import grounds_left, level_had
from warning.cli.explain.handed import came_beside
from warning.cli.explain.page import Page
from warning.core.frame import LEVELS, RED
from warning.core.rows import Duty, Signal
from warning.core.withdrawals import OF_WARNING
from warning.ledger.memory import Change
from warning.wording import moments, terms
from warning.wording.names import aside, series

LAG: Final = "pipeline_lag"


def dispute_lines(page: Page, duty: Duty) -> list[str]:
    """Since when each signal is disputed, by which record, and what that does to the duty; often none."""
    said = []
    for signal, change in disputes(page.situation, duty):
        why = change.effect.why
        said += _doubted(page, duty, signal, change)
        said += _scored(page, duty, change) if why.code == LAG else ground_lines(page, signal)
    return said


def ground_lines(page: Page, signal: Signal) -> list[str]:
    """That such a record stands, and so that a release as mistaken waives nothing that rests on the signal."""
    found = grounds_left(page.situation, signal)
    if not found:
        return []
    ids = series((aside(one.event, moments.instant(one.recorded), page.lang) for one in found), page.lang)
    level = terms.LEVELS[LEVELS[level_had(signal)]].say(page.lang)
    return [page.say("ground_left", id=signal.id, ids=ids, level=level)]


def told(page: Page, duty: Duty, changes: Sequence[Change]) -> dict[int, str]:
    """What the page says of some changes of a duty by what followed for it and not by their reasons, by number."""
    lagged = {n: text for n, change in enumerate(changes) if (text := _lagged(page, duty, change))}
    return {**rescored(page, duty, changes), **came_beside(page, duty, changes), **lagged}


def changes_said(page: Page, duty: Duty) -> list[str]:
    """What the page says of each change of a duty."""
    changes = page.situation.ledger.history[duty.id]
    otherwise = told(page, duty, changes)
    return [otherwise.get(n) or page.reason(change.effect.why) for n, change in enumerate(changes)]


def _lagged(page: Page, duty: Duty, change: Change) -> str:
    """R63: of what a warning as such asks for, what a record read late does; empty of any other duty or change."""
    return page.say("lag_of_warning") if duty.kind in OF_WARNING and change.effect.why.code == LAG else ""


def _doubted(page: Page, duty: Duty, signal: Signal, change: Change) -> list[str]:
    """Since when a signal is disputed, and why; of one closed since, by what, and no more what it would take."""
    why, closing = change.effect.why, closing_of(page.situation, signal)
    named = {"id": signal.id, "at": moments.instant(change.at), "ids": series(why.events, page.lang)}
    whole = page.say("doubted", reason=_lagged(page, duty, change) or page.reason(why), **named)
    if closing is None:
        return [whole]
    by, reason = series(closing.effect.why.events, page.lang), page.reason(closing.effect.why)
    ended = page.say("doubted_until", id=signal.id, at=moments.instant(closing.at), ids=by, reason=reason)
    return [whole if why.code == LAG else page.say("doubted_then", **named), ended]


def _scored(page: Page, duty: Duty, change: Change) -> list[str]:
    """Why what a check did without a record that had been received does not take a breach back, where it does not."""
    at, breached = moments.instant(change.at), duty.breached_at
    by = [one for one in page.situation.silent(duty) if (one.breached_at or 0) > change.at]
    said = [page.say("doubted_by_breach", listed=series((one.id for one in by), page.lang), at=at)] if by else []
    said += [] if by else _withdrawn(page, duty)
    if breached is None or not duty.scored:
        return said
    if breached > change.at:
        key = "doubted_after_warning" if duty.kind in OF_WARNING else "doubted_after"
        return [*said, page.say(key, breached=moments.instant(breached), at=at)]
    held = _held_by(page, duty, change)
    return [*said, page.say("doubted_held", ids=series(held, page.lang))] if held else said


def _withdrawn(page: Page, duty: Duty) -> list[str]:
    """Of a 12.1.1 by a breach: that this breach has been withdrawn, and the duty stands all the same (R48, D3)."""
    said = []
    for one in page.situation.silent(duty) if duty.state != "waived" else ():
        changes = page.situation.ledger.history[one.id]
        back = next((change for change in changes if change.effect.change == "withdrawn"), None)
        if back is not None and one.cause == LAG and one.breached_at is not None:
            ids, at = series(back.effect.why.events, page.lang), moments.instant(back.at)
            breached = moments.instant(one.breached_at)
            said.append(page.say("silent_withdrawn", id=one.id, breached=breached, ids=ids, at=at))
    return said


def _held_by(page: Page, duty: Duty, change: Change) -> list[str]:
    """The other signals that a duty of the warning as such rested on as the record was read (R63)."""
    warning = page.situation.warning_of(duty)
    if warning is None or duty.kind not in OF_WARNING:
        return []
    least = RED if duty.red else 1
    return [one.id for one in page.situation.case(warning).signals if _counts(page, one, least, change)]


def _counts(page: Page, signal: Signal, least: int, change: Change) -> bool:
    """Whether a signal had been raised to a level by then, and not by such a check."""
    lagged = any(one.at == change.at and one.effect.why.code == LAG for one in page.situation.ledger.history[signal.id])
    return not lagged and any(step.level >= least and step.at <= change.at for step in signal.history)
