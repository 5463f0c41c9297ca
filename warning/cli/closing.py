"""The ledgers a command has opened, to be closed when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from warning.bootstrap import Opened

_OPEN: Final[list[Opened]] = []


def noted(here: Opened) -> Opened:
    """The same ledger; it is closed when the command ends."""
    _OPEN.append(here)
    return here


def close_ledgers() -> None:
    """The command has ended."""
    while _OPEN:
        _OPEN.pop().close()
