"""What is wrong with an act as it was given: all of it, told at once, before anything is on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from msgspec.structs import replace

from warning.cli.stop import NOT_FOUND, UNREADABLE, USAGE, Stop
from warning.cli.usage import joined
from warning.contracts.problems import Problem
from warning.wording.phrases import say
from warning.wording.text import Lang

ABOUT: Final = ("--borrower", "--domain")
"""Options in whose place ``--warning`` may be given."""
WITHIN: Final = {"parts": "parts.cause"}
"""Fields that hold others -> how one of these is given."""
WEIGHTY: Final = (UNREADABLE, USAGE, NOT_FOUND)
"""Exit codes: of several the first one counts."""


class Wrong:
    """Faults are noted as they are found; ``stop`` tells them."""

    def __init__(self, command: str, what: str, lang: Lang) -> None:
        """``command``: the one whose ``--help`` says how it is used; ``what``: the kind of act."""
        self._command = command
        self._what = what
        self._lang: Lang = lang
        self._options: dict[str, str] = {}
        self._found: list[Stop] = []
        self._ill: set[str] = set()
        self._of_fields = False

    def by_options(self, options: Mapping[str, str]) -> None:
        """Paths of fields -> the options by which this act was given them, or would be: they are told by these."""
        self._options |= options

    def add(self, code: int, key: str, *, path: str = "", **values: object) -> None:
        """A fault by its phrase; with ``path``, of a field."""
        text, named = say(key, self._lang, **values), self._options.get(path, path)
        self._found.append(Stop(code, say("act_field", self._lang, path=named, text=text) if path else text))

    def fields(self, problems: Iterable[Problem]) -> None:
        """What the contract says of the fields."""
        found = [one for one in problems if one.code != "missing" or one.path not in self._ill]
        missing = [one for one in found if one.code == "missing" and one.path in self._options]
        told = [*self._missing([self._options[one.path] for one in missing])]
        told += [self._told(one) for one in found if one not in missing]
        self._found += [Stop(USAGE, text) for text in told]
        self._of_fields = self._of_fields or bool(told)

    def _missing(self, options: Sequence[str]) -> Iterator[str]:
        """What was not given of the fields that options give; a warning gives borrower and domain at once."""
        about = [option for option in options if option in ABOUT]
        if about:
            yield say("act_about_missing", self._lang, what=joined(about, self._lang))
        yield from (say("use_missing_option", self._lang, what=option) for option in options if option not in ABOUT)

    def _told(self, problem: Problem) -> str:
        if problem.code == "unknown_field":
            return say("act_no_field", self._lang, what=self._what, path=problem.path)
        if problem.code == "missing":
            name = problem.path.removeprefix("data.")
            return say("act_lacks", self._lang, path=problem.path, name=WITHIN.get(name, name))
        return replace(problem, path=self._options.get(problem.path, problem.path)).text(self._lang)

    @contextmanager
    def noting(self, path: str = "") -> Iterator[None]:
        """What ends a command elsewhere is a fault among others here; its field ``path`` was given, if wrongly."""
        try:
            yield
        except Stop as stop:
            self._found.append(stop)
            self._ill.add(path)

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
