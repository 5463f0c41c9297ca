"""Drives the engine over a history in unusual ways, and says where two runs differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from random import Random
from typing import Any, Final

from msgspec import Struct, structs, to_builtins

from tests.oracle.histories import History
from warning.contracts.decode import Incoming, Refused, decode
from warning.core.frame import Frame
from warning.intake.run import Run, Verdicts, decide
from warning.rulebook import load_frame

Row = dict[str, Any]
Rows = dict[str, Row]
Property = Callable[[History], list[str]]
"""What must hold of every history: gives what does not, in words; nothing where it holds."""

KINDS: Final = ("signals", "warnings", "duties")
SHOWN: Final = 6
"""How many violations of one history are told."""


@cache
def _packaged() -> Frame:
    """The packaged rule book, read once."""
    return load_frame()


def frame_of(told: History) -> Frame:
    """The packaged rule book over the history's organisation."""
    return structs.replace(_packaged(), orgs=told.orgs, live_from=told.live_from)


class Played(Struct, frozen=True):
    """A run that has come to its end, with what it decided."""

    run: Run
    verdicts: Verdicts

    @property
    def rows(self) -> Rows:
        """Every row by its id."""
        return rows_of(self.verdicts)


def rows_of(verdicts: Verdicts) -> Rows:
    """Every signal, warning and duty as built-in values, by id."""
    return {row.id: to_builtins(row) for kind in KINDS for row in getattr(verdicts, kind)}


def play(told: History, *, run: Run | None = None, lines: Sequence[bytes] | None = None) -> Played:
    """Decide a history as the intake does, with another run or other lines than its own."""
    frame = frame_of(told)
    run = run if run is not None else Run(frame)
    return Played(run, decide(told.lines() if lines is None else lines, frame, told.until, run=run))


@cache
def plain(told_key: Keyed) -> Played:
    """The ordinary run of a history, decided once."""
    return play(told_key.told)


class Keyed:
    """A history as a key of the cache: by identity of its events, which are plain dicts."""

    __slots__ = ("told",)

    def __init__(self, told: History) -> None:
        """Wrap it."""
        self.told = told

    def __hash__(self) -> int:
        """Of what names it."""
        return hash((self.told.seed, self.told.profile, len(self.told.events)))

    def __eq__(self, other: object) -> bool:
        """Equal histories."""
        return isinstance(other, Keyed) and self.told == other.told


def ordinary(told: History) -> Played:
    """The ordinary run of a history."""
    return plain(Keyed(told))


def incomings(told: History) -> list[Incoming]:
    """The history's good records, decoded."""
    found = []
    for line in told.lines():
        try:
            found.append(decode(line))
        except Refused:
            continue
    return found


def rng_of(told: History, salt: str) -> Random:
    """Chance that depends on the history and the property alone."""
    return Random(f"{salt}|{told.profile}|{told.seed}")


def differences(before: Rows, after: Rows, *, but: Iterable[str] = ()) -> list[str]:
    """Where two sets of rows differ, field by field; ``but`` names fields that may."""
    left_out = frozenset(but)
    found = []
    for row_id in sorted(before.keys() | after.keys()):
        one, other = before.get(row_id), after.get(row_id)
        if one is None or other is None:
            row = one or other or {}
            found.append(f"{row_id} only {'before' if one else 'after'}: {brief(row)}")
            continue
        found += [
            f"{row_id} {name}: {one[name]} != {other[name]} of {brief(one)}"
            for name in one
            if name not in left_out and one[name] != other[name]
        ]
    return found


def brief(row: Row) -> str:
    """What a row is about."""
    names = ("customer_no", "domain", "kind", "clause", "subject", "episode", "hangs_on", "org_no", "number", "state")
    return " ".join(str(row[name]) for name in names if name in row)


def told_in_short(found: Sequence[str]) -> str:
    """The first violations, one a line."""
    more = [f"... and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join([*found[:SHOWN], *more])
