"""Findings about the workspace, its people, seeds and log."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

_EXPIRED = N_("Ask the owner to sign the lists again: composer people sign-again")

TEXTS: dict[str, FindingText] = {
    "audit.broken": FindingText(
        "block",
        N_("The workspace's log was changed from outside: entry {number} does not fit."),
        N_("Keep the folder as it is, and continue from a backup that was made before."),
    ),
    "lists.expire_soon": FindingText(
        "note",
        N_("The owner's signed lists stop counting on {date}."),
        N_("Let the owner sign them again before that."),
    ),
    "lists.expired_policy": FindingText(
        "block", N_("The rules for sign-off have expired: nothing is sent under them."), _EXPIRED
    ),
    "lists.expired_roster": FindingText(
        "block", N_("The list of people has expired: nobody's approval counts."), _EXPIRED
    ),
    "lists.expired_seeds": FindingText(
        "block", N_("The list of test mailboxes has expired: nothing is tested there."), _EXPIRED
    ),
    "people.file_unreadable": FindingText(
        "block",
        N_("This file cannot be read, is empty, or is far larger than such a file can be."),
        N_("Choose the file that Composer wrote."),
    ),
    "people.key_known": FindingText(
        "block",
        N_("The key of this request stands in the list of people already."),
        N_("Nothing needs to be done. For another computer, make a request on that computer."),
    ),
    "people.known": FindingText(
        "block",
        N_("Somebody with this address works here already."),
        N_("See who works here: composer people list"),
    ),
    "people.last_owner": FindingText(
        "block",
        N_("{name} is the only owner, so this workspace would have nobody who can change it."),
        N_("Admit a second owner first, or use the recovery key on the owner's new computer."),
    ),
    "people.left": FindingText(
        "block",
        N_("{name} has no key that counts any more: the owner revoked it."),
        N_("Join again with a new key, and let the owner admit it."),
    ),
    "people.nothing_to_sign": FindingText(
        "block",
        N_("No change with this number waits for the signature of {name}."),
        N_("See what waits: composer people waiting"),
    ),
    "people.not_lower": FindingText(
        "block",
        N_("This file holds an older list than the one here, or another one of the same number."),
        N_("Nothing was taken over. Ask the owner for a file with the newest lists."),
    ),
    "people.other_workspace": FindingText(
        "block",
        N_("This file is about another workspace than the one in this folder."),
        N_("Take it in with a new, empty folder: composer --workspace DIR people roster import"),
    ),
    "people.own_key": FindingText(
        "block",
        N_("{name} signs with this very key, and a key cannot revoke itself."),
        N_("Revoke it from another computer of the owner, or use the recovery key."),
    ),
    "people.owner_not_compared": FindingText(
        "block",
        N_(
            "This computer does not know the owner of this workspace yet, so nothing is signed here."
        ),
        N_(
            "Ask the owner for their nine words, and take in the owner's file with them: "
            "composer people roster import FILE"
        ),
    ),
    "people.owner_words_differ": FindingText(
        "block",
        N_("The owner's words were not given, or differ from those of this file."),
        N_("Ask the owner to read you their nine words, and write them exactly so."),
    ),
    "people.recovery_differs": FindingText(
        "block",
        N_("This is not the recovery key that the list of people names."),
        N_("Look for the newest recovery key of this very workspace."),
    ),
    "people.roles_needed": FindingText(
        "block",
        N_("Nobody said what {name} may do here."),
        N_("Choose at least one role."),
    ),
    "people.words_differ": FindingText(
        "block",
        N_("The words were not given, or differ from those of the file."),
        N_("Read them to one another once more. If they still differ, the file is not theirs."),
    ),
    "people.role_needed": FindingText(
        "block",
        N_("{name} may not do this; it needs the role: {role}."),
        N_("Ask somebody who has the role, or ask the owner to give it."),
    ),
    "seeds.known": FindingText(
        "block",
        N_("This test mailbox is in the list already."),
        N_("See the list: composer seeds list"),
    ),
    "shelf.needed": FindingText(
        "block",
        N_("The campaign “{name}” chooses its people by those of this one."),
        N_("Delete that one first, or choose its people otherwise."),
    ),
    "shelf.running": FindingText(
        "block",
        N_("The campaign is being sent or tested."),
        N_("Wait until that has ended, or stop it."),
    ),
    "shelf.sent": FindingText(
        "block",
        N_("It was sent: who got it stays on record, and cannot be deleted."),
        N_("Put it into the archive. Its personal data is removed on the Report page."),
    ),
    "shelf.signed": FindingText(
        "block",
        N_("Somebody signed it or sent it back: that stays on record, and cannot be deleted."),
        N_("Put it into the archive."),
    ),
    "shelf.tested": FindingText(
        "block",
        N_("It was tested: what was sent to the test mailboxes stays on record."),
        N_("Put it into the archive."),
    ),
    "workspace.copied": FindingText(
        "block",
        N_(
            "This workspace is a copy: the workspace itself is at {path}, and only one place may send."
        ),
        N_("Work at that place. If it is gone for good, tell Composer to continue here."),
    ),
    "workspace.other_program": FindingText(
        "warn",
        N_("“{name}” was frozen by another program (version {theirs}) than this one ({own})."),
        N_(
            "Its test and approvals count with that program only. Send it with that one, or freeze,"
            " test and approve it anew with this one."
        ),
    ),
    "workspace.restored": FindingText(
        "block",
        N_("This workspace was put back to an older state; what was sent since may be missing."),
        N_(
            "Look for the newer state first. If it is gone for good, tell Composer to continue from here."
        ),
    ),
}
