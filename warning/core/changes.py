"""The state of the control lane: the changes of the rule book that were proposed, and what became of each."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

RULES_KEY: Final = "c:rules"
"""The one aggregate of the control lane."""


class RulesChange(Struct, frozen=True, gc=False, array_like=True):
    """A change as it was proposed, and its end. Instants are µs UTC, digests SHA-256 in hex."""

    base: str
    frame: str
    files: str
    diff: str
    in_force_at: int
    reason: str
    at: int
    """When it was proposed."""
    officer: str
    org_no: str
    post: str
    backtest: str = ""
    """The report's digest; empty: none was attached."""
    backtest_name: str = ""
    backtest_summary: str = ""
    status: Literal["waiting", "approved", "withdrawn", "turned_down"] = "waiting"
    ended_at: int = 0
    ended_by: str = ""
    """The event that did."""
    ended_officer: str = ""
    ended_org_no: str = ""
    ended_post: str = ""
    ended_reason: str = ""
    untested: str = ""
    """Why no backtest was attached; empty where one was, and of changes by earlier programs."""


class RulesState(Struct, frozen=True, gc=False, array_like=True):
    """Every change there was, by the id of its proposal, and those approved in the order of their instants."""

    name: str
    at: int = 0
    changes: dict[str, RulesChange] = {}
    approved: tuple[tuple[int, str, str], ...] = ()
    """(in force from, frame, proposal)."""
    recent: bytes = b""
    next_due: int = 0
    """Nothing happens here by time alone: that a book takes force concerns the borrowers."""
