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


def host(name: str, made: Callable[[], Hosted], named: type[Exception], told: Callable[[], bool]) -> int:
    """Run until SIGTERM or SIGINT, or a failure; the process's exit code. ``made`` within the loop it lives in.

    ``told``: whether the signal came before Faust listened for it.

    Raises:
        named: it ended what ran. Whoever hosts says it in words, so that no log has where in the program it was.
    """
    with TemporaryDirectory(prefix=f"{name}-") as scratch:  # Faust makes its directories, which stay empty
        return _host(name, made, named, told, scratch)


def _host(name: str, made: Callable[[], Hosted], named: type[Exception], told: Callable[[], bool], scratch: str) -> int:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app = faust.App(name, web_enabled=False, topic_disable_leader=True, datadir=scratch)
    app.boot_strategy.enable_kafka = False
    app.boot_strategy.enable_web = False
    failed: list[Exception] = []
    ended: list[Exception] = []
    app.service(_service(made, failed, named, ended, told))
    worker = faust.Worker(app, loop=loop, redirect_stdouts=False, quiet=True, override_logging=False)
    worker.spinner = None
    with suppress(SystemExit):  # Faust's way to end; whether it failed is said below
        worker.execute_from_commandline()
    if ended:
        raise ended[0]
    return int(bool(failed) or worker.crashed or app.crashed)


def _service(
    made: Callable[[], Hosted],
    failed: list[Exception],
    named: type[Exception],
    ended: list[Exception],
    told: Callable[[], bool],
) -> type[Service]:
    class Feeding(Service):
        """Lives and dies with the app."""

        hosted: Hosted
        starting: asyncio.Task[None] | None = None

        async def on_start(self) -> None:
            if told():
                signal.raise_signal(signal.SIGTERM)  # Faust listens now
            self.hosted = made()
            self.starting = asyncio.create_task(self.hosted.start())
            try:
                await self.starting
            except asyncio.CancelledError:
                if not self.should_stop:
                    raise
            except Exception as reason:  # Faust ends then, and calls it no crash
                failed.append(reason)
                raise

        @Service.task
        async def _run(self) -> None:
            try:
                await self.hosted.run()
            except* named as group:
                ended.append(_first(group))
                signal.raise_signal(signal.SIGTERM)  # Faust ends by it and calls it no crash

        async def on_stop(self) -> None:
            if self.starting is None:
                return
            self.starting.cancel()  # Faust stops what is still starting beside it
            await asyncio.wait([self.starting])
            await self.hosted.stop()

    return Feeding


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
