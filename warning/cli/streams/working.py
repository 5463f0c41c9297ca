"""``warning worker``: reads the topics into the ledger until it is told to stop, and says what a person must know."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable
from importlib.metadata import version
from logging import ERROR, INFO
from time import monotonic, sleep
from typing import NoReturn

from msgspec import Struct

from warning import settings
from warning.bootstrap import new_worker, place_of, worker_place
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.stop import UNREADABLE, USAGE, Stop
from warning.cli.streams.aloud import Aloud
from warning.cli.streams.connecting import administrator, broker_for
from warning.cli.streams.logs import log, logging_as_asked
from warning.cli.usage import why
from warning.contracts.topics import TOPICS
from warning.core import VERSION
from warning.ledger.sql.books import UnusableBook
from warning.streams.administration import Admin
from warning.streams.feed import Limits
from warning.streams.hosting import Hosting, host
from warning.streams.metrics import Metrics
from warning.streams.watch import Watch
from warning.wording.phrases import say
from warning.wording.text import Lang

OFF = "off"
LAST_PORT = 65_535
HEARSAY_S = 5.0
"""So long a topic may be unknown to the broker that is asked."""


class Answering(Struct, frozen=True):
    """Where a worker answers how it is (port 0: a free one, ``off``: nowhere), and after so many seconds is stalled."""

    host: str
    port: str
    stall_s: float


class Asked(Struct, frozen=True):
    """Ledger and brokers a worker is to use, how it reads and answers, and how often (s) it gives a sign of life."""

    place: str | None
    servers: str | None
    limits: Limits
    answering: Answering
    heartbeat_s: float


def work(asked: Asked, lang: Lang, told: Callable[[], bool]) -> None:
    """Work until SIGTERM or Ctrl-C; what is under way then is finished first.

    ``told``: whether it was to end before it had begun.

    Raises:
        Stop: ledger, brokers or topics cannot be used, or the worker failed.
    """
    with logging_as_asked(lang):
        _work(asked, lang, told)


def _work(asked: Asked, lang: Lang, told: Callable[[], bool]) -> None:
    where, broker = place_of(asked.place), broker_for(asked.servers, lang)
    if not where.startswith("postgresql"):
        raise Stop(USAGE, say("worker_postgresql", lang, place=shown(where)))
    at = _bound(asked.answering, lang)
    with telling(where, lang):
        here = opened(worker_place(where, asked.limits.session_s), lang)
        here.with_scribe()
    with administrator(broker, lang) as admin:
        absent = missing(admin)
    if absent:
        raise Stop(UNREADABLE, say("topics_missing", lang, names=", ".join(map(broker.named, absent))))
    aloud = Aloud(broker, lang, asked.heartbeat_s)
    watch = Watch(Metrics(version("loan-warning"), VERSION, lang), aloud, stall_s=asked.answering.stall_s)
    log(INFO, "running", say("running", lang, place=shown(where)), ledger=here.ledger.about.name)
    if at is not None:
        address, port = at.getsockname()[:2]
        log(INFO, "answering", say("worker_web", lang, url=f"http://{address}:{port}"), host=address, port=port)
    with telling(where, lang):
        try:
            code = host(
                Hosting(
                    name="loan-warning",
                    made=lambda: new_worker(here, broker, watch, asked.limits, at),
                    named=UnusableBook,
                    told=told,
                    give_up=lambda: _give_up(aloud, lang),
                )
            )
        finally:
            _say_ended(aloud, lang)
    if code:
        raise Stop(UNREADABLE, say("worker_failed", lang))


def _say_ended(aloud: Aloud, lang: Lang) -> None:
    aloud.tell_broken()
    log(INFO, "stopped", say("worker_stopped", lang, records=f"{aloud.records:,}"), records=aloud.records)


def _give_up(aloud: Aloud, lang: Lang) -> NoReturn:
    """End where somebody does not answer: what is not committed is in nobody's hands, and is read again."""
    _say_ended(aloud, lang)
    log(ERROR, "gave_up", say("worker_gave_up", lang))
    logging.shutdown()
    sys.stderr.flush()
    os._exit(UNREADABLE)


def missing(admin: Admin) -> list[str]:
    """Topics that are not there, nor in some seconds: each of several brokers hears of new ones in its own time."""
    until = monotonic() + HEARSAY_S
    while (absent := sorted(set(TOPICS) - admin.ids(tuple(TOPICS)).keys())) and monotonic() < until:
        sleep(0.2)
    return absent


def _bound(answering: Answering, lang: Lang) -> socket.socket | None:
    """The socket at which we answer; None: nowhere.

    Raises:
        Stop: there is no such port, or it is another's.
    """
    port = answering.port
    if port == OFF:
        return None
    if not (port.isascii() and port.isdigit()) or int(port) > LAST_PORT:
        raise Stop(USAGE, say("web_port_wrong", lang, value=port, setting=settings.WEB_PORT))
    try:
        family = socket.AF_INET6 if ":" in answering.host else socket.AF_INET
        return socket.create_server((answering.host, int(port)), family=family)
    except OSError as failed:
        at = f"{answering.host}:{port}"
        raise Stop(UNREADABLE, say("web_taken", lang, at=at, why=why(failed, lang))) from None
