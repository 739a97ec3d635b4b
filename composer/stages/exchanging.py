"""Translations out to other tools and back; `Workspace.exchange` is one of these.

What goes out is recorded, so that what comes back can be compared with it. Nothing is taken over
before somebody has seen the comparison, and then only if the campaign is still what it was
compared with. A file's states are declared by whoever takes it over.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from composer.errors import Blocked, FileRefused
from composer.findings import Finding
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.translation import UnitState
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.exchange_units import (
    export_record,
    read_record,
    said_by,
    sent_unit,
    unit_here,
    wanted_of,
    without_left_overs,
)
from composer.stages.exchange_workbook import read_workbook_cells
from composer.stages.freezing import is_frozen
from composer.stages.people import WRITERS, require_role
from composer.stages.revising import change_files
from composer.stages.translation_judging import judge_of
from composer.stages.translation_saving import changed_files
from composer.stages.translation_units import require_catalogue, require_units, units
from composer.store.translations import ExportRecord, new_export_id, text_digest
from composer.translation.exchange.belonging import find_other_origin, language_of
from composer.translation.exchange.compare import compare_units
from composer.translation.exchange.comparison import (
    NEVER,
    Comparison,
    ComparisonLine,
    SentUnit,
    UnitHere,
)
from composer.translation.exchange.model import (
    ExchangeFile,
    ExchangeFormat,
    Stamp,
    digest_of,
)
from composer.translation.exchange.po import write_po_file
from composer.translation.exchange.reading import read_exchange_file
from composer.translation.exchange.refusing import file_finding
from composer.translation.exchange.xliff2_writing import write_xliff2
from composer.translation.exchange.xliff12_writing import write_xliff12
from composer.translation.exchange.xliff_text import require_writable
from composer.translation.exchange.xlsx_columns import Wanted
from composer.translation.exchange.xlsx_writing import write_xlsx

_WRITERS = {
    ExchangeFormat.PO: write_po_file,
    ExchangeFormat.XLSX: write_xlsx,
    ExchangeFormat.XLIFF_12: write_xliff12,
    ExchangeFormat.XLIFF_2: write_xliff2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file that went out: its id, its bytes and how many units it has."""

    id: str
    content: bytes
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What taking a file over has changed: translations or states, and comments that came."""

    translations: int
    comments: int


class Exchange:
    """Files for translators of one open workspace; calls block and may come from any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def export(
        self,
        campaign_id: CampaignId,
        locale: str,
        form: ExchangeFormat,
        *,
        by: Person,
        only_unfinished: bool = False,
    ) -> SentFile:
        """Write a language's units as a file, and record what went out.

        Raises:
            Blocked: the language is not there, or a text is one that the format cannot hold.
        """
        require_role(by, *WRITERS, Role.REVIEWER)
        content = load_content(self._desk, campaign_id)
        require_catalogue(content, locale)
        lines = [
            line
            for line in units(self._desk, campaign_id, locale)
            if not only_unfinished or line.state != UnitState.REVIEWED.value
        ]
        stamp = Stamp(
            campaign=campaign_id,
            export=new_export_id(),
            digest=digest_of(line.source for line in lines),
        )
        file = ExchangeFile(
            format=form,
            source_locale=content.message.locale,
            locale=locale,
            units=tuple(sent_unit(number, line) for number, line in enumerate(lines, start=1)),
            stamp=stamp,
            campaign_name=content.record.name,
        )
        require_writable(file)
        written = _WRITERS[form](file)
        self._desk.translations.add_export(
            ExportRecord(
                id=stamp.export,
                campaign_id=campaign_id,
                locale=locale,
                format=form.value,
                record=export_record(lines, stamp),
                by=by.public_key,
                at=self._desk.now(),
            )
        )
        self._desk.audit.append(
            person=by.public_key,
            action="translation.export",
            details={"campaign": campaign_id, "locale": locale},
        )
        return SentFile(id=stamp.export, content=written, units=len(lines))

    def language_of(self, campaign_id: CampaignId, content: bytes, *, file: str) -> str:
        """Give the message's language that a file is of, else the file's own tag; empty for none.

        A table of several languages is of none before somebody says which is wanted.

        Raises:
            FileRefused: the file cannot be read, or must not be.
        """
        try:
            found = read_exchange_file(content, file=file, read_cells=read_workbook_cells)
        except FileRefused as error:
            if any(item.code == "exchange.no_columns" for item in error.findings):
                return ""
            raise
        message = load_content(self._desk, campaign_id).message
        return language_of(found.locale, [item.locale for item in message.catalogues])

    def compare(
        self, campaign_id: CampaignId, locale: str, content: bytes, *, file: str
    ) -> Comparison:
        """Compare a file with what went out and with what is here; nothing is changed.

        Raises:
            FileRefused: the file cannot be read, or must not be.
            Blocked: the language is not there.
        """
        newest = load_content(self._desk, campaign_id)
        catalogue = require_catalogue(newest, locale)
        wanted = Wanted(source_locale=newest.message.locale, locale=locale)
        read = read_exchange_file(content, file=file, read_cells=read_workbook_cells, wanted=wanted)
        here = [unit_here(line) for line in units(self._desk, campaign_id, locale)]
        found = without_left_overs(read, catalogue, here)
        sent = self._sent(campaign_id, locale, found)
        others = [item.locale for item in newest.message.catalogues if item.locale != locale]
        about = [
            *found.findings,
            *find_other_origin(
                found,
                name=file,
                campaign=campaign_id,
                source_locale=newest.message.locale,
                locales=(locale, *others),
            ),
        ]
        lines: tuple[ComparisonLine, ...] = ()
        if not any(item.code in NEVER for item in about):
            if sent is None:
                about.append(file_finding("exchange.unknown_export", file))
            check = _Checking(self._desk, newest, locale).find
            lines = compare_units(found, here, name=file, sent=sent, check=check)
        return Comparison(
            campaign=campaign_id,
            locale=locale,
            file=file,
            format=found.format.value,
            revision=newest.revision.number,
            export=found.stamp.export if found.stamp and sent is not None else "",
            lines=lines,
            findings=tuple(about),
        )

    def take(self, comparison: Comparison, chosen: Collection[int], *, by: Person) -> TakenOver:
        """Take lines of a comparison over, in one revision; `chosen` are their numbers.

        Raises:
            Blocked: the campaign is frozen or has changed since, or the person may not translate.
        """
        require_role(by, *WRITERS)
        lines = [line for line in comparison.lines if line.number in chosen]
        wanted = wanted_of(lines, comparison.locale)
        changed = 0

        def change(content: Content) -> dict[str, bytes | None]:
            nonlocal changed
            if wanted and is_frozen(self._desk, content):
                raise Blocked([file_finding("exchange.frozen", comparison.file)])
            if content.revision.number != comparison.revision:
                raise Blocked([file_finding("exchange.moved_on", comparison.file)])
            files, changed = changed_files(self._desk, content, wanted, by=by, declared=True)
            return files

        change_files(self._desk, comparison.campaign, change, by=by, judges_frozen=True)
        return TakenOver(translations=changed, comments=self._take_comments(comparison, lines, by))

    def _take_comments(
        self, comparison: Comparison, lines: Sequence[ComparisonLine], by: Person
    ) -> int:
        """Keep what others said, under the name of who brings it, which names them."""
        count = 0
        for line in lines:
            for comment in line.comments:
                self._desk.translations.add_comment(
                    comparison.campaign,
                    comparison.locale,
                    source=text_digest(line.source),
                    text=said_by(comment),
                    by=by.public_key,
                    at=comment.at or self._desk.now(),
                )
                count += 1
        if count:
            details = {"campaign": comparison.campaign, "locale": comparison.locale}
            self._desk.audit.append(
                person=by.public_key, action="translation.comment", details=details
            )
        return count

    def _sent(
        self, campaign_id: CampaignId, locale: str, found: ExchangeFile
    ) -> dict[str, SentUnit] | None:
        """Give what went out in the file that comes back; None where nobody knows."""
        record = self._desk.translations.export(found.stamp.export) if found.stamp else None
        if record is None or (record.campaign_id, record.locale) != (campaign_id, locale):
            return None
        return read_record(record.record, found.stamp) if found.stamp else None


class _Checking:
    """The checks of one unit, for one language of one revision."""

    def __init__(self, desk: Desk, content: Content, locale: str) -> None:
        self._judge = judge_of(desk, content, locale)
        self._units = require_units(content, locale=locale)

    def find(self, unit: UnitHere, target: str) -> tuple[Finding, ...]:
        """Find what is wrong with a translation."""
        own = self._units[unit.source]
        return self._judge(own, target)
