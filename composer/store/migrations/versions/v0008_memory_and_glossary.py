"""The translation memory and the glossary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('memory_unit',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('source_locale', sa.String(length=64), nullable=False),
    sa.Column('locale', sa.String(length=64), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('exact', sa.String(length=32), nullable=False),
    sa.Column('loose', sa.String(length=32), nullable=False),
    sa.Column('shape', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('origin', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('is_gone', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_memory_unit')),
    sa.UniqueConstraint('digest', name=op.f('uq_memory_unit_digest'))
    )
    op.create_index('ix_memory_unit_exact', 'memory_unit', ['exact', 'source_locale', 'locale', 'is_gone'], unique=False)
    op.create_index('ix_memory_unit_loose', 'memory_unit', ['loose', 'source_locale', 'locale', 'is_gone'], unique=False)
    op.create_index('ix_memory_unit_shape', 'memory_unit', ['source_locale', 'locale', 'is_gone', 'length', 'number', 'shape'], unique=False)
    op.create_table('memory_pair',
    sa.Column('source_locale', sa.String(length=64), nullable=False),
    sa.Column('locale', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('source_locale', 'locale', name=op.f('pk_memory_pair'))
    )
    op.create_table('glossary_term',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('source_locale', sa.String(length=64), nullable=False),
    sa.Column('key', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('is_fixed', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_glossary_term')),
    sa.UniqueConstraint('source_locale', 'key', name=op.f('uq_glossary_term_source_locale_key'))
    )
    op.create_table('glossary_target',
    sa.Column('term', sa.Integer(), nullable=False),
    sa.Column('locale', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('is_forbidden', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['term'], ['glossary_term.number'], name=op.f('fk_glossary_target_term')),
    sa.PrimaryKeyConstraint('term', 'locale', 'position', name=op.f('pk_glossary_target'))
    )
    op.create_table('glossary_state',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_glossary_state'))
    )


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
