"""What lies in the mailboxes after a journey: one message each, with one address in To."""

from __future__ import annotations

from collections.abc import Iterable
from email import message_from_bytes

from tests.flow.test_whole_flow import to_addresses
from tests.servers.mailhost import MailHost


def the_mail_of(mailhost: MailHost, address: str, *, count: int = 1) -> list[str]:
    """Give the plain text of exactly so many messages, each to this address alone."""
    messages = mailhost.wait_for_mail(address, count)
    assert len(messages) == count, f"{address} has {len(messages)} messages"
    for message in messages:
        assert to_addresses(message) == [address]
    return [plain_text(message) for message in messages]


def nobody_else_has_mail(mailhost: MailHost, addresses: Iterable[str]) -> None:
    """Compare the mailboxes with those who may have one; test mailboxes are apart."""
    folders = mailhost.folder / "mail"
    there = {f"{box.name}@{box.parent.name}" for box in folders.glob("*/*") if box.is_dir()}
    seeds = {one for one in there if one.startswith("seed")}
    assert there - seeds == {address.lower() for address in addresses}


def plain_text(message: bytes) -> str:
    """Give the plain text of a message."""
    for part in message_from_bytes(message).walk():
        if part.get_content_type() == "text/plain":
            return part.get_payload(decode=True).decode()
    raise AssertionError("no plain text")
