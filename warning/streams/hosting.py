"""Faust hosts the worker: its process, signals and supervision. What is read and decided is the feed's, not an agent's.

Faust's own consumer, producer, tables and web server are off: an agent acknowledges what it has lost
(``docs/decisions/0005-the-pipeline.md``).
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import NoReturn, Protocol

import faust
from mode import Service
from msgspec import Struct


class Hosted(Protocol):
    """What lives in the worker."""

    async def start(self) -> None:
        """Begin; a worker in which it fails ends."""

    async def run(self) -> None:
        """Go on until ``stop``; a worker in which it fails ends."""

    async def stop(self) -> None:
        """End what ``run`` does, once what is under way is done."""


class Hosting(Struct, frozen=True):
    """What is hosted, under which ``name``, and what becomes of it.

    ``made`` makes it within the loop it lives in. ``named`` is what may end it and is raised, so that whoever hosts
    says it in words, and no log has where in the program it was. ``told`` says whether the signal to end came before
    Faust listened for it. ``give_up`` ends the process, where what is hosted does not stop within ``patience_s``: it
    waits for somebody who does not answer, and so would whoever waited for its threads.
    """

    name: str
    made: Callable[[], Hosted]
    named: type[Exception]
    told: Callable[[], bool]
    give_up: Callable[[], NoReturn]
    patience_s: float = 30.0


def host(hosting: Hosting) -> int:
    """Run until SIGTERM or SIGINT, or a failure; the process's exit code.

    Raises:
        hosting.named: it ended what ran.
    """
    name = hosting.name
    with TemporaryDirectory(prefix=f"{name}-", ignore_cleanup_errors=True) as scratch:  # Faust's own, stays empty
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        app = faust.App(name, web_enabled=False, topic_disable_leader=True, datadir=scratch)
        app.boot_strategy.enable_kafka = False
        app.boot_strategy.enable_web = False
        failed: list[Exception] = []
        ended: list[Exception] = []
        app.service(_service(hosting, failed, ended, Path(scratch)))
        worker = faust.Worker(app, loop=loop, redirect_stdouts=False, quiet=True, override_logging=False)
        worker.spinner = None
        with suppress(SystemExit):  # Faust's way to end; whether it failed is said below
            worker.execute_from_commandline()
    if ended:
        raise ended[0]
    return int(bool(failed) or worker.crashed or app.crashed)


def _service(hosting: Hosting, failed: list[Exception], ended: list[Exception], scratch: Path) -> type[Service]:
    class Feeding(Service):
        """Lives and dies with the app."""

        hosted: Hosted
        starting: asyncio.Task[None] | None = None

        async def on_start(self) -> None:
            if hosting.told():
                signal.raise_signal(signal.SIGTERM)  # Faust listens now
            self.hosted = hosting.made()
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
            except* hosting.named as group:
                ended.append(_first(group))
                signal.raise_signal(signal.SIGTERM)  # Faust ends by it and calls it no crash

        async def on_stop(self) -> None:
            if self.starting is not None:
                await _put_down(hosting, self.hosted, self.starting, scratch)

    return Feeding


async def _put_down(hosting: Hosting, hosted: Hosted, starting: asyncio.Task[None], scratch: Path) -> None:
    try:
        async with asyncio.timeout(hosting.patience_s):
            starting.cancel()  # Faust stops what is still starting beside it
            await asyncio.wait([starting])
            await hosted.stop()
    except TimeoutError:
        rmtree(scratch, ignore_errors=True)
        hosting.give_up()


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
