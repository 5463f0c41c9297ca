"""A signal explained: clause, rule, values, records, the history of its level, and the duties it opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from warning.cli.explain.again import episode_lines
from warning.cli.explain.amount import at_closing, bases, closed_at, data_of
from warning.cli.explain.arrears import arrears, arrears_lines, arrears_records
from warning.cli.explain.checkday import absent_line, check_day_of, is_check_day_moved
from warning.cli.explain.closings import closing_records
from warning.cli.explain.concealment import concealment_lines, concealments
from warning.cli.explain.corrections import correction_lines, correction_records
from warning.cli.explain.derived import combined, derived_records, is_by_guarantee, source_lines
from warning.cli.explain.disputed import LAG, ground_lines
from warning.cli.explain.endings import lapsed_before
from warning.cli.explain.episodes import episode_records
from warning.cli.explain.grounds import grounds_left
from warning.cli.explain.hanging import absent_duties, hanging
from warning.cli.explain.keeping import behind_lines, source_record
from warning.cli.explain.kept import BACK, behind
from warning.cli.explain.late_found import late_found_lines
from warning.cli.explain.later import later_lines, later_records
from warning.cli.explain.lost import lost_lines, lost_records
from warning.cli.explain.management import approval_line, of_signal
from warning.cli.explain.needed import DECIDED, is_record, loans_with_terms
from warning.cli.explain.openings import dues, going_live, starts
from warning.cli.explain.owners import move_lines, move_records
from warning.cli.explain.page import Page, level_of
from warning.cli.explain.proposals import proposals_of
from warning.cli.explain.raising import RAISES, former_whys, major_items, rules_of
from warning.cli.explain.releases import about, release_lines, release_records
from warning.cli.explain.spells import written_off
from warning.cli.explain.unmoved import unmoved
from warning.cli.explain.waiting import waiting
from warning.cli.rule_pages import rule_lines
from warning.cli.screen.prose import styled
from warning.cli.screen.tables import level_mark
from warning.core.frame import LEVELS
from warning.core.rows import Duty, Signal, Warning
from warning.core.state import Loan
from warning.rulebook import describe_rule
from warning.wording import moments, render, terms
from warning.wording.clauses import OURS, W9_OFF_BALANCE, said_in
from warning.wording.names import aside, series

GOVERNED_BY: Final[dict[str, tuple[str, ...]]] = {
    "11.1.1": ("P1", "P2"),
    "11.1.2": ("O1",),
    "11.1.3": ("O4",),
    "11.1.5": ("O5", "O6"),
    "12.1.2.1": ("O7",),
    "12.1.2.2": ("O7",),
}
"""The defaults that fill in a clause."""
CLOSED_UNDER: Final[dict[str, tuple[str, ...]]] = {
    "released": ("W8",),
    "recovered": ("W9",),
    "kept_after_recovery": ("W9",),
    "derived_at_nil": ("O5",),
    "disputed": ("W12",),
}
"""The default that decides a lowering, a closing or a dispute, by its reason."""


SUBJECTS: Final = {
    "11.1.1": "subject_maturity",
    "11.1.3": "subject_arrears",
    "11.1.4": "subject_matter",
    "11.1.5": "subject_source",
    "11.1.6": "subject_number",
    "12.1.2.1": "subject_finding",
    "12.1.2.2": "subject_finding",
}
"""What the subject of a clause's signals is called."""


def explain_signal(page: Page, signal: Signal, options: str) -> None:
    """Print the explanation."""
    _head(page, signal)
    changes = page.situation.ledger.history[signal.id]
    refs = (*signal_clauses(page, signal), *closing_clauses(page, [signal]))
    raised = [change for change in changes if change.effect.change in RAISES]
    page.section("h_clause")
    parts = of_signal(page, signal) | going_live(page, duties_of(page, signal)) | closing_parts(page, [signal])
    page.clauses(refs, parts)
    if is_by_guarantee(signal):
        page.line(page.say("by_guarantee"))
    page.section("h_rule")
    for line in _rules(page, signal):
        page.line(line)
    for change in (one for one in raised if one.effect.why.code not in BACK):
        level = terms.LEVELS[LEVELS[level_of(change.effect)]].say(page.lang)
        page.line(page.say("compared_line", level=level, reason=page.reason(change.effect.why)))
    remarks = (*behind_lines(page, signal), *check_day_of(page, signal, page.lang), approval_line(page, signal))
    for line in (*remarks, *_remarks(page, signal)):
        if line:
            page.line(line)
    page.section("h_events")
    _records(page, signal)
    _loans(page, signal)
    page.section("h_levels")
    page.history(changes, terms.SIGNAL_CHANGES)
    since = signal.history[0].at if signal.history else 0
    closed = next((step.at for step in signal.history if not step.level), None)
    waiting(page, signal)
    refusals = page.refusals(signal.customer_no, signal.domain, DECIDED, since=since, until=closed)
    page.refused(about(page, signal, refusals))
    for line in (*release_lines(page, signal), *starts(page, signal), *_since(page, signal)):
        page.line(line)
    page.section("h_duties")
    duties = duties_of(page, signal)
    page.duties(duties)
    for line in dues(page, duties):
        page.line(line)
    warning = warning_of(page, signal)
    absent = [duty.id for duty in absent_duties(page, signal)]
    if warning is not None:
        hanging(page, warning, duties)
    leads = [warning.id] if warning is not None else []
    page.commands((*leads, *absent, *(duty.id for duty in duties[:2])), options)


def _loans(page: Page, signal: Signal) -> None:
    """Its loans as they now are, or were at its closing, and the amounts its dues go by."""
    for line in (*move_lines(page, [signal]), *lost_lines(page, [signal]), *_corrections(page, signal)):
        page.line(line)
    loans = loans_of(page, signal)
    if loans:
        at = closed_at(signal)
        page.line(page.say("h_loans", at=moments.instant(page.situation.verdicts.until if at is None else at)))
        page.loans(loans, at_closing(page.situation, page.events, signal))
    for basis in bases(page.situation, page.events, signal):
        page.basis(basis)


def signal_clauses(page: Page, signal: Signal) -> tuple[str, ...]:
    """The clause of a signal and the defaults that fill it in."""
    extra = ("W11",) if signal.status == "kept" else ()
    by_guarantee = ("3",) if is_by_guarantee(signal) else ()
    moved = ("T6",) if is_check_day_moved(page, signal) else ()
    own = (
        signal.clause,
        *major_items(page, signal),
        "5",
        *by_guarantee,
        *GOVERNED_BY.get(signal.clause, ()),
        *moved,
        *extra,
    )
    reasons = (page.reason(change.effect.why) for change in page.situation.ledger.history[signal.id])
    said = said_in(
        (
            *_rules(page, signal),
            *reasons,
            *_remarks(page, signal),
            *behind_lines(page, signal),
            *move_lines(page, [signal]),
            *lost_lines(page, [signal]),
            *_corrections(page, signal),
            approval_line(page, signal),
            *check_day_of(page, signal, page.lang),
            page.tags(signal.tags, signal.clause),
            *release_lines(page, signal),
            *starts(page, signal),
            *_since(page, signal),
            *dues(page, duties_of(page, signal)),
            *arrears_lines(page, [signal]),
            *page.written_off_lines(loans_of(page, signal)),
        )
    )
    return (*own, *said)


def _rules(page: Page, signal: Signal) -> list[str]:
    """The rules that decided, line by line."""
    raises = [
        change.effect.why for change in page.situation.ledger.history[signal.id] if change.effect.change in RAISES
    ]
    book, refs = page.situation.setting.book, rules_of(signal, former_whys(page, signal), raises)
    return [line for ref in refs for rule in describe_rule(book, ref) for line in rule_lines(rule, page.lang)]


def closing_clauses(page: Page, signals: Sequence[Signal]) -> tuple[str, ...]:
    """What decides that a signal is lowered or closed: recovery, two persons, or that its record was wrong."""
    whys = [change.effect.why for signal in signals for change in page.situation.ledger.history[signal.id]]
    found = [ref for why in whys for ref in CLOSED_UNDER.get(why.code, ())]
    mistaken = any(value == "mistaken" for why in whys for name, value in why.values if name == "ground")
    found += ["17"] if lapsed_before(page.situation, page.events, signals) else []
    return (*found, "W12") if mistaken else tuple(found)


def closing_parts(page: Page, signals: Sequence[Signal]) -> dict[str, str]:
    """W9 with what it says of off-balance items, where one of them closed a signal."""
    if not lapsed_before(page.situation, page.events, signals):
        return {}
    gap = "" if page.lang == "zh" else " "
    return {"W9": OURS["W9"].say(page.lang) + gap + W9_OFF_BALANCE.say(page.lang)}


def _head(page: Page, signal: Signal) -> None:
    lang, names = page.lang, page.names
    warning = warning_of(page, signal)
    title = styled((f"{page.say('signal')} {signal.id}  ", "bold"), level_mark(signal.level, lang))
    gap = "、" if lang == "zh" else ", "
    page.head(
        title,
        (
            ("borrower", names.borrower(signal.customer_no, lang)),
            ("domain", terms.DOMAINS[signal.domain].say(lang)),
            ("status", status_line(page, signal)),
            ("group", terms.GROUPS[signal.group].say(lang)),
            (
                SUBJECTS.get(signal.clause, "subject"),
                _subject(page, signal),
            ),
            ("loans", page.say("all_loans") if signal.loans is None else gap.join(signal.loans)),
            ("paths", render.paths(", ".join(signal.paths), lang) if signal.paths else ""),
            ("source", _found_by(page, signal)),
            ("tags", page.tags(signal.tags, signal.clause)),
            ("belongs", "" if warning is None else warning.id),
            ("clock", moments.instant(page.situation.verdicts.until)),
        ),
    )


def status_line(page: Page, signal: Signal) -> str:
    """How it stands, with for what it is disputed; what is closed is not any more (R31)."""
    if signal.closed_by:
        return page.closed_by(signal)
    said = [terms.STATUSES[signal.status].say(page.lang)]
    return series([*said, *(_disputed(page, signal) if signal.disputed else ())], page.lang)


def _disputed(page: Page, signal: Signal) -> list[str]:
    """For what it is disputed: a ground was retracted, or our lag (W12, T2)."""
    whys = [one.effect.why for one in page.situation.ledger.history[signal.id] if one.effect.change == "disputed"]
    keys = ("disputed_lag" if why.code == LAG else "disputed_ground" for why in whys)
    left = series((one.event for one in grounds_left(page.situation, signal)), page.lang)
    beside = [page.say("disputed_beside", ids=left)] if left else []
    return [*(page.say(key) for key in dict.fromkeys(keys)), *beside]


def _found_by(page: Page, signal: Signal) -> str:
    """Article 5: where the information came from; where no record says so, that we filled it in."""
    said = terms.SOURCES[signal.source].say(page.lang)
    name = source_record(page, signal)
    if signal.clause == "11.1.5" or not is_record(name):
        return aside(said, page.say("source_by_clock"), page.lang)
    content = page.events.get(name, {}).get("data")
    if not isinstance(content, Mapping) or content.get("source"):
        return said
    by = str(content.get("recorded_by") or content.get("org_no") or "")
    org = page.names.org(by, page.lang)
    return aside(said, page.say("source_filled" if by else "source_unrecorded", id=name, org=org), page.lang)


def _subject(page: Page, signal: Signal) -> str:
    """What it is about; of a derived signal the source, by name."""
    if signal.clause == "11.1.5":
        return page.names.borrower(signal.subject, page.lang)
    said = "" if signal.subject == "-" else signal.subject.replace("|", " · ")
    event = page.events.get(signal.subject, {}) if signal.clause == "11.1.4" else {}
    unnamed = event.get("type") == "major_event.v1" and not data_of(event).get("matter")
    return aside(said, page.say("matter_of_record"), page.lang) if unnamed else said


def duties_of(page: Page, signal: Signal) -> list[Duty]:
    """The duties that hang on it; last those that went with a moved loan."""
    found = [duty for duty in page.situation.verdicts.duties if duty.signal_id == signal.id]
    return sorted(found, key=lambda duty: duty.state == "moved")


def loans_of(page: Page, signal: Signal) -> list[Loan]:
    """The loans it rests on, as they now are, or with their balances at its closing (W6)."""
    state, at = page.situation.borrower(signal.customer_no), closed_at(signal)
    loans = {loan.loan_no: loan for loan in (() if state is None else state.loans)}
    found = [(loans[one.loan_no], one) for one in at_closing(page.situation, page.events, signal)]
    return [loan if at is None else _then(page, loan, one.fen, at) for loan, one in found]


def _then(page: Page, loan: Loan, fen: int, at: int) -> Loan:
    """A loan with its balance at an instant, and written off only where it had been by then."""
    lost = loan.lost and bool(written_off(page.events, loan.loan_no, at)[0])
    return replace(loan, balance=fen, lost=lost, status=loan.status if lost == loan.lost else "active")


def warning_of(page: Page, signal: Signal) -> Warning | None:
    """The warning a signal belongs to; none while it is kept."""
    cases = page.situation.cases
    return next((case.warning for case in cases if any(one.id == signal.id for one in case.signals)), None)


def _records(page: Page, signal: Signal) -> None:
    ids = [name for change in page.situation.ledger.history[signal.id] for name in change.effect.why.events]
    ids += closing_records(page.situation, page.events, [signal])
    ids += [fact.event for fact, _ in unmoved(page.situation, signal)]
    ids += [*(step.event for step in signal.history), *behind(page.situation, signal).records]
    ids += since_records(page, signal)
    ids += [*proposals_of(page.situation, signal), *move_records(page, [signal]), *lost_records(page, [signal])]
    ids += correction_records(page, signal, lambda: _of_arrears(page, signal))
    if signal.clause != "11.1.5":
        page.records(
            [
                *page.found_on_loans({*(signal.loans or ()), *loans_with_terms(page.situation, signal)}),
                *arrears_records(page, [signal]),
                *ids,
            ]
        )
        arrears(page, [signal])
        return
    for line in source_lines(page, signal):
        page.line(line)
    more = since_records(page, signal)
    page.records([*derived_records(page, signal), *more, *move_records(page, [signal]), *lost_records(page, [signal])])


def _corrections(page: Page, signal: Signal) -> list[str]:
    """The postings on the page that were corrected later."""
    return correction_lines(page, signal, lambda: _of_arrears(page, signal))


def _of_arrears(page: Page, signal: Signal) -> list[str]:
    """The records by which it was raised and rose, and those of its arrears."""
    return [*(step.event for step in signal.history), *arrears_records(page, [signal])]


def _since(page: Page, signal: Signal) -> list[str]:
    """What came after: facts that changed nothing, findings of concealment, the episodes before and after."""
    found = concealment_lines(page, signal, duties_of(page, signal))
    return [*ground_lines(page, signal), *later_lines(page, signal), *found, *episode_lines(page, signal)]


def since_records(page: Page, signal: Signal) -> list[str]:
    """The records of that."""
    own = [*concealments(page, signal), *episode_records(page.situation, signal), *release_records(page, signal)]
    return [*later_records(page, signal), *own]


def _remarks(page: Page, signal: Signal) -> list[str]:
    """What of a signal is by a default or by what is on file only: a source's level, a class set (W2, O1, O2)."""
    raises = [one for one in page.situation.ledger.history[signal.id] if one.effect.change in RAISES]
    said = [text for one in raises for text in combined(page, signal, one.at)]
    said += [absent_line(page, signal, duty) for duty in absent_duties(page, signal)]
    said += late_found_lines(page, signal)
    said += [page.say("class_set_due")] if any(one.effect.why.code == "classified" for one in raises) else []
    for fact, before in unmoved(page.situation, signal):
        level, last = (terms.LEVELS[LEVELS[one]].say(page.lang) for one in (fact.level, before))
        at = moments.instant(fact.recorded)
        said.append(page.say("unmoved", id=fact.event, at=at, level=level, before=last))
    if "forecast_missed" in signal.tags:
        live = page.situation.setting.frame.live_from
        since = page.say("on_file") if live is None else page.say("since_live", at=moments.instant(live))
        said.append(page.say("forecast_missed_line", since=since))
    return list(dict.fromkeys([*said, *_by_id(page, signal)]))


def _by_id(page: Page, signal: Signal) -> list[str]:
    """That one record gave the matter and another, without one, has it as its id: one identity (R79, W1)."""
    found: dict[bool, list[str]] = {True: [], False: []}
    for name, event in page.events.items():
        data = event.get("data")
        if event.get("type") == "major_event.v1" and isinstance(data, Mapping):
            mine = signal.clause == "11.1.4" and data.get("customer_no") == signal.customer_no
            if mine and signal.subject == (data.get("matter") or name):
                found[bool(data.get("matter"))].append(name)
    ids = series(found[True], page.lang)
    return [page.say("matter_is_id", id=signal.subject, ids=ids)] if found[True] and found[False] else []
