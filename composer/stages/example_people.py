"""The example's made-up people never leave practice: a real campaign with them is not frozen.

Whoever writes the example's campaign to a folder and brings it into a real workspace brings its
list along, or a part of it. As long as nothing can leave this computer, that is how one learns;
with a mail service the list has to be another.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.findings import Finding, finding
from composer.folder.example import RESERVED_TOP_LABELS, example_addresses
from composer.model.recipient import address_key
from composer.stages.content import Content
from composer.stages.desk import Desk

_PROVIDERS = ("gmail.", "outlook.", "yahoo.")
"""The example has people at these names below its own domain; real people have them nowhere."""
MANY = 20
"""So many of the example's addresses at a real domain are no coincidence, if most there are."""
MOST_DOMAINS = 40


def example_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find the example's people in a campaign whose messages would leave this computer."""
    if desk.folder.is_practice or content.campaign.transport.stays_on_this_computer:
        return []
    listing = desk.recipients.listing(content.record.id)
    if listing is None:
        return []
    key = ("example people", content.record.id, listing.tables.number)
    count = desk.kept(key, lambda: _count(desk, content))
    where: dict[str, str | int] = {"file": content.campaign.audience.file}
    return [finding("audience.example_people", where=where, count=count)] if count else []


def _count(desk: Desk, content: Content) -> int:
    """Count the listed people whom the example made up, for whatever domain it was made."""
    campaign_id, found = content.record.id, set[str]()
    domains = desk.recipients.domain_counts(campaign_id)
    for domain in dict.fromkeys(_certain(domains)):
        found |= desk.recipients.listed_keys(campaign_id, _keys(domain))
    large = [name for name, count in domains.items() if count >= MANY]
    for domain in large[:MOST_DOMAINS]:
        listed = desk.recipients.listed_keys(campaign_id, _keys(domain))
        there = [key for key in listed if key.endswith(f"@{domain}")]
        if len(there) >= MANY and 2 * len(there) > domains[domain]:
            found |= listed
    return len(found)


def _certain(domains: dict[str, int]) -> Iterator[str]:
    """Give the domains for which the example was made where a name gives it away."""
    for domain in domains:
        for provider in _PROVIDERS:
            if domain.startswith(provider) and "." in domain.removeprefix(provider):
                yield domain.removeprefix(provider)
        if domain.rpartition(".")[2] in RESERVED_TOP_LABELS:
            yield domain


def _keys(domain: str) -> list[str]:
    return [address_key(address) for address in example_addresses(domain)]
