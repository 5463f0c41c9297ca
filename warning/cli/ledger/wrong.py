"""What is wrong with an act as it was given: all of it, told at once, before anything is on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from warning.cli.stop import NOT_FOUND, UNREADABLE, USAGE, Stop
from warning.contracts.problems import Problem
from warning.wording.phrases import say
from warning.wording.text import Lang

WEIGHTY: Final = (UNREADABLE, USAGE, NOT_FOUND)
"""Exit codes: of several the first one counts."""


class Wrong:
    """Faults are noted as they are found; ``stop`` tells them."""

    def __init__(self, command: str, lang: Lang) -> None:
        """``command``: the one whose ``--help`` says how it is used."""
        self._command = command
        self._lang: Lang = lang
        self._found: list[Stop] = []
        self._of_fields = False

    def add(self, code: int, key: str, *, path: str = "", **values: object) -> None:
        """A fault by its phrase; with ``path``, of a field."""
        text = say(key, self._lang, **values)
        self._found.append(Stop(code, say("act_field", self._lang, path=path, text=text) if path else text))

    def fields(self, problems: Iterable[Problem]) -> None:
        """What the contract says of the fields."""
        told = [problem.zh if self._lang == "zh" else problem.en for problem in problems]
        self._found += [Stop(USAGE, text) for text in told]
        self._of_fields = self._of_fields or bool(told)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """What ends a command elsewhere is a fault among others here."""
        try:
            yield
        except Stop as stop:
            self._found.append(stop)

    def stop(self) -> None:
        """Go on, if nothing was found.

        Raises:
            Stop: with all that was found.
        """
        if not self._found:
            return
        code = next(code for code in WEIGHTY if any(stop.code == code for stop in self._found))
        if len(self._found) == 1 and not self._of_fields:
            raise Stop(code, self._found[0].text)
        lines = [say("act_broken", self._lang), *(f"  {stop.text}" for stop in self._found)]
        raise Stop(code, "\n".join([*lines, say("usage_help", self._lang, command=self._command)]))
