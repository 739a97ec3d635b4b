"""Checks everybody's message before sign-off: never a sample in place of the whole.

One pass over the audience learns whose addresses and ids there are; a second renders each message,
puts it through the guard and the scan, and collects digests and kinds. Both are done by worker
processes; here is only put together what they bring. Guards rules 1, 2, 8 and 9. Results come in
the audience's order, so the root over all messages is the same from run to run. Whatever grows with
the audience goes to a keeper (`keeping.py`), who may give it back when the check was cut off.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from composer.checks.adding_up import Tally
from composer.checks.attachments import UNUSED, find_in_attachments
from composer.checks.everybody import CheckContext, Checked, check_packed, set_up_check
from composer.checks.first_pass import Pool, Seen, get_to_know, mark_of
from composer.checks.keeping import Keeper, NothingKept, Part
from composer.checks.preflight_result import PreflightResult
from composer.checks.variants_kinds import choose_kinds
from composer.errors import LimitExceeded
from composer.findings import Finding, finding
from composer.model.message import RenderContext
from composer.model.packed_people import Audience, PackedPeople, pack_people
from composer.rendering.failures import finding_for
from composer.rendering.pool import WorkerPool
from composer.wire.audience_index import MAX_CONTACTS

CLIP_BYTES = 102 * 1024
"""Gmail hides what comes after this much HTML."""

KEEP_EVERY_S = 0.5
PORTION = 250

ReportProgress = Callable[[int, int], None]
AskCancelled = Callable[[], bool]


def run_preflight(
    context: RenderContext,
    audience: Audience,
    *,
    workers: int = 2,
    keeper: Keeper | None = None,
    former: Audience | None = None,
    progress: ReportProgress | None = None,
    cancelled: AskCancelled | None = None,
) -> PreflightResult:
    """Check every message of an audience, which is gone through twice and never held.

    It must give the same rows each time. `progress(done, total)` is called after each portion.
    `former` people, of an earlier campaign, get nothing; their addresses are looked for, too.
    Without a keeper every finding is in the result: for a sample.
    After a cancellation, when a template runs into a limit, or when the rows were not the same, the
    result is not complete.
    """
    begun = time.monotonic()
    asked = cancelled or _never
    with WorkerPool(set_up_check, CheckContext(rendering=context), workers=workers) as pool:
        seen = get_to_know(pool, context, audience, former=former, portion=PORTION, cancelled=asked)
        attached = _look_into_files(context, seen, is_sample=keeper is None, cancelled=asked)
        run = _Run(seen, keeper, progress or _no_progress)
        if seen.is_whole:
            run.go_through(pool, audience, cancelled=asked)
    limit = _find_limit(context, audience, run.suspects, asked) if run.suspects else []
    tally = run.tally
    variants = choose_kinds(tally.kinds)
    of_campaign = [
        *limit,
        *_campaign_findings(seen, tally),
        *attached,
        *(finding("content.nobody_sees", condition=name) for name in variants.never),
        *tally.sizes.outliers(),
    ]
    return PreflightResult(
        messages=tally.messages,
        seconds=round(time.monotonic() - begun, 3),
        findings=(*of_campaign, *tally.findings.examples),
        examples=len(tally.findings.examples),
        counts=tally.findings.counts(),
        variants=variants.representatives,
        coverage=variants.coverage,
        kinds=variants.table,
        domains=tuple(sorted(seen.domains.items())),
        root=tally.root.root(),
        complete=run.is_complete and not run.suspects,
    )


class _Run:
    """The second pass: who was handed out, who was answered for, what was kept.

    `suspects` are the people among whom somebody's message ran into a limit.
    """

    def __init__(self, seen: Seen, keeper: Keeper | None, progress: ReportProgress) -> None:
        self.tally = Tally(holds_all=keeper is None)
        self.suspects: PackedPeople | None = None
        self._seen = seen
        self._keeper = keeper or NothingKept()
        self._progress = progress
        self._pending: deque[PackedPeople] = deque()  # handed out, not answered yet
        self._is_same = True
        self._part = Part()
        self._kept: Future[None] | None = None
        self._keep_at = time.monotonic() + KEEP_EVERY_S

    @property
    def is_complete(self) -> bool:
        """Whether everybody was checked, in the rows that the index was made of."""
        all_done = self._part.portions == len(self._seen.marks)
        return self._is_same and all_done and self.tally.people == self._seen.people

    def go_through(self, pool: Pool, audience: Audience, *, cancelled: AskCancelled) -> None:
        """Check everybody who was not checked before."""
        kept = self._keeper.resume(self._seen.mark)
        if kept is not None:
            self._part.portions = kept.portions
            self.tally.restore(kept)
        self._progress(self.tally.people, self._seen.people)
        with ThreadPoolExecutor(1, thread_name_prefix="keeping") as thread:
            try:
                portions = self._portions(audience, begin=self._part.portions)
                for checked in pool.map_chunks(check_packed, portions, cancelled=cancelled):
                    self._take(checked)
                    if time.monotonic() >= self._keep_at and (not self._kept or self._kept.done()):
                        self._keep(thread)
            except LimitExceeded:
                self.suspects = self._pending[0]
            self._keep(thread)
            self._wait_until_kept()

    def _take(self, checked: Checked) -> None:
        people = len(self._pending.popleft())
        self.tally.add(checked, people=people)
        self._part.portions += 1
        self._part.results.append(checked.results)
        self._part.findings += checked.findings
        self._progress(self.tally.people, self._seen.people)

    def _keep(self, thread: ThreadPoolExecutor) -> None:
        """Have kept what came since the last time, while others are checked.

        Where adding up takes long, it is done less often.
        """
        begun = time.monotonic()
        self._part.state = self.tally.as_record()
        added_up_s = time.monotonic() - begun
        self._wait_until_kept()
        self._kept = thread.submit(self._keeper.keep, self._part)
        self._part = Part(portions=self._part.portions)
        self._keep_at = time.monotonic() + max(KEEP_EVERY_S, 50 * added_up_s)

    def _wait_until_kept(self) -> None:
        if self._kept is not None:
            self._kept.result()
            self._kept = None

    def _portions(self, audience: Audience, *, begin: int) -> Iterator[PackedPeople]:
        marks = self._seen.marks
        for number, packed in enumerate(audience.packed(PORTION)):
            if number >= len(marks) or mark_of(packed) != marks[number]:
                self._is_same = False
                return
            if number >= begin:
                self._pending.append(packed)
                yield packed


def _look_into_files(
    context: RenderContext, seen: Seen, *, is_sample: bool, cancelled: AskCancelled
) -> list[Finding]:
    """Look into attached files; of a sample nobody can say that nobody receives one."""
    if not seen.is_whole:
        return []
    found = find_in_attachments(context, seen.uses, seen.index(), cancelled=cancelled)
    return [item for item in found if not (is_sample and item.code == UNUSED)]


def _find_limit(
    context: RenderContext, audience: Audience, suspects: PackedPeople, cancelled: AskCancelled
) -> list[Finding]:
    """Find the first of a portion's people whose message runs into a limit, to name them.

    The workers that knew everybody are gone or spoiled: one more gets to know them anew.
    """
    with WorkerPool(set_up_check, CheckContext(rendering=context), workers=1) as pool:
        get_to_know(pool, context, audience, portion=PORTION, cancelled=cancelled)
        for recipient in suspects.people():
            try:
                pool.run(check_packed, pack_people([recipient]))
            except LimitExceeded as error:
                return [finding_for(error, recipient=recipient.address, row=recipient.row)]
    return [finding("check.unsteady")]


def _campaign_findings(seen: Seen, tally: Tally) -> Iterator[Finding]:
    if len(seen.contacts) > MAX_CONTACTS:
        yield finding("content.many_contacts", most=MAX_CONTACTS)
    if seen.short_ids:
        yield finding("content.short_ids", count=seen.short_ids)
    if tally.html_bytes > CLIP_BYTES:
        yield finding("content.clipped", size=f"{tally.html_bytes // 1024} KB")


def _no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False
