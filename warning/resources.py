"""Where the rule book, the contracts and the topics lie: beside the code in a wheel, at the top of a checkout.

These are the defaults: a caller that was given another directory uses that one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent


def rules_directory() -> Path:
    """The rule book that comes with this program.

    Raises:
        FileNotFoundError: it is in neither place, so the installation is broken.
    """
    return _shipped("rules", PACKAGE)


def schemas_directory() -> Path:
    """The contracts (JSON Schema) that come with this program.

    Raises:
        FileNotFoundError: they are in neither place, so the installation is broken.
    """
    return _shipped("schemas", PACKAGE)


def topics_file() -> Path:
    """The topics, with their settings, that come with this program.

    Raises:
        FileNotFoundError: they are in neither place, so the installation is broken.
    """
    return _shipped("deploy", PACKAGE) / "topics.yaml"


def _shipped(name: str, package: Path) -> Path:
    """``package/_name`` (wheel), else ``name`` beside the package (checkout)."""
    for place in (package / f"_{name}", package.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"{name}: not shipped with {package}; install the package again")
