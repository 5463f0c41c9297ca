"""What is typed in full width (``Ｗ－1f``, ``２０２６－１１－０５``), read as what it means: the same in ASCII.

Only where a command takes a number, an id, a post, an amount, a date or an instant; free text and paths stay as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from typer.core import TyperGroup

WIDE: Final = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20} | dict.fromkeys(range(0x2010, 0x2016), 0x2D)
WIDE[0x2212] = 0x2D
"""A sign of full width, a wide space, a dash of a word processor or the sign for minus -> the sign of ASCII."""
IDS: Final = frozenset(
    {"ID", "NO", "ORG", "POST", "N", "W-…", "BORROWER", "AMOUNT", "LEVEL", "RULE", "CODE", "DIGEST", "PARTITION…"}
)
"""What stands on pages for a value that is ASCII by the contract."""
DATES: Final = frozenset({"INSTANT", "DAY", "MONTH"})
"""For one that may be written in Chinese, too: ``２０２６年１１月５日``."""
AS_TYPED: Final = frozenset({"officer"})
"""A staff number: two that differ in width alone are one person (R60), and it is kept as it was given."""
COMMA: Final = re.compile(r"[,，、]")
"""Between several values."""
GROUPED: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?")


def half(text: str) -> str:
    """In ASCII, where all of it can be; any other as it is."""
    said = dated(text)
    return said if said.isascii() else text


def dated(text: str) -> str:
    """The signs of full width in ASCII, and all others as they are."""
    return text if text.isascii() else text.translate(WIDE)


def amount(text: str) -> str:
    """An amount without the commas of its thousands, where they stand where they should."""
    said = half(text)
    return said.replace(",", "") if GROUPED.fullmatch(said) else said


def narrowed(root: Any) -> Any:  # noqa: ANN401 - the kind of command is the library's own
    """A command, all of whose options and arguments of such values take them in full width, too."""
    for param in _params(root):
        if param.metavar in IDS | DATES and param.name not in AS_TYPED and param.callback is None:
            param.callback = _dated if param.metavar in DATES else _half
    return root


def _params(command: Any) -> Iterator[Any]:  # noqa: ANN401 - the same
    yield from command.params
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            yield from _params(below)


def _half(_: object, __: object, value: object) -> object:
    return half(value) if isinstance(value, str) else value


def _dated(_: object, __: object, value: object) -> object:
    return dated(value) if isinstance(value, str) else value
