"""A process that writes what a worker decides: the interpreter of one process is the worker's own limit.

It takes the locks, looks whether all is as it was when the transaction was decided, writes and commits; the worker
decides the next meanwhile. It dies with its worker, whatever ends that one, and holds nothing between two errands.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from typing import IO, Final

import msgspec
from msgspec import Struct
from sqlalchemy import URL

from warning.ledger.sql.flush import Order
from warning.ledger.sql.unit import Unit
from warning.ledger.sql.watched import Watched

READY: Final = b"R"
WRITTEN: Final = b"W"
NOT_WRITTEN: Final = b"N"
INSTANT: Final = 8
"""Bytes after ``WRITTEN`` that say when it was committed (µs UTC)."""
LENGTH: Final = 8
"""Bytes before each errand that say how long it is."""
PIPE: Final = 1 << 20
"""Bytes of its input that wait; an errand has tens of megabytes, and a pipe as it is made holds 64 KiB."""
STARTS: Final = 3
"""How often it is begun in vain before the worker writes alone."""
DIES_WITH_PARENT: Final = 1
"""Linux: prctl's PR_SET_PDEATHSIG."""


class Unwritten(Exception):
    """What was sent may not be in the ledger, which says whether it is: decide it again under the locks."""


class Errand(Struct, frozen=True):
    """What is to be written, if the ledger is still as it was."""

    lanes: dict[int, tuple[int, bytes]]
    watched: Watched
    order: Order


_encoder: Final = msgspec.msgpack.Encoder(enc_hook=int)
_decoder: Final = msgspec.msgpack.Decoder(Errand)


class Scribe:
    """The worker's side. Its process begins when somebody first asks whether it is ready."""

    def __init__(self, url: URL) -> None:
        """``url``: the ledger's database."""
        self._url = url.render_as_string(hide_password=False).encode()
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._starts_left = STARTS

    def ready(self) -> bool:
        """Whether it can be sent something now."""
        if self._process is None:
            if self._starts_left:
                self._begin()
        elif not self._ready:
            self._ready = bool(select.select([self._out], [], [], 0)[0]) and self._answer() == READY
            self._starts_left = STARTS if self._ready else self._starts_left
        return self._ready

    def send(self, unit: Unit) -> Sending:
        """Have a unit written that was decided ahead.

        Raises:
            Unwritten: there is no process any more.
        """
        if unit.watched is None:
            raise ValueError("it does not say what it was decided on")
        self._tell(_encoder.encode(Errand(unit.starts, unit.watched, unit.order())))
        return Sending(self, unit)

    def answered(self) -> int:
        """Wait for what was sent last; when it was committed (µs UTC).

        Raises:
            Unwritten: it was not written, or nobody knows.
        """
        try:
            written = self._answer() == WRITTEN
            at = int.from_bytes(self._answer(INSTANT)) if written else 0
        except BaseException:
            self._lose()  # its answer would be taken for that of the next errand
            raise
        if not written:
            raise Unwritten
        return at

    def end(self) -> None:
        """Its process ends, once it has written what it was sent."""
        process, self._process, self._ready = self._process, None, False
        if process is not None:
            with suppress(BrokenPipeError):
                process.communicate()

    def _begin(self) -> None:
        # -P: the directory one works in is no place for code.
        command = [sys.executable, "-P", "-m", "warning.ledger.sql.scribing", str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the worker tries the same, and tells why it fails
            start_new_session=True,  # Ctrl-C is for the worker
        )
        self._starts_left -= 1
        if self._process.stdin is not None:
            with suppress(OSError, AttributeError):  # Linux has it, and gives as much to whoever may have it
                fcntl.fcntl(self._process.stdin, fcntl.F_SETPIPE_SZ, PIPE)
        with suppress(Unwritten):  # it has ended already
            self._tell(self._url)

    @property
    def _out(self) -> IO[bytes]:
        if self._process is None or self._process.stdout is None:
            raise Unwritten
        return self._process.stdout

    def _tell(self, said: bytes) -> None:
        if self._process is None or self._process.stdin is None:
            raise Unwritten
        try:
            self._process.stdin.write(len(said).to_bytes(LENGTH))
            self._process.stdin.write(said)
            self._process.stdin.flush()
        except OSError:
            self._lose()
            raise Unwritten from None

    def _answer(self, length: int = 1) -> bytes:
        found = self._out.read(length)
        if len(found) < length:
            self._lose()
            return b""
        return found

    def _lose(self) -> None:
        process, self._process, self._ready = self._process, None, False
        if process is not None:
            process.kill()
            with suppress(BrokenPipeError):
                process.communicate()


class Sending:
    """A unit that is being written elsewhere."""

    def __init__(self, scribe: Scribe, unit: Unit) -> None:
        """It has been sent."""
        self.unit = unit
        self._scribe = scribe

    def land(self) -> int:
        """Wait; when it was committed (µs UTC).

        Raises:
            Unwritten: it was not written, or nobody knows.
        """
        at = self._scribe.answered()
        self.unit.done()
        return at


def die_with(parent: int) -> None:
    """Be killed when the parent ends, however it does; at once, if it has."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(0)


def heard(stream: IO[bytes]) -> bytes:
    """The next thing that was told; empty: nothing more will be."""
    length = int.from_bytes(stream.read(LENGTH))
    said = stream.read(length)
    return said if len(said) == length else b""


def read_errand(said: bytes) -> Errand:
    """What is to be written."""
    return _decoder.decode(said)
