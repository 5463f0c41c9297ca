"""A ledger of an earlier program, brought up to date: what it kept is what the new columns say."""

from __future__ import annotations

from hashlib import sha256

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from warning.ledger.sql import schema
from warning.ledger.sql.engine import open_engine

QUARANTINED = (
    "INSERT INTO quarantine (source, line, event_id, type, outcome, status, at, refusal, raw) "
    "VALUES ('file:x', 3, 'e', 't', 'quarantined', 'open', 7, :raw, :raw)"
)
SOURCE = """
INSERT INTO source (name, kind, "offset", line, taken, beginning, received, finished, records, applied, duplicate,
                    stale, quarantined)
VALUES (:name, :kind, 90, 9, 1, :raw, 5, :no, 6, 6, 0, 0, 0)
"""


def _made(engine: Engine, revision: str) -> None:
    """The tables as they were."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", schema.MIGRATIONS)
        command.upgrade(config, revision)


def test_originals_get_their_digests_and_files_their_blank_lines(empty_url: URL) -> None:
    engine = open_engine(empty_url)
    _made(engine, "0005")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for raw in (b"one", b"two", b"without a person"):
            connection.execute(text(QUARANTINED), {"raw": raw})
        connection.execute(text("INSERT INTO redacted VALUES (3, :digest)"), {"digest": sha256(b"with one").digest()})
        for name, kind in (("file:x", "file"), ("kafka:x", "kafka")):
            connection.execute(text(SOURCE), {"name": name, "kind": kind, "raw": b"", "no": False})
    schema.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, raw, digest FROM quarantine ORDER BY id")).all()
        blank = dict(map(tuple, connection.execute(text("SELECT name, blank FROM source"))))
    engine.dispose()
    kept = ((1, b"one", b"one"), (2, b"two", b"two"), (3, b"without a person", b"with one"))
    assert [(row.id, bytes(row.raw), bytes(row.digest)) for row in rows] == [
        (number, raw, sha256(was).digest()) for number, raw, was in kept
    ]
    assert blank == {"file:x": 3, "kafka:x": 0}
