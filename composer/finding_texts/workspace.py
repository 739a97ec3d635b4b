"""Findings about the workspace, its people, seeds and log."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "audit.broken": FindingText(
        "block",
        N_("The workspace's log was changed from outside: entry {number} does not fit."),
        N_("Keep the folder as it is, and continue from a backup that was made before."),
    ),
    "people.known": FindingText(
        "block",
        N_("Somebody with this address works here already."),
        N_("See who works here: composer people list"),
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
    "workspace.copied": FindingText(
        "block",
        N_(
            "This workspace is a copy: the workspace itself is at {path}, and only one place may send."
        ),
        N_("Work at that place. If it is gone for good, tell Composer to continue here."),
    ),
    "workspace.restored": FindingText(
        "block",
        N_("This workspace was put back to an older state; what was sent since may be missing."),
        N_(
            "Look for the newer state first. If it is gone for good, tell Composer to continue from here."
        ),
    ),
}
