"""Names for strings that must not be mixed up."""

from __future__ import annotations

from typing import NewType

CampaignId = NewType("CampaignId", str)
"""Random, 16 hex digits; made when the campaign is created."""

RecipientId = NewType("RecipientId", str)
"""Random, 32 hex digits; the only name of a recipient in the journal."""

AddressKey = NewType("AddressKey", str)
"""The whole address, NFC and case-folded; for uniqueness only, never sent."""

Digest = NewType("Digest", str)
"""A SHA-256 as 64 lower-case hex digits."""

LocaleTag = NewType("LocaleTag", str)
"""A BCP 47 tag such as ``de`` or ``zh-Hant``."""
