"""A warning explained: its signals, why it stands at its level, its amount and tier, and all its duties."""

from __future__ import annotations

from typing import Final

from warning.cli.explain.again import episode_lines
from warning.cli.explain.amount import now_of, tiers_of
from warning.cli.explain.arrears import arrears, arrears_lines, arrears_records
from warning.cli.explain.closings import closing_records
from warning.cli.explain.concealment import concealment_lines
from warning.cli.explain.corrections import correction_lines, correction_records
from warning.cli.explain.derived import derived_records, source_lines
from warning.cli.explain.disputed import LAG, ground_lines
from warning.cli.explain.grounds import grounds_left
from warning.cli.explain.keeping import behind_lines
from warning.cli.explain.kept import behind
from warning.cli.explain.late_waivers import idle_waiver_lines, idle_waiver_records
from warning.cli.explain.later import later_lines
from warning.cli.explain.lost import lost_lines, lost_records
from warning.cli.explain.needed import loans_with_terms
from warning.cli.explain.owners import move_lines, move_records
from warning.cli.explain.page import Page
from warning.cli.explain.proposals import proposals_of
from warning.cli.explain.releases import approved_lines, unchanged_lines, withdrawn_lines
from warning.cli.explain.signal import closing_clauses, closing_parts, since_records, status_line
from warning.cli.explain.unmoved import unmoved
from warning.cli.explain.waiting import waiting
from warning.cli.screen.prose import styled
from warning.cli.screen.tables import grid, level_mark
from warning.cli.situation import Case
from warning.core.effects import WarningChanged, Why
from warning.core.frame import LEVELS, RED
from warning.core.rows import Signal, Warning
from warning.ledger.memory import Change
from warning.wording import moments, terms
from warning.wording.clauses import clause_title, said_in
from warning.wording.names import aside, series

DECIDED_BY_TWO: Final = ("release.proposed.v1", "waiver.proposed.v1", "proposal.approved.v1")
LEVEL_ARTICLES: Final = {1: "7", 2: "8", 3: "9"}
"""The article that says what a level means."""


def explain_warning(page: Page, warning: Warning, options: str) -> None:
    """Print the explanation."""
    case = page.situation.case(warning)
    _head(page, case)
    page.section("h_signals")
    _signals(page, case)
    page.clauses(signal.clause for signal in case.signals)
    page.section("h_records")
    histories = [page.situation.ledger.history[signal.id] for signal in case.signals]
    later = [name for changes in histories for change in changes for name in change.effect.why.events]
    later += [*proposals_of(page.situation, warning), *move_records(page, case.signals)]
    later += [*lost_records(page, case.signals), *idle_waiver_records(page, case.duties)]
    later += closing_records(page.situation, page.events, case.signals)
    later += [fact.event for one in case.signals for fact, _ in unmoved(page.situation, one)]
    later += [fact.event for one in case.signals for fact in grounds_left(page.situation, one)]
    later += [name for signal in case.signals for name in behind(page.situation, signal).records]
    derived = [one for one in case.signals if one.clause == "11.1.5"]
    later += [name for one in derived for name in derived_records(page, one)]
    later += [name for one in case.signals for name in since_records(page, one)]
    about = page.found_on_loans(sorted(loans_with_terms(page.situation, warning)))
    about += arrears_records(page, case.signals)
    for text in (text for one in derived for text in source_lines(page, one)):
        page.line(text)
    listed = [*about, *(step.event for signal in case.signals for step in signal.history), *later]
    page.records([*listed, *correction_records(page, warning, lambda: listed)])
    for signal in case.signals:
        for line in behind_lines(page, signal):
            page.line(line)
    moved = (*move_lines(page, case.signals), *lost_lines(page, case.signals))
    moved += tuple(correction_lines(page, warning, lambda: listed))
    for line in moved:
        page.line(line)
    arrears(page, case.signals)
    since, until = warning.raised_at, warning.closed_at
    page.refused(page.refusals(warning.customer_no, warning.domain, DECIDED_BY_TWO, since=since, until=until))
    page.section("h_why_level")
    said = said_in(page.reason(change.effect.why) for changes in histories for change in changes)
    kept = (text for signal in case.signals for text in behind_lines(page, signal))
    after = [*withdrawn_lines(page, case.signals), *idle_waiver_lines(page, case.duties)]
    after += [text for one in case.signals for text in (*ground_lines(page, one), *_after(page, one))]
    said = (*said, *said_in((*arrears_lines(page, case.signals), *kept, *moved, *after)))
    page.clauses(
        ("6", LEVEL_ARTICLES[_highest(warning)], "W2", *closing_clauses(page, case.signals), *said),
        closing_parts(page, case.signals),
    )
    page.history(history(page, case), terms.WARNING_HISTORY)
    waiting(page, warning)
    for line in after:
        page.line(line)
    page.section("h_amount")
    _amount(page, warning)
    page.section("h_all_duties")
    page.duties(case.duties)
    _lead_on(page, case, options)


def _after(page: Page, signal: Signal) -> list[str]:
    """What came after the raise of a signal: facts that changed nothing, findings of concealment, other episodes."""
    said = [*unchanged_lines(page, signal), *later_lines(page, signal)]
    said += [*concealment_lines(page, signal, []), *episode_lines(page, signal)]
    return [page.say("of_signal", id=signal.id, text=text) for text in said]


def show_warning(page: Page, warning: Warning, options: str) -> None:
    """Print what it is: its signals, its levels and its duties, without clauses and records."""
    case = page.situation.case(warning)
    _head(page, case)
    page.section("t_signals")
    _signals(page, case)
    page.section("t_levels")
    page.history(history(page, case), terms.WARNING_HISTORY)
    for text in approved_lines(page, case.signals):
        page.line(text)
    waiting(page, warning)
    page.section("t_duties")
    page.duties(case.duties)
    _lead_on(page, case, options, warning.id)


def history(page: Page, case: Case) -> list[Change]:
    """The changes of a warning, and when signals of it were disputed, at which its level stands (W12, T2)."""
    ledger = page.situation.ledger
    own = ledger.history[case.warning.id]
    found = [(one.at, 0, one) for one in own]
    for signal in case.signals:
        for change in ledger.history[signal.id]:
            before = [one.effect for one in own if one.at <= change.at and isinstance(one.effect, WarningChanged)]
            if change.effect.change == "disputed" and before:
                said = WarningChanged("disputed", before[-1].warning, _disputed(signal.id, change.effect.why))
                found.append((change.at, 1, Change(change.at, change.record_id, said)))
    return [change for _, _, change in sorted(found, key=lambda one: one[:2])]


def _disputed(signal_id: str, why: Why) -> Why:
    """Why a signal is disputed, said of its warning."""
    if why.code == LAG:
        return Why("signal_lagged", "T2", (("signal", signal_id),), why.events)
    return Why("signal_disputed", "W12", (("signal", signal_id),), why.events)


def _lead_on(page: Page, case: Case, options: str, *first: str) -> None:
    due = case.next_duty
    urgent = [*(duty.id for duty in case.overdue[:1]), *([due.id] if due is not None else [])]
    page.commands((*first, *(signal.id for signal in case.signals[:2]), *urgent), options)


def _highest(warning: Warning) -> int:
    """The highest level it ever reached."""
    return max(level for _, level in warning.levels)


def _head(page: Page, case: Case) -> None:
    warning, lang = case.warning, page.lang
    title = styled((f"{page.say('warning')} {warning.id}  ", "bold"), level_mark(warning.level, lang))
    owners = [page.names.org(org, lang) for org in page.situation.owners(case)]
    page.head(
        title,
        (
            ("borrower", page.names.borrower(warning.customer_no, lang)),
            ("domain", page.say("domain_number", domain=terms.DOMAINS[warning.domain].say(lang), n=warning.number)),
            ("owners", series(owners, lang)),
            ("raised", moments.instant(warning.raised_at)),
            ("highest", terms.LEVELS[LEVELS[_highest(warning)]].say(lang) if warning.closed_at else ""),
            ("closed", "" if warning.closed_at is None else moments.instant(warning.closed_at)),
            ("tier", terms.TIERS[str(warning.tier)].say(lang)),
            ("clock", moments.instant(page.situation.verdicts.until)),
        ),
    )


def _signals(page: Page, case: Case) -> None:
    columns = ("c_level", "signal", "c_when", "c_why")
    table = grid(*(page.say(column) for column in columns), fixed=(0, 2))
    for signal in sorted(case.signals, key=lambda row: (-row.level, row.history[0].at, row.id)):
        changes = page.situation.ledger.history[signal.id]
        last = next(change for change in reversed(changes) if change.effect.change in ("raised", "rose"))
        clause, group = clause_title(signal.clause, page.lang), terms.GROUPS[signal.group].say(page.lang)
        about = clause if clause.endswith(f" {group}") else aside(clause, group, page.lang)
        title = styled(about, "\n", (signal.id, "dim"))
        when = moments.instant(last.at)
        status = f"\n{status_line(page, signal)}" if signal.disputed or signal.status != "live" else ""
        table.add_row(level_mark(signal.level, page.lang), title, when, page.reason(last.effect.why) + status)
    page.table(table)


def _amount(page: Page, warning: Warning) -> None:
    """The amount with which each tier was reached, and as it now is, each with the records it is the sum of."""
    lang, found = page.lang, page.situation
    highest = terms.TIERS[str(warning.tier)].say(lang)
    below = warning.domain == "business" and not warning.tier and _highest(warning) == RED
    page.clauses(("W6", "W7", "W10") if below else ("W6", "W7"))
    if below:
        page.line(page.say("red_below"))
    for basis in tiers_of(found, page.events, warning):
        tier, at = terms.TIERS[str(basis.tier)].say(lang), moments.instant(basis.at)
        sums = {"before": moments.money(basis.before, lang), "after": moments.money(basis.amount, lang)}
        page.line(
            page.say("tier_since", at=at, tier=tier)
            if not basis.balances
            else page.say("tier_step", at=at, tier=tier, **sums)
        )
        page.basis(basis)
    if warning.closed_at is not None:
        page.line(page.say("amount_closed", highest=highest))
        return
    now = now_of(found, page.events, warning)
    tier = terms.TIERS[str(now.tier)].say(lang)
    page.line(page.say("amount_line", amount=moments.money(now.amount, lang), tier=tier, highest=highest))
    page.loans(found.source_loans(warning.customer_no), now.balances)
