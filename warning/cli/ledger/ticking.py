"""``warning tick``: an event-driven clock goes on to an instant, and wakes all that is due by then."""

from __future__ import annotations

import time
from typing import Final

from warning.bootstrap import Opened
from warning.cli import answers
from warning.cli.ledger.opening import opened, telling
from warning.cli.ledger.refusals import refused_since, send_refused, show_refused
from warning.cli.output import ending
from warning.cli.reading import SAID_EVERY, moment_option
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import USAGE, Stop
from warning.contracts.ledgers import TickedLine
from warning.core.scalars import write_moment
from warning.intake.ingest import Intake
from warning.intake.watch import FURTHEST
from warning.ledger.entries import Standing
from warning.ledger.sql.counts import last_quarantined, standing
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

SHOWN: Final = 40
"""Refused records that are listed; all are in the quarantine."""


def tick(until: str, place: str | None, lang: Lang, *, as_json: bool = False) -> None:
    """Let time pass, and say what it brought.

    Raises:
        Stop: the ledger is live or empty, or the instant is behind its clock or too far ahead.
    """
    end = moment_option("--until", until, lang) or 0
    here = opened(place, lang)
    began = here.ledger.clock()
    _refuse(here, until, end, began, lang)
    with telling(here.place, lang):
        before, last = _standing(here), _last(here)
        advance(here, end, lang)
        after = _standing(here)
        with here.ledger.engine.connect() as connection:
            refused = refused_since(connection, last)
    rows, raised = after.journal - before.journal, after.warnings - before.warnings
    overdue = max(0, after.duties_breached - before.duties_breached)
    quarantined = refused.outcomes.get("quarantined", 0)
    with ending(refused.code), telling(here.place, lang):
        if as_json:
            send_refused(refused, here)
            moved = {"before": write_moment(began), "clock": write_moment(end)}
            answers.send([TickedLine(**moved, rows=rows, raised=raised, overdue=overdue, quarantined=quarantined)])
            return
        show_refused(refused, here, stdout(), lang, SHOWN)
        figures = {"rows": f"{rows:,}", "raised": f"{raised:,}", "overdue": f"{overdue:,}"}
        stdout().print(say("ticked", lang, before=moments.instant(began), at=moments.instant(end), **figures))


def _refuse(here: Opened, until: str, end: int, clock: int, lang: Lang) -> None:
    if here.ledger.about.clock == "live":
        raise Stop(USAGE, say("tick_live", lang))
    if not clock:
        raise Stop(USAGE, say("tick_empty", lang))
    if not clock <= end <= clock + FURTHEST:
        key = "tick_back" if end < clock else "tick_far"
        raise Stop(USAGE, say(key, lang, value=until, clock=moments.instant(clock)))


def _last(here: Opened) -> int:
    with here.ledger.engine.connect() as connection:
        return last_quarantined(connection)


def _standing(here: Opened) -> Standing:
    with here.ledger.engine.connect() as connection:
        return standing(connection)


def advance(here: Opened, end: int, lang: Lang) -> None:
    """Take all that is due by an instant; where it takes long, say how far it has got."""
    intake = Intake(here.ledger, here.setting.frame)
    said = time.monotonic()
    began = _standing(here).journal
    while not intake.tick(end):
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            stderr().print(say("ticking", lang, n=f"{_standing(here).journal - began:,}"))
