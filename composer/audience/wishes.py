"""People who named no language: what they read is said by somebody, not assumed."""

from __future__ import annotations

from collections.abc import Mapping

from composer.findings import Finding, finding
from composer.model.campaign import Campaign


def find_wish_findings(
    campaign: Campaign, locale_counts: Mapping[str, int], *, languages: int
) -> list[Finding]:
    """Tell how many people have no language while the message has several and nobody said which.

    `languages` counts the message's translations; without any there is nothing to choose.
    """
    without = sum(count for wish, count in locale_counts.items() if not wish.strip())
    if not without or not languages or campaign.audience.no_locale:
        return []
    where: dict[str, str | int] = {
        "file": campaign.audience.file,
        "column": campaign.audience.locale,
    }
    return [finding("audience.no_wish", where=where, count=without, language=campaign.locale)]
