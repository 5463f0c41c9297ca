"""What a ledger sends out: one type a topic, a CloudEvent whose data is a row as it became, and why."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from warning.contracts.dialect import DIALECT, Schema
from warning.contracts.lines import INSTANT, lines_schema


class Sent(Struct, frozen=True):
    """A type that is sent: its name, the row it carries (as ``verdicts.schema.json`` names it), how a row changes."""

    type: str
    row: str
    title: str
    changes: tuple[str, ...]


OUTGOING: Final = {
    "warning.alert": Sent(
        "warning.alert.changed.v1", "warning", "预警变化", ("raised", "rose", "lowered", "crossed", "closed")
    ),
    "warning.duty": Sent(
        "warning.duty.changed.v1",
        "duty",
        "职责变化",
        ("opened", "met", "met_late", "breached", "waived", "moved", "moved_in", "withdrawn", "rescored"),
    ),
}
"""By topic."""
SENT_KEY: Final = "customer_no"
"""The field that is the key of all that is sent: the borrower."""
PLACE: Final = r"^[0-9]+-[0-9]+-[0-9]+$(?!\n)"
"""The id of what is sent: lane, row of its journal, change of that row."""


def sent_schema(topic: str) -> Schema:
    """The schema of a whole message of a topic that is sent."""
    sent, rows = OUTGOING[topic], lines_schema()["$defs"]
    row = rows[sent.row]
    fields = {"change": {"enum": list(sent.changes)}, **row["properties"]}
    attributes: Schema = {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "pattern": PLACE},
        "source": {"type": "string", "format": "uri-reference", "minLength": 1},
        "type": {"const": sent.type},
        "subject": {"type": "string", "pattern": f"^{sent.row[0].upper()}-[0-9a-f]{{16}}$(?!\\n)"},
        "time": INSTANT,
        "datacontenttype": {"const": "application/json"},
        "data": {**row, "properties": fields, "required": list(fields)},
    }
    return {
        "$schema": DIALECT,
        "$id": f"{sent.type}.schema.json",
        "title": sent.title,
        "description": "至少送达一次: 以 source + id 去重, 同一借款人按序 / sent at least once: source + id say which "
        "change it is, and stay when it is sent again; those of one borrower come in their order. subject: data.id.",
        "x-topic": topic,
        "x-key": SENT_KEY,
        "type": "object",
        "properties": attributes,
        "required": list(attributes),
        "additionalProperties": False,
        "$defs": {"because": rows["because"]},
    }
