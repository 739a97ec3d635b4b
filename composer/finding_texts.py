"""The one table from finding code to severity, sentence and advice, for the window and the CLI.

Sentences say what happened and to whom; advice says the next step. Codes are
`subject.what_is_wrong`; a code never changes its meaning. Keep rows sorted within their section.
"""

from __future__ import annotations

from typing import NamedTuple

from composer.i18n import N_


class FindingText(NamedTuple):
    """Severity ("block", "warn" or "note"), sentence and advice; both may hold {places}."""

    severity: str
    text: str
    advice: str


FINDING_TEXTS: dict[str, FindingText] = {
    # campaign folder
    "campaign.ambiguous": FindingText(
        "block",
        N_("{count} campaigns are called “{name}”."),
        N_("Name the one you mean by its id; the list of campaigns shows it."),
    ),
    "campaign.known": FindingText(
        "block",
        N_("This folder is the campaign “{name}” that is already in the workspace."),
        N_("Import it with --campaign {id} to make a new revision of it."),
    ),
    # --- folder: keys and files -------------------------------------------------
    # --- audience: rows and cells -----------------------------------------------
    # --- translation ------------------------------------------------------------
    # --- template and rendering -------------------------------------------------
    # --- check: guard, addresses, content, kinds --------------------------------
    # --- seal and proof ---------------------------------------------------------
    # --- test and receipts ------------------------------------------------------
    # --- signoff ----------------------------------------------------------------
    "signoff.already_approved": FindingText(
        "block",
        N_("{name} has approved this version already."),
        N_("Nothing more is needed from {name}, unless the approval is taken back."),
    ),
    "signoff.already_rejected": FindingText(
        "block",
        N_("{name} found something wrong in this version."),
        N_("Change it and freeze it again, or ask {name} to take the rejection back."),
    ),
    "signoff.author": FindingText(
        "block",
        N_("{name} worked on this version, so somebody else must approve it. {others} may."),
        N_("Ask {others}."),
    ),
    "signoff.no_reviewer": FindingText(
        "block",
        N_("{name} worked on this version, and nobody else here may approve it."),
        N_("Ask the owner to add a reviewer."),
    ),
    "signoff.not_in_roster": FindingText(
        "block",
        N_("{name} does not stand in the owner's list of people."),
        N_("Ask the owner to add {name}."),
    ),
    "signoff.not_reviewer": FindingText(
        "block",
        N_("{name} is not a reviewer here."),
        N_("Ask a reviewer, or ask the owner to make {name} one."),
    ),
    "signoff.not_shown": FindingText(
        "block",
        N_("{name} has seen {seen} of {count} kinds of message."),
        N_("Look at every kind of message first, then approve."),
    ),
    "signoff.not_verified": FindingText(
        "block",
        N_("A recorded decision about this campaign carries a signature that does not verify."),
        N_("Nothing leaves until it is cleared up: somebody changed the workspace's files."),
    ),
    "signoff.nothing_to_revoke": FindingText(
        "block",
        N_("{name} has nothing to take back for this version."),
        N_("Nothing needs to be done."),
    ),
    "signoff.proof_changed": FindingText(
        "block",
        N_("The campaign was changed after it was frozen for sign-off."),
        N_("Freeze and test it again, then ask for approval. Undoing the change brings it back."),
    ),
    "signoff.second_person_here": FindingText(
        "block",
        N_("This computer account already signs as somebody else, so {name} cannot sign from it."),
        N_("Let {name} sign from an account of their own. The attempt was recorded."),
    ),
    # --- send -------------------------------------------------------------------
    # --- workspace, people, seeds -----------------------------------------------
    "audit.broken": FindingText(
        "block",
        N_("The workspace's log was changed from outside: entry {number} does not fit."),
        N_("Keep the folder as it is, and continue from a backup that was made before."),
    ),
    "workspace.copied": FindingText(
        "block",
        N_(
            "This workspace is a copy, or was restored: its place is {path}, and only one place may send."
        ),
        N_(
            "Work at that place. If it is gone for good, tell Composer to continue here; nobody who may already have been written to is written to again by itself."
        ),
    ),
    # --- evidence ---------------------------------------------------------------
}
