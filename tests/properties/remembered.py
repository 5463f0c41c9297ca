"""Decides the same record in the same state once, however many runs of a history come to it.

The twenty runs of a history by which its properties are seen mostly decide what another one has decided. ``step`` is a
function of what it is given; that it is, ``replay`` sees on every row, and so does every ``ANEW``-th answer from here,
which is decided again and must be the same. What is remembered goes by the encoding of state and record, by their types
and by the frame: a run that decides on states as they come back from a store (``encoding``) goes without.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from unittest.mock import patch

import msgspec

from tests.oracle.histories import History
from warning.contracts.decode import decode
from warning.core import step as steps
from warning.core.draft import Record
from warning.core.effects import Effect
from warning.core.frame import Frame
from warning.core.state import State
from warning.intake import driver, run

Decided = tuple[State, tuple[Effect, ...]]
ANEW: Final = 16
"""Every so many-th answer is decided again."""
HISTORIES: Final = 120
"""So many are remembered: those of a profile, while its properties are seen one after the other."""

_encoder: Final = msgspec.msgpack.Encoder(enc_hook=int)
decode_once: Final = lru_cache(HISTORIES * 100)(decode)
"""A line is read once, however many runs take it."""


class Memory:
    """What was decided in the runs of one history."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._decided: dict[tuple[bytes, bytes, type, type, int], Decided] = {}
        self._frames: dict[int, Frame] = {}
        self._names: dict[int, tuple[State, bytes]] = {}
        """By its place: a state that was decided, which is kept and so stays there, and its name."""
        self._given = 0

    def step(self, state: State, record: Record, frame: Frame) -> Decided:
        """As ``step`` of the core.

        Raises:
            AssertionError: it has decided the same otherwise.
        """
        known = self._names.get(id(state))
        name = known[1] if known is not None else _name(state)
        asked = (name, _encoder.encode(record), type(state), type(record.content), id(frame))
        found = self._decided.get(asked)
        if found is None:
            found = self._decided[asked] = steps.step(state, record, frame)
            self._frames[id(frame)] = frame
            self._names.setdefault(id(found[0]), (found[0], _name(found[0])))
            return found
        self._given += 1
        if self._given % ANEW == 0:
            assert steps.step(state, record, frame) == found, f"{record.id} is decided otherwise the second time"
        return found


def _name(state: State) -> bytes:
    return blake2b(_encoder.encode(state), digest_size=16).digest()


_memories: Final[OrderedDict[tuple[str, int], Memory]] = OrderedDict()


@contextmanager
def remembering(told: History) -> Iterator[None]:
    """Within, the intake decides a record, and reads a line, as it did before, where it did before."""
    name = (told.profile, told.seed)
    memory = _memories.setdefault(name, Memory())
    _memories.move_to_end(name)
    if len(_memories) > HISTORIES:
        _memories.popitem(last=False)
    with patch.object(driver, "step", memory.step), patch.object(run, "decode", decode_once):
        yield


def forget() -> None:
    """The engine is another one from here on."""
    _memories.clear()
