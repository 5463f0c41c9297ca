"""Drives the engine over a history in unusual ways, and says where two runs differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from functools import cache, cached_property, lru_cache
from random import Random
from typing import Any, Final

from msgspec import structs, to_builtins

from tests.oracle.histories import History
from tests.properties import remembered
from tests.properties.remembered import HISTORIES, remembering
from warning.contracts.decode import Incoming, Refused, decode
from warning.core.frame import Frame, Org
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
    return _over(tuple(told.orgs.items()), told.live_from)


@cache
def _over(orgs: tuple[tuple[str, Org], ...], live_from: int | None) -> Frame:
    return structs.replace(_packaged(), orgs=dict(orgs), live_from=live_from)


class Played:
    """A run that has come to its end, with what it decided."""

    def __init__(self, run: Run, verdicts: Verdicts) -> None:
        """Both."""
        self.run, self.verdicts = run, verdicts

    @cached_property
    def rows(self) -> Rows:
        """Every row by its id."""
        return rows_of(self.verdicts)


def rows_of(verdicts: Verdicts) -> Rows:
    """Every signal, warning and duty as built-in values, by id."""
    return {row.id: to_builtins(row) for kind in KINDS for row in getattr(verdicts, kind)}


def play(told: History, *, run: Run | None = None, lines: Sequence[bytes] | None = None, anew: bool = False) -> Played:
    """Decide a history as the intake does, with another run or other lines than its own.

    ``anew``: nothing that was decided in another run of it is taken from there.
    """
    frame = frame_of(told)
    run = run if run is not None else Run(frame)
    with nullcontext() if anew else remembering(told):
        return Played(run, decide(told.lines() if lines is None else lines, frame, told.until, run=run))


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


@lru_cache(4 * HISTORIES)
def _kept(keyed: Keyed, how: Callable[[History], Played]) -> Played:
    return how(keyed.told)


def kept(told: History, how: Callable[[History], Played]) -> Played:
    """A run that several properties look into, decided once."""
    return _kept(Keyed(told), how)


def ordinary(told: History) -> Played:
    """The ordinary run of a history, decided once."""
    return kept(told, play)


def play_less(less: History, told: History) -> Played:
    """What was made of a history by leaving some of it out; its ordinary run where nothing was."""
    return ordinary(told) if less == told else play(less)


def forget() -> None:
    """The engine is another one from here on."""
    _kept.cache_clear()
    remembered.forget()


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
