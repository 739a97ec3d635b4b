"""Findings about the send and its record."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "send.account_refused": FindingText(
        "block",
        N_("The mail server refuses this account: {answer}"),
        N_("Put the account or its settings right at the mail service, then go on."),
    ),
    "send.author_approved": FindingText(
        "block",
        N_("{name} worked on this version, so this approval does not count."),
        N_("Ask somebody else to approve it."),
    ),
    "send.batch_hold": FindingText(
        "block",
        N_("Batch {batch} is done. Sending waits here for a person, as planned."),
        N_("Look at what arrived in the test mailboxes and at the counts, then go on."),
    ),
    "send.broken_off": FindingText(
        "block",
        N_("Sending broke off because of a fault in this program."),
        N_("Look at the counts, report this, then resume. Nobody gets the message twice."),
    ),
    "send.chain_broken": FindingText(
        "block",
        N_(
            "The record of this send is damaged: entry {entry} does not follow from the one before."
        ),
        N_("It can be read and exported, but not sent from. Ask for help; do not repair it."),
    ),
    "send.copied": FindingText(
        "block",
        N_("The record of this send was moved or copied. Another copy may be sending too."),
        N_(
            "Make sure that no other copy is used, look at who already has the message, then go on with a reason."
        ),
    ),
    "send.copy_differs": FindingText(
        "block",
        N_("A test mailbox received a message that differs from the approved one ({count})."),
        N_("Look at the difference under Test mailboxes before anybody goes on."),
    ),
    "send.digest_differs": FindingText(
        "block",
        N_("A message came out different from the one that was signed off. It was not sent."),
        N_("Freeze, test and approve the campaign again, then go on."),
    ),
    "send.disk_low": FindingText(
        "block",
        N_("The disk is nearly full, so the record of this send cannot be kept safely."),
        N_("Free some space, then go on. Nobody gets the message twice."),
    ),
    "send.early": FindingText(
        "warn",
        N_("Sending is planned for {moment}, and that is more than an hour away."),
        N_("Wait for the planned time, or make sure that it may leave now."),
    ),
    "send.evidence_needed": FindingText(
        "block",
        N_("There is no evidence written down for this decision."),
        N_(
            "Write what shows it: a line of the mail service's log, a bounce, or an answer. An empty search is no evidence."
        ),
    ),
    "send.expired": FindingText(
        "block",
        N_("An approval of this version has expired, and {missing} more would be needed."),
        N_("Ask for approval again."),
    ),
    "send.guard_refused": FindingText(
        "block",
        N_("The last check before the mail server stopped a message. It was not sent."),
        N_("Do not go on. Freeze, test and approve the campaign again, and report this."),
    ),
    "send.held": FindingText(
        "block",
        N_("Sending is on hold. Nobody more gets the message until a person decides."),
        N_("Read the reason, put it right, then resume."),
    ),
    "send.in_progress": FindingText(
        "block",
        N_("The send is under way."),
        N_("The report is ready when everybody is final or unclear."),
    ),
    "send.late": FindingText(
        "warn",
        N_("Sending was planned for {moment}, and that was more than an hour ago."),
        N_("Make sure that what the message says about days and times is still true."),
    ),
    "send.not_all_shown": FindingText(
        "block",
        N_("{count} kinds of message were not shown to anybody who approved."),
        N_("Ask a reviewer to look at every kind and to approve."),
    ),
    "send.not_approved": FindingText(
        "block",
        N_("This version has {have} of {needed} approvals."),
        N_("Ask for approval."),
    ),
    "send.not_begun": FindingText(
        "block",
        N_("Nothing of this campaign was sent yet."),
        N_("Send it first: composer send CAMPAIGN"),
    ),
    "send.not_finished": FindingText(
        "block",
        N_("The send is not finished, and nobody is sending now."),
        N_("Send again: it goes on where it ended, and nobody gets it twice."),
    ),
    "send.not_sealed": FindingText(
        "block",
        N_("The campaign is not frozen for sign-off yet."),
        N_("Freeze it: everything that decides the messages is then fixed."),
    ),
    "send.not_tested": FindingText(
        "block",
        N_("This version has not been tested yet."),
        N_("Send the test to the team's mailboxes."),
    ),
    "send.not_unclear": FindingText(
        "block",
        N_("It is not unclear what happened to this message, so there is nothing to decide."),
        N_("Look at the campaign's status."),
    ),
    "send.proof_changed": FindingText(
        "block",
        N_("The campaign was changed after it was frozen, so test and approvals do not count."),
        N_("Freeze, test and ask again. Undoing the change brings them back."),
    ),
    "send.proof_damaged": FindingText(
        "block",
        N_("The stored proof is not the one that was frozen."),
        N_("Freeze the campaign again, and find out who changed the workspace's files."),
    ),
    "send.receipt_of_other_proof": FindingText(
        "block",
        N_("What arrived in the test mailboxes belongs to another version."),
        N_("Test this version."),
    ),
    "send.record_failed": FindingText(
        "block",
        N_("The record of this send could not be written, so sending has stopped."),
        N_(
            "Check that the disk is there and has free space, then go on. Nobody gets the message twice."
        ),
    ),
    "send.refused_alike": FindingText(
        "block",
        N_("The mail server refused {count} messages in a row for the same reason: {answer}"),
        N_("The cause is probably on our side. Put it right at the mail service, then go on."),
    ),
    "send.rejected": FindingText(
        "block",
        N_("{name} found something wrong in this version."),
        N_("Change it and freeze it again, or ask {name} to take the rejection back."),
    ),
    "send.render_failed": FindingText(
        "block",
        N_(
            "A message could not be made any more, though all were checked before. It was not sent."
        ),
        N_("Check everybody again, then freeze, test and approve the campaign again."),
    ),
    "send.restored": FindingText(
        "block",
        N_("The record of this send is older than what this computer remembers: it was restored."),
        N_(
            "People may have the message though the record does not say so. Find out who has it, then go on with a reason."
        ),
    ),
    "send.rows_differ": FindingText(
        "block",
        N_("The record of this send contradicts itself in {count} places."),
        N_("It can be read and exported, but not sent from. Ask for help; do not repair it."),
    ),
    "send.stopped": FindingText(
        "block",
        N_("Sending was stopped. Nobody more gets the message until it is resumed."),
        N_("Resume it when it may go on. Only a sender may."),
    ),
    "send.tries_spent": FindingText(
        "block",
        N_("The mail server put off {count} messages too often or for too long. They are on hold."),
        N_("Find out why at the mail service, then resume to try them again."),
    ),
    "send.unclear": FindingText(
        "warn",
        N_(
            "It is unclear whether {count} messages arrived: the answer was lost at the last moment."
        ),
        N_("Decide for each, with evidence. They are not sent again by themselves."),
    ),
    "send.unclear_in_a_row": FindingText(
        "block",
        N_("The mail server gave no clear answer {count} times in a row, so sending has stopped."),
        N_("Check the connection to the mail server. Decide for each unclear message, then go on."),
    ),
    "send.unreachable": FindingText(
        "block",
        N_("The mail server could not be reached {count} times in a row."),
        N_("Check the network and the server's name and port, then go on."),
    ),
    "send.unsafe_connection": FindingText(
        "block",
        N_("The mail server's identity could not be verified, so nothing was handed to it."),
        N_(
            "Check the server's name, its certificate and the campaign's ca_file. There is no way to ignore this."
        ),
    ),
}
