"""The message that asks somebody to approve: the same by the campaign's own account or by hand.

It names no recipient. Times carry their zone: the reader's own where the owner's rules know it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from composer import i18n
from composer.i18n import N_, _, isolate_ltr, ngettext, place
from composer.model.campaign import Campaign, TransportKind
from composer.model.changes import WhatChanged
from composer.model.check_summary import CheckSummary
from composer.model.person import Person
from composer.model.signers import Signer, Signers

_WAYS = {
    TransportKind.SENDGRID: N_("SendGrid"),
    TransportKind.SMTP: N_("your mail server"),
    TransportKind.PRACTICE: N_("the practice mailbox on this computer"),
    TransportKind.EML: N_("a folder on this computer"),
}


def subject_words(campaign: Campaign) -> str:
    """Give the subject."""
    return place(_("Please look at “{name}”"), name=campaign.name)


def reminder_words(campaign: Campaign) -> str:
    """Write what stands first for somebody who was asked before."""
    words = _("A reminder: “{name}” still waits for your approval.")
    return place(words, name=campaign.name)


def request_text(
    campaign: Campaign, people: int, check: CheckSummary | None, author: Person
) -> str:
    """Write the message that asks somebody to review; it names no recipient."""
    kinds = len(check.variants) if check else 0
    takes = _span(check.eta_total_s) if check else "—"
    text = _(
        "{author} asks you to approve “{name}”.\n"
        "To: {people}. From: {sender}, by {way}.\n"
        "Sending takes {time}. Kinds of message to look at: {kinds}, which takes five minutes.\n"
        "Open the attached proof file with Composer, or choose the campaign there and press "
        "“Look at every kind of message”."
    )
    return place(
        text,
        author=author.name,
        name=campaign.name,
        people=place(
            ngettext("{count} person", "{count} people", people), count=i18n.grouped(people)
        ),
        sender=_sender(campaign),
        way=_(_WAYS[campaign.transport.kind]),
        time=takes,
        kinds=i18n.grouped(kinds),
    )


def changed_text(changed: WhatChanged | None) -> str:
    """Write what changed since the last approval, a line for each thing; empty for nothing."""
    if changed is None:
        return ""
    return "\n".join((_("What changed:"), *(f"– {text}" for text in changed.sentences)))


def until_text(now: Signers, signer: Signer) -> str:
    """Say until when an approval is early enough, in the reader's zone; empty without a plan."""
    if now.latest_at is None or now.is_too_late:
        return ""
    zone = ZoneInfo(signer.zone) if signer.zone else UTC
    moment = _moment(now.latest_at.astimezone(zone))
    return place(_("An approval until {moment} lets it leave on time."), moment=moment)


def _moment(moment: datetime) -> str:
    locale = i18n.language().replace("-", "_")
    return str(format_datetime(moment, "yyyy-MM-dd HH:mm (z)", locale=locale))


def _sender(campaign: Campaign) -> str:
    name, address = campaign.sender.name, isolate_ltr(campaign.sender.address)
    return place(_("{name} · {address}"), name=name, address=address) if name else address


def _span(seconds: float) -> str:
    if seconds < 90:
        return place(_("about {count} s"), count=max(1, round(seconds)))
    if seconds < 5400:
        return place(_("about {count} min"), count=round(seconds / 60))
    hours, minutes = divmod(round(seconds / 60), 60)
    return place(_("{hours} h {minutes} min"), hours=hours, minutes=minutes)
