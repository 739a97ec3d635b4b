"""Which campaigns lie in the archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "campaign_shelf",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("campaign_id", sa.String(length=16), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_shelf_campaign_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_campaign_shelf")),
    )
    op.create_index(op.f("ix_campaign_shelf_campaign_id"), "campaign_shelf", ["campaign_id"])


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
