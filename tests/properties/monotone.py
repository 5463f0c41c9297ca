"""What only goes one way: levels without an approval, tiers, instants; and duties as the money grows."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any, Final

from msgspec import structs

from tests.oracle.histories import History
from tests.oracle.history_teller import Wire
from tests.properties.drive import Row, Rows, ordinary, play, play_less
from warning.core.scalars import read_fen, write_fen

TIMES: Final = 10
"""By how much the money grows."""
MONEY: Final = ("outstanding_balance", "principal_arrears", "interest_arrears_on_bs", "interest_arrears_off_bs")


KEPT, RAISE = 0, 1
"""The openings of what a signal was kept at, and of its raise."""


def nothing_falls(told: History) -> list[str]:
    """Levels fall only by an approved release of another person, or by recovery; tiers never; time never goes back.

    What a signal was kept at before its raise was no level of a live one: the fact may have been retracted (R29).
    """
    rows = ordinary(told).rows
    approvals, settlements = approved(told), settled(told)
    found = []
    falls: set[tuple[str, str, int]] = set()
    for row in rows.values():
        if "history" in row:
            for before, step in pairwise(row["history"]):
                kept = before["opening"] == KEPT and step["opening"] == RAISE
                if step["level"] < before["level"] and not kept:
                    falls.add((row["customer_no"], row["domain"], step["at"]))
                    found += _unfounded(row, step, approvals, settlements)
            found += _backwards(row, [step["at"] for step in row["history"]])
            found += _ending(row)
    for row in rows.values():
        if "tiers" in row:
            found += _case(row, falls)
    return found


def approved(told: History) -> set[str]:
    """Ids of approvals of a release by another person than the maker."""
    proposals = {wire["id"]: wire["data"] for wire in told.events if wire["type"] == "release.proposed.v1"}
    return {
        wire["id"]
        for wire in told.events
        if wire["type"] == "proposal.approved.v1"
        and (made := proposals.get(wire["data"]["proposal_id"])) is not None
        and made["officer_no"] != wire["data"]["officer_no"]
    }


def settled(told: History) -> set[str]:
    """Ids of settlements."""
    return {wire["id"] for wire in told.events if wire["type"] == "loan.settled.v1"}


def _unfounded(row: Row, step: dict[str, Any], approvals: set[str], settlements: set[str]) -> list[str]:
    """A fall that neither an approval nor a recovery explains."""
    if row["closed_by"] == "recovery" and step["level"] == 0:
        at_midnight = row["clause"] == "11.1.5" and step["event"].startswith("wake:")
        known = at_midnight or step["event"] in settlements
    else:
        known = step["event"] in approvals
    return [] if known else [f"{row['id']} falls to {step['level']} by {step['event']}"]


def _ending(row: Row) -> list[str]:
    """A signal's level is that of its last step; closed means 0, and by whom."""
    closed = row["status"] == "closed"
    last = row["history"][-1]["level"] if row["history"] else row["level"]  # kept, never raised (W11)
    right = row["level"] == (0 if closed else last) and bool(row["closed_by"]) == closed
    return [] if right else [f"{row['id']} is {row['status']} at {row['level']} after {last}, by {row['closed_by']!r}"]


def _backwards(row: Row, instants: list[int]) -> list[str]:
    return [] if instants == sorted(instants) else [f"{row['id']} goes back in time: {instants}"]


def _case(row: Row, falls: set[tuple[str, str, int]]) -> list[str]:
    """A warning falls only with one of its signals; its tier only grows; it is closed at 0 and nowhere else."""
    found = _backwards(row, [at for at, _ in row["levels"]]) + _backwards(row, [at for at, _ in row["tiers"]])
    for (_, before), (at, level) in pairwise(row["levels"]):
        if level < before and (row["customer_no"], row["domain"], at) not in falls:
            found.append(f"{row['id']} falls to {level} at {at}, and none of its signals does")
        if level == before:
            found.append(f"{row['id']} tells the same level twice")
    tiers = [tier for _, tier in row["tiers"]]
    if tiers != sorted(set(tiers)) or row["tier"] != tiers[-1]:
        found.append(f"{row['id']} has the tiers {tiers}, now {row['tier']}")
    if row["level"] != row["levels"][-1][1] or (row["level"] == 0) != (row["closed_at"] is not None):
        found.append(f"{row['id']} is at {row['level']} with {row['levels']}, closed at {row['closed_at']}")
    return found


def more_money(told: History) -> list[str]:
    """Every balance times ten: whatever was owed is still owed.

    What is monotone is *that* an organisation owes something, not when nor how often. Left out of a duty's identity:
    the opening and the tier (with more money a crossing has happened at the raise already, so there are fewer
    openings at higher tiers), what a 12.1.1 hangs on (a report made below the tier opens none until the crossing; with
    more money the report itself opens it), the meeting's number and a successor's ``:after:``. Waivers are left out of
    the history: they name duties by ids that carry the tier, and one that waives the only opening leaves nothing for
    a report to meet. Going live is left out too: T6 opens nothing for a shorter clock that ran out before it; and moved
    loans, which take along only what is still owed; and positions at the instant of another record: a crossing
    opens nothing at that of a raise (D1). Dues and states may move: a higher tier has shorter clocks.
    """
    at_once = Counter(wire["recordedtime"] for wire in told.events)
    kept = tuple(
        wire
        for wire in told.events
        if not wire["type"].startswith(("waiver.", "loan.moved"))
        and not (wire["type"].startswith("loan.position") and at_once[wire["recordedtime"]] > 1)
    )
    less = structs.replace(told, events=kept, live_from=None)
    more = structs.replace(less, events=tuple(_grown(wire) for wire in kept))
    before, after = owing(play_less(less, told).rows), owing(play(more).rows)
    gone = sorted(before.keys() - after.keys())
    return [f"gone with more money: {' '.join(key)}, such as {before[key]}" for key in gone]


def _grown(wire: Wire) -> Wire:
    data = wire["data"]
    return wire | {"data": data | {name: write_fen(read_fen(data[name]) * TIMES) for name in MONEY if data.get(name)}}


def owing(rows: Rows) -> dict[tuple[str, ...], str]:
    """What is owed by whom, without opening and tier -> what one of them hangs on."""
    found: dict[tuple[str, ...], str] = {}
    for row in rows.values():
        if "hangs_on" in row:
            what = _about(row)
            key = (row["kind"], row["clause"], row["customer_no"], row["domain"], what, row["org_no"])
            found[key] = row["hangs_on"]
    return found


def _about(row: Row) -> str:
    hangs_on: str = row["hangs_on"].split(":after:")[0]
    if row["clause"] == "12.1.1":
        return f"warning:{row['number']}"
    if row["kind"] == "meeting" or (row["kind"] in ("first_notice", "report", "notice") and hangs_on[:7] == "signal:"):
        return hangs_on.rsplit(":", 1)[0]
    return hangs_on
