"""The quarantine is looked up by events, and its refused acts are counted, without reading originals."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0010"
down_revision: Final = "0009"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add the two indexes."""
    refused = sa.text("outcome = 'refused'")
    op.create_index("quarantine_event", "quarantine", ["event_id"])
    op.create_index(
        "quarantine_refused", "quarantine", ["outcome", "type"], postgresql_where=refused, sqlite_where=refused
    )
