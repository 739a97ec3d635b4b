"""Findings about evidence files."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "evidence.head_differs": FindingText(
        "block",
        N_("Signed entry {entry} of the journal does not fit the journal."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.journal_broken": FindingText(
        "block",
        N_("The journal was changed: an entry does not follow from the one before it."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.messages_changed": FindingText(
        "block",
        N_("The list of messages is not the one that was approved."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.not_approved": FindingText(
        "block",
        N_("Messages were sent, but the file holds too few approvals of this proof."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.not_tested": FindingText(
        "block",
        N_("Messages were sent, but the file holds no receipt of a test of this proof."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.proof_changed": FindingText(
        "block",
        N_("The proof in this file was changed."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.receipts_unsigned": FindingText(
        "block",
        N_("A receipt in this file is not signed by anybody who works in the workspace."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.signature_broken": FindingText(
        "block",
        N_("A signature in this file does not verify."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.states_differ": FindingText(
        "block",
        N_("{count} recipients are in another state than the journal says."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.unreadable": FindingText(
        "block",
        N_("This is not an evidence file, or it is damaged."),
        N_("Choose the file that “composer evidence” wrote."),
    ),
}
