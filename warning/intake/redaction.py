"""Takes a person's number out of a message as it came, whatever it is; what does not name it stays to the byte."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import msgspec
from msgspec import MsgspecError

from warning.core.person import person


def redacted(raw: bytes, value: str, token: str) -> bytes:
    """The message with ``token`` in place of the number ``value``, however the number is written in it."""
    try:
        found = msgspec.json.decode(raw)
    except (MsgspecError, UnicodeDecodeError):
        text = raw.decode("utf-8", "surrogateescape")
        return _in_text(text, value, token).encode("utf-8", "surrogateescape")
    new = _in_json(found, value, token)
    return raw if new == found else msgspec.json.encode(new)


def names(text: str, value: str) -> bool:
    """Whether a text has a person's number in it, however it is written there."""
    return any(_in_text(one, value, "") != one for one in (text, unicodedata.normalize("NFKC", text)))


def _in_json(found: Any, value: str, token: str) -> Any:  # noqa: ANN401 - plain JSON
    if isinstance(found, str):
        return token if person(found) == value else _in_text(found, value, token)
    if isinstance(found, list):
        return [_in_json(one, value, token) for one in found]
    if isinstance(found, dict):
        return {_in_text(name, value, token): _in_json(one, value, token) for name, one in found.items()}
    return found


def _in_text(text: str, value: str, token: str) -> str:
    """In the midst of a text it is the number where no other letter or digit stands beside it."""
    return re.sub(rf"(?<![\w.-]){re.escape(value)}(?![\w-]|\.\d)", token, text, flags=re.IGNORECASE)
