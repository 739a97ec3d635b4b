"""What everybody's message is compared with while it is sent: read once, and vouched for at once.

The rows of the check could be changed at any moment, so they are believed only as far as they fold
into the root that people approved, and only as they were then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from composer.errors import Blocked
from composer.findings import finding
from composer.model.identifiers import Digest, RecipientId
from composer.model.known_messages import KnownMessages
from composer.model.merkle import leaf_hash, message_leaf, root_of_hashes
from composer.proofs.manifest import Manifest
from composer.store.checks import CheckStore, MessageDigest

Proven = Mapping[RecipientId, tuple[Digest, str]]


def known_messages(checks: CheckStore, *, binding: str, manifest: Manifest) -> KnownMessages:
    """Read what was checked of everybody, and require that it is what was sealed.

    Raises:
        Blocked: `send.digest_differs`.
    """
    known = KnownMessages()

    def hashes() -> Iterator[bytes]:
        for line in checks.digests(binding):
            hashed = _hash_of(line)
            known.add(line.recipient_id, hashed)
            yield hashed

    if root_of_hashes(hashes()) != manifest.text("messages", "root"):
        raise Blocked([finding("send.digest_differs")])
    return known


def proven_by(
    checks: CheckStore, *, binding: str, known: KnownMessages, ids: Sequence[RecipientId]
) -> Proven:
    """Give the digests of some people; whose row is another by now is left out."""
    found = checks.digests_of(binding, ids)
    return {
        one: (line.digest, line.wire_sha256)
        for one, line in found.items()
        if known.holds(one, _hash_of(line))
    }


def _hash_of(line: MessageDigest) -> bytes:
    return leaf_hash(message_leaf(line.recipient_id, line.digest, line.wire_sha256))
