"""What people sign, as frozen data and as the exact bytes that are signed.

One payload type for each kind, so that a rejection can never be read as an approval. They are read
back, strictly, in `statement_reading`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from composer.proofs.canonical import JsonObject, canonical_bytes


class StatementKind(Enum):
    """What a statement says; the name of its payload type and of its kind in the store."""

    ROSTER = "roster"
    POLICY = "policy"
    SEEDS = "seeds"
    APPROVAL = "approval"
    REJECTION = "rejection"
    REVOCATION = "revocation"

    @property
    def payload_type(self) -> str:
        """The DSSE payload type."""
        return f"application/vnd.composer.{self.value}.v1+json"


DECISION_KINDS = frozenset(
    {StatementKind.APPROVAL, StatementKind.REJECTION, StatementKind.REVOCATION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """Where a list of the owner stands in its chain: `previous` is "" for version 1.

    `expires_at` is None in a list of the first form, which does not expire.
    """

    workspace: str
    version: int
    previous: str
    issued_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionStatement:
    """One person's word on one proof of one campaign of one workspace.

    `person` is the key that signs; the roster says whose it is.
    `shown` holds (recipient id, digest) of every kind of message the person was shown; `revokes`
    the digests of the person's own earlier statements that a revocation takes back.
    """

    kind: StatementKind
    proof: str
    campaign: str
    workspace: str
    person: str
    roster_version: int
    shown: tuple[tuple[str, str], ...]
    comment_sha256: str
    issued_at: datetime
    expires_at: datetime
    revokes: tuple[str, ...] = ()


def write_decision(statement: DecisionStatement) -> bytes:
    """Write the payload of an approval, rejection or revocation."""
    return canonical_bytes(
        {
            "type": "decision",
            "decision": statement.kind.value,
            "proof": statement.proof,
            "campaign": statement.campaign,
            "workspace": statement.workspace,
            "person": statement.person,
            "roster_version": statement.roster_version,
            "shown": [[recipient, digest] for recipient, digest in statement.shown],
            "comment_sha256": statement.comment_sha256,
            "issued_at": write_moment(statement.issued_at),
            "expires_at": write_moment(statement.expires_at),
            "revokes": [*statement.revokes],
        }
    )


def write_moment(moment: datetime) -> str:
    """Write an aware time in UTC, always in the same width.

    >>> write_moment(datetime(2026, 5, 1, 6, 30, tzinfo=UTC))
    '2026-05-01T06:30:00.000000Z'
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def head_fields(kind: StatementKind, head: ListHead) -> JsonObject:
    """Write the fields that every list of the owner begins with."""
    expiry: JsonObject = {}
    if head.expires_at is not None:
        expiry["expires_at"] = write_moment(head.expires_at)
    return {
        "type": kind.value,
        "workspace": head.workspace,
        "version": head.version,
        "previous": head.previous,
        "issued_at": write_moment(head.issued_at),
        **expiry,
    }
