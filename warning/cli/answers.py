"""``--json`` of what is not a verdict: explanations, rules, routes and the summary, as ``schemas/answers`` says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from warning.cli.rows import because_of
from warning.cli.situation import Situation
from warning.contracts import answers
from warning.contracts.answers import Answer, written
from warning.contracts.glossary import PERSONS
from warning.contracts.lines import row_line
from warning.contracts.said import Said
from warning.core.frame import LEVELS, Term
from warning.core.rows import Duty, Signal, Warning
from warning.core.scalars import write_moment
from warning.rulebook import Description, Problem, Route
from warning.rulebook.describe import ClockLine, LevelLine
from warning.rulebook.wording import Wording
from warning.wording import problems, rulebook
from warning.wording.clauses import OURS, POLICY, with_readings
from warning.wording.text import Lang, Text

if TYPE_CHECKING:
    from warning.demo.summary import Summary


def send(lines: Iterable[Answer]) -> None:
    """Print them, one a line."""
    for line in lines:
        sys.stdout.buffer.write(written(line))
    sys.stdout.buffer.flush()


def both(write: Callable[[Lang], str]) -> Said:
    """Words in both languages."""
    return Said(write("zh"), write("en"))


def said(text: Text | Wording) -> Said:
    """Both languages of a text."""
    return Said(text.zh, text.en)


def summary(found: Summary, events: str, records: int) -> Answer:
    """The month in numbers."""
    urgent = tuple(
        answers.UrgentLine(**{**to_builtins(one), "due": write_moment(one.due)})  # the rest is the same
        for one in found.urgent
    )
    return answers.SummaryLine(
        events=events,
        records=records,
        until=write_moment(found.until),
        levels=found.levels,
        branches=found.branches,
        weeks=found.weeks,
        duties=found.duties,
        on_time=found.on_time,
        urgent=urgent,
        late=found.late,
        concealed=found.concealed,
        refusals=found.refusals,
    )


def explanation(
    found: Situation,
    row: Signal | Warning | Duty,
    refs: Iterable[str],
    records: Mapping[str, Mapping[str, Any]],
    due: Sequence[Said],
) -> Answer:
    """A row with all that explains it."""
    because = [because_of(change.effect.why, found.setting.names) for change in found.ledger.history[row.id]]
    came = sorted(records.values(), key=lambda event: (str(event.get("recordedtime")), str(event.get("id"))))
    return answers.ExplanationLine(
        row=row_line(row, because),
        clauses=tuple(clause(ref) for ref in with_readings(refs) if ref in POLICY or ref in OURS),
        records=tuple(nameless(event) for event in came),
        due=tuple(due),
    )


def nameless(event: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what names a natural person."""
    content = event.get("data")
    if not isinstance(content, Mapping):
        return dict(event)
    return {**event, "data": {name: value for name, value in content.items() if name not in PERSONS}}


def problem(found: Problem) -> Answer:
    """One thing wrong with a book."""
    what, right = _both(found)
    place = found.place
    return answers.ProblemLine(place.file, place.line, place.path, found.code, dict(found.values), what, right)


def departure(found: Problem) -> Answer:
    """Where a book departs from the policy's text."""
    what, right = _both(found)
    place = found.place
    return answers.DepartureLine(place.file, place.line, place.path, found.code, dict(found.values), what, right)


def _both(found: Problem) -> tuple[Said, Said]:
    """What a problem is and what would be right, in both languages."""
    zh, en = (problems.told(found.code, dict(found.values), lang) for lang in ("zh", "en"))
    return Said(zh[0], en[0]), Said(zh[1], en[1])


def clause(ref: str) -> answers.ClauseLine:
    """A clause, or a default."""
    if ref in POLICY:
        return answers.ClauseLine(ref, said(POLICY[ref].place), said(POLICY[ref].words))
    return answers.ClauseLine(ref, Said("", ""), said(OURS[ref]))


def rule(found: Description) -> Answer:
    """One rule."""
    return answers.RuleLine(
        ref=found.ref,
        clause=found.clause,
        kind=found.kind,
        unit=found.unit,
        group=said(found.group),
        name=said(found.name),
        measure=said(found.measure),
        levels=tuple(_level(line, found.unit) for line in found.levels),
        clocks=tuple(_clock(line) for line in found.clocks),
        file=found.file,
        line=found.line,
    )


def _level(line: LevelLine, unit: str) -> answers.LevelLine:
    return answers.LevelLine(
        level=LEVELS[line.level],
        variant=line.variant,
        op=line.band.op if line.band else "",
        bound=line.band.bound if line.band else None,
        figure=line.figure,
        said=Said(
            rulebook.condition(line.variant, line.band, unit, "zh"),
            rulebook.condition(line.variant, line.band, unit, "en"),
        ),
    )


def _clock(line: ClockLine) -> answers.ClockLine:
    first = line.clock.first_notice
    return answers.ClockLine(line.to, line.tier, _term(first), _term(line.clock.report), line.figure)


def _term(term: Term | None) -> str:
    return "" if term is None else f"{term.n} {term.unit}"


def route(found: Route) -> Iterable[Answer]:
    """The duties of a route."""
    for line in found.lines:
        yield answers.RouteLine(
            domain=line.domain,
            kind=line.kind,
            clause=line.clause,
            cites=line.cites,
            org_no=line.org_no,
            post=line.post,
            to_org=line.to_org,
            start=line.start,
            term=_term(line.term),
            due=None if line.due is None else write_moment(line.due),
            due_working=None if line.due_working is None else write_moment(line.due_working),
        )
