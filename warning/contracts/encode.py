"""The deterministic JSON of an event: what the journal keeps, and what ``read_event`` reads back unchanged."""

from __future__ import annotations

from typing import Any, Final

from msgspec.json import Decoder, Encoder

from warning.contracts.scalars import read
from warning.contracts.topics import ROUTES
from warning.core.events import Event
from warning.core.scalars import Day, Fen, Moment, write_day, write_fen, write_moment


def _write(scalar: object) -> str:
    if type(scalar) is Fen:
        return write_fen(scalar)
    if type(scalar) is Day:
        return write_day(scalar)
    if type(scalar) is Moment:
        return write_moment(scalar)
    raise TypeError(f"{type(scalar).__name__} is no scalar of the wire")


_encoder: Final = Encoder(enc_hook=_write)
_decoders: Final[dict[str, Decoder[Any]]] = {
    name: Decoder(route.event, dec_hook=read) for name, route in ROUTES.items()
}


def encode(event: Event) -> bytes:
    """The ``data`` of an event: fields in the order of its definition, those at their default left out.

    Money is a decimal string, a date ``YYYY-MM-DD``, an instant RFC 3339 at +08:00; equal events give equal bytes.
    """
    return _encoder.encode(event)


def read_event(type_name: str, content: bytes) -> Event:
    """The event that ``encode`` wrote; it is not examined again.

    Raises:
        KeyError: no such type.
        msgspec.ValidationError: bytes that ``encode`` did not write.
    """
    event: Event = _decoders[type_name].decode(content)
    return event
