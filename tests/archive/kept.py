"""A small ledger of two months, anchored while it grew, and what is asked of it before and after it is archived."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy.engine import URL

from tests.audit.anchored import FRAMES, KEY, Shelf
from tests.deploy.asked import DEPLOY
from tests.ledger import bank
from warning.audit.archive.dropping import Dropped, drop, may_drop
from warning.audit.archive.reading import with_archives
from warning.audit.archive.writing import Writer, unheard
from warning.audit.asof import known_at
from warning.audit.replay import replay
from warning.audit.verifier.anchor import key_id
from warning.audit.verifier.archives import Joined, Piece
from warning.audit.verifier.check import verify
from warning.audit.verifier.findings import Ledger, Report
from warning.audit.verifier.trail import Trail
from warning.cli.audit.stores import read_only
from warning.core.scalars import DAY as DAY_US
from warning.ledger.sql.engine import open_engine, snapshot
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.queries import all_duties, all_signals, all_warnings, changes_of, records_of, without_effect
from warning.ledger.verify import Verified
from warning.ledger.verify import verify as recompute

OCTOBER: Final = "2026-10"
NOVEMBER: Final = "2026-11"
PASSWORD: Final = "arch'i\"vist"  # noqa: S105 - all that a statement could trip over
WHO: Final = "uid:0"


def opened(url: URL, archive: Path | None = None) -> SqlLedger:
    """A ledger as commands open it, with its archives."""
    ledger = SqlLedger.open(open_engine(url))
    ledger.engine = with_archives(ledger.engine, ledger.about, archive)
    return ledger


def archivist(owner: URL, scratch: Path) -> URL:
    """The login of ``deploy/postgresql/archivist.sql``."""
    (scratch / "password").write_text(f"{PASSWORD}\n", "utf-8")
    words = ["psql", "--no-psqlrc", "--quiet", "--file", str(DEPLOY / "postgresql" / "archivist.sql")]
    named = {**os.environ, "ARCHIVIST_PASSWORD_FILE": str(scratch / "password")}
    place = owner.render_as_string(hide_password=False)
    done = subprocess.run([*words, place], env=named, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return owner.set(username=f"{owner.database}_archivist", password=PASSWORD)


def archived(
    ledger: SqlLedger,
    directory: Path,
    month: str = OCTOBER,
    shelf: Shelf | None = None,
    reached: Callable[[str], None] = unheard,
) -> list[Piece]:
    """Write what is closed with a month."""
    pins = None
    if shelf is not None:
        about = ledger.about
        whose = Ledger(about.name, about.created_at, about.clock, about.live_from)
        pins = Trail(whose, {key_id(KEY.public_key()): KEY.public_key()}).read(shelf.stored()).pins()
    kept = {} if shelf is None else shelf.kept
    writer = Writer(directory, ledger.about, kept.__getitem__, reached)
    with snapshot(ledger.engine) as connection:
        return [one.piece for one in writer.archive(connection, month, pins, lambda _: None)]


def dropped(
    ledger: SqlLedger, directory: Path, pieces: list[Piece], reached: Callable[[str], None] = unheard
) -> list[Dropped]:
    """Drop them."""
    may_drop(ledger)
    return list(drop(ledger, directory, pieces, at=1, by=WHO, reached=reached))


def looked(url: URL, shelf: Shelf | None = None, archive: Path | None = None) -> Report:
    """The independent verifier's report."""
    source = Joined(read_only(url.render_as_string(hide_password=False)), archive)
    keys = {key_id(KEY.public_key()): KEY.public_key()}
    found = verify(source, [] if shelf is None else [("shelf", shelf.stored())], keys)
    source.close()
    return found


def recomputed(ledger: SqlLedger) -> Verified:
    """What the ledger's own verification finds."""
    return recompute(ledger, FRAMES)


def told(url: URL, archive: Path | None = None) -> dict[str, Any]:
    """Everything that is asked of history: the same before and after."""
    ledger = opened(url, archive)
    try:
        return _told(ledger)
    finally:
        ledger.close()


def _told(ledger: SqlLedger) -> dict[str, Any]:
    found, again = replay(ledger.engine, FRAMES), recompute(ledger, FRAMES)
    with snapshot(ledger.engine) as connection:
        ids = [row.id for rows in (all_signals, all_warnings, all_duties) for row in rows(connection)]
        keys = [f"b:G{n}" for n in range(4)]
        return {
            "replayed": (found.rows, found.effects, found.aggregates, found.ends, found.divergences, found.unknown),
            "recomputed": (again.rows, again.aggregates, again.seen, again.heads, again.differences),
            "asof": [plain(known_at(connection, instant).rows) for instant in instants()],
            "changes": plain(changes_of(connection, ids)),
            "records": plain(records_of(connection, keys, ("sued-G0", "lent-G1"), ("major_event.v1", "wake"))),
            "without": [plain(without_effect(connection, key)) for key in keys],
        }


def plain(value: Any) -> bytes:
    """Whatever it is, to be compared."""
    return msgspec.json.encode(value, enc_hook=int)


def instants() -> list[int]:
    """Before, in and after what is archived."""
    return [bank.UNTIL - days * DAY_US for days in (45, 38, 30, 15, 0)]


def rows(url: URL, table: str = "journal") -> int:
    """How many a table has."""
    engine = open_engine(url)
    with engine.connect() as connection:
        found = int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608 - ours
    engine.dispose()
    return found
