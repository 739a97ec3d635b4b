"""The header fields that every campaign's messages carry unless its settings say otherwise.

List-Id lets people sort and mute such mail, Feedback-ID lets mailbox providers count complaints for
the campaign, Auto-Submitted keeps out-of-office replies away. A field named in `[headers]` wins,
whatever its spelling; an empty value there leaves it out. They are the same for everybody: nothing
here knows a recipient. Source: RFC 2919, RFC 3834 §5, Gmail's Feedback Loop.
"""

from __future__ import annotations

import hmac
import re

from composer.audience.addresses import wire_address
from composer.model.campaign import Campaign

DEFAULT_NAMES = frozenset({"list-id", "feedback-id", "auto-submitted"})
_LABEL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_SEED_DIGITS = 8
_LONGEST_LIST_ID = 255  # RFC 2919 §3


def default_headers(campaign: Campaign, message_seed: str) -> tuple[tuple[str, str], ...]:
    """Give the default fields in their order, whatever the campaign's own say.

    List-Id and Feedback-ID name the sender's domain: where From is a field, they are absent.
    """
    label = _seed_label(message_seed)
    local, domain = _sender_parts(campaign.sender.address)
    found: list[tuple[str, str]] = []
    if domain:
        local = local if _LABEL.fullmatch(local) and "=?" not in local else label
        list_id = f"<{local}.{domain}>"
        if len(list_id) <= _LONGEST_LIST_ID:
            found.append(("List-Id", list_id))
        found.append(("Feedback-ID", f"{label}:{campaign.purpose.value}:composer:{domain}"))
    found.append(("Auto-Submitted", "auto-generated"))
    return tuple(found)


def campaign_headers(campaign: Campaign, message_seed: str) -> tuple[tuple[str, str], ...]:
    """Give the fields that a campaign's messages carry: the defaults that hold, then its own."""
    own = campaign.headers
    named = {name.lower() for name, _ in own}
    defaults = default_headers(campaign, message_seed)
    return tuple(
        (name, value)
        for name, value in (*(item for item in defaults if item[0].lower() not in named), *own)
        if value.strip() or name.lower() not in DEFAULT_NAMES
    )


def _seed_label(message_seed: str) -> str:
    """Derive a name from the seed, which itself stays secret."""
    return hmac.digest(message_seed.encode("utf-8"), b"feedback-id", "sha256").hex()[:_SEED_DIGITS]


def _sender_parts(address: str) -> tuple[str, str]:
    """Give local part and domain in ASCII, or nothing where the address is a field."""
    if "{" in address:
        return "", ""
    local, _, domain = address.rpartition("@")
    try:
        return local, wire_address(f"a@{domain}").rpartition("@")[2]
    except ValueError:
        return local, ""
