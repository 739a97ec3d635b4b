"""The workspace's tables, as SQLAlchemy Core: one schema for SQLite now and PostgreSQL later.

Addresses, fields and salts live in tables of their own (`people_tables.py`), so that they can be
erased without touching anything that refers to people by random id. Statements, changes and the
audit log are only ever added to. The newest schema is `HEAD`; the way there is in `migrations/`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

HEAD = "0012"
"""The newest revision in `migrations/versions`; opening asks for no more than this."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time as ISO 8601 text of fixed width: equal, and sorted alike, everywhere."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the time; naive times are refused, they mean nothing in a record."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a time without a zone"
            raise ValueError(message)
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read the time back, aware."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


def key_text() -> Text:
    """Give text that sorts by code point on every database, as Python's `sorted` does."""
    return Text().with_variant(Text(collation="C"), "postgresql")


workspace = Table(
    "workspace",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("practice", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
)

workspace_place = Table(
    "workspace_place",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("path", Text, nullable=False),
    Column("file_id", Text, nullable=False),
    Column("machine", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)

campaign = Table(
    "campaign",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("message_seed", String(32), nullable=False),
    Column("ledger_key", String(64), nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("campaign_id", String(16), ForeignKey("campaign.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

revision_file = Table(
    "revision_file",
    metadata,
    Column("campaign_id", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("path", key_text(), primary_key=True),
    Column("sha256", String(64), nullable=False),
    ForeignKeyConstraint(["campaign_id", "number"], ["revision.campaign_id", "revision.number"]),
)

audience_change = Table(
    "audience_change",
    metadata,
    Column("campaign_id", String(16), ForeignKey("campaign.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("columns", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("root", String(64), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("people", Integer, doc="the number of its tables, while they are kept"),
    Column("facts", Text, doc="what was counted when it was taken over, as JSON"),
)

audience_pending = Table(
    "audience_pending",
    metadata,
    Column("campaign_id", String(16), ForeignKey("campaign.id"), primary_key=True),
    Column("people", Integer, nullable=False, doc="the number of its tables"),
    Column("columns", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

check = Table(
    "campaign_check",
    metadata,
    Column("binding", String(64), primary_key=True),
    Column("campaign_id", String(16), ForeignKey("campaign.id"), nullable=False, index=True),
    Column("record", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

proof = Table(
    "proof",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("campaign_id", String(16), ForeignKey("campaign.id"), nullable=False, index=True),
    Column("binding", String(64), nullable=False, index=True),
    Column("manifest", LargeBinary, nullable=False),
)

proof_sealing = Table(
    "proof_sealing",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("proof", String(64), ForeignKey("proof.digest"), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("kind", "subject", "sha256"),
)

test_send = Table(
    "test_send",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("proof", String(64), ForeignKey("proof.digest"), nullable=False, index=True),
    Column("seed", Text, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("recipient_id", String(32), nullable=False),
    Column("nonce_hash", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("wire", LargeBinary, nullable=False),
    Column("sent_at", Moment),
    Column("outcome", Text, nullable=False),
)

receipt = Table(
    "receipt",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("test_send_id", String(32), ForeignKey("test_send.id"), nullable=False, index=True),
    Column("received_sha256", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("differences", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("how", Text, nullable=False),
)

shown = Table(
    "shown",
    metadata,
    Column("proof", String(64), ForeignKey("proof.digest"), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("recipient_id", String(32), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
)

acceptance = Table(
    "acceptance",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", String(16), ForeignKey("campaign.id"), nullable=False, index=True),
    Column("key", String(64), nullable=False, doc="the digest of what was accepted"),
    Column("code", String(64), nullable=False),
    Column("stands", Boolean, nullable=False, doc="false: it was taken back"),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("person", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

suppression = Table(
    "suppression",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", key_text(), nullable=False, doc="or a keyed digest of it, for the erased"),
    Column("address", Text, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("source", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("key", "reason", "source"),
)

suppression_spelling = Table(
    "suppression_spelling",
    metadata,
    Column("address_key", key_text(), primary_key=True, doc="as an audience's rows have it"),
    Column("number", Integer, ForeignKey("suppression.number"), primary_key=True),
    Index(None, "number"),
)

suppression_gone = Table(
    "suppression_gone",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key", key_text(), nullable=False, doc="a keyed digest, of everybody"),
    Column("reason", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "key"),
)

suppression_fact = Table(
    "suppression_fact",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

suppression_sync = Table(
    "suppression_sync",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("base_url", Text, nullable=False),
    Column("key", String(64), nullable=False, doc="the name of the provider's key"),
    Column("counts", Text, nullable=False),
    Column("added", Integer, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("by", Text, nullable=False),
)

mail_domain = Table(
    "mail_domain",
    metadata,
    Column("domain", key_text(), primary_key=True),
    Column("verdict", String(16), nullable=False),
    Column("at", Moment, nullable=False),
)

column_mapping = Table(
    "column_mapping",
    metadata,
    Column("source", String(64), primary_key=True, doc="the digest of the columns' names"),
    Column("record", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
