"""Who translated, reviewed and remarked what, and what was given out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('translation_act',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('locale', sa.String(length=64), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('target', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('declared', sa.Boolean(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_translation_act_campaign_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_translation_act'))
    )
    op.create_index(op.f('ix_translation_act_campaign_id_locale'), 'translation_act', ['campaign_id', 'locale'], unique=False)
    op.create_table('translation_comment',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('locale', sa.String(length=64), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_translation_comment_campaign_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_translation_comment'))
    )
    op.create_index(op.f('ix_translation_comment_campaign_id_locale'), 'translation_comment', ['campaign_id', 'locale'], unique=False)
    op.create_table('translation_export',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('locale', sa.String(length=64), nullable=False),
    sa.Column('format', sa.String(length=16), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_translation_export_campaign_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_translation_export'))
    )
    op.create_index(op.f('ix_translation_export_campaign_id'), 'translation_export', ['campaign_id'], unique=False)


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
