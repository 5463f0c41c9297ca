"""States, rows and effects as bytes, and back. A state begins with the number of its schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from warning.core.changes import RulesState
from warning.core.effects import BookChanged, DutyChanged, Effect, SignalChanged, WarningChanged
from warning.core.events import Told
from warning.core.rows import BookRow, Duty, Signal, Warning
from warning.core.state import Borrower, Group, Organisation, State

SCHEMA: Final = 1
"""Moved when the shape of a state changes; ``UPCASTERS`` then says how the former one becomes it."""
UPCASTERS: Final[dict[int, Callable[[str, Any], Any]]] = {}
"""Schema number -> what makes of (kind, plain values) those of the next number."""
KINDS: Final[dict[str, type[State]]] = {"b": Borrower, "g": Group, "o": Organisation, "c": RulesState}

RowChange = SignalChanged | WarningChanged | DutyChanged


class UnknownSchema(Exception):
    """A state of a later or forgotten version of this program."""

    def __init__(self, schema: int) -> None:
        super().__init__(f"a state of schema {schema}; this program knows up to {SCHEMA}")
        self.schema = schema


def _scalar(kind: type, value: object) -> object:
    if type(value) is not int:
        raise ValueError("an integer")
    return kind(value)


def _plain(value: object) -> object:
    if isinstance(value, int):
        return int(value)
    raise NotImplementedError(type(value))


_pack: Final = msgspec.msgpack.Encoder(enc_hook=_plain)
_json: Final = msgspec.json.Encoder(enc_hook=_plain, order="deterministic")
_states: Final[dict[str, msgspec.msgpack.Decoder[Any]]] = {
    name: msgspec.msgpack.Decoder(kind, dec_hook=_scalar) for name, kind in KINDS.items()
}
_rows: Final[dict[type, msgspec.json.Decoder[Any]]] = {
    kind: msgspec.json.Decoder(kind, dec_hook=_scalar) for kind in (Signal, Warning, Duty, Told)
}
_change: Final[msgspec.json.Decoder[RowChange | BookChanged]] = msgspec.json.Decoder(
    RowChange | BookChanged, dec_hook=_scalar
)


def raw(value: object) -> bytes:
    """The bytes of a column of bytes, whatever stands there: SQLite keeps text and numbers where somebody put them.

    They read as what they are written as, so they differ from what a ledger wrote, and are named for it.
    """
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode(errors="replace")


def pack_state(state: State) -> bytes:
    """A state, its schema number in the first byte."""
    return bytes((SCHEMA,)) + _pack.encode(state)


def unpack_state(key: str, packed: bytes) -> State:
    """The state of an aggregate.

    Raises:
        UnknownSchema: it was written by another version, and nothing leads here.
    """
    schema, rest = packed[0], packed[1:]
    decoder = _states[key[0]]
    if schema == SCHEMA:
        state: State = decoder.decode(rest)
        return state
    plain = msgspec.msgpack.decode(rest)
    while schema != SCHEMA:
        if schema not in UPCASTERS:
            raise UnknownSchema(schema)
        plain, schema = UPCASTERS[schema](key[0], plain), schema + 1
    return msgspec.convert(plain, KINDS[key[0]], dec_hook=_scalar)


def write(value: msgspec.Struct) -> bytes:
    """A row, an effect or a fact, as JSON that a person can read."""
    return _json.encode(value)


def row_of(effect: Effect) -> Signal | Warning | Duty | BookRow | None:
    """The row an effect writes, a rule book among them; None: it writes none."""
    match effect:
        case SignalChanged():
            return effect.signal
        case WarningChanged():
            return effect.warning
        case DutyChanged():
            return effect.duty
        case BookChanged():
            return effect.book
        case _:
            return None


def read_signal(body: bytes) -> Signal:
    """A signal."""
    row: Signal = _rows[Signal].decode(body)
    return row


def read_warning(body: bytes) -> Warning:
    """A warning."""
    row: Warning = _rows[Warning].decode(body)
    return row


def read_duty(body: bytes) -> Duty:
    """A duty."""
    row: Duty = _rows[Duty].decode(body)
    return row


def read_told(body: bytes) -> Told:
    """A standing fact."""
    told: Told = _rows[Told].decode(body)
    return told


def read_change(body: bytes) -> RowChange | BookChanged:
    """A change of a row or of the rule book, with its explanation."""
    return _change.decode(body)


def of_book(body: bytes) -> bool:
    """Whether it is about the rule book, and no row that people see."""
    return isinstance(read_change(body), BookChanged)


def read_row_change(body: bytes) -> RowChange:
    """A change of a signal, a warning or a duty.

    Raises:
        TypeError: it is of the rule book.
    """
    found = read_change(body)
    if isinstance(found, BookChanged):
        raise TypeError(found)
    return found
