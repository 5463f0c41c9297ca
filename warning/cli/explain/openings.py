"""Each opening of a signal: where its clocks start, and how the due of each report follows (D1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from warning.cli.explain.beginning import of_step
from warning.cli.explain.page import Page
from warning.cli.explain.steps import due_steps
from warning.core.frame import LEVELS
from warning.core.rows import Duty, Signal
from warning.wording import moments, terms


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
    for duty in sorted(duties, key=lambda row: (row.start, row.due or 0, row.clause, row.kind, row.id)):
        one = (duty.hangs_on, duty.clause, duty.kind, duty.due or 0)  # several owners have the same due (O9)
        if duty.due is None or one in told:
            continue
        told.add(one)
        yield page.say("due_of", kind=terms.DUTY_KINDS[duty.kind].say(page.lang), clause=duty.clause, id=duty.id)
        for step in due_steps(page, duty, page.situation.opening(duty), page.lang):
            yield f"  {step}"
