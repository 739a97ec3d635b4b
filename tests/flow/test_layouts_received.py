"""Each layout in each language through real Postfix and Dovecot: equal, and read right by others.

The messages are prepared, guarded and handed over by the program's own functions and read back over
IMAP. They are compared byte for byte and as the program compares a test mailbox's receipt, and read
by two parsers that the program never uses for messages: Python's email package and Dovecot's own.
"""

from __future__ import annotations

import asyncio
import imaplib
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from composer.model.campaign import Security
from composer.model.rendered import RenderedMessage
from composer.proofs.receipts import compare_receipt
from composer.rendering.wireform import build_wire, wire_sha256
from composer.transports.handover import Prepared
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.flow.test_whole_flow import to_addresses, without_trace
from tests.layout_samples import LAYOUTS, LOCALES, load_sample, render_sample
from tests.servers.mailhost import MailHost


@dataclass(frozen=True)
class Sent:
    """What was handed over for one layout and locale."""

    rendered: RenderedMessage
    prepared: Prepared

    @property
    def message_id(self) -> str:
        """Tells the messages in one mailbox apart."""
        return dict(self.rendered.headers)["Message-ID"]


def prepare(layout: str, locale: str) -> Sent:
    """Prepare a sample's message as the sending process does."""
    rendered = render_sample(layout, locale)
    wire = build_wire(rendered, load_sample(layout).context.campaign)
    prepared = Prepared(
        recipient_id=rendered.recipient_id,
        envelope_sender=rendered.envelope_sender,
        envelope_recipient=rendered.envelope_recipient,
        wire=wire,
        digest=rendered.digest,
        wire_sha256=wire_sha256(wire),
    )
    return Sent(rendered=rendered, prepared=prepared)


async def hand_over(messages: list[Prepared], host: MailHost) -> None:
    """Hand all of them over on one connection."""

    async def brink() -> Callable[[], None]:
        return lambda: None  # nothing is recorded here

    account = SmtpAccount(host=host.host, port=host.smtp_port, security=Security.NONE)
    connection = await SmtpTransport(account).connect()
    try:
        for message in messages:
            assert (await connection.hand_over(message, brink=brink)).code == 250
    finally:
        await connection.close()


def test_every_layout_arrives_as_it_was_rendered_and_others_read_the_same(
    mailhost: MailHost,
) -> None:
    sent = [prepare(layout, locale) for locale in LOCALES for layout in LAYOUTS]
    by_id = {item.message_id: item for item in sent}
    assert len(by_id) == len(LAYOUTS) * len(LOCALES)
    asyncio.run(hand_over([item.prepared for item in sent], mailhost))
    mailhost.wait_until_delivered()

    read: set[str] = set()
    for address in {item.prepared.envelope_recipient for item in sent}:
        told_by_dovecot = structures(mailhost, address)
        for received in mailhost.wait_for_mail(address, len(LAYOUTS)):
            parsed = message_from_bytes(received, policy=policy.default)
            item = by_id[str(parsed["Message-ID"])]
            assert to_addresses(received) == [address]
            assert without_trace(received) == item.prepared.wire
            assert compare_receipt(predicted=item.rendered, received=received) == []
            read_by_python(parsed, item.rendered)
            read_by_dovecot(told_by_dovecot[item.message_id], item.rendered)
            read.add(item.message_id)
    assert read == set(by_id)


def read_by_python(parsed: EmailMessage, rendered: RenderedMessage) -> None:
    """Hold what Python's email package reads against what was rendered."""
    assert not [part.defects for part in parsed.walk() if part.defects]
    expected = dict(rendered.headers)
    for name in ("Subject", "From", "To", "Message-ID"):
        assert str(parsed[name]) == expected[name]
    assert parsed["Content-Language"] == rendered.locale
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == rendered.text
    assert html.get_content().replace("\r\n", "\n") == rendered.html
    pictures = [part for part in parsed.walk() if part.get_content_maintype() == "image"]
    assert [(part.get_filename(), part["Content-ID"], part.get_content()) for part in pictures] == [
        (item.name, f"<{item.content_id}>", item.content) for item in rendered.attachments
    ]
    for item in rendered.attachments:
        assert f"cid:{item.content_id}" in rendered.html


def structures(host: MailHost, address: str) -> dict[str, str]:
    """Give what Dovecot's parser says each message of a mailbox is made of, by its Message-ID."""
    context = ssl.create_default_context(cafile=str(host.ca_file))
    found = {}
    with imaplib.IMAP4_SSL(host.host, host.imaps_port, ssl_context=context) as imap:
        imap.login(address, host.password)
        count = int(imap.select("INBOX", readonly=True)[1][0] or b"0")
        for number in range(1, count + 1):
            lines = imap.fetch(str(number), "(ENVELOPE BODYSTRUCTURE)")[1]
            told = b"".join(it if isinstance(it, bytes) else b"".join(it) for it in lines)
            envelope, _, structure = told.decode("utf-8").partition("BODYSTRUCTURE")
            (name,) = re.findall(r'"(<[0-9a-f]+@[a-z.-]+>)"\)', envelope)
            found[name] = structure
    return found


def read_by_dovecot(structure: str, rendered: RenderedMessage) -> None:
    """Hold the kinds of part that Dovecot sees against what was rendered."""
    for kind in ('"text" "plain" ("charset" "utf-8")', '"text" "html" ("charset" "utf-8")'):
        assert structure.count(kind) == 1
    assert structure.count('"image" "png"') == len(rendered.attachments)
    assert structure.count('"alternative"') == 1
    for item in rendered.attachments:
        assert f'"<{item.content_id}>"' in structure
