"""The tables of what was removed, what is still to be removed, and the owner's rule about it.

Neither holds anybody's data: they name campaigns, times, counts and who asked.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from composer.store.tables import Moment, metadata

purge = Table(
    "purge",
    metadata,
    Column("campaign_id", String(16), ForeignKey("campaign.id"), primary_key=True),
    Column("people", Integer, nullable=False),
    Column("by", Text, nullable=False, doc="empty: the program, by the owner's rule"),
    Column("begun_at", Moment, nullable=False),
    Column("done_at", Moment, doc="none: it was cut off, and is finished at the next opening"),
)

erasure_waiting = Table(
    "erasure_waiting",
    metadata,
    Column("campaign_id", String(16), ForeignKey("campaign.id"), primary_key=True),
    Column("at", Moment, nullable=False),
)

retention_rule = Table(
    "retention_rule",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("days", Integer, nullable=False),
    Column("by_itself", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
