"""What ``backtest --json`` prints, and ``backtest.jsonl`` holds. Instants are RFC 3339 at +08:00."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from warning.contracts.said import Said

OF: Final = "warning-backtest"
"""The name by which a page's head holds its first line (``BacktestLine``)."""


class FigureLine(Struct, frozen=True, kw_only=True):
    """A figure in which the books differ, and what it is a cause of in the window."""

    name: str
    """``signals.18``, ``arrears_bands``, ``report_clocks.11.1.4``, ``calendar``."""
    said: Said
    before: Any
    """Null: there is none, or it is too large to be told (``calendar``, ``organisation``)."""
    after: Any
    touched: int
    """Aggregates whose steps may look at it."""
    signals: int
    warnings: int
    duties: int


class ChangeCount(Struct, frozen=True, kw_only=True):
    """Rows of a kind that differ in the window, by how."""

    kind: str
    """``signal``, ``warning`` or ``duty``."""
    new: int
    gone: int
    earlier: int
    later: int
    level: int
    due: int
    state: int


class ShareLine(Struct, frozen=True, kw_only=True):
    """So many of so many; share and interval of 95 % (Wilson) from 0 to 1, null where there are none."""

    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class MedianLine(Struct, frozen=True, kw_only=True):
    """The median of so many whole days; its interval of 95 % (order statistics) is null where they are too few."""

    n: int
    median: float | None
    low: int | None
    high: int | None


class SideLine(Struct, frozen=True, kw_only=True):
    """One book: outcomes caught, days ahead, false alarms."""

    caught: ShareLine
    lead_days: MedianLine
    false_alarms: ShareLine


class TimelinessLine(Struct, frozen=True, kw_only=True):
    """Both books, where a business warning counts from ``level`` on."""

    level: str
    before: SideLine
    after: SideLine


class BacktestLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="backtest"):
    """``backtest --json``, first, and the head of its page: what was compared and what came of it.

    Changes and duties by week follow.
    """

    place: str
    ledger: str
    """Its name; with the instant it was made it tells ledgers apart, wherever they lie."""
    created_at: str
    core: str
    program: str
    """The version that wrote it: the words of a page are its own."""
    since: str
    until: str
    """Exclusive."""
    before: tuple[str, ...]
    """Ids of the frames in force in the window."""
    after: str
    rows: int
    """Rows of the journal that were recorded in the window."""
    rows_before: int
    """And earlier."""
    figures: tuple[FigureLine, ...]
    aggregates: int
    decided: int
    """Aggregates that were decided again under both books; no figure that differs can touch the others."""
    changes: tuple[ChangeCount, ...]
    earlier: int
    """Rows that differ already before the window."""
    outcomes: dict[str, int]
    """``overdue``, ``classified``, ``written_off`` -> borrowers that first turned out so in the window."""
    observed_days: int
    timeliness: tuple[TimelinessLine, ...]
    different: tuple[str, ...]
    """Aggregates that the recorded book does not decide again as they are on file."""
    not_comparable: int
    """Aggregates of which another core has decided a row; they count as unchanged."""
    following: str
    """SHA-256, in hex, of the lines that follow, whether they are here or a page stands in their place."""


class BacktestChangeLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="backtest_change"):
    """``backtest --json``: a signal, a warning or a duty that differs."""

    kind: str
    change: str
    """``new``, ``gone``, ``earlier``, ``later``, ``level``; of duties ``due`` and ``state`` in place of ``level``.

    A duty is ``earlier`` or ``later`` where it opens at another instant and has the same due.
    """
    at: str
    """The first instant at which it differs."""
    id: str
    customer_no: str
    clause: str
    about: str
    """Of a signal its subject, of a warning its domain, of a duty its kind."""
    org_no: str
    before_at: str | None
    after_at: str | None
    before_level: str
    after_level: str
    before_due: str | None
    after_due: str | None
    before_state: str
    after_state: str
    """``unasked``: past its due, but new under the changed book, so that nobody was asked to do it.

    ``answered``: past its due, but what met it came before the changed book asks for it.
    """
    causes: tuple[str, ...]
    """Figures by their names."""


class BacktestLoadLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="backtest_load"):
    """``backtest --json``: duties of one organisation in the week from a Monday."""

    org_no: str
    monday: str
    opened_before: int
    opened_after: int
    breached_before: int
    breached_after: int
    unasked_after: int
    """Past their due, counted apart from the breached: see ``after_state``."""
    answered_after: int
