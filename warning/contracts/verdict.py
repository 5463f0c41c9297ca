"""Why a message is refused: every problem, with its path, in words. The slow half of ``decode``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final

from msgspec import Struct, convert
from msgspec.structs import fields
from pydantic import ValidationError

from warning.contracts.checks import CHECKS, check
from warning.contracts.document import Json, Real, Tree, join, load
from warning.contracts.envelope import EXTENSION, MINOR, Envelope, newer
from warning.contracts.masking import MASK, hides, masked, names_person
from warning.contracts.models import NUMBER, TEXT, envelope_model
from warning.contracts.problems import Problem, shorten
from warning.contracts.scalars import read, stamp
from warning.contracts.topics import ROUTES
from warning.core.events import Act

ATTRIBUTES: Final = frozenset(Envelope.__struct_fields__) | {"type", "data"}

CODES: Final = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "literal_error": "not_in_list",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "string_too_short": "blank",
    "string_too_long": "too_long",
    "string_type": "not_text",
    "int_type": "not_integer",
    "int_from_float": "not_integer",
    "bool_type": "not_boolean",
    "list_type": "not_list",
    "model_type": "not_an_object",
    "dict_type": "not_an_object",
}
"""pydantic's names of what is wrong, and ours."""
BY_FIELD: Final = {"currency": "not_cny", "specversion": "specversion", "month": "month", "uscc": "uscc"}
"""Fields with a message of their own."""
STAND_IN: Final = "x"
"""In the place of a broken field, while the others are looked at."""
LIMITS: Final = ("ge", "le", "min_length", "max_length")


class Examined(Struct, frozen=True):
    """A message as far as it could be read. ``tree`` is what remains without the fields passed over."""

    problems: tuple[Problem, ...]
    tree: Any = None
    id: str = ""
    type: str = ""
    ignored: tuple[str, ...] = ()


def verdict(raw: bytes, topic: str | None = None) -> list[Problem]:
    """Every problem of a message; none if it is good."""
    return list(examine(raw, topic).problems)


def examine(raw: bytes, topic: str | None = None) -> Examined:
    """Read a message slowly and say everything that is wrong with it."""
    tree, problems = load(raw)
    if tree is None:
        return Examined(problems)
    id_, type_ = (_word(tree.get(name)) for name in ("id", "type"))
    if problems:
        return Examined(problems, tree, id_, type_)
    if not isinstance(tree.get("type"), str) or tree["type"] not in ROUTES:
        return Examined(_untyped(tree), tree, id_, type_)
    tree, problems, ignored = _shaped(_without_extensions(tree))
    problems = _crosswise(tree, topic) if not problems else (*problems, *_besides(tree, problems))
    return Examined(problems, tree, id_, type_, ignored)


def _word(value: Json) -> str:
    return shorten(value) if isinstance(value, str) else ""


def _without_extensions(tree: Tree) -> Tree:
    """CloudEvents lets carriers add attributes; those of its naming and kinds say nothing to us."""
    return {
        name: value
        for name, value in tree.items()
        if name in ATTRIBUTES or not (EXTENSION.fullmatch(name) and isinstance(value, str | bool | int))
    }


def _untyped(tree: Tree) -> tuple[Problem, ...]:
    """What can be said of a message whose type is missing or not ours: its envelope."""
    named = tree.get("type")
    problems = _envelope_only(tree)
    if "type" not in tree:
        return (*problems, Problem(code="missing", path="type"))
    if not isinstance(named, str):
        return (*problems, Problem(code="not_text", path="type", value=shown(named)))
    near = get_close_matches(named, ROUTES, n=1, cutoff=0.5)
    return (*problems, Problem(code="unknown_type", path="type", value=shorten(named), args=(("near", "".join(near)),)))


def _envelope_only(tree: Tree) -> tuple[Problem, ...]:
    stand_in = next(iter(ROUTES))
    _, problems, _ = _shaped(_without_extensions(tree | {"type": stand_in}))
    return tuple(problem for problem in problems if not problem.path.startswith("data.") and problem.path != "type")


def _shaped(tree: Tree) -> tuple[Tree, tuple[Problem, ...], tuple[str, ...]]:
    """The verdict of pydantic; a newer sender's unknown fields are taken out and named."""
    errors = _errors(tree)
    dataschema = tree.get("dataschema")
    ignored: list[str] = []
    if isinstance(dataschema, str) and newer(dataschema, ROUTES[tree["type"]].minor):
        unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden" and error["loc"][0] == "data"]
        for loc in unknown:
            tree = _dropped(tree, loc)
            ignored.append(written(loc))
        errors = [error for error in errors if error["loc"] not in unknown]
    return tree, tuple(_problem(error) for error in _sorted(errors)), tuple(ignored)


def _errors(tree: Tree) -> list[Any]:
    try:
        envelope_model(tree["type"]).model_validate(tree)
    except ValidationError as reason:
        return list(reason.errors(include_url=False))
    return []


def _sorted(errors: Iterable[Any]) -> list[Any]:
    return sorted(errors, key=lambda error: [str(part) for part in error["loc"]])


def _dropped(node: Json, loc: tuple[Json, ...]) -> Json:
    """A copy of the tree without the field at ``loc``."""
    first, rest = loc[0], loc[1:]
    if isinstance(node, list):
        return [_dropped(each, rest) if number == first else each for number, each in enumerate(node)]
    if not rest:
        return {name: value for name, value in node.items() if name != first}
    return node | {first: _dropped(node[first], rest)}


def _problem(error: Json) -> Problem:
    """One of pydantic's errors in our words."""
    path, context = written(error["loc"]), error.get("ctx", {})
    field = str(error["loc"][-1])
    code, args = CODES.get(error["type"], "unexplained"), []
    if error["type"] == "scalar":
        code = context["code"]
    elif error["type"] == "pattern":
        code = BY_FIELD.get(field, "bad_id")
    elif error["type"] == "literal_error":
        code, args = BY_FIELD.get(field, code), [("allowed", _listed(context["expected"]))]
    args += [("limit", str(context[name])) for name in LIMITS if name in context]
    value = "" if code == "missing" else MASK if any(map(names_person, error["loc"])) else shown(error["input"])
    return Problem(code=code, path=path, value=value, args=tuple(args))


def _listed(expected: str) -> str:
    """``'a', 'b' or 'c'`` without quotes and words."""
    return expected.replace("'", "").replace(" or ", ", ")


def written(loc: tuple[str | int, ...]) -> str:
    """``data.attendees[0].post``."""
    path = ""
    for part in loc:
        if part in (NUMBER, TEXT):
            continue
        path = f"{path}[{part}]" if isinstance(part, int) else join(path, shorten(part))
    return path


def shown(value: Json) -> str:
    """A wrong value as it was written, shortened, without the persons named in it."""
    if isinstance(value, Real):
        return shorten(value.text)
    return shorten(masked(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)))


def _crosswise(tree: Tree, topic: str | None) -> tuple[Problem, ...]:
    """What the fields, each good, say of each other, of the topic and of the clock."""
    route = ROUTES[tree["type"]]
    problems: list[Problem] = []
    if topic is not None and topic != route.topic:
        problems.append(Problem(code="wrong_topic", path="type", value=tree["type"], args=(("topic", route.topic),)))
    found = MINOR.search(tree.get("dataschema") or "")
    if found is not None and found[1] != "1":
        problems.append(Problem(code="schema_major", path="dataschema", value=shorten(tree["dataschema"])))
    event = convert(tree["data"], route.event, dec_hook=read)
    problems.extend(
        Problem(code=fault.code, path=fault.field, value=_at(tree, fault.field), args=fault.args)
        for fault in check(event, stamp(tree["time"]), stamp(tree["recordedtime"]))
    )
    return tuple(sorted(problems, key=lambda problem: problem.path))


def _besides(tree: Tree, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """What is wrong with an act's good fields beside the broken ones: its checks look at one field at a time."""
    event, content = ROUTES[tree["type"]].event, tree.get("data")
    broken = {re.split(r"[.\[]", problem.path.removeprefix("data."))[0] for problem in problems}
    own = CHECKS[event]
    if own is None or not issubclass(event, Act) or not isinstance(content, dict):
        return ()
    values: dict[str, Any] = {}
    for field in fields(event):
        if field.name in content and field.name not in broken:
            values[field.name] = convert(content[field.name], field.type, dec_hook=read)
        elif field.required:
            values[field.name] = STAND_IN
    found = (fault for fault in own(event(**values)) if fault.field.removeprefix("data.") not in broken)
    return tuple(Problem(code=fault.code, path=fault.field, value=_at(tree, fault.field)) for fault in found)


def _at(tree: Tree, path: str) -> str:
    node: Any = tree
    for name in path.split("."):
        node = node.get(name)
    if node is None:
        return ""
    return MASK if hides(path) else shown(node)
