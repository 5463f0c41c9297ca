"""``warning lag`` and ``warning offsets``: how the ledger stands to the topics."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from msgspec import Struct
from rich.table import Table

from warning.cli.answers import both, send
from warning.cli.ledger.opening import opened, telling
from warning.cli.output import ending
from warning.cli.screen.tables import grid, stdout
from warning.cli.stop import NOT_FOUND, OK, REFUSED, USAGE, Stop
from warning.cli.streams.connecting import administrator, broker_for
from warning.contracts.ledgers import PartitionLine
from warning.ledger.sql.sources import sources
from warning.streams.placing import Log, Start, Stuck, by_part
from warning.streams.standing import Standing, reset, standings
from warning.wording.phrases import say
from warning.wording.phrases.streams import STUCK
from warning.wording.text import Lang


class Asked(Struct, frozen=True):
    """Which partitions of a topic are to go on where: ``begin``, ``end`` or an offset."""

    topic: str
    partitions: frozenset[int]
    to: str
    all_: bool
    dry_run: bool


def lag(place: str | None, servers: str | None, lang: Lang, *, as_json: bool) -> None:
    """How many records of each topic are not read yet; exit code 1 if there are any, or a partition is not read at all.

    Raises:
        Stop: the ledger or the brokers cannot be used.
    """
    found = _found(place, servers, lang)
    behind, stopped = sum(one.lag or 0 for one in found), stuck_of(found)
    with ending(REFUSED if behind or stopped else OK):
        if as_json:
            send(map(_line, found))
            return
        stdout().print(_by_topic(found, lang))
        for each in stopped:
            stdout().print(stuck_line(each, lang), style="yellow")
        stdout().print(say("lag_in_all", lang, n=f"{behind:,}", stuck=len(stopped)))


def _by_topic(found: Sequence[Standing], lang: Lang) -> Table:
    table = grid(*(say(key, lang) for key in ("tp_topic", "tp_partitions", "tp_lag", "tp_stuck")))
    for column in table.columns[1:]:
        column.justify = "right"
    for topic, parts in groupby(found, key=lambda one: one.part.topic):
        each = list(parts)
        unread, stopped = sum(one.lag or 0 for one in each), sum(one.lag is None for one in each)
        table.add_row(topic, str(len(each)), f"{unread:,}", str(stopped))
    return table


def _line(one: Standing) -> PartitionLine:
    stuck = one.found if isinstance(one.found, Stuck) else None
    return PartitionLine(
        topic=one.part.topic,
        partition=one.part.partition,
        offset=one.found.offset if one.found.offset >= 0 else None,
        begin=one.log.begin if one.log is not None else None,
        end=one.log.end if one.log is not None else None,
        lag=one.lag,
        stopped=stuck.why if stuck is not None else None,
        said=both(partial(stuck_line, stuck)) if stuck is not None else None,
    )


def stuck_of(found: Sequence[Standing]) -> list[Stuck]:
    """Those that are not read."""
    return [one.found for one in found if isinstance(one.found, Stuck)]


def show(place: str | None, servers: str | None, lang: Lang, rows: int) -> None:
    """Where the ledger stands in each partition; exit code 1 if one is not read.

    Raises:
        Stop: the ledger or the brokers cannot be used.
    """
    found = _found(place, servers, lang)
    names = ("tp_topic", "tp_partition", "tp_offset", "tp_begin", "tp_end", "tp_lag", "tp_records")
    table = grid(*(say(key, lang) for key in names))
    for column in table.columns[1:]:
        column.justify = "right"
    for one in found[: rows or None]:
        table.add_row(*_cells(one))
    stuck = stuck_of(found)
    with ending(REFUSED if stuck else OK):
        stdout().print(table)
        for each in stuck:
            stdout().print(stuck_line(each, lang), style="yellow")


def _cells(one: Standing) -> tuple[str, ...]:
    log, found = one.log, one.found
    records = f"{found.source.records:,}" if isinstance(found, Start) else "—"
    begin, end = (f"{log.begin:,}", f"{log.end:,}") if log is not None else ("—", "—")
    offset = f"{found.offset:,}" if found.offset >= 0 else "—"
    return (
        one.part.topic,
        str(one.part.partition),
        offset,
        begin,
        end,
        "—" if one.lag is None else f"{one.lag:,}",
        records,
    )


def stuck_line(stuck: Stuck, lang: Lang) -> str:
    """Why a partition is not read, and what to do."""
    where = {"topic": stuck.part.topic, "partition": stuck.part.partition}
    why = STUCK[stuck.why].say(lang).format(offset=stuck.offset, begin=stuck.begin, end=stuck.end, **where)
    return say("stuck", lang, why=why, **where)


def reset_asked(asked: Asked, place: str | None, servers: str | None, lang: Lang) -> None:
    """Have the ledger go on elsewhere in all partitions that are meant, or in none; or only say what would be.

    Raises:
        Stop: there is no such partition or offset, or ledger or brokers cannot be used.
    """
    if asked.all_ == bool(asked.partitions):
        raise Stop(USAGE, say("which_partitions", lang))
    here, broker = opened(place, lang), broker_for(servers, lang)
    with telling(here.place, lang), administrator(broker, lang) as admin, here.ledger.engine.begin() as connection:
        known = by_part(sources(connection))
        moves = _moves(asked, standings(admin, connection), lang)
        for one, log, to in moves if not asked.dry_run else ():
            reset(connection, one.part, log, to, known)
    with ending(OK):
        for one, _, to in moves:
            said = {**one.part._asdict(), "to": to, "before": max(one.found.offset, 0)}
            stdout().print(say("offset_would" if asked.dry_run else "offset_reset", lang, **said))


def _moves(asked: Asked, found: Sequence[Standing], lang: Lang) -> list[tuple[Standing, Log, int]]:
    """The partitions that are meant, how each lies on the broker, and where it is to go on."""
    logs = {one.part.partition: (one, one.log) for one in found if one.part.topic == asked.topic and one.log}
    if asked.all_ and not logs:
        raise Stop(NOT_FOUND, say("no_topic", lang, topic=asked.topic))
    moves = []
    for number in sorted(asked.partitions or logs):
        if number not in logs:
            raise Stop(NOT_FOUND, say("no_partition", lang, topic=asked.topic, partition=number))
        one, log = logs[number]
        moves.append((one, log, _offset(asked.to, number, log, lang)))
    return moves


def _offset(to: str, partition: int, log: Log, lang: Lang) -> int:
    if to in ("begin", "end"):
        return log.begin if to == "begin" else log.end
    if not (to.isascii() and to.isdigit()) or not log.begin <= int(to) <= log.end:
        raise Stop(USAGE, say("offset_outside", lang, to=to, partition=partition, begin=log.begin, end=log.end))
    return int(to)


def _found(place: str | None, servers: str | None, lang: Lang) -> list[Standing]:
    here, broker = opened(place, lang), broker_for(servers, lang)
    with telling(here.place, lang), administrator(broker, lang) as admin, here.ledger.engine.connect() as connection:
        return standings(admin, connection)
