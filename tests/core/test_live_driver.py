"""On a live clock nobody wakes the others before a record: a borrower's own checks come first all the same (T2)."""

from __future__ import annotations

from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.contracts.decode import decode
from warning.intake.live import LiveDriver
from warning.ledger.memory import MemoryLedger

LATE: str = """== T2 · a position recorded after the check day that nobody has looked at
2026-10-01 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2026-12-31
2026-12-05 09:00  position  L1 90,000.00
-- signals
* 11.1.1 *
"""


def test_a_position_does_not_pass_a_check_of_its_borrower() -> None:
    (case,) = read_cases(LATE)
    ledger = MemoryLedger()
    driver = LiveDriver(frame(None), ledger)
    for wire in case.events:
        driver.take(decode(wire.line()))
    kinds = [row.kind for row in ledger.journal if row.key == "b:C1"]
    assert kinds[0] == "loan.disbursed.v1"
    assert kinds[-1] == "loan.position.v1"
    assert set(kinds[1:-1]) == {"wake"}
    assert [signal.clause for signal in ledger.signals.values()] == ["11.1.1"]
