"""Write the schemas, or say which have drifted: ``python -m warning.contracts.export [--check] [--to DIR]``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from warning.contracts.answers import answers_schema
from warning.contracts.asyncapi import asyncapi
from warning.contracts.lines import lines_schema
from warning.contracts.outgoing import OUTGOING, sent_schema
from warning.contracts.schema import ENVELOPE, envelope_schema, event_schema, index, topics
from warning.contracts.topics import ROUTES

HOME: Final = Path(__file__).parents[2] / "schemas"
"""Where the schemas lie in a checkout."""


def rendered() -> dict[str, str]:
    """Every file, by its path under ``schemas/``."""
    made: dict[str, Any] = {f"events/{name}.schema.json": event_schema(name) for name in ROUTES}
    made |= {ENVELOPE: envelope_schema(), "index.schema.json": index(), "topics.json": topics()}
    made |= {f"sent/{sent.type}.schema.json": sent_schema(topic) for topic, sent in OUTGOING.items()}
    made |= {"asyncapi.json": asyncapi()}
    made |= {"verdicts.schema.json": lines_schema(), "answers.schema.json": answers_schema()}
    return {path: json.dumps(content, ensure_ascii=False, indent=2) + "\n" for path, content in made.items()}


def drift(directory: Path) -> list[str]:
    """What is missing, stale or no longer made, by path, sorted."""
    made = rendered()
    there = {path.relative_to(directory).as_posix(): path.read_text("utf-8") for path in directory.rglob("*.json")}
    return sorted(path for path in made.keys() | there.keys() if made.get(path) != there.get(path))


def write(directory: Path) -> list[str]:
    """Bring a directory up to date; gives what was changed."""
    changed, made = drift(directory), rendered()
    for path in changed:
        target = directory / path
        if path in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(made[path], "utf-8")
        else:
            target.unlink()
    return changed


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 where ``--check`` finds drift."""
    parser = argparse.ArgumentParser(prog="python -m warning.contracts.export", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a schema has drifted")
    parser.add_argument("--to", type=Path, default=HOME, metavar="DIR", help="the directory of the schemas")
    chosen = parser.parse_args(arguments)
    changed = drift(chosen.to) if chosen.check else write(chosen.to)
    for path in changed:
        sys.stdout.write(f"{'drifted' if chosen.check else 'wrote'} {path}\n")
    return 1 if chosen.check and changed else 0


if __name__ == "__main__":
    raise SystemExit(main())
