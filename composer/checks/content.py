"""Finds what is wrong with the content as written, before any recipient is rendered.

Links, images, left-over placeholders, lengths, what marketing needs, and the addresses that the
author wrote (listed, so that reviewers see them: rule 8). Each language is looked at as it will
be compiled; fields inside links and texts are left out of the judgement. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from composer.checks.markup import Page, read_page
from composer.errors import RenderError
from composer.findings import Finding, finding
from composer.model.campaign import Campaign, Purpose
from composer.model.message import Message, RenderContext
from composer.rendering.files import MessageFiles
from composer.rendering.fixed_names import fix_names
from composer.rendering.sources import locale_sources, message_locales
from composer.translation.jinja_source import protect
from composer.wire.literals import literal_addresses

LONGEST_SUBJECT = 90
"""Characters without fields; longer subjects are cut in every list of messages."""

_PLACEHOLDER = re.compile(
    r"\blorem ipsum\b"
    r"|\bTODO\b|\bFIXME\b|\bTBD\b|\bXXX+\b"
    r"|\[(?:(?i:first|last|full|your|insert|company|customer|recipient)\b)[^\]\n]{0,30}\](?![\[(:])"
    r"|<<[A-Za-z_ ]{2,30}>>|\*\|[A-Z_]{2,30}\|\*|%%[A-Za-z_]{2,30}%%|-[a-z]+name-",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<address\b[^>]*>(?=(?:(?!</address).)*[^\W_])", re.IGNORECASE | re.DOTALL)
_UPPER_CASE = frozenset({"todo", "fixme", "tbd"})
_RESERVED = ("example.com", "example.org", "example.net")
_RESERVED_ENDINGS = (".example", ".test", ".invalid", ".localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """One language's texts: fields are replaced by placeholders in `page` and `subject`."""

    locale: str
    subject: str
    preheader: str
    page: Page


def find_content_findings(context: RenderContext) -> list[Finding]:
    """Check a campaign's content; empty means that nothing stands out."""
    campaign = context.campaign
    found = [*_find_marketing_gaps(context)]
    for written in _languages(context):
        found.extend(_find_placeholders(written))
        found.extend(_find_subject_findings(written))
        found.extend(_find_link_findings(written, campaign))
        found.extend(
            finding("content.remote_image", where={"locale": written.locale}, image=image)
            for image in written.page.remote
        )
        found.extend(
            finding("content.no_alt", where={"locale": written.locale}, image=image)
            for image in written.page.without_alt
        )
    found.extend(
        finding("content.literal_address", address=address)
        for address in literal_addresses(context)
        if address not in _campaign_addresses(campaign)
    )
    return list(dict.fromkeys(found))


def _languages(context: RenderContext) -> Iterator[_Written]:
    files = MessageFiles(context.message.files)
    for locale in message_locales(context.message):
        try:
            sources = locale_sources(context, locale, files=files)
        except RenderError:
            continue  # the template's own findings name it
        yield _Written(
            locale=locale,
            subject=sources.subject,
            preheader=sources.preheader,
            page=read_page(sources.layout, body=sources.html),
        )


def _find_marketing_gaps(context: RenderContext) -> Iterator[Finding]:
    campaign, message = context.campaign, context.message
    if campaign.purpose is not Purpose.MARKETING:
        return
    if not campaign.unsubscribe:
        yield finding("content.no_unsubscribe", where={"key": "unsubscribe"})
    elif "unsubscribe_url" not in _written_html(message):
        yield finding("content.no_visible_unsubscribe", where={"part": "layout"})
    if not _shows_postal_address(message):
        yield finding("content.no_postal_address", where={"part": "layout"})
    if not campaign.audience.rule:
        yield finding("content.no_basis", where={"key": "audience.rule"})


def _written_html(message: Message) -> str:
    body = message.body if message.body_html is None else message.body_html
    return message.layout.html + body


def _shows_postal_address(message: Message) -> bool:
    """Tell whether the brand's address is shown and set, or an address is written out."""
    written = _written_html(message)
    brand = "brand_address" in written and bool(message.brand.address.strip())
    own = _ADDRESS.search(fix_names(written, {"brand_address": ""}, html=True))
    return brand or own is not None


def _find_placeholders(written: _Written) -> Iterator[Finding]:
    parts = {
        "subject": protect(written.subject).text,
        "preheader": protect(written.preheader).text,
        "body": written.page.text,
    }
    for part, text in parts.items():
        for match in _PLACEHOLDER.finditer(text):
            if match[0].lower() in _UPPER_CASE and not match[0].isupper():
                continue
            where: dict[str, str | int] = {"locale": written.locale, "part": part}
            yield finding("content.placeholder", where=where, found=match[0])


def _find_subject_findings(written: _Written) -> Iterator[Finding]:
    where: dict[str, str | int] = {"locale": written.locale, "part": "subject"}
    protected = protect(written.subject)
    length = len(re.sub(protected.pattern, "", protected.text))
    if length > LONGEST_SUBJECT:
        yield finding("content.long_subject", where=where, length=length)
    if not written.preheader:
        yield finding("content.no_preheader", where={**where, "part": "preheader"})


def _find_link_findings(written: _Written, campaign: Campaign) -> Iterator[Finding]:
    where: dict[str, str | int] = {"locale": written.locale, "part": "body"}
    for target in written.page.links:
        leads_here = target.strip()[:1] == "#" and target.strip()[1:] in written.page.places
        code = "" if leads_here else _link_code(target, campaign)
        if code:
            yield finding(code, where=where, link=target)


def _link_code(target: str, campaign: Campaign) -> str:
    """Name what is wrong with a link, or nothing; a link that is one field is checked later."""
    link = target.strip()
    scheme, colon, rest = link.partition(":")
    scheme = scheme.lower()
    if link in {"", "#"} or (colon and not rest.strip("/")):
        return "content.empty_link"
    if link.startswith("{") or scheme in {"mailto", "tel", "cid"}:
        return ""
    if scheme not in {"http", "https"} or not rest.startswith("//"):
        return "content.bad_link"
    if scheme == "http":
        return "content.http_link"
    is_example = _is_reserved(_host(rest)) and not _is_reserved(_domain(campaign))
    return "content.example_link" if is_example else ""


def _host(rest: str) -> str:
    """Give the host after `https:`, without user and port; fields in it make it unknown."""
    authority = rest[2:].partition("/")[0].partition("?")[0]
    return "" if "{" in authority else authority.rpartition("@")[2].partition(":")[0]


def _domain(campaign: Campaign) -> str:
    return campaign.sender.address.rpartition("@")[2]


def _is_reserved(host: str) -> bool:
    host = host.lower()
    return host.endswith(_RESERVED_ENDINGS) or any(
        host == name or host.endswith(f".{name}") for name in _RESERVED
    )


def _campaign_addresses(campaign: Campaign) -> frozenset[str]:
    mailboxes = (campaign.sender, campaign.reply_to)
    return frozenset(mailbox.address.casefold() for mailbox in mailboxes if mailbox)
