"""An independent, slow, straightforward reading of ``clauses.md``: the whole history, all borrowers, one plain world.

Nothing is imported from ``warning``. Where the clauses and ``0002-readings.md`` leave something open, what is done
here is listed in ``OPEN_POINTS``.
"""

from __future__ import annotations

from tests.oracle.judge.run import OPEN_POINTS as OPEN_POINTS
from tests.oracle.judge.run import judge as judge
