"""Sizes in words, and what they mean for whoever receives the message. Qt is not known here."""

from __future__ import annotations

from composer.gui.numbers import decimal, number
from composer.i18n import _, ngettext, place
from composer.model.campaign import TransportKind

KILO = 1024
MANY_REFUSE = 10 * KILO * KILO
PROVIDER_MOST = 30 * KILO * KILO
"""Source: SendGrid v3 mail/send, total size of a message."""
_BASE64_LINE = 78  # bytes on the wire for each 57 of a file


def size_words(size_bytes: int) -> str:
    """Say a size as people know it.

    >>> size_words(2_516_582), size_words(184_320), size_words(12)
    ('2.4 MB', '180 KB', '1 KB')
    """
    mega = size_bytes / (KILO * KILO)
    if mega >= KILO:
        return place(_("{size} GB"), size=decimal(mega / KILO, 1))
    if mega >= 1:
        return place(_("{size} MB"), size=decimal(mega, 1 if mega < 100 else 0))
    return place(_("{size} KB"), size=number(max(1, round(size_bytes / KILO))))


def cost_bytes(size_bytes: int) -> int:
    """Say how many bytes a file adds to a message, which carries it as text.

    >>> cost_bytes(57_000)
    78000
    """
    return -(-size_bytes // 57) * _BASE64_LINE


def total_words(size_bytes: int, people: int) -> str:
    """Say how large one message is, and all of them together."""
    one = size_words(size_bytes)
    if people < 2:
        return place(_("This message is {size}."), size=one)
    words = ngettext(
        "This message is {size}, for {count} person.",
        "This message is {size}; together, {count} people get {total}.",
        people,
    )
    total = size_words(size_bytes * people)
    return place(words, size=one, count=number(people), total=total)


def limit_words(size_bytes: int, kind: TransportKind) -> tuple[str, bool]:
    """Say what a size leads to, and whether it keeps the message from being taken at all."""
    if size_bytes > PROVIDER_MOST and kind is TransportKind.SENDGRID:
        return _(
            "SendGrid takes at most 30 MB. Put large files on a web page and write the link."
        ), True
    if size_bytes > MANY_REFUSE:
        return _(
            "Many mailboxes refuse messages over 10 MB. "
            "Put large files on a web page and write the link."
        ), False
    return "", False
