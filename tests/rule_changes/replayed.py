"""Takes a bank with a change in it into a ledger, or verifies one, in a process of its own.

``python -m tests.rule_changes.replayed take|verify URL`` prints what must be the same under every hash seed and on
every database: digests over what was decided and over the links, and what differs or does not come out again.
"""

from __future__ import annotations

import sys

from sqlalchemy import make_url, select

from tests.ledger import bank
from tests.ledger.replayed import digests
from tests.rule_changes import changed
from warning.audit.replay import replay
from warning.intake.ingest import Intake
from warning.ledger.journal import JournalRow
from warning.ledger.sql.tables import JOURNAL
from warning.ledger.verify import verify


def said(into: Intake) -> str:
    """All of it, in a line."""
    with into.ledger.engine.connect() as connection:
        rows = [JournalRow(*row) for row in connection.execute(select(JOURNAL))]
    frames = changed.frames(into)
    again, differences = replay(into.ledger.engine, frames), verify(into.ledger, frames).differences
    return f"{digests(rows)} {len(rows)} {again.rows} {again.divergences} {differences}"


def main(command: str, url: str) -> None:
    """Say it."""
    from tests.rule_changes.test_force import life

    print(said(life(make_url(url)) if command == "take" else bank.reopened(make_url(url))))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
