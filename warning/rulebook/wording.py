"""What a rule book holds beside the figures that decide: its words, its examples, and whose each figure is."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from warning.core.events import SignalObserved
from warning.core.frame import Frame
from warning.core.scalars import Day, Moment
from warning.rulebook.source import Problem

Figure = Literal["text", "source", "default"]
"""Whose a figure is: the policy's text, a published guideline, or our default."""
Language = Literal["zh", "en"]


class Wording(Struct, frozen=True):
    """The same thing in Chinese and in English."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in that language."""
        return self.zh if language == "zh" else self.en


class Example(Struct, frozen=True):
    """Inputs that must give a level, no level, or be not computable; ``line`` is where the book says so."""

    file: str
    line: int
    path: str
    expect: Literal["fires", "silent", "not_computable"]
    level: int
    observed: SignalObserved
    source: int = 0
    """11.1.5: the level of the source."""


class RuleText(Struct, frozen=True):
    """The words of one rule: a row of ``signals.md``, or a clause without a row (11.1.5, 12.1.2.x)."""

    ref: str
    """The row's number, or the clause."""
    group: str
    clause: str
    kind: str
    name: Wording
    measure: Wording
    unit: str
    file: str
    line: int
    band_figures: tuple[Figure, ...] = ()
    variant_figures: dict[str, tuple[Figure, ...]] = {}
    level_figure: Figure = "default"
    event: str = ""
    variants: tuple[str, ...] = ()
    note: Wording | None = None
    examples: tuple[Example, ...] = ()


class FigureText(Struct, frozen=True):
    """A figure of ``book.yaml`` or a term of ``deadlines.yaml``: what it cites and whose it is."""

    name: str
    cites: str
    figure: Figure


class YearText(Struct, frozen=True):
    """A year of the calendar and the notice it comes from; none while it is provisional (T3)."""

    year: int
    published: bool
    notice: str
    title: str
    issued_on: Day | None


class RuleBook(Struct, frozen=True):
    """A book as loaded: the frame that decides, and the words for people. Words are no part of the frame's hash."""

    frame: Frame
    name: Wording
    version: str
    groups: dict[str, Wording]
    rules: tuple[RuleText, ...]
    posts: dict[str, Wording]
    orgs: dict[str, Wording]
    figures: tuple[FigureText, ...]
    clocks: dict[str, tuple[Figure, ...]]
    """Clause (``sub_branch:11.1.3``, ``head_office:12.1.1``) -> whose its term is, by tier where it has tiers."""
    years: tuple[YearText, ...]
    departures: tuple[Problem, ...] = ()
    """Where it says otherwise than the policy's text."""

    @property
    def live_from(self) -> Moment | None:
        """T6."""
        return None if self.frame.live_from is None else Moment(self.frame.live_from)
