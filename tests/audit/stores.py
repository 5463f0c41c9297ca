"""A server of HTTP that keeps anchors: what it was given once it never writes over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar


class Store(BaseHTTPRequestHandler):
    """PUT once, GET."""

    kept: ClassVar[dict[str, bytes]]
    refuses: ClassVar[list[int]]
    """What the next requests are answered with instead."""
    token: ClassVar[str]
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._refused():
            return
        there = self.path in self.kept and self.headers["If-None-Match"] == "*"
        self.kept.setdefault(self.path, body)
        self._answer(412 if there else 201)

    def do_GET(self) -> None:
        if self._refused():
            return
        found = self.kept.get(self.path)
        self._answer(404 if found is None else 200, found or b"")

    def _refused(self) -> bool:
        if self.refuses:
            self._answer(self.refuses.pop(0))
            return True
        if self.token and self.headers["Authorization"] != f"Bearer {self.token}":
            self._answer(401)
            return True
        return False

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody listens."""


@contextmanager
def serving(token: str = "") -> Iterator[tuple[str, type[Store]]]:
    """Its URL, and what it keeps."""

    class Own(Store):
        pass

    Own.kept, Own.refuses, Own.token = {}, [], token
    with ThreadingHTTPServer(("127.0.0.1", 0), Own) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/anchors", Own
        finally:
            server.shutdown()
            thread.join()
