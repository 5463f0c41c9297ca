"""Who may reach where: the environment is read in one place, oracle and verifier know nothing of the product."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.source import Module, imports

SETTINGS = "warning/settings.py"
ENVIRONMENT = frozenset(("environ", "environb", "getenv", "putenv"))
ORACLE = "tests.oracle.judge"
VERIFIER = "warning.audit.verifier"


def environment_readers(found: Iterable[Module]) -> list[str]:
    """Each place in the product, other than ``settings``, that reads the environment."""
    ours = [module for module in found if module.path.startswith("warning/") and module.path != SETTINGS]
    return [
        module.at(line, f"'{name}': only {SETTINGS} reads the environment")
        for module in ours
        for name, line in _environment(module)
    ]


def _environment(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT:
            yield node.attr, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from ((alias.name, node.lineno) for alias in node.names if alias.name in ENVIRONMENT)


def shared_with_oracle(found: Iterable[Module]) -> list[str]:
    """Each import of the product in the oracle, or in anything of ours that the oracle imports."""
    named = {module.name: module for module in found}
    waiting = [name for name in named if name == ORACLE or name.startswith(f"{ORACLE}.")]
    seen = set(waiting)
    findings = []
    while waiting:
        module = named[waiting.pop()]
        for target, line in imports(module):
            if target.split(".")[0] == "warning":
                findings.append(module.at(line, f"the oracle shares no code with the product: '{target}'"))
            for name in (target, target.rpartition(".")[0]):
                if name in named and name not in seen:
                    seen.add(name)
                    waiting.append(name)
    return sorted(findings)


def shared_with_verifier(found: Iterable[Module]) -> list[str]:
    """Each import of ours in the verifier, but of itself, and in the packages around it, which are loaded with it."""
    around = ("warning", "warning.audit")
    return [
        module.at(line, f"the verifier shares no code with the ledger: '{target}'")
        for module in found
        if module.name in around or _within(module.name, VERIFIER)
        for target, line in imports(module)
        if target.split(".")[0] in {"warning", "tests"} and not _within(target, VERIFIER)
    ]


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")
