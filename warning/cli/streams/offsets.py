"""``warning lag`` and ``warning offsets``: how the ledger stands to the topics."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from warning.cli.ledger.opening import opened, telling
from warning.cli.output import ending
from warning.cli.screen.tables import grid, stdout
from warning.cli.stop import NOT_FOUND, OK, REFUSED, USAGE, Stop
from warning.cli.streams.connecting import administrator, broker_for
from warning.ledger.sql.sources import sources
from warning.streams.places import Part
from warning.streams.placing import Log, Start, Stuck, by_part
from warning.streams.standing import Standing, reset, standings
from warning.wording.phrases import say
from warning.wording.phrases.streams import STUCK
from warning.wording.text import Lang


class Asked(Struct, frozen=True):
    """Which partition is to go on where: ``begin``, ``end`` or an offset."""

    topic: str
    partition: int
    to: str
    dry_run: bool


def lag(place: str | None, servers: str | None, lang: Lang) -> None:
    """How many records of each topic are not read yet; exit code 1 if there are any, or a partition is not read at all.

    Raises:
        Stop: the ledger or the brokers cannot be used.
    """
    found = _found(place, servers, lang)
    table = grid(*(say(key, lang) for key in ("tp_topic", "tp_partitions", "tp_lag", "tp_stuck")))
    for column in table.columns[1:]:
        column.justify = "right"
    for topic, parts in groupby(found, key=lambda one: one.part.topic):
        each = list(parts)
        unread, stopped = sum(one.lag or 0 for one in each), sum(one.lag is None for one in each)
        table.add_row(topic, str(len(each)), f"{unread:,}", str(stopped))
    behind, stuck = sum(one.lag or 0 for one in found), sum(one.lag is None for one in found)
    with ending(REFUSED if behind or stuck else OK):
        stdout().print(table)
        stdout().print(say("lag_in_all", lang, n=f"{behind:,}", stuck=stuck))


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
    stuck = [one.found for one in found if isinstance(one.found, Stuck)]
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


def reset_one(asked: Asked, place: str | None, servers: str | None, lang: Lang) -> None:
    """Have the ledger go on elsewhere, or only say what would be.

    Raises:
        Stop: there is no such partition or offset, or ledger or brokers cannot be used.
    """
    part = Part(asked.topic, asked.partition)
    here, broker = opened(place, lang), broker_for(servers, lang)
    with telling(here.place, lang), administrator(broker, lang) as admin, here.ledger.engine.begin() as connection:
        known = by_part(sources(connection))
        one = next((each for each in standings(admin, connection) if each.part == part), None)
        if one is None or one.log is None:
            raise Stop(NOT_FOUND, say("no_partition", lang, topic=part.topic, partition=part.partition))
        to = _offset(asked.to, one.log, lang)
        if not asked.dry_run:
            reset(connection, part, one.log, to, known)
    said = {"topic": part.topic, "partition": part.partition, "to": to, "before": max(one.found.offset, 0)}
    with ending(OK):
        stdout().print(say("offset_would" if asked.dry_run else "offset_reset", lang, **said))


def _offset(to: str, log: Log, lang: Lang) -> int:
    if to in ("begin", "end"):
        return log.begin if to == "begin" else log.end
    if not (to.isascii() and to.isdigit()) or not log.begin <= int(to) <= log.end:
        raise Stop(USAGE, say("offset_outside", lang, to=to, begin=log.begin, end=log.end))
    return int(to)


def _found(place: str | None, servers: str | None, lang: Lang) -> list[Standing]:
    here, broker = opened(place, lang), broker_for(servers, lang)
    with telling(here.place, lang), administrator(broker, lang) as admin, here.ledger.engine.connect() as connection:
        return standings(admin, connection)
