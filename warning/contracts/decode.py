"""From the bytes of a message to the core's own event, or to the reasons why not.

The good message takes one typed pass. Whatever is slower (where the fault lies, duplicate keys in doubt, fields of a
newer contract) happens only when that pass, or the count of its keys, leaves a doubt.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Any, Final, Union

from msgspec import DecodeError, Struct, ValidationError, convert
from msgspec.json import Decoder
from msgspec.structs import astuple, fields

from warning.contracts.checks import CHECKS, DATED, TOLERANCE, not_come
from warning.contracts.envelope import ENVELOPES, ID, Envelope, current
from warning.contracts.problems import Fault, Problem, Refused
from warning.contracts.scalars import read, stamp
from warning.core.events import EVENTS, Event, Fact

LARGEST: Final = 256 * 1024
"""Bytes of the largest message that is read."""
ENCLOSING: Final = len(Envelope.__struct_fields__) + 2
"""Keys of an envelope with all its attributes, ``type`` and ``data`` included."""
__all__ = ["LARGEST", "Incoming", "Refused", "decode"]

BARE: Final = 7
"""Keys of an envelope without optional attributes."""
COLON: Final = ord(":")
BACKSLASH: Final = ord("\\")
KEY: Final = re.compile(rb'"[ \t\r\n]*:')
"""Every key ends so; some text may too, which only sends the message to the slower look."""

ANY: Final = Union[tuple(ENVELOPES.values())]  # noqa: UP007 - a union of made types
_decoder: Final[Decoder[Any]] = Decoder(ANY, dec_hook=read)
_is_id: Final = ID.fullmatch


class Incoming(Struct, frozen=True, gc=False):
    """A good message: what came, when it is said to have happened and when we had it (µs UTC), and what it is.

    ``digest`` is the SHA-256 of the raw bytes, ``ignored`` the paths of the fields of a newer minor passed over.
    """

    id: str
    source: str
    type: str
    occurred: int
    received: int
    event: Event
    digest: bytes
    ignored: tuple[str, ...] = ()


class Known(Struct, frozen=True, gc=False):
    """What is known of the keys of a class of event: how many fields it has, and which may be left out."""

    size: int
    nested: tuple[str, ...]
    spelled: tuple[tuple[str, Any, bytes], ...]
    """(name, default, how its key is written) of the fields with a default other than None."""
    nulls: tuple[tuple[str, bytes], ...]


@cache
def _known(event: type[Struct]) -> Known:
    named = [(field.name, field.default) for field in fields(event) if not field.required]
    return Known(
        size=len(fields(event)),
        spelled=tuple((name, default, f'"{name}":'.encode()) for name, default in named if default is not None),
        nulls=tuple((name, f'"{name}":null'.encode()) for name, default in named if default is None),
        nested=tuple(name for name in ("parts", "attendees", "signals") if name in event.__struct_fields__),
    )


_KNOWN: Final = {event: _known(event) for event in EVENTS}
_SAYS: Final = {event: (issubclass(event, Fact), DATED.get(event), CHECKS[event]) for event in EVENTS}
"""Whether an event may say when it was discovered, its field with the date of what happened, and its own check."""


def decode(raw: bytes, topic: str | None = None) -> Incoming:
    """Read one message; with ``topic``, as found on that topic.

    Raises:
        Refused: with every problem, its path, and what to do.
    """
    if len(raw) > LARGEST:
        return _again(raw, topic)
    try:
        envelope = _decoder.decode(raw)
        time, recorded = envelope.time, envelope.recordedtime
        occurred, received = stamp(time), stamp(recorded)
    except (DecodeError, UnicodeDecodeError, RecursionError, Fault):
        return _again(raw, topic)
    event, name = envelope.data, envelope.id
    escaped = BACKSLASH in raw
    if (
        not ((name.isalnum() and name.isascii()) or _is_id(name))
        or (escaped and b"\\u0000" in raw)
        or not _once(raw, envelope, event, escaped=escaped)
        or (topic is not None and topic != event.TOPIC)
        or (envelope.dataschema is not None and not current(envelope.dataschema))
        or _doubtful(event, occurred, received)
    ):
        return _again(raw, topic)
    return Incoming(name, envelope.source, event.TYPE, occurred, received, event, sha256(raw).digest())


def _doubtful(event: Event, occurred: int, received: int) -> bool:
    """Whether one field contradicts another (the rules are those of ``checks``)."""
    latest = received + TOLERANCE
    if occurred > latest:
        return True
    is_fact, dated, own = _SAYS[type(event)]
    if is_fact and event.discovered is not None and event.discovered > latest:  # type: ignore[attr-defined]
        return True
    if dated is not None and (since := getattr(event, dated)) is not None and not_come(since, latest):
        return True
    return own is not None and own(event) != ()


def _once(raw: bytes, envelope: Envelope, event: Event, *, escaped: bool) -> bool:
    """Whether it is certain, at the least cost, that no key stands twice.

    The keys read are a lower bound of the keys that stand there. As many colons as keys, and as the two stamps have,
    leave room for none more: the common message. A colon in any other text leaves the question to the ends of keys.
    """
    if escaped:
        return len(KEY.findall(raw)) == ENCLOSING - astuple(envelope).count(None) + _keys(event)
    known = _KNOWN[type(event)]
    keys = _standing(raw, event) if known.spelled or known.nested else known.size - astuple(event).count(None)
    stamps = (2 if envelope.time[-1] == "Z" else 3) + (2 if envelope.recordedtime[-1] == "Z" else 3)
    if raw.count(COLON) == BARE + keys + stamps:
        return True
    if b":null" in raw:
        keys += sum(token in raw for name, token in known.nulls if getattr(event, name) is None)
    return len(KEY.findall(raw)) == ENCLOSING - astuple(envelope).count(None) + keys


def _standing(raw: bytes, event: Struct) -> int:
    """The keys read, with the fields at their default that stand in the message all the same: ``"product":"loan"``.

    No text ends before a colon without a backslash, and no other field of a message has these names (a test says so).
    The parts of a report stand once in it, so that an empty one may be spelled, too.
    """
    known = _known(type(event))
    keys = known.size - astuple(event).count(None)
    for name, default, token in known.spelled:
        if getattr(event, name) == default and token not in raw:
            keys -= 1
    for name in known.nested:
        inner = getattr(event, name)
        keys += sum(_keys(each) for each in inner) if type(inner) is tuple else _standing(raw, inner)
    return keys


def _keys(event: Struct) -> int:
    """The fewest keys from which this event can have been read."""
    known = _known(type(event))
    count = known.size - astuple(event).count(None)
    for name, default, _ in known.spelled:
        count -= getattr(event, name) == default
    for name in known.nested:
        inner = getattr(event, name)
        count += sum(_keys(each) for each in inner) if type(inner) is tuple else _keys(inner)
    return count


def _again(raw: bytes, topic: str | None) -> Incoming:
    """The slow look: pydantic's verdict names every problem; a message it finds good is read from its tree."""
    verdicts = import_module("warning.contracts.verdict")  # late: who sends only good messages never loads pydantic
    examined = verdicts.examine(raw, topic)
    if examined.problems:
        raise Refused(examined.problems, event_id=examined.id, type_name=examined.type)
    try:
        envelope = convert(examined.tree, ANY, dec_hook=read)
        occurred, received = stamp(envelope.time), stamp(envelope.recordedtime)
    except (ValidationError, Fault) as reason:
        raise Refused(
            (Problem(code="unexplained", path="data", value=str(reason)),),
            event_id=examined.id,
            type_name=examined.type,
        ) from None
    event = envelope.data
    return Incoming(
        envelope.id, envelope.source, event.TYPE, occurred, received, event, sha256(raw).digest(), examined.ignored
    )
