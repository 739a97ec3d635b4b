"""Checking everybody: every message rendered, guarded and scanned; the result bound to its input.

A result is stored under a *binding*: revision, audience root and program fingerprint. It counts
only while all three are the same, so that undoing a change brings it back and a change voids it.

The words of the team are the whole team's and change at any time. What they say about a
translation is found anew, until the proof is frozen; from then on it is what it was.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from datetime import date

import orjson

from composer.checks.eta import estimate, handover_ms
from composer.checks.faster import faster_ways
from composer.checks.keeping import Kept, Part
from composer.checks.preflight import AskCancelled, ReportProgress, run_preflight
from composer.checks.preflight_result import PreflightResult, preflight_from_record
from composer.checks.variants_words import word_kinds, word_table
from composer.findings import Finding, blocking, finding, finding_from_record
from composer.model.check_summary import CheckSummary
from composer.model.identifiers import CampaignId, Digest
from composer.model.packed_people import PackedPeople, Rows
from composer.proofs.fingerprint import program_fingerprint
from composer.stages.check_lock import check_lock
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.followed import former_people
from composer.stages.purged import require_not_purged
from composer.stages.suppressed import sync_findings
from composer.stages.text_findings import find_apart, text_findings
from composer.stages.timing import deadline_findings, judged_day, planned_findings
from composer.stages.translation_findings import (
    frozen_findings,
    frozen_record,
    translation_findings,
    with_translation,
)
from composer.stages.translation_reviews import reader_findings
from composer.store.check_runs import CheckRun, RunKey

_FEW, _FEWEST, _MOST = 200, 2, 6
"""People whom one worker checks sooner than another would have read the templates; workers."""


def workers_for(people: int) -> int:
    """Say how many workers check so many people: one for each core, and one alone for a few."""
    return 1 if people <= _FEW else min(max(os.cpu_count() or 1, _FEWEST), _MOST)


def binding_of(desk: Desk, content: Content) -> str:
    """Digest what a check's result depends on: revision, audience, program."""
    program = program_fingerprint()
    campaign_id = content.record.id
    return binding_for(
        campaign_id,
        content.revision.digest,
        recorded_root(desk, campaign_id),
        program=(program.source, program.installation),
    )


def binding_for(campaign_id: str, revision: str, root: str, *, program: tuple[str, str]) -> str:
    """Digest what a check of some moment depended on; `program` is its fingerprint."""
    parts = [campaign_id, revision, root, *program]
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def recorded_root(desk: Desk, campaign_id: CampaignId) -> str:
    """Give the audience root as recorded when the audience was taken over."""
    changes = desk.recipients.changes(campaign_id)
    return changes[-1].root if changes else ""


def static_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find what is wrong without rendering anything."""
    return [
        *writing_findings(desk, content),
        *translation_findings_in_force(desk, content),
        *deadline_findings(desk, content, at=judged_day(content.campaign, desk.now())),
        *planned_findings(desk, content),
    ]


def writing_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find what is wrong with the text as saved: fields, syntax, links, images."""
    return text_findings(desk, content.context())


def known_writing_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Give `writing_findings` from the check that fits, if it judged this very day.

    It has read the same text with the same program; to read it again takes a second.
    """
    if desk.checks.has_any(content.record.id):
        match desk.checks.find_check(binding_of(desk, content)):
            case {"written": list(written), "judged_for": str(day)}:
                if day == judged_day(content.campaign, desk.now()).isoformat():
                    return tuple(finding_from_record(item) for item in written)
            case _:
                pass
    return writing_findings(desk, content)


def stored_check(desk: Desk, content: Content) -> CheckSummary | None:
    """Give the full check that fits the campaign as it is now, or None."""
    if not desk.checks.has_any(content.record.id):
        return None  # to digest the whole program would take half a second
    record = desk.checks.find_check(binding_of(desk, content))
    if record is None:
        return None
    match record:
        case {"preflight": dict(preflight), "static": list(static), "judged_for": str(day)}:
            result = preflight_from_record(preflight)
            found = [finding_from_record(item) for item in static]
            if frozen_findings(record) is None:
                found = with_translation(found, translation_findings(desk, content))
            return _summary(content, result, found, judged_for=date.fromisoformat(day))
        case _:
            return None


def freeze_judgement(desk: Desk, content: Content) -> None:
    """Have what the team's words say about the translations stay as it is for this very state."""
    binding = binding_of(desk, content)
    record = desk.checks.find_check(binding)
    if record is not None and frozen_findings(record) is None:
        found = translation_findings(desk, content)
        desk.checks.replace_record(binding, frozen_record(record, found))


def translation_findings_in_force(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find what keeps the translations from being sent; of a frozen state, as it was then."""
    frozen = _frozen(desk, content)
    return translation_findings(desk, content) if frozen is None else frozen


def _frozen(desk: Desk, content: Content) -> tuple[Finding, ...] | None:
    """Give what was found about translations when this state was frozen; None if it was not."""
    if not desk.checks.has_any(content.record.id):
        return None
    record = desk.checks.find_check(binding_of(desk, content))
    return None if record is None else frozen_findings(record)


def check(
    desk: Desk,
    campaign_id: CampaignId,
    *,
    sample: int | None = None,
    progress: ReportProgress | None = None,
    cancelled: AskCancelled | None = None,
) -> CheckSummary:
    """Check every message of the audience and keep the result; a sample is not kept.

    A campaign whose templates do not parse, or without an audience, is not rendered at all. What a
    check that was cut off has found goes into the next one, if nothing has changed.

    Raises:
        Blocked: somebody else is checking this campaign, or its people were removed.
    """
    require_not_purged(desk, campaign_id)
    content = load_content(desk, campaign_id)
    day = judged_day(content.campaign, desk.now())
    find_apart(desk, content.context())
    static = static_findings(desk, content)
    people = desk.recipients.count(campaign_id)
    is_empty = people == 0
    if is_empty:
        static.append(finding("audience.empty"))
    unusable = any(item.blocks and item.code.startswith("template.") for item in static)
    if unusable or is_empty:
        return _summary(content, NOTHING_CHECKED, static, judged_for=day, sampled=True)
    if sample is not None:
        some = Rows(lambda: itertools.islice(desk.recipients.recipients(campaign_id), sample))
        result = run_preflight(
            content.context(),
            some,
            workers=workers_for(min(sample, people)),
            former=former_people(desk, content),
            progress=progress,
            cancelled=cancelled,
        )
    else:
        result = _check_all(desk, content, static, progress=progress, cancelled=cancelled)
    if not result.complete and not blocking(result.findings):
        total = sum(count for _, count in result.domains)
        static.append(finding("check.cancelled", done=result.messages, total=total))
    sampled = sample is not None or not result.complete
    # What changes with the clock, or with who has read a translation, is never kept.
    fresh = [*sync_findings(desk, content.campaign), *reader_findings(desk, content)]
    return _summary(content, result, [*static, *fresh], judged_for=day, sampled=sampled)


def _check_all(
    desk: Desk,
    content: Content,
    static: Sequence[Finding],
    *,
    progress: ReportProgress | None,
    cancelled: AskCancelled | None,
) -> PreflightResult:
    """Check everybody, keep what comes, and make it count when it is whole."""
    campaign_id, binding = content.record.id, binding_of(desk, content)
    with check_lock(desk, campaign_id):
        keeper = _Keeper(desk, campaign_id, binding)
        result = run_preflight(
            content.context(),
            AudienceInUse(desk, campaign_id),
            workers=workers_for(desk.recipients.count(campaign_id)),
            keeper=keeper,
            former=former_people(desk, content),
            progress=progress,
            cancelled=cancelled,
        )
        # The audience may have been replaced meanwhile: what was checked is not what is listed.
        if result.complete and keeper.run is not None and binding_of(desk, content) == binding:
            record: dict[str, object] = {
                "preflight": result.as_record(),
                "static": [item.as_record() for item in static],
                "written": [item.as_record() for item in writing_findings(desk, content)],
                "judged_for": judged_day(content.campaign, desk.now()).isoformat(),
            }
            frozen = _frozen(desk, content)
            if frozen is not None:
                record = frozen_record(record, frozen)
            desk.checks.finish(keeper.run, record, messages=result.messages)
    return result


class AudienceInUse:
    """The audience of a campaign, as it is at the moment when it is gone through."""

    def __init__(self, desk: Desk, campaign_id: CampaignId) -> None:
        self._desk = desk
        self._campaign_id = campaign_id

    def packed(self, size: int) -> Iterator[PackedPeople]:
        """Give everybody, `size` at a time, the last ones fewer."""
        return self._desk.recipients.packed(self._campaign_id, size=size)


class _Keeper:
    """Keeps in the workspace what a check brings."""

    def __init__(self, desk: Desk, campaign_id: CampaignId, binding: str) -> None:
        self.run: CheckRun | None = None
        self._desk = desk
        self._campaign_id = campaign_id
        self._binding = binding

    def resume(self, mark: str) -> Kept | None:
        """Give what was kept under this mark, or None; from now on keep under it."""
        key = RunKey(campaign_id=self._campaign_id, binding=self._binding, mark=mark)
        self.run = run = self._desk.checks.begin(key)
        if not run.portions:
            return None
        return Kept(
            portions=run.portions,
            state=run.record,
            results=run.results(),
            findings=run.findings(),
        )

    def keep(self, part: Part) -> None:
        """Keep a part, whole or not at all."""
        if self.run is not None:
            results = b"".join(part.results)
            self.run.add(results, part.findings, portions=part.portions, record=part.state)


def every_finding(desk: Desk, campaign_id: CampaignId, summary: CheckSummary) -> Iterator[Finding]:
    """Give all findings of a check, those beyond its examples as well, a few at a time."""
    if not summary.counts:
        yield from summary.findings
        return
    content = load_content(desk, campaign_id)
    yield from summary.findings[: len(summary.findings) - summary.examples]
    yield from desk.checks.findings(campaign_id, binding_of(desk, content))


NOTHING_CHECKED = PreflightResult(
    messages=0,
    seconds=0.0,
    findings=(),
    examples=0,
    counts=(),
    variants=(),
    coverage=0.0,
    domains=(),
    root=Digest(""),
    complete=False,
)


def _summary(
    content: Content,
    result: PreflightResult,
    static: Sequence[Finding],
    *,
    judged_for: date,
    sampled: bool = False,
) -> CheckSummary:
    campaign, domains = content.campaign, dict(result.domains)
    handover = handover_ms(campaign.transport)
    eta = estimate(campaign.pace, domains, handover=handover)
    return CheckSummary(
        messages=result.messages,
        seconds=result.seconds,
        findings=(*static, *result.findings),
        variants=word_kinds(result.variants),
        coverage=result.coverage,
        kinds=word_table(result.kinds),
        eta_total_s=eta.total_s,
        eta_per_domain=eta.per_domain,
        eta_limit=eta.limit,
        faster=faster_ways(campaign.pace, domains, campaign.transport, handover=handover),
        root=result.root,
        sampled=sampled,
        examples=result.examples,
        counts=result.counts,
        judged_for=judged_for,
    )
