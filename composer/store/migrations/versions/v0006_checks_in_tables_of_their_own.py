"""Each check's results in tables of its own; what the one table of digests held moves there."""

from __future__ import annotations

from itertools import islice

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 5000


def upgrade() -> None:
    """Make the tables and move the results."""
    connection = op.get_bind()
    checks = sa.text('SELECT campaign_id, binding FROM campaign_check ORDER BY campaign_id, "at"')
    numbers: dict[str, int] = {}
    for campaign_id, binding in connection.execute(checks).all():
        numbers[campaign_id] = numbers.get(campaign_id, 0) + 1
        move(connection, f"check_{campaign_id}_{numbers[campaign_id]}", binding)
    op.drop_table("check_digest")


def move(connection: sa.Connection, name: str, binding: str) -> None:
    """Move one check's results."""
    result = op.create_table(
        name,
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("recipient", sa.LargeBinary(16), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("wire", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        f"{name}_found",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("record", sa.Text(), nullable=False),
    )
    state = op.create_table(
        f"{name}_state",
        sa.Column("binding", sa.String(64), primary_key=True),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
    )
    count = 0
    found = connection.execute(
        sa.text(
            "SELECT position, recipient_id, digest, wire_sha256 FROM check_digest"
            " WHERE binding = :binding ORDER BY position"
        ),
        {"binding": binding},
    )
    while rows := list(islice(found, ROWS_AT_ONCE)):
        count += len(rows)
        connection.execute(
            result.insert(),
            [
                {
                    "position": position,
                    "recipient": bytes.fromhex(recipient),
                    "digest": bytes.fromhex(digest),
                    "wire": bytes.fromhex(wire),
                }
                for position, recipient, digest, wire in rows
            ],
        )
    op.create_index(f"{name}_who", name, ["recipient"], unique=True)
    connection.execute(
        state.insert(),
        [
            {
                "binding": binding,
                "mark": "",
                "portions": 0,
                "messages": count,
                "finished": True,
                "record": "{}",
            }
        ],
    )


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
