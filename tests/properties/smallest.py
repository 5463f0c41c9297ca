"""The smallest history that breaks a property: ``python -m tests.properties.smallest NAME --profile P --seed S``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.oracle.agree import show_history
from tests.oracle.histories import PROFILES, History, history
from tests.oracle.shrink import smallest
from tests.properties.catalogue import PROPERTIES
from tests.properties.drive import Property, told_in_short


def shrunk(holds: Property, told: History) -> History:
    """The smallest history found that still breaks the property."""
    return smallest(told, lambda less: bool(less.events) and bool(holds(less)))


def main(arguments: Sequence[str] | None = None) -> int:
    """0: the property holds; 1: it does not, and the smallest history is printed."""
    parser = argparse.ArgumentParser(prog="tests.properties.smallest", description=__doc__)
    parser.add_argument("name", choices=sorted(PROPERTIES))
    parser.add_argument("--profile", default="everything", choices=list(PROFILES))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    holds = PROPERTIES[options.name]
    told = history(options.seed, profile=options.profile)
    if not holds(told):
        print("holds")
        return 0
    less = shrunk(holds, told)
    print(f"{len(less.events)} events\n{show_history(less)}\n{told_in_short(holds(less))}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
