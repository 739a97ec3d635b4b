"""Deciding about an audience: what is promised, and who of the rows that are here is written to.

A decision is a setting of the campaign. One that changes who is listed judges the stored rows anew
into a pending audience: the one in use stays as it was until that is taken over, and until then a
finding says that it does not fit the settings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace

import orjson

from composer.audience.judging import is_judged
from composer.audience.sources.opened import CellProblem, Chunk, Opened
from composer.audience.sources.source import Source
from composer.findings import Finding, blocking
from composer.folder.audience_source import with_audience_settings
from composer.folder.load import SETTINGS_FILE
from composer.model.audience import SourceKind
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.stages.audience_pending import keep_pending, remember_settings
from composer.stages.audience_reading import Watching, judge_for, read_source
from composer.stages.audience_records import PendingRecord, from_record
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.freezing import require_open
from composer.stages.people import require_role
from composer.stages.revising import save_files
from composer.store.pending_people import problems
from composer.store.people_search import read_pages
from composer.store.people_tables import PeopleTables

_WHO_IS_LISTED = frozenset(
    {
        "email",
        "locale",
        "segment",
        "exclude",
        "inactive",
        "later",
        "only",
        "corrects",
        "follows",
        "follows_groups",
    }
)


def change_settings(
    desk: Desk,
    campaign_id: CampaignId,
    settings: AudienceSettings,
    *,
    answered: Collection[str] = (),
    by: Person,
) -> tuple[Finding, ...]:
    """Store other settings, and judge the rows that are here by them where they say who is listed.

    `answered` names settings that were said, also where they are the campaign's already: the rows
    that wait may have been read under others. What cannot be used is not stored: the findings say
    why.

    Raises:
        Blocked: the campaign is frozen.
        FileRefused: a value is none that the settings' file may hold.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    require_open(desk, content)
    before = content.campaign.audience
    changed = {
        item.name: getattr(settings, item.name)
        for item in fields(settings)
        if item.name in answered or getattr(settings, item.name) != getattr(before, item.name)
    }
    _written(desk, campaign_id, before, settings)  # what could not be read again is refused here
    rows = rows_here(desk, campaign_id)
    if rows is not None:
        found = _change_rows(desk, campaign_id, rows, replace(rows.settings, **changed), by=by)
        if found:
            return found
    _save(desk, campaign_id, before, settings, by=by)
    return ()


def _change_rows(
    desk: Desk, campaign_id: CampaignId, rows: RowsHere, wanted: AudienceSettings, *, by: Person
) -> tuple[Finding, ...]:
    """Do with the rows what the settings say; whoever is cut off then has decided nothing yet."""
    if any(getattr(wanted, name) != getattr(rows.settings, name) for name in _WHO_IS_LISTED):
        found = blocking(judge_for(rows.columns, wanted, file=rows.file)[1])
        if found:
            return tuple(found)
        judge_anew(desk, campaign_id, rows, wanted, by=by)
    elif rows.is_pending and wanted != rows.settings:
        remember_settings(desk, campaign_id, wanted)
    return ()


def pending_settings(desk: Desk, campaign_id: CampaignId) -> AudienceSettings | None:
    """Give the settings that the pending audience was read under."""
    stored = desk.pending.get(campaign_id)
    return None if stored is None else from_record(stored.record).settings


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsHere:
    """The rows of the pending audience, or else of the one in use."""

    tables: PeopleTables
    columns: tuple[str, ...]
    settings: AudienceSettings
    file: str
    source_columns: tuple[str, ...]
    findings: tuple[Finding, ...]
    is_pending: bool
    pending: PendingRecord | None = None


def rows_here(desk: Desk, campaign_id: CampaignId) -> RowsHere | None:
    """Give the rows that wait to be taken over, or else those in use."""
    stored = desk.pending.get(campaign_id)
    if stored is not None:
        record = from_record(stored.record)
        return RowsHere(
            tables=stored.tables,
            columns=stored.columns,
            settings=record.settings,
            file=record.file,
            source_columns=record.source_columns,
            findings=record.source_findings,
            is_pending=True,
            pending=record,
        )
    listing, facts = desk.recipients.listing(campaign_id), desk.recipients.facts(campaign_id)
    if listing is None:
        return None
    settings = load_content(desk, campaign_id).campaign.audience
    return RowsHere(
        tables=listing.tables,
        columns=listing.change.columns,
        settings=settings,
        file=facts.source if facts and facts.source else settings.file,
        source_columns=facts.source_columns if facts else (),
        findings=(),
        is_pending=False,
    )


def judge_anew(
    desk: Desk, campaign_id: CampaignId, rows: RowsHere, settings: AudienceSettings, *, by: Person
) -> None:
    """Keep rows that are here as the pending audience, judged under other settings."""
    source = stored_source(desk, rows)
    read = read_source(desk, campaign_id, source, settings=settings, watching=Watching())
    keep_pending(desk, campaign_id, read, by=by, judged_anew=rows.pending)


def stored_source(desk: Desk, rows: RowsHere) -> Source:
    """Give stored rows as a source that can be read once more."""
    return Source(
        file=rows.file,
        size_bytes=0,
        columns=rows.columns,
        findings=rows.findings,
        found=Opened(
            kind=SourceKind.PASTED,
            columns=rows.source_columns,
            chunks=lambda _size: _stored_chunks(desk, rows),
        ),
    )


def _stored_chunks(desk: Desk, rows: RowsHere) -> Iterator[Chunk]:
    """Give the stored rows as a reader of a file would, with what only that reader could find."""
    with desk.folder.database.read() as connection:
        told: dict[int, list[CellProblem]] = {}
        for row, code, column, details in problems(connection, rows.tables, decided=True):
            if not is_judged(code):
                place = rows.columns.index(column) if column in rows.columns else len(rows.columns)
                values = {**orjson.loads(details)}
                values.pop("row", None)
                values.pop("column", None)
                told.setdefault(row, []).append(
                    CellProblem(row=row, column=place, code=code, values=tuple(values.items()))
                )
        for positions, cells in read_pages(connection, rows.tables):
            begin = 0
            for at in range(1, len(positions) + 1):
                if at < len(positions) and positions[at] == positions[at - 1] + 1:
                    continue
                some = tuple(
                    item for row in positions[begin:at] for item in told.get(row, ())
                ) if told else ()  # fmt: skip
                yield Chunk(first=positions[begin], rows=cells[begin:at], share=0.5, cells=some)
                begin = at


def _save(
    desk: Desk,
    campaign_id: CampaignId,
    before: AudienceSettings,
    after: AudienceSettings,
    *,
    by: Person,
) -> None:
    written, changed = _written(desk, campaign_id, before, after)
    if changed != written:
        save_files(desk, campaign_id, {SETTINGS_FILE: changed}, by=by)


def _written(
    desk: Desk, campaign_id: CampaignId, before: AudienceSettings, after: AudienceSettings
) -> tuple[bytes, bytes]:
    """Give the settings' file as it is, and as it is to be."""
    written = desk.campaigns.tree(campaign_id)[SETTINGS_FILE]
    return written, with_audience_settings(written, before, after)
