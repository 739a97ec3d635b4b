"""Addresses of contacts that messages may show, as a proof names them: by keyed digests.

A manifest stays for good and is handed on as evidence, and a contact may be somebody's own address:
it must be possible to remove it. The key is the campaign's; whoever has the list can compare.
"""

from __future__ import annotations

import hmac
import re

from composer.proofs.canonical import JsonValue

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHOWN_DIGITS = 8


def contact_digest(value: str, *, key: str) -> str:
    """Name a contact's address so that it can be compared and not read."""
    return hmac.digest(key.encode(), b"composer contact 1\n" + value.encode(), "sha256").hex()


def contact_words(value: JsonValue) -> str:
    """Show one of them: the beginning of its digest, or the address that an older proof names.

    >>> contact_words("ab" * 32), contact_words("ann@example.com")
    ('abababab', 'ann@example.com')
    """
    text = str(value)
    return text[:_SHOWN_DIGITS] if _DIGEST.fullmatch(text) else text
