"""Reading, deciding and comparing a recorded month."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from warning.bootstrap import Bank, setting
from warning.cli.rows import json_lines
from warning.core.scalars import read_moment
from warning.core.state import State
from warning.core.step import initial, step
from warning.intake.run import Counts, Run, decide
from warning.ledger.journal import effects_digest

HERE: Final = Path(__file__).parent
EVENTS, VERDICTS, MONTH = "events.jsonl", "verdicts.jsonl", "month.json"
PLAIN_UP_TO: Final = 1_000_000
"""A larger file is compressed; a smaller one is plain, so that a change of it can be read."""

Row = dict[str, Any]


class Month(Struct, frozen=True, kw_only=True):
    """What a recorded month was made from, and what the journal of deciding it comes to."""

    bank: Bank
    events: str
    """SHA-256 of the events as they came."""
    frame: str
    counts: Counts
    journal_rows: int
    head: str
    """The last link of the chain."""
    effects: str
    """SHA-256 over the effects digests of all rows, in order."""


class Decided(Struct, frozen=True):
    """A month, decided now."""

    month: Month
    rows: list[Row]
    run: Run


def stored(name: str, directory: Path = HERE) -> bytes:
    """A recorded file, compressed or not."""
    path = directory / name
    return path.read_bytes() if path.is_file() else gzip.decompress((directory / f"{name}.gz").read_bytes())


def store(name: str, content: bytes, directory: Path = HERE) -> None:
    """Write a recorded file: the same bytes for the same content, whenever and wherever it is written."""
    plain, packed = directory / name, directory / f"{name}.gz"
    small = len(content) <= PLAIN_UP_TO
    (packed if small else plain).unlink(missing_ok=True)
    if small:
        plain.write_bytes(content)
    else:
        packed.write_bytes(gzip.compress(content, mtime=0))


def month(directory: Path = HERE) -> Month:
    """The recorded month."""
    return msgspec.json.decode(stored(MONTH, directory), type=Month)


def recorded(directory: Path = HERE) -> list[Row]:
    """The rows recorded."""
    return [msgspec.json.decode(line) for line in stored(VERDICTS, directory).splitlines()]


def decided(bank: Bank, events: bytes) -> Decided:
    """Decide the events of a bank, as ``warning decide --json`` does."""
    here = setting(live_from=int(read_moment(bank.live_from)))
    run = Run(here.frame)
    verdicts = decide(events.splitlines(), here.frame, int(read_moment(bank.until)), run=run)
    rows = [wordless(msgspec.json.decode(line)) for line in json_lines(verdicts, run.ledger, here.names)]
    digests = b"".join(row.effects_digest for row in run.ledger.journal)
    made = Month(
        bank=bank,
        events=sha256(events).hexdigest(),
        frame=here.frame.id,
        counts=verdicts.counts,
        journal_rows=len(run.ledger.journal),
        head=verdicts.head,
        effects=sha256(digests).hexdigest(),
    )
    return Decided(made, rows, run)


def wordless(row: Row) -> Row:
    """A row without the words for it: wording is no part of what was decided."""
    for part in ("because", "problems"):
        if part in row:
            row[part] = [{key: value for key, value in one.items() if key not in ("zh", "en")} for one in row[part]]
    return row


def identity(row: Row) -> str:
    """What a row is told apart by: its id, or the line of a refusal."""
    return f"{row['object']} {row.get('id') or '{line} {event_id} {outcome}'.format(**row)}"


def differences(before: list[Row], after: list[Row]) -> Iterator[str]:
    """Every row that is gone, new or another, with the fields that differ."""
    old, new = ({identity(row): row for row in rows} for rows in (before, after))
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield f"gone: {name}"
        elif name not in old:
            yield f"new: {name}"
        elif old[name] != new[name]:
            was, now = old[name], new[name]
            fields = [field for field in now if was.get(field) != now[field]]
            yield f"other: {name}: " + "; ".join(f"{field} {was.get(field)!r} -> {now[field]!r}" for field in fields)


def replayed(run: Run) -> Iterator[str]:
    """Each journal row whose effects are others when its aggregate is folded again from nothing."""
    states: dict[str, State] = {}
    for row in run.ledger.journal:
        states[row.key], effects = step(states.get(row.key) or initial(row.key), row.record, run.frame)
        if effects_digest(effects) != row.effects_digest:
            yield f"row {row.seq} of {row.key}: {row.record.id}"
