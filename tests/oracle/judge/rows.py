"""The comparable form: plain rows of what there is and ever was."""

from __future__ import annotations

from typing import Any

from tests.oracle.judge.world import Duty, Signal, Warning, World

Row = dict[str, Any]


def rows(world: World) -> dict[str, list[Row]]:
    """Signals, warnings, duties."""
    return {
        "signals": [_signal(one) for one in world.signals],
        "warnings": [_warning(one) for one in world.warnings],
        "duties": [_duty(world, one) for one in world.duties.values() if _is_there(world, one)],
    }


def _is_there(world: World, duty: Duty) -> bool:
    """T6: what going live will owe is no duty before."""
    live = world.live_from
    if live is None or not duty.early:
        return True
    gone = duty.state == "moved" and (duty.fulfilled_at or 0) < live
    return not (gone or (duty.state == "open" and world.now < live))


def _signal(sig: Signal) -> Row:
    return {
        "customer_no": sig.customer,
        "domain": sig.domain,
        "clause": sig.clause,
        "subject": sig.subject,
        "episode": sig.episode,
        "group": sig.group,
        "level": sig.level,
        "status": sig.status,
        "loans": None if sig.loans is None else sorted(sig.loans),
        "history": sig.history,
        "tags": sorted(sig.tags),
        "disputed": sig.disputed,
        "paths": sorted(sig.paths),
        "closed_by": sig.closed_by,
    }


def _warning(one: Warning) -> Row:
    return {
        "customer_no": one.customer,
        "domain": one.domain,
        "number": one.number,
        "level": one.level,
        "tier": one.tier,
        "raised_at": one.raised_at,
        "levels": one.levels,
        "tiers": one.tiers,
        "closed_at": one.closed_at,
    }


def _duty(world: World, duty: Duty) -> Row:
    return {
        "kind": duty.kind,
        "clause": duty.clause,
        "customer_no": duty.customer,
        "domain": duty.domain,
        "hangs_on": duty.hangs_on,
        "org_no": duty.org,
        "post": duty.post,
        "start": duty.start,
        "due": duty.due,
        "due_working": None if duty.due is None else world.days.shown(duty.due),
        "state": duty.state,
        "opened_at": duty.opened_at,
        "fulfilled_at": duty.fulfilled_at,
        "breached_at": duty.breached_at,
        "cause": duty.cause,
        "scored": duty.scored,
        "tags": sorted(duty.tags),
        "escalated_to": duty.escalated_to,
    }
