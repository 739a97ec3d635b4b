"""Warnings that somebody accepted, with the reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('acceptance',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('stands', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_acceptance_campaign_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_acceptance'))
    )
    op.create_index(op.f('ix_acceptance_campaign_id'), 'acceptance', ['campaign_id'], unique=False)


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
