"""The lines that ``warning decide --json`` prints, and their schema: both from the same rows, so they cannot part.

A line is a row of ``warning.core.rows`` with ``object`` first, levels as words, instants as RFC 3339 at +08:00, and
``because``: why, as structured facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import asdict

from warning.contracts.dialect import DIALECT, Schema
from warning.contracts.document import Json
from warning.core.frame import LEVELS
from warning.core.rows import Duty, Signal, Step, Warning
from warning.core.scalars import write_moment

INSTANTS: Final = frozenset(
    {"at", "start", "raised_at", "closed_at", "due", "due_working", "opened_at", "fulfilled_at", "breached_at"}
)
"""Fields that are instants."""
PAIRS: Final = {"levels": "level", "tiers": "tier"}
"""Histories of a warning: pairs of an instant and this."""
ROWS: Final[dict[str, type[Struct]]] = {"signal": Signal, "warning": Warning, "duty": Duty}

NOTICES: Final = (
    "out_of_order",
    "clock_jump",
    "one_a_line",
    "not_live",
    "unlisted",
    "met_nothing",
    "met_nothing_more",
    "figures_apart",
)
"""What looks wrong with a file; acts that met nothing, and sign-offs apart from the books, one each (R57, R108)."""

Line = dict[str, Any]


def row_line(row: Signal | Warning | Duty, because: Sequence[Mapping[str, Any]] = ()) -> Line:
    """The line of a row; ``because`` as ``reason`` makes it."""
    kind = next(name for name, of in ROWS.items() if type(row) is of)
    return {"object": kind, **_written(row), "because": list(because)}


def reason(code: str, clause: str, values: Mapping[str, int | str], events: Sequence[str], zh: str, en: str) -> Line:
    """One entry of ``because``: the facts, and the words for them."""
    return {"code": code, "clause": clause, "values": dict(values), "events": list(events), "zh": zh, "en": en}


def refusal_line(
    *,
    line: int,
    event_id: str,
    type_name: str,
    outcome: str,
    at: int,
    problems: Sequence[Sequence[str]],
    because: Sequence[Mapping[str, Any]] = (),
    field: str = "",
) -> Line:
    """The line of a message or act that was refused; ``problems`` are (code, path, value, zh, en).

    ``field`` is the path of what ``because`` is about.
    """
    return {
        "object": "refusal",
        "line": line,
        "event_id": event_id,
        "type": type_name,
        "outcome": outcome,
        "at": write_moment(at),
        "problems": [dict(zip(("code", "path", "value", "zh", "en"), problem, strict=True)) for problem in problems],
        "field": field,
        "because": list(because),
    }


def record_line(
    *, line: int, event_id: str, type_name: str, outcome: str, loan_no: str = "", until: int | None = None
) -> Line:
    """The line of a good record that changed nothing; ``until`` is how long it is held for ``loan_no``.

    ``held list`` adds whose it is: ``customer_no`` and ``borrower`` (null: nothing says it), and ``orgs``.
    """
    return {
        "object": "record",
        "line": line,
        "event_id": event_id,
        "type": type_name,
        "outcome": outcome,
        "loan_no": loan_no,
        "until": None if until is None else write_moment(until),
    }


def notice_line(*, code: str, count: int, line: int, event_id: str, zh: str, en: str) -> Line:
    """The line of what looks wrong with the file: how often, and where first."""
    return {
        "object": "notice",
        "code": code,
        "count": count,
        "line": line,
        "event_id": event_id,
        "zh": zh,
        "en": en,
    }


def _written(row: Struct) -> Line:
    return {name: _value(name, value) for name, value in asdict(row).items()}


def _value(name: str, value: Json) -> Json:
    if name in PAIRS:
        return [{"at": write_moment(at), PAIRS[name]: _value(PAIRS[name], each)} for at, each in value]
    if name == "history":
        return [_written(step) for step in value]
    if name in INSTANTS:
        return None if value is None else write_moment(value)
    return LEVELS[value] if name == "level" else list(value) if isinstance(value, tuple) else value


INSTANT: Final[Schema] = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?\+08:00$(?!\n)",
}
LEVEL: Final[Schema] = {"enum": list(LEVELS)}
TIER: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 2}
SIMPLE: Final[dict[Any, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
}


def _closed(properties: Schema, others: Schema | None = None) -> Schema:
    """An object of these fields, and of others that may be left out."""
    return {
        "type": "object",
        "properties": properties | (others or {}),
        "required": list(properties),
        "additionalProperties": False,
    }


def _field(name: str, kind: Json) -> Schema:
    """The schema of a field of a row."""
    if name in PAIRS:
        entry = {"at": INSTANT, PAIRS[name]: LEVEL if name == "levels" else TIER}
        return {"type": "array", "items": _closed(entry)}
    if name == "history":
        return {"type": "array", "items": _row(Step)}
    if name in INSTANTS:
        return INSTANT if kind is int else {"anyOf": [INSTANT, {"type": "null"}]}
    if name in ("level", "tier"):
        return LEVEL if name == "level" else TIER
    return _kind(kind)


def _kind(kind: Json) -> Schema:
    origin: Json = get_origin(kind)
    args = get_args(kind)
    if origin is Literal:
        return {"enum": list(args)}
    if origin in (Union, UnionType):
        return {"anyOf": [_kind(each) for each in args]}
    if origin is tuple:
        return {"type": "array", "items": _kind(args[0])}
    return SIMPLE[kind]


def _row(struct: type[Struct]) -> Schema:
    return _closed({name: _field(name, kind) for name, kind in get_type_hints(struct).items()})


TEXTS: Final = {"type": "array", "items": {"type": "string"}}
BECAUSE: Final[Schema] = {
    "type": "array",
    "items": _closed(
        {
            "code": SIMPLE[str],
            "clause": SIMPLE[str],
            "values": {"type": "object", "additionalProperties": {"type": ["integer", "string"]}},
            "events": TEXTS,
            "zh": SIMPLE[str],
            "en": SIMPLE[str],
        }
    ),
}
PROBLEMS: Final[Schema] = {
    "type": "array",
    "items": _closed(dict.fromkeys(("code", "path", "value", "zh", "en"), SIMPLE[str])),
}


def _line(kind: str, struct: type[Struct]) -> Schema:
    made = _row(struct)
    properties = {"object": {"const": kind}, **made["properties"], "because": {"$ref": "#/$defs/because"}}
    return _closed(properties)


def lines_schema() -> Schema:
    """The schema of one line of ``warning decide --json``."""
    refusal = _closed(
        {
            "object": {"const": "refusal"},
            "line": {"type": "integer", "minimum": 0},
            "event_id": SIMPLE[str],
            "type": SIMPLE[str],
            "outcome": {"enum": ["quarantined", "refused", "not_computable", "without_effect", "taken_back"]},
            "at": INSTANT,
            "problems": PROBLEMS,
            "field": SIMPLE[str],
            "because": {"$ref": "#/$defs/because"},
        }
    )
    record = _closed(
        {
            "object": {"const": "record"},
            "line": {"type": "integer", "minimum": 0},
            "event_id": SIMPLE[str],
            "type": SIMPLE[str],
            "outcome": {"enum": ["duplicate", "stale", "held"]},
            "loan_no": SIMPLE[str],
            "until": {"anyOf": [INSTANT, {"type": "null"}]},
        },
        {
            "customer_no": {"type": ["string", "null"]},
            "borrower": {"type": ["string", "null"]},
            "orgs": {"type": "array", "items": SIMPLE[str]},
        },
    )
    notice = _closed(
        {
            "object": {"const": "notice"},
            "code": {"enum": list(NOTICES)},
            "count": {"type": "integer", "minimum": 1},
            "line": {"type": "integer", "minimum": 0},
            "event_id": SIMPLE[str],
            "zh": SIMPLE[str],
            "en": SIMPLE[str],
        }
    )
    others = {"refusal": refusal, "record": record, "notice": notice}
    definitions = {kind: _line(kind, struct) for kind, struct in ROWS.items()}
    return {
        "$schema": DIALECT,
        "$id": "verdicts.schema.json",
        "title": "warning decide --json",
        "description": "一行一个对象 / one object a line: signal, warning, duty, refusal, record, notice",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in (*ROWS, *others)],
        "$defs": {**definitions, **others, "because": BECAUSE},
    }
