"""What stays of entries that went from the do-not-write list, for the log's digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

key_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "suppression_gone",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", key_text, nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_suppression_gone")),
    )
    op.create_index(op.f("ix_suppression_gone_key"), "suppression_gone", ["key"])


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
