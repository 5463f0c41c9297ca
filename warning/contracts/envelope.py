"""The CloudEvents 1.0 envelope: one struct a type, so that one pass reads envelope and event together."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, cast

from msgspec import Meta, Struct, defstruct

from warning.contracts.topics import ROUTES
from warning.core.events import Event, Id

Stamp = Annotated[str, Meta(extra={"stamp": True})]
"""An instant with a zone, read after the pass (``scalars.stamp``)."""
Attribute = Annotated[str, Meta(min_length=1, max_length=200)]

EventId = Annotated[str, Meta(max_length=64, extra={"as": Id})]
"""An ``Id``; its pattern is checked after the pass, where most ids need none."""

ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:/-]{0,63}")
EXTENSION: Final = re.compile(r"[a-z0-9]{1,20}")
"""How CloudEvents names an extension attribute; those are the carriers' business and are passed over."""
MINOR: Final = re.compile(r"/([0-9]{1,4})\.([0-9]{1,4})$(?!\n)")
"""How a ``dataschema`` ends: the major and minor version of the contract that the sender holds."""


class Envelope(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", gc=False):
    """What surrounds an event. ``time`` is *occurred*, ``recordedtime`` is *received* (R1)."""

    specversion: Literal["1.0"]
    id: EventId
    source: Attribute
    time: Stamp
    recordedtime: Stamp
    dataschema: Attribute | None = None
    subject: Attribute | None = None
    datacontenttype: Literal["application/json", "application/json; charset=utf-8"] | None = None
    partitionkey: Attribute | None = None
    traceparent: Attribute | None = None
    tracestate: Attribute | None = None


def _enclosing(event: type[Event]) -> type[Envelope]:
    """The envelope of one type of event."""
    made = defstruct(
        f"{event.__name__}Envelope",
        [("data", event)],
        bases=(Envelope,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        tag_field="type",
        tag=event.TYPE,
        gc=False,
    )
    return cast("type[Envelope]", made)


ENVELOPES: Final[dict[str, type[Envelope]]] = {name: _enclosing(route.event) for name, route in ROUTES.items()}
"""By type name; each has the fields of ``Envelope`` and ``data``."""


def current(dataschema: str) -> bool:
    """Whether the sender's contract is of the major version that the type's name says; an address without one is."""
    found = MINOR.search(dataschema)
    return found is None or found[1] == "1"


def newer(dataschema: str | None, minor: int) -> bool:
    """Whether the sender holds a higher minor version than ours: its unknown fields are passed over and counted."""
    found = MINOR.search(dataschema) if dataschema else None
    return found is not None and found[1] == "1" and int(found[2]) > minor
