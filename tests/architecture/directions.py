"""Imports go one way.

``core`` ← ``rulebook``, ``contracts``, ``wording`` ← ``ledger`` ← ``intake`` ← {``streams``, ``audit``, ``notices``,
``console``, ``demo``} ← ``bootstrap`` ← ``cli``. A part imports itself and any layer before its own; parts of one
layer do not import each other. ``demo`` and ``settings`` are imported by ``bootstrap`` and ``cli`` only,
``resources`` and ``visible`` by anyone but the core; all three import nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.architecture.source import Module, imports

LAYERS = (
    ("core",),
    ("rulebook", "contracts", "wording"),
    ("ledger",),
    ("intake",),
    ("streams", "audit", "notices", "console", "demo"),
    ("bootstrap",),
    ("cli", "__main__"),
)
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}
ONLY_FOR = {"demo": ("bootstrap", "cli", "__main__"), "settings": ("bootstrap", "cli", "__main__")}
LEAVES = ("resources", "settings", "visible")
OWN_NAME = "__name__"
"""What stands for the package's own names, such as ``__version__``: no part, and anyone's to read."""


def wrong_directions(found: Iterable[Module]) -> list[str]:
    """Each import of ours that goes the wrong way."""
    return [finding for module in found for finding in _of(module)]


def _of(module: Module) -> Iterator[str]:
    source = _part(module.name)
    if source and source not in RANK and source not in LEAVES:
        yield module.at(1, f"'{source}' is no part of the design")
        return
    for target, line in imports(module):
        if target.split(".")[0] == "warning" and (why := _refusal(source, _part(target))):
            yield module.at(line, why)


def _part(name: str) -> str:
    """``core`` of ``warning.core.step``; nothing for the package itself."""
    part = name.split(".")[1] if "." in name else ""
    return OWN_NAME if part.startswith("__") and part not in RANK else part


def _refusal(source: str, target: str) -> str:
    """Why one part may not import another; nothing if it may."""
    if source == target != "" or target == OWN_NAME:
        return ""
    if not source:
        return "the package itself imports none of its parts"
    if source in LEAVES:
        return f"'{source}' imports nothing of ours"
    if target not in RANK:
        return _refusal_outside(source, target)
    return _refusal_by_layer(source, target)


def _refusal_outside(source: str, target: str) -> str:
    """The same, where the target has no layer: a leaf, the package itself, or no part at all."""
    if target == "settings" and source not in ONLY_FOR[target]:
        return f"'settings' is for bootstrap and cli only, not for '{source}'"
    if target == "resources" and source == "core":
        return "the core reads no files: 'resources'"
    if target == "visible" and source == "core":
        return "the core shows nothing: 'visible'"
    if target in LEAVES:
        return ""
    return f"'{target}' is no part of the design" if target else "import a part, not the package"


def _refusal_by_layer(source: str, target: str) -> str:
    """The same, where both have a layer."""
    if target == "demo" and source not in ONLY_FOR[target]:
        return f"'demo' is for bootstrap and cli only, not for '{source}'"
    if RANK[target] > RANK[source]:
        return f"'{source}' comes before '{target}' and may not import it"
    if RANK[target] == RANK[source] and (source, target) != ("__main__", "cli"):
        return f"'{source}' and '{target}' are of one layer and do not import each other"
    return ""
