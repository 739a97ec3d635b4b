"""Checking everybody: every message rendered, guarded and scanned; the result bound to its input.

A result is stored under a *binding*: revision, audience root and program fingerprint. It counts
only while all three are the same, so that undoing a change brings it back and a change voids it.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import replace

import orjson

from composer.checks.eta import estimate
from composer.checks.preflight import (
    AskCancelled,
    PreflightResult,
    ReportProgress,
    Rows,
    preflight_from_record,
    run_preflight,
)
from composer.checks.variants import word_fact
from composer.findings import Finding, blocking, finding, finding_from_record
from composer.model.identifiers import CampaignId, Digest
from composer.model.overview import CheckSummary
from composer.proofs.fingerprint import program_fingerprint
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.suppressed import sync_findings
from composer.stages.text_findings import text_findings
from composer.translation.progress import find_translation_findings

WORKERS = 2


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
    return [*writing_findings(desk, content), *translation_findings(desk, content)]


def writing_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find what is wrong with the text as saved: fields, syntax, links, images."""
    return text_findings(desk, content.context())


def translation_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find what keeps the translations from being sent to this audience."""
    locales = frozenset(desk.recipients.locale_counts(content.record.id))
    fallback = content.campaign.stated_fallbacks
    return desk.kept(
        ("translation", content.record.id, content.revision, locales),
        lambda: tuple(find_translation_findings(content.message, locales, fallback)),
    )


def stored_check(desk: Desk, content: Content) -> CheckSummary | None:
    """Give the full check that fits the campaign as it is now, or None."""
    record = desk.checks.find_check(binding_of(desk, content))
    if record is None:
        return None
    match record:
        case {"preflight": dict(preflight), "static": list(static)}:
            result = preflight_from_record(preflight)
            return _summary(content, result, [finding_from_record(item) for item in static])
        case _:
            return None


def check(
    desk: Desk,
    campaign_id: CampaignId,
    *,
    sample: int | None = None,
    progress: ReportProgress | None = None,
    cancelled: AskCancelled | None = None,
) -> CheckSummary:
    """Check every message of the audience and keep the result; a sample is not kept.

    A campaign whose templates do not parse, or without an audience, is not rendered at all.
    """
    content = load_content(desk, campaign_id)
    binding = binding_of(desk, content)
    static = static_findings(desk, content)
    people = Rows(lambda: itertools.islice(desk.recipients.recipients(campaign_id), sample))
    is_empty = next(iter(people), None) is None
    if is_empty:
        static.append(finding("audience.empty"))
    unusable = any(item.blocks and item.code.startswith("template.") for item in static)
    if unusable or is_empty:
        return _summary(content, NOTHING_CHECKED, static, sampled=True)
    result = run_preflight(
        content.context(), people, workers=WORKERS, progress=progress, cancelled=cancelled
    )
    if not result.complete and not blocking(result.findings):
        total = sum(count for _, count in result.domains)
        static.append(finding("check.cancelled", done=result.messages, total=total))
    # The audience may have been replaced meanwhile: what was checked is then not what is listed.
    if sample is None and result.complete and binding_of(desk, content) == binding:
        desk.checks.save_check(
            binding,
            campaign_id,
            {
                "preflight": result.as_record(),
                "static": [item.as_record() for item in static],
            },
            result.digests,
        )
    sampled = sample is not None or not result.complete
    fresh = sync_findings(desk, content.campaign)  # changes with the clock: never kept
    return _summary(content, result, [*static, *fresh], sampled=sampled)


NOTHING_CHECKED = PreflightResult(
    messages=0,
    seconds=0.0,
    findings=(),
    variants=(),
    coverage=0.0,
    domains=(),
    digests=(),
    root=Digest(""),
    complete=False,
)


def _summary(
    content: Content,
    result: PreflightResult,
    static: Sequence[Finding],
    *,
    sampled: bool = False,
) -> CheckSummary:
    eta = estimate(content.campaign.pace, dict(result.domains))
    return CheckSummary(
        messages=result.messages,
        seconds=result.seconds,
        findings=(*static, *result.findings),
        variants=tuple(
            replace(kind, facts=tuple(word_fact(fact) for fact in kind.facts))
            for kind in result.variants
        ),
        coverage=result.coverage,
        eta_total_s=eta.total_s,
        eta_per_domain=eta.per_domain,
        root=result.root,
        sampled=sampled,
    )
