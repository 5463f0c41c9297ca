"""The acts of ``warning decide`` that met nothing, and sign-offs whose figures are not the books' (R57, R108)."""

from __future__ import annotations

from typing import Final

from rich.console import Console

from warning.cli.running import told
from warning.cli.screen.tables import grid, two_lines
from warning.cli.situation import Situation
from warning.intake.verdicts import Notice
from warning.wording.phrases import say
from warning.wording.records import event_type

TABLES: Final = {"met_nothing": "t_met_nothing", "figures_apart": "t_figures_apart"}
"""What is told of acts -> the title of its table."""


def show(situation: Situation, console: Console, limit: int) -> None:
    """Print them, if there are any; at most ``limit`` rows a table, 0 for all."""
    for code, title in TABLES.items():
        found = [notice for notice in situation.verdicts.notices if notice.code == code]
        if found:
            _table(situation, console, found, limit, title)


def _table(situation: Situation, console: Console, found: list[Notice], limit: int, title: str) -> None:
    lang, names = situation.lang, situation.setting.names
    headings = (say(key, lang) for key in ("d_line", "d_record", "d_reason"))
    table = grid(*headings, title=say(title, lang, n=len(found)), fixed=(0,))
    shown = found[: limit or len(found)]
    for notice in shown:
        record = two_lines(event_type(notice.type, lang), notice.event_id)
        table.add_row(str(notice.line), record, told(notice, lang, names))
    console.print()
    console.print(table)
    if len(shown) < len(found):
        console.print(say("more", lang, n=len(found) - len(shown)), style="dim")
