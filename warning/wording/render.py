"""A ``Why`` in words: the text of its code, with its values written as people read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from string import Formatter
from typing import Final

from warning.core.effects import Why
from warning.core.scalars import day_of, write_day
from warning.visible import on_a_line
from warning.wording import moments, terms
from warning.wording.names import Names
from warning.wording.phrases import say
from warning.wording.reasons import REASONS
from warning.wording.records import FIELDS, event_type
from warning.wording.terms import Table
from warning.wording.text import Lang, Text

Values = Mapping[str, int | str]
BASIS_POINTS: Final = 10_000
PLACEHOLDER: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
NEEDS: Final = {"term": ("unit",)}
"""Values a way of writing needs beside its own."""
DATED: Final = ("at", "due", "ended", "day", "weekday", "loan_end")
"""Ways of writing what would be a bare number, or a word of the core's own."""


class Saying(Formatter):
    """Formats one text: each placeholder's spec names the writer of its value."""

    def __init__(self, values: Values, names: Names, lang: Lang) -> None:
        """For one ``Why``."""
        self._values = values
        self._names = names
        self._lang = lang

    def format_field(self, value: int | str, format_spec: str) -> str:
        """Write one value."""
        said = WRITERS[format_spec](value, self._values, self._names, self._lang) if format_spec else str(value)
        return on_a_line(said)


Writer = Callable[[int | str, Values, Names, Lang], str]


def _word(table: Table) -> Writer:
    def write(value: int | str, _values: Values, _names: Names, lang: Lang) -> str:
        known = table.get(str(value))
        return str(value) if known is None else known.say(lang)

    return write


def _parts(value: int | str, _values: Values, _names: Names, lang: Lang) -> str:
    known = [terms.REPORT_PARTS.get(name, Text(name, name)).say(lang) for name in str(value).split(", ")]
    return ("、" if lang == "zh" else ", ").join(known)


def _figures(value: int | str, _values: Values, _names: Names, lang: Lang) -> str:
    known = [FIELDS.get(name, Text(name, name)).say(lang) for name in str(value).split(", ")]
    return ("、" if lang == "zh" else ", ").join(known)


def paths(value: int | str, lang: Lang) -> str:
    """``group:G1, guarantee:C7`` in words."""
    said = []
    for path in str(value).split(", "):
        kind, _, name = path.partition(":")
        label = terms.PATHS.get(kind)
        said.append(path if label is None else f"{label.say(lang)} {name}")
    return ("、" if lang == "zh" else ", ").join(said)


def compared(values: Values, names: Names, lang: Lang) -> str:
    """The comparison of signal ``number``: the figures, what they come to, and the bound reached."""
    rule = names.rules.get(str(values.get("number", "")))
    unit = rule.unit if rule is not None else ""
    said = []
    if "variant" in values:
        said.append(_word(terms.VARIANTS)(values["variant"], values, names, lang))
    if "numerator" in values and "denominator" in values:
        said.append(_quotient(str(values["numerator"]), str(values["denominator"]), unit, lang))
    if "value" in values:
        said.append(_figure(int(values["value"]), unit, lang))
    if "op" in values:
        bound = int(values["bound"])
        sign = "-" if bound < 0 else ""
        written = f"{sign}{_share(abs(bound), unit)}" if "numerator" in values else _figure(bound, unit, lang)
        said.append(_bound_reached(str(values["op"]), written, lang))
    if not said:
        said.append("已观测到" if lang == "zh" else "observed")
    return f"{'，'.join(said)}。" if lang == "zh" else f"{', '.join(said)}."


def _quotient(numerator: str, denominator: str, unit: str, lang: Lang) -> str:
    top, bottom = (int(text.replace(".", "")) for text in (numerator, denominator))
    shown = f"{moments.money(numerator, lang)} ÷ {moments.money(denominator, lang)}"
    if bottom <= 0:
        return shown
    sign = "-" if top < 0 else ""
    # cut, not rounded: 79.999 % must not be shown as the 80 % it did not reach
    points = abs(top) * BASIS_POINTS // bottom
    exact = "=" if abs(top) * BASIS_POINTS % bottom == 0 else "≈"
    return f"{shown} {exact} {sign}{_share(points, unit)}"


def _share(points: int, unit: str) -> str:
    if unit == "ratio":
        return f"{points // BASIS_POINTS}.{points % BASIS_POINTS:04d}".rstrip("0").rstrip(".")
    return f"{points // 100}.{points % 100:02d}%"


def _figure(value: int, unit: str, lang: Lang) -> str:
    word = terms.UNITS.get(unit)
    return str(value) if word is None else f"{value} {word.say(lang)}".rstrip()


def _bound_reached(op: str, written: str, lang: Lang) -> str:
    way = terms.OPS[op].say(lang)
    return f"达到界限“{way} {written}”" if lang == "zh" else f"which reaches the bound '{way} {written}'"


WRITERS: Final[dict[str, Writer]] = {
    "at": lambda value, _v, _n, _lang: moments.instant(int(value)),
    "due": lambda value, _v, _n, _lang: moments.deadline(int(value)),
    "ended": lambda value, _v, _n, lang: moments.weekday(day_of(int(value) - 1), lang),
    "day": lambda value, _v, _n, _lang: write_day(int(value)),
    "weekday": lambda value, _v, _n, lang: moments.weekday(int(value), lang),
    "month": lambda value, _v, _n, lang: moments.month(str(value), lang),
    "money": lambda value, _v, _n, lang: moments.money(value, lang),
    "term": lambda value, values, _n, lang: moments.term(int(value), str(values["unit"]), lang),
    "level": _word(terms.LEVELS),
    "lowering": _word(terms.LOWERINGS),
    "tier": _word(terms.TIERS),
    "grade": _word(terms.GRADES),
    "result": _word(terms.RESULTS),
    "kind": _word(terms.EVENT_KINDS),
    "ground": _word(terms.GROUNDS),
    "loan_end": _word(terms.LOAN_ENDINGS),
    "parts": _parts,
    "figures": _figures,
    "paths": lambda value, _v, _n, lang: paths(value, lang),
    "org": lambda value, _v, names, lang: names.org(str(value), lang),
    "orgs": lambda value, _v, names, lang: _listed(str(value), names.org, lang),
    "post": lambda value, _v, names, lang: names.post(str(value), lang),
    "posts": lambda value, _v, names, lang: _listed(str(value), names.post, lang),
    "duty": _word(terms.DUTY_KINDS),
    "duties": lambda value, _v, _n, lang: _listed(
        str(value), lambda kind, said: terms.DUTY_KINDS[kind].say(said), lang
    ),
    "owners": lambda value, _v, names, lang: _owing(str(value), names, lang),
    "domain": _word(terms.DOMAINS),
    "borrower": lambda value, _v, names, lang: names.borrower(str(value), lang),
    "event": lambda value, _v, _n, lang: event_type(str(value), lang),
    "rule": lambda value, _v, names, lang: _rule_name(str(value), names, lang),
    "measure": lambda value, _v, names, lang: _measure(str(value), names, lang),
    "compared": lambda _value, values, names, lang: compared(values, names, lang),
    "org_level": _word(terms.ORG_LEVELS),
    "made_by": _word(terms.MADE_BY),
    "fact": _word(terms.CONTAGION_FACTS),
    "span": lambda value, _v, _n, lang: moments.span(int(value), lang),
    "signals": lambda value, values, _n, lang: _some(str(value), values, lang),
    "recorder": lambda value, _v, names, lang: names.org(str(value), lang) if value else terms.SYSTEM.say(lang),
    "covers": lambda value, _v, _n, lang: _separated(str(value), lang) or say("none", lang),
    "by_loan": lambda value, values, _n, lang: _by_loan(str(value), values, lang),
    "change_status": _word(terms.CHANGE_STATUSES),
    "backtest": lambda value, _v, _n, lang: say("none", lang) if value == "none" else str(value),
    "short": lambda value, _v, _n, _lang: str(value)[:12],
}


def _listed(value: str, name: Callable[[str, Lang], str], lang: Lang) -> str:
    """Names in a row."""
    return ("、" if lang == "zh" else ", ").join(name(one, lang) for one in value.split(", "))


def _owing(value: str, names: Names, lang: Lang) -> str:
    """Who owes a duty."""
    if not value:
        return "目前没有机构承办该义务" if lang == "zh" else "no organisation has one to do now"
    said = _listed(value, names.org, lang)
    return f"承办该义务的是{said}" if lang == "zh" else f"who owes it is {said}"


def _separated(ids: str, lang: Lang) -> str:
    """Ids in a row."""
    return ids.replace(", ", "、") if lang == "zh" else ids


def _some(ids: str, values: Values, lang: Lang) -> str:
    """A few ids, and how many more there are."""
    more = int(values.get("more", 0))
    listed = _separated(ids, lang)
    if not more:
        return listed
    return f"{listed}等 {len(ids.split(', ')) + more} 个" if lang == "zh" else f"{listed} and {more} more"


def _by_loan(listed: str, values: Values, lang: Lang) -> str:
    """``L1 6,000,000.00 元、L2 …``, and how many more loans there are."""
    pairs = [one.rpartition("=") for one in listed.split(", ") if one]
    said = [f"{name} {moments.money(int(fen), lang)}" for name, _, fen in pairs]
    rest = int(values.get("other_loans", 0))
    if rest:
        said.append(f"另 {rest} 笔" if lang == "zh" else f"{rest} more")
    return ("、" if lang == "zh" else "; ").join(said) or say("none", lang)


def _rule_name(number: str, names: Names, lang: Lang) -> str:
    rule = names.rules.get(number)
    return number if rule is None else rule.name.say(lang)


def _measure(number: str, names: Names, lang: Lang) -> str:
    rule = names.rules.get(number)
    return number if rule is None else rule.measure.say(lang)


def placeholders(text: Text) -> set[str]:
    """The values a text asks for, in either language."""
    found = set()
    for template in (text.zh, text.en):
        for name, spec in PLACEHOLDER.findall(template):
            found |= {name, *NEEDS.get(spec, ())}
    return found


def choose(code: str, given: set[str]) -> Text | None:
    """The first text of a code whose placeholders are all given; None if there is none."""
    return next((text for text in REASONS.get(code, ()) if placeholders(text) <= given), None)


def told_values(why: Why, lang: Lang) -> list[str]:
    """The values of a ``Why`` one by one: instants and dates as people read them, all else as it is."""
    text = choose(why.code, {name for name, _ in why.values})
    specs = {} if text is None else dict(PLACEHOLDER.findall(text.say(lang)))
    return [
        WRITERS[specs[name]](value, {}, Names(), lang) if specs.get(name) in DATED else str(value)
        for name, value in why.values
    ]


def reason(why: Why, names: Names, lang: Lang) -> str:
    """A ``Why`` in words; a code the catalogue does not know is said as it is (a test keeps it complete)."""
    values = dict(why.values)
    if why.code == "report_due" and why.clause != "11.1.1":
        values.pop("tier", None)  # no other report to a branch has a term that goes by the amount (W7)
    text = choose(why.code, set(values))
    if text is None:
        return f"{why.code} {values}" if values else why.code
    return Saying(values, names, lang).format(text.say(lang), **values)
