"""Which messages of a proof each person was shown: displayed, not read.

An approval names what its person was shown, so this is recorded when it happens, per person's
public key, with the digest of exactly what was displayed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select

from composer.model.identifiers import Digest, RecipientId
from composer.store.database import Database
from composer.store.tables import shown


class ShownStore:
    """What was shown to whom in one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self, proof: str, person_key: str, digests: Mapping[RecipientId, Digest], *, at: datetime
    ) -> None:
        """Write down that these messages were displayed; the first time of each is kept."""
        with self._database.write() as connection:
            query = select(shown.c.recipient_id, shown.c.digest).where(
                shown.c.proof == proof, shown.c.person == person_key
            )
            known = {(row.recipient_id, row.digest) for row in connection.execute(query)}
            new = [
                {
                    "proof": proof,
                    "person": person_key,
                    "recipient_id": recipient_id,
                    "digest": digest,
                    "at": at,
                }
                for recipient_id, digest in digests.items()
                if (recipient_id, digest) not in known
            ]
            if new:
                connection.execute(insert(shown), new)

    def shown_to(self, proof: str, person_key: str) -> dict[RecipientId, Digest]:
        """Give the messages of a proof that a person was shown: digest by recipient."""
        query = (
            select(shown.c.recipient_id, shown.c.digest)
            .where(shown.c.proof == proof, shown.c.person == person_key)
            .order_by(shown.c.at, shown.c.recipient_id)
        )
        with self._database.read() as connection:
            return {
                RecipientId(row.recipient_id): Digest(row.digest)
                for row in connection.execute(query)
            }
