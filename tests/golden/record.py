"""Record the month again: ``python -m tests.golden.record [--bank] [--to DIR]``; README.md says when to.

Decides the recorded events and writes what came of them. ``--bank`` makes the events anew first.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from tests.golden.month import (
    EVENTS,
    HERE,
    MONTH,
    VERDICTS,
    Month,
    decided,
    differences,
    month,
    recorded,
    store,
    stored,
)
from warning.bootstrap import new_bank
from warning.demo import synthesise

SEED: Final = 2026
LOANS: Final = 200
MONTHS: Final = 1
SHOWN: Final = 20


def record(directory: Path, *, anew: bool) -> Month:
    """Decide the month and write it; with ``anew`` its events are made first."""
    if anew:
        bank = new_bank(SEED, LOANS, MONTHS)
        lines = synthesise(bank.seed, loans=bank.loans, months=bank.months)
        events = b"".join(line + b"\n" for line in lines)
    else:
        bank, events = month().bank, stored(EVENTS)
    found = decided(bank, events)
    store(EVENTS, events, directory)
    store(VERDICTS, b"".join(msgspec.json.encode(row) + b"\n" for row in found.rows), directory)
    store(MONTH, msgspec.json.format(msgspec.json.encode(found.month)) + b"\n", directory)
    return found.month


def main(arguments: list[str] | None = None) -> int:
    """Record, and say what has changed: that is what has to be justified."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden.record", description=__doc__)
    parser.add_argument("--bank", action="store_true", help="make the events anew too")
    parser.add_argument("--to", type=Path, default=HERE, metavar="DIR", help="where to write")
    chosen = parser.parse_args(arguments)
    before = recorded() if (HERE / MONTH).is_file() else []
    made = record(chosen.to, anew=chosen.bank)
    changed = list(differences(before, recorded(chosen.to)))
    sums = Counter(line.partition(":")[0] for line in changed)
    sys.stdout.write(f"{made.counts.lines} records, head {made.head[:16]}, effects {made.effects[:16]}\n")
    sys.stdout.write(f"rows gone {sums['gone']}, new {sums['new']}, other {sums['other']}\n")
    sys.stdout.writelines(f"  {line}\n" for line in islice(changed, SHOWN))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
