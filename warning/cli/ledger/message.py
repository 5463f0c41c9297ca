"""A command of a person as it is given on the command line, made into the message that stands for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from warning.cli.ledger.wrong import Wrong
from warning.cli.named import code_of, listed
from warning.cli.reading import moment_option
from warning.cli.stop import UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.cli.width import COMMA, dated, half
from warning.cli.zoned import ends, zoned
from warning.contracts.topics import ROUTES
from warning.core.events import Act, Id, Month, ReportParts
from warning.core.scalars import Day, Moment, write_moment
from warning.wording.phrases import say
from warning.wording.records import values_named
from warning.wording.text import Lang

ALIASES: Final = {
    "report": "report.submitted.v1",
    "receipt": "report.received.v1",
    "phone": "phone.notice.v1",
    "team": "team.formed.v1",
    "work": "work.recorded.v1",
    "update": "monthly.update.v1",
    "meeting": "meeting.held.v1",
    "notice": "notice.issued.v1",
    "answer": "notice.answered.v1",
    "propose-release": "release.proposed.v1",
    "propose-waiver": "waiver.proposed.v1",
    "approve": "proposal.approved.v1",
    "sign-off": "forecast.signed_off.v1",
}
"""What an act is called for short -> its type. Each of them is a command."""
WITHDRAW: Final = "withdraw"
"""No act by the contract, but looked for among them: a retraction names no person (R77)."""
SOURCE: Final = "/cli"
REMOTE: Final = "remote"
PARTS: Final = frozenset(field.name for field in fields(ReportParts))
WHOLE: Final = re.compile(r"-?[0-9]{1,30}")
LONGER: Final = "new_due"
TRUTHS: Final = {"true": True, "false": False}


GIVES: Final = {
    "customer_no": "--borrower",
    "domain": "--domain",
    "org_no": "--org",
    "post": "--post",
    "officer_no": "--officer",
    "attendees": "--attendee",
}
"""Fields of acts -> the option that gives them."""


class Given(Struct, frozen=True, kw_only=True):
    """An act, as the command was told."""

    kind: str
    org: str
    post: str
    officer: str
    borrower: str | None = None
    domain: str | None = None
    fields: tuple[str, ...] = ()
    """``field=value``; a dot leads into a field: ``parts.cause=…``."""
    file: Path | None = None
    attendees: tuple[str, ...] = ()
    """``ORG/POST``, with ``/remote`` for who was not there in person."""


def type_of(kind: str, lang: Lang) -> str:
    """The type of an act, by its short name or its own, with or without the version.

    Raises:
        Stop: there is no such act.
    """
    for name in (ALIASES.get(kind, kind), f"{kind}.v1"):
        if name in ROUTES and issubclass(ROUTES[name].event, Act):
            return name
    if kind == WITHDRAW:
        raise Stop(USAGE, say("act_withdraw", lang))
    raise Stop(USAGE, say("act_unknown", lang, value=kind, known=", ".join(ALIASES)))


def content_of(given: Given, name: str, wrong: Wrong, lang: Lang) -> dict[str, Any]:
    """The fields of an act; whether they are good ones is for ``decode`` to say. What is written wrongly is noted.

    Raises:
        Stop: the file cannot be read.
    """
    event = ROUTES[name].event
    content: dict[str, Any] = _of_file(given.file, name, lang)
    known = {"customer_no": given.borrower, "domain": given.domain}
    content |= {field: value for field, value in known.items() if value is not None}
    content |= {"org_no": given.org, "post": given.post, "officer_no": given.officer}
    for text in given.attendees:
        with wrong.noting("data.attendees"):
            content["attendees"] = [*content.get("attendees", ()), _attendee(text, lang)]
    for text in given.fields:
        with wrong.noting(f"data.{text.partition('=')[0].partition('.')[0]}"):
            _set(content, text, event, lang)
    return content


def enveloped(content: Mapping[str, Any], name: str, event_id: str, at: int) -> bytes:
    """The CloudEvent."""
    moment = write_moment(at)
    envelope = {"specversion": "1.0", "id": event_id, "source": SOURCE, "type": name, "time": moment}
    return json.dumps(envelope | {"recordedtime": moment, "data": content}, ensure_ascii=False).encode()


def _of_file(file: Path | None, name: str, lang: Lang) -> dict[str, Any]:
    """The fields in a file of JSON; of a report, its parts alone will do."""
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Stop(UNREADABLE, say("file_unreadable", lang, path=file, why=why(error, lang))) from None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Stop(UNREADABLE, say("act_file_wrong", lang, path=file))
    return {"parts": found} if name == ALIASES["report"] and found.keys() <= PARTS else found


def _attendee(text: str, lang: Lang) -> dict[str, Any]:
    parts = [half(part) for part in re.split("[/／]", text)]
    if len(parts) not in (2, 3) or not all(parts) or parts[2:] not in ([], [REMOTE]):
        raise Stop(USAGE, say("attendee_wrong", lang, value=text))
    who: dict[str, Any] = {"org_no": parts[0], "post": parts[1]}
    return who | {"in_person": False} if parts[2:] else who


def _set(content: dict[str, Any], text: str, event: type[Struct], lang: Lang) -> None:
    path, equals, value = (text if "=" in text else text.replace("＝", "=", 1)).partition("=")
    path = half(path)
    if not equals or not path:
        raise Stop(USAGE, say("set_wrong", lang, value=text))
    if path in GIVES and path != "attendees":
        raise Stop(USAGE, say("set_by_option", lang, field=path, option=GIVES[path]))
    *outer, last = path.split(".")
    at: dict[str, Any] = content
    kind: Any = event
    for name in outer:
        kind = _hint(kind, name)
        inner = at.setdefault(name, {})
        if not isinstance(inner, dict):
            raise Stop(USAGE, say("set_wrong", lang, value=text))
        at = inner
    hint = _hint(kind, last)
    if choices := _choices(hint):
        at[last] = _chosen(path, value, choices, lang)
    else:
        at[last] = _instant(path, value, lang) if Moment in _plain(hint) else _value(value, hint)


def _choices(hint: object) -> tuple[str, ...]:
    """The values there are of a field; empty where it takes others, too."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    within = get_args(hint) if get_origin(hint) in (Union, UnionType, Annotated) else ()
    return next((found for each in within if (found := _choices(each))), ())


def _chosen(path: str, value: str, choices: tuple[str, ...], lang: Lang) -> str:
    """One of the values of a field, by its code or its name."""
    names = values_named(path.rpartition(".")[2])
    code = code_of(half(value), {choice: names[choice] for choice in choices if choice in names})
    if code not in choices:
        right = say("right_choice", lang, known=listed(choices, names, lang))
        raise Stop(USAGE, say("use_value_given", lang, what=f"--set {path}", value=value, right=right))
    return code


def _instant(path: str, text: str, lang: Lang) -> str:
    """An instant as it was written; of a longer time a bare date means that it ends (D8, T1)."""
    text = dated(text)
    moment_option(f"--set {path}", text, lang)
    return ends(text) if path == LONGER else zoned(text)


def _hint(kind: object, name: str) -> object:
    """The annotation of a field; None where there is no such field."""
    if not (isinstance(kind, type) and issubclass(kind, Struct)):
        return None
    hints: Mapping[str, object] = get_type_hints(kind, include_extras=True)
    return hints.get(name)


def _value(text: str, hint: object) -> object:
    """A word as what its field holds; what does not fit stays a word, and is refused with its field."""
    kinds = set(_plain(hint))
    if tuple in kinds:
        return [_item(part, item_of(hint)) for part in COMMA.split(text) if part]
    if any(one in (Id, Month) for one in _within(hint)):
        return half(text)
    if bool in kinds:
        return TRUTHS.get(half(text), text)
    if Day in kinds:
        return zoned(dated(text))
    if int in kinds and WHOLE.fullmatch(half(text)):
        return int(half(text))
    return text


def item_of(hint: object) -> object:
    """What a list holds: ``Id`` of ``tuple[Id, ...]``."""
    return get_args(hint)[0]


def _item(text: str, kind: object) -> object:
    """One of several: a word, or what is written ``11.1.4/M1``, a part for each field."""
    if not (isinstance(kind, type) and issubclass(kind, Struct)):
        return half(text) if kind == Id else text
    names = kind.__struct_fields__
    return dict(zip(names, half(text).split("/", len(names) - 1), strict=False))


def _within(hint: object) -> Iterable[object]:
    """What a field may hold, as it is annotated."""
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _plain(hint: object) -> Iterable[object]:
    origin: object = get_origin(hint)
    if origin in (Union, UnionType):
        for each in get_args(hint):
            yield from _plain(each)
    elif origin is Annotated:
        yield from _plain(get_args(hint)[0])
    else:
        yield origin or hint
