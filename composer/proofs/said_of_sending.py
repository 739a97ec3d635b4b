"""What is said when something of the way in which messages leave differs."""

from __future__ import annotations

from composer.i18n import N_
from composer.model.changes import Area
from composer.proofs.change_values import (
    header_words,
    number_words,
    planned_words,
    protection_words,
    series_words,
    way_words,
    window_words,
)
from composer.proofs.said import Said

SENDING: dict[str, Said] = {
    "sender.from.name": Said(
        area=Area.SENDER,
        changed=N_("The name of the sender was “{before}” and is now “{after}”."),
        added=N_("The sender is now called “{after}”."),
        removed=N_("The sender no longer has the name “{before}”."),
    ),
    "sender.from.address": Said(
        area=Area.SENDER,
        changed=N_("The address of the sender was {before} and is now {after}."),
    ),
    "sender.reply_to.name": Said(
        area=Area.SENDER,
        changed=N_("Answers went to the name “{before}” and now go to “{after}”."),
        added=N_("Answers now go to the name “{after}”."),
        removed=N_("Answers no longer go to the name “{before}”."),
    ),
    "sender.reply_to.address": Said(
        area=Area.SENDER,
        changed=N_("Answers went to {before} and now go to {after}."),
        added=N_("Answers now go to {after}."),
        removed=N_("Answers no longer go to {before}, but to the sender."),
    ),
    "headers": Said(
        area=Area.SENDER,
        changed=N_("The additional header fields are in another order."),
        added=N_("Header fields that were added: {after}."),
        removed=N_("Header fields that were taken out: {before}."),
        show=header_words,
        is_list=True,
    ),
    "unsubscribe": Said(
        area=Area.SENDER,
        changed=N_("The link to unsubscribe was {before} and is now {after}."),
        added=N_("There is now a link to unsubscribe: {after}."),
        removed=N_("The link to unsubscribe was taken out: {before}."),
    ),
    "transport.kind": Said(
        area=Area.TRANSPORT,
        changed=N_("The messages left by {before} and now leave by {after}."),
        show=way_words,
    ),
    "transport.base_url": Said(
        area=Area.TRANSPORT,
        changed=N_("The mail service was reached at {before} and is now reached at {after}."),
        added=N_("The mail service is now reached at {after}."),
        removed=N_("The mail service is no longer reached at {before}."),
    ),
    "transport.key": Said(
        area=Area.TRANSPORT,
        changed=N_("The account was opened with the key “{before}” and now is with “{after}”."),
        added=N_("The account is now opened with the key “{after}”."),
        removed=N_("The account is no longer opened with the key “{before}”."),
    ),
    "transport.account": Said(
        area=Area.TRANSPORT,
        changed=N_("The account at the mail service is set up otherwise than before."),
        added=N_("The account's settings at the mail service are now part of what is signed."),
        removed=N_("The account's settings at the mail service are no longer part of it."),
    ),
    "transport.host": Said(
        area=Area.TRANSPORT,
        changed=N_("The mail server was {before} and is now {after}."),
        added=N_("The mail server is now {after}."),
        removed=N_("The mail server is no longer {before}."),
    ),
    "transport.port": Said(
        area=Area.TRANSPORT,
        changed=N_("The port of the mail server was {before} and is now {after}."),
        added=N_("The port of the mail server is now {after}."),
        removed=N_("The port of the mail server is no longer {before}."),
    ),
    "transport.security": Said(
        area=Area.TRANSPORT,
        changed=N_("The connection to the mail server was {before} and is now {after}."),
        show=protection_words,
    ),
    "transport.username": Said(
        area=Area.TRANSPORT,
        changed=N_("The account at the mail server was “{before}” and is now “{after}”."),
        added=N_("The account at the mail server is now “{after}”."),
        removed=N_("The account at the mail server is no longer “{before}”."),
    ),
    "transport.ca_file": Said(
        area=Area.TRANSPORT,
        changed=N_("The mail server was checked by the certificate {before}, now by {after}."),
        added=N_("The mail server is now checked by the certificate {after}."),
        removed=N_("The mail server is no longer checked by the certificate {before}."),
    ),
    "transport.bounce": Said(
        area=Area.TRANSPORT,
        changed=N_("Mail that comes back went to {before} and now goes to {after}."),
        added=N_("Mail that comes back now goes to {after}."),
        removed=N_("Mail that comes back no longer goes to {before}."),
    ),
    "transport.directory": Said(
        area=Area.TRANSPORT,
        changed=N_("The messages were written to the folder {before} and now are to {after}."),
        added=N_("The messages are now written to the folder {after}."),
        removed=N_("The messages are no longer written to the folder {before}."),
    ),
    "pace.per_second": Said(
        area=Area.PACE,
        changed=N_("The pace was {before} messages a second and is now {after}."),
    ),
    "pace.connections": Said(
        area=Area.PACE,
        changed=N_("There were {before} connections at once and there are now {after}."),
    ),
    "pace.batches": Said(
        area=Area.PACE,
        changed=N_("The batches had these sizes: {before}. Now they have these: {after}."),
        show=series_words,
    ),
    "pace.per_domain.*": Said(
        area=Area.PACE,
        changed=N_("The pace to {name} was {before} messages a second and is now {after}."),
        added=N_("To {name} there now go at most {after} messages a second."),
        removed=N_("To {name} there is no limit of {before} messages a second any more."),
    ),
    "pace.hold_after": Said(
        area=Area.PACE,
        changed=N_("Sending waited for a person after these batches: {before}. Now: {after}."),
        added=N_("Sending now waits for a person after these batches: {after}."),
        removed=N_("Sending no longer waits for a person. It did after these batches: {before}."),
        show=series_words,
    ),
    "pace.planned": Said(
        area=Area.PACE,
        changed=N_("It was planned for {before} and is now planned for {after}."),
        added=N_("It is now planned for {after}."),
        removed=N_("It is no longer planned for {before}."),
        show=planned_words,
    ),
    "pace.per_minute": Said(
        area=Area.PACE,
        changed=N_("At most {before} messages a minute were to leave, and now at most {after}."),
        added=N_("At most {after} messages a minute now leave."),
        removed=N_("There is no limit of {before} messages a minute any more."),
        show=number_words,
    ),
    "pace.per_day": Said(
        area=Area.PACE,
        changed=N_("At most {before} messages in 24 hours were to leave, and now at most {after}."),
        added=N_("At most {after} messages in 24 hours now leave."),
        removed=N_("There is no limit of {before} messages in 24 hours any more."),
        show=number_words,
    ),
    "pace.per_connection": Said(
        area=Area.PACE,
        changed=N_("A connection carried at most {before} messages and now at most {after}."),
        added=N_("A connection now carries at most {after} messages."),
        show=number_words,
    ),
    "pace.window": Said(
        area=Area.PACE,
        changed=N_("Messages left only in these hours: {before}. Now only in these: {after}."),
        added=N_("Messages now leave only in these hours: {after}."),
        removed=N_("Messages no longer leave only in these hours: {before}."),
        show=window_words,
    ),
    "test.seeds": Said(
        area=Area.TEST,
        changed=N_("The test mailboxes are in another order."),
        added=N_("Test mailboxes that were added: {after}."),
        removed=N_("Test mailboxes that were taken out: {before}."),
        is_list=True,
    ),
    "test.every_batches": Said(
        area=Area.TEST,
        changed=N_("Every {before} batches a test copy was to leave, and now every {after}."),
        added=N_("Every {after} batches a test copy now leaves, too."),
        removed=N_("Every {before} batches a test copy was to leave, and now none does."),
    ),
    "test.list": Said(area=Area.TEST, changed=N_("The owner changed the list of test mailboxes.")),
    "test.list.version": Said(
        area=Area.TEST, changed=N_("The owner changed the list of test mailboxes.")
    ),
    "test.list.digest": Said(
        area=Area.TEST, changed=N_("The owner changed the list of test mailboxes.")
    ),
    "test.imap.host": Said(
        area=Area.TEST,
        changed=N_("Test mailboxes were read at {before} and are now read at {after}."),
        added=N_("Test mailboxes are now read at {after}."),
        removed=N_("Test mailboxes are no longer read at {before}."),
    ),
    "test.imap.port": Said(
        area=Area.TEST,
        changed=N_("Test mailboxes were read at the port {before} and are now read at {after}."),
        added=N_("Test mailboxes are now read at the port {after}."),
        removed=N_("Test mailboxes are no longer read at the port {before}."),
    ),
    "test.imap.security": Said(
        area=Area.TEST,
        changed=N_("The connection to the test mailboxes was {before} and is now {after}."),
        added=N_("The connection to the test mailboxes is now {after}."),
        removed=N_("The connection to the test mailboxes is no longer {before}."),
        show=protection_words,
    ),
    "test.imap.username": Said(
        area=Area.TEST,
        changed=N_("Test mailboxes were read as “{before}” and are now read as “{after}”."),
        added=N_("Test mailboxes are now read as “{after}”."),
        removed=N_("Test mailboxes are no longer read as “{before}”."),
    ),
    "test.imap.key": Said(
        area=Area.TEST,
        changed=N_("Test mailboxes were opened with the key “{before}”, now with “{after}”."),
        added=N_("Test mailboxes are now opened with the key “{after}”."),
        removed=N_("Test mailboxes are no longer opened with the key “{before}”."),
    ),
    "test.imap.ca_file": Said(
        area=Area.TEST,
        changed=N_("Test mailboxes were checked by the certificate {before}, now by {after}."),
        added=N_("Test mailboxes are now checked by the certificate {after}."),
        removed=N_("Test mailboxes are no longer checked by the certificate {before}."),
    ),
    "policy.version": Said(
        area=Area.RULES, changed=N_("The owner changed the rules for sign-off.")
    ),
    "policy.digest": Said(area=Area.RULES, changed=N_("The owner changed the rules for sign-off.")),
    "policy.reviewers": Said(
        area=Area.RULES,
        changed=N_("The number of approvals needed was {before} and is now {after}."),
    ),
    "policy.expires_hours": Said(
        area=Area.RULES,
        changed=N_("The hours for which an approval counts were {before} and are now {after}."),
    ),
    "policy.rules": Said(area=Area.RULES, changed=N_("The owner changed the rules for sign-off.")),
    "policy.wait_hours": Said(
        area=Area.RULES,
        changed=N_("The hours to wait after the last approval were {before} and are now {after}."),
        added=N_("After the last approval there are now {after} hours to wait."),
        removed=N_("After the last approval there are no longer {before} hours to wait."),
    ),
    "policy.checks": Said(
        area=Area.RULES,
        changed=N_("The checks that must have been run are in another order."),
        added=N_("Checks that must have been run now: {after}."),
        removed=N_("Checks that no longer must have been run: {before}."),
        is_list=True,
    ),
    "policy.receipts": Said(
        area=Area.RULES,
        changed=N_("The test had to arrive in {before} mailboxes, and now in {after}."),
    ),
    "policy.alone": Said(
        area=Area.RULES,
        changed=N_("The reason for signing alone was “{before}” and is now “{after}”."),
        added=N_("Nobody else has to review this any more. The reason is: “{after}”"),
        removed=N_("Somebody else has to review this now. It was signed alone before: “{before}”"),
    ),
    "policy.campaign_wait_hours": Said(
        area=Area.RULES,
        changed=N_("The hours to wait that the campaign asks were {before} and are now {after}."),
        added=N_("The campaign itself now asks to wait for {after} hours after the approvals."),
        removed=N_("The campaign itself no longer asks to wait after the approvals: {before}."),
    ),
    "policy.campaign_checks": Said(
        area=Area.RULES,
        changed=N_("The checks that the campaign asks for are in another order."),
        added=N_("Checks that the campaign itself asks for now: {after}."),
        removed=N_("Checks that the campaign itself no longer asks for: {before}."),
        is_list=True,
    ),
    "policy.campaign_receipts": Said(
        area=Area.RULES,
        changed=N_("The campaign asked for {before} mailboxes with the test, and now for {after}."),
        added=N_("The campaign itself now asks for the test in {after} mailboxes."),
        removed=N_("The campaign itself no longer asks for the test in {before} mailboxes."),
    ),
    "policy.campaign_reviewers": Said(
        area=Area.RULES,
        changed=N_("The number of approvals that the campaign asks was {before}, now {after}."),
        added=N_("The number of approvals that the campaign itself asks is now {after}."),
        removed=N_("The campaign itself no longer asks for a number of approvals: {before}."),
    ),
    "policy.campaign_expires_hours": Said(
        area=Area.RULES,
        changed=N_(
            "The hours that the campaign lets an approval count were {before}, now {after}."
        ),
        added=N_("The hours that the campaign lets an approval count are now {after}."),
        removed=N_("The campaign itself no longer limits for how many hours an approval counts."),
    ),
}
