"""How long a file and a function may be."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.source import Module

LINES_OF_FILE = 400
LINES_OF_FUNCTION = 70


def too_long(found: Iterable[Module]) -> list[str]:
    """Each file and function over its length; a function counts from ``def`` to its last line, docstring and all."""
    return [finding for module in found for finding in (*_file(module), *_functions(module))]


def _file(module: Module) -> Iterator[str]:
    lines = len(module.text.splitlines())
    if lines > LINES_OF_FILE:
        yield module.at(1, f"{lines} lines in a file, at most {LINES_OF_FILE}")


def _functions(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_OF_FUNCTION:
                yield module.at(node.lineno, f"{lines} lines in '{node.name}', at most {LINES_OF_FUNCTION}")
