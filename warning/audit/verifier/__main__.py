"""``python -m warning.audit.verifier PLACE [--anchors DIR] [--public-key FILE] [--archive DIR]``: the report as JSON.

``PLACE``: the directory of a bundle, a file of SQLite, or ``postgresql://…``. Exit code 0: nothing found; 1: something;
3: the place cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from warning.audit.verifier.anchor import key_id, public_key
from warning.audit.verifier.archives import Joined
from warning.audit.verifier.bundle import Bundle
from warning.audit.verifier.check import verify
from warning.audit.verifier.databases import open_database
from warning.audit.verifier.source import Source, Unreadable
from warning.audit.verifier.trail import in_directory


def opened(place: str, archive: Path | None = None) -> Source:
    """A bundle or a database, with what it has archived, where it says so or in another directory.

    Raises:
        Unreadable: it is neither.
    """
    return Bundle(Path(place)) if Path(place).is_dir() else Joined(open_database(place), archive)


def main(words: list[str]) -> int:
    """Verify, and say what was found; the exit code."""
    parser = argparse.ArgumentParser(prog="verifier")
    parser.add_argument("place")
    parser.add_argument("--anchors", type=Path, action="append", default=[])
    parser.add_argument("--public-key", type=Path, action="append", default=[])
    parser.add_argument("--archive", type=Path)
    asked = parser.parse_args(words)
    try:
        source = opened(asked.place, asked.archive)
        keys = [public_key(file.read_bytes()) for file in asked.public_key]
        places = [(str(path), list(in_directory(path))) for path in asked.anchors]
    except (Unreadable, OSError, ValueError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 3
    report = verify(source, places, {key_id(key): key for key in keys})
    source.close()
    sys.stdout.buffer.write(msgspec.json.encode({"ends": report.ends, **msgspec.to_builtins(report)}) + b"\n")
    return 1 if report.found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
