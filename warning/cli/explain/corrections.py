"""What a page says of a posting it shows that was corrected later, and by which record (R12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from warning.cli.explain.amount import bases, data_of
from warning.cli.explain.corrected import Corrected, corrected, with_corrections
from warning.cli.explain.needed import Row
from warning.cli.explain.owning import owned_records
from warning.cli.explain.page import Page
from warning.core.rows import Duty
from warning.wording import moments

Listed = Callable[[], Iterable[str]]
"""The ids of the records a page lists; asked only where there is a correction at all."""


def correction_records(page: Page, row: Row, listed: Listed) -> list[str]:
    """Both records of each, of those listed and of those that say a balance on the page."""
    return [name for one in _of(page, row, listed) for name in (one.name, one.by)]


def correction_lines(page: Page, row: Row, listed: Listed) -> list[str]:
    """Each, and that it takes nothing back."""
    return [_said(page, one) for one in _of(page, row, listed)]


def _of(page: Page, row: Row, listed: Listed) -> list[Corrected]:
    pairs = corrected(page.situation, page.events)
    if not pairs:
        return []
    shown = {balance.record for basis in bases(page.situation, page.events, row) for balance in basis.balances}
    shown |= set(owned_records(page.situation, page.events, row)) if isinstance(row, Duty) else set()
    return with_corrections(pairs, {*listed(), *shown})


def _said(page: Page, one: Corrected) -> str:
    posted, later = data_of(page.events[one.name]), data_of(page.events[one.by])
    seqs = {"seq": posted.get("posting_seq"), "later": later.get("posting_seq")}
    named = {"id": one.name, "by": one.by, "loan_no": posted.get("loan_no"), "at": moments.instant(one.at)}
    return page.say("posting_corrected", **named, **seqs)
