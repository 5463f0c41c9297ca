"""What the core may import, name and compute with: no clock, chance, environment, output, or floating point."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.source import Module, imports

PURE = ("__future__", "bisect", "collections", "enum", "functools", "hashlib", "heapq", "itertools", "operator", "re")
MAY_IMPORT = frozenset((*PURE, "typing", "msgspec", "warning"))
"""The core's one dependency is msgspec; of the standard library, what has no outside."""
DATES = "warning/core/scalars.py"
"""The one file that reads dates and instants, and so may import ``datetime``."""
CLOCKS = frozenset(("now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp", "astimezone"))
"""What asks ``datetime`` for the machine's clock or zone."""
NAMES = {
    "float": "no floating point: integer basis points, fen and microseconds",
    "complex": "no floating point: integer basis points, fen and microseconds",
    "hash": "differs from one process to the next: a digest does not",
    "id": "differs from one process to the next: name the row",
    "open": "no files: what a decision needs is in the frame",
    "input": "no input: what a decision needs is in the event",
    "print": "no output: a decision is an effect",
    "eval": "no expression language",
    "exec": "no generated code",
    "__import__": "imports are written where they can be read",
    "environ": "no environment: what a decision needs is in the frame",
    "getenv": "no environment: what a decision needs is in the frame",
}
"""Names the core does not use, and why."""


def impurities(found: Iterable[Module]) -> list[str]:
    """Each thing in the core that could make two runs differ, or that reaches out."""
    core = [module for module in found if module.path.startswith("warning/core/")]
    return [finding for module in core for finding in (*_imported(module), *_used(module))]


def _imported(module: Module) -> Iterator[str]:
    for target, line in imports(module):
        top = target.split(".")[0]
        if top == "datetime" and module.path == DATES:
            continue
        if top not in MAY_IMPORT:
            yield module.at(line, f"the core does not import '{top}'")
        elif target == "operator.truediv":
            yield module.at(line, "no true division: cross-multiply, or '//'")


def _used(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if why := _impurity(node):
            yield module.at(getattr(node, "lineno", 1), why)
        elif module.path == DATES and isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield module.at(node.lineno, f"no clock: '.{node.attr}', under whatever name the class goes")


def _impurity(node: ast.AST) -> str:
    """Why the core may not have this node; nothing if it may."""
    match node:
        case ast.Constant(value=float() | complex()):
            return f"no floating point: {node.value!r}"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()) | ast.Attribute(attr="truediv"):
            return "no true division: cross-multiply, or '//'"
        case ast.Attribute(attr=name, value=asked) if name in CLOCKS and _last_name(asked) in ("datetime", "date"):
            return f"no clock: '.{name}' asks the machine; an instant comes with the event"
        case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
            return f"'{name}': {NAMES[name]}"
        case _:
            return ""


def _last_name(node: ast.AST) -> str:
    """``datetime`` of ``datetime`` and of ``datetime.datetime``; nothing for what has no name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
