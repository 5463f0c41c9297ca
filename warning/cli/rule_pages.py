"""A rule, the list of all rules, and the route of a warning, as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table

from warning.bootstrap import Setting
from warning.cli.screen.prose import styled
from warning.cli.screen.tables import STYLES, grid
from warning.core.frame import LEVELS
from warning.rulebook import Description, Route
from warning.rulebook.describe import ClockLine, LevelLine
from warning.rulebook.route import RouteLine
from warning.wording import moments, rulebook, terms
from warning.wording.phrases import say
from warning.wording.text import Lang

SEPARATED = {"zh": "；", "en": "; "}


def rule_lines(rule: Description, lang: Lang) -> Iterator[str]:
    """A rule line by line: what it measures, its levels and its clocks."""
    head = f"{rule.ref} · {rule.name.in_(lang)}"
    group, clause = rule.group.in_(lang), rule.clause
    yield head if rule.ref == clause else say("rule_head", lang, name=head, group=group, clause=clause)
    yield f"  {rule.measure.in_(lang)}"
    if rule.note is not None:
        yield f"  {rule.note.in_(lang)}"
    for level in rule.levels:
        yield f"  {_level(level, rule, lang)}"
    if rule.kind == "contagion":
        yield f"  {say('rule_of_source', lang, whose=rulebook.BY_LINK.say(lang))}"
    for clock in rule.clocks:
        yield f"  {_clock(clock, lang)}"


def _level(line: LevelLine, rule: Description, lang: Lang) -> str:
    level, whose = terms.LEVELS[LEVELS[line.level]].say(lang), rulebook.whose(line.figure, line.cites, rule.ref, lang)
    return say("rule_level", lang, level=level, when=_condition(line, rule.unit, lang), whose=whose)


def _condition(line: LevelLine, unit: str, lang: Lang) -> str:
    return rulebook.condition(line.variant, line.band, unit, lang) or say("rule_at_once", lang)


def _clock(line: ClockLine, lang: Lang) -> str:
    clock, whose = line.clock, _whose(line, lang)
    kinds, counted = terms.DUTY_KINDS, rulebook.COUNTED[line.counts].say(lang)
    plain = moments.term(clock.report.n, clock.report.unit, lang)
    report = counted.format(term=plain, days=line.days)
    tier = "" if line.tier is None else say("rule_tier", lang, tier=terms.TIERS[str(line.tier)].say(lang))
    to = rulebook.REPORTED_TO[line.to].say(lang) + tier
    limit = (
        rulebook.LIMITS[line.counts].say(lang).format(term=plain, days=line.days)
        if line.counts in rulebook.LIMITS
        else ""
    )
    if clock.first_notice is None:
        return say("rule_clock", lang, to=to, kind=kinds["report"].say(lang), term=report, whose=whose) + limit
    notice = counted.format(term=moments.term(clock.first_notice.n, clock.first_notice.unit, lang))
    first = say("rule_clock", lang, to=to, kind=kinds["first_notice"].say(lang), term=notice, whose=whose)
    return first + say("rule_clock_too", lang, kind=kinds["report"].say(lang), term=plain) + limit


def _whose(line: ClockLine, lang: Lang) -> str:
    """Whose a clock is: of its term, or of the limit that stands in its place."""
    if line.counts in rulebook.WHOSE and (line.counts not in ("event", "overdue") or line.figure == "text"):
        return rulebook.WHOSE[line.counts].say(lang)
    return rulebook.whose(line.figure, line.cites, "", lang)


def rules_table(rules: Sequence[Description], lang: Lang) -> Table:
    """All rules, a row each: number, clause, name and what reaches each level."""
    marks = [terms.LEVEL_MARKS[level].say(lang) for level in LEVELS[1:]]
    headings = (say("r_ref", lang), say("c_clause", lang), say("r_name", lang))
    table = grid(*headings, *marks, title=say("rules_title", lang, n=len(rules)), fixed=(1,))
    for column, level in zip(table.columns[3:], LEVELS[1:], strict=True):
        column.header_style = STYLES[level]
    for rule in rules:
        reached: dict[int, list[str]] = {}
        for line in rule.levels:
            reached.setdefault(line.level, []).append(_condition(line, rule.unit, lang))
        if rule.kind == "contagion":
            reached = {level: [say("rule_as_source", lang)] for level in range(1, len(LEVELS))}
        told = (SEPARATED[lang].join(reached.get(level, ())) for level in range(1, len(LEVELS)))
        table.add_row(rule.ref if rule.ref.isdigit() else "—", rule.clause, rule.name.in_(lang), *told)
    return table


def route_table(way: Route, here: Setting, lang: Lang) -> Table:
    """The duties of a route, a row each: clause, what, who, to whom, in what time, and the due where one is known."""
    dated = any(line.due is not None for line in way.lines)
    title = say(
        "route_title",
        lang,
        org=here.names.org(way.org_no, lang),
        level=terms.LEVELS[LEVELS[way.level]].say(lang),
        amount=moments.money(way.amount, lang),
        tier=terms.TIERS[str(way.tier)].say(lang),
    )
    columns = ["c_clause", "domain", "c_kind", "c_owner", "r_to", "r_term", *(["c_due"] if dated else [])]
    table = grid(*(say(column, lang) for column in columns), title=title, fixed=(0, 6) if dated else (0,))
    for line in way.lines:
        due = [] if not dated else ["—" if line.due is None else moments.brief(line.due)]
        table.add_row(
            line.clause,
            terms.DOMAINS[line.domain].say(lang),
            terms.DUTY_KINDS[line.kind].say(lang),
            styled(here.names.org_short(line.org_no, lang), "\n", (here.names.post(line.post, lang), "dim")),
            here.names.org_short(line.to_org, lang) if line.to_org else "—",
            _when(way, line, lang),
            *due,
        )
    return table


def _when(way: Route, line: RouteLine, lang: Lang) -> str:
    known = line.term or line.later
    term = "" if known is None else moments.term(known.n, known.unit, lang)
    return rulebook.STARTS[line.start].say(lang).format(days=way.report_by_days, term=term)
