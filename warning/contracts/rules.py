"""What the commands about changes of the rule book print with ``--json``. Instants are RFC 3339 at +08:00."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from warning.contracts.said import Said


class BookDifferenceLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="book_difference"):
    """``rules diff --json``, ``rules changes ID --json``: a figure on which two rule books differ."""

    section: str
    """``level``, ``clock``, ``term``, ``number``, ``tiers``, ``owes``, ``may``, ``post``, ``form``, ``org``,
    ``calendar``."""
    ref: str
    """The rule, clause, duty, act, post, organisation or year."""
    part: str
    """The level, tier or kind within it."""
    clause: str
    what: Said
    old: Said | None
    """Null: the former book has none."""
    new: Said | None


class RulesChangeLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="rules_change"):
    """``rules changes --json``: a change of the rule book, and what became of it. Digests are SHA-256 in hex."""

    id: str
    status: str
    """``waiting``, ``overtaken`` (its base was replaced), ``approved``, ``withdrawn``, ``turned_down``."""
    base: str
    frame: str
    in_force_at: str
    in_force: bool
    """Whether that instant has come, and it was approved."""
    reason: str
    proposed_at: str
    proposed_by: str
    org_no: str
    post: str
    files: str
    diff: str
    backtest: str | None
    """The digest of the report; null: none was attached."""
    backtest_name: str
    backtest_summary: str
    untested: str
    """Why none was attached, as its maker says."""
    ended_at: str | None
    ended_by: str
    ended_org_no: str
    ended_post: str
    ended_reason: str


class RefusedChangeLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="rules_change_refused"):
    """``rules changes --json``: an act about a change that counts for nothing, also about one that there never was."""

    change: str
    """The id of the proposal."""
    event_id: str
    type: str
    at: str
    by: str
    org_no: str
    post: str
    field: str
    because: tuple[dict[str, Any], ...]
    """As in ``because`` of a row of ``decide --json``."""
