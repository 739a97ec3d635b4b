"""Findings about the mail service that hands messages on, and about its account's settings."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "account.cannot_send": FindingText(
        "block",
        N_("This key may not send messages."),
        N_("Give it the permission “Mail Send” at the mail service, or store another key."),
    ),
    "account.changed": FindingText(
        "block",
        N_("The account at the mail service is set up otherwise than when this was frozen."),
        N_(
            "See how it is set up now: composer keys check {key}. Set it back, or freeze, test and ask for approval again."
        ),
    ),
    "account.meddles": FindingText(
        "block",
        N_("The account at the mail service adds to, copies or rewrites messages: {settings}."),
        N_(
            "Switch this off in the settings of the account. If other messages need it, use a subaccount for this campaign."
        ),
    ),
    "account.sender_not_verified": FindingText(
        "block",
        N_("The mail service does not let this account send from {sender}."),
        N_("Verify the address there, or have its domain authenticated, then try again."),
    ),
    "account.sender_unknown": FindingText(
        "warn",
        N_("The mail service does not show whether this account may send from {sender}."),
        N_(
            "The test shows it. The key needs read access to “Sender Authentication”; a subaccount does not show a domain that was assigned to it."
        ),
    ),
    "account.tracking_on": FindingText(
        "warn",
        N_("The account tracks its messages: {settings}. Each message of Composer forbids it."),
        N_("What arrives in the test mailboxes shows that it is heeded."),
    ),
    "account.unreadable": FindingText(
        "block",
        N_("This key may not read whether the account adds to, copies or rewrites messages."),
        N_("Give it read access to “Mail Settings” and “Tracking” at the mail service."),
    ),
    "accounts.bad_sender": FindingText(
        "block",
        N_("The usual sender of an account is not an address."),
        N_("Write an address such as notices@example.com, or leave it empty."),
    ),
    "accounts.known": FindingText(
        "block",
        N_("There is an account named {name} already."),
        N_("Choose another name, or change that account."),
    ),
    "accounts.other_kind": FindingText(
        "block",
        N_("An account is one at SendGrid or at a mail server (SMTP)."),
        N_("The practice mailbox and folders need no account: a campaign names them itself."),
    ),
    "accounts.relative_ca_file": FindingText(
        "block",
        N_("The file of trusted certificates is named without its whole path."),
        N_("Give the path from the root of the disk, such as /etc/ssl/own.pem."),
    ),
    "send.strange_answer": FindingText(
        "block",
        N_("Something answered that does not seem to be the mail service: {answer}"),
        N_(
            "Open a web page on this computer: a network may ask you to log in first. Check the address of the mail service, decide for each unclear message, then go on."
        ),
    ),
    "send.without_id": FindingText(
        "warn",
        N_("Messages that the mail service took without saying under which number: {count}."),
        N_("Each counts as handed over. Ask the mail service, should anybody miss theirs."),
    ),
    "send.without_id_in_a_row": FindingText(
        "block",
        N_(
            "The mail service took {count} messages in a row without saying under which number, so sending has stopped."
        ),
        N_("Look into the mail service's log whether it has them, then go on."),
    ),
}
