"""Each opening of a signal: where its clocks start, and how the due of each report follows (D1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from warning.cli.explain.amount import of_duty, of_one_signal
from warning.cli.explain.approved import original
from warning.cli.explain.beginning import of_step
from warning.cli.explain.checkday import is_check_day_moved
from warning.cli.explain.page import Page
from warning.cli.explain.steps import due_steps
from warning.core.frame import LEVELS
from warning.core.rows import Duty, Signal
from warning.core.scalars import HOUR, day_of, end_of
from warning.wording import moments, terms
from warning.wording.clauses import T6_REPORT


def starts(page: Page, signal: Signal) -> list[str]:
    """Where the clocks of each opening start, and what that is the instant of."""
    said = []
    for step in signal.history:
        if step.opening:
            level, what = terms.LEVELS[LEVELS[step.level]].say(page.lang), page.say(of_step(page, signal, step))
            start = moments.instant(step.start)
            said.append(page.say("opening_at", n=step.opening, level=level, start=start, what=what))
    return said


def dues(page: Page, duties: Sequence[Duty]) -> Iterator[str]:
    """How the dues of a signal's duties follow, in the words of their own pages; each due once."""
    told: set[tuple[str, str, str, int]] = set()
    for duty in sorted(duties, key=_in_turn):
        one = (duty.hangs_on, duty.clause, duty.kind, duty.due or 0)  # several owners have the same due (O9)
        if duty.due is None or one in told:
            continue
        told.add(one)
        yield page.say("due_of", kind=terms.DUTY_KINDS[duty.kind].say(page.lang), clause=duty.clause, id=duty.id)
        for text in tier_lines(page, duty):
            yield f"  {text}"
        for step in due_steps(page, duty, page.situation.opening(duty), page.lang):
            yield f"  {step}"


def _in_turn(duty: Duty) -> tuple[int, int, str, str, bool, str]:
    """By start and due; of one that went with a moved loan and the one that took its place, what is owed first."""
    return duty.start, duty.due or 0, duty.clause, duty.kind, duty.state == "moved", duty.id


def tier_lines(page: Page, duty: Duty) -> list[str]:
    """Which amount the clock of a duty goes by, and that it is the sum over all live signals (W6, W7); often none."""
    basis = of_duty(page.situation, page.events, duty)
    if basis is None:
        return []
    tier, amount = terms.TIERS[str(basis.tier)].say(page.lang), moments.money(basis.amount, page.lang)
    first = original(page.situation, duty)
    opening = page.situation.opening(first)  # of one that came with a moved loan that of the first (O9)
    key = "tier_line" if opening is not None and basis.at == opening.at else "tier_before"
    text = page.say(key, tier=tier, at=moments.instant(basis.at), amount=amount)
    said = [text if first == duty else page.say("tier_original", id=first.id, text=text)]
    alone = of_one_signal(basis, duty.signal_id)
    lower = page.situation.setting.frame.tier(alone)
    if alone and lower < basis.tier:
        sums = {"alone": moments.money(alone, page.lang), "lower": terms.TIERS[str(lower)].say(page.lang), "tier": tier}
        said.append(page.say("tier_by_sum" if duty.signal_id else "tier_by_sums", id=duty.signal_id, **sums))
    return said


def going_live(page: Page, duties: Iterable[Duty]) -> dict[str, str]:
    """The part of T6 that carries reports of signals live at going live whose own due was past by then; else none."""
    live = page.situation.setting.frame.live_from
    moved = [duty for duty in duties if "go_live" in duty.tags]
    if live is None or not moved:
        return {}
    signals = [page.situation.ledger.signals.get(duty.signal_id) for duty in moved]
    if any(one is not None and is_check_day_moved(page, one) for one in signals):
        return {}
    past = [_own_due(page, duty) <= live for duty in moved]
    return {"T6": T6_REPORT.say(page.lang)} if all(past) else {}


def _own_due(page: Page, duty: Duty) -> int:
    """The due of a report by its own term, without what going live makes of it."""
    opening = page.situation.opening(duty)
    values = {} if opening is None else dict(opening.effect.why.values)
    frame = page.situation.setting.frame
    dues = [int(values["cap"])] if values.get("cap") else []
    if "n" in values and "unit" in values:
        n, start = int(values["n"]), int(values.get("start", duty.start))
        day = int(values.get("day", day_of(start)))
        dues.append(start + n * HOUR if values["unit"] == "hours" else end_of(day + n))
    return min(dues, default=duty.due or frame.live_from or 0)
