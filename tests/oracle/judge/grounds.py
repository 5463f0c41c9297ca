"""What an event says of who knew it when (W4, W5, R1-R4)."""

from __future__ import annotations

from tests.oracle.judge.clock import day_of, read_instant
from tests.oracle.judge.wire import Record
from tests.oracle.judge.world import Ground


def discovery(record: Record) -> int:
    """W4, R2: as claimed; else ``occurred`` for what systems and account managers produce, else the recording.

    Never after the recording (R95).
    """
    if record.data.get("discovered") is not None:
        return min(read_instant(record.data["discovered"]), record.recorded)
    ours = record.kind.startswith(("loan.", "interest_arrears.", "classification."))
    return min(record.occurred, record.recorded) if ours else record.recorded


def ground_of(record: Record) -> Ground:
    """What an event says of who knew it when (R1, R4, W5)."""
    at = discovery(record)
    by, recorder = record.data.get("discovered_by"), record.data.get("recorded_by")
    if by is None and record.kind == "classification.forecast":
        by = record.data["org_no"]
    tags = ("late_recording",) if day_of(record.recorded) > day_of(at) else ()
    ground = Ground(record.id, record.recorded, at, at, day_of(at), by, recorder, tags=tags)
    ground.found_by = by if by is not None else recorder
    return ground
