"""The do-not-write list, its syncs, and what the name service said about mail domains."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    key_text = sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')
    op.create_table('suppression',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('key', key_text, nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('added_at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_suppression')),
    sa.UniqueConstraint('key', 'reason', 'source', name=op.f('uq_suppression_key_reason_source'))
    )
    op.create_table('suppression_spelling',
    sa.Column('address_key', key_text, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['number'], ['suppression.number'], name=op.f('fk_suppression_spelling_number')),
    sa.PrimaryKeyConstraint('address_key', 'number', name=op.f('pk_suppression_spelling'))
    )
    op.create_index(op.f('ix_suppression_spelling_number'), 'suppression_spelling', ['number'], unique=False)
    op.create_table('suppression_fact',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_suppression_fact'))
    )
    op.create_table('suppression_sync',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('base_url', sa.Text(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('counts', sa.Text(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('gone', sa.Integer(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_suppression_sync'))
    )
    op.create_table('mail_domain',
    sa.Column('domain', key_text, nullable=False),
    sa.Column('verdict', sa.String(length=16), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('domain', name=op.f('pk_mail_domain'))
    )


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
