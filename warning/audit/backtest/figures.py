"""The figures in which two frames differ, and frames that say which of these a step has looked at.

A step is a function of state, record and frame. If it looks at none of the figures in which two frames differ, both
frames decide it to the same: that is what "could not have been touched" rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from warning.core.frame import Book, Frame, SignalRule

WHOLE: Final = {"orgs": "organisation", "calendar": "calendar", "live_from": "live_from"}
"""Parts of a frame beside its book -> what they are called here."""
UNREAD: Final = frozenset(("held_hours", "change_notice_minutes"))
"""Figures by which no borrower is judged: what a record waited for its loan, and when a book took force, are as they
were recorded."""


class Figure(Struct, frozen=True, kw_only=True, order=True):
    """A figure in which two rule books differ: ``signals.18``, ``arrears_bands``, ``calendar``."""

    name: str
    before: Any
    """As built-in values; None: there is none, or it is too large to be told (calendar, organisation)."""
    after: Any


def differences(before: Frame, after: Frame) -> tuple[Figure, ...]:
    """All figures that differ, by name."""
    found = [
        Figure(name=f"{field}.{key}" if key else field, before=to_builtins(one), after=to_builtins(other))
        for field in Book.__struct_fields__
        for key, one, other in _apart(_read(before.book, field), _read(after.book, field))
    ]
    for field, name in WHOLE.items():
        if getattr(before, field) != getattr(after, field):
            found.append(Figure(name=name, before=None, after=None))
    return tuple(sorted(found, key=lambda figure: figure.name))


def _read(book: Book, field: str) -> Any:  # noqa: ANN401 - any figure
    """A field as the core reads it: rows that an event of their own decides have their levels elsewhere in the book."""
    value = getattr(book, field)
    return {number: _as_read(rule) for number, rule in value.items()} if field == "signals" else value


def _as_read(rule: SignalRule) -> SignalRule:
    return rule if rule.kind != "by_event" else replace(rule, bands=(), level=0, variants={}, variant_bands={})


def _apart(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 - any figure
    """(key, before, after) of what differs; no key where the figure has no parts."""
    if isinstance(before, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            if before.get(key) != after.get(key):
                yield str(key), before.get(key), after.get(key)
    elif before != after:
        yield "", before, after


def watched(frame: Frame, changed: Collection[str], read: set[str], frame_id: str) -> Frame:
    """A frame under another id that notes in ``read`` each of the ``changed`` figures as it is looked at."""
    fields: dict[str, set[str]] = {}
    for name in changed:
        field, _, key = name.partition(".")
        fields.setdefault(field, set()).add(key)
    book = _watching(Book, frame.book, {name: keys for name, keys in fields.items() if hasattr(Book, name)}, read)
    whole = {field: {""} for field, name in WHOLE.items() if name in fields}
    names = {field: WHOLE[field] for field in whole}
    found: Frame = _watching(Frame, replace(frame, id=frame_id, book=book), whole, read, names)
    return found


def _watching(
    kind: type[Any],
    value: Any,  # noqa: ANN401 - a book or a frame
    fields: Mapping[str, set[str]],
    read: set[str],
    names: Mapping[str, str] | None = None,
) -> Any:  # noqa: ANN401 - the same
    """The struct as one of a kind whose fields note that they are read."""
    if not fields:
        return value
    space: dict[str, Any] = {
        field: property(_noting(kind, field, keys, read, (names or {}).get(field, field)))
        for field, keys in fields.items()
    }
    meta: Any = type(kind)
    watching = meta(f"Watched{kind.__name__}", (kind,), {**space, "__module__": __name__}, frozen=True)
    return watching(**{field: getattr(value, field) for field in kind.__struct_fields__})


def _noting(kind: type[Any], field: str, keys: set[str], read: set[str], name: str) -> Callable[[Any], Any]:
    """What reads a field: containers note when they are looked into, all else when it is read."""
    stored = kind.__dict__[field].__get__

    def get(self: Any) -> Any:  # noqa: ANN401 - a book or a frame
        value = stored(self)
        if field in WHOLE:
            read.add(name)
            return value
        if isinstance(value, dict):
            return _Dict(value, {key: f"{name}.{key}" for key in keys}, read)
        if isinstance(value, tuple):
            return _Tuple.of(value, name, read)
        read.add(name)
        return value

    return get


class _Dict(dict[Any, Any]):
    """A table of the book that notes which of its changed entries are looked up; walking through it reads all."""

    def __init__(self, value: dict[Any, Any], names: dict[str, str], read: set[str]) -> None:
        super().__init__(value)
        self._names, self._read = names, read

    def _note(self, key: object) -> None:
        name = self._names.get(str(key))
        if name is not None:
            self._read.add(name)

    def __getitem__(self, key: object) -> Any:  # noqa: ANN401 - an entry
        self._note(key)
        return super().__getitem__(key)

    def get(self, key: object, default: Any = None) -> Any:  # noqa: ANN401 - an entry
        self._note(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def __iter__(self) -> Iterator[Any]:
        self._read.update(self._names.values())
        return super().__iter__()

    def __len__(self) -> int:
        self._read.update(self._names.values())
        return super().__len__()

    def keys(self) -> Any:  # noqa: ANN401 - a view
        self._read.update(self._names.values())
        return super().keys()

    def values(self) -> Any:  # noqa: ANN401 - a view
        self._read.update(self._names.values())
        return super().values()

    def items(self) -> Any:  # noqa: ANN401 - a view
        self._read.update(self._names.values())
        return super().items()


class _Tuple(tuple[Any, ...]):  # noqa: SLOT001 - it says where it notes
    """A list of the book that notes when it is looked into."""

    _name: str
    _noted: set[str]

    @classmethod
    def of(cls, value: tuple[Any, ...], name: str, read: set[str]) -> _Tuple:
        """The same entries."""
        made = cls(value)
        made._name, made._noted = name, read
        return made

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 - an entry, or some
        self._noted.add(self._name)
        return super().__getitem__(at)

    def __len__(self) -> int:
        self._noted.add(self._name)
        return super().__len__()

    def __iter__(self) -> Iterator[Any]:
        self._noted.add(self._name)
        return super().__iter__()

    def __contains__(self, one: object) -> bool:
        self._noted.add(self._name)
        return super().__contains__(one)
