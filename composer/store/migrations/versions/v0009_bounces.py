"""What came back after a send: bounces and complaints, by random id."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('bounce',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('recipient_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('added_at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_bounce_campaign_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_bounce')),
    sa.UniqueConstraint('campaign_id', 'recipient_id', 'kind', 'mark', name=op.f('uq_bounce_campaign_id_recipient_id_kind_mark'))
    )


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
