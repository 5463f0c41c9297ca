"""A duty explained: clause, why it was opened, records, the arithmetic of its due, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warning.cli.explain.beginning import start_is
from warning.cli.explain.page import Page
from warning.cli.explain.signal import derived_records, is_by_guarantee
from warning.cli.screen.prose import styled
from warning.core.effects import WarningChanged
from warning.core.rows import Duty
from warning.ledger.memory import Change
from warning.wording import moments, terms
from warning.wording.arithmetic import arithmetic
from warning.wording.clauses import clause_title
from warning.wording.phrases import say
from warning.wording.text import Lang

OPENS: Final = ("opened", "moved_in")
GOVERNED_BY: Final[dict[str, tuple[str, ...]]] = {
    "assessment": ("P1", "P2", "P3"),
    "first_notice": ("15", "D1", "D2"),
    "report": ("D1",),
    "team": ("D4",),
    "monthly_update": ("D6",),
    "meeting": ("D5",),
    "tracking": ("D7",),
    "rectification_notice": ("O7", "D12"),
    "completion": ("O7", "D12"),
    "notice": ("O8", "D12"),
    "answer": ("O8", "D12"),
    "forecast_sign_off": ("O3",),
}
"""The defaults that fill in what the clause says of a kind of duty."""
ENDED_UNDER: Final = {"waived": "D8", "moved": "O9"}
"""The default under which a duty ended that nobody met."""
ATTEMPTS: Final[dict[str, tuple[str, ...]]] = {
    "first_notice": ("phone.notice.v1", "report.submitted.v1", "report.received.v1"),
    "report": ("report.submitted.v1", "report.received.v1"),
    "team": ("team.formed.v1",),
    "meeting": ("meeting.held.v1",),
    "monthly_update": ("monthly.update.v1",),
    "rectification_notice": ("notice.issued.v1",),
    "notice": ("notice.issued.v1",),
    "completion": ("notice.answered.v1",),
    "answer": ("notice.answered.v1",),
}
"""The acts that could have met a kind of duty."""
BY_CLAUSE: Final[dict[str, tuple[str, ...]]] = {
    "11.1.1": ("P4",),
    "11.1.2": ("O2",),
    "11.1.3": ("O4",),
    "11.1.5": ("O6",),
    "12.1.1": ("D3", "W7"),
    "12.1.2.1": ("O7",),
    "12.1.2.2": ("O7",),
    "11.2": ("O7",),
}


def explain_duty(page: Page, duty: Duty, options: str) -> None:
    """Print the explanation."""
    _head(page, duty)
    changes = page.situation.ledger.history[duty.id]
    opening = opened(page, duty)
    page.section("h_clause")
    page.clauses(duty_clauses(page, duty, opening))
    page.section("h_why_duty")
    _why(page, duty, opening)
    page.section("h_events")
    _records(page, duty, opening)
    page.section("h_due")
    for step in duty_steps(page, duty, opening, page.lang):
        page.line(step)
    page.section("h_life")
    _life(page, duty, changes)
    twins = [twin.id for twin in page.situation.twins(duty)] if duty.state == "moved" or opening not in changes else []
    leads = [name for name in (duty.signal_id, _warning_id(page, duty), *twins) if name]
    if leads:
        page.commands(leads, options)


def duty_steps(page: Page, duty: Duty, opening: Change | None, lang: Lang) -> list[str]:
    """The arithmetic of its due."""
    values = dict(opening.effect.why.values) if opening is not None else {}
    steps = arithmetic(duty, values, page.situation.setting.frame, lang, start_is=start_is(page, duty, opening))
    return [steps[0], say("due_written_half", lang), *steps[1:]] if page.situation.is_written_half(duty) else steps


def opened(page: Page, duty: Duty) -> Change | None:
    """The change that opened the duty: its own, or for one that came with a moved loan that of the one before (O9)."""
    ledger = page.situation.ledger
    own = next((change for change in ledger.history[duty.id] if change.effect.change == "opened"), None)
    if own is not None:
        return own
    changes = [
        change
        for twin in page.situation.twins(duty)
        for change in ledger.history[twin.id]
        if change.effect.change == "opened"
    ]
    return min(changes, key=lambda change: change.at, default=None)


def duty_clauses(page: Page, duty: Duty, opening: Change | None) -> tuple[str, ...]:
    """The clause of a duty and the defaults that fill it in."""
    cited = () if opening is None else (opening.effect.why.clause,)
    by_clause = BY_CLAUSE.get(duty.clause, ()) if duty.kind in ("report", "first_notice") else ()
    tags = ("T6",) if "go_live" in duty.tags else ()
    crossed = ("W7",) if opening is not None and opening.effect.why.code == "report_at_crossing" else ()
    scored = ("D10",) if duty.scored == "concealed" else ("W5",) if duty.cause == "feed" else ()
    halves = ("15", "D2") if page.situation.is_written_half(duty) else ()
    spread = page.situation.ledger.signals.get(duty.signal_id)
    by_guarantee = ("3",) if spread is not None and is_by_guarantee(spread) else ()
    by_kind = () if duty.clause == "12.1.1" and duty.kind == "report" else GOVERNED_BY[duty.kind]
    ended = [by for state, by in ENDED_UNDER.items() if state == duty.state]
    ended = ["D3"] if duty.state == "waived" and not _approved(page, duty) else ended
    ended += ["O9"] if duty.cause == "moved" or page.situation.came_by_move(duty) else []
    ended += ["P3" if duty.kind == "assessment" else "D7"] if page.situation.is_ended(duty) else []
    return (duty.clause, *by_guarantee, *halves, *cited, *by_kind, *by_clause, *crossed, *tags, *scored, *ended)


def _head(page: Page, duty: Duty) -> None:
    lang, names = page.lang, page.names
    style = "red" if duty.state in ("breached", "met_late") else ""
    state = page.state(duty)
    kind = terms.DUTY_KINDS[duty.kind].say(lang)
    title = styled((f"{page.say('duty')} {duty.id}  {kind}  ", "bold"), (state, style))
    gap = "、" if lang == "zh" else ", "
    page.head(
        title,
        (
            ("borrower", names.borrower(duty.customer_no, lang) if duty.customer_no else ""),
            ("owner", f"{names.org(duty.org_no, lang)} · {names.post(duty.post, lang)}"),
            ("due", page.say("due_none") if duty.due is None else moments.deadline(duty.due)),
            ("tags", gap.join(terms.TAGS[tag].say(lang) for tag in duty.tags)),
            ("rests", _signal_said(page, duty)),
            ("belongs", _warning_id(page, duty)),
            ("clock", moments.instant(page.situation.verdicts.until)),
        ),
    )


def _signal_said(page: Page, duty: Duty) -> str:
    signal = page.situation.ledger.signals.get(duty.signal_id)
    return "" if signal is None else f"{signal.id} {clause_title(signal.clause, page.lang)}"


def _warning_id(page: Page, duty: Duty) -> str:
    warning = page.situation.warning_of(duty)
    return "" if warning is None else warning.id


def _why(page: Page, duty: Duty, opening: Change | None) -> None:
    if opening is not None:
        page.line(page.reason(opening.effect.why))
        page.line(page.say("opened_line", at=moments.instant(duty.opened_at)))
        _tier(page, duty, opening)
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if signal is None:
        return
    raises = [
        change for change in page.situation.ledger.history[signal.id] if change.effect.change in ("raised", "rose")
    ]
    upto = [change for change in raises if change.at <= duty.opened_at] or raises
    if upto:
        page.line(page.say("signal_line", id=signal.id, reason=page.reason(upto[-1].effect.why)))


def _tier(page: Page, duty: Duty, opening: Change) -> None:
    """The amount as the duty was opened, and since when its clock goes by the tier (W6, W7)."""
    values = dict(opening.effect.why.values)
    tier, amount = values.get("tier"), values.get("amount")
    changes = page.situation.ledger.history.get(_warning_id(page, duty), [])
    reached = [
        change.at
        for change in changes
        if isinstance(change.effect, WarningChanged)
        and change.effect.change in ("raised", "crossed")
        and change.effect.warning.tier == tier
        and change.at <= duty.opened_at
    ]
    if reached and amount is not None:
        said, since = terms.TIERS[str(tier)].say(page.lang), moments.instant(reached[-1])
        at, money = moments.instant(opening.at), moments.money(amount, page.lang)
        page.line(page.say("tier_line", at=at, amount=money, tier=said, since=since))


def _records(page: Page, duty: Duty, opening: Change | None) -> None:
    ids = [] if opening is None else [*opening.effect.why.events, opening.record_id]
    ids += [name for change in page.situation.ledger.history[duty.id] for name in change.effect.why.events]
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if signal is not None:
        ids += [step.event for step in signal.history if step.opening and step.at <= duty.opened_at]
    if signal is not None and signal.clause == "11.1.5":
        ids += derived_records(page, signal)
    about = page.found_on_loans([duty.hangs_on.split(":")[1]] if signal is None else signal.loans or ())
    page.records([*about, *ids, duty.fulfilled_by])


def _life(page: Page, duty: Duty, changes: Sequence[Change]) -> None:
    page.history(changes, terms.DUTY_CHANGES)
    page.refused(duty.customer_no, duty.domain, ATTEMPTS.get(duty.kind, ()), duty.org_no)
    lang, until = page.lang, page.situation.verdicts.until
    if duty.breached_at is not None:
        cause = terms.CAUSES[duty.cause].say(lang) if duty.cause else page.say("none")
        score = (
            terms.SCORES[terms.score_of(duty.scored, duty.kind)].say(lang) if duty.scored else page.say("not_scored")
        )
        page.line(page.say("breached_line", cause=cause, score=score))
    if duty.escalated_to:
        org_no, _, post = duty.escalated_to.partition("/")
        page.line(page.say("escalated_line", owner=f"{page.names.org(org_no, lang)} · {page.names.post(post, lang)}"))
    if duty.fulfilled_at is not None:
        _ended(page, duty, duty.fulfilled_at)
    elif duty.state == "breached":
        late = moments.overdue(until - (duty.due or until), lang)
        page.line(page.say("still_owed", at=moments.instant(until), late=late), style="red")
    elif duty.due is not None:
        page.line(page.say("still_time", at=moments.instant(until), left=moments.span(duty.due - until, lang)))


def _approved(page: Page, duty: Duty) -> bool:
    """Whether an approval ended it: a 12.1.1 whose breach was withdrawn is waived by the report itself (R47)."""
    return page.events.get(duty.fulfilled_by, {}).get("type") in (None, "proposal.approved.v1")


def _ended(page: Page, duty: Duty, at: int) -> None:
    how, when = page.state(duty), moments.instant(at)
    by_record = {"waived": "waived_by", "moved": "moved_by"}.get(duty.state, "met_by")
    by_record = by_record if duty.state != "waived" or _approved(page, duty) else "met_by"
    key = by_record if duty.fulfilled_by in page.events else "ended_by"
    page.line(page.say(key, how=how, event=duty.fulfilled_by, at=when))
    if duty.due is not None and duty.state in ("met", "met_late") and not page.situation.is_ended(duty):
        late = duty.state == "met_late"
        shown = moments.span(at - duty.due if late else duty.due - at, page.lang)
        page.line(page.say("was_late" if late else "was_early", span=shown))
