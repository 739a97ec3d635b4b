"""The example's made-up people never leave practice: a real campaign with them is not frozen.

Whoever writes the example's campaign to a folder and brings it into a real workspace brings its
list along. As long as nothing can leave this computer, that is how one learns; with a mail service
the list has to be another.
"""

from __future__ import annotations

from composer.findings import Finding, finding
from composer.folder.example import example_addresses
from composer.model.recipient import address_key
from composer.stages.content import Content
from composer.stages.desk import Desk

_PROVIDERS = ("gmail", "outlook")
"""The example has people at these names below its own domain; no list of real people has both."""


def example_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find the example's people in a campaign whose messages would leave this computer."""
    if desk.folder.is_practice or content.campaign.transport.stays_on_this_computer:
        return []
    campaign_id = content.record.id
    count = sum(
        len(desk.recipients.listed_keys(campaign_id, keys))
        for keys in map(_keys, _example_domains(desk.recipients.domain_counts(campaign_id)))
    )
    where: dict[str, str | int] = {"file": content.campaign.audience.file}
    return [finding("audience.example_people", where=where, count=count)] if count else []


def _example_domains(domains: dict[str, int]) -> list[str]:
    """Give the domains for which the example may have been made."""
    return [
        domain
        for domain in domains
        if all(f"{provider}.{domain}" in domains for provider in _PROVIDERS)
    ]


def _keys(domain: str) -> list[str]:
    return [address_key(address) for address in example_addresses(domain)]
