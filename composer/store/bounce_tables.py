"""The table of what came back after a send: by random id, without any address."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from composer.store.tables import Moment, metadata

bounce = Table(
    "bounce",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", String(16), ForeignKey("campaign.id"), nullable=False),
    Column("recipient_id", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("answer", Text, nullable=False, doc="the other server's words, without addresses"),
    Column("at", Moment, nullable=False),
    Column("source", String(16), nullable=False),
    Column("mark", String(64), nullable=False, doc="tells the same report again"),
    Column("by", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("campaign_id", "recipient_id", "kind", "mark"),
)
