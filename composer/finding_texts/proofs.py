"""Findings about freezing, the test and its receipts."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "seal.not_checked": FindingText(
        "block",
        N_("Not everybody's message has been checked in the present state."),
        N_("Check everybody. The result counts until text, audience or program change."),
    ),
    "seal.seed_not_listed": FindingText(
        "block",
        N_("A test mailbox of this campaign is not in the owner's signed list."),
        N_("Ask the owner to add it: composer seeds add ADDRESS"),
    ),
    "seal.seed_unlike": FindingText(
        "block",
        N_(
            "The test message to {seed} would not show what people get: {parts} comes out otherwise for a test mailbox."
        ),
        N_(
            "Take out of the text what asks for that address, number or name. A test must be the very message."
        ),
    ),
    "seal.too_few_seeds": FindingText(
        "block",
        N_("A test needs at least {needed} different test mailboxes."),
        N_("Add test mailboxes: composer seeds add ADDRESS"),
    ),
    "seeds.bad_key_name": FindingText(
        "block",
        N_("The password of a test mailbox needs a name of letters, digits, “-” and “_”."),
        N_("Choose a name such as seed-mailbox; the password is kept under it, never in the list."),
    ),
    "seeds.bad_server": FindingText(
        "block",
        N_("That is no name of a mail server, or no port."),
        N_("Write the server as its provider names it, such as imap.example.com:993."),
    ),
    "seeds.relative_ca_file": FindingText(
        "block",
        N_("The file of trusted certificates must be named with its whole path."),
        N_("Write the path from the root of the disk on."),
    ),
    "seeds.unknown": FindingText(
        "block",
        N_("That address is not in the owner's list of test mailboxes."),
        N_("Look at the list, and write the address as it stands there."),
    ),
    "seeds.unprotected": FindingText(
        "block",
        N_("A test mailbox elsewhere is read by a protected connection only."),
        N_("Choose TLS or STARTTLS."),
    ),
    "test.file_too_large": FindingText(
        "block",
        N_("The file is too large to be a received message."),
        N_("Save the single message as .eml and choose that file."),
    ),
    "test.file_unreadable": FindingText(
        "block",
        N_("The file cannot be read."),
        N_("Check its name and that you may read it."),
    ),
    "test.kinds_untested": FindingText(
        "block",
        N_("Kinds of message that have not arrived at any test mailbox: {count}."),
        N_("Run the test again; it sends every kind."),
    ),
    "test.no_trace": FindingText(
        "block",
        N_("This file was never delivered: no mail server has left its line in it."),
        N_("Save the message as it arrived in the test mailbox, with all its headers."),
    ),
    "test.mailbox_rewrites": FindingText(
        "block",
        N_(
            "Everything that arrived at {seed} was changed on the way, while another mailbox received all as predicted."
        ),
        N_(
            "A mailbox that changes messages cannot be used for tests. Let its service leave them as they are, or take another mailbox in its place, and send the test again."
        ),
    ),
    "test.mailbox_unreadable": FindingText(
        "block",
        N_("The mailbox {seed} could not be read. {why}"),
        N_(
            "Check its settings under Test mailboxes, or save the message there as a file and drop it here."
        ),
    ),
    "test.not_a_receipt": FindingText(
        "block",
        N_("This file is none of the messages that this version's test has sent."),
        N_("Save the newest test message from the test mailbox, with all its headers."),
    ),
    "test.not_a_seed": FindingText(
        "block",
        N_("A test would have gone to an address that is not one of the owner's test mailboxes."),
        N_("Nothing was sent. Ask the owner to list the address, or choose a listed one."),
    ),
    "test.not_distinct": FindingText(
        "block",
        N_("Two messages of a test could not have been told apart."),
        N_("Nothing was sent. Run the test again."),
    ),
    "test.nothing_seen": FindingText(
        "block",
        N_("Nothing says what was seen at the test mailbox."),
        N_("Write in your own words what you saw there, and when."),
    ),
    "test.nothing_sent_there": FindingText(
        "block",
        N_("This version's test has sent nothing to that address."),
        N_("Choose one of the test mailboxes that the test went to."),
    ),
    "test.only_attested": FindingText(
        "block",
        N_(
            "The message saved from {seed} is as predicted, but nothing proves that it was not edited: it passes nothing."
        ),
        N_(
            "Let Composer read that mailbox itself, or save the message where the sender’s domain signs its mail (DKIM) and drop it again."
        ),
    ),
    "test.passed": FindingText(
        "note",
        N_(
            "The test arrived in {arrived} of {count} mailboxes, exactly as predicted. Each showed one address in To: its own."
        ),
        N_("Look at what arrived, then ask for approval."),
    ),
    "test.receipt_different": FindingText(
        "block",
        N_("What arrived at {seed} differs from what was predicted: {parts}."),
        N_("Compare both. A mailbox that rewrites messages cannot be used for tests."),
    ),
    "test.receipt_missing": FindingText(
        "block",
        N_("Nothing has arrived at {seed} yet."),
        N_("Look in its spam folder, or save the message there as a file and drop it here."),
    ),
    "test.signature_unclear": FindingText(
        "block",
        N_(
            "Whether the sender’s domain signed the unsubscribe headers of what arrived at {seed} could not be found out: no answer came about its key."
        ),
        N_("Look again when the connection is back."),
    ),
    "test.too_few_mailboxes": FindingText(
        "block",
        N_("A test needs two different mailboxes; there are {count}."),
        N_(
            "Ask the owner to list another one. One mailbox cannot show that a message names a second recipient."
        ),
    ),
    "test.unsubscribe_unsigned": FindingText(
        "block",
        N_(
            "The sender’s domain did not sign the unsubscribe headers of what arrived at {seed}. Large mailbox services then show no way out."
        ),
        N_(
            "Let the mail service sign List-Unsubscribe and List-Unsubscribe-Post for the domain of From, then send the test again."
        ),
    ),
}
