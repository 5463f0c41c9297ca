"""The acts of ``warning decide`` that are on file and met nothing (R57)."""

from __future__ import annotations

from rich.console import Console

from warning.cli.running import told
from warning.cli.screen.tables import grid, two_lines
from warning.cli.situation import Situation
from warning.wording.phrases import say
from warning.wording.records import event_type


def show(situation: Situation, console: Console, limit: int) -> None:
    """Print them, if there are any; at most ``limit`` rows, 0 for all."""
    lang, names = situation.lang, situation.setting.names
    idle = [notice for notice in situation.verdicts.notices if notice.code == "met_nothing"]
    if not idle:
        return
    headings = (say(key, lang) for key in ("d_line", "d_record", "d_reason"))
    table = grid(*headings, title=say("t_met_nothing", lang, n=len(idle)), fixed=(0,))
    shown = idle[: limit or len(idle)]
    for notice in shown:
        record = two_lines(event_type(notice.type, lang), notice.event_id)
        table.add_row(str(notice.line), record, told(notice, lang, names))
    console.print()
    console.print(table)
    if len(shown) < len(idle):
        console.print(say("more", lang, n=len(idle) - len(shown)), style="dim")
