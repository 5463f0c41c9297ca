"""Record a ledger of this version: ``python -m tests.golden.ledger FILE``; README.md says when to."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

LOANS: Final = 60


def dumped(path: Path) -> bytes:
    """A ledger as SQL, compressed; the same bytes for the same rows."""
    with sqlite3.connect(path) as database:
        text = "".join(f"{line}\n" for line in database.iterdump())
    database.close()
    return gzip.compress(text.encode(), mtime=0)


def main(file: Path) -> int:
    """Have the demonstration bank's month decided, and keep its ledger."""
    with TemporaryDirectory() as made:
        directory = Path(made) / "bank"
        program = Path(sys.executable).with_name("warning")
        subprocess.run([program, "demo", "--loans", str(LOANS), "--out", directory], check=True)
        file.write_bytes(dumped(directory / "ledger.db"))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
