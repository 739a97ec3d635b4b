"""The tables of `ledger.db`: recipients as a view of the journal, the journal, its signed heads.

No address ever stands here: recipients are named by their random id, and uniqueness of addresses is
kept by a keyed digest (`key_digest`). Both are unique in the schema, which is rule 4's last wall.
The schema fits PostgreSQL as well.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = "1"

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the record knows about itself: schema, campaign, identity, current proof, current hold."""

recipients = Table(
    "recipients",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("recipient_id", String(32), nullable=False, unique=True),
    Column("key_digest", String(64), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("plan", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_tried_at", Float, nullable=False),
    Column("not_before", Float, nullable=False),
    Column("code", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", String(32), nullable=False),
    Column("seq", Integer, nullable=False),
)
"""One row per recipient; `seq` is the journal entry that made it what it is."""

Index(
    "recipients_to_claim",
    recipients.c.kind,
    recipients.c.state,
    recipients.c.plan,
    recipients.c.batch,
    recipients.c.lane,
    recipients.c.position,
)

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("recipient_id", String(32), nullable=False),
    Column("state", String(10), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""Append-only; each entry's hash covers the one before it."""

signed_heads = Table(
    "signed_heads",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("head", String(64), nullable=False),
    Column("occasion", String(16), nullable=False),
    Column("envelope", Text, nullable=False),
)
"""The chain's head as the sender's key signed it, at each batch, stop and end."""
