"""A name and an address as the settings write them, taken apart for two fields and joined again.

What is no mailbox is taken apart as well as it can be, so that nothing that somebody wrote is lost;
whether it may be used is judged elsewhere. Qt is not known here.
"""

from __future__ import annotations

import re

from composer.folder.mailbox import parse_mailbox
from composer.folder.write import mailbox_source
from composer.model.campaign import Mailbox
from composer.translation.jinja_source import split_tags

_BRACKETED = re.compile(r"(?P<name>.*?)\s*<(?P<address>[^<>]*)>\s*", re.DOTALL)
_FIELD = re.compile(r"\{\{-?\s*(\w+)\s*-?\}\}")


def split_mailbox(source: str) -> Mailbox:
    """Take a mailbox apart.

    >>> split_mailbox('"Exchange, Example" <a@example.com>').name
    'Exchange, Example'
    >>> split_mailbox("Desk <not yet>")
    Mailbox(name='Desk', address='not yet')
    """
    known, _findings = parse_mailbox(source, where={})
    if known is not None:
        return known
    match = _BRACKETED.fullmatch(source)
    if match is None:
        return Mailbox(name="", address=source.strip())
    return Mailbox(name=_unquoted(match["name"].strip()), address=match["address"].strip())


def join_mailbox(name: str, address: str) -> str:
    """Write a mailbox; empty when both are.

    >>> join_mailbox("Exchange, Example", "a@example.com")
    '"Exchange, Example" <a@example.com>'
    """
    if not name.strip() and not address.strip():
        return ""
    return mailbox_source(Mailbox(name=name.strip(), address=address.strip()))


def field_of(address: str) -> str:
    """Give the column when an address is one field as a whole, or nothing.

    >>> field_of("{{ manager_email }}"), field_of("a@example.com")
    ('manager_email', '')
    """
    pieces = split_tags(address)
    match = _FIELD.fullmatch(address) if len(pieces) == 1 else None
    return match[1] if match else ""


def _unquoted(name: str) -> str:
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return name
