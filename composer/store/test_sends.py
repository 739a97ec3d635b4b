"""Test sends to seeds and their receipts: what must arrive, and what did.

A test send is stored before it leaves, with the exact bytes predicted for the seed and the hash of
its nonce (the nonce itself exists in the sending process only). A receipt is only ever added; a
later one of the same test send does not erase an earlier difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import orjson
from sqlalchemy import RowMapping, insert, select, update

from composer.errors import NotFound
from composer.i18n import _
from composer.model.identifiers import Digest, RecipientId
from composer.store.database import Database
from composer.store.tables import receipt, test_send


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSend:
    """One message of a proof to one seed; `recipient_id` is the variant's recipient shown in it.

    `digest` and `wire` are predicted. `sent_at` and an `outcome` of words come with the answer.
    """

    __test__ = False  # not a pytest class

    id: str
    proof: Digest
    seed: str
    slot: int
    recipient_id: RecipientId
    nonce_hash: str
    digest: Digest
    wire: bytes
    sent_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRecord:
    """What a seed's mailbox held, compared with the prediction; `how` says how it was read."""

    test_send_id: str
    received_sha256: str
    state: str
    differences: tuple[Mapping[str, object], ...]
    received_at: datetime
    how: str


class TestSendStore:
    """The test sends of one workspace."""

    __test__ = False  # not a pytest class

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, sends: Iterable[TestSend]) -> None:
        """Store test sends before the first of them leaves; all or none."""
        records = [asdict(send) for send in sends]
        if records:
            with self._database.write() as connection:
                connection.execute(insert(test_send), records)

    def record_outcome(self, test_send_id: str, *, sent_at: datetime, outcome: str) -> None:
        """Write down the answer to a test send.

        Raises:
            NotFound: there is no such test send.
        """
        with self._database.write() as connection:
            changed = connection.execute(
                update(test_send)
                .where(test_send.c.id == test_send_id)
                .values(sent_at=sent_at, outcome=outcome)
            )
            if changed.rowcount != 1:
                raise _no_such_test_send()

    def get(self, test_send_id: str) -> TestSend:
        """Give a test send by id.

        Raises:
            NotFound: there is no such test send.
        """
        with self._database.read() as connection:
            query = select(test_send).where(test_send.c.id == test_send_id)
            for row in connection.execute(query).mappings():
                return _send_from(row)
        raise _no_such_test_send()

    def find_by_nonce_hash(self, nonce_hash: str) -> TestSend | None:
        """Give the test send that carries the nonce with this hash, or None."""
        with self._database.read() as connection:
            query = select(test_send).where(test_send.c.nonce_hash == nonce_hash)
            for row in connection.execute(query).mappings():
                return _send_from(row)
        return None

    def all(self, proof: str) -> tuple[TestSend, ...]:
        """Give the test sends of a proof by slot, then seed, then id."""
        query = (
            select(test_send)
            .where(test_send.c.proof == proof)
            .order_by(test_send.c.slot, test_send.c.seed, test_send.c.id)
        )
        with self._database.read() as connection:
            return tuple(_send_from(row) for row in connection.execute(query).mappings())

    def add_receipt(self, received: ReceiptRecord) -> None:
        """Keep a receipt; the same bytes with the same result again change nothing."""
        values = asdict(received)
        values["differences"] = orjson.dumps(received.differences).decode()
        same = ("test_send_id", "received_sha256", "state", "differences", "how")
        with self._database.write() as connection:
            query = select(receipt.c.number).filter_by(**{name: values[name] for name in same})
            if connection.execute(query).first() is None:
                connection.execute(insert(receipt).values(**values))

    def receipts(self, proof: str) -> tuple[ReceiptRecord, ...]:
        """Give every receipt of a proof's test sends, oldest first."""
        query = (
            select(receipt)
            .join_from(receipt, test_send, receipt.c.test_send_id == test_send.c.id)
            .where(test_send.c.proof == proof)
            .order_by(receipt.c.number)
        )
        with self._database.read() as connection:
            return tuple(_receipt_from(row) for row in connection.execute(query).mappings())


def _send_from(row: RowMapping) -> TestSend:
    return TestSend(
        id=row["id"],
        proof=Digest(row["proof"]),
        seed=row["seed"],
        slot=row["slot"],
        recipient_id=RecipientId(row["recipient_id"]),
        nonce_hash=row["nonce_hash"],
        digest=Digest(row["digest"]),
        wire=bytes(row["wire"]),
        sent_at=row["sent_at"],
        outcome=row["outcome"],
    )


def _receipt_from(row: RowMapping) -> ReceiptRecord:
    return ReceiptRecord(
        test_send_id=row["test_send_id"],
        received_sha256=row["received_sha256"],
        state=row["state"],
        differences=tuple(orjson.loads(row["differences"])),
        received_at=row["received_at"],
        how=row["how"],
    )


def _no_such_test_send() -> NotFound:
    return NotFound(
        _("There is no such test send in this workspace."),
        advice=_("Run the test of the current proof."),
    )
