"""Entries of the do-not-write list that hold no address: a keyed digest recognises it.

So is everybody kept who was erased, and everybody of a campaign whose personal data was removed.
The key is the workspace's own, made when it is first needed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from composer.model.suppression import erasure_digest
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.tables import (
    suppression,
    suppression_fact,
    suppression_gone,
    suppression_spelling,
)

HASHED = "erased:"
"""Before a digest: no address's key begins so, for it has no @."""


def keyed_digest(key: str, secret: bytes) -> str:
    """Give what stands for an address key on the list."""
    return HASHED + erasure_digest(key, secret=secret)


def read_secret(connection: Connection) -> bytes:
    """Give the workspace's key; empty while nothing is kept hashed."""
    return bytes.fromhex(read_fact(connection, "erasure_key"))


def new_secret(connection: Connection) -> bytes:
    """Make the workspace's key."""
    secret = secrets.token_bytes(32)
    write_fact(connection, "erasure_key", secret.hex())
    return secret


def read_fact(connection: Connection, name: str) -> str:
    """Give what the list knows about itself under a name, or ""."""
    query = select(suppression_fact.c.value).where(suppression_fact.c.name == name)
    return str(connection.execute(query).scalar() or "")


def write_fact(connection: Connection, name: str, value: str) -> None:
    """Keep what the list knows about itself."""
    mine = suppression_fact.c.name == name
    if not connection.execute(update(suppression_fact).where(mine).values(value=value)).rowcount:
        connection.execute(insert(suppression_fact).values(name=name, value=value))


def hash_entries(connection: Connection, keys: Iterable[str]) -> int:
    """Keep the entries of these keys by their digest alone, without note; count them.

    They stop whom they stopped before, for the same reason and since the same day.
    """
    secret = read_secret(connection) or new_secret(connection)
    count = 0
    for some in chunked(keys, KEYS_PER_QUERY):
        found = connection.execute(select(suppression).where(suppression.c.key.in_(some)))
        for row in found.mappings().all():
            _hash_entry(connection, row, keyed_digest(row["key"], secret))
            count += 1
    return count


def hashed_marks(connection: Connection) -> set[tuple[str, str, str]]:
    """Give (digest, reason, source) of every entry without an address."""
    query = select(suppression.c.key, suppression.c.reason, suppression.c.source)
    hashed = query.where(suppression.c.key.startswith(HASHED))
    return {(key, reason, source) for key, reason, source in connection.execute(hashed)}


def note_gone(connection: Connection, numbers: Iterable[int]) -> None:
    """Keep of entries that are about to go what the log's digests need."""
    secret = read_secret(connection) or new_secret(connection)
    for some in chunked(numbers, KEYS_PER_QUERY):
        query = select(suppression).where(suppression.c.number.in_(some))
        rows = [
            {
                "number": row.number,
                "key": lasting_key(row.key, secret),
                "reason": row.reason,
                "at": row.at,
            }
            for row in connection.execute(query)
        ]
        if rows:
            connection.execute(insert(suppression_gone), rows)


def lasting_key(key: str, secret: bytes) -> str:
    """Give what names an address for good: the same before and after it is kept hashed."""
    return key if key.startswith(HASHED) else keyed_digest(key, secret)


def _hash_entry(connection: Connection, row: RowMapping, digest: str) -> None:
    own = suppression.c.number == row["number"]
    connection.execute(
        delete(suppression_spelling).where(suppression_spelling.c.number == row["number"])
    )
    same = select(suppression.c.number).filter_by(
        key=digest, reason=row["reason"], source=row["source"]
    )
    if connection.execute(same).first() is not None:
        note_gone(connection, [row["number"]])
        connection.execute(delete(suppression).where(own))
        return
    connection.execute(update(suppression).where(own).values(key=digest, address="", note=""))
