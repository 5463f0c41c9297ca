"""What was refused, as a table: line, record, the field that is wrong, and why; and loans that were put back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table

from warning.cli.screen.tables import grid, two_lines
from warning.ledger.entries import Refusal
from warning.wording import moments, terms
from warning.wording.names import Names
from warning.wording.phrases import say
from warning.wording.reasons import ADVICE, OTHER_ADVICE
from warning.wording.records import event_type
from warning.wording.render import reason, told_values
from warning.wording.text import Lang

PUT_BACK: Final = "taken_back"
"""The outcome of a balance that puts a loan on the books again (R99)."""


def refusals_table(refusals: Sequence[Refusal], names: Names, lang: Lang, title: str) -> Table:
    """A row a refusal."""
    headings = (say(key, lang) for key in ("d_line", "d_record", "d_field", "d_reason"))
    table = grid(*headings, title=title, fixed=(0,))
    for refusal in refusals:
        fields, reasons = problems(refusal, names, lang)
        table.add_row(str(refusal.line), two_lines(kind_of(refusal, lang), refusal.event_id), fields, reasons)
    return table


def put_back_table(refusals: Sequence[Refusal], names: Names, lang: Lang, title: str) -> Table:
    """A row a balance that put a loan on the books again: what had ended the loan, since when it stands again (R99)."""
    headings = (say(key, lang) for key in ("d_line", "d_record", "d_was_ended", "d_put_back_at", "d_reason"))
    table = grid(*headings, title=title, fixed=(0, 3))
    for refusal in refusals:
        record = two_lines(event_type(refusal.type, lang), refusal.event_id)
        again = moments.instant(refusal.at)
        table.add_row(str(refusal.line), record, _ended(refusal, lang), again, reason_of(refusal, names, lang))
    return table


def _ended(refusal: Refusal, lang: Lang) -> RenderableType:
    """The loan, and by which record it had ended, and when."""
    values = {} if refusal.why is None else dict(refusal.why.values)
    ending = terms.LOAN_ENDINGS[str(values["ending"])].say(lang)
    at = moments.instant(int(values["ended_at"]))
    return two_lines(str(values["loan_no"]), say("put_back_ended", lang, ending=ending, id=values["ended_by"], at=at))


def kind_of(refusal: Refusal, lang: Lang) -> str:
    """What was refused, and how."""
    outcome = terms.OUTCOMES[refusal.outcome].say(lang)
    return f"{event_type(refusal.type, lang)} · {outcome}" if refusal.type else outcome


def problems(refusal: Refusal, names: Names, lang: Lang) -> tuple[RenderableType, RenderableType]:
    """The fields with their values, and the reasons with what to do."""
    fields: list[RenderableType] = []
    reasons: list[RenderableType] = []
    for _, path, value, zh, en in refusal.problems:
        fields.append(two_lines(path or "—", value))
        reasons.append(zh if lang == "zh" else en)
    if refusal.why is not None:
        values = ", ".join(told_values(refusal.why, lang))
        fields.append(two_lines(refusal.field or "—", values))
        reasons.append(reason_of(refusal, names, lang))
    return Group(*fields), Group(*reasons)


def reason_of(refusal: Refusal, names: Names, lang: Lang) -> str:
    """Why an act or a message cannot count, and what to do; empty where it is broken."""
    if refusal.why is None:
        return ""
    gap = "" if lang == "zh" else " "
    advice = ADVICE.get(refusal.why.code, OTHER_ADVICE).say(lang)
    return f"{reason(refusal.why, names, lang)}{gap}{advice}"
