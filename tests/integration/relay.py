"""A way to a server that can be made to hang: connections stay, and nothing comes through any more."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread
from typing import Self


class Relay:
    """Listens at a port of its own, and passes on what comes either way, until it is closed."""

    def __init__(self, host: str, port: int) -> None:
        """It passes on at once."""
        self._to = (host, port)
        self._flows, self._ended = Event(), Event()
        self._flows.set()
        self._listens = socket.create_server(("127.0.0.1", 0))
        self._listens.settimeout(0.2)
        self.port: int = self._listens.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def hang(self) -> None:
        """Nothing comes through from now on."""
        self._flows.clear()

    def flow(self) -> None:
        """All comes through again, also what has waited."""
        self._flows.set()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End; connections are cut."""
        self._ended.set()
        self._flows.set()

    def _accept(self) -> None:
        with self._listens:
            while not self._ended.is_set():
                with suppress(TimeoutError):
                    near, _ = self._listens.accept()
                    far = socket.create_connection(self._to)
                    for one, other in ((near, far), (far, near)):
                        Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, source: socket.socket, to: socket.socket) -> None:
        source.settimeout(0.2)
        with suppress(OSError), source, to:
            while not self._ended.is_set():
                with suppress(TimeoutError):
                    read = source.recv(1 << 16)
                    self._flows.wait()
                    if not read:
                        return
                    to.sendall(read)
