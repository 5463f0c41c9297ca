"""What a derived signal goes back to: the source's own signals, the links, the records (O5, O6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warning.cli.explain.amount import level_at
from warning.cli.explain.page import Page
from warning.cli.explain.raising import RAISES, former_whys, rules_of
from warning.core.frame import LEVELS
from warning.core.rows import Signal
from warning.wording import moments, terms
from warning.wording.names import aside, series


def is_by_guarantee(signal: Signal) -> bool:
    """Whether a source reached it over a guarantee, which article 3 names and 11.1.5 does not."""
    return any(path.startswith("guarantee:") for path in signal.paths)


def source_lines(page: Page, signal: Signal) -> list[str]:
    """The source's own signals that were live, with their levels, as each raise or rise was discovered (O5, O6)."""
    said, source = [], page.names.borrower(signal.subject, page.lang)
    for change in page.situation.ledger.history[signal.id]:
        if change.effect.change not in RAISES:
            continue
        at = int(dict(change.effect.why.values).get("start", change.at))
        live = [(one, level_at(one, at)) for one in page.situation.sources(signal)]
        said.append(page.say("source_signals", source=source, at=moments.instant(at)))
        for one, level in ((one, level) for one, level in live if level):
            word = terms.LEVELS[LEVELS[level]].say(page.lang)
            named = numbered(page, one)
            said.append("  " + page.say("source_signal", id=one.id, clause=one.clause, named=named, level=word))
    return said


def numbered(page: Page, signal: Signal) -> str:
    """The number of a signal's rule, where it has one, and its group: ``信号 29 · 财务``; two groups are added (W2)."""
    raises = [one.effect.why for one in page.situation.ledger.history[signal.id] if one.effect.change in RAISES]
    ref = rules_of(signal, former_whys(page, signal), raises)[-1]
    group = terms.GROUPS[signal.group].say(page.lang)
    return page.say("rule_and_group", number=ref, group=group) if ref.isdigit() else group


def combined(page: Page, signal: Signal, at: int) -> list[str]:
    """That a source was orange by two yellow signals of different groups, where no signal of its own was (W2)."""
    said = level_at(signal, at)
    own = [] if signal.clause != "11.1.5" else _own_of_source(page, signal)
    levels = {one.id: level_at(one, at) for one in own}
    live = [name for name, level in levels.items() if level]
    if said != LEVELS.index("orange") or not live or max(levels.values()) >= said:
        return []
    names = series((aside(one.id, numbered(page, one), page.lang) for one in own if one.id in live), page.lang)
    return [page.say("source_combined", source=page.names.borrower(signal.subject, page.lang), ids=names)]


def derived_records(page: Page, signal: Signal, until: int | None = None) -> list[str]:
    """What a derived signal goes back to: its links and the records of the source's own signals (O5, O6).

    Those by its last rise, or ``until`` an instant; also a retraction by which a link was made anew (R103).
    """
    parties = (signal.subject, signal.customer_no)
    links = [name for name, event in page.events.items() if _links(event, parties)]
    last = _last_rise(signal) if until is None else until
    changes = page.situation.ledger.history[signal.id]
    links += [name for one in changes if one.at <= last for name in one.effect.why.events if name in page.events]
    return [*links, *(step.event for one in _own_of_source(page, signal) for step in one.history if step.at <= last)]


def _own_of_source(page: Page, signal: Signal) -> list[Signal]:
    last = _last_rise(signal)  # what is only kept after a recovery (W9) has told nobody anything yet
    return [one for one in page.situation.sources(signal) if one.history and one.history[0].at <= last]


def _last_rise(signal: Signal) -> int:
    return max(step.at for step in signal.history if step.level)


def _links(event: Mapping[str, Any], parties: tuple[str, str]) -> bool:
    """Whether a record made or ended a link of one of the two parties."""
    content = event.get("data")
    return (
        "link" in str(event.get("type", ""))
        and isinstance(content, Mapping)
        and (content.get("customer_no") in parties or content.get("guarantor_no") in parties)
    )
