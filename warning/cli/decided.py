"""``warning decide`` for people: live warnings and what to do next, what is overdue, what was refused, the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from rich.console import Console, RenderableType
from rich.table import Table

from warning.cli.refused import PUT_BACK, put_back_table, refusals_table
from warning.cli.rows import in_order
from warning.cli.screen.prose import Prose, styled
from warning.cli.screen.tables import grid, level_mark, two_lines
from warning.cli.situation import Case, Situation
from warning.core.frame import ORANGE, RED, YELLOW
from warning.core.rows import Duty
from warning.intake.run import Refusal
from warning.ledger.entries import Standing, Tally
from warning.wording import moments, terms
from warning.wording.names import Names
from warning.wording.phrases import say
from warning.wording.text import Lang


def show(situation: Situation, console: Console, limit: int) -> None:
    """Print everything; ``limit`` rows a table, 0 for all."""
    lang, verdicts = situation.lang, situation.verdicts
    cases = [case for case in situation.cases if case.warning.closed_at is None]
    overdue = sorted(
        (duty for duty in verdicts.duties if duty.state == "breached"), key=lambda duty: (duty.due or 0, duty.id)
    )
    _print(console, situation, cases, limit, _Section("t_warnings", "no_warnings", warnings_table))
    _print(console, situation, overdue, limit, _Section("t_overdue", "no_overdue", _overdue))
    told = in_order(verdicts.refusals)
    refusals = [one for one in told if one.outcome != PUT_BACK]
    _print(console, situation, refusals, limit, _Section("t_refusals", "no_refusals", _refusals))
    again = [one for one in told if one.outcome == PUT_BACK]
    if again:
        _print(console, situation, again, limit, _Section("t_put_back", "", _put_back))
    tally = Tally(
        records=verdicts.counts.lines,
        applied=verdicts.counts.applied,
        duplicate=verdicts.counts.duplicate,
        stale=verdicts.counts.stale,
        held=verdicts.counts.held,
        quarantined=verdicts.counts.quarantined,
        refused=verdicts.acts_refused,
    )
    console.print(counts(tally, _standing(situation, cases, overdue), lang))
    if verdicts.until:
        console.print(say("clock_at", lang, at=moments.clock(verdicts.until)))


Row = TypeVar("Row")


class _Section(NamedTuple, Generic[Row]):
    """One of the tables: its title, what is said where it would be empty, and how it is drawn."""

    title: str
    none: str
    draw: Callable[[Situation, Sequence[Row], str], Table]


def _print(console: Console, situation: Situation, rows: Sequence[Row], limit: int, section: _Section[Row]) -> None:
    lang = situation.lang
    if not rows:
        console.print(say(section.none, lang), "", sep="\n")
        return
    shown = rows[: limit or len(rows)]
    console.print(section.draw(situation, shown, say(section.title, lang, n=len(rows))))
    if len(shown) < len(rows):
        console.print(say("more", lang, n=len(rows) - len(shown)), style="dim")
    console.print()


def _headings(lang: Lang, *keys: str) -> tuple[str, ...]:
    return tuple(say(key, lang) for key in keys)


def warnings_table(
    situation: Situation, cases: Sequence[Case], title: str, theirs: Callable[[Duty], bool] | None = None
) -> Table:
    """Warnings, a row each: level, borrower, organisations, tier, and what is owed and due first.

    ``theirs``: what those who ask owe. Then that is shown, and what others owe before it beside it.
    """
    lang, names = situation.lang, situation.setting.names
    headings = _headings(lang, "d_level", "d_borrower", "d_orgs", "d_tier", "d_next", "d_due")
    table = grid(*headings, title=title, fixed=(0, 3))
    for case in cases:
        row = case.warning
        domain = f" · {terms.DOMAINS[row.domain].say(lang)}" if row.domain == "management" else ""
        orgs = [names.org_short(org, lang) for org in situation.owners(case)]
        table.add_row(
            level_mark(row.level, lang),
            two_lines(names.borrowers.get(row.customer_no, row.customer_no), f"{row.id}{domain}"),
            "\n".join(orgs),
            terms.TIERS_SHORT[str(row.tier)].say(lang),
            _next(case, names, lang, theirs),
            _due(case, lang, theirs or _anybody),
        )
    return table


def _anybody(_: Duty) -> bool:
    return True


def _due(case: Case, lang: Lang, theirs: Callable[[Duty], bool]) -> Prose:
    duty = case.next_of(theirs)
    if duty is None or duty.due is None:
        return Prose("")
    due, more = moments.brief(duty.due), sum(map(theirs, case.overdue)) - 1
    if duty.state != "breached":
        return Prose(due)
    late = say("overdue_too", lang, n=more) if more else say("s_overdue", lang)
    return styled(due, "\n", (late, "red"))


def _next(case: Case, names: Names, lang: Lang, theirs: Callable[[Duty], bool] | None) -> RenderableType:
    first = case.next_duty
    if first is None:
        return Prose(say("nothing_owed", lang), style="dim")
    duty = first if theirs is None else case.next_of(theirs)
    due = moments.brief(first.due or 0)
    if duty is None:
        said = say("others_owe", lang, who=names.owner(first.org_no, first.post, lang), due=due)
        return styled((say("nothing_of_theirs", lang), "dim"), "\n", (said, "dim"))
    own = two_lines(terms.DUTY_KINDS[duty.kind].say(lang), names.owner(duty.org_no, duty.post, lang))
    if first.due == duty.due:
        return own
    here = first.org_no == duty.org_no
    who = names.post(first.post, lang) if here else names.org_short(first.org_no, lang)
    return own.append(f"\n{say('others_owe_first', lang, who=who, due=due)}", style="dim")


def _overdue(situation: Situation, duties: Sequence[Duty], title: str) -> Table:
    lang, names, until = situation.lang, situation.setting.names, situation.verdicts.until
    headings = _headings(lang, "d_duty", "d_borrower", "d_owner", "d_due", "d_late_by", "d_cause")
    table = grid(*headings, title=title, fixed=(4,))
    for duty in duties:
        kind = terms.DUTY_KINDS[duty.kind].say(lang)
        party = names.borrowers.get(duty.customer_no, duty.customer_no) or "—"
        score = terms.SCORES_SHORT[terms.score_of(duty.scored, duty.kind)].say(lang)
        table.add_row(
            two_lines(kind, duty.clause),
            two_lines(party, duty.id),
            two_lines(names.org_short(duty.org_no, lang), names.post(duty.post, lang)),
            moments.brief(duty.due or 0),
            moments.overdue(until - (duty.due or 0), lang, whole=True),
            score if duty.scored else two_lines(score, terms.CAUSES_SHORT[duty.cause].say(lang)),
        )
    return table


def _refusals(situation: Situation, refusals: Sequence[Refusal], title: str) -> Table:
    return refusals_table(refusals, situation.setting.names, situation.lang, title)


def _put_back(situation: Situation, refusals: Sequence[Refusal], title: str) -> Table:
    return put_back_table(refusals, situation.setting.names, situation.lang, title)


def _standing(situation: Situation, live: Sequence[Case], overdue: Sequence[Duty]) -> Standing:
    verdicts, by_level = situation.verdicts, Counter(case.warning.level for case in live)
    return Standing(
        journal=0,
        signals=len(verdicts.signals),
        warnings=len(verdicts.warnings),
        live=(0, by_level[1], by_level[2], by_level[3]),
        duties=len(verdicts.duties),
        duties_open=sum(duty.state == "open" for duty in verdicts.duties),
        duties_breached=len(overdue),
    )


def counts(tally: Tally, rows: Standing, lang: Lang) -> str:
    """Conservation of records, and how many rows there are of each kind."""
    return say(
        "counts",
        lang,
        lines=tally.records,
        applied=taken(tally.applied, tally.refused, lang),
        duplicate=tally.duplicate,
        stale=tally.stale,
        held=tally.held,
        quarantined=tally.quarantined,
        signals=rows.signals,
        warnings=rows.warnings,
        live=sum(rows.live),
        red=rows.live[RED],
        orange=rows.live[ORANGE],
        yellow=rows.live[YELLOW],
        duties=rows.duties,
        open=rows.duties_open,
        overdue=rows.duties_breached,
    )


def taken(count: int, refused: int, lang: Lang) -> str:
    """How many records were taken; with them are acts that are on file and do not count."""
    return say("taken_refused" if refused else "taken_n", lang, n=count, refused=refused)
