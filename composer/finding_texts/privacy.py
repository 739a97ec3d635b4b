"""Findings about removing personal data: what keeps it, and what was removed."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "audience.purged": FindingText(
        "note",
        N_("The people of this campaign were removed on {date}. Counts and evidence stay."),
        N_("For another message, make a new campaign."),
    ),
    "campaign.purged": FindingText(
        "block",
        N_("The personal data of this campaign was removed on {date}."),
        N_("Its report, its evidence and its text stay. For another message, make a new campaign."),
    ),
    "exclude.purged": FindingText(
        "block",
        N_("“{name}” cannot be left out: the personal data of that campaign was removed."),
        N_("Take it out of the campaigns that are left out, and choose these people otherwise."),
    ),
    "purge.needed": FindingText(
        "block",
        N_("The campaign “{name}” still needs the people of this one."),
        N_(
            "Send that campaign or end its send. One that nobody will send is deleted, or put into the archive: then this one is free."
        ),
    ),
    "purge.not_ended": FindingText(
        "block",
        N_("The send of this campaign has not ended."),
        N_("Send it to the end, or end it for those who have not got it."),
    ),
    "purge.too_early": FindingText(
        "block",
        N_("The personal data of this campaign is kept until {date}."),
        N_(
            "Wait until then, or say after how many days it may go: composer purge {id} --after DAYS"
        ),
    ),
    "purge.unclear": FindingText(
        "block",
        N_("People of whom it is unclear whether they got the message: {count}."),
        N_("Decide for each first. Without their addresses nobody can find out any more."),
    ),
    "purge.unfinished": FindingText(
        "warn",
        N_("Removing the personal data of this campaign is not finished."),
        N_(
            "Close other windows and commands of this workspace. It is finished when the workspace is opened again."
        ),
    ),
}
