"""Who adds each header of a message, and why, in words; also those that others add on the way.

What is listed for the bytes is read from the bytes themselves; what a service or server adds is
named without a value, because nobody here can know it. Qt is not known.
Source: RFC 5322 §3.6, RFC 5321 §4.4, RFC 2045, RFC 8058, RFC 2919, RFC 3834.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from composer.i18n import N_, _
from composer.model.campaign import TransportKind
from composer.model.overview import Preview
from composer.wire.structure import HeaderLine, Structure


class Adder(Enum):
    """Who adds a header."""

    ENVELOPE = N_("Envelope")
    CAMPAIGN = N_("This campaign")
    COMPOSER = N_("Composer")
    AT_HAND_OVER = N_("At hand-over")
    SENDGRID = N_("SendGrid")
    ON_THE_WAY = N_("Servers on the way")
    RECEIVER = N_("The receiving side")

    @property
    def word(self) -> str:
        """Who it is, in the language in use."""
        return _(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRow:
    """One header: its value (empty where only others know it), its lines as sent, who and why."""

    name: str
    value: str
    raw: str
    adder: Adder
    why: str


_OWN: dict[str, tuple[Adder, str]] = {
    "from": (Adder.CAMPAIGN, N_("Who the message is from, as people see it.")),
    "to": (Adder.COMPOSER, N_("The one person it is for. Nobody else stands here.")),
    "reply-to": (Adder.CAMPAIGN, N_("Where answers go.")),
    "subject": (Adder.CAMPAIGN, N_("The subject, with this person's fields filled in.")),
    "message-id": (
        Adder.COMPOSER,
        N_("Names this message once and for all; made of random ids, never of the address."),
    ),
    "content-language": (Adder.COMPOSER, N_("The language that this person reads.")),
    "list-unsubscribe": (Adder.CAMPAIGN, N_("Mail programs show it as “Unsubscribe”.")),
    "list-unsubscribe-post": (Adder.COMPOSER, N_("Lets one press unsubscribe, without a page.")),
    "list-id": (Adder.COMPOSER, N_("Lets people sort or mute mail of this kind.")),
    "feedback-id": (Adder.COMPOSER, N_("Lets mailbox providers count complaints by campaign.")),
    "auto-submitted": (Adder.COMPOSER, N_("Keeps out-of-office answers away.")),
    "mime-version": (Adder.COMPOSER, N_("Says that the message has parts.")),
    "content-type": (Adder.COMPOSER, N_("Says what the message is made of.")),
    "content-transfer-encoding": (Adder.COMPOSER, N_("Says how the text is written for the way.")),
}
_OTHER = (Adder.CAMPAIGN, N_("A header from the settings of this campaign."))

_DATE = ("Date", Adder.AT_HAND_OVER, N_("The moment at which the message is handed over."))
_RECEIVED = ("Received", Adder.ON_THE_WAY, N_("Each server that passes it on adds one line."))
_DKIM = (
    "DKIM-Signature",
    Adder.ON_THE_WAY,
    N_("Your mail server signs for your domain, if it is set up to."),
)
_RETURN_PATH = (
    "Return-Path",
    Adder.RECEIVER,
    N_("The envelope's sender, to which bounces go."),
)
_RESULTS = (
    "Authentication-Results",
    Adder.RECEIVER,
    N_("What the receiving side found about SPF, DKIM and DMARC."),
)
_SENDGRID = (
    ("Date", Adder.SENDGRID, N_("The moment at which SendGrid takes the message.")),
    ("MIME-Version", Adder.SENDGRID, N_("SendGrid builds the parts from the request.")),
    ("Content-Type", Adder.SENDGRID, N_("SendGrid builds the parts from the request.")),
    ("DKIM-Signature", Adder.SENDGRID, N_("SendGrid signs for the domain that you proved.")),
    ("X-SG-EID", Adder.SENDGRID, N_("SendGrid's own number of this message.")),
    ("X-SG-ID", Adder.SENDGRID, N_("SendGrid's own number of this message.")),
)
_FILE = (
    ("Return-Path", Adder.AT_HAND_OVER, N_("The envelope's sender, so that the file says it.")),
    ("Delivered-To", Adder.AT_HAND_OVER, N_("The envelope's recipient, so that the file says it.")),
    ("Received", Adder.AT_HAND_OVER, N_("Says when and where the message was filed.")),
)


def header_rows(
    preview: Preview, structure: Structure, transport: TransportKind
) -> tuple[HeaderRow, ...]:
    """List the envelope, every header that leaves, and what others add, in that order."""
    rendered = preview.rendered
    envelope = (
        ("MAIL FROM", rendered.envelope_sender, _("Where bounces go. People do not see it.")),
        ("RCPT TO", rendered.envelope_recipient, _("The one address it is handed over for.")),
    )
    lines = structure.headers
    if transport is TransportKind.SENDGRID:
        lines = tuple(HeaderLine(name=n, value=v, raw=f"{n}: {v}") for n, v in rendered.headers)
    return (
        *(
            HeaderRow(name=name, value=value, raw="", adder=Adder.ENVELOPE, why=why)
            for name, value, why in envelope
        ),
        *map(_own_row, lines),
        *(
            HeaderRow(name=name, value="", raw="", adder=adder, why=_(why))
            for name, adder, why in _added_later(transport)
        ),
    )


def _own_row(line: HeaderLine) -> HeaderRow:
    adder, why = _OWN.get(line.name.lower(), _OTHER)
    return HeaderRow(name=line.name, value=line.value, raw=line.raw, adder=adder, why=_(why))


def _added_later(transport: TransportKind) -> tuple[tuple[str, Adder, str], ...]:
    match transport:
        case TransportKind.SMTP:
            return (_DATE, _DKIM, _RECEIVED, _RETURN_PATH, _RESULTS)
        case TransportKind.SENDGRID:
            return (*_SENDGRID, _RECEIVED, _RETURN_PATH, _RESULTS)
        case TransportKind.PRACTICE | TransportKind.EML:
            return (_DATE, *_FILE)
