"""``warning rules show`` and ``explain RULE``: what a rule says, with clause, figures, whose they are, and clocks."""

from __future__ import annotations

from msgspec import Struct

from warning.core.frame import LEVELS, Band, Clock
from warning.rulebook.duties import TIERED
from warning.rulebook.wording import Example, Figure, Language, RuleBook, RuleText, Wording
from warning.rulebook.words import DUTY_WORDS, FIGURE_WORDS, LEVEL_WORDS, bound_words, term_words


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


class ClockLine(Struct, frozen=True):
    """Where a report of the clause goes, and its clock; ``tier`` None: whatever the amount."""

    to: str
    tier: int | None
    clock: Clock
    figure: Figure


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
        clocks=tuple(_clocks(book, rule.clause)),
        examples=rule.examples,
        file=rule.file,
        line=rule.line,
    )


def _levels(book: RuleBook, rule: RuleText) -> list[LevelLine]:
    if rule.kind == "finding":
        levels = book.frame.book.finding_levels
        return [LevelLine(levels[variant], None, variant, rule.level_figure) for variant in rule.variants]
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
    return [ClockLine(to, tier if tiered else None, clock, figures[tier]) for tier, clock in enumerate(clocks)]


def render_rule(rule: Description, language: Language) -> str:
    """A rule as lines of text."""
    zh = language == "zh"
    head = f"{rule.ref} · {rule.name.in_(language)} [{rule.group.in_(language)}, {rule.clause}, {rule.kind}]"
    lines = [head, f"  {rule.measure.in_(language)}"]
    if rule.note is not None:
        lines.append(f"  {rule.note.in_(language)}")
    lines += [f"  {_level_words(line, rule.unit, language)}" for line in rule.levels]
    if rule.kind == "contagion":
        lines.append("  级别同来源（制度原文）" if zh else "  the level of the source (the policy's text)")
    lines += [f"  {_clock_words(line, language)}" for line in rule.clocks]
    return "\n".join([*lines, f"  {rule.file}:{rule.line}"])


def _level_words(line: LevelLine, unit: str, language: Language) -> str:
    condition = " ".join(
        word for word in (line.variant, bound_words(line.band, unit, language) if line.band else "") if word
    )
    level, whose = LEVEL_WORDS[LEVELS[line.level]].in_(language), FIGURE_WORDS[line.figure].in_(language)
    return f"{level} {condition}".rstrip() + _whose(whose, language)


def _clock_words(line: ClockLine, language: Language) -> str:
    zh = language == "zh"
    to = {"branch": ("报分行", "to the branch"), "head_office": ("报总行", "to head office")}[line.to][0 if zh else 1]
    tier = "" if line.tier is None else ("，第 {} 档" if zh else ", tier {}").format(line.tier)
    whose = FIGURE_WORDS[line.figure].in_(language)
    report = f"{DUTY_WORDS['report'].in_(language)} {term_words(line.clock.report, language)}"
    colon, comma = ("：", "，") if zh else (": ", ", ")
    if line.clock.first_notice is None:
        return f"{to}{tier}{colon}{report}{_whose(whose, language)}"
    notice = f"{DUTY_WORDS['first_notice'].in_(language)} {term_words(line.clock.first_notice, language)}"
    by_rule = FIGURE_WORDS["default"].in_(language)
    return f"{to}{tier}{colon}{notice}{_whose(whose, language)}{comma}{report}{_whose(f'D2, {by_rule}', language)}"


def _whose(whose: str, language: Language) -> str:
    return f"（{whose}）" if language == "zh" else f" ({whose})"
