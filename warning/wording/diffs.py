"""A difference between two rule books in words: what it is about, and its values."""

from __future__ import annotations

from typing import Final

from warning.core.frame import LEVELS, Band, Clock, Term
from warning.wording import figures, moments, rulebook, terms
from warning.wording.names import series
from warning.wording.records import event_type
from warning.wording.terms import Table
from warning.wording.text import Lang, Text

CALENDAR: Final[Table] = {
    "holidays": Text("放假日", "days off"),
    "workdays": Text("调休上班日", "make-up working days"),
    "published": Text("已公布日历的年份", "years whose calendar is published"),
}
APPROVALS: Final[Table] = {
    "release.approved": Text("审批解除或降级", "approval of a release"),
    "waiver.approved": Text("审批豁免", "approval of a waiver"),
}
AMOUNTS: Final = Text("金额档次", "tiers of the amount")
OWES: Final = Text("{level}的“{kind}”由谁承担", "who owes {level}'s {kind}")
MAY: Final = Text("可以办理“{act}”的岗位", "posts that may: {act}")
POST: Final = Text("设有“{post}”的机构", "levels that have: {post}")
ORG: Final = Text("机构 {org}", "organisation {org}")
AT_ONCE: Final = Text("一经发生", "at once")
LEVEL: Final = Text("第 {ref} 号 {name}：{level}", "rule {ref}, {name}: {level}")
LEVEL_OF_CLAUSE: Final = Text("{name}：{level}", "{name}: {level}")
WIDTH: Final = 6
"""Values of a list that are told; of more, how many."""
MORE: Final = Text("{some} 等 {n} 项", "{some} and others, {n} in all")


def what(section: str, ref: str, part: str, name: tuple[str, str], lang: Lang) -> str:
    """What a difference is about; ``name``: the book's own words for it, in Chinese and in English."""
    own = name[0] if lang == "zh" else name[1]
    match section:
        case "level":
            level = terms.LEVELS[LEVELS[int(part)]].say(lang)
            return (LEVEL if ref.isdigit() else LEVEL_OF_CLAUSE).say(lang).format(ref=ref, name=own, level=level)
        case "clock":
            to, _, tier = part.partition(":")
            said = f"{ref} {rulebook.REPORTED_TO[to].say(lang)}"
            return f"{said} ({terms.TIERS[tier].say(lang)})" if tier else said
        case "term" | "number" | "form":
            return figures.FIELDS[ref].say(lang)
        case "calendar":
            return f"{ref} {CALENDAR[part].say(lang)}".strip()
        case _:
            return _of_people(section, ref, part, own, lang)


def _of_people(section: str, ref: str, part: str, own: str, lang: Lang) -> str:
    match section:
        case "owes":
            kind, level = terms.DUTY_KINDS[ref].say(lang), terms.ORG_LEVELS[part].say(lang)
            return OWES.say(lang).format(kind=kind, level=level)
        case "may":
            known = APPROVALS.get(ref)
            return MAY.say(lang).format(act=event_type(ref, lang) if known is None else known.say(lang))
        case "post":
            return POST.say(lang).format(post=own or ref)
        case "org":
            return ORG.say(lang).format(org=f"{ref} {own}".strip())
        case _:
            return AMOUNTS.say(lang)


def value(section: str, unit: str, given: object, lang: Lang) -> str:
    """A value of a difference."""
    match given:
        case Clock(report=report, first_notice=first):
            said = f"{terms.DUTY_KINDS['report'].say(lang)} {_term(report, lang)}"
            notice = "" if first is None else f"{terms.DUTY_KINDS['first_notice'].say(lang)} {_term(first, lang)}; "
            return notice + said
        case Term():
            return _term(given, lang)
        case tuple() if section == "level":
            return series((_reached(one, unit, lang) for one in given), lang)
        case tuple() if section == "tiers":
            return series((moments.money(int(fen), lang) for fen in given), lang)
        case tuple():
            return _listed([_word(str(one), lang) for one in given if one], lang)
        case _:
            return _word(str(given), lang)


def _term(term: Term, lang: Lang) -> str:
    return moments.term(term.n, term.unit, lang)


def _reached(one: tuple[str, Band | None], unit: str, lang: Lang) -> str:
    return rulebook.condition(*one, unit, lang) or AT_ONCE.say(lang)


def _word(text: str, lang: Lang) -> str:
    known = terms.POSTS.get(text) or terms.ORG_LEVELS.get(text)
    return text if known is None else known.say(lang)


def _listed(words: list[str], lang: Lang) -> str:
    some = series(words[:WIDTH], lang)
    return some if len(words) <= WIDTH else MORE.say(lang).format(some=some, n=len(words))
