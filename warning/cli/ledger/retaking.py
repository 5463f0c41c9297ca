"""``warning quarantine retry`` of more than one: all that waits, or what waits for one reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from warning.bootstrap import Opened, now
from warning.cli import answers
from warning.cli.ledger.opening import opened, telling
from warning.cli.output import ending
from warning.cli.refused import reason_of
from warning.cli.rows import refusal_said
from warning.cli.screen.prose import Prose
from warning.cli.screen.tables import stdout
from warning.cli.stop import NOT_FOUND, OK, REFUSED, USAGE, Stop
from warning.contracts.ledgers import RetakenLine
from warning.intake.corrections import Retried, reasons, retry_all, waiting
from warning.intake.ingest import Intake
from warning.ledger.sql.counts import Quarantined
from warning.wording.phrases import say
from warning.wording.text import Lang


class Asked(Struct, frozen=True):
    """Which records: one of the three."""

    number: int | None
    reason: str | None
    every: bool


def retake(asked: Asked, place: str | None, lang: Lang, *, as_json: bool) -> None:
    """Take them again; exit code 1 while some still wait, or count for nothing.

    Raises:
        Stop: it is not said which, or nothing waits for that reason.
    """
    if (asked.number is not None) + (asked.reason is not None) + asked.every != 1:
        raise Stop(USAGE, say("q_which", lang))
    here = opened(place, lang)
    intake = Intake(here.ledger, here.setting.frame)
    with telling(here.place, lang):
        rows = _chosen(waiting(intake), asked.reason, lang)
        done = list(retry_all(intake, rows, now()))
    with ending(OK if all(one.outcome == "applied" for one in done) else REFUSED):
        if as_json:
            answers.send(_line(here, one) for one in done)
        else:
            _print(here, done, lang)


def _chosen(rows: Sequence[Quarantined], reason: str | None, lang: Lang) -> list[Quarantined]:
    if reason is None:
        return list(rows)
    found = [row for row in rows if reason in reasons(row)]
    if not found:
        raise no_reason(rows, reason, lang)
    return found


def no_reason(rows: Sequence[Quarantined], reason: str, lang: Lang) -> Stop:
    """That nothing waits for a reason, and for which ones something does."""
    there = Counter(code for row in rows for code in reasons(row))
    listed = ", ".join(f"{code} ({count})" for code, count in sorted(there.items()))
    return Stop(NOT_FOUND, say("q_no_reason", lang, reason=reason, there=listed or "—"))


def _line(here: Opened, one: Retried) -> RetakenLine:
    refusal = None if one.refusal is None else refusal_said(one.refusal, here.setting.names)
    return RetakenLine(number=one.number, outcome=one.outcome, refusal=refusal)


def _print(here: Opened, done: Sequence[Retried], lang: Lang) -> None:
    if not done:
        stdout().print(say("no_quarantine", lang))
        return
    by = Counter(one.outcome for one in done)
    left = by["held"] + by["quarantined"]
    counts = {"n": len(done), "taken": len(done) - left, "refused": by["refused"], "left": left}
    stdout().print(say("q_retaken", lang, **counts))
    for one in done:
        if one.outcome != "applied":
            stdout().print(Prose(_said(here, one, lang)))


def _said(here: Opened, one: Retried, lang: Lang) -> str:
    if one.refusal is None:
        return say("q_still_held", lang, n=one.number, loan=one.loan_no)
    problems = [zh if lang == "zh" else en for _, _, _, zh, en in one.refusal.problems]
    why = " ".join(problems) or reason_of(one.refusal, here.setting.names, lang)
    if one.outcome == "refused":
        return f"{one.number}: {why}"
    return say("q_still", lang, n=one.number, why=why)
