"""JSON read without mercy: what the standard library would let pass is found, each with its path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from warning.contracts.masking import MASK, hides, masked
from warning.contracts.problems import Problem, shorten

DEEPEST: Final = 16
"""Levels of nesting that are read; the contracts have four."""
LARGEST: Final = 256 * 1024
"""Bytes of the largest message that is read."""
DIGITS: Final = 40
"""Digits of the longest number that is read as one."""
ENDING: Final = 20
"""Characters that are shown of the end of what was cut short."""
WORDS: Final = ("true", "false", "null", "-")
BOM: Final = b"\xef\xbb\xbf"

Json = Any
"""What ``json.loads`` gives."""
Tree = dict[str, Json]


class Twice(dict[str, Any]):
    """An object some of whose keys stand twice."""

    names: tuple[str, ...] = ()


class Odd(str):
    """A number that is none, or far too long: as it was written."""

    __slots__ = ()


class Real(float):
    """A number with a point or an exponent: no field of ours is one, but people are shown what was written."""

    text: str


def _real(text: str) -> Real:
    number = Real(text)
    number.text = text
    return number


def _integer(text: str) -> int | Odd:
    return int(text) if len(text) <= DIGITS else Odd(text)


def _object(pairs: list[tuple[str, Any]]) -> Tree:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    repeated = Twice(found)
    repeated.names = tuple(dict.fromkeys(name for name, _ in pairs if name in seen or seen.add(name)))  # type: ignore[func-returns-value]
    return repeated


def load(raw: bytes) -> tuple[Json, tuple[Problem, ...]]:
    """The tree of a message, and what is wrong with it as JSON; the tree is None where there is none."""
    if len(raw) > LARGEST:
        return None, (Problem(code="too_large", args=(("size", str(len(raw))), ("largest", str(LARGEST)))),)
    if raw.startswith(BOM):
        return None, (Problem(code="bom"),)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as reason:
        return None, (Problem(code="not_utf8", args=(("at", str(reason.start)),)),)
    return _parse(text)


def _parse(text: str) -> tuple[Json, tuple[Problem, ...]]:
    try:
        tree = json.loads(text, object_pairs_hook=_object, parse_constant=Odd, parse_float=_real, parse_int=_integer)
    except RecursionError:
        return None, (Problem(code="too_deep", args=(("deepest", str(DEEPEST)),)),)
    except json.JSONDecodeError as reason:
        return None, (_malformed(text, reason),)
    if not isinstance(tree, dict):
        return None, (Problem(code="not_object", value=shorten(masked(text))),)
    return tree, tuple(_walk(tree, "", 1))


def _malformed(text: str, reason: json.JSONDecodeError) -> Problem:
    if not text.strip():
        return Problem(code="empty")
    if _cut_short(text, reason):
        value = shorten(masked(text.strip())[-ENDING:])
        return Problem(code="cut_short", value=value, args=(("at", str(len(text.rstrip()))),))
    code = "trailing" if reason.msg == "Extra data" else "not_json"
    return Problem(code=code, value=shorten(_following(text, reason.pos)), args=(("at", str(reason.pos)),))


def _following(text: str, at: int) -> str:
    """What stands after a place, without the persons named there, also where it is in the midst of one."""
    return masked(text)[len(masked(text[:at])) :]


def _cut_short(text: str, reason: json.JSONDecodeError) -> bool:
    """Whether the text is good as far as it goes: it ends within a word, a text, or an object that is not closed."""
    rest = text[reason.pos :].strip()
    word = reason.msg == "Expecting value" and any(one.startswith(rest) for one in WORDS)
    return not rest or word or reason.msg.startswith("Unterminated string")


def _walk(node: Json, path: str, depth: int) -> Iterator[Problem]:
    """Keys that stand twice, characters no store can keep, numbers that are none, and what lies too deep."""
    if depth > DEEPEST:
        yield Problem(code="too_deep", path=path, args=(("deepest", str(DEEPEST)),))
    elif isinstance(node, dict):
        names = node.names if isinstance(node, Twice) else ()
        yield from (Problem(code="duplicate_key", path=join(path, shorten(name))) for name in names)
        for name, value in node.items():
            yield from _text(name, join(path, shorten(name)))
            yield from _walk(value, join(path, shorten(name)), depth + 1)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _walk(value, f"{path}[{number}]", depth + 1)
    elif isinstance(node, Odd):
        code = "not_a_number" if node.lstrip("-")[0].isalpha() else "number_too_long"
        yield Problem(code=code, path=path, value=_shown(path, node))
    elif isinstance(node, str):
        yield from _text(node, path)


def _text(text: str, path: str) -> Iterator[Problem]:
    if "\x00" in text:
        yield Problem(code="nul", path=path, value=_shown(path, text))
    if any("\ud800" <= char <= "\udfff" for char in text):
        yield Problem(code="surrogate", path=path, value=_shown(path, text))


def _shown(path: str, text: str) -> str:
    return MASK if hides(path) else shorten(text)


def join(path: str, name: str) -> str:
    """The path of a field of an object."""
    return f"{path}.{name}" if path else name
