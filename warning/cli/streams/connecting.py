"""Brokers for a command: what may go wrong with them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from warning.cli.stop import UNREADABLE, Stop
from warning.streams.clients import FAULTS, Admin
from warning.streams.places import Broker
from warning.wording.phrases import say
from warning.wording.text import Lang


@contextmanager
def asking(broker: Broker, lang: Lang) -> Iterator[None]:
    """What goes wrong with brokers, told in words.

    Raises:
        Stop: in place of everything that a client raises.
    """
    try:
        yield
    except FAULTS as failed:
        raise Stop(UNREADABLE, say("kafka_failed", lang, brokers=broker.servers, why=type(failed).__name__)) from None


@contextmanager
def administrator(broker: Broker, lang: Lang) -> Iterator[Admin]:
    """Administration of brokers.

    Raises:
        Stop: they are away, or refuse.
    """
    with asking(broker, lang):
        admin = Admin(broker)
        try:
            yield admin
        finally:
            admin.close()
