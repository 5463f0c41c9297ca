"""Writes a ledger as a bundle: files that anybody can read and verify without us (docs/audit-format.md).

What changed no row that people see is not on file in a ledger: those effects are decided again and written, too. Nobody
has to believe it: the journal's links cover the digest over all effects of a row. All of it is of one instant, so that
what one lane has told another is heard in it or waits.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, structs

from warning.audit.verifier import bundle
from warning.audit.verifier.bundle import EffectLine, File, Head, JournalLine, Manifest, described
from warning.audit.verifier.chain import LANES, PLAIN, Effect, Row, formed
from warning.audit.verifier.check import Grouped
from warning.audit.verifier.source import Source
from warning.core import VERSION
from warning.core.effects import Effect as CoreEffect
from warning.core.frame import Frame
from warning.core.state import State
from warning.core.step import initial, step
from warning.ledger.files import create, make_directory, write
from warning.ledger.journal import UNREADABLE, JournalRow, effects_digest
from warning.ledger.sql import codec

LEVEL: Final = 6
"""Of compression."""
_json: Final = msgspec.json.Encoder()


class Unexportable(Exception):
    """A row that has become something no ledger writes: verify the ledger itself."""

    def __init__(self, lane: int, seq: int) -> None:
        super().__init__(f"lane {lane}, row {seq}")
        self.lane, self.seq = lane, seq


class Exported(Struct, frozen=True):
    """What was written; ``unknown``: rows of which some effect is missing, as another core decided them.

    ``differing``: rows of this core that cannot be decided again as they were: the ledger is not what its journal says.
    Their effects, and of lanes with an unreadable one those of later rows, may be missing as well.
    """

    rows: int
    effects: int
    unknown: int
    anchors: int
    bytes: int
    differing: int


def export(
    source: Source,
    frames: Mapping[str, Frame],
    directory: Path,
    *,
    at: int,
    anchors: Iterable[tuple[str, bytes]] = (),
    tell: Callable[[int], None] = lambda _: None,
) -> Exported:
    """Write a bundle into a directory that is empty or not there; the manifest is last.

    Args:
        source: the ledger.
        frames: its rule books, by their ids.
        directory: where to.
        at: now (µs UTC).
        anchors: what is kept of it outside, read before.
        tell: hears of every lane done.

    Raises:
        OSError: it cannot be written.
        Unexportable: a row cannot be told.
    """
    files, rows, effects, unknown = [*_anchors(directory, anchors), _books(source, directory)], 0, 0, 0
    differing = 0
    anchored = len(files) - 1
    with source.snapshot():
        ends = source.heads()
        files.append(_waiting(source, directory))
    for lane in range(LANES):
        with source.snapshot():
            source.begins(lane)
            one = _Lane(source, lane, frames, _meanwhile(ends.get(lane), source.stands(lane)))
            files += one.write(directory)
        rows, effects, unknown = rows + one.rows, effects + one.effects, unknown + one.unknown
        differing += one.differing
        tell(lane)
    manifest = Manifest(
        format=bundle.FORMAT,
        ledger=source.ledger.name,
        created_at=source.ledger.created_at,
        clock=source.ledger.clock,
        live_from=source.ledger.live_from,
        exported_at=at,
        core=VERSION,
        lanes=tuple(Head(lane, ends[lane][0], ends[lane][1].hex()) for lane in range(LANES) if lane in ends),
        files=tuple(files),
    )
    write(directory / bundle.MANIFEST, msgspec.json.format(_json.encode(manifest)) + b"\n")
    return Exported(rows, effects, unknown, anchored, sum(file.bytes for file in files), differing)


def _anchors(directory: Path, anchors: Iterable[tuple[str, bytes]]) -> Iterator[File]:
    for number, (_, stored) in enumerate(anchors, 1):
        path = f"{bundle.ANCHORS}/{number:09}.json"
        make_directory((directory / path).parent)
        write(directory / path, stored)
        yield described(directory / path, path)


def _books(source: Source, directory: Path) -> File:
    with packed(directory, bundle.FRAMES) as write:
        for book in source.books():
            write(book)
    return described(directory / bundle.FRAMES, bundle.FRAMES)


def _waiting(source: Source, directory: Path) -> File:
    with packed(directory, bundle.INBOX) as write:
        for one in source.waits() or ():
            write(one)
    return described(directory / bundle.INBOX, bundle.INBOX)


def _meanwhile(then: tuple[int, bytes] | None, now: tuple[int, bytes] | None) -> range:
    """The rows of a lane that came while others were written; what is beyond its end on record did not come so."""
    if then is None or now is None or (type(then[0]), type(now[0])) != (int, int):
        return range(0)
    return range(then[0] + 1, now[0] + 1)


@contextmanager
def packed(directory: Path, name: str) -> Iterator[Callable[[Struct], None]]:
    """A file of lines, compressed to the same bytes whenever and wherever; gives what writes one."""
    path = directory / name
    make_directory(path.parent)
    with create(path) as file, gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as gzipped:
        yield lambda line: _put(gzipped, line)


def _put(gzipped: gzip.GzipFile, line: Struct) -> None:
    gzipped.write(_json.encode(line) + b"\n")


class _Lane:
    """One lane, folded from its beginning as far as this core can tell what was decided."""

    def __init__(self, source: Source, lane: int, frames: Mapping[str, Frame], but: range) -> None:
        """``but``: rows that are left out."""
        self.rows = self.effects = self.unknown = self.differing = 0
        self._source, self._lane, self._frames, self._but = source, lane, frames, but
        self._states: dict[str, State] = {}
        self._comparable = True
        self._foreign = False

    def write(self, directory: Path) -> list[File]:
        """Journal and effects, side by side."""
        effects = Grouped(self._source.effects(self._lane))
        names = [name.format(lane=self._lane) for name in (bundle.JOURNAL, bundle.EFFECTS)]
        with packed(directory, names[0]) as journal, packed(directory, names[1]) as beside:
            for row in self._source.rows(self._lane):
                if not formed(row):
                    raise Unexportable(self._lane, self.rows + 1)
                stored = effects.of(row.seq)
                if row.seq in self._but:
                    continue
                known, lines = self._decided(row, stored)
                self.rows, self.effects = self.rows + 1, self.effects + len(lines)
                self.unknown += known is None and self._foreign
                self.differing += known is None and not self._foreign
                journal(journal_line(row, known))
                for line in lines:
                    beside(line)
        return [described(directory / name, name) for name in names]

    def _decided(self, row: Row, stored: list[Effect]) -> tuple[int | None, list[EffectLine]]:
        """How many effects a row had, if that can be told, and those there are."""
        on_file = {effect.n: effect_line(effect, row.lane) for effect in stored}
        decided = self._again(row)
        if decided is None:
            return None, list(on_file.values())
        missing = {
            n: EffectLine(seq=row.seq, n=n, row_id=None, at=None, event_id=None, effect=codec.write(effect).decode())
            for n, effect in enumerate(decided)
            if codec.row_of(effect) is None
        }
        return len(decided), [line for _, line in sorted((missing | on_file).items())]

    def _again(self, row: Row) -> tuple[CoreEffect, ...] | None:
        """What was decided; None: this core cannot tell."""
        frame = self._frames.get(row.frame)
        self._foreign = self._foreign or (self._comparable and row.core != VERSION)
        self._comparable = self._comparable and row.core == VERSION and frame is not None
        if not self._comparable or frame is None:
            return None
        try:
            record = JournalRow(*structs.astuple(row)[:-1]).record
        except UNREADABLE:
            self._comparable = False
            return None
        try:
            state, effects = step(self._states.get(row.key) or initial(row.key), record, frame)
        except Exception:  # noqa: BLE001 - what no step ever took may break it in any way
            self._comparable = False
            return None
        self._states[row.key] = state
        return effects if effects_digest(effects) == row.effects_digest else None


def journal_line(row: Row, effects: int | None) -> JournalLine:
    """A row as a file has it; ``effects``: how many it had, None: nobody knows.

    Raises:
        Unexportable: it cannot be told.
    """
    try:
        plain = {name: getattr(row, name) for name in PLAIN}
        digests = {name: getattr(row, name).hex() for name in ("payload_digest", "effects_digest", "link")}
        return JournalLine(**plain, **digests, payload=row.payload.decode(), effects=effects)
    except (AttributeError, UnicodeDecodeError):
        raise Unexportable(row.lane, row.seq) from None


def effect_line(effect: Effect, lane: int) -> EffectLine:
    """An effect as a file has it.

    Raises:
        Unexportable: it cannot be told.
    """
    try:
        return EffectLine(**(structs.asdict(effect) | {"effect": effect.effect.decode()}))
    except (AttributeError, UnicodeDecodeError):
        raise Unexportable(lane, effect.seq) from None
