"""Findings about the do-not-write list, and what is odd about an address or its domain."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "address.disposable": FindingText(
        "warn",
        N_("The address is at a service for throw-away mailboxes; it may be gone already."),
        N_("Ask this person for another address if the message matters."),
    ),
    "address.lookalike": FindingText(
        "warn",
        N_("The domain looks like that of a large mail provider, but is another one."),
        N_("Compare the domain letter by letter with what this person gave you."),
    ),
    "address.mixed_script": FindingText(
        "warn",
        N_("The domain mixes letters of different scripts, as forged domains do."),
        N_("Compare the domain letter by letter with what this person gave you."),
    ),
    "address.role": FindingText(
        "warn",
        N_("The address is a department's or a machine's, not one person's."),
        N_("Leave it if that is meant; a personal message needs a person's address."),
    ),
    "address.typo": FindingText(
        "warn",
        N_("The domain is one slip away from that of a large mail provider."),
        N_("Correct it if it was mistyped."),
    ),
    "audience.alike": FindingText(
        "warn",
        N_(
            "The addresses in the rows {first} and {row} differ in dots or a plus only. Also different: {columns}."
        ),
        N_("Leave one of the rows out if it is one person."),
    ),
    "audience.disposable_domain": FindingText(
        "warn",
        N_(
            "Addresses at {domain}, a service for throw-away mailboxes that are soon gone: {count}."
        ),
        N_("Ask for another address if the message matters."),
    ),
    "audience.domains_unknown": FindingText(
        "note",
        N_("Mail domains about which the name service gave no answer: {count}."),
        N_("That speaks against nobody. Read the list again to ask once more."),
    ),
    "audience.lookalike_domain": FindingText(
        "warn",
        N_("Addresses at {domain}, which looks like {meant} but is another domain: {count}."),
        N_("Compare the domain letter by letter with what you were given."),
    ),
    "audience.mixed_script_domain": FindingText(
        "warn",
        N_(
            "Addresses at {domain}, which mixes letters of different scripts, as forged domains do: {count}."
        ),
        N_("Compare the domain letter by letter with what you were given."),
    ),
    "audience.more_alike": FindingText(
        "warn",
        N_("More addresses that differ in dots or a plus only: {count}."),
        N_("Look at the first ones; then decide for the list."),
    ),
    "audience.no_domain": FindingText(
        "warn",
        N_("The domain {domain} does not exist. People with an address there: {count}."),
        N_("Correct each such address, or leave out whose it is."),
    ),
    "audience.no_mail_server": FindingText(
        "warn",
        N_("The domain {domain} has no mail server. People with an address there: {count}."),
        N_("Correct each such address, or leave out whose it is."),
    ),
    "audience.refuses_mail": FindingText(
        "warn",
        N_(
            "The domain {domain} says that it takes no mail at all. People with an address there: {count}."
        ),
        N_("Correct each such address, or leave out whose it is."),
    ),
    "audience.role_addresses": FindingText(
        "warn",
        N_("Addresses of departments or machines, such as {example}@: {count}."),
        N_("That is fine if it is meant; a personal message needs a person's address."),
    ),
    "audience.typo_domain": FindingText(
        "warn",
        N_("Addresses at {domain}: {count}. Is {meant} meant?"),
        N_("Correct what was mistyped."),
    ),
    "bounces.practice_only": FindingText(
        "block",
        N_("A practice workspace reads no mailbox outside of this computer."),
        N_("Read it in the workspace from which you really send."),
    ),
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
    "suppress.changed_outside": FindingText(
        "block",
        N_("The do-not-write list was changed from outside: entry {number} does not fit."),
        N_("Keep the folder as it is, and continue from a backup that was made before."),
    ),
    "suppress.everybody": FindingText(
        "block",
        N_("Everybody in the audience is on the do-not-write list ({count})."),
        N_("Check that it is the right file, or look why these people must not be written to."),
    ),
    "suppress.never_synced": FindingText(
        "block",
        N_(
            "The mail service's own lists of people who must not be written to were never taken over."
        ),
        N_("Take them over first: composer suppress sync --key {key}"),
    ),
    "suppress.no_reason": FindingText(
        "block",
        N_("Row {row} of {file} does not say why nobody may write to this person."),
        N_("Write bounce, complaint, erasure, legal or unsubscribe, or say one reason for all."),
    ),
    "suppress.no_sync": FindingText(
        "note",
        N_("This way of sending keeps no list of people who unsubscribed or bounced."),
        N_("Bring the newest unsubscribes in yourself: composer suppress add --file FILE"),
    ),
    "suppress.people": FindingText(
        "note",
        N_("People on the do-not-write list, who will get nothing: {count}."),
        N_("Nothing needs to be done. They stay listed, and the report names the reason."),
    ),
    "suppress.practice_only": FindingText(
        "block",
        N_("A practice workspace asks nobody outside of this computer."),
        N_("Take the lists over in the workspace from which you really send."),
    ),
    "suppress.seed": FindingText(
        "warn",
        N_("A test mailbox is on the do-not-write list. It still gets tests and copies."),
        N_("Take it off the list if it was put there by mistake, or use another test mailbox."),
    ),
    "suppress.sync_old": FindingText(
        "block",
        N_(
            "The mail service's lists of people who must not be written to were taken over {hours} hours ago."
        ),
        N_(
            "For marketing they may be 48 hours old at most. Take them over: composer suppress sync"
        ),
    ),
}
