"""Merkle roots over an ordered list (RFC 6962 §2.1), with leaves and nodes kept apart.

The audience's root is over salted, length-prefixed rows sorted by address key; the messages' root
is over (recipient id, digest, wire digest) in the same order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from composer.model.identifiers import Digest
from composer.model.recipient import Recipient
from composer.model.rendered import framed, framed_count


def merkle_root(leaves: Iterable[bytes]) -> Digest:
    """Fold leaves into one digest; streaming, memory is logarithmic.

    >>> merkle_root([]) == hashlib.sha256(b"").hexdigest()
    True
    """
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        stack.append((0, hashlib.sha256(b"\x00" + leaf).digest()))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (height, right), (_, left) = stack.pop(), stack.pop()
            stack.append((height + 1, hashlib.sha256(b"\x01" + left + right).digest()))
    if not stack:
        return Digest(hashlib.sha256(b"").hexdigest())
    node = stack.pop()[1]
    while stack:
        node = hashlib.sha256(b"\x01" + stack.pop()[1] + node).digest()
    return Digest(node.hex())


def audience_leaf(recipient: Recipient) -> bytes:
    """Frame one row for the audience's root: salt, id, address, locale, token, every field."""
    head = (recipient.salt, recipient.id, recipient.address, recipient.locale, recipient.token)
    pairs = [framed(name) + framed(value) for name, value in recipient.fields]
    return b"".join([b"row1", *(framed(item) for item in head), framed_count(len(pairs)), *pairs])


def message_leaf(recipient_id: str, digest: str, wire_sha256: str) -> bytes:
    """Frame one recipient's message for the messages' root."""
    return b"msg1" + framed(recipient_id) + framed(digest) + framed(wire_sha256)
