"""A signal explained: clause, rule, values, records, the history of its level, and the duties it opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from warning.cli.explain.amount import of_loans
from warning.cli.explain.hanging import absent_duties, hanging, missing
from warning.cli.explain.page import Page, level_of
from warning.cli.rule_pages import rule_lines
from warning.cli.screen.prose import styled
from warning.cli.screen.tables import level_mark
from warning.core.effects import Why
from warning.core.facts import MAJOR_KINDS
from warning.core.frame import LEVELS
from warning.core.rows import Signal, Warning
from warning.core.scalars import end_of
from warning.core.state import Loan
from warning.rulebook import describe_rule
from warning.wording import moments, render, terms
from warning.wording.arithmetic import check_day_steps, live_days_step
from warning.wording.clauses import said_in
from warning.wording.text import Lang

RAISES: Final = ("raised", "rose", "kept")
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
DECIDED_BY_TWO: Final = ("release.proposed.v1", "proposal.approved.v1")


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
    page.clauses(refs)
    if is_by_guarantee(signal):
        page.line(page.say("by_guarantee"))
    page.section("h_rule")
    for line in _rules(page, signal):
        page.line(line)
    for change in raised:
        level = terms.LEVELS[LEVELS[level_of(change.effect)]].say(page.lang)
        page.line(page.say("compared_line", level=level, reason=page.reason(change.effect.why)))
    for line in (*check_day_of(page, signal, page.lang), approval_line(page, signal), *_remarks(page, signal)):
        if line:
            page.line(line)
    page.section("h_events")
    _records(page, signal)
    loans = loans_of(page, signal)
    if loans:
        page.line(page.say("h_loans", at=moments.instant(page.situation.verdicts.until)))
        page.loans(loans, of_loans(page.situation, page.events, signal))
    page.section("h_levels")
    page.history(changes, terms.SIGNAL_CHANGES)
    since = signal.history[0].at if signal.history else 0
    closed = next((step.at for step in signal.history if not step.level), None)
    page.refused(page.refusals(signal.customer_no, signal.domain, DECIDED_BY_TWO, since=since, until=closed))
    _starts(page, signal)
    page.section("h_duties")
    duties = [duty for duty in page.situation.verdicts.duties if duty.signal_id == signal.id]
    page.duties(duties)
    warning = warning_of(page, signal)
    absent = [duty.id for duty in absent_duties(page, signal)]
    if warning is not None:
        hanging(page, warning, duties)
    leads = [warning.id] if warning is not None else []
    page.commands((*leads, *absent, *(duty.id for duty in duties[:2])), options)


def signal_clauses(page: Page, signal: Signal) -> tuple[str, ...]:
    """The clause of a signal and the defaults that fill it in."""
    extra = ("W11",) if signal.status == "kept" else ()
    by_guarantee = ("3",) if is_by_guarantee(signal) else ()
    moved = ("T6",) if is_check_day_moved(page, signal) else ()
    own = (signal.clause, *by_guarantee, *GOVERNED_BY.get(signal.clause, ()), *moved, *extra)
    reasons = (page.reason(change.effect.why) for change in page.situation.ledger.history[signal.id])
    said = said_in(
        (
            *_rules(page, signal),
            *reasons,
            *_remarks(page, signal),
            approval_line(page, signal),
            *check_day_of(page, signal, page.lang),
        )
    )
    return (*own, *said)


def _rules(page: Page, signal: Signal) -> list[str]:
    """The rules that decided, line by line."""
    raises = [
        change.effect.why for change in page.situation.ledger.history[signal.id] if change.effect.change in RAISES
    ]
    book, refs = page.situation.setting.book, rules_of(signal, _former(page, signal), raises)
    return [line for ref in refs for rule in describe_rule(book, ref) for line in rule_lines(rule, page.lang)]


def closing_clauses(page: Page, signals: Iterable[Signal]) -> tuple[str, ...]:
    """What decides that a signal is lowered or closed: recovery, two persons, or that its record was wrong."""
    whys = [change.effect.why for signal in signals for change in page.situation.ledger.history[signal.id]]
    found = [ref for why in whys for ref in CLOSED_UNDER.get(why.code, ())]
    mistaken = any(value == "mistaken" for why in whys for name, value in why.values if name == "ground")
    return (*found, "W12") if mistaken else tuple(found)


def check_day_of(page: Page, signal: Signal, lang: Lang) -> list[str]:
    """How the check day of a missing assessment follows from the loan's maturity (P1, T6)."""
    why = missing(page, signal)
    if why is None:
        return []
    values, frame = dict(why.values), page.situation.setting.frame
    check_at, live = end_of(int(values["check_day"])), is_check_day_moved(page, signal)
    maturity = (str(values["loan_no"]), int(values["matures_on"]), check_at)
    first, *steps = check_day_steps(*maturity, frame, lang, live=live)
    return [first, live_days_step(frame, lang), *steps] if live else [first, *steps]


def is_check_day_moved(page: Page, signal: Signal) -> bool:
    """Whether going live moved the check day of a missing assessment (T6)."""
    why = missing(page, signal)
    if why is None:
        return False
    values, frame = dict(why.values), page.situation.setting.frame
    matures_on, check_day = int(values["matures_on"]), int(values["check_day"])
    owed = (duty for duty in page.situation.of_borrower(signal.customer_no) if duty.kind == "assessment")
    live = any(duty.hangs_on.startswith(f"loan:{values['loan_no']}:") and "go_live" in duty.tags for duty in owed)
    by_live = check_day == matures_on or end_of(check_day) == frame.go_live_end()
    return live and by_live and check_day != matures_on - frame.book.check_days


def approval_line(page: Page, signal: Signal) -> str:
    """Who approved the loan, which decides whether a finding goes to head office (12.1.2.2, O7); else empty."""
    name = signal.history[0].event if signal.history else ""
    content = page.events.get(name, {}).get("data")
    if signal.clause != "12.1.2.2" or not isinstance(content, Mapping):
        return ""
    by = str(content.get("approved_by") or "")
    if not by:
        return page.say("approved_unsaid_line", id=name)
    key = "approved_here_line" if by == "sub_branch" else "approved_by_line"
    return page.say(key, id=name, level=terms.ORG_LEVELS[by].say(page.lang))


def is_by_guarantee(signal: Signal) -> bool:
    """Whether a source reached it over a guarantee, which article 3 names and 11.1.5 does not."""
    return any(path.startswith("guarantee:") for path in signal.paths)


def _head(page: Page, signal: Signal) -> None:
    lang, names = page.lang, page.names
    warning = warning_of(page, signal)
    title = styled((f"{page.say('signal')} {signal.id}  ", "bold"), level_mark(signal.level, lang))
    gap = "、" if lang == "zh" else ", "
    tags = [terms.TAGS[tag].say(lang) for tag in signal.tags]
    status = terms.STATUSES[signal.status].say(lang)
    if signal.closed_by:
        status = terms.CLOSED_BY[signal.closed_by].say(lang)
    page.head(
        title,
        (
            ("borrower", names.borrower(signal.customer_no, lang)),
            ("domain", terms.DOMAINS[signal.domain].say(lang)),
            ("status", status + (gap + page.say("disputed") if signal.disputed else "")),
            ("group", terms.GROUPS[signal.group].say(lang)),
            (
                SUBJECTS.get(signal.clause, "subject"),
                _subject(page, signal),
            ),
            ("loans", page.say("all_loans") if signal.loans is None else gap.join(signal.loans)),
            ("paths", render.paths(", ".join(signal.paths), lang) if signal.paths else ""),
            ("source", terms.SOURCES[signal.source].say(lang)),
            ("tags", gap.join(tags)),
            ("belongs", "" if warning is None else warning.id),
            ("clock", moments.instant(page.situation.verdicts.until)),
        ),
    )


def _subject(page: Page, signal: Signal) -> str:
    """What it is about; of a derived signal the source, by name."""
    if signal.clause == "11.1.5":
        return page.names.borrower(signal.subject, page.lang)
    return "" if signal.subject == "-" else signal.subject.replace("|", " · ")


def loans_of(page: Page, signal: Signal) -> list[Loan]:
    """The loans it rests on, as they now are (W6)."""
    state = page.situation.borrower(signal.customer_no)
    loans = () if state is None else state.loans
    return [loan for loan in loans if signal.loans is None or loan.loan_no in signal.loans]


def warning_of(page: Page, signal: Signal) -> Warning | None:
    """The warning a signal belongs to; none while it is kept."""
    cases = page.situation.cases
    return next((case.warning for case in cases if any(one.id == signal.id for one in case.signals)), None)


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


def _former(page: Page, signal: Signal) -> list[Why]:
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


def _records(page: Page, signal: Signal) -> None:
    ids = [name for change in page.situation.ledger.history[signal.id] for name in change.effect.why.events]
    ids += [step.event for step in signal.history]
    if signal.clause != "11.1.5":
        page.records([*page.found_on_loans(signal.loans or ()), *ids])
        return
    page.line(page.say("source_signals", source=page.names.borrower(signal.subject, page.lang)))
    for one in _own_of_source(page, signal):
        level = terms.LEVELS[LEVELS[max(step.level for step in one.history)]]
        page.line(page.say("source_signal", id=one.id, clause=one.clause, level=level.say(page.lang)))
    page.records(derived_records(page, signal))


def combined(page: Page, signal: Signal, at: int) -> list[str]:
    """That a source was orange by two yellow signals of different groups, where no signal of its own was (W2)."""
    said = next((step.level for step in reversed(signal.history) if step.at <= at), 0)
    own = [] if signal.clause != "11.1.5" else _own_of_source(page, signal)
    levels = {one.id: next((step.level for step in reversed(one.history) if step.at <= at), 0) for one in own}
    live = [name for name, level in levels.items() if level]
    if said != LEVELS.index("orange") or not live or max(levels.values()) >= said:
        return []
    names = ("、" if page.lang == "zh" else ", ").join(live)
    return [page.say("source_combined", source=page.names.borrower(signal.subject, page.lang), ids=names)]


def _remarks(page: Page, signal: Signal) -> list[str]:
    """What of a signal is by a default or by what is on file only: a source's level, a class set (W2, O1, O2)."""
    raises = [one for one in page.situation.ledger.history[signal.id] if one.effect.change in RAISES]
    said = [text for one in raises for text in combined(page, signal, one.at)]
    for duty in absent_duties(page, signal):
        org, state = page.names.org(duty.org_no, page.lang), page.state(duty)
        said.append(page.say("absent_duty", id=duty.id, org=org, state=state))
    said += [page.say("class_set_due")] if any(one.effect.why.code == "classified" for one in raises) else []
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
    ids = ("、" if page.lang == "zh" else ", ").join(found[True])
    return [page.say("matter_is_id", id=signal.subject, ids=ids)] if found[True] and found[False] else []


def derived_records(page: Page, signal: Signal, until: int | None = None) -> list[str]:
    """What a derived signal goes back to: its links and the records of the source's own signals (O5, O6).

    Those by its last rise, or ``until`` an instant.
    """
    parties = (signal.subject, signal.customer_no)
    links = [name for name, event in page.events.items() if _links(event, parties)]
    last = _last_rise(signal) if until is None else until
    return [*links, *(step.event for one in _own_of_source(page, signal) for step in one.history if step.at <= last)]


def _own_of_source(page: Page, signal: Signal) -> list[Signal]:
    last = _last_rise(signal)  # what is only kept after a recovery (W9) has told nobody anything yet
    return [one for one in page.situation.sources(signal) if one.history and one.history[0].at <= last]


def _last_rise(signal: Signal) -> int:
    return max(step.at for step in signal.history if step.level)


def _starts(page: Page, signal: Signal) -> None:
    """Where the clocks of each opening start, which the duties count from (D1)."""
    for step in signal.history:
        if step.opening:
            start = moments.instant(step.start)
            level = terms.LEVELS[LEVELS[step.level]].say(page.lang)
            page.line(page.say("opening_at", n=step.opening, level=level, start=start))


def _links(event: Mapping[str, Any], parties: tuple[str, str]) -> bool:
    """Whether a record made or ended a link of one of the two parties."""
    content = event.get("data")
    return (
        "link" in str(event.get("type", ""))
        and isinstance(content, Mapping)
        and (content.get("customer_no") in parties or content.get("guarantor_no") in parties)
    )
