"""The table of which campaigns lie in the archive: the newest line of each counts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from composer.store.tables import Moment, metadata

campaign_shelf = Table(
    "campaign_shelf",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", String(16), ForeignKey("campaign.id"), nullable=False, index=True),
    Column("archived", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
