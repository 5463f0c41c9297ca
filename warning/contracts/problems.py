"""What is wrong with a message: where, what stood there, why it cannot be read, and what to do."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from warning.contracts.messages import MESSAGES

SHOWN: Final = 60
"""Characters of a wrong value that are shown."""


class Problem(Struct, frozen=True, kw_only=True):
    """One reason to refuse a message.

    ``path`` is where it lies, such as ``data.attendees[0].post``, empty for the message as a whole. ``value`` is what
    stood there, shortened, and ``***`` where it names a natural person. ``args`` fill the message of the catalogue.
    """

    code: str
    path: str = ""
    value: str = ""
    args: tuple[tuple[str, str], ...] = ()

    def text(self, language: str = "zh") -> str:
        """The reason and what to do, in ``zh`` or ``en``."""
        field = self.path.rpartition(".")[2]
        return MESSAGES[self.code][language].format(path=self.path, field=field, value=self.value, **dict(self.args))

    @property
    def zh(self) -> str:
        """The message in Chinese."""
        return self.text("zh")

    @property
    def en(self) -> str:
        """The message in English."""
        return self.text("en")


class Refused(Exception):
    """A message that is quarantined whole, with every problem found; ``id`` and ``type`` where they could be read."""

    def __init__(self, problems: tuple[Problem, ...], *, event_id: str = "", type_name: str = "") -> None:
        """Keep the problems; the exception's own text is the English one."""
        super().__init__("; ".join(f"{problem.path or 'message'}: {problem.en}" for problem in problems))
        self.problems = problems
        self.id = event_id
        self.type = type_name


class Fault(Exception):
    """One thing wrong with a value, by the code of its message; the reader that meets it knows the path."""

    def __init__(self, code: str, **args: str) -> None:
        """Keep the code, and what fills its message."""
        super().__init__(code)
        self.code = code
        self.args_of = tuple(args.items())


def shorten(text: str) -> str:
    """At most ``SHOWN`` characters of a value, without control characters or lone surrogates."""
    plain = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[: SHOWN + 1])
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"
