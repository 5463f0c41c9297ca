"""JSON Schemas (2020-12) of every message, made from the models: titles in Chinese, EAST codes, natural persons."""

from __future__ import annotations

from typing import Final

from warning.contracts.checks import CARRIED, TOLERANCE
from warning.contracts.dialect import DIALECT, Schema
from warning.contracts.document import LARGEST, Json
from warning.contracts.envelope import EXTENSION
from warning.contracts.glossary import NOTES, TITLES
from warning.contracts.models import envelope_model, model
from warning.contracts.topics import ROUTES, TOPICS
from warning.core.scalars import SECOND

ENVELOPE: Final = "envelope.schema.json"


POSITIVE: Final = r"[1-9]"
"""What a money string holds unless it is nil."""


def _requires_since(amount: str, since: str) -> Schema:
    """While there are arrears, the date they arose is required."""
    some = {"properties": {amount: {"type": "string", "pattern": POSITIVE}}, "required": [amount]}
    dated = {
        "properties": {since: {"type": "string", "not": {"enum": ["99991231", "9999-12-31"]}}},
        "required": [since],
    }
    return {"if": some, "then": dated}


def _not_negative(*names: str) -> Schema:
    return {"properties": {name: {"not": {"type": "string", "pattern": "^-"}} for name in names}}


OPENING: Final = [_not_negative("outstanding_balance")]
CROSSWISE: Final[dict[str, list[Schema]]] = {
    "loan.disbursed.v1": OPENING,
    "loan.taken_on.v1": OPENING,
    "loan.refinanced.v1": OPENING,
    "loan.position.v1": [
        _not_negative("outstanding_balance", "principal_arrears"),
        _requires_since("principal_arrears", "principal_arrears_since"),
    ],
    "interest_arrears.position.v1": [
        _not_negative("interest_arrears_on_bs", "interest_arrears_off_bs"),
        _requires_since("interest_arrears_on_bs", "interest_arrears_since"),
        _requires_since("interest_arrears_off_bs", "interest_arrears_since"),
    ],
    "signal.observed.v1": [{"properties": {"number": {"not": {"enum": sorted(CARRIED)}}}}],
    "management.finding.v1": [
        {
            "if": {"properties": {"kind": {"const": "concealment"}}, "required": ["kind"]},
            "then": {
                "properties": {name: {"type": "string"} for name in ("fact_id", "concealed_by", "concealed_since")},
                "required": ["fact_id", "concealed_by", "concealed_since"],
            },
        }
    ],
    "waiver.proposed.v1": [{"properties": {"duty_ids": {"minItems": 1}}}],
}
"""What of the checks a schema can say; ``checks.py`` says all."""


def event_schema(name: str) -> Schema:
    """The schema of a whole message of one type."""
    event = ROUTES[name].event
    body = _titled(model(event).model_json_schema(ref_template="#/$defs/{model}"))
    definitions = body.pop("$defs", {})
    body.pop("title", None)
    if name in CROSSWISE:
        body["allOf"] = CROSSWISE[name]
    made: Schema = {
        "$schema": DIALECT,
        "$id": f"{name}.schema.json",
        "title": name,
        "description": (event.__doc__ or "").strip(),
        "x-topic": event.TOPIC,
        "x-key": ROUTES[name].key,
        "allOf": [{"$ref": f"../{ENVELOPE}"}],
        "type": "object",
        "properties": {"type": {"const": name}, "data": body},
        "required": ["type", "data"],
    }
    return made | ({"$defs": definitions} if definitions else {})


def envelope_schema() -> Schema:
    """The schema of what surrounds every event. Attributes of carriers are allowed, as CloudEvents has it."""
    made = envelope_model(next(iter(ROUTES))).model_json_schema()
    fields = {name: _plain(field) for name, field in made["properties"].items() if name not in ("type", "data")}
    fields["type"] = {"enum": list(ROUTES)}
    fields["data"] = {"type": "object"}
    return {
        "$schema": DIALECT,
        "$id": ENVELOPE,
        "title": "CloudEvents 1.0",
        "description": "source + id: 唯一标识一条记录; 余额记录以 loan_no + posting_seq 标识 / together say which "
        "record this is; a posting is known by loan_no and posting_seq. "
        "time: 发生时间 / occurred. recordedtime: 收到时间 / received. "
        f"Neither time nor data.discovered is later than recordedtime + {TOLERANCE // (60 * SECOND)} min.",
        "x-largest-bytes": LARGEST,
        "type": "object",
        "properties": fields,
        "required": [*made["required"][: made["required"].index("type")], "type", "data"],
        "patternProperties": {f"^{EXTENSION.pattern}$(?!\\n)": True},
        "additionalProperties": False,
    }


def index() -> Schema:
    """Every type and where its schema lies."""
    return {
        "$schema": DIALECT,
        "$id": "index.schema.json",
        "title": "Every message",
        "oneOf": [{"$ref": f"events/{name}.schema.json"} for name in ROUTES],
    }


def topics() -> Schema:
    """Topic, types, and the field that is the key."""
    return {
        "topics": {
            topic: [{"type": name, "key": ROUTES[name].key, "minor": ROUTES[name].minor} for name in names]
            for topic, names in TOPICS.items()
        }
    }


def _plain(field: Schema) -> Schema:
    """A field without pydantic's own title."""
    return {name: value for name, value in field.items() if name != "title"}


def _titled(node: Json) -> Json:
    """The same schema with our titles instead of pydantic's, nested objects included."""
    if isinstance(node, list):
        return [_titled(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {name: _titled(value) for name, value in node.items() if name != "properties"}
    if "properties" in node:
        made["properties"] = {name: _named(name, field) for name, field in node["properties"].items()}
    return made


def _named(name: str, field: Schema) -> Schema:
    chinese, east = TITLES.get(name, ("", ""))
    code = {"x-east-code": east} if east else {}
    note = {"description": NOTES[name]} if name in NOTES else {}
    return {"title": chinese or name, **code, **note, **_titled(_plain(field))}
