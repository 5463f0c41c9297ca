"""``warning rules show`` and ``explain RULE``: what a rule says, with clause, figures, whose they are, and clocks."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from warning.core.frame import Band, Clock
from warning.rulebook.duties import TIERED
from warning.rulebook.wording import Example, Figure, RuleBook, RuleText, Wording

Counts = Literal[
    "discovery",
    "event",
    "arrears",
    "overdue",
    "sub_branch_report",
    "forecast_month",
    "month_set",
    "maturity",
    "capped",
    "spread",
]
COUNTS: Final[dict[str, Counts]] = {"11.1.3": "arrears", "11.1.4": "event", "11.1.5": "spread"}
"""What the clock of a clause counts from."""
OVERDUE: Final = "3"
"""Principal overdue: its clocks run from the band reached, not from a finding (R9)."""
DEFAULTED_BY: Final[dict[str, str]] = {
    "11.1.1": "P4",
    "11.1.2": "O2",
    "12.1.1": "D3",
    "12.1.2.1": "O7",
    "12.1.2.2": "O7",
}
"""Clause of a report -> the default that sets what the text leaves open of its clock."""


class UnknownRule(LookupError):
    """No rule has that number or clause."""

    def __init__(self, ref: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no rule '{ref}'; known are {', '.join(known)}")
        self.ref = ref
        self.known = known


class LevelLine(Struct, frozen=True):
    """When a level is reached: by a bound, by a variant, by both, or at once."""

    level: int
    band: Band | None
    variant: str
    figure: Figure
    cites: str = ""
    """The default that sets it, where it is ours and one does."""


class ClockLine(Struct, frozen=True):
    """Where a report of the clause goes, and its clock; ``tier`` None: whatever the amount.

    ``counts``: what the clock runs from or is limited by; ``days`` before maturity where that is a limit (P4).
    """

    to: str
    tier: int | None
    clock: Clock
    figure: Figure
    counts: Counts = "discovery"
    days: int = 0
    cites: str = ""
    """The default that sets the term, where it is ours."""


class Description(Struct, frozen=True):
    """One rule, ready to be shown."""

    ref: str
    clause: str
    group: Wording
    kind: str
    event: str
    name: Wording
    measure: Wording
    note: Wording | None
    unit: str
    levels: tuple[LevelLine, ...]
    clocks: tuple[ClockLine, ...]
    examples: tuple[Example, ...]
    file: str
    line: int


def describe_book(book: RuleBook) -> tuple[Description, ...]:
    """All rules, in the order of ``signals.md``; then the clauses without a row."""
    return tuple(_describe(book, rule) for rule in book.rules)


def describe_rule(book: RuleBook, ref: str) -> tuple[Description, ...]:
    """The rule of a number (``18``), or all rules of a clause (``11.1.4``).

    Raises:
        UnknownRule: neither a number nor a clause of the book.

    """
    found = tuple(_describe(book, rule) for rule in book.rules if ref in (rule.ref, rule.clause))
    if not found:
        known = dict.fromkeys((*(rule.ref for rule in book.rules), *(rule.clause for rule in book.rules)))
        raise UnknownRule(ref, tuple(known))
    return found


def _describe(book: RuleBook, rule: RuleText) -> Description:
    return Description(
        ref=rule.ref,
        clause=rule.clause,
        group=book.groups[rule.group],
        kind=rule.kind,
        event=rule.event,
        name=rule.name,
        measure=rule.measure,
        note=rule.note,
        unit=rule.unit,
        levels=tuple(_levels(book, rule)),
        clocks=tuple(_counted(book, rule, line) for line in _clocks(book, rule.clause)),
        examples=rule.examples,
        file=rule.file,
        line=rule.line,
    )


def _levels(book: RuleBook, rule: RuleText) -> list[LevelLine]:
    if rule.kind == "finding":
        levels = book.frame.book.finding_levels
        return [LevelLine(levels[variant], None, variant, rule.level_figure, "O7") for variant in rule.variants]
    if not rule.ref.isdigit():
        return []
    row = book.frame.book.signals[int(rule.ref)]
    whose = rule.level_figure
    lines = [LevelLine(row.level, None, "", whose)] if row.level else []
    lines += [LevelLine(band.level, band, "", of) for band, of in zip(row.bands, rule.band_figures, strict=True)]
    lines += [LevelLine(level, None, variant, whose) for variant, level in row.variants.items()]
    for variant, bands in row.variant_bands.items():
        figures = rule.variant_figures[variant]
        lines += [LevelLine(band.level, band, variant, of) for band, of in zip(bands, figures, strict=True)]
    return lines


def _counted(book: RuleBook, rule: RuleText, line: ClockLine) -> ClockLine:
    """What a report's clock counts from, and what no report is later than (P4, O2, O4, D1, D3)."""
    if line.to == "head_office":
        return line if line.tier is None else replace(line, counts="sub_branch_report")
    match rule.clause:
        case "11.1.1":
            by_days = book.frame.book.report_by_days
            return replace(line, counts="capped" if line.tier else "maturity", days=by_days)
        case "11.1.2":
            return replace(line, counts="month_set" if rule.event == "classification.set.v1" else "forecast_month")
        case "11.1.6" if rule.ref == OVERDUE:
            return replace(line, counts="overdue")
        case clause:
            return replace(line, counts=COUNTS.get(clause, "discovery"))


def _clocks(book: RuleBook, clause: str) -> list[ClockLine]:
    """The clause's own reports, and 12.1.1 for what a sub-branch reports up."""
    figures, lines = book.frame.book, []
    below = figures.maturity_clocks if clause == "11.1.1" else (figures.report_clocks[clause],)
    lines += _lines(book, f"sub_branch:{clause}", "branch", below)
    if clause in figures.finding_clocks:
        return lines + _lines(book, f"head_office:{clause}", "head_office", (figures.finding_clocks[clause],))
    return lines + _lines(book, "head_office:12.1.1", "head_office", figures.head_office_clocks)[1:]


def _lines(book: RuleBook, key: str, to: str, clocks: tuple[Clock, ...]) -> list[ClockLine]:
    tiered = key.partition(":")[2] in TIERED
    figures = book.clocks[key]
    cites = DEFAULTED_BY.get(key.partition(":")[2], "")
    return [
        ClockLine(to, tier if tiered else None, clock, figures[tier], cites=cites) for tier, clock in enumerate(clocks)
    ]
