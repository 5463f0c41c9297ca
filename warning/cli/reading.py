"""Reading a file of events: line by line, with progress on stderr, taking note of borrowers' names on the way."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import IOBase
from pathlib import Path
from typing import IO, Any, Final

import msgspec
from msgspec import Struct
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from warning.cli.explain.needed import Needed
from warning.cli.screen.tables import stderr
from warning.cli.stop import UNREADABLE, Stop
from warning.cli.usage import why
from warning.cli.zoned import zoned
from warning.contracts.raw import bare
from warning.core.scalars import read_moment
from warning.wording.names import Names
from warning.wording.phrases import say
from warning.wording.text import Lang

PATIENCE: Final = 2.0
"""Seconds after which progress is shown."""
SAID_EVERY: Final = 5.0
"""Seconds between lines of progress where stderr is no terminal."""
STRIDE: Final = 512
REGISTERED: Final = b'"borrower.registered.v1"'


class _Party(Struct):
    customer_no: str = ""
    borrower_name: str = ""


class _Registration(Struct):
    data: _Party


class _About(Struct, frozen=True):
    customer_no: str | None = None
    guarantor_no: str | None = None
    loan_no: str | None = None
    previous_loan_no: str | None = None
    group_no: str | None = None
    guarantee_contract_no: str | None = None

    def link(self) -> str:
        """The link a record is about, as signals write it."""
        return f"group:{self.group_no}" if self.group_no else f"guarantee:{self.guarantee_contract_no or ''}"

    def loans(self) -> tuple[str | None, ...]:
        """The loans a record is about."""
        return self.loan_no, self.previous_loan_no


class _Named(Struct):
    id: str = ""
    type: str = ""
    data: _About = _About()


_REGISTRATION = msgspec.json.Decoder(_Registration)
_NAMED = msgspec.json.Decoder(_Named)


def moment_option(option: str, value: str | None, lang: Lang) -> int | None:
    """The instant an option names; without a zone it is one of Shanghai.

    Raises:
        Stop: it is none.
    """
    if value is None:
        return None
    try:
        return int(read_moment(zoned(value)))
    except ValueError as error:
        key = "instant_unreal" if "in the calendar" in str(error) else "instant_wrong"
        raise Stop(2, say(key, lang, option=option, value=value)) from None


def open_events(path: Path, lang: Lang, *, missing: str = "file_missing") -> IO[bytes]:
    """A file of events, or standard input for ``-``.

    Raises:
        Stop: there is no such file, or it cannot be read.
    """
    if str(path) == "-":
        if sys.stdin is None:
            raise Stop(UNREADABLE, say("file_empty", lang, path=path))
        return sys.stdin.buffer
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise Stop(UNREADABLE, say(missing, lang, path=path)) from None
    except IsADirectoryError:
        raise Stop(UNREADABLE, say("file_is_directory", lang, path=path)) from None
    except OSError as error:
        raise Stop(UNREADABLE, say("file_unreadable", lang, path=path, why=why(error, lang))) from None


def noting(lines: Iterator[bytes], names: Names) -> Iterator[bytes]:
    """The lines as they are; each borrower's name in them is noted, of the same line again only the first time."""
    noted: set[bytes] = set()
    for line in lines:
        if REGISTERED in line and (digest := sha256(line.rstrip(b"\r\n")).digest()) not in noted:
            noted.add(digest)
            _note(line, names.borrowers)
        yield line


def _note(line: bytes, borrowers: dict[str, str]) -> None:
    try:
        party = _REGISTRATION.decode(bare(line)).data
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return  # a broken line: the intake says what is wrong with it
    if party.customer_no and party.borrower_name:
        borrowers[party.customer_no] = party.borrower_name


def with_progress(lines: Iterable[bytes], lang: Lang) -> Iterator[bytes]:
    """The lines as they are; after two seconds, how far it has got is shown on stderr."""
    size = _size(lines) if isinstance(lines, IOBase) else None
    begun = said = time.monotonic()
    bar: Progress | None = None
    done = number = 0
    try:
        for line in lines:
            yield line
            number += bool(line)
            done += len(line)
            if not line or number % STRIDE:
                continue
            now = time.monotonic()
            if bar is None and now - begun > PATIENCE and stderr().is_terminal:
                bar = _bar(size)
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done, description=say("reading", lang, n=f"{number:,}"))
            elif now - said > SAID_EVERY:
                said = now
                stderr().print(say("reading", lang, n=f"{number:,}"))
    finally:
        if bar is not None:
            bar.stop()


def _bar(size: int | None) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=stderr(), transient=True)
    bar.add_task("", total=size)
    bar.start()
    return bar


def _size(lines: IOBase) -> int | None:
    try:
        here = lines.tell()
        end = lines.seek(0, 2)
        lines.seek(here)
    except (OSError, ValueError):
        return None
    return end - here


def find_events(path: Path, needed: Needed) -> dict[str, dict[str, Any]]:
    """The records an explanation needs, as they came, the first of each id."""
    found: dict[str, dict[str, Any]] = {}
    closer: set[str] = set()
    kinds = tuple(f'"{kind}"'.encode() for kind in needed.kinds())
    with path.open("rb") as lines:
        for raw in lines:
            line = bare(raw)
            try:
                record = _NAMED.decode(line)
                name, about = record.id, record.data
                known = name in needed.ids or (
                    any(kind in line for kind in kinds)
                    and needed.includes(record.type, about.link(), about.loans(), about.customer_no)
                )
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
            mine = any(no in needed.own for no in (about.customer_no, about.guarantor_no, about.loan_no))
            if known and (name not in found or (mine and name not in closer)):
                found[name] = msgspec.json.decode(line)
                closer |= {name} if mine else set()
    return found
