"""Takes a person's number out of a message as it came, whatever it is; what does not name it stays to the byte."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct

from warning.contracts.glossary import PERSONS
from warning.core.person import IDEOGRAPHS, WIDE, person

FULL: Final = {chr(half): chr(wide) for wide, half in WIDE.items()}
LETTER: Final = rf"[^\W{IDEOGRAPHS}]"
"""A letter or digit that goes on a number; Chinese, which has no blanks between words, does not go on one in Latin."""
CALLED: Final = "|".join(f"(?<={word})" for word in ("工号", "柜员号", "柜员", "员工"))
"""What stands before a number of digits alone and says that it is a person's."""


class _Number(Struct, frozen=True):
    """As it is written."""

    text: str


class _Object(Struct, frozen=True):
    """Its names and values as they stand there: a name may stand twice."""

    pairs: list[tuple[str, Any]]


def redacted(raw: bytes, value: str, token: str) -> bytes:
    """The message with ``token`` in place of the number ``value``, however the number is written in it."""
    found = _read(raw)
    if found is None:
        text = raw.decode("utf-8", "surrogateescape")
        return _in_text(text, value, token).encode("utf-8", "surrogateescape")
    new = _in_json(found, value, token)
    return raw if new == found else _write(new)


def redacted_record(raw: bytes, kept: Collection[str], value: str, token: str) -> bytes:
    """A good record in the same way, but for what says which record it is, and for the fields of ``data`` named."""
    found = _read(raw)
    if not isinstance(found, _Object):
        return raw
    new = _Object([(name, _in_data(one, kept, value, token) if name == "data" else one) for name, one in found.pairs])
    return raw if new == found else _write(new)


def names(text: str, value: str) -> bool:
    """Whether a text has a person's number in it, however it is written there."""
    return any(_in_text(one, value, "") != one for one in (text, unicodedata.normalize("NFKC", text)))


def _in_data(found: Any, kept: Collection[str], value: str, token: str) -> Any:  # noqa: ANN401 - plain JSON
    if not isinstance(found, _Object):
        return found
    return _Object([(name, one if name in kept else _in_json(one, value, token, name)) for name, one in found.pairs])


def _read(raw: bytes) -> Any:  # noqa: ANN401 - plain JSON
    """As JSON with all that stands in it; None: it is none."""
    hooks: dict[str, Any] = dict.fromkeys(("parse_int", "parse_float", "parse_constant"), _Number)
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_Object, **hooks)
    except (ValueError, RecursionError):
        return None


def _in_json(found: Any, value: str, token: str, name: str = "") -> Any:  # noqa: ANN401 - plain JSON
    """``name``: that of the field in which it stands."""
    match found:
        case str():
            return token if person(found) == value else _in_text(found, value, token)
        case _Number():
            return token if name in PERSONS and person(found.text) == value else found
        case list():
            return [_in_json(one, value, token, name) for one in found]
        case _Object():
            pairs = found.pairs
            return _Object([(_in_text(key, value, token), _in_json(one, value, token, key)) for key, one in pairs])
        case _:
            return found


def _write(found: Any) -> bytes:  # noqa: ANN401 - plain JSON
    return _text(found).encode()


def _text(found: Any) -> str:  # noqa: ANN401 - plain JSON
    match found:
        case _Number():
            return found.text
        case list():
            return f"[{','.join(map(_text, found))}]"
        case _Object():
            return f"{{{','.join(f'{_text(name)}:{_text(one)}' for name, one in found.pairs)}}}"
        case str() if any("\ud800" <= sign <= "\udfff" for sign in found):
            return json.dumps(found)
        case _:
            return json.dumps(found, ensure_ascii=False)


def _in_text(text: str, value: str, token: str) -> str:
    """In the midst of a text it is the number where no other letter or digit stands beside it."""
    return _number(value).sub(token, text)


@lru_cache(maxsize=8)
def _number(value: str) -> re.Pattern[str]:
    """Half width or full width, in capitals or not."""
    written = "".join(f"[{re.escape(sign)}{FULL[sign]}]" if sign in FULL else re.escape(sign) for sign in value)
    latin = value.isascii() and not value.isdigit()
    beside = LETTER if latin else r"\w"
    found = [rf"(?<!{beside})(?<![.．－-]){written}(?!{beside}|[－-]|[.．]\d)"]
    if value.isascii():
        found.append(rf"(?:{CALLED}){written}(?!{LETTER}|[－-]|[.．]\d)")
    return re.compile("|".join(found), re.IGNORECASE)
