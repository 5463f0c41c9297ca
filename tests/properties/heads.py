"""Chain heads of histories, one a line: ``python -m tests.properties.heads FIRST LAST``, for other hash seeds."""

from __future__ import annotations

import sys

from tests.oracle.histories import PROFILES, history
from tests.properties.drive import play


def heads(first: int, last: int) -> list[str]:
    """``<profile> <seed> <head>`` of each history."""
    return [
        f"{profile} {seed} {play(history(seed, profile=profile), anew=True).verdicts.head}"
        for profile in PROFILES
        for seed in range(first, last + 1)
    ]


if __name__ == "__main__":
    print("\n".join(heads(int(sys.argv[1]), int(sys.argv[2]))))
