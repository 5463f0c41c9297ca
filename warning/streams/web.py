"""What a worker answers over HTTP: that it lives, whether it is ready and goes on, and its metrics."""

from __future__ import annotations

import socket
from typing import Final

import msgspec
from aiohttp import web

from warning.streams.metrics import CONTENT_TYPE
from warning.streams.watch import Answer, Watch

OK: Final = 200
AWAY: Final = 503


class Web:
    """A server at a socket that is bound already; within the loop of the feed, so that an answer is a turn of it."""

    def __init__(self, at: socket.socket, watch: Watch) -> None:
        """Nothing is answered yet."""
        self._at, self._watch = at, watch
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Answer from now on."""
        app = web.Application()
        app.add_routes([web.get(path, answer) for path, answer in self._answers().items()])
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await self._runner.setup()
        await web.SockSite(self._runner, self._at).start()

    async def stop(self) -> None:
        """Answer no more."""
        if self._runner is not None:
            await self._runner.cleanup()
        self._at.close()

    def _answers(self) -> dict[str, web.Handler]:  # type: ignore[name-defined]
        async def live(_: web.Request) -> web.Response:
            return _said((True, {"live": True}))

        async def ready(_: web.Request) -> web.Response:
            return _said(self._watch.ready())

        async def progress(_: web.Request) -> web.Response:
            return _said(self._watch.progress())

        async def metrics(_: web.Request) -> web.Response:
            return web.Response(body=self._watch.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

        return {"/live": live, "/ready": ready, "/progress": progress, "/metrics": metrics}


def _said(answer: Answer) -> web.Response:
    fine, said = answer
    return web.Response(body=msgspec.json.encode(said), status=OK if fine else AWAY, content_type="application/json")
