"""Findings about what a message says: its left-overs, links, looks, languages and times."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "content.field_link": FindingText(
        "block",
        N_("A link of this message leads nowhere: the cell holds “{found}” only."),
        N_(
            "Fill in the whole address, or leave the cell empty and show the link only if it is filled."
        ),
    ),
    "content.field_placeholder": FindingText(
        "warn",
        N_("This message shows “{found}”, which another program was to replace."),
        N_("Correct the cell that holds it."),
    ),
    "content.field_test": FindingText(
        "warn",
        N_("This message shows “{found}”, which looks like a trial entry."),
        N_("Correct the cell, or leave this person out."),
    ),
    "content.field_word": FindingText(
        "warn",
        N_("This message shows “{found}”, which programs write where a value is missing."),
        N_("Empty the cell or fill it in, then say in the message what to write for an empty one."),
    ),
}
