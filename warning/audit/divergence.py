"""Where a row decided again is not what is on file: the effect, the field, and both values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import MsgspecError, Struct

from warning.core.effects import Effect
from warning.ledger.fold import Fold
from warning.ledger.journal import JournalRow
from warning.ledger.sql import codec
from warning.ledger.sql.codec import row_of
from warning.ledger.sql.history import Changed

LONGEST: Final = 200
"""Characters of a value that are told."""
ABSENT: Final = "—"
"""Stands for a value where there is none."""


class Divergence(Struct, frozen=True, kw_only=True):
    """The first row of a lane that does not come out again.

    ``code``: as of ``verify.Difference``, or ``rewritten``: the journal is another one than was proven before.
    ``n`` is which of the row's effects (from 0), ``row_id`` the row it writes, ``path`` the field within the effect;
    ``stored`` and ``found`` are the values on file and decided again, in JSON. Empty where the code says it all.
    """

    lane: int
    seq: int
    code: str
    key: str = ""
    event_id: str = ""
    n: int | None = None
    row_id: str = ""
    path: str = ""
    stored: str = ""
    found: str = ""


def of_row(row: JournalRow, code: str, **more: Any) -> Divergence:  # noqa: ANN401 - fields of a divergence
    """A divergence of a row."""
    return Divergence(lane=row.lane, seq=row.seq, code=code, key=row.key, event_id=row.event_id, **more)


def of_effects(
    row: JournalRow, again: Fold, stored: Sequence[Changed], code: Literal["effects", "change"]
) -> Divergence:
    """What differs between the changes on file and what ``again`` has just decided of the row; else the digests."""
    given = {change[1]: change for change in stored}
    made = dict(enumerate(again.effects))
    for n in sorted({*given, *(n for n, effect in made.items() if row_of(effect) is not None)}):
        differs = _difference(row, given.get(n), made.get(n))
        if differs is not None:
            row_id, path, was, now = differs
            return of_row(row, code, n=n, row_id=row_id, path=path, stored=was, found=now)
    if again.at != row.at:
        return of_row(row, code, path="at", stored=str(row.at), found=str(again.at))
    return of_row(row, code, path="effects_digest", stored=row.effects_digest.hex(), found=again.digest.hex())


def _difference(row: JournalRow, given: Changed | None, made: Effect | None) -> tuple[str, str, str, str] | None:
    """(row's id, path, on file, decided again) of one effect; None: they are the same."""
    shown = None if made is None else row_of(made)
    if given is None and shown is not None:
        return shown.id, "", ABSENT, cut(codec.write(shown))
    if given is None or made is None or shown is None:
        return None if given is None else (given[2], "", cut(given[5]), ABSENT)
    for path, was, now in (
        ("row_id", given[2], shown.id),
        ("at", given[3], row.at),
        ("event_id", given[4], row.event_id),
    ):
        if was != now:
            return given[2], path, _text(was), _text(now)
    first = next(differences(_plain(given[5]), _plain(codec.write(made))), None)
    return None if first is None else (shown.id, *first)


def differences(stored: Any, found: Any, path: str = "") -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - plain JSON
    """(path, on file, decided again) of each leaf that differs, in the order of the fields' names."""
    if isinstance(stored, dict) and isinstance(found, dict):
        for name in sorted({*stored, *found}):
            yield from differences(
                stored.get(name, ABSENT), found.get(name, ABSENT), f"{path}.{name}" if path else name
            )
    elif isinstance(stored, list) and isinstance(found, list):
        for n in range(max(len(stored), len(found))):
            was, now = (values[n] if n < len(values) else ABSENT for values in (stored, found))
            yield from differences(was, now, f"{path}[{n}]")
    elif stored != found or type(stored) is not type(found):
        yield path, _text(stored), _text(found)


def _plain(body: bytes) -> Any:  # noqa: ANN401 - plain JSON
    """What was written; a text of it where it is no JSON any more."""
    try:
        return msgspec.json.decode(body)
    except (MsgspecError, TypeError, UnicodeDecodeError):
        return cut(body)


def cut(body: object) -> str:
    """The beginning of what was written, whatever it is."""
    text = body.decode(errors="replace") if isinstance(body, bytes) else str(body)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _text(value: object) -> str:
    return ABSENT if value == ABSENT else cut(msgspec.json.encode(value))
