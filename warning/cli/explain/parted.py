"""The records of a duty's page: those it rests on, and apart from them those recorded after it was done."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from warning.cli.explain.amount import received_at
from warning.cli.explain.page import Page
from warning.core.rows import Duty


def duty_records(page: Page, duty: Duty, ids: Sequence[str], refused: Collection[str]) -> None:
    """Print both; nothing that was recorded after it was met, waived or ended is what it rests on."""
    later = [name for name in ids if _is_later(page, duty, name)]
    page.records([name for name in ids if name not in later], refused, duty.opened_at)
    if later:
        page.line(page.say("h_later"))
        page.records(later, refused, duty.opened_at)


def _is_later(page: Page, duty: Duty, name: str) -> bool:
    event = page.events.get(name)
    return event is not None and duty.fulfilled_at is not None and received_at(event) > duty.fulfilled_at
