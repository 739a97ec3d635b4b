"""Finds what is wrong with the content as written, before any recipient is rendered.

Once for each revision, and in each language as it will be compiled: left-overs, links, subject,
looks, languages, times, what marketing needs, and the addresses that the author wrote (listed, so
that reviewers see them: rule 8). Fields are left out of the judgement. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from composer.checks.client_support import find_unsupported
from composer.checks.languages import find_language_findings
from composer.checks.leftovers import MARKS, written_left_overs
from composer.checks.links import find_link_findings
from composer.checks.looks import find_look_findings
from composer.checks.marketing import find_marketing_gaps, find_offers
from composer.checks.subjects import find_subject_findings
from composer.checks.times import find_time_findings
from composer.checks.written import Written, plain_words, written_languages
from composer.findings import Finding, finding
from composer.model.campaign import Campaign
from composer.model.message import Message, RenderContext
from composer.wire.literals import literal_addresses


def find_content_findings(context: RenderContext, *, at: date | None = None) -> list[Finding]:
    """Check a campaign's content; empty means that nothing stands out.

    `at` is the day on which the message is to leave; without it, dates are not judged.
    """
    campaign = context.campaign
    found = [*find_marketing_gaps(context)]
    for written in written_languages(context):
        if written.locale == context.message.locale:
            found.extend(find_unsupported(written))
        found.extend(_find_left_overs(written))
        found.extend(find_subject_findings(written))
        found.extend(find_link_findings(written, campaign))
        found.extend(_find_picture_findings(written))
        found.extend(find_look_findings(written))
        found.extend(find_language_findings(written))
        found.extend(find_offers(written, campaign.purpose))
        found.extend(find_time_findings(written, at=at) if at is not None else ())
    found.extend(
        finding("content.literal_address", address=address)
        for address in literal_addresses(context)
        if address not in _campaign_addresses(campaign)
    )
    return list(dict.fromkeys(found))


def find_unwritten(message: Message) -> list[Finding]:
    """Say what of a message nobody has written yet; without it nothing can be rendered."""
    found = []
    if not message.subject.strip():
        found.append(finding("content.no_subject", where={"part": "subject"}))
    if not (message.body.strip() or message.body_html):
        found.append(finding("content.no_text", where={"part": "body"}))
    return found


def find_day_findings(context: RenderContext, *, at: date) -> list[Finding]:
    """Find what is wrong with days and times only, for a message that leaves on a day."""
    found = [
        item
        for written in written_languages(context)
        for item in find_time_findings(written, at=at)
    ]
    return list(dict.fromkeys(found))


def _find_left_overs(written: Written) -> Iterator[Finding]:
    parts = {
        "subject": plain_words(written.subject),
        "preheader": plain_words(written.preheader),
        "body": written.page.text,
    }
    for part, text in parts.items():
        where = written.where(part)
        for found in written_left_overs(text, locale=written.locale):
            yield finding("content.placeholder", where=where, found=found)
        if mark := next((mark for mark in MARKS if mark in text), ""):
            yield finding("content.left_over", where=where, found=mark)


def _find_picture_findings(written: Written) -> Iterator[Finding]:
    where: dict[str, str | int] = {"locale": written.locale}
    for image in written.page.remote:
        yield finding("content.remote_image", where=where, image=image)
    for image in written.page.without_alt:
        yield finding("content.no_alt", where=where, image=image)


def _campaign_addresses(campaign: Campaign) -> frozenset[str]:
    mailboxes = (campaign.sender, campaign.reply_to)
    return frozenset(mailbox.address.casefold() for mailbox in mailboxes if mailbox)
