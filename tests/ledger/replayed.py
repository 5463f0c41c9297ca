"""Takes the bank into a ledger, or verifies one, in a process of its own: ``python -m tests.ledger.replayed take URL``.

Prints what must be the same under every hash seed and on every database: digests over what was decided and over the
links, how much was verified, and what differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import make_url, select

from tests.ledger import bank
from warning.ledger.journal import JournalRow
from warning.ledger.sql.tables import JOURNAL
from warning.ledger.verify import verify


def digests(rows: Iterable[JournalRow]) -> str:
    """Over the effects digests and the links of rows, by lane and number."""
    ordered = sorted(rows, key=lambda row: (row.lane, row.seq))
    effects, links = sha256(), sha256()
    for row in ordered:
        effects.update(row.effects_digest)
        links.update(row.link)
    return f"{effects.hexdigest()} {links.hexdigest()}"


def main(command: str, url: str) -> None:
    """``take``: make a ledger and take the bank in; ``verify``: recompute it. Both say what is there."""
    if command == "take":
        intake = bank.complete(bank.intake(bank.create(make_url(url))), bank.wire())
    else:
        intake = bank.reopened(make_url(url))
    with intake.ledger.engine.connect() as connection:
        rows = [JournalRow(*row) for row in connection.execute(select(JOURNAL))]
    found = verify(intake.ledger, {bank.frame().id: bank.frame()})
    print(digests(rows), found.rows, found.aggregates, found.seen, found.differences)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
