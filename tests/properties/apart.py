"""Borrowers that no link joins may be read one after the other, whatever the clock has come to (T2, design)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import structs

from tests.oracle.histories import History
from tests.properties.drive import Row, differences, play, play_less
from warning.core.scalars import read_moment

Wire = dict[str, Any]
JOINT = ("group.link", "guarantee.link", "forecast.signed_off")


def read_apart(told: History) -> list[str]:
    """A file of one borrower's records, then the next one's, each as they were read, gives the verdicts of the whole.

    But that what was past when it was read is not scored (R75). Links and what an organisation signs off join
    borrowers; a loan that is not yet known waits by the clock of all.
    """
    whole, events = told, list(_simple(told))
    apart = sorted(events, key=lambda one: one[0])
    if told.until is None and events:
        told = structs.replace(told, until=max(read_moment(wire["recordedtime"]) for _, wire in events))
    in_order = play_less(structs.replace(told, events=tuple(wire for _, wire in events)), whole).rows
    one_by_one = play(structs.replace(told, events=tuple(wire for _, wire in apart))).rows
    rows = [{key: row for key, row in each.items() if row["customer_no"]} for each in (in_order, one_by_one)]
    return differences(rows[0], {key: _as_scored(row, rows[0].get(key, row)) for key, row in rows[1].items()})


def _as_scored(row: Row, in_order: Row) -> Row:
    """A row read apart, with what only says that it was seen late as in the row read in its order (R75)."""
    late = {"pipeline_lag"}
    if "tags" in row and late.issuperset(set(row["tags"]) ^ set(in_order["tags"])):
        row = row | {"tags": in_order["tags"]}
    if row.get("cause") == "pipeline_lag" and in_order["cause"]:
        row = row | {"cause": in_order["cause"], "scored": in_order["scored"]}
    return row


def _simple(told: History) -> Iterator[tuple[str, Wire]]:
    """(borrower, event) of what joins no borrowers and waits for no loan."""
    owner: dict[str, str] = {}
    for wire in told.events:
        data = wire["data"]
        named = [data[name] for name in ("loan_no", "previous_loan_no") if data.get(name)]
        customer = str(data.get("customer_no") or owner.get(named[0] if named else "", ""))
        opens = wire["type"].startswith(("loan.disbursed", "loan.taken_on", "loan.refinanced"))
        needs = [*(named[1:] if opens else named), *(data.get("loan_nos") or ())]
        if not wire["type"].startswith(JOINT) and customer and all(owner.get(no) == customer for no in needs):
            if opens:
                owner.setdefault(named[0], customer)
            yield customer, wire
