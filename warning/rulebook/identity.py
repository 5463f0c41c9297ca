"""What a frame's id is made of: figures, calendar and organisation, in a form of its own.

Ledgers outlive programs, and each names its frame by this id. So it goes by names and values written out here, and not
by how the classes of ``warning.core.frame`` are laid out: a change of code leaves it as it is. ``live_from`` belongs to
the ledger, words to people: neither is in it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import Struct

from warning.core.frame import Band, Book, Calendar, Clock, Org, SignalRule, Term

NAMES: Final[dict[type[Struct], tuple[str, ...]]] = {
    Book: (
        *("tiers", "signals", "groups", "assessment_levels", "forecast_levels", "set_levels", "arrears_bands"),
        *("overdue_bands", "major_level", "finding_levels", "check_days", "report_by_days", "assessment_window_days"),
        *("recovery_memory_months", "sign_off_days", "go_live_working_days", "maturity_clocks", "report_clocks"),
        *("head_office_clocks", "finding_clocks", "team", "meeting", "meeting_red", "rectification_notice"),
        *("completion", "notice", "answer", "posts", "posts_at", "may", "team_leaders", "principal_leader"),
        *("president", "held_hours"),
    ),
    SignalRule: ("number", "group", "clause", "kind", "bands", "level", "variants", "variant_bands"),
    Band: ("level", "op", "bound"),
    Clock: ("report", "first_notice"),
    Term: ("n", "unit"),
    Calendar: ("holidays", "workdays", "published_years"),
    Org: ("org_no", "level", "parent", "name"),
}
"""The names of the first version's frames; they never change, even where code calls one otherwise."""
LATER: Final[dict[type[Struct], dict[str, Any]]] = {Book: {"change_notice_minutes": 5}}
"""Names that came later, each with the value by which former versions decided: so valued it is no part of the id."""


def content_hash(book: Book, calendar: Calendar, orgs: dict[str, Org]) -> str:
    """SHA-256, in hex, of what decides: figures, calendar and organisation. Order of sets and keys is no part of it."""
    plain = [_plain(book), _plain(calendar), _plain(orgs)]
    return sha256(msgspec.msgpack.encode(plain, order="deterministic")).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a figure is made of
    if isinstance(value, Struct):
        kind = type(value)
        former = LATER.get(kind, {})
        names = (*NAMES[kind], *(name for name, was in former.items() if getattr(value, name) != was))
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
