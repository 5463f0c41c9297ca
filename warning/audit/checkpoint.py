"""What earlier runs of a replay have proven, in a file: a run that was stopped goes on, and a later one has less to do.

The file proves nothing by itself: whoever can write it can write anything into it. It spares work. Nor is it for
everybody to read: who knows its key might make up what one aggregate told another so that the figures come out.
"""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_bytes

import msgspec
from msgspec import MsgspecError, Struct

from warning.audit.lane import Proof, Replayed
from warning.core import VERSION
from warning.ledger.beside.told import KEY

OURS = 0o600


class Basis(Struct, frozen=True, kw_only=True):
    """What a proof rests on beside the journal: which ledger, which core, which rule books."""

    name: str
    created_at: int
    frames: tuple[str, ...]
    """Ids, by which the content is meant; in order."""
    core: str = VERSION


class Foreign(Exception):
    """The file is none of ours, or of another ledger. ``code``: ``checkpoint_none`` or ``checkpoint_other``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _File(Struct, frozen=True, kw_only=True, tag_field="object", tag="checkpoint"):
    basis: Basis
    key: bytes = b""
    """Of the numbers of what was told."""
    lanes: dict[int, Proof]


class Checkpoint:
    """The proofs of one file; ``stale``: those it had were under another core or other rule books, and are gone."""

    def __init__(self, path: Path, basis: Basis) -> None:
        """Read it, if it is there.

        Raises:
            Foreign: it is no checkpoint, or that of another ledger.
            OSError: it cannot be read.
        """
        self.path, self.basis, self.stale = path, basis, False
        self.lanes: dict[int, Proof] = {}
        self.key = token_bytes(KEY)
        if not path.exists():
            return
        found = _read(path)
        if (found.basis.name, found.basis.created_at) != (basis.name, basis.created_at):
            raise Foreign("checkpoint_other")
        self.stale = found.basis != basis
        if not self.stale:
            self.lanes, self.key = found.lanes, found.key or self.key

    def keep(self, found: Replayed) -> None:
        """Write down that a lane was proven; a lane that was found to differ is taken off.

        Raises:
            OSError: it cannot be written.
        """
        self.lanes.pop(found.lane, None)
        if found.first is None and found.not_read is None:
            fields = {name: getattr(found, name) for name in Proof.__struct_fields__}
            self.lanes[found.lane] = Proof(**fields)
        lanes = dict(sorted(self.lanes.items()))
        beside = self.path.with_name(f"{self.path.name}.new")
        beside.touch(mode=OURS)
        file = _File(basis=self.basis, key=self.key, lanes=lanes)
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(file)) + b"\n")
        os.replace(beside, self.path)  # noqa: PTH105 - a reader sees the one or the other


def _read(path: Path) -> _File:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_File)
    except (MsgspecError, UnicodeDecodeError):
        raise Foreign("checkpoint_none") from None
