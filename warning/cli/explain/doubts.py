"""What an auditor would ask about a record: discovered before it occurred, or long after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from warning.core.scalars import DAY, LONG_DATE, day_of, midnight, read_moment
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

LONG: Final = 2 * DAY
"""Discovered later than this after it occurred, the gap is said: the term of most reports."""
AT_RECORDING: Final = ("major_event.v1", "signal.observed.v1", "management.finding.v1")
"""Facts that count as discovered at their recording where nothing else is said (W4)."""
TOKENS: Final = "P-"
"""How the tokens of persons begin."""


def remark(name: str, event: Mapping[str, Any], lang: Lang) -> str:
    """What to look into; empty where nothing is strange."""
    found, occurred = _discovered(event), _moment(event.get("time"))
    if found is None or occurred is None:
        return ""
    if _by_date(event):  # a bare date counts from its 00:00 (T1): held against the date alone
        occurred = midnight(day_of(occurred))
    if found < occurred:
        written = moments.day if _by_date(event) else moments.instant
        early = {"id": name, "found": written(found), "occurred": written(occurred)}
        return say("found_early", lang, **early)
    if found - occurred > LONG:
        return say("found_late", lang, id=name, gap=moments.whole_days(found - occurred, lang))
    return ""


def _by_date(event: Mapping[str, Any]) -> bool:
    content = event.get("data")
    claimed = content.get("discovered") if isinstance(content, Mapping) else None
    return bool(claimed) and len(str(claimed)) <= LONG_DATE


def _discovered(event: Mapping[str, Any]) -> int | None:
    content = event.get("data")
    claimed = content.get("discovered") if isinstance(content, Mapping) else None
    if claimed:
        return _moment(claimed)
    return _moment(event.get("recordedtime")) if event.get("type") in AT_RECORDING else None


def _moment(text: object) -> int | None:
    try:
        return int(read_moment(str(text))) if text else None
    except ValueError:
        return None


def sender(source: object, lang: Lang) -> str:
    """Where a record was received from; of a file which one, and the line."""
    kind, _, rest = str(source).partition(":")
    name, _, number = rest.rpartition(":")
    return say("from_file", lang, name=name, line=number) if kind == "file" and name else str(source)


def has_tokens(event: Mapping[str, Any]) -> bool:
    """Whether a record names persons by the tokens of a ledger."""
    content = event.get("data")
    if not isinstance(content, Mapping):
        return False
    named = [content.get("officer_no"), *content.get("members", ())]
    return any(str(name).startswith(TOKENS) for name in named if name)
