"""What was removed of personal data, what is still to be removed, and the owner's rule."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "purge",
        sa.Column("campaign_id", sa.String(length=16), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.String(length=32), nullable=False),
        sa.Column("done_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_purge_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_purge")),
    )
    op.create_table(
        "erasure_waiting",
        sa.Column("campaign_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_erasure_waiting_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_erasure_waiting")),
    )
    op.create_table(
        "retention_rule",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_retention_rule")),
    )


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
