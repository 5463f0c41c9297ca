"""The episodes before and after a signal: what closed the one before, and what raised the next (W8, W9)."""

from __future__ import annotations

from warning.cli.explain.disputes import closing_of
from warning.cli.explain.kept import SAID
from warning.cli.situation import Situation
from warning.core.rows import Signal
from warning.ledger.memory import Change


def episode(found: Situation, signal: Signal, step: int) -> Signal | None:
    """The same signal's episode so many further on, or back; None where there is none."""
    same = (signal.customer_no, signal.clause, signal.subject, signal.episode + step)
    rows = found.verdicts.signals
    return next((row for row in rows if (row.customer_no, row.clause, row.subject, row.episode) == same), None)


def came(found: Situation, signal: Signal) -> list[Change]:
    """The changes by which an episode came about: what it was kept by, and what raised it, if anything has."""
    said = [one for one in found.ledger.history.get(signal.id, ()) if one.effect.change in SAID]
    raised = next((one.at for one in said if one.effect.change == "raised"), None)
    return [one for one in said if raised is None or one.at <= raised]


def release_of(found: Situation, signal: Signal) -> Change | None:
    """By which release the episode before was closed; None where it was not, or there is none."""
    former = episode(found, signal, -1)
    return None if former is None or former.closed_by != "release" else closing_of(found, former)


def episode_records(found: Situation, signal: Signal) -> list[str]:
    """The records of both."""
    released, later = release_of(found, signal), episode(found, signal, 1)
    changes = [*([] if released is None else [released]), *([] if later is None else came(found, later))]
    return [name for one in changes for name in (*one.effect.why.events, one.record_id)]
