"""Findings about evidence files."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "evidence.address_differs": FindingText(
        "block",
        N_("Addresses other than those for which the record was made: {count}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.address_missing": FindingText(
        "warn",
        N_("People who are in the file without an address: {count}."),
        N_("It had been erased before the file was written, or was taken out afterwards."),
    ),
    "evidence.addresses_undeclared": FindingText(
        "block",
        N_("The file says that it holds no addresses, but it does."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.author_approved": FindingText(
        "block",
        N_("Entry {entry} of the record: on {at} a batch began that only its author had approved."),
        N_("Ask the owner of the workspace what happened; the entry of the record says when."),
    ),
    "evidence.clearances_absent": FindingText(
        "block",
        N_("What reviewers signed after a stop is not in this file, though the log names it."),
        N_(
            "A former Composer left it out, or somebody took it out. Have the file written anew where the workspace is."
        ),
    ),
    "evidence.entry_unknown": FindingText(
        "block",
        N_("Entry {entry} of the record is none that the program writes."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.form": FindingText(
        "block",
        N_("The file was changed or damaged here: {place}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.head_differs": FindingText(
        "block",
        N_("The signature over entry {entry} of the record does not fit the record."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.head_missing": FindingText(
        "block",
        N_("A signature over the record was taken out before the one over entry {entry}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.journal_broken": FindingText(
        "block",
        N_("The record was changed: entry {entry} does not follow from the one before it."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.leave_lost": FindingText(
        "block",
        N_(
            "Entry {entry} of the record: on {at} a batch still went on though its approvals no "
            "longer counted."
        ),
        N_("Ask the owner of the workspace what happened; the entry of the record says when."),
    ),
    "evidence.list_broken": FindingText(
        "block",
        N_("A list that the owner signed does not verify: people, rules or test mailboxes."),
        N_("Check that you gave the right owner's key. If you did, ask for the original file."),
    ),
    "evidence.list_cut": FindingText(
        "block",
        N_("The log tells of a newer list of the owner (entry {number}) than the file holds."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.log_broken": FindingText(
        "block",
        N_("The log was changed: entry {number} does not follow from the one before it."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.log_differs": FindingText(
        "block",
        N_("The log is not the one that the sender's signature names (entry {number})."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.mailboxes_unknown": FindingText(
        "block",
        N_("The proof names a list of test mailboxes that the owner never signed."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.messages_changed": FindingText(
        "block",
        N_("The list of messages is not the one that was approved."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.messages_missing": FindingText(
        "warn",
        N_("The messages of an earlier proof are no longer known one by one."),
        N_("What was approved then can be verified; which message each person got then cannot."),
    ),
    "evidence.move_forbidden": FindingText(
        "block",
        N_("Entry {entry} of the record is a step that nobody can make."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.not_all_shown": FindingText(
        "block",
        N_(
            "Entry {entry} of the record: on {at} a batch began, and some kinds of message had "
            "been shown to nobody who approved."
        ),
        N_("Ask the owner of the workspace what happened; the entry of the record says when."),
    ),
    "evidence.not_approved": FindingText(
        "block",
        N_("Entry {entry} of the record: on {at} a batch began without enough approvals in force."),
        N_("Ask the owner of the workspace what happened; the entry of the record says when."),
    ),
    "evidence.not_cleared": FindingText(
        "block",
        N_(
            "Entry {entry} of the record: on {at} sending went on after a test mailbox had "
            "received another message than was approved, and no reviewer had signed for it."
        ),
        N_("Ask the owner of the workspace what happened; the entry of the record says when."),
    ),
    "evidence.not_in_proof": FindingText(
        "block",
        N_("Messages handed over to people whom the proof does not cover: {count}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.not_independent": FindingText(
        "warn",
        N_("Not independently reviewed: {reason}"),
        N_(
            "Whoever made the message approved it themselves. The owner had signed that one person "
            "works there alone, and this reason."
        ),
    ),
    "evidence.not_released": FindingText(
        "block",
        N_(
            "Entry {entry} of the record: on {at} a batch began that the rules for sign-off did "
            "not allow."
        ),
        N_("Ask the owner of the workspace what happened; the entry of the record says when."),
    ),
    "evidence.not_sealed_in_log": FindingText(
        "block",
        N_("The log does not tell who froze the proof."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.not_tested": FindingText(
        "block",
        N_(
            "Entry {entry} of the record: on {at} a batch began before a test had arrived as "
            "predicted."
        ),
        N_("Ask the owner of the workspace what happened; the entry of the record says when."),
    ),
    "evidence.other_proofs": FindingText(
        "block",
        N_("The file does not hold the proofs that the record names."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.owner_differs": FindingText(
        "block",
        N_("The file names another owner than the one you gave, or than this computer knows."),
        N_("Do not rely on it. Ask the owner in person which key is theirs."),
    ),
    "evidence.owner_from_file": FindingText(
        "note",
        N_(
            "The owner's key was taken from the file itself: the file holds together, but whose "
            "it is nobody has checked."
        ),
        N_("Ask the owner for their key and verify again: composer verify FILE --owner KEY"),
    ),
    "evidence.people_differ": FindingText(
        "block",
        N_("People of the file who are not those of the record: {count}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.proof_changed": FindingText(
        "block",
        N_("The proof in this file was changed."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.receipt_unknown": FindingText(
        "block",
        N_("What arrived of test message {slot} names no mailbox or message of this proof."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.receipts_doubled": FindingText(
        "block",
        N_("What arrived of one test message stands in the file twice, or out of order."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.receipts_left_out": FindingText(
        "block",
        N_("Test messages for which somebody signed and that are missing from the file: {count}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.receipts_unsigned": FindingText(
        "block",
        N_("Nobody who works in the workspace signed what arrived of test message {slot}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.rejected": FindingText(
        "block",
        N_(
            "Entry {entry} of the record: on {at} a batch began although a reviewer had sent it "
            "back."
        ),
        N_("Ask the owner of the workspace what happened; the entry of the record says when."),
    ),
    "evidence.rules_unknown": FindingText(
        "block",
        N_("The proof names rules for sign-off that the owner never signed."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.seal_broken": FindingText(
        "block",
        N_("The file was changed after it was signed as a whole."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.statement_broken": FindingText(
        "block",
        N_("A signed statement in this file does not verify, or is about something else."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.statement_missing": FindingText(
        "block",
        N_("A signed statement is missing that the log tells of (entry {number})."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.statement_unlogged": FindingText(
        "block",
        N_("Signed statements in the file that the log does not know: {count}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.statements_unordered": FindingText(
        "block",
        N_("The signed statements are not in the order in which the log tells of them."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.states_differ": FindingText(
        "block",
        N_("Recipients who are in another state than the record says: {count}."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.sums_differ": FindingText(
        "block",
        N_(
            "The people of the file do not add up to those of the proof: {count} too many or too "
            "few."
        ),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.tail_unsigned": FindingText(
        "warn",
        N_(
            "What the record says after entry {signed} is signed by nobody: the program ended "
            "before."
        ),
        N_(
            "It may be true. Send again, or decide what is unclear, and write the file anew: then "
            "it is signed."
        ),
    ),
    "evidence.twice": FindingText(
        "block",
        N_("Entry {entry} of the record: somebody was planned twice."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.unreadable": FindingText(
        "block",
        N_("This is not an evidence file, or it is damaged."),
        N_("Choose the file that “composer evidence” wrote."),
    ),
}
