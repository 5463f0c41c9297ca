"""An invented bank for the proofs of the ledger: its wire, its frame, how it is taken in, what a database then holds.

Salts are constant, so that two ledgers can be equal row for row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Final

from msgspec import structs
from sqlalchemy import Engine, Table, select
from sqlalchemy.engine import URL

from tests.cli.events import line
from tests.ledger.stores import with_tables
from warning.contracts.decode import Incoming
from warning.core.frame import Frame
from warning.core.scalars import midnight
from warning.demo.bank import synthesise
from warning.intake.driver import Driver
from warning.intake.ingest import Intake
from warning.intake.positioned import Item, lines_from, positioned
from warning.ledger.memory import MemoryLedger
from warning.ledger.sql import tables
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import About, SqlLedger, StoredFrame
from warning.ledger.sql.persons import PREFIX, SALT, Persons, _persons
from warning.ledger.sql.sources import Position, Source, source
from warning.ledger.verify import verify
from warning.rulebook import load_frame

OPENS: Final = date(2026, 10, 1)
UNTIL: Final = midnight(date(2026, 12, 1).toordinal())
"""How far the clock runs on after the last record."""
NAME: Final = "bank.jsonl"
COUNTED: Final = frozenset(("inbox", "quarantine"))
"""Tables whose ``id`` the database counts: its order counts, its value does not."""
Contents = dict[str, list[tuple[Any, ...]]]


@cache
def frame() -> Frame:
    """The packaged rule book, live from the bank's first day."""
    return load_frame(live_from=midnight(OPENS.toordinal()))


@cache
def short(members: int = 12) -> tuple[bytes, ...]:
    """What a ledger must not mishandle, without the bank."""
    return in_order((*_awkward(), *group(members)))


@cache
def wire(loans: int = 20) -> tuple[bytes, ...]:
    """Two months of a bank, and what a ledger must not mishandle: redeliveries, ``_awkward`` records, a group."""
    made = list(synthesise(loans=loans, months=2, start=OPENS))
    made += [*made[50:90], *_awkward(), *group(12)]
    return in_order(made)


def in_order(lines: Iterable[bytes]) -> tuple[bytes, ...]:
    """By the instants of their recording."""
    return tuple(sorted(lines, key=recorded))


def recorded(raw: bytes) -> str:
    """The instant of a line as it is written; that of no line, for one that cannot be read."""
    return raw.partition(b'"recordedtime":')[2].lstrip()[1:24].decode() or "2026-11-01"


def _awkward() -> Iterator[bytes]:
    """Records held for a loan, for two of them, and in vain; of another's loan; of an unknown organisation.

    The second loan takes the first one's place at another branch, so that its opening tells four organisations, the
    last of which shares a lane with the borrower, for whom records are held.
    """
    for loan, org_no, hour in (("LX1", "1003", "15"), ("LX2", "2001", "16")):
        kind, more = "loan.disbursed.v1", {}
        if loan == "LX2":
            kind, more = "loan.refinanced.v1", {"previous_loan_no": "LX1"}
        terms = {"currency": "CNY", "disbursed_on": "2026-10-20", "matures_on": "2027-01-10", "org_no": org_no, **more}
        fields = {"customer_no": "CX98", "loan_no": loan, "outstanding_balance": "6000000.00", **terms}
        yield line(f"open-{loan}", kind, f"2026-10-20T{hour}:00:00.000+08:00", **fields).encode()
    early, later = "2026-10-20T14:00:00.000+08:00", "2026-10-20T15:00:00.000+08:00"
    for loan in ("LX1", "LX2", "LX9"):
        yield owing(f"owes-{loan}", early, loan, "500.00")
    joined = {"customer_no": "CX98", "group_no": "GRX", "change": "made"}
    yield line("joined-CX98", "group.link.v1", early, **joined).encode()
    found = {"customer_no": "CX98", "kind": "conditions_not_met", "finding_no": "F1", "loan_nos": ["LX1", "LX2"]}
    yield line("found-LX", "management.finding.v1", early, **found).encode()
    yield owing("not-mine", later, "L0000003", "500.00", customer_no="CX98")
    act = {"customer_no": "C000001", "domain": "business", "post": "sub_branch_president", "officer_no": "7999-SBP01"}
    yield line("away", "phone.notice.v1", later, **act, org_no="7999").encode()


def owing(name: str, at: str, loan: str, owed: str, **more: str) -> bytes:
    fields = {"loan_no": loan, "posting_seq": 1, "currency": "CNY", "interest_arrears_since": "2026-10-20", **more}
    fields |= {"interest_arrears_on_bs": owed, "interest_arrears_off_bs": "0.00"}
    return line(name, "interest_arrears.position.v1", at, **fields).encode()


def group(members: int, day: str = "2026-10-21") -> Iterator[bytes]:
    """A group of so many borrowers with loans of which one is sued, another one later; two more join in between."""
    for n in range(members):
        terms = {"loan_no": f"LG{n}", "org_no": "1003", "currency": "CNY", "outstanding_balance": "6000000.00"}
        days = {"disbursed_on": day, "matures_on": "2029-01-10"}
        at = f"{day}T08:00:00.000+08:00"
        yield line(
            f"named-G{n}", "borrower.registered.v1", at, customer_no=f"G{n}", borrower_name=f"集团{n}公司"
        ).encode()
        yield line(f"lent-G{n}", "loan.disbursed.v1", at, customer_no=f"G{n}", **terms, **days).encode()
        hour = "09" if n < members - 2 else "11"
        joined = {"customer_no": f"G{n}", "group_no": "GRP", "change": "made"}
        yield line(f"joined-G{n}", "group.link.v1", f"{day}T{hour}:00:00.000+08:00", **joined).encode()
    for n, hour in ((0, "10"), (1, "12")):
        sued = {"customer_no": f"G{n}", "kind": "litigation", "description": "标的六千万元"}
        yield line(f"sued-G{n}", "major_event.v1", f"{day}T{hour}:00:00.000+08:00", **sued).encode()
        act = {"domain": "business", "org_no": "1003", "post": "sub_branch_president", "officer_no": f"1003-SBP0{n}"}
        said = f"{day}T{hour}:30:00.000+08:00"
        yield line(f"called-G{n}", "phone.notice.v1", said, customer_no=f"G{n}", **act).encode()


class Salted(Persons):
    """Tokens of one salt: the same in every ledger."""

    def __init__(self) -> None:
        """One salt for all."""
        super().__init__(lambda: b"\7" * SALT)

    def know(self, event: Any) -> None:
        """The tokens of an event's persons, without a database."""
        for value in _persons(event):
            self._tokens[value] = PREFIX + sha256(self._salt() + value.encode()).hexdigest()[:16]


def create(url: URL, *, clock: Any = "event", of: Frame | None = None) -> SqlLedger:
    """A new ledger."""
    book = of or frame()
    about = About(name="bank", clock=clock, live_from=book.live_from, created_at=0)
    return SqlLedger.create(open_engine(with_tables(url)), about, StoredFrame(book.id, 0, b""))


def intake(ledger: SqlLedger, **limits: int) -> Intake:
    """What works on it."""
    return Intake(ledger, frame(), persons=Salted(), **limits)


def reopened(url: URL, **limits: int) -> Intake:
    """The same after another process has gone."""
    return intake(SqlLedger.open(open_engine(url)), **limits)


def take_in(
    into: Intake, lines: Sequence[bytes], name: str = NAME, tell: Callable[[Source], None] = lambda _: None
) -> Source:
    """Go on with a source where it stands, to its end."""
    whole = b"".join(one + b"\n" for one in lines)
    with into.ledger.engine.connect() as connection:
        at = source(connection, name) or Source(name, "file")
    if at.finished:
        return at
    at = into.ingest(at, items(whole, at.position), tell)
    return into.finish(at, len(whole), len(lines) + 1)


def take_part(into: Intake, lines: Sequence[bytes], number: int, name: str = NAME, *, now: int = 0) -> Source:
    """The first lines of a source that goes on; ``now``: by the wall's clock."""
    whole = b"".join(one + b"\n" for one in lines)
    return into.ingest(Source(name, "file"), islice(items(whole, Position()), number), now=lambda: now)


def items(whole: bytes, position: Position) -> Iterator[Item]:
    """The rest of a file."""
    file = BytesIO(whole)
    file.seek(position.offset)
    read = positioned(lines_from(file, position), skip=position.taken)
    return (item for item in read if isinstance(item, Item))


def undisturbed(directory: Path) -> Contents:
    """What an event-driven ledger holds of the short bank on which one process worked, with nothing cut: verified."""
    into = complete(intake(create(URL.create("sqlite", database=str(directory / "ledger.db")))), short())
    assert verify(into.ledger, {frame().id: frame()}).differences == ()
    found = contents(into.ledger.engine)
    into.ledger.engine.dispose()
    return found


def run_on(into: Intake, until: int = UNTIL) -> None:
    """Let time pass."""
    while not into.tick(until):
        pass


def complete(into: Intake, lines: Sequence[bytes]) -> Intake:
    """All lines, then time; from wherever it was left."""
    take_in(into, lines)
    run_on(into)
    return into


def in_memory(lines: Sequence[bytes], *, of: Frame | None = None, until: int = UNTIL) -> Driver[MemoryLedger]:
    """The same on the ledger in memory."""
    driver, persons = Driver(of or frame(), MemoryLedger()), Salted()
    for item in items(b"".join(one + b"\n" for one in lines), Position()):
        if isinstance(item.read, Incoming):
            persons.know(item.read.event)
            read = structs.replace(item.read, event=persons.conceal(item.read.event))
            driver.take(read, item.line.number, item.line.raw, f"{NAME}:{item.line.number}")
        else:
            driver.refuse(item.line.raw, item.read, item.line.number)
    driver.advance(until)
    return driver


def contents(engine: Engine, but: Iterable[str] = ()) -> Contents:
    """Every row of every table, in the order of its keys."""
    with engine.connect() as connection, connection.begin():
        return {
            table.name: [_plain(table, row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables.METADATA.sorted_tables
            if table.name not in but
        }


def _plain(table: Table, row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(row)[1:] if table.name in COUNTED else tuple(row)


def difference(one: Contents, other: Contents) -> list[str]:
    """The first row that differs, of each table."""
    found = []
    for name in one.keys() | other.keys():
        mine, theirs = one.get(name, []), other.get(name, [])
        if mine != theirs:
            n = next((n for n, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), -1)
            told = (mine[n], theirs[n]) if n >= 0 else ""
            found.append(f"{name}: {len(mine)} and {len(theirs)} rows; row {n} {told}")
    return sorted(found)


def balance(engine: Engine) -> tuple[int, int]:
    """Conservation: records that were given, and what is known to have become of them."""
    with engine.connect() as connection:
        read = connection.execute(select(tables.SOURCE)).all()
        held = len(connection.execute(select(tables.HELD)).all())
    given = sum(row.records for row in read)
    return given, held + sum(row.applied + row.duplicate + row.stale + row.quarantined for row in read)
