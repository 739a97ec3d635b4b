"""The tables of the translation memory and of the glossary.

Both are the workspace's, not a campaign's. A unit of the memory that somebody took out stays as
`is_gone`, so that making the memory anew does not bring it back.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from composer.store.tables import Moment, key_text, metadata

memory_unit = Table(
    "memory_unit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, doc="of languages, source and target"),
    Column("source_locale", String(64), nullable=False),
    Column("locale", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("exact", String(32), nullable=False, doc="the key of the source"),
    Column("loose", String(32), nullable=False, doc="the key of the source without its marks"),
    Column("shape", key_text(), nullable=False, doc="a character for each piece of the source"),
    Column("length", Integer, nullable=False, doc="of the shape"),
    Column("campaign_id", String(16), nullable=False, doc="empty: a file brought it"),
    Column("origin", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("is_gone", Boolean, nullable=False),
    UniqueConstraint("digest"),
    Index("ix_memory_unit_exact", "exact", "source_locale", "locale", "is_gone"),
    Index("ix_memory_unit_loose", "loose", "source_locale", "locale", "is_gone"),
    # All that a search reads: the table itself, with its long texts, is not touched.
    Index(
        "ix_memory_unit_shape", "source_locale", "locale", "is_gone", "length", "number", "shape"
    ),
)

memory_pair = Table(
    "memory_pair",
    metadata,
    Column("source_locale", String(64), primary_key=True),
    Column("locale", String(64), primary_key=True),
    Column("version", Integer, nullable=False, doc="another one: the units have changed"),
)

glossary_term = Table(
    "glossary_term",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("source_locale", String(64), nullable=False),
    Column("key", key_text(), nullable=False, doc="the word, folded"),
    Column("source", Text, nullable=False),
    Column("is_fixed", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("source_locale", "key"),
)

glossary_target = Table(
    "glossary_target",
    metadata,
    Column("term", Integer, ForeignKey("glossary_term.number"), primary_key=True),
    Column("locale", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("is_forbidden", Boolean, nullable=False),
)

glossary_state = Table(
    "glossary_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False, doc="another one: the words have changed"),
)
