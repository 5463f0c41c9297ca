"""``warning publish``: a file of events goes to the topics."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from warning.cli.answers import both, send
from warning.cli.output import ending
from warning.cli.reading import open_events, with_progress
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import OK, REFUSED, Stop, terminated_as_interrupted
from warning.cli.streams.connecting import asking, broker_for
from warning.contracts.decode import LARGEST
from warning.contracts.published import LeftOutLine, PublishedLine
from warning.streams.administration import Publisher
from warning.streams.publish import LeftOut, Outgoing, outgoing, sifted
from warning.wording.phrases import say
from warning.wording.text import Lang

STEP_S: Final = 0.05
"""How finely a rate is kept."""


def publish(events: Path, servers: str | None, lang: Lang, *, rate: int, as_json: bool = False) -> None:
    """Send all, at most so many a second (0: as fast as it goes), and say how many and how fast.

    A message above the contract's bound is named with its line, and left out: exit code 1.

    Raises:
        Stop: the file cannot be read, or brokers are away.
        KeyboardInterrupt: it was told to end, by Ctrl-C or SIGTERM.
    """
    broker = broker_for(servers, lang)
    counted: dict[str, int] = {}
    left: list[LeftOut] = []

    def leave(one: LeftOut) -> None:
        left.append(one)
        stderr().print(_left(one, lang), style="yellow")

    with (
        open_events(events, lang) as stream,
        _telling(counted, lang),
        asking(broker, lang),
        terminated_as_interrupted(),
    ):
        publisher, begun = Publisher(broker), time.monotonic()
        try:
            for record in _slowly(outgoing(sifted(with_progress(stream, lang), leave)), rate):
                publisher.send(record.topic, record.key, record.value)
                counted[record.topic] = counted.get(record.topic, 0) + 1
            publisher.flush()
        finally:
            publisher.close()
        took = time.monotonic() - begun
    number = sum(counted.values())
    topics = {broker.named(topic): n for topic, n in sorted(counted.items())}
    with ending(REFUSED if left else OK):
        if as_json:
            send([PublishedLine(records=number, topics=topics, left_out=tuple(map(_line, left)))])
            return
        stdout().print(say("published", lang, n=f"{number:,}", seconds=f"{took:.1f}", rate=f"{number / took:,.0f}"))
        for topic, n in topics.items():
            stdout().print(f"  {topic}  {n:,}")
        if left:
            stdout().print(say("published_without", lang, n=f"{len(left):,}"), style="yellow")


def _left(one: LeftOut, lang: Lang) -> str:
    """Which line was left out, and why."""
    return say("published_left", lang, line=f"{one.line:,}", size=f"{one.size:,}", largest=f"{LARGEST:,}")


def _line(one: LeftOut) -> LeftOutLine:
    return LeftOutLine(line=one.line, bytes=one.size, said=both(partial(_left, one)))


@contextmanager
def _telling(counted: Mapping[str, int], lang: Lang) -> Iterator[None]:
    """Where it ends before its time, how far it had come, and that it may be run again."""
    try:
        yield
    except (Stop, KeyboardInterrupt):
        if number := sum(counted.values()):
            stderr().print(say("published_part", lang, n=f"{number:,}"))
        raise


def _slowly(records: Iterator[Outgoing], rate: int) -> Iterator[Outgoing]:
    """The same, at most so many a second."""
    begun = time.monotonic()
    for number, record in enumerate(records):
        if rate and (early := begun + number / rate - time.monotonic()) > STEP_S:
            time.sleep(early)
        yield record
