"""Scenarios with a name and versions, on top of the saved plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Two tables more; the plans stay as they are."""
    op.create_table(
        "named_scenario",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "scenario_version",
        sa.Column("scenario_id", sa.String(12), sa.ForeignKey("named_scenario.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("plan_id", sa.String(12), sa.ForeignKey("scenario.id"), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored", sa.Integer),
        sa.CheckConstraint("number >= 1", name="from_one"),
    )
    op.create_index("ix_scenario_version_plan_id", "scenario_version", ["plan_id"])
