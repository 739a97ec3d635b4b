"""Checks everybody's message before sign-off: never a sample in place of the whole.

One pass over the audience learns whose addresses and ids there are; a second renders each message
in worker processes, puts it through the guard and the scan, and collects digests and kinds. Guards
rules 1, 2, 8 and 9. Results come in the audience's order, so the root over all messages is the
same from run to run. Nothing is stored here.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from composer.checks.everybody import CheckContext, Checked, CheckState, check_chunk, set_up_check
from composer.checks.variants import VariantCollector
from composer.errors import LimitExceeded
from composer.findings import Finding, finding, finding_from_record
from composer.model.identifiers import Digest, RecipientId
from composer.model.merkle import merkle_root, message_leaf
from composer.model.message import RenderContext
from composer.model.overview import Variant
from composer.model.recipient import Recipient
from composer.rendering.failures import finding_for
from composer.rendering.pool import WorkerPool
from composer.wire.audience_index import MAX_CONTACTS, AudienceIndex, index_audience

CLIP_BYTES = 102 * 1024
"""Gmail hides what comes after this much HTML."""

ReportProgress = Callable[[int, int], None]
AskCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightResult:
    """What the check of everybody found.

    `digests` are (recipient id, digest, wire SHA-256) of every message that could be made, in the
    audience's order; `root` is over them. `complete` tells that nobody was left unchecked (messages
    with findings included). `domains` counts recipients.
    """

    messages: int
    seconds: float
    findings: tuple[Finding, ...]
    variants: tuple[Variant, ...]
    coverage: float
    domains: tuple[tuple[str, int], ...]
    digests: tuple[tuple[str, str, str], ...]
    root: Digest
    complete: bool

    def as_record(self) -> dict[str, object]:
        """Give everything but the digests as JSON values; `preflight_from_record` reads it back."""
        return {
            "messages": self.messages,
            "seconds": self.seconds,
            "findings": [item.as_record() for item in self.findings],
            "variants": [asdict(item) for item in self.variants],
            "coverage": self.coverage,
            "domains": [list(item) for item in self.domains],
            "root": self.root,
            "complete": self.complete,
        }


def preflight_from_record(
    record: Mapping[str, object], *, digests: Iterable[tuple[str, str, str]] = ()
) -> PreflightResult:
    """Rebuild a stored result; the digests are kept apart.

    Raises:
        ValueError: the record is not one that `as_record` gave.
    """
    match record:
        case {
            "messages": int(messages),
            "seconds": int() | float() as seconds,
            "findings": list(findings),
            "variants": list(variants),
            "coverage": int() | float() as coverage,
            "domains": list(domains),
            "root": str(root),
            "complete": bool(complete),
        }:
            return PreflightResult(
                messages=messages,
                seconds=float(seconds),
                findings=tuple(finding_from_record(item) for item in findings),
                variants=tuple(_variant(item) for item in variants),
                coverage=float(coverage),
                domains=tuple((str(name), int(count)) for name, count in domains),
                digests=tuple(digests),
                root=Digest(root),
                complete=complete,
            )
        case _:
            raise ValueError("not the record of a check")


def run_preflight(
    context: RenderContext,
    recipients: Iterable[Recipient],
    *,
    workers: int = 2,
    progress: ReportProgress | None = None,
    cancelled: AskCancelled | None = None,
) -> PreflightResult:
    """Check every message of an audience; `recipients` is gone through twice and never held.

    It must give the same rows each time: a list, or `Rows`. `progress(done, total)` is called after
    each chunk. After a cancellation, when a template runs into a limit, or when the rows were not
    the same, the result is not complete.
    """
    begun = time.monotonic()
    settings = context.campaign.audience
    first, second = _Passing(recipients), _Passing(recipients)
    index = index_audience(first, ids=settings.ids, contacts=settings.contacts)
    tally = _Tally(total=first.count, progress=progress or _no_progress)
    asked = cancelled or _never
    setup_context = CheckContext(rendering=context, index=index)
    with WorkerPool(set_up_check, setup_context, workers=workers) as pool:
        limit = _check_all(pool, second, tally=tally, cancelled=asked)
    variants = tally.kinds.result()
    findings = [
        *limit,
        *_campaign_findings(index, tally),
        *(finding("content.nobody_sees", condition=name) for name in variants.never),
        *tally.findings,
    ]
    return PreflightResult(
        messages=tally.messages,
        seconds=round(time.monotonic() - begun, 3),
        findings=tuple(findings),
        variants=variants.representatives,
        coverage=variants.coverage,
        domains=tuple(sorted(first.domains.items())),
        digests=tuple(tally.digests),
        root=merkle_root(message_leaf(*item) for item in tally.digests),
        complete=tally.done == first.count and first.mark == second.mark and not limit,
    )


class Rows:
    """An audience that is read anew each time it is gone through."""

    def __init__(self, read: Callable[[], Iterator[Recipient]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[Recipient]:
        return self._read()


class _Passing:
    """Counts an audience while it passes by; `mark` tells one that changed meanwhile."""

    def __init__(self, recipients: Iterable[Recipient]) -> None:
        if isinstance(recipients, Iterator):
            raise TypeError("an audience must be one that can be gone through twice")
        self._recipients = recipients
        self.count = self.mark = 0
        self.domains: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Recipient]:
        for recipient in self._recipients:
            self.count += 1
            self.domains[recipient.domain] += 1
            self.mark = hash((self.mark, recipient))
            yield recipient


class _Tally:
    """Adds up what the workers send back."""

    def __init__(self, *, total: int, progress: ReportProgress) -> None:
        self.total = total
        self.done = self.messages = self.html_bytes = 0
        self.findings: list[Finding] = []
        self.digests: list[tuple[str, str, str]] = []
        self.kinds = VariantCollector(fields=())
        self._progress = progress

    def add(self, checked: Checked, *, people: int) -> None:
        self.done += people
        self.messages += checked.messages
        self.findings.extend(checked.findings)
        self.digests.extend(checked.digests)
        self.kinds.merge(checked.shapes)
        self.html_bytes = max(self.html_bytes, checked.html_bytes)
        self._progress(self.done, self.total)


def _check_all(
    pool: WorkerPool[CheckContext, CheckState],
    audience: Iterable[Recipient],
    *,
    tally: _Tally,
    cancelled: AskCancelled,
) -> list[Finding]:
    size = min(250, max(10, tally.total // 100))
    pending: deque[tuple[Recipient, ...]] = deque()  # handed out, not answered yet
    try:
        chunks = _chunks(audience, size, handed_out=pending)
        for checked in pool.map_chunks(check_chunk, chunks, cancelled=cancelled):
            tally.add(checked, people=len(pending.popleft()))
    except LimitExceeded:
        return [_find_limit(pool, pending[0])]
    return []


def _find_limit(
    pool: WorkerPool[CheckContext, CheckState], suspects: Sequence[Recipient]
) -> Finding:
    """Find the first of a chunk's recipients whose message runs into a limit, to name them."""
    for recipient in suspects:
        try:
            pool.run(check_chunk, (recipient,))
        except LimitExceeded as error:
            return finding_for(error, recipient=recipient.address, row=recipient.row)
    return finding("check.unsteady")


def _chunks(
    audience: Iterable[Recipient], size: int, *, handed_out: deque[tuple[Recipient, ...]]
) -> Iterator[tuple[Recipient, ...]]:
    iterator = iter(audience)
    while chunk := tuple(islice(iterator, size)):
        handed_out.append(chunk)
        yield chunk


def _campaign_findings(index: AudienceIndex, tally: _Tally) -> Iterator[Finding]:
    if len(index.contacts) > MAX_CONTACTS:
        yield finding("content.many_contacts", most=MAX_CONTACTS)
    if index.short_ids:
        yield finding("content.short_ids", count=index.short_ids)
    if tally.html_bytes > CLIP_BYTES:
        yield finding("content.clipped", size=f"{tally.html_bytes // 1024} KB")


def _variant(item: Mapping[str, object]) -> Variant:
    match item:
        case {
            "recipient_id": str(recipient_id),
            "address": str(address),
            "row": int(row),
            "locale": str(locale),
            "facts": list() | tuple() as facts,
            "people": int(people),
            "digest": str(digest),
        }:
            return Variant(
                recipient_id=RecipientId(recipient_id),
                address=address,
                row=row,
                locale=locale,
                facts=tuple(str(fact) for fact in facts),
                people=people,
                digest=Digest(digest),
            )
        case _:
            raise ValueError("not the record of a kind of message")


def _no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False
