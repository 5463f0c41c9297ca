"""What is archived and was not looked at, in words."""

from __future__ import annotations

from warning.audit.verifier.findings import NotRead
from warning.contracts.said import NotReadLine
from warning.wording.phrases import say
from warning.wording.text import Lang


def not_read_said(one: NotRead, lang: Lang) -> str:
    """As people read it."""
    rows = {"lane": one.lane, "first": f"{one.first:,}", "last": f"{one.last:,}"}
    return say("archive_not_read", lang, path=one.place, **rows)


def not_read_line(one: NotRead) -> NotReadLine:
    """For machines."""
    return NotReadLine(lane=one.lane, first=one.first, last=one.last, place=one.place)
