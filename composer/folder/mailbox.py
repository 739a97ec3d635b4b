"""Parse From and Reply-To strictly: `address`, `Name <address>` or `"Name" <address>`.

One mailbox and nothing else: no groups, comments, lists or encoded words (RFC 5322 §3.4 allows
them, and mail programs disagree about them). Merge fields may stand in the name, or be the whole
address; that they come from columns named as contacts is checked where templates are.
"""

from __future__ import annotations

import re

from composer.audience.addresses import find_address_findings
from composer.findings import Finding, finding
from composer.folder.keys import ENCODED_WORD, UNSEEN
from composer.model.campaign import Mailbox
from composer.translation.jinja_source import protect, split_tags

_BRACKETED = re.compile(r"(?P<name>[^<>]*?)\s*<(?P<address>[^<>\s]+)>")
_QUOTED_NAME = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
NEEDS_QUOTES = frozenset('()<>[]:;@\\,"')


def parse_mailbox(
    text: str, *, where: dict[str, str | int]
) -> tuple[Mailbox | None, list[Finding]]:
    """Parse one mailbox, or say what is wrong with it."""
    if UNSEEN.search(text):
        return None, [finding("folder.control_character", where=where, **_named(where))]
    if ENCODED_WORD in text:
        return None, [finding("folder.encoded_word", where=where, **_named(where))]
    protected = protect(text.strip())
    match = _BRACKETED.fullmatch(protected.text)
    name, address = (match["name"], match["address"]) if match else ("", protected.text)
    plain = _display_name(name)
    if plain is None or (match is None and any(char in '<>",' for char in address)):
        return None, [finding("folder.bad_mailbox", where=where, **_named(where))]
    restored = protected.restore(address)
    problems = find_sender_findings(restored, where=where)
    if any(item.blocks for item in problems):
        return None, problems
    return Mailbox(name=protected.restore(plain), address=restored), problems


def find_sender_findings(address: str, *, where: dict[str, str | int]) -> list[Finding]:
    """Judge an address that may be one merge field as a whole."""
    pieces = split_tags(address)
    if len(pieces) == 1 and pieces[0].is_tag:
        return []
    if any(piece.is_tag for piece in pieces):
        return [finding("folder.partly_a_field", where=where, **_named(where))]
    return find_address_findings(address, where=where)


def _display_name(name: str) -> str | None:
    """Give the name without its quotation marks, or None when it is not a plain name."""
    quoted = _QUOTED_NAME.fullmatch(name)
    if quoted is not None:
        return re.sub(r"\\(.)", r"\1", quoted[1])
    return None if NEEDS_QUOTES & set(name) else name


def _named(where: dict[str, str | int]) -> dict[str, str | int]:
    return {"file": where.get("file", ""), "key": where.get("key", "")}
