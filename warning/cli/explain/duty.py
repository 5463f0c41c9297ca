"""A duty explained: clause, why it was opened, records, the arithmetic of its due, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from warning.cli.explain import management
from warning.cli.explain.amount import REPORTS, bases, goes_by_amount, level_said, quoted
from warning.cli.explain.arrears import arrears, arrears_lines, arrears_records
from warning.cli.explain.attempts import attempts, form, phoned
from warning.cli.explain.beginning import is_born_breached, owed_since_live
from warning.cli.explain.checkday import absence_line, is_check_day_moved
from warning.cli.explain.corrections import correction_lines, correction_records
from warning.cli.explain.counting import counted, is_apart, opened_lines
from warning.cli.explain.courses import course_lines
from warning.cli.explain.crossings import reports_on_record
from warning.cli.explain.derived import combined, derived_records, is_by_guarantee
from warning.cli.explain.disputed import changes_said, dispute_lines, told
from warning.cli.explain.disputes import dispute_records
from warning.cli.explain.done import done_lines, done_records
from warning.cli.explain.governed import BY_CLAUSE, ENDED_UNDER, GOVERNED_BY
from warning.cli.explain.handed import beside_lines, former_of, kept_lines, stays, successors
from warning.cli.explain.hanging import raised_by_absence
from warning.cli.explain.keeping import behind_lines
from warning.cli.explain.kept import behind
from warning.cli.explain.late_waivers import idle_waiver_records
from warning.cli.explain.management import approval_line
from warning.cli.explain.meetings import rise_records
from warning.cli.explain.needed import closed_by, is_record, lent_where, loans_with_terms, signals_of
from warning.cli.explain.openings import going_live, tier_lines
from warning.cli.explain.owing import NOTICES, breach_lines, owing_clauses, post_line
from warning.cli.explain.owners import issuer_lines, own_move_lines, owner_lines, owners
from warning.cli.explain.owning import owned
from warning.cli.explain.page import Page
from warning.cli.explain.parted import duty_records
from warning.cli.explain.proposals import proposals_of
from warning.cli.explain.put_back import sign_off_records
from warning.cli.explain.raising import major_items
from warning.cli.explain.reported import met_lines, report_lines
from warning.cli.explain.sign_offs import idle_sign_offs
from warning.cli.explain.steps import duty_steps
from warning.cli.explain.tracking import tracked, tracked_loans, work_of
from warning.cli.explain.waiting import waiting
from warning.cli.screen.prose import styled
from warning.cli.situation import MET
from warning.core.rows import Duty, Signal
from warning.core.scalars import HOUR
from warning.ledger.memory import Change
from warning.wording import moments, terms
from warning.wording.clauses import clause_title, said_in


def explain_duty(page: Page, duty: Duty, options: str) -> None:
    """Print the explanation."""
    _head(page, duty)
    changes = page.situation.ledger.history[duty.id]
    opening = page.situation.opening(duty)
    page.section("h_clause")
    parts = management.of_duty(page, duty, page.situation.ledger.signals.get(duty.signal_id))
    page.clauses(duty_clauses(page, duty, opening), parts | going_live(page, [duty]))
    page.section("h_why_duty")
    _why(page, duty, opening)
    for text in (*opened_lines(page, duty), *own_move_lines(page, duty), *dispute_lines(page, duty)):
        page.line(text)
    page.section("h_events")
    _records(page, duty, opening)
    page.section("h_due")
    for step in duty_steps(page, duty, opening, page.lang):
        page.line(step)
    page.section("h_life")
    _life(page, duty, changes)
    twins = [twin.id for twin in page.situation.twins(duty)] if duty.state == "moved" or opening not in changes else []
    silent = [one.id for one in page.situation.silent(duty)]
    raised = [one.id for one in raised_by_absence(page, duty)]
    leads = [name for name in (duty.signal_id, _warning_id(page, duty), *raised, *silent, *twins) if name]
    if leads:
        page.commands(leads, options)


def duty_clauses(page: Page, duty: Duty, opening: Change | None) -> tuple[str, ...]:
    """The clause of a duty and the defaults that fill it in."""
    cited = () if opening is None else (opening.effect.why.clause,)
    by_clause = BY_CLAUSE.get(duty.clause, ()) if duty.kind in REPORTS else ()
    spread = page.situation.ledger.signals.get(duty.signal_id)
    checked = ("P1", "T6") if spread is not None and is_check_day_moved(page, spread) else ()
    tags = (*checked, "T6") if "go_live" in duty.tags else checked
    crossed = ("W7",) if opening is not None and opening.effect.why.code == "report_at_crossing" else ()
    scored = ("D10",) if duty.scored == "concealed" else ("W5",) if duty.cause == "feed" else ()
    scored = (*scored, "W5") if is_born_breached(duty) and not page.situation.came_by_move(duty) else scored
    scored = (*scored, "T6") if owed_since_live(page, duty) else scored
    scored = (*scored, "D9") if duty.breached_at is not None else scored
    amounts = ("W6",) if quoted(page.situation, page.events, duty) is not None else ()
    halves = ("15", "D2") if page.situation.is_written_half(duty) else ()
    by_guarantee = ("3",) if duty.clause == "11.1.5" and spread is not None and is_by_guarantee(spread) else ()
    by_kind = GOVERNED_BY[duty.kind]
    ended = [by for state, by in ENDED_UNDER.items() if state == duty.state]
    ended = ["D3"] if duty.state == "waived" and not _approved(page, duty) else ended
    ended += ["O9"] if duty.cause == "moved" or page.situation.came_by_move(duty) or _went_on(page, duty) else []
    ended += ["P3" if duty.kind == "assessment" else "D7"] if page.situation.is_ended(duty) else []
    items = major_items(page, spread) if spread is not None and duty.clause == spread.clause else ()
    own = (
        duty.clause,
        *items,
        *form(page, duty),
        *by_guarantee,
        *halves,
        *cited,
        *by_kind,
        *by_clause,
        *crossed,
        *amounts,
        *tags,
        *scored,
        *ended,
        *owing_clauses(page, duty),
    )
    return (*own, *said_in(_told(page, duty, opening)))


def _told(page: Page, duty: Duty, opening: Change | None) -> Iterator[str]:
    """What the page says of a duty, so that no id is named whose text it does not give."""
    yield from ([page.reason(opening.effect.why)] if opening is not None else [])
    yield from changes_said(page, duty)
    signal = page.situation.ledger.signals.get(duty.signal_id)
    yield from (page.reason(one.effect.why) for one in ([] if signal is None else raises_by(page, signal, duty)))
    if signal is not None:
        yield from (text for one in raises_by(page, signal, duty) for text in combined(page, signal, one.at))
    for one in signals_of(page.situation, duty):
        yield from behind_lines(page, one, duty.opened_at)
    yield _approval(page, duty)
    yield from arrears_lines(page, signals_of(page.situation, duty))
    if duty.kind == "tracking":
        yield from page.written_off_lines(tracked_loans(page, duty))
    yield from (*owner_lines(page, duty), *course_lines(page, duty), *done_lines(page, duty))
    yield from beside_lines(page, duty)
    yield from (*opened_lines(page, duty), *own_move_lines(page, duty), *dispute_lines(page, duty))
    if duty.kind == "forecast_sign_off" and is_apart(page.situation.ledger.history[duty.id]):
        yield page.say("signed_apart")
    if owned(page.situation, page.events, duty):
        yield "O9"
    yield from (*report_lines(page, duty), *met_lines(page, duty))
    yield page.tags(duty.tags, duty.clause)
    yield from (absence_line(page, one, duty) for one in raised_by_absence(page, duty))
    yield from correction_lines(page, duty, lambda: _listed(page, duty, opening))
    yield from duty_steps(page, duty, opening, page.lang)


def _head(page: Page, duty: Duty) -> None:
    lang, names = page.lang, page.names
    style = "red" if duty.state in ("breached", "met_late") else ""
    state = page.state(duty)
    kind = terms.DUTY_KINDS[duty.kind].say(lang)
    title = styled((f"{page.say('duty')} {duty.id}  {kind}  ", "bold"), (state, style))
    page.head(
        title,
        (
            ("borrower", names.borrower(duty.customer_no, lang) if duty.customer_no else ""),
            ("owner", f"{names.org(duty.org_no, lang)} · {names.post(duty.post, lang)}"),
            ("due", page.say("due_none") if duty.due is None else moments.deadline(duty.due)),
            ("tags", page.tags(duty.tags, duty.clause)),
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
        _opened(page, duty)
        for text in (*owner_lines(page, duty), *issuer_lines(page, duty), *report_lines(page, duty)):
            page.line(text)
        _tier(page, duty)
    page.line(post_line(page, duty))
    signal = page.situation.ledger.signals.get(duty.signal_id)
    for raised in raised_by_absence(page, duty):
        page.line(absence_line(page, raised, duty))
    if signal is None:
        _of_warning(page, duty)
        return
    if _approval(page, duty):
        page.line(_approval(page, duty))
    for change in raises_by(page, signal, duty):
        for said in combined(page, signal, change.at):
            page.line(said)
        page.line(page.say("signal_line", id=signal.id, reason=page.reason(change.effect.why)))
    for text in behind_lines(page, signal, duty.opened_at):
        page.line(text)


def _approval(page: Page, duty: Duty) -> str:
    """Who approved the loan, where that made the duty: only what goes to head office depends on it (O7)."""
    signal = page.situation.ledger.signals.get(duty.signal_id)
    return "" if signal is None or duty.clause != "12.1.2.2" else approval_line(page, signal)


def raises_by(page: Page, signal: Signal, duty: Duty) -> list[Change]:
    """The last raise or rise of a duty's signal by the time the duty was opened; one or none."""
    history = page.situation.ledger.history[signal.id]
    raises = [change for change in history if change.effect.change in ("raised", "rose")]
    return ([change for change in raises if change.at <= duty.opened_at] or raises)[-1:]


def _of_warning(page: Page, duty: Duty) -> None:
    """The level of the warning then, and the signals that made it, where a duty rests on no single signal (W2)."""
    said = level_said(page.situation, duty)
    if said is not None:
        page.line(page.say("warning_line", id=_warning_id(page, duty), reason=page.reason(said.effect.why)))
    for one in page.situation.standing(duty):
        for text in behind_lines(page, one, duty.opened_at):
            page.line(text)


def _opened(page: Page, duty: Duty) -> None:
    """When it was opened; of one that came with a moved loan also where it was before (O9)."""
    former = former_of(page, duty)
    if former is None:
        page.line(page.say("opened_line", at=moments.instant(duty.opened_at)))
        return
    at, since = moments.instant(former.opened_at), moments.instant(duty.opened_at)
    org = page.names.org(former.org_no, page.lang)
    key = "taken_beside" if stays(page, duty) else "taken_line"
    page.line(page.say(key, id=former.id, at=at, org=org, since=since))


def _tier(page: Page, duty: Duty) -> None:
    """Print which amount its clock goes by, if any (W6, W7)."""
    if duty.kind not in REPORTS:
        return
    if not goes_by_amount(duty):
        page.line(page.say("no_tier_line"))
        return
    for text in tier_lines(page, duty):
        page.line(text)


def _listed(page: Page, duty: Duty, opening: Change | None) -> list[str]:
    """The ids of what it rests on, and of what became of it."""
    ids = [] if opening is None else [*opening.effect.why.events, opening.record_id]
    ids += [*sign_off_records(page.situation, duty), *idle_sign_offs(page, duty)]
    ids += [*reports_on_record(page.situation, duty)]
    ids += [name for change in page.situation.ledger.history[duty.id] for name in change.effect.why.events]
    for finding in page.situation.findings(duty):
        steps = [step for step in finding.history if step.opening and step.at <= duty.opened_at]
        ids += [step.event for step in (steps if duty.kind == "answer" else finding.history[:1])]
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if signal is not None:
        ids += [step.event for step in signal.history if step.opening and step.at <= duty.opened_at]
        ids += behind(page.situation, signal, duty.opened_at).records
    if signal is not None and signal.clause == "11.1.5":
        ids += derived_records(page, signal)
    for one in page.situation.standing(duty):
        ids += [step.event for step in one.history if step.at <= duty.opened_at]
        ids += behind(page.situation, one, duty.opened_at).records
        ids += derived_records(page, one, duty.opened_at) if one.clause == "11.1.5" else []
    ids += lent_where(page.events, ids)
    ids += [*dispute_records(page.situation, duty), *page.situation.retractions(duty), *closed_by(page.situation, duty)]
    ids += work_of(page, duty) if duty.kind == "tracking" else []
    ids += [*proposals_of(page.situation, duty), *rise_records(page.situation, duty), *done_records(page, duty)]
    ids += [*phoned(page, duty), *idle_waiver_records(page, [duty])]
    tried = [one.event_id for one in attempts(page, duty)]
    about = page.found_on_loans(sorted(loans_with_terms(page.situation, duty)))
    about += arrears_records(page, signals_of(page.situation, duty))
    return [name for name in (*about, *ids, *tried, duty.fulfilled_by) if is_record(name)]


def _records(page: Page, duty: Duty, opening: Change | None) -> None:
    listed, silent = _listed(page, duty, opening), page.situation.silent(duty)
    tried = [one.event_id for one in attempts(page, duty)]
    wanted = [*listed, *correction_records(page, duty, lambda: listed)]
    if wanted or not silent:
        duty_records(page, duty, wanted, tried)
    arrears(page, signals_of(page.situation, duty))
    if silent:
        page.silent(silent)
    owners(page, duty)
    for basis in bases(page.situation, page.events, duty):
        page.basis(basis)
    for text in correction_lines(page, duty, lambda: listed):
        page.line(text)
    if duty.kind == "tracking":
        tracked(page, duty)


def _life(page: Page, duty: Duty, changes: Sequence[Change]) -> None:
    page.history(changes, terms.DUTY_CHANGES, told(page, duty, changes))
    page.refused(attempts(page, duty))
    waiting(page, duty)
    if duty.kind == "forecast_sign_off":
        counted(page, duty)
    lang, until = page.lang, page.situation.verdicts.until
    if duty.breached_at is not None:
        _breached(page, duty)
    for text in (*beside_lines(page, duty), *course_lines(page, duty)):
        page.line(text)
    if duty.fulfilled_at is not None:
        _ended(page, duty, duty.fulfilled_at)
    elif duty.state == "breached" and (done := [one for one in _went_on(page, duty) if one.state in MET]):
        for one in done:
            page.line(_done_by(page, one))
    elif duty.state == "breached":
        late = moments.overdue(until - (duty.due or until), lang)
        key = "still_owed" if until - (duty.due or until) >= HOUR // 60 else "just_owed"
        page.line(page.say(key, at=moments.instant(until), late=late), style="red")
    elif duty.due is not None:
        page.line(page.say("still_time", at=moments.instant(until), left=moments.span(duty.due - until, lang)))
    for text in done_lines(page, duty):
        page.line(text)


def _breached(page: Page, duty: Duty) -> None:
    """How a breach came about, why, how it is scored and where it shows (W5, O9, D9, D10)."""
    lang = page.lang
    former = former_of(page, duty)
    if former is not None and duty.cause == "moved" and former.breached_at is not None:
        org, at = page.names.org(former.org_no, lang), moments.instant(former.breached_at)
        page.line(page.say("breached_before_move", id=former.id, org=org, at=at))
        for text in kept_lines(page, duty):
            page.line(text)
    elif is_born_breached(duty) and duty.due is not None:
        span = moments.span(duty.opened_at - duty.due, lang)
        at, due = moments.instant(duty.opened_at), moments.deadline(duty.due)
        page.line(page.say("born_breached", at=at, due=due, span=span))
        for text in owed_since_live(page, duty):
            page.line(text)
    cause = terms.CAUSES[duty.cause].say(lang) if duty.cause else page.say("none")
    score = terms.SCORES[terms.score_of(duty.scored, duty.kind)].say(lang) if duty.scored else page.say("not_scored")
    page.line(page.say("breached_line", cause=cause, score=score))
    for text in breach_lines(page, duty):
        page.line(text)
    for later in _went_on(page, duty):
        org, at = page.names.org(later.org_no, lang), moments.instant(later.opened_at)
        page.line(page.say("went_on", org=org, id=later.id, at=at, state=page.state(later)))


def _went_on(page: Page, duty: Duty) -> list[Duty]:
    """Where a breached duty went on when its loan moved; the breach stays where it was (O9)."""
    if duty.breached_at is None or duty.state == "moved":
        return []
    return [later for later in successors(page, duty) if not stays(page, later)]


def _done_by(page: Page, later: Duty) -> str:
    """That what was breached here has been done where the loan went (O9)."""
    said = {"id": later.id, "org": page.names.org(later.org_no, page.lang), "by": later.fulfilled_by}
    done, at = moments.instant(later.fulfilled_at or 0), moments.instant(page.situation.verdicts.until)
    return page.say("went_on_done", done=done, at=at, **said)


def _approved(page: Page, duty: Duty) -> bool:
    """Whether an approval ended it: a 12.1.1 whose breach was withdrawn is waived by the report itself (R47)."""
    return page.events.get(duty.fulfilled_by, {}).get("type") in (None, "proposal.approved.v1")


def _ended(page: Page, duty: Duty, at: int) -> None:
    how, when = page.state(duty), moments.instant(at)
    by_record = {"waived": "waived_by", "moved": "moved_by"}.get(duty.state, "met_by")
    by_record = by_record if duty.state != "waived" or _approved(page, duty) else "met_by"
    by_record = "issued" if by_record == "met_by" and duty.kind in NOTICES else by_record
    key = by_record if duty.fulfilled_by in page.events else "ended_by"
    page.line(page.say(key, how=how, event=duty.fulfilled_by, at=when))
    for later in successors(page, duty) if duty.state == "moved" else []:
        org, since = page.names.org(later.org_no, page.lang), moments.instant(later.opened_at)
        page.line(page.say("moved_to", org=org, id=later.id, at=since, state=page.state(later)))
    if duty.due is not None and duty.state in MET and not page.situation.is_ended(duty):
        late = duty.state == "met_late"
        shown = moments.span(at - duty.due if late else duty.due - at, page.lang)
        page.line(page.say("was_late" if late else "was_early", span=shown))
    for text in met_lines(page, duty):
        page.line(text)
