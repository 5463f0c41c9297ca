"""How the figures of ``warning compliance`` look: a row an organisation, post, person or kind, and their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from rich.console import Console
from rich.table import Table

from warning.cli.ledger.compliance_rows import Line
from warning.cli.screen.prose import Prose
from warning.cli.screen.tables import grid, two_lines
from warning.contracts.compliance import FellAway, FiguresLine, NotScored
from warning.core.scalars import SECOND
from warning.ledger.punctuality import CONCEALED, LATE, Figures
from warning.wording import moments, terms
from warning.wording.names import Names
from warning.wording.phrases import say
from warning.wording.text import Lang

COLUMNS: Final = ("cp_rate", "cp_due", "cp_on_time", "cp_late", "cp_concealed", "cp_not_scored", "cp_longest")
FIRST: Final = {"org": "cp_org", "post": "cp_post", "person": "cp_person", "kind": "cp_kind"}
INDENT: Final = " "


class Words(Struct, frozen=True):
    """What rows are told with; ``persons``: whose token is whose, None where tokens stand."""

    names: Names
    persons: Mapping[str, str] | None
    lang: Lang
    period: str
    clock: int


def printed(console: Console, words: Words, by: str, lines: Sequence[Line], total: Figures, rows: int) -> None:
    """The table, what it adds up to, and what the words mean."""
    lang, chosen = words.lang, lines[: rows or len(lines)]
    if not total.of.total():
        console.print(say("cp_none", lang, period=words.period))
    else:
        console.print(_table(words, by, chosen))
        if len(chosen) < len(lines):
            console.print(say("more", lang, n=len(lines) - len(chosen)), style="dim")
        told = {name: f"{total.figure(name):,}" for name in ("due", "on_time", "late", "late_owed", "concealed")}
        told |= {name: f"{total.figure(name):,}" for name in ("not_scored", "fell_away", "open")}
        told |= {name: f"{total.of[name]:,}" for name in ("concealed_owed", "feed", "moved", "ended", "waived")}
        told |= {"lag": f"{total.of['pipeline_lag']:,}", "handed_over": f"{total.of['handed_over']:,}"}
        console.print(say("cp_total", lang, **told))
        console.print(say("cp_beside", lang, **told))
        console.print(say("cp_means", lang), style="dim")
        if by == "person":
            console.print(say("cp_persons_mean", lang), style="dim")
    console.print(say("clock_at", lang, at=moments.clock(words.clock)))


def _table(words: Words, by: str, lines: Sequence[Line]) -> Table:
    lang = words.lang
    headings = (say(FIRST[by], lang), *(say(key, lang) for key in COLUMNS))
    table = grid(*headings, title=say("t_compliance", lang, period=words.period), fixed=(1, 2, 3))
    for column in table.columns[1:]:
        column.justify = "right"
    for line in lines:
        table.add_row(_whose(words, by, line), *_figures(line.figures, lang))
    return table


def _whose(words: Words, by: str, line: Line) -> Prose:
    names, lang = words.names, words.lang
    org_no, post = line.org_no or "", line.post or ""
    match by:
        case "kind":
            return Prose(terms.DUTY_KINDS[line.kind or ""].say(lang))
        case "post":
            return two_lines(names.post(post, lang), names.org_short(org_no, lang))
        case "person":
            return two_lines(_person(words, line.person or ""), names.owner(org_no, post, lang))
        case _:
            return _org(words, line)


def _org(words: Words, line: Line) -> Prose:
    lang, org_no = words.lang, line.org_no or ""
    name = words.names.org_short(org_no, lang)
    name = say("cp_itself", lang, org=name) if line.itself else name
    if line.scope == "with_below":
        return Prose(INDENT * line.depth + say("cp_with_below", lang, org=name), style="bold")
    return Prose(INDENT * line.depth + name)


def _person(words: Words, token: str) -> str:
    if not token:
        return say("cp_nobody", words.lang)
    if words.persons is None:
        return token
    return words.persons.get(token) or say("erased_person", words.lang, token=token)


def _figures(found: Figures, lang: Lang) -> tuple[str | Prose, ...]:
    points = found.points
    return (
        "—" if points is None else f"{points // 100}.{points % 100:02d}%",
        f"{found.figure('due'):,}",
        f"{found.figure('on_time'):,}",
        _with_owed(found.figure("late"), found.of["late_owed"], lang),
        _with_owed(found.figure("concealed"), found.of["concealed_owed"], lang),
        f"{found.figure('not_scored'):,}",
        moments.overdue(found.longest, lang, whole=True) if found.count((*LATE, *CONCEALED)) else "—",
    )


def _with_owed(n: int, owed: int, lang: Lang) -> Prose:
    return two_lines(f"{n:,}", say("cp_owed", lang, n=f"{owed:,}") if owed else "")


def figures_line(found: Figures) -> FiguresLine:
    """The same for machines."""
    of = found.of
    late = found.count((*LATE, *CONCEALED))
    return FiguresLine(
        due=found.figure("due"),
        on_time=found.figure("on_time"),
        late=found.figure("late"),
        late_owed=of["late_owed"],
        concealed=found.figure("concealed"),
        concealed_owed=of["concealed_owed"],
        not_scored=NotScored(feed=of["feed"], moved=of["moved"], pipeline_lag=of["pipeline_lag"]),
        scored=found.scored,
        basis_points=found.points,
        longest_delay_seconds=found.longest // SECOND if late else None,
        fell_away=FellAway(ended=of["ended"], waived=of["waived"], handed_over=of["handed_over"]),
        open=of["open"],
        not_read=of["not_read"],
    )
