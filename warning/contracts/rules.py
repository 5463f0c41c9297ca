"""What the commands about changes of the rule book print with ``--json``. Instants are RFC 3339 at +08:00."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from warning.contracts.backtests import ChangeCount
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


class TestedLine(Struct, frozen=True, kw_only=True):
    """What the report of a change says of itself, and how much of the ledger it is about."""

    since: str
    until: str
    """Exclusive."""
    days: int
    """Whole days."""
    ledger_days: int | None
    """From the ledger's first row to its clock, or to when the change was decided on; null: that row is archived."""
    rows: int
    """Rows of the journal recorded in the window."""
    ledger_rows: int
    """All the ledger has now."""
    aggregates: int
    decided: int
    changes: tuple[ChangeCount, ...]
    not_comparable: int
    different: int
    """Aggregates that the recorded book did not decide again as they are on file."""


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
    tested: TestedLine | None
    """Null: no report is attached, or it cannot be read."""
    remarks: tuple[str, ...]
    """What whoever approves should know of the report: ``short`` (of fewer than 30 days), ``not_newest`` (it ends more
    than 30 days before the ledger's clock, or before the change was decided on), ``not_comparable``, ``different``
    (see ``tested``), ``unread`` (no window stands in it), ``altered`` (it is not the one proposed)."""


class RetestedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="rules_retested"):
    """``rules retest --json``: the report of a change against the same window decided again."""

    id: str
    backtest: str
    verdict: str
    """``same``, ``different``, ``partly`` (the same as far as it can be compared), ``not_comparable``."""
    since: str | None
    until: str | None
    rows: int | None
    """Rows of the journal recorded in the window, as now decided again; null: nothing was."""
    field: str
    """The first field that differs, ``line N`` of what follows the first one, or ``page N`` (a line of the page)."""
    attached: str
    """Its value in the report, as JSON or text."""
    found: str
    said: Said
    """The verdict in words."""


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
