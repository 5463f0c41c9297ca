"""Who takes a record: all whom it concerns, or, where one of them knows it already, that one alone."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from warning.core.draft import Record, Repeated
from warning.core.effects import Passed
from warning.core.repeats import is_doubtful, remembered
from warning.ledger.port import Ledger


def who_takes(ledger: Ledger, concerned: Sequence[str], record: Record) -> tuple[Sequence[str], Record]:
    """The aggregates that take a record, and the record as they take it.

    One transaction gave it to all that it concerned then. So where one of two has it already, it is nobody's any more:
    the other may never have been meant to hear of it (O5, R31). Where one has another message of that id, the whole is
    in conflict, and nothing of it is taken in (R55). What only a journal remembers is ``Repeated`` (R111).
    """
    several = concerned if len(concerned) > 1 else ()
    met = {key: said for key in several if (said := remembered(ledger.state(key), record)) is not None}
    for key, said in met.items():
        if isinstance(said, Passed):
            return (key,), record
    for key in concerned:
        if is_doubtful(ledger.state(key), record) and ledger.has_taken(key, record):
            return (key,), replace(record, content=Repeated())
    return (tuple(met)[:1] or concerned), record
