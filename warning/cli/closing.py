"""The ledgers a command has opened, to be closed when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from warning.bootstrap import Bare

_OPEN: Final[list[Bare]] = []
B = TypeVar("B", bound="Bare")


def noted(here: B) -> B:
    """The same ledger; it is closed when the command ends."""
    _OPEN.append(here)
    return here


def close_ledgers() -> None:
    """The command has ended."""
    while _OPEN:
        _OPEN.pop().close()
