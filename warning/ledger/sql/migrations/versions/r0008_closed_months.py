"""What is archived is of months that are over: the guard of boundaries refuses another, as all guards are made anew.

From this revision on guards are made by ``guards``, after every upgrade, whatever was there; this one says to older
programs and ledgers that there is another.
"""

from __future__ import annotations

from typing import Final

revision: Final = "0008"
down_revision: Final = "0007"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Nothing more: ``schema`` puts the guards anew once the tables are those of the last revision."""
