"""Looking into the audience: a page of it, or one recipient by address, however it is spelt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import idna

from composer.audience.addresses import a_labels
from composer.errors import NotFound
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.overview import AudiencePage
from composer.model.recipient import Recipient
from composer.stages.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which rows are wanted: those that match, from `offset` on, `limit` at most."""

    offset: int
    limit: int
    search: str = ""


def audience_page(desk: Desk, campaign_id: CampaignId, wanted: Slice) -> AudiencePage:
    """Give a slice of the audience in the order of its file."""
    rows, total = desk.recipients.page(
        campaign_id, offset=wanted.offset, limit=wanted.limit, search=wanted.search
    )
    return AudiencePage(columns=desk.recipients.columns(campaign_id), rows=rows, total=total)


def find_recipient(desk: Desk, campaign_id: CampaignId, address: str) -> Recipient:
    """Give the recipient with this address; A-labels and U-labels of its domain mean the same.

    Raises:
        NotFound: nobody in the audience has it.
    """
    for spelling in _spellings(address.strip()):
        try:
            return desk.recipients.by_address(campaign_id, spelling)
        except NotFound:
            continue
    raise NotFound(
        place(_("Nobody in the audience has the address {address}."), address=address),
        advice=_("Search the audience: composer audience CAMPAIGN, or the Audience page."),
    )


def _spellings(address: str) -> Iterator[str]:
    yield address
    local, at, domain = address.rpartition("@")
    for convert in (_unicode_labels, _ascii_labels):
        other = convert(domain)
        if at and other and other != domain:
            yield f"{local}@{other}"


def _unicode_labels(domain: str) -> str:
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return ""


def _ascii_labels(domain: str) -> str:
    try:
        return a_labels(domain)
    except ValueError:
        return ""
