"""The deterministic JSON of an event, as its sender would have written it: ``decode`` reads it back unchanged."""

from __future__ import annotations

from typing import Final

from msgspec.json import Encoder

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


def encode(event: Event) -> bytes:
    """The ``data`` of an event: fields in the order of its definition, those at their default left out.

    Money is a decimal string, a date ``YYYY-MM-DD``, an instant RFC 3339 at +08:00; equal events give equal bytes.
    """
    return _encoder.encode(event)
