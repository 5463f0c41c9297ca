"""The process that writes for a worker (``scribe``): ``python -m warning.ledger.sql.scribing PARENT``."""

from __future__ import annotations

import sys
import time

from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.scribe import INSTANT, NOT_WRITTEN, READY, WRITTEN, die_with, heard, read_errand


def main(parent: int) -> None:
    """Write what comes on standard input, one errand after the other, until there is no more."""
    die_with(parent)
    said, answers = sys.stdin.buffer, sys.stdout.buffer
    ledger = SqlLedger.open(open_engine(heard(said).decode()))
    answers.write(READY)
    answers.flush()
    while errand := heard(said):
        try:
            written = ledger.carry_out(read_errand(errand))
        except Exception:  # noqa: BLE001 - the worker tries it itself, and hears the reason
            written = False
        at = time.time_ns() // 1_000
        answers.write(WRITTEN + at.to_bytes(INSTANT) if written else NOT_WRITTEN)
        answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
