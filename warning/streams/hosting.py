"""Faust hosts the worker: its process, signals and supervision. What is read and decided is the feed's, not an agent's.

Faust's own consumer, producer, tables and web server are off: an agent acknowledges what it has lost
(``docs/decisions/0005-the-pipeline.md``).
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryDirectory
from typing import Protocol

import faust
from mode import Service


class Hosted(Protocol):
    """What lives in the worker."""

    async def start(self) -> None:
        """Begin; a worker in which it fails ends."""

    async def run(self) -> None:
        """Go on until ``stop``; a worker in which it fails ends."""

    async def stop(self) -> None:
        """End what ``run`` does, once what is under way is done."""


def host(name: str, made: Callable[[], Hosted], told: type[Exception]) -> int:
    """Run until SIGTERM or SIGINT, or a failure; the process's exit code. ``made`` within the loop it lives in.

    Raises:
        told: it ended what ran. Whoever hosts says it in words, so that no log has where in the program it was.
    """
    with TemporaryDirectory(prefix=f"{name}-") as scratch:  # Faust makes its directories, which stay empty
        return _host(name, made, told, scratch)


def _host(name: str, made: Callable[[], Hosted], told: type[Exception], scratch: str) -> int:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app = faust.App(name, web_enabled=False, topic_disable_leader=True, datadir=scratch)
    app.boot_strategy.enable_kafka = False
    app.boot_strategy.enable_web = False
    failed: list[Exception] = []
    ended: list[Exception] = []
    app.service(_service(made, failed, told, ended))
    worker = faust.Worker(app, loop=loop, redirect_stdouts=False, quiet=True, override_logging=False)
    worker.spinner = None
    with suppress(SystemExit):  # Faust's way to end; whether it failed is said below
        worker.execute_from_commandline()
    if ended:
        raise ended[0]
    return int(bool(failed) or worker.crashed or app.crashed)


def _service(
    made: Callable[[], Hosted], failed: list[Exception], told: type[Exception], ended: list[Exception]
) -> type[Service]:
    class Feeding(Service):
        """Lives and dies with the app."""

        async def on_start(self) -> None:
            self.hosted = made()
            try:
                await self.hosted.start()
            except Exception as reason:  # Faust ends then, and calls it no crash
                failed.append(reason)
                raise

        @Service.task
        async def _run(self) -> None:
            try:
                await self.hosted.run()
            except* told as group:
                ended.append(_first(group))
                signal.raise_signal(signal.SIGTERM)  # Faust ends by it and calls it no crash

        async def on_stop(self) -> None:
            await self.hosted.stop()

    return Feeding


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
