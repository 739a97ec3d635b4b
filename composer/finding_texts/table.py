"""The one table from finding code to severity, sentence and advice, for the window and the CLI.

Sentences say what happened and to whom; advice says the next step. Codes are
`subject.what_is_wrong`; a code never changes its meaning. Rows stand sorted in their area's module.
"""

from __future__ import annotations

from composer.finding_texts import (
    attachments,
    audience,
    audience_decisions,
    audience_files,
    checks,
    content,
    evidence,
    exchange,
    folder,
    glossary,
    mail_service,
    outside,
    privacy,
    proof_files,
    proofs,
    rendering,
    rules,
    sending,
    signoff,
    suppressions,
    translated_units,
    translation,
    workspace,
)
from composer.finding_texts.finding_text import FindingText

FINDING_TEXTS: dict[str, FindingText] = {
    **attachments.TEXTS,
    **audience.TEXTS,
    **audience_decisions.TEXTS,
    **audience_files.TEXTS,
    **checks.TEXTS,
    **content.TEXTS,
    **evidence.TEXTS,
    **exchange.TEXTS,
    **folder.TEXTS,
    **glossary.TEXTS,
    **mail_service.TEXTS,
    **outside.TEXTS,
    **privacy.TEXTS,
    **proof_files.TEXTS,
    **proofs.TEXTS,
    **rendering.TEXTS,
    **rules.TEXTS,
    **sending.TEXTS,
    **signoff.TEXTS,
    **suppressions.TEXTS,
    **translated_units.TEXTS,
    **translation.TEXTS,
    **workspace.TEXTS,
}
