"""Findings about the mail service that hands messages on, and about its account's settings."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "send.strange_answer": FindingText(
        "block",
        N_("Something answered that does not seem to be the mail service: {answer}"),
        N_(
            "Open a web page on this computer: a network may ask you to log in first. Check the address of the mail service, decide for each unclear message, then go on."
        ),
    ),
    "send.without_id": FindingText(
        "warn",
        N_("The mail service took {count} messages without saying under which number."),
        N_("They count as handed over. Ask the mail service, should anybody miss theirs."),
    ),
    "send.without_id_in_a_row": FindingText(
        "block",
        N_(
            "The mail service took {count} messages in a row without saying under which number, so sending has stopped."
        ),
        N_("Look into the mail service's log whether it has them, then go on."),
    ),
}
