"""Findings about the send and its record."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "correction.exists": FindingText(
        "block",
        N_("The campaign “{name}” corrects this one: it writes to those who had not got it."),
        N_("Go on there. Going on here as well could write to people twice."),
    ),
    "correction.fewer": FindingText(
        "warn",
        N_("“{name}” left people to this campaign who are not on its list: {count}."),
        N_("Read the list again, or be sure that whoever is missing is to get no message."),
    ),
    "correction.gone": FindingText(
        "block",
        N_("The campaign that this one corrects is not here, or its record is damaged."),
        N_("Without that record nobody can tell who has the message. Send it where the record is."),
    ),
    "correction.list_changed": FindingText(
        "block",
        N_("The list was changed: not everybody who waits for the message is on it any more."),
        N_("Undo the change to the list, then correct the campaign."),
    ),
    "correction.not_ended": FindingText(
        "block",
        N_("“{name}”, which this campaign corrects, was not ended in its favour."),
        N_("Make the correction from the stopped send itself, so that nobody is in both."),
    ),
    "correction.not_held": FindingText(
        "block",
        N_("People here who may have the message already, from “{name}”: {count}."),
        N_("Read the list again: they are left out then."),
    ),
    "follow.gone": FindingText(
        "block",
        N_("The campaign that this one follows is not here, or its record is damaged."),
        N_("Without that record nobody can tell who got it. Send it where the record is."),
    ),
    "follow.list_changed": FindingText(
        "block",
        N_("The list was changed: not everybody who got the message is on it any more."),
        N_("Undo the change to the list, then prepare the follow-up."),
    ),
    "follow.nobody": FindingText(
        "block",
        N_("Nobody is in the groups that were chosen."),
        N_("Choose a group or batch that somebody of the send is in."),
    ),
    "follow.not_sent": FindingText(
        "block",
        N_("People here who did not get “{name}”, which this campaign follows: {count}."),
        N_("Read the list again: they are left out then."),
    ),
    "follow.running": FindingText(
        "block",
        N_("The send is under way; who gets the message still changes."),
        N_("Stop the send, then prepare the follow-up."),
    ),
    "send.account_refused": FindingText(
        "block",
        N_("The mail server refuses this account: {answer}"),
        N_("Put the account or its settings right at the mail service, then go on."),
    ),
    "send.address_twice": FindingText(
        "block",
        N_("An address was about to get the message a second time. It was not sent."),
        N_("Do not go on before it is known why. Report this; the record shows who has it."),
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
    "send.clearance_needed": FindingText(
        "block",
        N_("What arrived in a test mailbox differs, and no reviewer has signed that it may go on."),
        N_("Ask a reviewer to look at the difference and to sign, or make a corrected version."),
    ),
    "send.complaints": FindingText(
        "block",
        N_("Of {all} people who have the message, {count} reported it as spam."),
        N_("Find out why before anybody goes on: more would harm the sender's name for long."),
    ),
    "send.complaints_seen": FindingText(
        "warn",
        N_("Of {all} people who have the message, {count} reported it as spam."),
        N_("Three of a thousand would stop the send. Look at the text and at whom it goes to."),
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
    "send.copy_foreign": FindingText(
        "block",
        N_("A test mailbox received a message that shows somebody else's address."),
        N_(
            "Look at what arrived before anybody goes on. People who have the message may have seen each other's addresses."
        ),
    ),
    "send.copy_twice": FindingText(
        "block",
        N_("A test mailbox received the same message twice."),
        N_(
            "Find out at the mail service whether people got it twice, too, before anybody goes on."
        ),
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
    "send.elsewhere": FindingText(
        "block",
        N_("Another workspace on this computer has begun to send this campaign: {path}"),
        N_("Go on there, so that nobody gets it twice. Something new is a campaign of its own."),
    ),
    "send.ended": FindingText(
        "block",
        N_("The send was ended for good. People who were left out: {count}."),
        N_("Look at the report. Whoever was left out can only be written to by another campaign."),
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
    "send.keys_locked": FindingText(
        "block",
        N_("A key that sending needs could not be read any more. {why}"),
        N_(
            "Unlock this computer's password store, or store the key again, then go on. Nobody gets the message twice."
        ),
    ),
    "send.late": FindingText(
        "warn",
        N_("Sending was planned for {moment}, and that was more than an hour ago."),
        N_("Make sure that what the message says about days and times is still true."),
    ),
    "send.mailbox_unread": FindingText(
        "warn",
        N_("The mailbox {seed} could not be read while this was sent. {why}"),
        N_("What went wrong there would not have stopped the send. Check its settings."),
    ),
    "send.more_than_audience": FindingText(
        "block",
        N_(
            "More people were about to get the message than the {count} who were to. It was not sent."
        ),
        N_("Do not go on before it is known why. Report this; the record shows who has it."),
    ),
    "send.nobody_waits": FindingText(
        "block",
        N_("Nobody waits for this message any more, so there is nothing to end."),
        N_("Look at the report."),
    ),
    "send.no_plan": FindingText(
        "block",
        N_("No time is planned for this campaign."),
        N_("Start it now, or plan a time: that makes a new version to check, test and sign."),
    ),
    "send.not_all_shown": FindingText(
        "block",
        N_("Kinds of message that were not shown to anybody who approved: {count}."),
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
    "send.other_number": FindingText(
        "block",
        N_("Nothing was ended. People who would be left out for good: {count}."),
        N_("Say this number, so that it is sure who is meant. It cannot be undone."),
    ),
    "send.nothing_to_clear": FindingText(
        "block",
        N_("There is no difference that waits for a reviewer's signature."),
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
    "send.reason_needed": FindingText(
        "block",
        N_("Sending stopped by itself, so whoever goes on says why it is safe."),
        N_("Write the reason in a few words, without addresses. It is recorded."),
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
    "send.refused_many": FindingText(
        "block",
        N_("Of the last {all} messages, the mail server refused {count}."),
        N_("Look at the answers: either the list is old, or the cause is on our side."),
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
        N_("The record of this send contradicts itself. Places: {count}."),
        N_("It can be read and exported, but not sent from. Ask for help; do not repair it."),
    ),
    "send.start_missed": FindingText(
        "block",
        N_("The computer was off or asleep at the planned time, so nothing has started by itself."),
        N_("Decide whether it may leave now, then start it. What it says about days may be over."),
    ),
    "send.stopped": FindingText(
        "block",
        N_("Sending was stopped. Nobody more gets the message until it is resumed."),
        N_("Resume it when it may go on. Only a sender may."),
    ),
    "send.tries_spent": FindingText(
        "block",
        N_(
            "Messages that the mail server put off too often or for too long, and that are on hold now: {count}."
        ),
        N_("Find out why at the mail service, then resume to try again."),
    ),
    "send.unclear": FindingText(
        "warn",
        N_(
            "Messages of which it is unclear whether they arrived, because the answer was lost at the last moment: {count}."
        ),
        N_("Decide for each, with evidence. None is sent again by itself."),
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
