"""Replays a ledger in a process of its own: ``python -m tests.replay.replayed URL JOBS``.

Prints what must be the same under every hash seed, on every database and with any number of processes.
"""

from __future__ import annotations

import sys

from sqlalchemy import make_url

from tests.ledger import bank
from warning.audit.replay import Proven, replay
from warning.ledger.sql.engine import open_engine


def told(found: Proven) -> str:
    """What a replay came to, in a line."""
    lanes = [(one.lane, one.seq, one.head.hex(), one.changes.hex(), one.aggregates) for one in found.lanes]
    return f"{found.ends} {found.rows} {found.effects} {found.foreign} {found.divergences} {lanes}"


def main(url: str, jobs: str) -> None:
    """Say it."""
    engine = open_engine(make_url(url))
    print(told(replay(engine, {bank.frame().id: bank.frame()}, jobs=int(jobs))))
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
