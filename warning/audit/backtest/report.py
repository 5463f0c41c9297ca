"""All that a backtest says, as values: what is printed, written as JSON and drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection, Engine, func, select

from warning.audit.backtest.changes import Difference, differences
from warning.audit.backtest.joined import joined
from warning.audit.backtest.run import Examined
from warning.audit.backtest.timeliness import Timeliness, Window, otherwise, outcomes_in, timeliness, warned
from warning.audit.backtest.workload import Load, Workload, duties_on_file
from warning.core.rows import Duty, Signal, Warning
from warning.ledger.sql import codec
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.history import AT_ONCE
from warning.ledger.sql.tables import JOURNAL, WARNING

KINDS = {Signal: "signal", Warning: "warning", Duty: "duty"}


class Report(Struct, frozen=True, kw_only=True):
    """What another rule book would have changed in a window."""

    window: Window
    examined: Examined
    differences: tuple[Difference, ...]
    """In the window, by their instants."""
    earlier: int
    """Rows that differ already before it, and are not listed."""
    load: tuple[Load, ...]
    rows: int
    """Rows of the journal that were recorded in the window."""
    rows_before: int
    outcomes: dict[str, int]
    timeliness: tuple[Timeliness, ...]

    def count(self, kind: str, change: str) -> int:
        """Rows of a kind (``signal``, ``warning``, ``duty``) that differ so."""
        return self.counts[kind, change]

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """(kind, change) -> rows."""
        return Counter((kind_of(one), one.change) for one in self.differences)

    @property
    def responsible(self) -> Counter[tuple[str, str]]:
        """(figure, kind) -> rows it is a cause of."""
        return Counter((cause, kind_of(one)) for one in self.differences for cause in one.causes)


def kind_of(one: Difference) -> str:
    """``signal``, ``warning`` or ``duty``."""
    return KINDS[type(one.row)]


def report(engine: Engine, examined: Examined, window: Window) -> Report:
    """Set what differs against what is on file.

    Raises:
        SQLAlchemyError: the database failed.
    """
    pairs = [pair for one in examined.compared for pair in joined(one.pairs)]
    found = sorted(differences(pairs, 0), key=lambda one: (one.at, kind_of(one), one.row.id))
    with snapshot(engine) as connection:
        work = Workload(window.since, window.until)
        work.on_file(duties_on_file(connection, window.until))
        rows, before_it = recorded(connection, window)
        before = warned(_warnings(connection, window.until))
    work.apart(pairs)
    listed = tuple(one for one in found if one.at >= window.since)
    return Report(
        window=window,
        examined=examined,
        differences=listed,
        earlier=len(found) - len(listed),
        load=work.found(),
        rows=rows,
        rows_before=before_it,
        outcomes=outcomes_in(examined.outcomes, window),
        timeliness=timeliness(examined.outcomes, before, otherwise(before, pairs), window),
    )


def recorded(connection: Connection, window: Window) -> tuple[int, int]:
    """How many rows of the journal are of the window, and how many are earlier."""
    at, count = JOURNAL.c.at, func.count()
    query = select(count.filter(at >= window.since), count.filter(at < window.since)).where(at < window.until)
    in_it, before_it = connection.execute(query).one()
    return in_it, before_it


def _warnings(connection: Connection, until: int) -> Iterator[Warning]:
    """The ledger's business warnings that were raised by then."""
    query = select(WARNING.c.body).where(WARNING.c.domain == "business", WARNING.c.raised_at < until)
    for (body,) in connection.execution_options(yield_per=AT_ONCE).execute(query.order_by(WARNING.c.id)):
        yield codec.read_warning(bytes(body))
