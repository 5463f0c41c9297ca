"""Replay of a large bank's two months, against decoding alone of the journal's payloads; in one process and in two."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import Engine, func, select

from tests.bench import ledger_store as stores
from tests.bench.ledger_month import both
from tests.bench.ledger_store import Store
from tests.bench.measures import _bank, best_of, mix_of
from warning.audit.replay import Proven, replay
from warning.bootstrap import prepare_process
from warning.core.frame import Frame
from warning.ledger.journal import CONTENTS, _scalar
from warning.ledger.lanes import LANES
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.history import journal_of_lane
from warning.ledger.sql.tables import JOURNAL

RUNS: Final = 3


def replayed(store: Store, loans: int, troubled: float, revolving: float) -> dict[str, Any]:
    """Every figure on one database; seconds of this process for one core, of the wall for two."""
    frame, lines = _bank(loans, 2, mix_of(troubled, revolving))
    with store.database() as url:
        into = stores.create(url, frame)
        stores.take_in(into, lines, "bank")
        stores.close(into)
        store.settle(url)
        engine = open_engine(url)
        decode_s = decoded(engine)
        alone = [both(lambda: _held(replay(engine, {frame.id: frame}))) for _ in range(RUNS)]
        two_s = min(both(lambda: _held(_by_two(engine, frame)))[0] for _ in range(RUNS))
        with engine.connect() as connection:
            rows: int = connection.execute(select(func.count()).select_from(JOURNAL)).scalar_one()
        engine.dispose()
    wall_s, own_s = min(wall for wall, _ in alone), min(own for _, own in alone)
    return {
        "loans": loans,
        "rows": rows,
        "decode_only_rows_per_s": round(rows / decode_s),
        "rows_per_s_of_a_core": round(rows / own_s),
        "ratio_to_decode": round(decode_s / own_s, 3),
        "rows_per_s": round(rows / wall_s),
        "two_rows_per_s": round(rows / two_s),
        "two_times": round(wall_s / two_s, 2),
    }


def _by_two(engine: Engine, frame: Frame) -> Proven:
    return replay(engine, {frame.id: frame}, jobs=2, prepare=prepare_process)


def _held(found: Proven) -> None:
    """It must be identical, else it is not what was asked to be fast."""
    if found.divergences or found.foreign or not found.rows:
        raise ValueError(found.divergences)


def decoded(engine: Engine) -> float:
    """Seconds to decode every payload of the journal with our own typed decoders, each dropped at once."""
    kinds = {kind: msgspec.json.Decoder(content, dec_hook=_scalar) for kind, content in CONTENTS.items()}
    with engine.connect() as connection, connection.begin():
        rows = [
            (kinds[row.kind].decode, row.payload) for lane in range(LANES) for row in journal_of_lane(connection, lane)
        ]

    def work() -> None:
        for decode, payload in rows:
            decode(payload)

    return best_of(RUNS, work)
