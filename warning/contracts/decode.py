"""From the bytes of a message to the core's own event, or to the reasons why not.

The good message takes one typed pass. Whatever is slower (where the fault lies, duplicate keys in doubt, fields of a
newer contract) happens only when that pass, or the count of its keys, leaves a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Any, Final, Union

from msgspec import DecodeError, Struct, ValidationError, convert
from msgspec.json import Decoder
from msgspec.structs import astuple, fields

from warning.contracts.checks import CHECKS, DATED, TOLERANCE, Faults, not_come
from warning.contracts.envelope import ENVELOPES, ID, Envelope, current
from warning.contracts.problems import Fault, Problem, Refused
from warning.contracts.scalars import read, stamp, stamps
from warning.core.events import EVENTS, Event, Fact
from warning.core.scalars import write_moment

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
    """What is known of a class of event: its keys, which of them may be left out, and what it may say of itself."""

    size: int
    nested: tuple[str, ...]
    spelled: tuple[tuple[str, Any, bytes], ...]
    """(name, default, how its key is written) of the fields with a default other than None."""
    nulls: tuple[tuple[str, bytes], ...]
    plain: bool
    """Neither of ``nested`` and ``spelled``: the keys read are the fields that are not None."""
    is_fact: bool
    """Whether it may say when it was discovered."""
    dated: str | None
    """Its field with the date of what happened."""
    own: Callable[[Any], Faults] | None
    """Its own check."""


@cache
def _known(event: type[Struct]) -> Known:
    named = [(field.name, field.default) for field in fields(event) if not field.required]
    spelled = tuple((name, default, f'"{name}":'.encode()) for name, default in named if default is not None)
    nested = tuple(name for name in ("parts", "attendees", "signals") if name in event.__struct_fields__)
    return Known(
        size=len(fields(event)),
        spelled=spelled,
        nulls=tuple((name, f'"{name}":null'.encode()) for name, default in named if default is None),
        nested=nested,
        plain=not spelled and not nested,
        is_fact=issubclass(event, Fact),
        dated=DATED.get(event),  # type: ignore[arg-type]
        own=CHECKS.get(event),  # type: ignore[arg-type]
    )


_KNOWN: Final = {event: _known(event) for event in EVENTS}


def decode(raw: bytes, topic: str | None = None) -> Incoming:
    """Read one message; with ``topic``, as found on that topic.

    Raises:
        Refused: with every problem, its path, and what to do.
    """
    if len(raw) > LARGEST:
        return _again(raw, topic)
    try:
        envelope = _decoder.decode(raw)
        occurred, received = stamps(envelope.time, envelope.recordedtime)
    except (DecodeError, UnicodeDecodeError, RecursionError, Fault):
        return _again(raw, topic)
    event, name = envelope.data, envelope.id
    known = _KNOWN[type(event)]
    escaped = BACKSLASH in raw
    if (
        not ((name.isalnum() and name.isascii()) or _is_id(name))
        or (escaped and b"\\u0000" in raw)
        or not _once(raw, envelope, event, known, escaped=escaped)
        or (topic is not None and topic != event.TOPIC)
        or (envelope.dataschema is not None and not current(envelope.dataschema))
        or _doubtful(event, known, occurred, received + TOLERANCE)
    ):
        return _again(raw, topic)
    return Incoming(name, envelope.source, event.TYPE, occurred, received, event, sha256(raw).digest())


def timely(incoming: Incoming, now: int) -> Incoming:
    """A message for a ledger that lives by the wall's clock (µs UTC): nobody has recorded yet what is to come.

    Raises:
        Refused: it says so by more than 5 minutes; taken in, it would let deadlines pass that are still ahead.
    """
    if incoming.received > now + TOLERANCE:
        problem = Problem(code="recorded_in_future", path="recordedtime", value=write_moment(incoming.received))
        raise Refused((problem,), event_id=incoming.id, type_name=incoming.type)
    return incoming


def _doubtful(event: Event, known: Known, occurred: int, latest: int) -> bool:
    """Whether one field contradicts another (the rules are those of ``checks``)."""
    if occurred > latest:
        return True
    if known.is_fact and event.discovered is not None and event.discovered > latest:  # type: ignore[attr-defined]
        return True
    dated, own = known.dated, known.own
    if dated is not None and (since := getattr(event, dated)) is not None and not_come(since, latest):
        return True
    return own is not None and own(event) != ()


def _once(raw: bytes, envelope: Envelope, event: Event, known: Known, *, escaped: bool) -> bool:
    """Whether it is certain, at the least cost, that no key stands twice.

    The keys read are a lower bound of the keys that stand there. As many colons as keys, and as the two stamps have,
    leave room for none more: the common message. A colon in any other text leaves the question to the ends of keys.
    """
    if escaped:
        return len(KEY.findall(raw)) == ENCLOSING - astuple(envelope).count(None) + _keys(event)
    keys = known.size - astuple(event).count(None) if known.plain else _standing(raw, event)
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
