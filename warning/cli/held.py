"""The records of ``warning decide`` that still wait for their loan."""

from __future__ import annotations

from rich.console import Console

from warning.cli.screen.prose import Prose
from warning.cli.screen.tables import grid, two_lines
from warning.cli.situation import Situation
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.records import event_type


def show(situation: Situation, console: Console, limit: int) -> None:
    """Print them, if there are any; at most ``limit`` rows, 0 for all."""
    lang = situation.lang
    waiting = [passage for passage in situation.verdicts.passages if passage.outcome == "held"]
    if not waiting:
        return
    count = situation.verdicts.counts.held
    headings = (say(key, lang) for key in ("d_line", "d_record", "d_loan", "d_held_until"))
    table = grid(*headings, title=say("t_held", lang, n=count), fixed=(0, 3))
    shown = waiting[: limit or len(waiting)]
    for passage in shown:
        until = "" if passage.until is None else moments.instant(passage.until)
        record = two_lines(event_type(passage.type, lang), passage.event_id)
        table.add_row(str(passage.line), record, Prose(passage.loan_no), until)
    console.print()
    console.print(table)
    if len(shown) < count:
        console.print(say("more", lang, n=count - len(shown)), style="dim")
