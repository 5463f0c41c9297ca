"""Persons hidden where a message is repeated to people: what stands under a field that names them, whatever it is.

All else stays as it was written, character by character.
"""

from __future__ import annotations

import json
import re
from typing import Final

from warning.contracts.glossary import PERSONS

MASK: Final = "***"
TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s"{}\[\],:]+')
"""A text, a sign or a number of what is known to be JSON."""
SPELT: Final = "|".join("".join(rf"(?:{letter}|\\u{ord(letter):04x})" for letter in name) for name in sorted(PERSONS))
"""The fields' names, however they are escaped."""
TEXT: Final = r'"(?:[^"\\]|\\.)*+"?+'
BROKEN: Final = re.compile(
    rf"""((?:{SPELT})\\*["'”]?\s*[:=：]\s*)(?:{TEXT}|'[^']*+'?+|\\+"[^"\\]*+(?:\\+")?+|"""
    rf"""\[(?:{TEXT}|[^\[\]{{}}"])*+\]|[\[{{].*+|[^,}}\]]++)""",
    re.IGNORECASE | re.DOTALL,
)
"""Where a text that is no JSON names them. What is not closed goes on to the end: rather too much than a person."""


def names_person(field: object) -> bool:
    """Whether a field of this name is one of persons, in capitals or not."""
    return isinstance(field, str) and field.strip().casefold() in PERSONS


def hides(path: str) -> bool:
    """Whether a path such as ``data.members[0]`` leads to a person."""
    return any(map(names_person, re.split(r"[.\[]", path)))


def masked(text: str) -> str:
    """A message, whole or broken, with ``***`` in place of each value that names persons."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return BROKEN.sub(rf'\1"{MASK}"', text)
    tokens = list(TOKEN.finditer(text))
    parts, done, at = [], 0, 0
    while at < len(tokens):
        token = tokens[at]
        named = token[0][0] == '"' and at + 1 < len(tokens) and tokens[at + 1][0] == ":"
        if named and names_person(json.loads(token[0])):
            at += 2
            parts += [text[done : tokens[at].start()], f'"{MASK}"']
            at = _end(tokens, at)
            done = tokens[at].end()
        elif token[0][0] == '"' and not named:
            parts += [text[done : token.start()], _within(token[0])]
            done = token.end()
        at += 1
    return "".join([*parts, text[done:]])


def _within(token: str) -> str:
    """A text, which may be a message itself: one that was encoded twice."""
    text = json.loads(token)
    clean = masked(text) if '"' in text else text
    return token if clean == text else json.dumps(clean)


def _end(tokens: list[re.Match[str]], at: int) -> int:
    """Where the value that begins at a token ends."""
    depth = 0
    while True:
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(tokens[at][0], 0)
        if depth == 0:
            return at
        at += 1
