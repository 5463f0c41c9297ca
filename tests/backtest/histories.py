"""A backtest of a random history, without a database: its journal in memory, read and decided as a ledger's is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any
from unittest.mock import patch

from msgspec import Struct, msgpack
from msgspec.structs import replace

from tests.oracle.histories import History
from tests.properties.drive import Keyed, Played, frame_of, play
from tests.properties.remembered import decode_once
from warning.audit.backtest.again import Books, Compared, Plan, Row, compare
from warning.audit.backtest.figures import differences
from warning.audit.backtest.reach import Traits, touches
from warning.audit.backtest.run import Work, _rounds
from warning.audit.backtest.scan import Look
from warning.core.frame import Frame
from warning.intake import run as runs
from warning.intake.run import Run, decide
from warning.ledger.journal import NO_EFFECTS, JournalRow
from warning.ledger.memory import MemoryLedger

NOTHING: frozenset[str] = frozenset()


class Known(Struct):
    """A history as it was decided and recorded, to be decided again."""

    played: Played
    rows: dict[str, list[JournalRow]]
    """By aggregate."""
    traits: dict[str, Traits]


class Rerun(Struct):
    """A history decided again under another book: everything, or what can be touched."""

    played: Played
    rows: dict[str, list[JournalRow]]
    touched: set[str]
    books: Books
    compared: dict[bytes, Compared] = {}
    """What is asked -> what became of it: an aggregate that hears the same is decided to the same."""

    def over(self, keys: Iterable[str]) -> dict[str, Compared]:
        """From these aggregates on."""
        return _rounds(Local(self), sorted(keys), {}, lambda *_: None)  # type: ignore[arg-type]


class Local:
    """Decides here what is asked of a crew."""

    def __init__(self, rerun: Rerun) -> None:
        self._rerun = rerun

    def map(self, _task: Callable[..., Any], batches: Iterable[Sequence[Work]]) -> Iterator[list[Compared]]:
        """Each batch."""
        for batch in batches:
            yield [self._compared(one) for one in batch]

    def _compared(self, one: Work) -> Compared:
        again = self._rerun
        asked = _asked.encode((one.key, one.told, sorted(one.causes)))
        found = again.compared.get(asked)
        if found is None:
            rows = again.rows.get(one.key, ())
            found = again.compared[asked] = compare(one.key, rows, again.books, one.told, one.causes)
        return found


_asked = msgpack.Encoder(enc_hook=int)


@lru_cache(8)
def _known(keyed: Keyed) -> Known:
    played = play(keyed.told, anew=True)
    journal = sorted(played.run.ledger.journal, key=lambda row: row.key)
    rows = {key: list(each) for key, each in groupby(journal, key=lambda row: row.key)}
    return Known(played, rows, traits_of(played, rows))


def rerun(told: History, change: Callable[[Frame], Frame]) -> Rerun:
    """What is needed to decide a history under another book."""
    frame = frame_of(told)
    changed = replace(change(frame), id="changed")
    known = _known(Keyed(told))
    played = known.played
    until = max(played.run.clock, told.until or 0)
    plan = Plan(frames={frame.id: frame}, timeline=((0, frame.id),), changed=changed, replaced=(frame.id,), until=until)
    names = [figure.name for figure in differences(frame, changed)]
    touched = {key for key, one in known.traits.items() if any(touches(name, key, one) for name in names)}
    return Rerun(played, known.rows, touched, Books(plan))


def traits_of(played: Played, rows: dict[str, list[JournalRow]]) -> dict[str, Traits]:
    """As a ledger's lanes show them."""
    look = Look(0)
    for each in rows.values():
        for row in each:
            if row.effects_digest != NO_EFFECTS:
                look.take(row.key, row.kind, row.at, row.core, row.payload)
    clauses: dict[str, set[str]] = {}
    for signal in played.verdicts.signals:
        clauses.setdefault(f"b:{signal.customer_no}", set()).add(signal.clause)
    seen = look.found().traits
    return {key: Traits(seen.get(key, NOTHING), frozenset(clauses.get(key, NOTHING))) for key in rows}


def under(told: History, change: Callable[[Frame], Frame]) -> dict[str, Row]:
    """What a run of the history under the other book decides, rows by id."""
    changed = change(frame_of(told))
    without_journal = Run(changed, ledger=MemoryLedger(keep_journal=False))
    with patch.object(runs, "decode", decode_once):
        return _rows(decide(told.lines(), changed, told.until, run=without_journal))


def recorded(played: Played) -> dict[str, Row]:
    """What was decided, rows by id."""
    return _rows(played.verdicts)


def _rows(verdicts: Any) -> dict[str, Row]:
    return {row.id: row for kind in ("signals", "warnings", "duties") for row in getattr(verdicts, kind)}


def put_on(rows: dict[str, Row], found: dict[str, Compared]) -> dict[str, Row]:
    """Rows with all that differs put in its place."""
    made = dict(rows)
    for one in found.values():
        for pair in one.pairs:
            if pair.after is None:
                del made[pair.row.id]
            else:
                made[pair.row.id] = pair.after
    return made
