"""Which entries the do-not-write list has already, in the clear or by a digest alone."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from composer.model.suppression import SuppressionReason
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.suppression_hashes import HASHED, hashed_marks, keyed_digest
from composer.store.tables import suppression

Mark = tuple[str, str, str]
"""(Key, reason, source) of an entry; no two have the same."""


def known_marks(connection: Connection, marks: Iterable[Mark]) -> set[Mark]:
    """Give those of these entries that the list has."""
    known: set[Mark] = set()
    for some in chunked((mark[0] for mark in marks), KEYS_PER_QUERY):
        query = select(suppression.c.key, suppression.c.reason, suppression.c.source)
        for key, reason, source in connection.execute(query.where(suppression.c.key.in_(some))):
            known.add((key, reason, source))
    return known


def erased_marks(connection: Connection, marks: Iterable[Mark], secret: bytes) -> set[Mark]:
    """Find what must not come in in the clear: its address was erased, and is stopped anyway.

    Nor does the very entry come in again that is kept by its digest.
    """
    hashed = hashed_marks(connection)
    erased = {key for key, reason, _source in hashed if reason == SuppressionReason.ERASURE.value}
    erased |= {mark[0] for mark in marks if mark[0].startswith(HASHED)}
    if not hashed and not erased:
        return set()
    known = set()
    for mark in marks:
        digest = "" if mark[0].startswith(HASHED) else keyed_digest(mark[0], secret)
        if digest in erased or (digest, *mark[1:]) in hashed:
            known.add(mark)
    return known
