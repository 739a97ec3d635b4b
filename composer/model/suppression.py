"""Who must not be written to, and why: one entry of the do-not-write list and what it stops.

An unsubscribe stops marketing only; every other reason stops every message. One address may have
several entries: what a person wrote down stays when the mail service forgets, and the other way.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from composer.findings import Finding
from composer.model.campaign import Purpose


class SuppressionReason(Enum):
    """Why somebody must not be written to."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    ERASURE = "erasure"
    LEGAL = "legal"
    UNSUBSCRIBE = "unsubscribe"

    def blocks(self, purpose: Purpose) -> bool:
        """Whether it stops messages of this purpose.

        >>> SuppressionReason.UNSUBSCRIBE.blocks(Purpose.SERVICE)
        False
        >>> SuppressionReason.BOUNCE.blocks(Purpose.SERVICE)
        True
        """
        return self is not SuppressionReason.UNSUBSCRIBE or purpose is Purpose.MARKETING


OWNER_ONLY = frozenset({SuppressionReason.ERASURE, SuppressionReason.LEGAL})
"""Whom only the owner may take off the list."""

BY_PERSON = "person"
"""The source of entries that a person wrote; others are `file:NAME` and `sendgrid:LIST`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One entry, to be added: an address with its keys, a reason, where it came from and when.

    `key` is the address's key with the domain as A-labels, `spellings` every other key under which
    an audience may list the same mailbox. An erased person's entry holds neither: only a keyed
    digest of `key` is kept, and no note.
    """

    address: str
    key: str
    spellings: frozenset[str]
    reason: SuppressionReason
    source: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSuppression:
    """One entry as it is kept; `address` is empty for somebody whose data was erased."""

    number: int
    address: str
    reason: SuppressionReason
    source: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionSync:
    """A taking over of a mail service's lists: when, from which account, how many entries it had.

    `counts` pairs each list with its number of entries; `gone` counts entries that came from there
    before and are no longer on its lists (they stay on ours).
    """

    at: datetime
    base_url: str
    key: str
    counts: tuple[tuple[str, int], ...]
    added: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedKeys:
    """Everybody whom messages of one purpose must not reach, ready to be asked a million times.

    `version` changes with the list. The digests of erased people are keyed with `secret`.
    """

    version: int
    keys: frozenset[str]
    digests: frozenset[str] = frozenset()
    secret: bytes = field(default=b"", repr=False)

    def hold(self, key: str) -> bool:
        """Whether this key (domain as A-labels) must not be written to."""
        if key in self.keys:
            return True
        return bool(self.digests) and erasure_digest(key, secret=self.secret) in self.digests


def erasure_digest(key: str, *, secret: bytes) -> str:
    """Give what is kept of an erased address: it recognises the address and does not tell it."""
    return hmac.digest(secret, b"erased 1\n" + key.encode("utf-8"), "sha256").hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionsAdded:
    """What an addition did: new entries, entries that the list had, rows that were not taken."""

    added: int
    known: int
    findings: tuple[Finding, ...] = ()
