"""Checking everybody: every message rendered, guarded and scanned; the result bound to its input.

A result is stored under a *binding*: revision, audience root and program fingerprint. It counts
only while all three are the same, so that undoing a change brings it back and a change voids it.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Mapping

import orjson

from composer.checks.content import find_content_findings
from composer.checks.eta import estimate
from composer.checks.preflight import PreflightResult, run_preflight
from composer.findings import Finding, blocking, finding, finding_from_record
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.overview import CheckSummary, Variant
from composer.proofs.fingerprint import program_fingerprint
from composer.rendering.compile import find_template_findings
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.translation.progress import find_translation_findings

WORKERS = 2
ReportProgress = Callable[[int, int], None]
AskCancelled = Callable[[], bool]


def binding_of(desk: Desk, content: Content) -> str:
    """Digest what a check's result depends on: revision, audience, program."""
    program = program_fingerprint()
    parts = [
        content.record.id,
        content.revision.digest,
        recorded_root(desk, content.record.id),
        program.source,
        program.installation,
    ]
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def recorded_root(desk: Desk, campaign_id: CampaignId) -> str:
    """Give the audience root as recorded when the audience was taken over."""
    changes = desk.recipients.changes(campaign_id)
    return changes[-1].root if changes else ""


def static_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find what is wrong without rendering anything."""
    locales = set(desk.recipients.locale_counts(content.record.id))
    fallback = dict(content.campaign.fallback)
    return [
        *find_template_findings(content.context()),
        *find_translation_findings(content.message, locales, fallback),
        *find_content_findings(content.context()),
    ]


def check(
    desk: Desk,
    campaign_id: CampaignId,
    *,
    sample: int | None = None,
    progress: ReportProgress | None = None,
    cancelled: AskCancelled | None = None,
) -> CheckSummary:
    """Check every message of the audience (or a sample, which opens nothing) and store the result."""
    content = load_content(desk, campaign_id)
    before = static_findings(desk, content)
    if any(item.code.startswith("template.") and item.blocks for item in before):
        return _summary(desk, content, _nothing_rendered(), before, sample=sample)
    recipients: Iterable[object] = desk.recipients.recipients(campaign_id)
    total = desk.recipients.count(campaign_id)
    if total == 0:
        return _summary(
            desk, content, _nothing_rendered(), [*before, finding("audience.empty")], sample=sample
        )
    if sample is not None:
        recipients = itertools.islice(desk.recipients.recipients(campaign_id), sample)
        total = min(sample, total)
    result = run_preflight(
        content.context(),
        list(recipients),
        workers=WORKERS,
        progress=progress,
        cancelled=cancelled,
    )
    summary = _summary(desk, content, result, before, sample=sample)
    if sample is None and result.complete:
        desk.checks.save_check(
            binding_of(desk, content), campaign_id, _record(summary), result.digests
        )
    return summary
