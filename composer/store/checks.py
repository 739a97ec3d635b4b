"""Results of whole checks, bound to exactly what was checked, with every recipient's digests.

A check is found again by its binding alone (revision, audience and program together make it), so a
result can never be taken for another state of the campaign. Older checks of a campaign are dropped
unless a proof still stands on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from sqlalchemy import Connection, delete, insert, select

from composer.model.identifiers import Digest, RecipientId
from composer.store.database import Database
from composer.store.recipient_rows import KEYS_PER_QUERY, ROWS_PER_CHUNK, chunked
from composer.store.tables import check, check_digest, proof


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDigest:
    """What one recipient's message was when everybody was checked."""

    recipient_id: RecipientId
    digest: Digest
    wire_sha256: str


class CheckStore:
    """The checks of one workspace."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock

    def save_check(
        self,
        binding: str,
        campaign_id: str,
        record: Mapping[str, object],
        digests: Iterable[tuple[str, str, str]],
    ) -> None:
        """Store a check with (recipient id, digest, wire SHA-256) of everybody, in this order.

        The same binding again replaces its former result.
        """
        with self._database.write() as connection:
            _drop(connection, [binding])
            _drop(connection, _without_proof(connection, campaign_id))
            connection.execute(
                insert(check).values(
                    binding=binding,
                    campaign_id=campaign_id,
                    record=orjson.dumps(dict(record)).decode(),
                    at=self._clock(),
                )
            )
            numbered = enumerate(digests)
            for chunk in chunked(numbered, ROWS_PER_CHUNK):
                connection.execute(
                    insert(check_digest),
                    [
                        {
                            "binding": binding,
                            "position": position,
                            "recipient_id": recipient_id,
                            "digest": digest,
                            "wire_sha256": wire_sha256,
                        }
                        for position, (recipient_id, digest, wire_sha256) in chunk
                    ],
                )

    def find_check(self, binding: str) -> dict[str, object] | None:
        """Give the record of the check with this binding, or None."""
        with self._database.read() as connection:
            found = connection.execute(
                select(check.c.record).where(check.c.binding == binding)
            ).scalar()
        return None if found is None else dict(orjson.loads(found))

    def latest(self, campaign_id: str) -> tuple[str, dict[str, object]] | None:
        """Give binding and record of the campaign's newest check, or None."""
        query = (
            select(check.c.binding, check.c.record)
            .where(check.c.campaign_id == campaign_id)
            .order_by(check.c.at.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            for binding, record in connection.execute(query):
                return str(binding), dict(orjson.loads(record))
        return None

    def digests(self, binding: str) -> Iterator[MessageDigest]:
        """Stream everybody's digests in the order they were stored."""
        query = (
            select(check_digest)
            .where(check_digest.c.binding == binding)
            .order_by(check_digest.c.position)
        )
        with self._database.read() as connection:
            streaming = connection.execution_options(yield_per=ROWS_PER_CHUNK)
            for row in streaming.execute(query):
                yield MessageDigest(
                    recipient_id=row.recipient_id, digest=row.digest, wire_sha256=row.wire_sha256
                )

    def digest_of(self, binding: str, recipient_id: str) -> MessageDigest | None:
        """Give one recipient's digests, or None when the check did not have them."""
        return self.digests_of(binding, [recipient_id]).get(RecipientId(recipient_id))

    def digests_of(
        self, binding: str, recipient_ids: Iterable[str]
    ) -> dict[RecipientId, MessageDigest]:
        """Give the digests of some recipients; who was not checked is left out."""
        found: dict[RecipientId, MessageDigest] = {}
        with self._database.read() as connection:
            for ids in chunked(recipient_ids, KEYS_PER_QUERY):
                query = select(check_digest).where(
                    check_digest.c.binding == binding, check_digest.c.recipient_id.in_(ids)
                )
                for row in connection.execute(query):
                    found[row.recipient_id] = MessageDigest(
                        recipient_id=row.recipient_id,
                        digest=row.digest,
                        wire_sha256=row.wire_sha256,
                    )
        return found


def _without_proof(connection: Connection, campaign_id: str) -> list[str]:
    query = select(check.c.binding).where(
        check.c.campaign_id == campaign_id, check.c.binding.not_in(select(proof.c.binding))
    )
    return list(connection.execute(query).scalars())


def _drop(connection: Connection, bindings: list[str]) -> None:
    for binding in bindings:
        connection.execute(delete(check_digest).where(check_digest.c.binding == binding))
        connection.execute(delete(check).where(check.c.binding == binding))
