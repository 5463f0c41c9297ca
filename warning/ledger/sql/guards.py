"""The guards: triggers that refuse what nobody may do to the tables, made here alone, and looked for by their names.

Whoever owns the tables can take one away, put another in its place or switch it off, and then do what it refuses. On
PostgreSQL grants keep the program's own logins from rewriting rows (``roles``); on SQLite there is nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, text

APPEND_ONLY: Final = ("change", "frame", "journal", "loan", "outage", "proposed_book", "redacted", "archived")
"""Tables of which rows are added only; what is archived of two of them may be dropped."""
DROPPED: Final = ("journal", "change")
OF_A_LEDGER: Final = ("id", "clock", "live_from", "created_at", "name")
"""What a ledger is, for good."""
OF_THE_QUARANTINE: Final = ("id", "source", "line", "event_id", "type", "outcome", "at", "digest")
"""Columns of a row of the quarantine that never change."""
SETTLED: Final = ("status", "corrected_by", "approved_by", "settled_at")
"""Columns that do not change once it is settled."""
NO_PERSON: Final = "private: a person is taken away by an erasure that another person approved, and never changed"
NO_BOOK: Final = "frame: a ledger has one first rule book"
NO_BOUNDARY: Final = "archived: a boundary follows the one before and is a row of the journal, with its link"
NO_DIGEST: Final = "archived: a digest has 32 bytes"
OPEN_MONTH: Final = "archived: the month of these rows is not over"
NO_ORIGINAL: Final = "quarantine: an original changes by an approved erasure only, and what is settled does not"
OTHER_DIGEST: Final = "quarantine: the digest is that of the original"
NO_OTHER: Final = "ledger: what a ledger is does not change, and its clock does not go back"
NO_OUTAGE: Final = "outage: an outage begins with the last sign of life"
APPROVED: Final = """EXISTS (
  SELECT 1 FROM SCHEMA.erasure e
  WHERE e.token = OLD.token AND e.approved_by <> e.asked_by AND e.approved_by <> e.token
)"""
ERASED: Final = """EXISTS (
  SELECT 1 FROM SCHEMA.redacted r JOIN SCHEMA.erasure e ON e.approved_by <> e.asked_by AND e.approved_by <> e.token
  WHERE r.number = OLD.id AND r.digest = OLD.digest AND NAMED
)"""
"""The person's token stands in the new text, and the digest of what it was is kept."""
SECOND_BOOK: Final = "NEW.in_force_at < 0 OR NEW.in_force_at = 0 AND EXISTS (SELECT 1 FROM SCHEMA.frame)"
ILL_BEGUN: Final = "NEW.ended <= NEW.began OR NOT EXISTS (SELECT 1 FROM SCHEMA.ledger WHERE alive_at = NEW.began)"
FOLLOWS: Final = """(
  NEW.first = 1 + coalesce((SELECT max(seq) FROM SCHEMA.archived WHERE lane = NEW.lane), 0) AND NEW.first <= NEW.seq AND
  EXISTS (SELECT 1 FROM SCHEMA.journal WHERE lane = NEW.lane AND seq = NEW.seq AND link = NEW.link)
)"""
LAST: Final = "SELECT max(at) FROM SCHEMA.journal WHERE lane = NEW.lane AND seq BETWEEN NEW.first AND NEW.seq"
"""The latest instant of what is to be archived."""
DIFFERS: Final = {"sqlite": "NEW.{0} IS NOT OLD.{0}", "postgresql": "NEW.{0} IS DISTINCT FROM OLD.{0}"}
FOUND: Final = {
    "sqlite": "instr(NEW.COLUMN, CAST(e.token AS BLOB)) > 0",
    "postgresql": "position(convert_to(e.token, 'UTF8') IN NEW.COLUMN) > 0",
}
MONTH: Final = {
    "sqlite": "strftime('%Y-%m', ({0}) / 1000000, 'unixepoch', '+8 hours')",
    "postgresql": "to_char(to_timestamp(({0}) / 1000000) AT TIME ZONE 'UTC' + interval '8 hours', 'YYYY-MM')",
}
"""The month of an instant in Shanghai."""
NOW: Final = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER) * 1000000",
    "postgresql": "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
}
ROW, BEFORE, INSERT, DELETE, UPDATE = 1, 2, 4, 8, 16
"""Bits of PostgreSQL's ``tgtype``."""


class Guard(Struct, frozen=True, kw_only=True):
    """A trigger. On SQLite ``body`` is the whole statement, on PostgreSQL that of its function, which has its name."""

    table: str
    name: str
    body: str
    kind: int = 0
    """When it is asked, as PostgreSQL has it."""

    @property
    def shown(self) -> str:
        """What it is called where one is missing."""
        return f"{self.table}.{self.name}"


def guards(dialect: str, schema: str = "main") -> tuple[Guard, ...]:
    """All of a database; ``schema`` is quoted where it must be."""
    made = _on_sqlite() if dialect == "sqlite" else _on_postgresql()
    return tuple(replace(one, body=one.body.replace("SCHEMA", schema)) for one in made)


def missing(connection: Connection) -> tuple[str, ...]:
    """The names of those that are not there, are another one, or are switched off; ``table.trigger``, in order."""
    return tuple(sorted(one.shown for one in _missing(connection)))


def put(connection: Connection) -> tuple[str, ...]:
    """Make those that are missing, by who owns the tables, and give their names; the others are left alone."""
    gone = tuple(_missing(connection))
    for one in gone:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {one.name}")
            connection.exec_driver_sql(one.body)
            continue
        schema = _schema(connection)
        path = f"pg_catalog, {schema}, pg_temp"  # pg_temp named last: else it is looked in first
        function, on = f"{schema}.{one.name}()", f'{schema}."{one.table}"'
        make = f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql SET search_path = {path}"
        for statement in (
            f"{make} AS $${one.body}$$",
            f"DROP TRIGGER IF EXISTS {one.name} ON {on}",
            f"CREATE TRIGGER {one.name} {_when(one.kind)} ON {on} {_each(one.kind)} EXECUTE FUNCTION {function}",
        ):
            connection.exec_driver_sql(statement.replace("%", "%%"))
    return tuple(sorted(one.shown for one in gone))


def _missing(connection: Connection) -> Iterator[Guard]:
    if connection.dialect.name == "sqlite":
        query = text("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        there = {(row[0], row[1], row[2]) for row in connection.execute(query)}
        yield from [one for one in guards("sqlite") if (one.table, one.name, one.body) not in there]
        return
    schema = _schema(connection)
    on = {tuple(row) for row in connection.execute(text(THERE))}
    path = f"search_path=pg_catalog, {schema}, pg_temp"
    for one in guards("postgresql", schema):
        if (one.table, one.name, one.name, one.kind, one.body, path) not in on:
            yield one


THERE: Final = """
SELECT c.relname, t.tgname, p.proname, t.tgtype::int, p.prosrc, array_to_string(p.proconfig, ',')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_proc p ON p.oid = t.tgfoid AND p.pronamespace = n.oid
WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL
AND cardinality(t.tgattr::int2[]) = 0
"""
"""Triggers that are asked, always and of every row."""


def _schema(connection: Connection) -> str:
    """As the server writes it, where it has to be quoted and where not."""
    return str(connection.execute(text("SELECT quote_ident(current_schema())")).scalar())


def _when(kind: int) -> str:
    asked = [word for bit, word in ((INSERT, "INSERT"), (DELETE, "DELETE"), (UPDATE, "UPDATE")) if kind & bit]
    return f"{'BEFORE' if kind & BEFORE else 'AFTER'} {' OR '.join(asked)}"


def _each(kind: int) -> str:
    return "FOR EACH ROW" if kind & ROW else "REFERENCING OLD TABLE AS gone FOR EACH STATEMENT"


def _altered(dialect: str) -> str:
    """Whether an update of the quarantine does what nobody may."""
    differs, settled = DIFFERS[dialect].format, "OLD.status IN ('corrected', 'retried', 'dismissed')"

    def unlawful(column: str) -> str:
        erased = ERASED.replace("NAMED", FOUND[dialect].replace("COLUMN", column))
        return f"{differs(column)} AND NOT {erased}"

    return " OR ".join(
        (
            *map(differs, OF_THE_QUARANTINE),
            *(f"({unlawful(column)})" for column in ("raw", "refusal")),
            f"({settled} AND ({' OR '.join(map(differs, SETTLED))}))",
            f"({settled} AND {unlawful('correction')})",
        )
    )


def _another(dialect: str) -> str:
    """Whether an update of the ledger's row makes it another one, or puts its clock back.

    Put back for a moment, a command was received before what had been breached already (T1).
    """
    return " OR ".join((*map(DIFFERS[dialect].format, OF_A_LEDGER), "NEW.clock_at < OLD.clock_at"))


def _not_over(dialect: str) -> str:
    """Whether any of what is to be archived is of a month that has not ended, by the ledger's clock.

    The month after which an archive may be made is longer over (``--grace``); that is asked of by who archives.
    """
    clock = f"SELECT CASE clock WHEN 'live' THEN {NOW[dialect]} ELSE clock_at END FROM SCHEMA.ledger"  # noqa: S608 - of constants
    return f"{MONTH[dialect].format(LAST)} >= {MONTH[dialect].format(clock)}"


def _on_sqlite() -> tuple[Guard, ...]:
    """The statements, as the file keeps them."""
    return (
        *(
            _refusing(table, f"no_{what.lower()}", what, *_dropped(table, what))
            for table in APPEND_ONLY
            for what in ("UPDATE", "DELETE")
        ),
        _refusing("archived", "fits", "INSERT", f"NOT {FOLLOWS}", NO_BOUNDARY),
        _refusing(
            "archived", "digest", "INSERT", "typeof(NEW.digest) <> 'blob' OR length(NEW.digest) <> 32", NO_DIGEST
        ),
        _refusing("archived", "is_over", "INSERT", f"{FOLLOWS} AND {_not_over('sqlite')}", OPEN_MONTH),
        _refusing("private", "no_delete", "DELETE", f"NOT {APPROVED}", NO_PERSON),
        _refusing("private", "no_update", "UPDATE", "1", NO_PERSON),
        _refusing("frame", "one_first", "INSERT", SECOND_BOOK, NO_BOOK),
        _refusing(
            "quarantine", "digests", "INSERT", "typeof(NEW.digest) <> 'blob' OR length(NEW.digest) <> 32", OTHER_DIGEST
        ),
        _refusing("quarantine", "stays", "UPDATE", _altered("sqlite"), NO_ORIGINAL),
        _refusing("quarantine", "no_delete", "DELETE", "1", NO_ORIGINAL),
        _refusing("ledger", "stays", "UPDATE", _another("sqlite"), NO_OTHER),
        _refusing("ledger", "no_delete", "DELETE", "1", NO_OTHER),
        _refusing("outage", "begins", "INSERT", ILL_BEGUN, NO_OUTAGE),
    )


def _dropped(table: str, what: str) -> tuple[str, str]:
    """When rows that are only added do not go either, and what is said."""
    if what == "DELETE" and table in DROPPED:
        beyond = "OLD.seq > coalesce((SELECT max(seq) FROM SCHEMA.archived WHERE lane = OLD.lane), 0)"
        return beyond, f"{table}: rows are only added, and dropped once they are archived"
    return "1", f"{table}: rows are only added"


def _refusing(table: str, name: str, what: str, refused: str, words: str) -> Guard:
    whole = f"{table}_{name}"
    body = (
        f"CREATE TRIGGER {whole} BEFORE {what} ON \"{table}\" WHEN {refused} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )
    return Guard(table=table, name=whole, body=body)


ARCHIVED_FITS: Final = f""" BEGIN
  IF octet_length(NEW.digest) <> 32 THEN RAISE EXCEPTION '{NO_DIGEST}'; END IF;
  IF NOT {FOLLOWS} THEN RAISE EXCEPTION '{NO_BOUNDARY}'; END IF;
  IF {_not_over("postgresql")} THEN RAISE EXCEPTION '{OPEN_MONTH}'; END IF;
  NEW.by = session_user;
  NEW.at = {NOW["postgresql"]};
  RETURN NEW;
END """
"""Who archived and when is the server's word."""
ROWS_ARE_ARCHIVED: Final = """ BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT lane, max(seq) AS seq FROM gone GROUP BY lane) g
    WHERE g.seq > coalesce((SELECT max(a.seq) FROM SCHEMA.archived a WHERE a.lane = g.lane), 0)
  ) THEN RAISE EXCEPTION '%: only what is archived is dropped', TG_TABLE_NAME; END IF;
  RETURN NULL;
END """
PRIVATE_STAYS: Final = f""" BEGIN
  IF TG_OP = 'DELETE' AND {APPROVED} THEN RETURN OLD; END IF;
  RAISE EXCEPTION '{NO_PERSON}';
END """


def _on_postgresql() -> tuple[Guard, ...]:
    fits = Guard(
        table="archived",
        name="archived_fits",
        body=ARCHIVED_FITS,
        kind=BEFORE | INSERT | ROW,
    )
    stays = Guard(
        table="private",
        name="private_stays",
        body=PRIVATE_STAYS,
        kind=BEFORE | UPDATE | DELETE | ROW,
    )
    named = "rows_are_archived"
    return (
        fits,
        *(Guard(table=table, name=named, body=ROWS_ARE_ARCHIVED, kind=DELETE) for table in DROPPED),
        stays,
        _raising("frame", "one_first", INSERT, SECOND_BOOK, NO_BOOK),
        _raising("quarantine", "digests", INSERT, "NEW.digest <> sha256(NEW.raw)", OTHER_DIGEST),
        _raising("quarantine", "stays", UPDATE, _altered("postgresql"), NO_ORIGINAL),
        _raising("ledger", "stays", UPDATE, _another("postgresql"), NO_OTHER),
        _raising("outage", "begins", INSERT, ILL_BEGUN, NO_OUTAGE),
    )


def _raising(table: str, name: str, what: int, refused: str, words: str) -> Guard:
    whole = f"{table}_{name}"
    body = f""" BEGIN
  IF {refused} THEN RAISE EXCEPTION '{words}'; END IF;
  RETURN NEW;
END """
    return Guard(table=table, name=whole, body=body, kind=BEFORE | what | ROW)
