"""Finding a recipient by address, in whichever spelling of the domain it was copied from."""

from __future__ import annotations

from collections.abc import Iterator

import idna

from composer.audience.addresses import a_labels
from composer.errors import NotFound
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.recipient import Recipient
from composer.stages.desk import Desk


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
