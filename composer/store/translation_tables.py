"""The tables of who translated, reviewed and remarked what, and of what was given out.

A unit is known by the digest of its source, an act also by the digest of the translation that it
was about: it says nothing about another text. Acts are only ever added.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from composer.store.tables import Moment, metadata

translation_act = Table(
    "translation_act",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", String(16), ForeignKey("campaign.id"), nullable=False),
    Column("locale", String(64), nullable=False),
    Column("source", String(64), nullable=False, doc="the digest of the unit"),
    Column("target", String(64), nullable=False, doc="the digest of its translation"),
    Column("kind", String(16), nullable=False),
    Column("declared", Boolean, nullable=False, doc="by taking a file over"),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "campaign_id", "locale"),
)

translation_comment = Table(
    "translation_comment",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", String(16), ForeignKey("campaign.id"), nullable=False),
    Column("locale", String(64), nullable=False),
    Column("source", String(64), nullable=False, doc="the digest of the unit"),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "campaign_id", "locale"),
)

translation_export = Table(
    "translation_export",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("campaign_id", String(16), ForeignKey("campaign.id"), nullable=False, index=True),
    Column("locale", String(64), nullable=False),
    Column("format", String(16), nullable=False),
    Column("record", Text, nullable=False, doc="what went out, as JSON"),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
