"""Saved plans, as every store had them before there were revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade() -> None:
    """One table of rows that never change."""
    op.create_table(
        "scenario",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("yaml", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
