"""``warning publish``: a file of events goes to the topics."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from warning.cli.output import ending
from warning.cli.reading import open_events, with_progress
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import OK, Stop, terminated_as_interrupted
from warning.cli.streams.connecting import asking, broker_for
from warning.streams.administration import Publisher
from warning.streams.publish import Outgoing, outgoing
from warning.wording.phrases import say
from warning.wording.text import Lang

STEP_S: Final = 0.05
"""How finely a rate is kept."""


def publish(events: Path, servers: str | None, lang: Lang, *, rate: int) -> None:
    """Send all, at most so many a second (0: as fast as it goes), and say how many and how fast.

    Raises:
        Stop: the file cannot be read, or brokers are away.
        KeyboardInterrupt: it was told to end, by Ctrl-C or SIGTERM.
    """
    broker = broker_for(servers, lang)
    counted: dict[str, int] = {}
    with (
        open_events(events, lang) as stream,
        _telling(counted, lang),
        asking(broker, lang),
        terminated_as_interrupted(),
    ):
        publisher, begun = Publisher(broker), time.monotonic()
        try:
            for record in _slowly(outgoing(with_progress(stream, lang)), rate):
                publisher.send(record.topic, record.key, record.value)
                counted[record.topic] = counted.get(record.topic, 0) + 1
            publisher.flush()
        finally:
            publisher.close()
        took = time.monotonic() - begun
    number = sum(counted.values())
    with ending(OK):
        stdout().print(say("published", lang, n=f"{number:,}", seconds=f"{took:.1f}", rate=f"{number / took:,.0f}"))
        for topic, n in sorted(counted.items()):
            stdout().print(f"  {broker.named(topic)}  {n:,}")


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
