"""Findings about sign-off."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "signoff.ask_failed": FindingText(
        "warn",
        N_("The request to {name} did not get through: {why}"),
        N_("Ask again, or save the proof file and pass it on yourself."),
    ),
    "signoff.ask_refused": FindingText(
        "block",
        N_("A request for approval may go to reviewers in the owner's list only, one each."),
        N_("Ask the owner who reviews here."),
    ),
    "signoff.ask_unclear": FindingText(
        "warn",
        N_("{address}: whether the message was handed over is unclear ({time})."),
        N_("Ask again, or save the proof file and pass it on yourself."),
    ),
    "signoff.no_account": FindingText(
        "block",
        N_("This campaign writes into a folder, so nobody can be asked by mail from here."),
        N_("Save the proof file and pass it on yourself."),
    ),
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
    "signoff.signature_broken": FindingText(
        "block",
        N_("A stored decision carries a signature that does not verify."),
        N_(
            "Somebody changed the workspace's files. Nothing leaves until the owner has looked into it."
        ),
    ),
}
