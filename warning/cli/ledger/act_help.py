"""What ``warning act KIND --help`` says of the fields of a kind of act: from contract and catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from warning.cli.ledger.checking import untaken
from warning.cli.ledger.message import ALIASES, LONGER, item_of, type_of
from warning.contracts.topics import ROUTES
from warning.core.events import Month, ReportParts
from warning.core.scalars import Day, Moment
from warning.wording import terms
from warning.wording.phrases import say
from warning.wording.records import POST_FIELDS, event_type, field_name, value_name
from warning.wording.text import Lang

BY_OPTIONS: Final = frozenset({"customer_no", "domain", "org_no", "post", "officer_no"})
FORMS: Final[dict[Any, str]] = {
    Day: "form_day",
    Moment: "form_moment",
    Month: "form_month",
    int: "right_integer",
}


def act_named(words: Sequence[str], params: Sequence[Any], lang: Lang) -> tuple[str, str]:
    """The word among options and their values that names an act, and its type; both empty where none is named.

    Raises:
        Stop: there is no such act.
    """
    flags = {name for param in params if param.is_flag for name in param.opts} | {"--help"}
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            return word, type_of(word, lang)
        if "=" not in word and word not in flags:
            next(rest, None)  # the option's value
    return "", ""


def kinds(lang: Lang) -> list[tuple[str, str]]:
    """The short names of all acts, and what they are."""
    return [(short, event_type(name, lang)) for short, name in ALIASES.items()]


def posts(lang: Lang) -> list[tuple[str, str]]:
    """The posts of the rule book that comes along, as they are written, and what they are."""
    return [(post, name.say(lang)) for post, name in terms.POSTS.items()]


def left_out(name: str) -> frozenset[str]:
    """The options that a kind of act does not take."""
    return frozenset(untaken(name))


def fields_of(name: str, lang: Lang) -> list[tuple[str, str]]:
    """The fields of a type of act that no option gives: how each is written, what it is, and which values it takes."""
    event = ROUTES[name].event
    asked = sorted(fields(event), key=lambda field: not field.required)
    return [row for field in asked if field.name not in BY_OPTIONS for row in _rows(event, field, "", lang)]


def _rows(struct: type[Struct], field: FieldInfo, path: str, lang: Lang) -> Iterator[tuple[str, str]]:
    """A row, or one for each field of what it holds."""
    kind = _given(get_type_hints(struct, include_extras=True)[field.name])
    if isinstance(kind, type) and issubclass(kind, Struct):
        for below in fields(kind):
            yield from _rows(kind, below, f"{path}{field.name}.", lang)
        return
    said = [field_name(field.name, lang), _form(field, kind, lang)]
    colon, needed = ("：" if lang == "zh" else ": "), field.required or struct is ReportParts
    yield f"{path}{field.name}", colon.join(filter(None, said)) + (say("help_required", lang) if needed else "")


def _given(hint: Any) -> Any:  # noqa: ANN401 - an annotation
    """The kind of a field that may be left out."""
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    return kinds[0] if type(None) in get_args(hint) else hint


def _form(field: FieldInfo, kind: Any, lang: Lang) -> str:  # noqa: ANN401 - an annotation
    """How a value is written; empty for plain text."""
    if field.name in POST_FIELDS:
        return _choice(dict(posts(lang)), lang)
    if get_origin(kind) is Literal:
        return _choice({value: value_name(field.name, value, lang) for value in get_args(kind)}, lang)
    if get_origin(kind) is tuple:
        return _several(field, kind, lang)
    if kind is bool:
        return say("form_truth", lang) + say("help_default", lang, value=str(field.default).lower())
    if field.name == LONGER:
        return say("form_end", lang)
    form = next((FORMS[each] for each in (kind, *get_args(kind)[:1]) if each in FORMS), "")
    return say(form, lang) if form else ""


def _several(field: FieldInfo, kind: Any, lang: Lang) -> str:  # noqa: ANN401 - an annotation
    """How a list is written."""
    if field.name == "attendees":
        return say("form_attendees", lang)
    item = item_of(kind)
    if isinstance(item, type) and issubclass(item, Struct):
        return say("form_rows", lang, form="/".join(item.__struct_fields__))
    return say("form_several", lang)


def _choice(values: dict[str, str], lang: Lang) -> str:
    """``paid（还款）、expired（…）``."""
    named = [(f"{value}（{name}）" if lang == "zh" else f"{value} ({name})") for value, name in values.items()]
    return ("、" if lang == "zh" else ", ").join(named)
