"""What a page says of a fact that was kept for want of a balance (W9, W11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warning.cli.explain.kept import BACK, EVER, Behind, behind
from warning.cli.explain.page import Page
from warning.cli.explain.retracted import retracted_lines
from warning.core.rows import Duty, Signal
from warning.core.scalars import read_moment
from warning.ledger.memory import Change
from warning.wording import moments
from warning.wording.names import series
from warning.wording.phrases import say
from warning.wording.text import Lang


def behind_lines(page: Page, signal: Signal, until: int = EVER) -> list[str]:
    """The facts that were kept, what ended the episode before, and what was retracted before it; often none."""
    found = behind(page.situation, signal, until)
    said = [page.say("kept_fact", ids=series(why.events, page.lang), reason=page.reason(why)) for why in found.facts]
    for row, change in found.ending:
        ids, at = series(change.effect.why.events, page.lang), moments.instant(change.at)
        said.append(page.say("kept_ended", id=row.id, at=at, ids=ids, reason=page.reason(change.effect.why)))
    for change in found.back:
        ids, at = series(change.effect.why.events, page.lang), moments.instant(change.at)
        said.append(page.say("kept_back", at=at, ids=ids, reason=page.reason(change.effect.why)))
    return [*said, *retracted_lines(page.situation, page.events, signal, until, page.lang)]


def source_record(page: Page, signal: Signal) -> str:
    """The record by which a signal has its source (article 5): of what was kept the fact's, not the balance's."""
    facts = [name for why in behind(page.situation, signal).facts for name in why.events if name in page.events]
    named = [name for name in facts if _content(page.events[name]).get("source") == signal.source]
    first = signal.history[0].event if signal.history else ""
    return [first, *facts[-1:], *named[-1:]][-1]


def kept_start(page: Page, duty: Duty, opening: Change | None, lang: Lang) -> list[str]:
    """That the clause counts from the fact or its finding, and this from a recording, by default (W9, W11, R88)."""
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if signal is None or opening is None or duty.clause != signal.clause:
        return []
    known = behind(page.situation, signal, duty.opened_at)
    for name in [name for why in known.facts for name in why.events if name in page.events][-1:]:
        found = discovered(page.events[name])
        if found and found < duty.start:
            words = {"had": _had(signal, known, lang), "here": _here(duty, known, lang), "refs": _refs(signal, known)}
            words["refs"] = words["refs"] if lang == "zh" else words["refs"].replace("、", ", ")
            return [say("kept_start", lang, id=name, found=moments.instant(found), **words)]
    return []


def _had(signal: Signal, known: Behind, lang: Lang) -> str:
    """Whether there was a balance as the fact was found, and what closed its signal later (W9, W11)."""
    nil = "kept_nil" if signal.loans is None else "kept_nil_loans"
    said = say("kept_had" if known.had else nil, lang)
    for row, change in known.ending if known.before else ():
        ids = series(change.effect.why.events, lang)
        said += say("kept_closed", lang, id=row.id, at=moments.instant(change.at), ids=ids)
    return said


def _here(duty: Duty, known: Behind, lang: Lang) -> str:
    """From what recording it counts."""
    for change in known.back:
        if change.at == duty.start:
            key = "kept_from_refinancing" if change.effect.why.code == "refinanced" else "kept_from_back"
            return say(key, lang, id=change.record_id)
    return say("kept_from_balance", lang)


def _refs(signal: Signal, known: Behind) -> str:
    """The defaults by which it does."""
    for change in known.back:
        return "、".join((*(("R66",) if signal.clause == "11.1.3" else ()), *BACK[change.effect.why.code]))
    again = any("retracted" in dict(why.values) for why in known.kept)
    return "W9、R105、W11" if again else "W9、W11" if known.before and known.ending else "W11"


def discovered(event: Mapping[str, Any]) -> int:
    """Since when a record says the fact was known: discovered, else recorded (W4); 0 where it cannot be read."""
    try:
        return int(read_moment(str(_content(event).get("discovered") or event.get("recordedtime"))))
    except ValueError:
        return 0


def _content(event: Mapping[str, Any]) -> Mapping[str, Any]:
    content = event.get("data")
    return content if isinstance(content, Mapping) else {}
