"""What people said of the columns of their sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('column_mapping',
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('source', name=op.f('pk_column_mapping'))
    )


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
