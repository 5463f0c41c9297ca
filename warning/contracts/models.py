"""pydantic's models, made from the structs: nothing about a field is said twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    Tag,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticCustomError

from warning.contracts import scalars
from warning.contracts.envelope import Envelope
from warning.contracts.problems import Fault
from warning.contracts.topics import ROUTES
from warning.core.scalars import Day, Fen, Moment

Kind = Any
"""An annotation: a type, or what ``typing`` makes of types."""

PERSON: Final = "x-natural-person"

NUMBER, TEXT = "(number)", "(text)"
"""Which of two kinds a value was taken for: pydantic adds it to the path of an error, where it is no field."""

DATE_SCHEMA: Final = (
    r"([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01]))"
)
STAMP_SCHEMA: Final = (
    r"(199[1-9]|20[0-9]{2}|21[0-9]{2}|2200)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)


def _written(pattern: str, description: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$(?!\\n)", "description": description}


SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "money": _written(r"(?!-0\.00$)-?(0|[1-9][0-9]{0,15})\.[0-9]{2}", "元, 两位小数 / CNY with two places"),
    "date": _written(DATE_SCHEMA, "YYYY-MM-DD 或 YYYYMMDD; 99991231 表示无 / 9999-12-31 for none"),
    "stamp": _written(STAMP_SCHEMA, "RFC 3339, 带时区 / with a zone"),
    "moment": _written(
        f"({STAMP_SCHEMA}|{DATE_SCHEMA})", "RFC 3339, 带时区; 或日期, 即当日 0 时 / or a date: its 00:00"
    ),
}


def _checked(reader: Callable[[object], object], value: object) -> object:
    """The value itself if the reader takes it: the tree stays as it was sent."""
    try:
        reader(value)
    except Fault as fault:
        raise PydanticCustomError("scalar", "{code}", {"code": fault.code}) from None
    return value


def _scalar(reader: Callable[[object], object], schema: str) -> Kind:
    return Annotated[Any, BeforeValidator(partial(_checked, reader)), WithJsonSchema(SCHEMAS[schema])]


SCALARS: Final[dict[Any, Any]] = {
    Fen: _scalar(scalars.fen, "money"),
    Day: _scalar(scalars.day, "date"),
    Moment: _scalar(scalars.moment, "moment"),
}
STAMP: Final = _scalar(scalars.stamp, "stamp")


def _matching(pattern: str, value: str) -> str:
    if not re.search(pattern, value):
        raise PydanticCustomError("pattern", "{pattern}", {"pattern": pattern})
    return value


def _limits(meta: Meta) -> list[Any]:
    """What a struct's field says of its value, as pydantic says it."""
    names = ("ge", "le", "min_length", "max_length")
    said = {name: getattr(meta, name) for name in names if getattr(meta, name) is not None}
    extra: dict[str, JsonValue] = {PERSON: True} if (meta.extra or {}).get("person") else {}
    if meta.pattern is None:
        return [Field(**said, json_schema_extra=extra)]
    return [
        Field(**said, json_schema_extra={"pattern": meta.pattern}),
        AfterValidator(partial(_matching, meta.pattern)),
    ]


def annotation(kind: Kind) -> Kind:
    """The pydantic annotation of a struct's annotation.

    Raises:
        TypeError: a kind of annotation that no contract uses yet.
    """
    if kind in SCALARS:
        return SCALARS[kind]
    origin: Kind = get_origin(kind)
    if origin is Annotated:
        return _annotated(*get_args(kind))
    if origin in (Union, UnionType):
        return _either(*get_args(kind))
    if origin is tuple:
        return list[annotation(get_args(kind)[0])]  # type: ignore[misc]
    if origin is Literal or kind in (str, int, bool, type(None)):
        return kind
    if isinstance(kind, type) and issubclass(kind, Struct):
        return model(kind)
    raise TypeError(f"no pydantic annotation for {kind}")


def _either(*kinds: Kind) -> Kind:
    """One of several; a number or a text is held to the limits of that one which it is written as."""
    some = [each for each in kinds if each is not type(None)]
    if len(some) == 1:
        return Union[tuple(annotation(each) for each in kinds)]  # noqa: UP007 - made at run time
    tagged = [Annotated[annotation(each), Tag(TEXT if get_args(each)[0] is str else NUMBER)] for each in some]
    either: Kind = Union[tuple(tagged)]  # noqa: UP007 - made at run time
    return Annotated[either, Discriminator(lambda value: TEXT if isinstance(value, str) else NUMBER)] | None


def _annotated(kind: Kind, *metas: Meta) -> Kind:
    extra = metas[0].extra or {}
    if extra.get("stamp"):
        return STAMP
    if "as" in extra:
        return annotation(extra["as"])
    return Annotated[(annotation(kind), *(each for meta in metas for each in _limits(meta)))]


@cache
def model(struct: type[Struct]) -> type[BaseModel]:
    """The model of a struct: strict, closed, every field as the struct has it."""
    hints = get_type_hints(struct, include_extras=True)
    made: dict[str, Any] = {}
    for field in fields(struct):
        default = (
            ... if field.required else field.default if field.default is not NODEFAULT else field.default_factory()
        )
        made[field.name] = (annotation(hints[field.name]), default)
    config = ConfigDict(extra="forbid", strict=True)
    return create_model(struct.__name__, __config__=config, __doc__=struct.__doc__, **made)


@cache
def envelope_model(name: str) -> type[BaseModel]:
    """The model of a whole message of one type."""
    hints = get_type_hints(Envelope, include_extras=True)
    made: dict[str, Any] = {
        field.name: (annotation(hints[field.name]), ... if field.required else None) for field in fields(Envelope)
    }
    made |= {"type": (Literal[name], ...), "data": (model(ROUTES[name].event), ...)}
    config = ConfigDict(extra="forbid", strict=True)
    return create_model(f"{ROUTES[name].event.__name__}Message", __config__=config, **made)
