"""Findings about attached files and what stands in them."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "attachment.holds_address": FindingText(
        "block",
        N_("This file goes to several people and shows an address of the audience: {found}."),
        N_(
            "Attach a file without it. Where everybody has a file of their own, name it in a column."
        ),
    ),
    "attachment.holds_id": FindingText(
        "block",
        N_(
            "This file goes to several people and shows an id of somebody in the audience: {found}."
        ),
        N_(
            "Attach a file without it. Where everybody has a file of their own, name it in a column."
        ),
    ),
    "attachment.not_own": FindingText(
        "warn",
        N_(
            "Files made for one person that show neither an address nor an id: {count} of {total} ({files})."
        ),
        N_(
            "Look into such files. If each says whose it is in another way, accept this point; otherwise make each again with the id."
        ),
    ),
    "attachment.not_scanned": FindingText(
        "note",
        N_(
            "Files of this message that were not looked into, because they are pictures or cannot be read: {count} of {total} ({files})."
        ),
        N_("Look for yourself: nothing here would notice somebody else's address there."),
    ),
    "attachment.pictures_inside": FindingText(
        "note",
        N_("Pictures inside attached files that were not looked into: {count} (in {files})."),
        N_("Look for yourself: nothing here would notice somebody else's address there."),
    ),
    "attachment.unused": FindingText(
        "warn",
        N_("Files that are attached to nobody's message: {count} ({files})."),
        N_(
            "Somebody may lack theirs: compare the column with the files, or take out what nobody gets."
        ),
    ),
    "attachment.used_twice": FindingText(
        "warn",
        N_("The file {file} goes to {count} people, among them {first} and {second}."),
        N_("If it is meant for one person, correct the column. If not, attach it by its path."),
    ),
}
