"""A YAML file as a tree in which every value knows its file, line and path; and the problems found in it.

Scalars stay text: what they mean is for the one who reads them to say, so ``1_000``, ``yes`` or ``2026-01-01`` mean
nothing by themselves. Duplicate keys, anchors, aliases and tags are problems, not features.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

import yaml
from msgspec import Struct
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from warning.visible import STEERING

LARGEST: Final = 4 << 20
"""Characters of the largest file that is read: one of 40,000 organisations; the files that come along have 12,000."""
DEEPEST: Final = 32
"""Levels of nesting that are read; a book has six."""
AGAIN: Final = 1 << 17
"""Characters of the largest text whose error the parser in Python looks for again: it reads 50,000 a second."""
LONGEST: Final = 1_000
"""Characters after which a path does not go on: each value of a file has one."""
STEERS: Final = "text_steers"
"""The code of a text that would steer what shows it."""


class Place(Struct, frozen=True, order=True):
    """Where something stands: file (relative to the book), line from 1, and the path of keys."""

    file: str
    line: int
    path: str

    def __str__(self) -> str:
        """``file:line: path``."""
        return f"{self.file}:{self.line}: {self.path}" if self.path else f"{self.file}:{self.line}"


class Problem(Struct, frozen=True):
    """One thing wrong with a book: where, and what, as a code of the catalogue with its values.

    ``warning.wording.problems`` says it: what it is, and what would be right.
    """

    place: Place
    code: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """One line without words, for whoever meets it as an exception."""
        values = ", ".join(f"{name}={value}" for name, value in self.values)
        return f"{self.place}: {self.code} ({values})" if values else f"{self.place}: {self.code}"


class Leaf(Struct, frozen=True):
    """A scalar, as text."""

    place: Place
    text: str


class Listing(Struct, frozen=True):
    """A sequence."""

    place: Place
    items: tuple[Tree, ...]


class Table(Struct, frozen=True):
    """A mapping; its keys are text and unique."""

    place: Place
    entries: dict[str, Tree]


Tree = Leaf | Listing | Table


class Desk:
    """Where readers put the problems they find, so that all are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, place: Place, code: str, **values: object) -> None:
        """Note a problem, with the values its words ask for."""
        self.problems.append(Problem(place, code, tuple((name, str(value)) for name, value in values.items())))


def read_tree(desk: Desk, root: Path, name: str) -> Tree | None:
    """The tree of one file of the book; None, with a problem noted, if it cannot be read."""
    start = Place(name, 1, "")
    try:
        with (root / name).open(encoding="utf-8") as file:
            text = file.read(LARGEST + 1)
    except FileNotFoundError:
        desk.say(start, "file_missing", file=name)
        return None
    except (OSError, UnicodeDecodeError) as error:
        desk.say(start, "file_unreadable", why=type(error).__name__)
        return None
    if len(text) > LARGEST:
        desk.say(start, "file_large", largest=f"{LARGEST:,}")
        return None
    return parse_tree(desk, name, text)


def parse_tree(desk: Desk, name: str, text: str) -> Tree | None:
    """The tree of a text; None, with a problem noted, if it is no YAML or holds what a rule book does not use."""
    tree, problems = _parsed(name, text)
    desk.problems += problems
    return tree


@lru_cache(maxsize=64)
def _parsed(name: str, text: str) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Parsing is most of what loading costs, and the same files are loaded again: for a check, a route, a test."""
    desk = Desk()
    tree = _parse(desk, name, text)
    return tree, tuple(desk.problems)


def _parse(desk: Desk, name: str, text: str) -> Tree | None:
    try:
        events = [event for event in _events(text) if not isinstance(event, _FRAMING)]
    except _Deep as deep:
        desk.say(Place(name, deep.line, ""), "nested_deep", deepest=DEEPEST)
        return None
    except yaml.MarkedYAMLError as error:
        place = Place(name, _line(error.problem_mark or error.context_mark), "")
        desk.say(place, "not_yaml", detail=error.problem or error.context)
        return None
    except yaml.YAMLError as error:
        desk.say(Place(name, 1, ""), "not_yaml", detail=str(error).splitlines()[0])
        return None
    if not events:
        desk.say(Place(name, 1, ""), "file_empty")
        return None
    rest = iter(events)
    tree = _Builder(desk, name, rest).tree(next(rest), "")
    if (second := next(rest, None)) is not None:
        desk.say(Place(name, _line(second.start_mark), ""), "second_document")
    plain = all(problem.code != "not_plain" for problem in desk.problems)
    return tree if plain else None


_OPENS = (MappingStartEvent, SequenceStartEvent)
_CLOSES = (MappingEndEvent, SequenceEndEvent)
_FRAMING = (StreamStartEvent, StreamEndEvent, DocumentStartEvent, DocumentEndEvent)


class _Deep(Exception):
    """Values lie within each other beyond what is read, from this line on."""

    def __init__(self, line: int) -> None:
        super().__init__(str(line))
        self.line = line


def _events(text: str) -> list[Event]:
    """What the parser finds. In C, where PyYAML has it: 0.02 s for a book instead of 0.4, at each start of a command.

    What is wrong is said by the parser in Python, the same words on any machine, but of a text that takes it long.

    Raises:
        yaml.YAMLError: the text is no YAML.
        _Deep: it is nested too deeply.
    """
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return list(_shallow(yaml.parse(text, Loader=fast)))
    except yaml.YAMLError:
        if len(text) > AGAIN:
            raise
    return list(_shallow(yaml.parse(text, Loader=yaml.SafeLoader)))


def _shallow(events: Iterable[Event]) -> Iterator[Event]:
    """The same, one by one, as both parsers take ever longer the deeper they are.

    Raises:
        _Deep: there they are too deep.
    """
    depth = 0
    for event in events:
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
        if depth > DEEPEST:
            raise _Deep(_line(event.start_mark))
        yield event


class _Mark(Protocol):
    """Of either parser: its line from 0."""

    line: int


def _line(mark: _Mark | None) -> int:
    return mark.line + 1 if mark is not None else 1


def _longer(path: str, more: str) -> str:
    """A path that goes on, or ends where it is long enough."""
    return f"{path}{more}" if len(path) + len(more) <= LONGEST else path


class _Builder:
    """Builds the tree of one file from the parser's events."""

    def __init__(self, desk: Desk, name: str, events: Iterator[Event]) -> None:
        self.desk, self.name, self.events = desk, name, events

    def tree(self, event: Event, path: str) -> Tree:
        """The value that begins with an event."""
        place = Place(self.name, _line(event.start_mark), path)
        self._plain(event, place)
        if isinstance(event, MappingStartEvent):
            return self._table(place)
        if isinstance(event, SequenceStartEvent):
            items: list[Tree] = []
            while not isinstance(item := next(self.events), SequenceEndEvent):
                items.append(self.tree(item, _longer(path, f"[{len(items)}]")))
            return Listing(place, tuple(items))
        text = str(event.value) if isinstance(event, ScalarEvent) else ""
        if (steers := STEERING.search(text)) is not None:
            self.desk.say(place, "text_steers", sign=f"U+{ord(steers[0]):04X}")
        return Leaf(place, text)

    def _table(self, place: Place) -> Table:
        entries: dict[str, Tree] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.tree(event, place.path)
            word = key.text if isinstance(key, Leaf) else ""
            here = Place(self.name, key.place.line, _longer(place.path, f".{word}" if place.path else word))
            value = self.tree(next(self.events), here.path)
            if not isinstance(key, Leaf):
                self.desk.say(key.place, "key_not_text")
            elif word in entries:
                self.desk.say(here, "key_twice", word=word, line=entries[word].place.line)
            else:
                entries[word] = value
        return Table(place, entries)

    def _plain(self, event: Event, place: Place) -> None:
        """No aliases, anchors and tags: a reader must see at the place itself what holds there."""
        tagged = getattr(event, "tag", None) not in (None, "", "!")
        if tagged or isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            self.desk.say(place, "not_plain", mark="tag" if tagged else "anchor")
