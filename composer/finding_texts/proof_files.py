"""Findings about `.proof` files and about the approvals that come back."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "proof_file.unreadable": FindingText(
        "block",
        N_("This is not a proof file, or it was damaged on the way."),
        N_("Ask whoever sent it to save it once more and send it again."),
    ),
    "proof_file.not_for_you": FindingText(
        "block",
        N_("No key on this computer opens this file: it was made for other people."),
        N_(
            "Open it where your key is, or ask whoever sent it to name you when they save it. Whoever is not in the team yet asks to join first."
        ),
    ),
    "proof_file.join_by_command": FindingText(
        "note",
        N_("The key is made by: composer people join NAME EMAIL --out FILE"),
        N_("Send that file to the owner, and read them the nine words when they call you."),
    ),
    "proof_file.no_key": FindingText(
        "block",
        N_("No key of yours is on this computer, so no proof file can be opened here."),
        N_(
            "Ask to join the team: that makes your key. Once the owner has admitted you, ask whoever sent the file to save it once more for you."
        ),
    ),
    "proof_file.too_large": FindingText(
        "block",
        N_("The messages and their attachments are too large for one proof file."),
        N_("Ask reviewers for single languages, or let them look at it on this computer."),
    ),
    "proof_file.other_content": FindingText(
        "block",
        N_("This file shows another content than its fingerprint names."),
        N_("Do not approve it. Ask whoever sent it in person what happened."),
    ),
    "proof_file.not_whole": FindingText(
        "block",
        N_("This file lacks kinds of message that you would have to see."),
        N_("Ask whoever sent it to save it once more for you."),
    ),
    "proof_file.other_rules": FindingText(
        "block",
        N_("This file names other rules for sign-off than the owner has signed."),
        N_("Do not approve it. Ask whoever sent it in person what happened."),
    ),
    "proof_file.unknown_maker": FindingText(
        "block",
        N_("This file was made by somebody who is not in the owner's list of people."),
        N_("Do not approve it. Ask the owner who works in this team."),
    ),
    "proof_file.owner_unknown": FindingText(
        "block",
        N_("This computer does not know the owner of this team yet."),
        N_("Compare the owner's words with the owner in person or by telephone first."),
    ),
    "proof_file.owner_differs": FindingText(
        "block",
        N_("These are not the words of the owner who signed this file."),
        N_("Compare them again. If they still differ, do not use the file."),
    ),
    "proof_file.nobody_asked": FindingText(
        "block",
        N_("{name} cannot approve this, so the file would be of no use to {name}."),
        N_("Choose reviewers who did not work on this version."),
    ),
    "proof_file.revoked_key": FindingText(
        "block",
        N_("The owner has revoked the key of this computer, so nothing can be signed with it."),
        N_("Join the team anew from this computer, or sign where your other key is."),
    ),
    "proof_file.not_decided": FindingText(
        "block",
        N_("Nothing was signed about this version yet."),
        N_("Approve it or send it back first, then save the file."),
    ),
    "approval_file.unreadable": FindingText(
        "block",
        N_("This is not an approval file, or it was damaged on the way."),
        N_("Ask whoever sent it to save it once more and send it again."),
    ),
    "approval_file.other_comment": FindingText(
        "block",
        N_("The comment in this file is another one than the person has signed."),
        N_("Nothing was taken over. Ask whoever signed it to save it once more."),
    ),
    "approval_file.other_workspace": FindingText(
        "block",
        N_("This file is about a campaign of another workspace."),
        N_("Nothing was taken over. Open the workspace that it belongs to."),
    ),
    "approval_file.other_campaign": FindingText(
        "block",
        N_("This file is about a campaign that is not in this workspace."),
        N_("Nothing was taken over. Open the workspace that it belongs to."),
    ),
    "approval_file.other_proof": FindingText(
        "block",
        N_("{name} signed another version of “{campaign}” than the one that is frozen now."),
        N_("Nothing was taken over. Send {name} the version of now, or undo the change."),
    ),
    "approval_file.known": FindingText(
        "block",
        N_("This file of {name} was taken in already."),
        N_("Nothing more needs to be done with it."),
    ),
    "approval_file.not_in_roster": FindingText(
        "block",
        N_("The key that signed this file is not in the owner's list of people."),
        N_("Nothing was taken over. The owner decides who works here."),
    ),
    "approval_file.not_all_shown": FindingText(
        "block",
        N_("{name} was shown {seen} of the {count} kinds of message that {name} has to see."),
        N_("Nothing was taken over. Send {name} the proof file once more."),
    ),
    "approval_file.revoked_key": FindingText(
        "block",
        N_("{name}'s file was signed with a key that the owner has revoked."),
        N_("Nothing was taken over. Ask {name} to sign again with the key they have now."),
    ),
    "approval_file.expired": FindingText(
        "block",
        N_("{name}'s approval has run out."),
        N_("Nothing was taken over. Ask {name} to look at it and to sign again."),
    ),
    "approval_file.before_the_freeze": FindingText(
        "block",
        N_("{name}'s file was signed before this version was frozen."),
        N_("Nothing was taken over. Compare the clocks of both computers."),
    ),
    "approval_file.from_the_future": FindingText(
        "block",
        N_("{name}'s file was signed at a time that has not come yet."),
        N_("Nothing was taken over. Compare the clocks of both computers."),
    ),
    "approval_file.lasts_too_long": FindingText(
        "block",
        N_("{name}'s approval would count for longer than the rules for sign-off allow."),
        N_("Nothing was taken over. Ask {name} to open the proof file and to sign again."),
    ),
}
