"""Findings about the do-not-write list, and what is odd about an address or its domain."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "suppress.bad_date": FindingText(
        "block",
        N_("Row {row} of {file} has a date that cannot be read."),
        N_("Write year, month and day, such as 2026-01-31, and read the file again."),
    ),
    "suppress.no_address_column": FindingText(
        "block",
        N_("The file has no column of addresses."),
        N_("Call the column with the addresses “address” or “email”. The file has: {names}."),
    ),
    "suppress.no_reason": FindingText(
        "block",
        N_("Row {row} of {file} does not say why nobody may write to this person."),
        N_("Write bounce, complaint, erasure, legal or unsubscribe, or say one reason for all."),
    ),
}
