"""Findings about what is decided about an audience: its segment, who is left out, overlaps."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "audience.bad_day": FindingText(
        "block",
        N_("The day at {key} in {file} is not written as a day."),
        N_("Write year, month and day, such as 2026-01-31."),
    ),
    "audience.bad_delimiter": FindingText(
        "block",
        N_("What separates the cells, at {key} in {file}, must be one character."),
        N_("Write a comma, a semicolon, a bar or a tab."),
    ),
    "audience.no_wish": FindingText(
        "warn",
        N_("People who name no language and would read {language}: {count}."),
        N_("Say which language they get, or fill in their language."),
    ),
    "audience.unknown_decision": FindingText(
        "block",
        N_("What {key} in {file} leaves out is not the code of a finding."),
        N_("Copy the code from the finding, such as address.no_at."),
    ),
    "audience.unknown_encoding": FindingText(
        "block",
        N_("The encoding at {key} in {file} is not known."),
        N_("Write utf-8, windows-1252 or another usual name, or take the line out."),
    ),
    "later.both": FindingText(
        "block",
        N_(
            "People who are both here and in the campaign “{name}”, one of which writes later: {count}."
        ),
        N_("Read the list again in one of the two, so that nobody gets the message twice."),
    ),
    "later.everybody": FindingText(
        "block",
        N_("Nobody would be left in this campaign."),
        N_("Choose fewer languages, or wait with the whole campaign."),
    ),
    "later.fewer": FindingText(
        "warn",
        N_("People kept for the campaign “{name}”: {kept}. It lists {count} now."),
        N_("Look into that campaign: whoever is missing there gets no message."),
    ),
    "later.gone": FindingText(
        "block",
        N_(
            "The campaign that writes later to people who read {languages} is not in this workspace."
        ),
        N_("Bring these people back, or import that campaign."),
    ),
    "later.in_use": FindingText(
        "block",
        N_("The campaign “{name}” is frozen or was sent: these people get its message."),
        N_("Change that campaign first. Whoever was written to by it stays there."),
    ),
    "later.nobody": FindingText(
        "block",
        N_("Nobody in the audience reads {languages}."),
        N_("Choose another language."),
    ),
    "later.pending": FindingText(
        "block",
        N_("A list that was read waits to be used or put away."),
        N_("Decide about it on the Audience page first."),
    ),
    "later.returned": FindingText(
        "block",
        N_("The campaign “{name}” writes to these people itself now."),
        N_("Take the languages out there once more, or leave this campaign as it is."),
    ),
    "later.begun": FindingText(
        "block",
        N_("Sending has begun: nobody can be taken out for later any more."),
        N_("Stop, and correct the campaign for those who have not got it."),
    ),
    "overlap.drafted": FindingText(
        "warn",
        N_(
            "{shared} of these {count} people are also in the campaign “{name}”, with nearly the same message."
        ),
        N_("Look whether one of the two campaigns is there by mistake."),
    ),
    "overlap.sent": FindingText(
        "block",
        N_(
            "{shared} of these {count} people are also in the campaign “{name}” of {day}, with nearly the same message."
        ),
        N_("Leave those people out, or give the reason why they get it again."),
    ),
    "overlap.reason": FindingText(
        "note",
        N_(
            "{shared} of these {count} people are also in the campaign “{name}”. The reason given: {reason}"
        ),
        N_("Look whether the reason is a good one."),
    ),
    "exclude.came_since": FindingText(
        "block",
        N_(
            "People who are by now in the campaign “{name}”, whose people are to be left out: {count}."
        ),
        N_("Read the list again: they are left out then."),
    ),
    "exclude.unknown": FindingText(
        "block",
        N_("The campaign {id}, whose people are to be left out, is not in this workspace."),
        N_("Choose another campaign, or take this one off the list."),
    ),
    "inactive.no_day": FindingText(
        "block",
        N_("Row {row} has no day in the column {column}: {value}."),
        N_("Correct the cell, or choose another column for the last activity."),
    ),
    "segment.keeps_everybody": FindingText(
        "warn",
        N_("The filter leaves nobody out. People who stay: {count}."),
        N_("Take the filter away if that is meant; otherwise correct it."),
    ),
    "segment.keeps_nobody": FindingText(
        "block",
        N_("The filter leaves out everybody."),
        N_("Correct the filter, or take it away."),
    ),
    "segment.no_column": FindingText(
        "block",
        N_("The filter names the column {column}, which the list does not have."),
        N_("Name a column of the list: {nearest}."),
    ),
    "segment.no_such_value": FindingText(
        "warn",
        N_("Nobody has “{value}” in the column {column}, which the filter asks for."),
        N_("Look whether the value is spelt as in the list."),
    ),
    "segment.not_comparable": FindingText(
        "block",
        N_("Row {row} cannot be compared by the filter: “{value}” in the column {column}."),
        N_("Write a number or a day into the cell, or compare the column by = only."),
    ),
    "segment.syntax": FindingText(
        "block",
        N_("The filter cannot be understood at “{found}”, character {position}."),
        N_('Write it as in: status = "admitted" and country in (DE, AT)'),
    ),
    "segment.typo": FindingText(
        "block",
        N_("Nobody has “{value}” in the column {column}, but many have “{nearest}”."),
        N_("Correct the filter."),
    ),
}
