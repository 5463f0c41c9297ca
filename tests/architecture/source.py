"""Python source as the rules see it: a module with its tree, what it imports, and a finding about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Module(NamedTuple):
    """One file of Python: where it lies (from the repository's top), its dotted name, its text and its tree."""

    path: str
    name: str
    text: str
    tree: ast.Module

    def at(self, line: int, what: str) -> str:
        """A finding, as a compiler writes it."""
        return f"{self.path}:{line}: {what}"


class Import(NamedTuple):
    """One imported module or name, absolute, and the line it is asked for."""

    target: str
    line: int


def module_of(path: str, text: str) -> Module:
    """A module from its path and text."""
    parts = path.removesuffix(".py").split("/")
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(path, name, text, ast.parse(text, path))


def modules(*folders: str) -> list[Module]:
    """All modules below the folders, in the order of their paths."""
    found = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [_read(path) for path in found]


@cache
def _read(path: Path) -> Module:
    """One file, parsed once for all the rules."""
    return module_of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def imports(module: Module) -> Iterator[Import]:
    """Everything imported anywhere in a module: inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            yield from (Import(f"{base}.{alias.name}", node.lineno) for alias in node.names)


def _base(module: Module, node: ast.ImportFrom) -> str:
    """The absolute module that a ``from`` names, dots resolved."""
    if not node.level:
        return node.module or ""
    package = module.name.split(".") if module.path.endswith("/__init__.py") else module.name.split(".")[:-1]
    kept = package[: len(package) - node.level + 1]
    return ".".join([*kept, node.module] if node.module else kept)
