"""The one place that wires: a rule book becomes a frame, names to say things by, and a run that decides.

Databases and the invented bank are loaded by what needs them: most commands need neither.
"""

from __future__ import annotations

import gc
import os
import time
from contextlib import suppress
from pathlib import Path
from shutil import copytree, rmtree
from socket import socket
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct

from warning import settings
from warning.core.frame import Frame, Org
from warning.core.inforce import Frames
from warning.core.scalars import midnight, write_moment
from warning.intake.run import Run
from warning.ledger.files import LEDGER, files_of
from warning.rulebook import RuleBook, default_directory, load_book, pack
from warning.rulebook.wording import Wording
from warning.wording.names import Names, Rule
from warning.wording.text import Text

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from warning.ledger.sql.ledger import SqlLedger
    from warning.ledger.sql.schema import Upgraded
    from warning.streams.feed import Limits
    from warning.streams.places import Broker
    from warning.streams.watch import Watch
    from warning.streams.worker import Worker

EVENTS_FILE: Final = "events.jsonl"
BANK_FILE: Final = "bank.json"
LEDGER_FILE: Final = "ledger.db"
RULES_DIRECTORY: Final = "rules"
DEMO_DIRECTORY: Final = Path("demo-bank")
COLLECTED: Final = (50_000, 20, 100)
"""When Python looks for cycles among objects. States and rows have none; by its own thresholds a twelfth of a worker's
time goes into looking."""


def prepare_process() -> None:
    """Set up a process that is all ours."""
    gc.set_threshold(*COLLECTED)


class Bank(Struct, frozen=True, kw_only=True):
    """What a demonstration bank was made from: kept beside its events, so that they can be decided again."""

    seed: int
    loans: int
    months: int
    live_from: str
    """The instant of going live (T6)."""
    until: str
    """The instant to which its clock runs: the end of its last month."""
    frame: str = ""
    """The directory, beside the events, of its own rule book; empty where the packaged organisation is its own."""


class Setting(Struct, frozen=True):
    """What a command works with: the book with its words, the frame that decides, and the names."""

    book: RuleBook
    frame: Frame
    names: Names


def setting(directory: Path | None = None, *, live_from: int | None = None) -> Setting:
    """Load a rule book; None is the one that comes along.

    Raises:
        BrokenBook: with every problem of the book.
    """
    book = load_book(directory, live_from=live_from)
    return Setting(book, book.frame, names_of(book))


def names_of(book: RuleBook) -> Names:
    """The names a book gives; borrowers are named by their events."""
    orgs = {no: _text(name) for no, name in book.orgs.items()}
    rules = {text.ref: Rule(_text(text.name), _text(text.measure), text.unit) for text in book.rules}
    return Names(orgs=orgs, posts={post: _text(name) for post, name in book.posts.items()}, rules=rules, borrowers={})


def _text(wording: Wording) -> Text:
    return Text(wording.zh, wording.en)


def new_run(frame: Frame) -> Run:
    """An empty ledger in memory, and the run that drives it."""
    return Run(frame)


class Bare(Struct, frozen=True):
    """A ledger, and where it is; nothing is said of its rule books."""

    place: str
    ledger: SqlLedger

    def close(self) -> None:
        """Give back its connections."""
        self.ledger.close()


class Opened(Bare, frozen=True):
    """A ledger with what its commands work with: the rule book it keeps itself, too."""

    setting: Setting

    def with_scribe(self) -> None:
        """Have what is taken in written by a process of its own, once there is much of it."""
        from warning.ledger.sql.scribe import Scribe

        self.ledger.scribe = Scribe(self.ledger.engine.url)


def now() -> int:
    """The wall's clock (µs UTC)."""
    return time.time_ns() // 1_000


def place_of(named: str | None) -> str:
    """The ledger a command means: the one it names, or the environment's, or ``ledger.db`` here."""
    return named or settings.ledger()


def file_of(place: str) -> Path | None:
    """The file of a ledger on SQLite; None for one on a server.

    Raises:
        sqlalchemy.exc.ArgumentError: the place is no URL.
    """
    if "://" not in place:
        return Path(place)
    from sqlalchemy.engine import make_url

    url = make_url(place)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _engine(place: str) -> Engine:
    """The engine of a place, as ``with_password`` has it.

    Raises:
        settings.Unusable: that file cannot be used.
    """
    from warning.ledger.sql.engine import open_engine

    return open_engine(with_password(place))


def with_password(place: str) -> str:
    """A place; on a server, a URL without a password gets that of the file that the settings name."""
    from sqlalchemy.engine import make_url

    if "://" in place and settings.given(settings.LEDGER_PASSWORD_FILE):
        url = make_url(place)
        if url.get_backend_name() == "postgresql" and url.password is None:
            url = url.set(password=settings.secret(settings.LEDGER_PASSWORD_FILE))
            return url.render_as_string(hide_password=False)
    return place


def make_ledger(
    place: str,
    *,
    directory: Path | None = None,
    clock: Literal["live", "event"] = "event",
    live_from: int | None = None,
    name: str = "",
    at: int | None = None,
) -> Opened:
    """Make a ledger under a rule book, which is kept in it; None is the book that comes along.

    ``at`` is when it is made (µs UTC), now unless told otherwise.

    Raises:
        BrokenBook: with every problem of the book.
        LedgerThere: there is one.
        WrongSchema: tables of something else, or of another version, are in the way.
        ValueError: the place is of no kind of database we know.
        SQLAlchemyError, settings.Unusable: the database, or the file with its password, cannot be used.
    """
    from warning.ledger.sql.ledger import About, SqlLedger, StoredFrame

    book = load_book(directory, live_from=live_from)
    packed = pack(directory)
    file = file_of(place)
    made = file is not None and not file.exists()
    if made and file is not None and file.parent.is_dir():
        _touch(file)
    engine = _engine(place)
    created_at = now() if at is None else at
    about = About(name=name or _name(engine), clock=clock, live_from=live_from, created_at=created_at)
    frame = StoredFrame(book.frame.id, 0, packed)
    try:
        ledger = SqlLedger.create(engine, about, frame)
    except Exception:
        engine.dispose()
        if made and file is not None:  # what could not be made must not look like something
            for one in files_of(file):
                one.unlink(missing_ok=True)
        raise
    return Opened(place, ledger, Setting(book, book.frame, names_of(book)))


def _touch(file: Path) -> None:
    """Make it, for its owner and group: it names persons. Where that cannot be, SQLite says why."""
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, LEDGER))


def _name(engine: Engine) -> str:
    return Path(engine.url.database or "").stem or "ledger"


def open_ledger(place: str, archive: Path | None = None) -> Opened:
    """Open a ledger, with the rule book that is in force in it: at the wall's instant, or at its own clock's.

    Raises:
        FrameChanged: its rule book is not what was stored.
        UnapprovedBook: it is not there.
        NoLedger, WrongSchema, ValueError, SQLAlchemyError, settings.Unusable: as ``open_bare``.
    """
    from warning.ledger.sql.books import book_in_force

    here = open_bare(place, archive)
    ledger = here.ledger
    try:
        book = book_in_force(ledger, now() if ledger.about.clock == "live" else ledger.clock())
    except Exception:
        here.close()
        raise
    return Opened(place, ledger, Setting(book, book.frame, names_of(book)))


def open_bare(place: str, archive: Path | None = None) -> Bare:
    """Open a ledger whatever its rule books are: to verify it.

    ``archive``: where its archives are, if not where it says.

    Raises:
        NoLedger: none is there.
        WrongSchema: its tables are of another version.
        ValueError: the place is of no kind of database we know.
        SQLAlchemyError, settings.Unusable: the database, or the file with its password, cannot be used.
    """
    from warning.audit.archive.reading import with_archives
    from warning.ledger.sql.ledger import NoLedger, SqlLedger

    file = file_of(place)
    if file is not None and not file.is_file():  # SQLite would make an empty one
        raise NoLedger
    engine = _engine(place)
    try:
        ledger = SqlLedger.open(engine)
        ledger.engine = with_archives(engine, ledger.about, archive or settings.archive())
    except Exception:
        engine.dispose()
        raise
    return Bare(place, ledger)


def upgrade_ledger(place: str) -> Upgraded:
    """Bring the tables of a ledger up to date, and its guards.

    Raises:
        NoLedger, NoSchema: there is none.
        NewerSchema: it is of a later version.
    """
    from warning.ledger.sql import schema
    from warning.ledger.sql.ledger import NoLedger

    file = file_of(place)
    if file is not None and not file.is_file():
        raise NoLedger
    engine = _engine(place)
    try:
        return schema.upgrade(engine)
    finally:
        engine.dispose()


def kept_frames(here: Opened) -> Frames:
    """Every frame of a ledger, by its id and by its instants, as its control lane has approved them.

    What stands in the table of books and was not approved is in no place here; ``verify`` names it.

    Raises:
        FrameChanged: a rule book is not what was stored.
    """
    from warning.ledger.sql.books import approved_frames

    return approved_frames(here.ledger)


def worker_place(place: str, session_s: float) -> str:
    """A ledger on PostgreSQL as a worker opens it: one that falls asleep in a transaction holds no lock for long.

    When it wakes its transaction is gone, as its partitions are. It may sleep before it asks, or while it is answered.
    """
    from sqlalchemy.engine import make_url

    limit = int(3_000 * session_s)
    url = make_url(place)
    own = url.query.get("options", ())
    limits = (f"-c idle_in_transaction_session_timeout={limit}", f"-c tcp_user_timeout={limit}")
    options = " ".join((*((own,) if isinstance(own, str) else own), *limits))
    return url.update_query_dict({"options": options}).render_as_string(hide_password=False)


def new_worker(here: Opened, broker: Broker, watch: Watch, limits: Limits, at: socket | None = None) -> Worker:
    """What a worker of a ledger does, to be made within the loop it lives in; it answers how it is ``at`` a socket.

    Two ledgers on the same brokers are read by two groups: the name says which.
    """
    from warning.streams.desk import Desk
    from warning.streams.feed import Feed
    from warning.streams.gauges import Gauges
    from warning.streams.outbox import Outbox
    from warning.streams.web import Web
    from warning.streams.worker import Worker

    ledger, name = here.ledger, here.ledger.about.name
    desk = Desk(ledger, here.setting.frame, now)
    feed = Feed(broker, desk, watch, group=f"loan-warning.{name}", limits=limits)
    outbox = Outbox(broker, ledger.engine, f"loan-warning/{name}", here.setting.names, watch)
    gauges = Gauges(ledger.engine, here.setting.frame.orgs, watch.metrics, watch, now)
    return Worker(feed, outbox, gauges, watch, None if at is None else Web(at, watch))


def new_bank(seed: int, loans: int, months: int) -> Bank:
    """A demonstration bank goes live at 00:00 of its first day and is looked at when its last month has ended."""
    from warning.demo.bank import START
    from warning.demo.clock import next_month
    from warning.demo.network import BRANCHES, SUB_BRANCHES, scale

    start = START.toordinal()
    return Bank(
        seed=seed,
        loans=loans,
        months=months,
        live_from=write_moment(midnight(start)),
        until=write_moment(midnight(next_month(start, months))),
        frame="" if scale(loans) == (BRANCHES, SUB_BRANCHES) else RULES_DIRECTORY,
    )


def write_bank(bank: Bank, directory: Path) -> None:
    """Keep what the bank was made from beside its events.

    Raises:
        OSError: the directory cannot be written.
    """
    from warning.demo.network import organisation, scale

    if bank.frame:
        _write_rules(organisation(bank.seed, *scale(bank.loans)), directory / bank.frame)
    text = msgspec.json.format(msgspec.json.encode(bank))
    (directory / BANK_FILE).write_bytes(text + b"\n")


def _write_rules(orgs: dict[str, Org], directory: Path) -> None:
    """The packaged rule book, with other organisations in it."""
    rmtree(directory, ignore_errors=True)
    copytree(default_directory(), directory)
    rows = [
        {"org_no": org.org_no, "level": org.level, "name": {"zh": org.name, "en": f"{org.level} {org.org_no}"}}
        | ({"parent": org.parent} if org.parent else {})
        for org in orgs.values()
    ]
    # JSON is YAML
    text = msgspec.json.format(msgspec.json.encode({"orgs": rows}))
    (directory / "organisation.yaml").write_bytes(text + b"\n")


def bank_beside(events: Path) -> Bank | None:
    """The demonstration bank whose events these are; None for any other file."""
    if events.name != EVENTS_FILE:
        return None
    try:
        return msgspec.json.decode((events.parent / BANK_FILE).read_bytes(), type=Bank)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def ledger_beside(events: Path) -> str | None:
    """The ledger of the demonstration bank whose events these are; None where there is none."""
    path = events.parent / LEDGER_FILE
    return path.as_posix() if bank_beside(events) is not None and path.is_file() else None
