"""Results of whole checks, bound to exactly what was checked, with every recipient's digests.

A check is found again by its binding alone (revision, audience and program together make it), so a
result can never be taken for another state of the campaign. Older checks of a campaign are dropped
unless a proof still stands on them. How a check comes about is in `check_runs.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from sqlalchemy import select, update

from composer.findings import Finding
from composer.model.identifiers import Digest, RecipientId
from composer.store.check_runs import CheckRun, RunKey, begin_run
from composer.store.check_tables import (
    finished_tables,
    load_findings,
    load_results,
    newest_tables,
)
from composer.store.database import Database
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.tables import check


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

    def begin(self, key: RunKey) -> CheckRun:
        """Take up the run that was cut off, if it is about the same; else begin anew.

        One at a time for each campaign: the caller sees to that.
        """
        return begin_run(self._database, key)

    def finish(self, run: CheckRun, record: Mapping[str, object], *, messages: int) -> None:
        """Make a run the check that counts; the same binding again replaces its former result.

        Raises:
            WorkspaceError: there are not as many results as there were messages.
        """
        run.finish(record, messages=messages, at=self._clock())

    def has_any(self, campaign_id: str) -> bool:
        """Whether a campaign was ever checked to the end."""
        query = select(check.c.binding).where(check.c.campaign_id == campaign_id).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def find_check(self, binding: str) -> dict[str, object] | None:
        """Give the record of the check with this binding, or None."""
        with self._database.read() as connection:
            found = connection.execute(
                select(check.c.record).where(check.c.binding == binding)
            ).scalar()
        return None if found is None else dict(orjson.loads(found))

    def replace_record(self, binding: str, record: Mapping[str, object]) -> None:
        """Put another record in the place of the one of the check with this binding."""
        changed = update(check).where(check.c.binding == binding)
        with self._database.write() as connection:
            connection.execute(changed.values(record=orjson.dumps(dict(record)).decode()))

    def findings(self, campaign_id: str, binding: str) -> Iterator[Finding]:
        """Stream what the newest run with this binding, finished or not, found about people."""
        with self._database.read() as connection:
            tables = newest_tables(connection, campaign_id, binding)
            if tables is not None:
                yield from load_findings(connection, tables)

    def digests(self, binding: str) -> Iterator[MessageDigest]:
        """Stream everybody's digests in the order they were stored."""
        with self._database.read() as connection:
            tables = finished_tables(connection, binding)
            if tables is not None:
                for some in load_results(connection, tables):
                    yield from (_digest(*row) for row in some)

    def digest_of(self, binding: str, recipient_id: str) -> MessageDigest | None:
        """Give one recipient's digests, or None when the check did not have them."""
        return self.digests_of(binding, [recipient_id]).get(RecipientId(recipient_id))

    def digests_of(
        self, binding: str, recipient_ids: Iterable[str]
    ) -> dict[RecipientId, MessageDigest]:
        """Give the digests of some recipients; who was not checked is left out."""
        found: list[MessageDigest] = []
        with self._database.read() as connection:
            tables = finished_tables(connection, binding)
            if tables is None:
                return {}
            result = tables.result.c
            wanted = select(result.recipient, result.digest, result.wire)
            for ids in chunked(map(bytes.fromhex, recipient_ids), KEYS_PER_QUERY):
                rows = connection.execute(wanted.where(result.recipient.in_(ids)))
                found += [_digest(*row) for row in rows]
        return {line.recipient_id: line for line in found}


def _digest(recipient: bytes, digest: bytes, wire: bytes) -> MessageDigest:
    return MessageDigest(
        recipient_id=RecipientId(recipient.hex()),
        digest=Digest(digest.hex()),
        wire_sha256=wire.hex(),
    )
