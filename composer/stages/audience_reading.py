"""Reading a source from its first to its last row: judged, stored beside the audience in use.

Rows go through in batches: read, judged, handed on to be stored, in a process of its own when they
are many. What is wrong is told while it is found. Whoever cancels, or ends the program, leaves
tables that nothing names. The caller holds the campaign's lock for audiences.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson

from composer.audience.inactive import InactiveRule, inactive_rule
from composer.audience.judging import RowJudge, finding_severity, problem_finding
from composer.audience.lookalikes import LookalikeTally
from composer.audience.read import find_missing_columns
from composer.audience.segments import SegmentTally, parse_segment
from composer.audience.sources.source import Batch, Source, SourceOptions, open_pasted, open_source
from composer.errors import Blocked, NotFound
from composer.findings import Finding, Severity, finding
from composer.i18n import _, place
from composer.model.audience import (
    FindingGroup,
    ReadingProgress,
    SourceKind,
)
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.stages.audience_oddities import find_lookalikes, find_oddities
from composer.stages.desk import Desk
from composer.stages.mail_domains import find_mail_domains
from composer.store.people_duplicates import mark_spellings
from composer.store.people_folding import Written
from composer.store.people_loading import PeopleLoading
from composer.store.people_making import PeopleBatch
from composer.store.people_plan import Plan, prepare
from composer.store.people_writing import keys_in_order

ReportReading = Callable[[ReadingProgress], None]
AskCancelled = Callable[[], bool]

_ROWS_AT_ONCE = 250
"""Their cells fit the processor's nearest caches; with a thousand, all takes half as long again."""
_REPORT_EVERY_S = 0.1
_READING_SHARE = 0.8
"""So much of the time goes into reading; the rest makes everybody findable."""
_MANY_BYTES = {SourceKind.CSV: 3_000_000, SourceKind.PASTED: 3_000_000}
_MANY_PACKED_BYTES = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Who is told how far a reading is, and who may end it."""

    progress: ReportReading | None = None
    cancelled: AskCancelled | None = None

    def is_cancelled(self) -> bool:
        """Whether somebody has cancelled."""
        return self.cancelled is not None and self.cancelled()

    def require_going_on(self) -> None:
        """Raise Blocked when somebody has cancelled."""
        if self.is_cancelled():
            raise Blocked([finding("audience.cancelled")])


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """What a reading gave: where its people are, and what is wrong with the source as a whole.

    `source_findings` are about the file, `list_findings` about all of its rows.

    `rows` counts rows that are not blank. `written` is None where nothing could be read.
    """

    file: str
    kind: SourceKind
    plan: Plan
    source_columns: tuple[str, ...]
    settings: AudienceSettings
    source_findings: tuple[Finding, ...]
    list_findings: tuple[Finding, ...]
    rows: int
    written: Written | None
    has_other_spellings: bool = False


def options_of(settings: AudienceSettings) -> SourceOptions:
    """Give what a person stated about the source."""
    return SourceOptions(
        encoding=settings.encoding,
        delimiter=settings.delimiter,
        sheet=settings.sheet,
        columns=settings.columns,
        email=settings.email,
    )


def open_given(given: Path | str, *, options: SourceOptions, name: str = "") -> Source:
    """Open a file, or pasted cells when they are given as text.

    Raises:
        NotFound: there is no such file.
    """
    if isinstance(given, str):
        return open_pasted(given, options=options)
    if not given.is_file():
        raise NotFound(
            place(_("{file} is not a file."), file=given.name),
            advice=_("Choose the file that holds the people."),
        )
    return open_source(given, options=options, name=name)


def read_source(
    desk: Desk,
    campaign_id: CampaignId,
    source: Source,
    *,
    settings: AudienceSettings,
    watching: Watching,
) -> SourceRead:
    """Read all rows into tables of their own.

    Raises:
        Blocked: it was cancelled.
    """
    listing = desk.recipients.listing(campaign_id)
    plan = prepare(
        desk.folder.database,
        campaign_id,
        columns=source.columns,
        email=settings.email,
        known=listing.tables.number if listing else None,
    )
    judge, findings = _judge_of(source, settings)
    if judge is None:
        return _read(source, plan, settings, findings)
    reading = _Reading(source=source, judge=judge, watching=watching)
    looks = LookalikeTally()
    with _loading(desk, source, plan) as loading:
        for batch in reading.batches():
            loading.add(batch)
        reading.tell(1.0, is_over=True)
        written = loading.finish(
            watching.is_cancelled, meanwhile=lambda: _look(desk, plan, looks, watching)
        )
    if written is None:
        raise Blocked([finding("audience.cancelled")])
    has_spellings = False
    if judge.spellings:
        has_spellings = mark_spellings(desk.folder.database, plan, judge.spellings)
    if not reading.rows and not any(item.blocks for item in reading.findings):
        where: dict[str, str | int] = {"file": source.file}
        findings.append(finding("audience.nobody", where=where, file=source.file))
    findings += judge.findings(written.facts.domains)
    findings += find_oddities(desk, plan.tables, written.facts.domains, file=source.file)
    findings += find_lookalikes(
        desk, plan.tables, looks, columns=source.columns, email=settings.email,
        file=source.file,
    )  # fmt: skip
    if settings.mx:
        findings += find_mail_domains(
            desk, written.facts.domains, file=source.file, progress=reading.tell_asked,
            cancelled=watching.is_cancelled,
        )  # fmt: skip
        watching.require_going_on()
    read = _read(source, plan, settings, findings)
    return replace(
        read,
        source_findings=(*read.source_findings, *reading.findings),
        rows=reading.rows,
        written=written,
        has_other_spellings=has_spellings,
    )


def _look(desk: Desk, plan: Plan, looks: LookalikeTally, watching: Watching) -> None:
    """Take in how addresses look; only now that the index no longer takes memory."""
    with desk.folder.database.read() as connection:
        for some in keys_in_order(connection, plan.tables):
            watching.require_going_on()
            looks.add(list(dict(some)))


def judge_for(
    columns: tuple[str, ...],
    settings: AudienceSettings,
    *,
    file: str,
    sample: Sequence[Sequence[str]] = (),
) -> tuple[RowJudge | None, list[Finding]]:
    """Make the judge of a list's rows; None where its columns or decisions cannot be used."""
    findings = find_missing_columns(columns, settings, file=file, sample=sample)
    segment: SegmentTally | None = None
    inactive: InactiveRule | None = None
    if settings.segment:
        parsed = parse_segment(settings.segment, columns)
        if isinstance(parsed, list):
            findings += parsed
        else:
            segment = SegmentTally(segment=parsed)
    if settings.inactive:
        rule = inactive_rule(settings.inactive, columns, file=file)
        if isinstance(rule, InactiveRule):
            inactive = rule
        else:
            findings.append(rule)
    if settings.email not in columns or any(item.blocks for item in findings):
        return None, findings
    judge = RowJudge(
        columns=columns, settings=settings, file=file, segment=segment, inactive=inactive
    )
    return judge, findings


def _judge_of(source: Source, settings: AudienceSettings) -> tuple[RowJudge | None, list[Finding]]:
    """Make the judge; a source that cannot be relied upon is not read."""
    if not source.columns:
        return None, []
    judge, findings = judge_for(
        source.columns, settings, file=source.file, sample=source.found.sample
    )
    is_sound = not any(item.blocks for item in source.findings)
    return judge if is_sound else None, findings


def _read(
    source: Source, plan: Plan, settings: AudienceSettings, findings: list[Finding]
) -> SourceRead:
    """Give what is known before any row was read."""
    return SourceRead(
        file=source.file,
        kind=source.found.kind,
        plan=plan,
        source_columns=source.found.columns,
        settings=settings,
        source_findings=source.findings,
        list_findings=tuple(findings),
        rows=0,
        written=None,
    )


def _loading(desk: Desk, source: Source, plan: Plan) -> PeopleLoading:
    many = _MANY_BYTES.get(source.found.kind, _MANY_PACKED_BYTES)
    return PeopleLoading(desk.folder.database, plan, many=source.size_bytes > many)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One pass over a source."""

    source: Source
    judge: RowJudge
    watching: Watching
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0
    _groups: dict[tuple[str, str], FindingGroup] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)
    _told: float = 0.0

    def batches(self) -> Iterator[PeopleBatch]:
        """Judge batch after batch."""
        for batch in self.source.batches(size=_ROWS_AT_ONCE):
            self.watching.require_going_on()
            self.findings += batch.findings
            judged = self._judged(batch)
            self.rows += len(judged.rows)
            self._group(judged.problems)
            self.tell(batch.share)
            yield judged

    def tell(self, share: float, *, is_over: bool = False) -> None:
        """Report how far the reading is, several times a second."""
        now = time.monotonic()
        if self.watching.progress is None or (now - self._told < _REPORT_EVERY_S and not is_over):
            return
        self._told = now
        done = share * _READING_SHARE
        left = (now - self._began) * (1 - done) / done if done > 0 else None
        groups = tuple(self._groups.values())
        self.watching.progress(
            ReadingProgress(rows=self.rows, share=done, seconds_left=left, groups=groups)
        )

    def tell_asked(self, asked: int, of: int) -> None:
        """Report how many mail domains were asked about: the last of the work."""
        if self.watching.progress is not None:
            groups = tuple(self._groups.values())
            share = _READING_SHARE + (1 - _READING_SHARE) * asked / of
            self.watching.progress(
                ReadingProgress(
                    rows=self.rows, share=share, seconds_left=None, groups=groups,
                    domains=(asked, of),
                )
            )  # fmt: skip

    def _judged(self, batch: Batch) -> PeopleBatch:
        numbers = [number for number, _cells in batch.rows]
        rows = [cells for _number, cells in batch.rows]
        judged = self.judge.judge(numbers, rows)
        if batch.cells:
            judged = _with_cell_problems(judged, batch.cells)
        return _with_ragged(judged, batch.ragged) if batch.ragged else judged

    def _group(self, problems: list[tuple[int, str, str, str]]) -> None:
        for problem in problems:
            _row, code, column, _details = problem
            known = self._groups.get((code, column))
            self._groups[code, column] = FindingGroup(
                code=code,
                severity=Severity(finding_severity(code)),
                column=column,
                count=known.count + 1 if known else 1,
                first=known.first if known else problem_finding(problem, file=self.source.file),
                may_leave_out=True,
            )


def _with_cell_problems(judged: PeopleBatch, cells: list[tuple[int, Finding]]) -> PeopleBatch:
    """Add what the reader of the file found about cells; such a row is not listed if it blocks.

    Whoever is left out keeps it, too: another decision may bring the row back.
    """
    blocked = {row for row, item in cells if item.blocks}
    keys = [
        None if row in blocked else key for row, key in zip(judged.rows, judged.keys, strict=True)
    ]
    problems = [*judged.problems, *(_problem_of(row, item) for row, item in cells)]
    return judged._replace(keys=keys, problems=problems)


def _with_ragged(judged: PeopleBatch, ragged: list[tuple[int, list[str], Finding]]) -> PeopleBatch:
    """Put rows of another length where they stand in the file: kept as they are, never listed."""
    rows = [
        *zip(
            judged.rows, judged.keys, judged.addresses, judged.locales, judged.cells, strict=True
        ),
        *((row, None, None, "", orjson.dumps(cells)) for row, cells, _finding in ragged),
    ]  # fmt: skip
    rows.sort(key=lambda row: row[0])
    return PeopleBatch(
        rows=[row for row, _key, _address, _locale, _cells in rows],
        keys=[key for _row, key, _address, _locale, _cells in rows],
        addresses=[address for _row, _key, address, _locale, _cells in rows],
        locales=[locale for _row, _key, _address, locale, _cells in rows],
        cells=[cells for _row, _key, _address, _locale, cells in rows],
        problems=[*judged.problems, *(_problem_of(row, item) for row, _cells, item in ragged)],
        left_out=judged.left_out,
    )


def _problem_of(row: int, item: Finding) -> tuple[int, str, str, str]:
    details = orjson.dumps(dict(item.values)).decode()
    return row, item.code, str(item.place_of("column") or ""), details
