"""From a file to exactly these people: reading, mending, taking over, and looking at who is listed.

`Workspace.audiences` is one of these; like the workspace it decides nothing itself. What was read
but has problems is the *pending* audience: it lies beside the one in use, which stays untouched
until `take_over`. Every call blocks and may come from any thread.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from composer.findings import Finding
from composer.model.audience import (
    ColumnStatistics,
    PendingAudience,
    ReadingProgress,
    RowList,
    SourceView,
    TableRow,
)
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.model.overview import ImportResult
from composer.model.person import Person
from composer.stages.desk import Desk

ReportReading = Callable[[ReadingProgress], None]
AskCancelled = Callable[[], bool]


class Audiences:
    """The audiences of one open workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self, campaign_id: CampaignId, file: Path | str) -> SourceView:
        """Look into a file (or pasted cells, when given as text) before its rows are read."""
        raise NotImplementedError

    def read(
        self,
        campaign_id: CampaignId,
        file: Path | str,
        *,
        settings: AudienceSettings | None = None,
        by: Person,
        progress: ReportReading | None = None,
        cancelled: AskCancelled | None = None,
    ) -> PendingAudience:
        """Read a whole source beside the audience in use; settings None means the campaign's."""
        raise NotImplementedError

    def pending(self, campaign_id: CampaignId) -> PendingAudience | None:
        """Give what was read and not yet taken over or discarded."""
        return None

    def take_over(self, campaign_id: CampaignId, *, by: Person) -> ImportResult:
        """Make the pending audience the campaign's; findings that block leave both as they were."""
        raise NotImplementedError

    def discard(self, campaign_id: CampaignId, *, by: Person) -> None:
        """Forget the pending audience."""
        raise NotImplementedError

    def fix_cell(
        self, campaign_id: CampaignId, *, row: int, column: str, value: str, by: Person
    ) -> PendingAudience:
        """Write another value into one cell of the pending audience and judge its row again."""
        raise NotImplementedError

    def leave_out(self, campaign_id: CampaignId, code: str, *, by: Person) -> PendingAudience:
        """Leave out everybody whose row has a problem of this kind."""
        raise NotImplementedError

    def take_back(self, campaign_id: CampaignId, code: str, *, by: Person) -> PendingAudience:
        """Undo `leave_out`."""
        raise NotImplementedError

    def export_bad_rows(self, campaign_id: CampaignId, file: Path) -> int:
        """Write the rows with problems as CSV, first their number, last the reason; count them."""
        raise NotImplementedError

    def bring_back(self, campaign_id: CampaignId, file: Path, *, by: Person) -> PendingAudience:
        """Take corrected rows from a file of `export_bad_rows`, matched by their number."""
        raise NotImplementedError

    def columns(self, campaign_id: CampaignId, *, pending: bool = False) -> tuple[str, ...]:
        """Give the columns in order."""
        return self._desk.recipients.columns(campaign_id)

    def find_rows(
        self,
        campaign_id: CampaignId,
        *,
        search: str = "",
        sort: str = "",
        descending: bool = False,
        problem: str = "",
        segment: str = "",
        pending: bool = False,
    ) -> RowList:
        """Find the rows of the table: those with a text in any cell, a problem, in a segment."""
        total = self._desk.recipients.page(campaign_id, offset=0, limit=0, search=search)[1]
        return RowList(total=total, positions=array("I", range(total)))

    def rows(
        self, campaign_id: CampaignId, positions: Sequence[int], *, pending: bool = False
    ) -> tuple[TableRow, ...]:
        """Give the rows at these positions of a `RowList`; some hundred at a time."""
        found = []
        for position in positions:
            page, _total = self._desk.recipients.page(campaign_id, offset=position, limit=1)
            found += [
                TableRow(row=one.row, cells=tuple(value for _name, value in one.fields))
                for one in page
            ]
        return tuple(found)

    def statistics(
        self, campaign_id: CampaignId, column: str, *, pending: bool = False
    ) -> ColumnStatistics:
        """Give a column at a glance."""
        raise NotImplementedError

    def count_segment(self, campaign_id: CampaignId, segment: str, *, pending: bool = False) -> int:
        """Count the people that a segment keeps."""
        raise NotImplementedError

    def set_contract(
        self,
        campaign_id: CampaignId,
        *,
        expected: int | None,
        tolerance: Decimal,
        rule: str,
        agreed: str,
        by: Person,
    ) -> None:
        """Write down what is promised about the audience before it is read."""
        raise NotImplementedError

    def change_settings(
        self, campaign_id: CampaignId, settings: AudienceSettings, *, by: Person
    ) -> tuple[Finding, ...]:
        """Store other settings of the audience and say what is wrong with them."""
        raise NotImplementedError
