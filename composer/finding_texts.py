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
    # --- send -------------------------------------------------------------------
    # --- workspace, people, seeds -----------------------------------------------
    # --- evidence ---------------------------------------------------------------
}
