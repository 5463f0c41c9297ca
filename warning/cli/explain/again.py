"""What a page says of the episodes of one signal: that it came again after its closing, and by what (W8, W9, R88)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warning.cli.explain.beginning import BY_BAND
from warning.cli.explain.episodes import came, episode, release_of
from warning.cli.explain.kept import BACK
from warning.cli.explain.needed import is_record
from warning.cli.explain.page import Page
from warning.core.effects import Why
from warning.core.frame import LEVELS
from warning.core.rows import Signal
from warning.ledger.memory import Change
from warning.wording import moments, render, terms
from warning.wording.names import series


def episode_lines(page: Page, signal: Signal) -> list[str]:
    """Of one that was released before: by whom, and which later fact raised it; of one closed: what followed."""
    return [*_before(page, signal), *_after(page, signal)]


def _before(page: Page, signal: Signal) -> list[str]:
    released, former = release_of(page.situation, signal), episode(page.situation, signal, -1)
    raised = [one for one in came(page.situation, signal) if one.effect.change == "raised"]
    if released is None or former is None or not raised:
        return []
    said = {"id": former.id, "at": moments.instant(released.at), "by": _listed(page, released.effect.why.events)}
    return [page.say("released_before", reason=page.reason(released.effect.why), fact=_fact(page, raised[-1]), **said)]


def _fact(page: Page, raised: Change) -> str:
    """The later fact: the band that was reached, or its record."""
    why = raised.effect.why
    if why.code in BY_BAND:
        return page.say("again_band", n=dict(why.values)["first_day"])
    ids = _listed(page, (*why.events, raised.record_id))
    return page.say("again_record", ids=ids) if ids else page.say("again_judged")


def _after(page: Page, signal: Signal) -> list[str]:
    later = episode(page.situation, signal, 1) if signal.status == "closed" else None
    changes = [] if later is None else came(page.situation, later)
    if later is None or not changes:
        return []
    back = [one for one in changes if one.effect.why.code in BACK]
    said = [
        page.say(
            "kept_back",
            at=moments.instant(one.at),
            ids=_listed(page, one.effect.why.events),
            reason=page.reason(one.effect.why),
        )
        for one in back[-1:]
    ]
    return [*said, _followed(page, later, changes)]


def _followed(page: Page, later: Signal, changes: Sequence[Change]) -> str:
    """The next episode: when and at which level it was raised, or that its fact is only kept."""
    raised = next((one for one in changes if one.effect.change == "raised"), None)
    if raised is None:
        until = moments.instant(page.situation.verdicts.until)
        why = render.reason(changes[0].effect.why, page.names, page.lang)  # how the loans ended is said above
        return page.say("followed_kept", id=later.id, n=later.episode, until=until, reason=why)
    level = next(step.level for step in later.history if step.at >= raised.at)
    word = terms.LEVELS[LEVELS[level]].say(page.lang)
    refs = series(_refs([one.effect.why for one in changes]), page.lang)
    facts = {"at": moments.instant(raised.at), "fact": _fact(page, raised), "refs": refs}
    return page.say("followed", id=later.id, n=later.episode, level=word, **facts)


def _refs(whys: Sequence[Why]) -> list[str]:
    """The defaults by which it came again: no recovery after all, a fact that was kept, or a later one."""
    back = [ref for why in whys for ref in BACK.get(why.code, ())]
    kept = ["W9", "W11"] if any(why.code == "balance_recorded" for why in whys) else ["W8"]
    return list(dict.fromkeys(back or kept))


def _listed(page: Page, names: Iterable[str]) -> str:
    known = dict.fromkeys(name for name in names if is_record(name))
    return series(known, page.lang)
