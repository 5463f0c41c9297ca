"""R52: an act that does not count is refused with the reason, and the reason names those that may."""

from __future__ import annotations

from typing import Final

import pytest

from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.intake.run import decide

OWED: Final = """== D11 · an act
2026-11-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2028-11-01
2026-11-10 08:00  arrears   L1 10.00 since 2026-11-10
{act}
-- signals
C1 11.1.3 L1|2026-11-10
"""
SUB_BRANCH: Final = "sub_branch_president, vice_president_lending"
APPROVAL: Final = "2026-11-11 09:00 release C1 by A1 to closed ground resolved as p1\n2026-11-11 10:00 approve C1 by "


@pytest.mark.parametrize(
    ("act", "code", "named"),
    [
        ("report C1 by A1 post account_manager", "post_may_not", SUB_BRANCH),
        ("report C1 by A1 post branch_monitor", "post_not_at_level", SUB_BRANCH),
        ("report C1 by A post vice_president_lending", "post_not_at_level", "branch_monitor, branch_principal_leader"),
        ("meeting C1 by A1 with A/branch_monitor", "post_not_at_level", "branch_monitor, branch_principal_leader"),
        ("sign-off A1 2026-11 covers 1 post account_manager", "post_may_not", SUB_BRANCH),
        ("sign-off A1 2026-11 covers 1 post branch_monitor", "post_not_at_level", SUB_BRANCH),
        ("release C1 by B1 to closed ground resolved", "org_may_not", "A, A1"),
        (f"{APPROVAL}B of p1", "org_may_not", "A1"),
        (f"{APPROVAL}A of p1 post account_manager", "post_may_not", "branch_monitor, branch_principal_leader"),
        (f"{APPROVAL}A1 of p1 post branch_monitor", "post_not_at_level", "branch_monitor, branch_principal_leader"),
    ],
)
def test_the_refusal_names_who_may(act: str, code: str, named: str) -> None:
    """The posts of that level; where it has none that may, all; the organisations where it is about those."""
    (case,) = read_cases(OWED.format(act=act if act.startswith("2026") else f"2026-11-25 09:00 {act}"))
    (refusal,) = decide([wire.line() for wire in case.events], frame(None)).refusals
    assert refusal.why is not None
    values = dict(refusal.why.values)
    assert refusal.why.code == code
    assert str(values.get("may") or values.get("owners") or values.get("proposer")).startswith(named)
