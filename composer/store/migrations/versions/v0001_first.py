"""The first schema: workspace, campaigns, people's statements, tests and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table('audit',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_audit'))
    )
    op.create_table('campaign',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('created_at', sa.String(length=32), nullable=False),
    sa.Column('message_seed', sa.String(length=32), nullable=False),
    sa.Column('ledger_key', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign'))
    )
    op.create_table('statement',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('envelope', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_statement')),
    sa.UniqueConstraint('kind', 'subject', 'sha256', name=op.f('uq_statement_kind_subject_sha256'))
    )
    op.create_table('workspace',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('practice', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspace'))
    )
    op.create_table('workspace_place',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('file_id', sa.Text(), nullable=False),
    sa.Column('machine', sa.String(length=64), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_workspace_place'))
    )
    op.create_table('audience_change',
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('columns', sa.Text(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_audience_change_campaign_id')),
    sa.PrimaryKeyConstraint('campaign_id', 'number', name=op.f('pk_audience_change'))
    )
    op.create_table('campaign_check',
    sa.Column('binding', sa.String(length=64), nullable=False),
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_campaign_check_campaign_id')),
    sa.PrimaryKeyConstraint('binding', name=op.f('pk_campaign_check'))
    )
    op.create_index(op.f('ix_campaign_check_campaign_id'), 'campaign_check', ['campaign_id'], unique=False)
    op.create_table('proof',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('binding', sa.String(length=64), nullable=False),
    sa.Column('manifest', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_proof_campaign_id')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_proof'))
    )
    op.create_index(op.f('ix_proof_binding'), 'proof', ['binding'], unique=False)
    op.create_index(op.f('ix_proof_campaign_id'), 'proof', ['campaign_id'], unique=False)
    op.create_table('recipient',
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('address_key', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('domain', sa.Text(), nullable=False),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('fields', sa.Text(), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_recipient_campaign_id')),
    sa.PrimaryKeyConstraint('campaign_id', 'id', name=op.f('pk_recipient')),
    sa.UniqueConstraint('campaign_id', 'address_key', name=op.f('uq_recipient_campaign_id_address_key'))
    )
    op.create_index(op.f('ix_recipient_campaign_id_change_row'), 'recipient', ['campaign_id', 'change', 'row'], unique=False)
    op.create_table('revision',
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_revision_campaign_id')),
    sa.PrimaryKeyConstraint('campaign_id', 'number', name=op.f('pk_revision'))
    )
    op.create_table('check_digest',
    sa.Column('binding', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('recipient_id', sa.String(length=32), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('wire_sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['binding'], ['campaign_check.binding'], name=op.f('fk_check_digest_binding')),
    sa.PrimaryKeyConstraint('binding', 'position', name=op.f('pk_check_digest')),
    sa.UniqueConstraint('binding', 'recipient_id', name=op.f('uq_check_digest_binding_recipient_id'))
    )
    op.create_table('proof_sealing',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('proof', sa.String(length=64), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['proof'], ['proof.digest'], name=op.f('fk_proof_sealing_proof')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_proof_sealing'))
    )
    op.create_index(op.f('ix_proof_sealing_proof'), 'proof_sealing', ['proof'], unique=False)
    op.create_table('revision_file',
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('path', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id', 'number'], ['revision.campaign_id', 'revision.number'], name=op.f('fk_revision_file_campaign_id_number')),
    sa.PrimaryKeyConstraint('campaign_id', 'number', 'path', name=op.f('pk_revision_file'))
    )
    op.create_table('shown',
    sa.Column('proof', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('recipient_id', sa.String(length=32), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['proof'], ['proof.digest'], name=op.f('fk_shown_proof')),
    sa.PrimaryKeyConstraint('proof', 'person', 'recipient_id', 'digest', name=op.f('pk_shown'))
    )
    op.create_table('test_send',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('proof', sa.String(length=64), nullable=False),
    sa.Column('seed', sa.Text(), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('recipient_id', sa.String(length=32), nullable=False),
    sa.Column('nonce_hash', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('wire', sa.LargeBinary(), nullable=False),
    sa.Column('sent_at', sa.String(length=32), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['proof'], ['proof.digest'], name=op.f('fk_test_send_proof')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_test_send')),
    sa.UniqueConstraint('nonce_hash', name=op.f('uq_test_send_nonce_hash'))
    )
    op.create_index(op.f('ix_test_send_proof'), 'test_send', ['proof'], unique=False)
    op.create_table('receipt',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('test_send_id', sa.String(length=32), nullable=False),
    sa.Column('received_sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('differences', sa.Text(), nullable=False),
    sa.Column('received_at', sa.String(length=32), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['test_send_id'], ['test_send.id'], name=op.f('fk_receipt_test_send_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_receipt'))
    )
    op.create_index(op.f('ix_receipt_test_send_id'), 'receipt', ['test_send_id'], unique=False)


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
