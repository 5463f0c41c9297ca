"""Every place of the source at which a reason is given: its codes, its clauses, and the values it comes with.

Read off the syntax tree, so that a reason nobody has worded cannot be written. Where a code, a clause or the values
are not literal, the places they come from are followed: assignments of the function, and calls of the core's functions.
"""

from __future__ import annotations

import ast
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
OPEN: Final = "*"
"""A value's name, where the source alone does not tell which values come."""


class Site(NamedTuple):
    """One place that gives a reason."""

    where: str
    code: str
    clauses: frozenset[str]
    values: frozenset[str]


class Module:
    """A module of the source, with who defines and who calls what."""

    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(ROOT).as_posix()
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.followed: list[str] = []

    @cached_property
    def calls(self) -> list[ast.Call]:
        """Every call."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Of every node the one it is in."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def function(self, node: ast.AST) -> ast.FunctionDef | None:
        """The function around a node."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None

    def strings(self, node: ast.expr | None, at: ast.AST) -> set[str]:
        """What a text may be; ``OPEN`` where the source does not tell."""
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp():
                return self.strings(node.body, at) | self.strings(node.orelse, at)
            case ast.JoinedStr():
                parts = [self.strings(part, at) for part in node.values]
                return {"".join(choice) for choice in product(*parts)}
            case ast.FormattedValue():
                return self.strings(node.value, at)
            case ast.Name(id=name) if name not in self.followed:
                self.followed.append(name)  # a variable may come round to itself
                found = self.named(name, at)
                self.followed.pop()
                return found or {OPEN}
            case _:
                return {OPEN}

    def named(self, name: str, at: ast.AST) -> set[str]:
        """What a variable may hold: assigned in the function or the module, or given by those who call it."""
        function = self.function(at)
        found: set[str] = set()
        for scope in (function, self.tree) if function is not None else (self.tree,):
            assert scope is not None
            for target, value in assignments(scope):
                if target == name:
                    found |= self.strings(value, at)
            if found:
                return found
        if function is not None:
            for call, value in self.arguments(function, name):
                found |= self.strings(value, call)
        return found

    def arguments(self, function: ast.FunctionDef, name: str) -> list[tuple[ast.Call, ast.expr]]:
        """What the module's own calls of a function give for one of its parameters."""
        parameters = [argument.arg for argument in function.args.args]
        given = []
        for call in self.calls:
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if called != function.name:
                continue
            given += [(call, keyword.value) for keyword in call.keywords if keyword.arg == name]
            position = parameters.index(name) - (parameters[0] == "self") if name in parameters else len(call.args)
            if position < len(call.args):
                given.append((call, call.args[position]))
        return given

    def keys(self, node: ast.expr | None, at: ast.AST) -> set[str]:
        """The names of a ``Why``'s values."""
        match node:
            case None:
                return set()
            case ast.Tuple():
                return set().union(*(self.key(element, at) for element in node.elts))
            case ast.Name(id=name):
                found = [value for target, value in assignments(self.function(at) or self.tree) if target == name]
                return set().union(*(self.keys(value, at) for value in found)) if found else {OPEN}
            case ast.Call(func=ast.Name(id="tuple")):
                return {OPEN}
            case ast.Call(func=ast.Name(id=name)):
                return self.returned(name)
            case _:
                return {OPEN}

    def returned(self, name: str) -> set[str]:
        """The names of the values that a function gives in any case, of the module or of one it is imported from."""
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module and any(alias.name == name for alias in node.names):
                path = ROOT / f"{node.module.replace('.', '/')}.py"
                return Module(path).returned(name) if path.exists() else {OPEN}
        made = [node for node in self.tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
        answers = [node for function in made for node in ast.walk(function) if isinstance(node, ast.Return)]
        found = [self.keys(answer.value, answer) for answer in answers]
        return set.intersection(*found) if found else {OPEN}

    def reason(self, node: ast.expr | None, at: ast.AST) -> tuple[set[str], set[str]]:
        """The clauses and values of a ``Why``, given in place or by the variable that holds it."""
        if isinstance(node, ast.Name):
            before = getattr(at, "lineno", 0)
            scope = self.function(at) or self.tree
            held = [value for target, value in assignments(scope) if target == node.id and value.lineno < before]
            node = max(held, key=lambda value: value.lineno, default=None)
        if not isinstance(node, ast.Call):
            return {OPEN}, {OPEN}
        return self.strings(argument(node, 1, "clause"), at), self.keys(argument(node, 2, "values"), at)

    def key(self, element: ast.expr, at: ast.AST) -> set[str]:
        """The name of one value; of all of those that are spread in."""
        match element:
            case ast.Tuple(elts=[ast.Constant(value=str(name)), _]):
                return {name}
            case ast.Starred(value=value):
                return self.keys(value, at)
            case _:
                return {OPEN}


def assignments(scope: ast.AST) -> list[tuple[str, ast.expr]]:
    """(name, value) of every plain assignment; those of a conditional import of two names at once included."""
    found: list[tuple[str, ast.expr]] = []
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.append((target.id, node.value))
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=True)
                    found += [(name.id, value) for name, value in pairs if isinstance(name, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found.append((node.target.id, node.value))
    return found


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    """An argument given by position or by name."""
    if position < len(call.args):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def sites() -> list[Site]:
    """All places of ``warning/core`` and of the intake that give a reason."""
    places = ("warning/core", "warning/intake", "warning/cli/explain")
    paths = sorted(path for place in places for path in (ROOT / place).rglob("*.py"))
    return [site for path in paths for site in of_module(Module(path))]


def of_module(module: Module) -> list[Site]:
    """Those of one module."""
    found = []
    for call in module.calls:
        parsed = parse(module, call)
        if parsed is not None:
            codes, clauses, keys = parsed
            where = f"{module.name}:{call.lineno}"
            found += [Site(where, code, frozenset(clauses), frozenset(keys)) for code in sorted(codes)]
    return found


def parse(module: Module, call: ast.Call) -> tuple[set[str], set[str], set[str]] | None:
    """The codes, clauses and values of a call that gives a reason; None for any other."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "Why" and module.name != "warning/core/draft.py":
        codes = module.strings(argument(call, 0, "code"), call)
        clauses = module.strings(argument(call, 1, "clause"), call)
        return codes, clauses, module.keys(argument(call, 2, "values"), call)
    if name in ("Filed", "Refused") and module.name != "warning/core/draft.py":
        why = argument(call, 1 if name == "Filed" else 2, "why")
        clauses, given = module.reason(why, call)
        return module.strings(argument(call, 0, "code"), call), clauses, given
    if name == "refuse" and isinstance(call.func, ast.Attribute) and module.name.startswith("warning/core"):
        given = {keyword.arg or OPEN for keyword in call.keywords}
        return module.strings(call.args[0], call), module.strings(call.args[2], call), given
    if name == "file_away":
        given = {keyword.arg or OPEN for keyword in call.keywords}
        return module.strings(call.args[0], call), module.strings(call.args[1], call), given
    return None
