"""Each audience in tables of its own; what the one table of recipients held moves there."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from itertools import islice

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 5000
ROWS_PER_PAGE = 2000


def upgrade() -> None:
    """Make the tables and move the people."""
    op.add_column('audience_change', sa.Column('people', sa.Integer(), nullable=True))
    op.add_column('audience_change', sa.Column('facts', sa.Text(), nullable=True))
    op.create_table('audience_pending',
    sa.Column('campaign_id', sa.String(length=16), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('columns', sa.Text(), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_audience_pending_campaign_id')),
    sa.PrimaryKeyConstraint('campaign_id', name=op.f('pk_audience_pending'))
    )
    connection = op.get_bind()
    newest = sa.text("SELECT campaign_id, max(number) FROM audience_change GROUP BY campaign_id")
    for campaign_id, number in connection.execute(newest).all():
        move(connection, campaign_id, number)
    op.drop_index(op.f('ix_recipient_campaign_id_change_row'), 'recipient')
    op.drop_table('recipient')


def move(connection: sa.Connection, campaign_id: str, newest: int) -> None:
    """Move a campaign's people, listed ones and others, and fold the root in its new form."""
    name = f"people_{campaign_id}_1"
    key_text = sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    people = op.create_table(name,
    sa.Column('position', big, primary_key=True, autoincrement=False),
    sa.Column('address_key', key_text),
    sa.Column('address', sa.Text()),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('id', sa.LargeBinary(16)),
    sa.Column('secrets', sa.LargeBinary(32)),
    sa.Column('cells', sa.LargeBinary(), nullable=False),
    )
    pages = op.create_table(f"{name}_pages",
    sa.Column('first', sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column('positions', sa.LargeBinary(), nullable=False),
    sa.Column('lines', sa.LargeBinary(), nullable=False),
    )
    op.create_table(f"{name}_problem",
    sa.Column('number', sa.Integer(), primary_key=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('column', sa.Text(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    )
    op.create_table(f"{name}_left_out",
    sa.Column('position', big, primary_key=True, autoincrement=False),
    sa.Column('code', sa.Text(), nullable=False),
    )
    found = connection.execute(sa.text(
        'SELECT "change", "row", address_key, address, locale, fields, id, token, salt'
        ' FROM recipient WHERE campaign_id = :campaign ORDER BY "change" = :newest DESC, "row", id'
    ), {"campaign": campaign_id, "newest": newest})
    listed: list[tuple[str, bytes]] = []
    locales: Counter[str] = Counter()
    domains: Counter[str] = Counter()
    firsts: dict[str, int] = {}
    page: list[tuple[int, bytes]] = []
    columns = columns_digest(connection, campaign_id, newest)
    taken: set[int] = set()
    while rows := list(islice(found, ROWS_AT_ONCE)):
        records = []
        for change, row, key, address, locale, fields, id_, token, salt in rows:
            position = row if change == newest else (change << 32) | row
            while position in taken:  # two people of one row: one of them was listed later again
                position += 1
            taken.add(position)
            cells = fields.encode()
            records.append({
                "position": position, "address_key": key,
                "address": None if address == key else address, "locale": locale,
                "id": bytes.fromhex(id_), "secrets": bytes.fromhex(token + salt), "cells": cells,
            })
            if change != newest:
                continue
            listed.append((key, leaf(id_ + token + salt, address, locale, cells, columns)))
            locales[locale] += 1
            domains[address.rpartition("@")[2].lower()] += 1
            firsts.setdefault(locale, row)
            page.append((position, cells))
            if len(page) == ROWS_PER_PAGE:
                add_page(connection, pages, page)
        connection.execute(people.insert(), records)
    add_page(connection, pages, page)
    op.create_index(f"{name}_key", name, ["address_key"])
    op.create_index(f"{name}_id", name, ["id"])
    op.create_index(f"{name}_problem_row", f"{name}_problem", ["position"])
    facts = {"locales": locales, "domains": domains, "firsts": firsts, "source": "", "source_columns": []}
    connection.execute(sa.text(
        "UPDATE audience_change SET people = 1, facts = :facts, root = :root"
        " WHERE campaign_id = :campaign AND number = :newest"
    ), {
        "facts": json.dumps(facts), "root": root([hash_ for _key, hash_ in sorted(listed)]),
        "campaign": campaign_id, "newest": newest,
    })


def add_page(connection: sa.Connection, pages: sa.Table, page: list[tuple[int, bytes]]) -> None:
    """Write the rows gathered so far, and begin anew."""
    if page:
        positions = b"".join(row.to_bytes(4, "little") for row, _cells in page)
        lines = b"\n".join(cells for _row, cells in page)
        connection.execute(pages.insert(), [{"first": page[0][0], "positions": positions, "lines": lines}])
        page.clear()


def framed(content: bytes) -> bytes:
    """Prefix a value with its length."""
    return len(content).to_bytes(8, "big") + content


def columns_digest(connection: sa.Connection, campaign_id: str, newest: int) -> bytes:
    """Digest the names of the newest audience's columns."""
    query = sa.text('SELECT "columns" FROM audience_change WHERE campaign_id = :campaign AND number = :newest')
    names = json.loads(connection.execute(query, {"campaign": campaign_id, "newest": newest}).scalar_one())
    content = b"".join(framed(name.encode()) for name in names)
    return hashlib.sha256(b"columns1" + len(names).to_bytes(8, "big") + content).digest()


def leaf(secrets: str, address: str, locale: str, cells: bytes, columns: bytes) -> bytes:
    """Hash one row as this version of the program does."""
    head = bytes.fromhex(secrets)
    content = framed(address.encode()) + framed(locale.encode()) + framed(cells)
    return hashlib.sha256(b"\x00row2" + head + columns + content).digest()


def root(level: list[bytes]) -> str:
    """Fold hashed leaves as RFC 6962 does."""
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        above = [
            hashlib.sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = above + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()


def downgrade() -> None:
    """Refuse: what is recorded is never taken back."""
    message = "a workspace's schema only grows"
    raise NotImplementedError(message)
