"""A file says when it was last read on: one that nobody reads any more holds up and excuses nothing (D9).

Whether it is being read no row could tell: an interrupted ``ingest`` left it as it would be in the midst of reading.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0009"
down_revision: Final = "0008"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Nobody reads on in files that were not read to their end by an earlier program, until somebody does."""
    op.add_column("source", sa.Column("read_at", sa.BigInteger(), nullable=False, server_default="0"))
