"""From a file to exactly these people: reading, mending, taking over, and looking at who is listed.

`Workspace.audiences` is one of these; like the workspace it decides nothing itself. What was read
but has problems is the *pending* audience: it lies beside the one in use, which stays untouched
until `take_over`. What is decided about it may name the reading that somebody looked at
(`PendingAudience.reading`): where another waits by then, nothing is done (`audience.other_list`).
Every call blocks and may come from any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from composer.audience.sources.source import SourceOptions
from composer.findings import Finding
from composer.model.audience import (
    AudienceComparison,
    ColumnStatistics,
    PendingAudience,
    RowList,
    SourceView,
    TableRow,
)
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.model.overview import ImportResult
from composer.model.person import Person
from composer.stages import (
    audience_bad_rows,
    audience_deciding,
    audience_mending,
    audience_table,
    audience_taking,
)
from composer.stages.audience_lock import audience_lock
from composer.stages.audience_pending import pending_view, require_reading, require_view
from composer.stages.audience_reading import AskCancelled, ReportReading, Watching
from composer.stages.content import load_content
from composer.stages.desk import Desk

_PATIENCE_S = 5.0


class Audiences:
    """The audiences of one open workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settings(self, campaign_id: CampaignId) -> AudienceSettings:
        """Give what is decided about a campaign's audience."""
        return load_content(self._desk, campaign_id).campaign.audience

    def open(
        self, campaign_id: CampaignId, file: Path | str, *, options: SourceOptions | None = None
    ) -> SourceView:
        """Look into a file (or pasted cells, when given as text) before its rows are read."""
        return audience_taking.look_into(self._desk, campaign_id, file, options=options)

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
        """Read a whole source beside the audience in use; settings None means the campaign's.

        Raises:
            Blocked: it was cancelled (`audience.cancelled`), or another reading of this campaign
                runs (`audience.busy`).
        """
        return audience_taking.read_pending(
            self._desk,
            campaign_id,
            file,
            settings=settings,
            by=by,
            watching=Watching(progress=progress, cancelled=cancelled),
        )

    def read_again(
        self,
        campaign_id: CampaignId,
        *,
        by: Person,
        progress: ReportReading | None = None,
        cancelled: AskCancelled | None = None,
    ) -> PendingAudience:
        """Read the pending audience's file once more, under what was decided about it since.

        Raises:
            Blocked: as for `read`.
            NotFound: nothing waits, or its file is not where it was.
        """
        watching = Watching(progress=progress, cancelled=cancelled)
        return audience_taking.read_again(self._desk, campaign_id, by=by, watching=watching)

    def pending_source(self, campaign_id: CampaignId) -> Path | None:
        """Give the file that the pending audience was read from, where it still is."""
        return audience_taking.pending_source(self._desk, campaign_id)

    def pending(self, campaign_id: CampaignId) -> PendingAudience | None:
        """Give what was read and not yet taken over or discarded."""
        return pending_view(self._desk, campaign_id)

    def pending_settings(self, campaign_id: CampaignId) -> AudienceSettings | None:
        """Give the settings that the pending audience was read under; None where there is none."""
        return audience_deciding.pending_settings(self._desk, campaign_id)

    def take_over(
        self, campaign_id: CampaignId, *, by: Person, reading: str | None = None
    ) -> ImportResult:
        """Make the pending audience the campaign's; findings that block leave both as they were."""
        return audience_taking.take_over(self._desk, campaign_id, by=by, reading=reading)

    def discard(self, campaign_id: CampaignId, *, by: Person, reading: str | None = None) -> None:
        """Forget the pending audience."""
        audience_taking.discard(self._desk, campaign_id, by=by, reading=reading)

    def changes_since_proof(self, campaign_id: CampaignId) -> AudienceComparison | None:
        """Say who came, went and changed since the newest proof; None where there is none."""
        return audience_taking.changes_since_proof(self._desk, campaign_id)

    def fix_cell(
        self,
        campaign_id: CampaignId,
        *,
        row: int,
        column: str,
        value: str,
        by: Person,
        reading: str | None = None,
    ) -> PendingAudience:
        """Write another value into one cell of the pending audience and judge its row again."""
        return self._mended(
            campaign_id,
            lambda: audience_mending.fix_cell(
                self._desk, campaign_id, row=row, column=column, value=value, by=by
            ),
            reading,
        )

    def fix_row(
        self,
        campaign_id: CampaignId,
        *,
        row: int,
        cells: Sequence[str],
        by: Person,
        reading: str | None = None,
    ) -> PendingAudience:
        """Write all cells of a row of the pending audience anew and judge it again."""
        return self._mended(
            campaign_id,
            lambda: audience_mending.fix_row(self._desk, campaign_id, row=row, cells=cells, by=by),
            reading,
        )

    def leave_out(
        self, campaign_id: CampaignId, code: str, *, by: Person, reading: str | None = None
    ) -> PendingAudience:
        """Leave out everybody whose row has such a problem, or whom such a warning means."""
        return self._mended(
            campaign_id,
            lambda: audience_mending.leave_out(self._desk, campaign_id, code, by=by),
            reading,
        )

    def take_back(
        self, campaign_id: CampaignId, code: str, *, by: Person, reading: str | None = None
    ) -> PendingAudience:
        """Undo `leave_out`."""
        return self._mended(
            campaign_id,
            lambda: audience_mending.take_back(self._desk, campaign_id, code, by=by),
            reading,
        )

    def export_bad_rows(self, campaign_id: CampaignId, file: Path) -> int:
        """Write the rows that block as CSV, first their number, with the reason; count them."""
        return audience_bad_rows.export_bad_rows(self._desk, campaign_id, file)

    def bring_back(
        self, campaign_id: CampaignId, file: Path, *, by: Person, reading: str | None = None
    ) -> PendingAudience:
        """Take corrected rows from a file of `export_bad_rows`, matched by their number."""
        return self._mended(
            campaign_id,
            lambda: audience_bad_rows.bring_back(self._desk, campaign_id, file, by=by),
            reading,
        )

    def columns(self, campaign_id: CampaignId, *, pending: bool = False) -> tuple[str, ...]:
        """Give the columns in order."""
        table = audience_table.open_table(self._desk, campaign_id, pending=pending)
        return table.columns if table else ()

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
        wanted = audience_table.Wanted(
            search=search, sort=sort, descending=descending, problem=problem, segment=segment
        )
        table = audience_table.open_table(self._desk, campaign_id, pending=pending)
        return audience_table.find_rows(self._desk, table, wanted)

    def rows(
        self, campaign_id: CampaignId, positions: Sequence[int], *, pending: bool = False
    ) -> tuple[TableRow, ...]:
        """Give the rows at these positions of a `RowList`; some hundred at a time."""
        table = audience_table.open_table(self._desk, campaign_id, pending=pending)
        return audience_table.table_rows(self._desk, table, positions)

    def statistics(
        self, campaign_id: CampaignId, column: str, *, pending: bool = False
    ) -> ColumnStatistics:
        """Give a column at a glance."""
        table = audience_table.open_table(self._desk, campaign_id, pending=pending)
        return audience_table.column_statistics(self._desk, table, column)

    def count_segment(self, campaign_id: CampaignId, segment: str, *, pending: bool = False) -> int:
        """Count the people that a segment keeps.

        Raises:
            Blocked: the segment cannot be understood.
        """
        table = audience_table.open_table(self._desk, campaign_id, pending=pending)
        return audience_table.count_segment(self._desk, table, segment)

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
        settings = self.settings(campaign_id)
        changed = replace(
            settings, expected=expected, tolerance=tolerance, rule=rule, agreed=agreed
        )
        promised = ("expected", "tolerance", "rule", "agreed")
        self.change_settings(campaign_id, changed, answered=promised, by=by)

    def change_settings(
        self,
        campaign_id: CampaignId,
        settings: AudienceSettings,
        *,
        answered: Collection[str] = (),
        by: Person,
    ) -> tuple[Finding, ...]:
        """Decide otherwise about the audience, and say what is wrong with the decision.

        What changes who is listed makes a pending audience from the rows that are here already.
        `answered` names settings that hold for a pending audience though the campaign has them so.
        """
        with audience_lock(self._desk, campaign_id, patience_s=_PATIENCE_S):
            return audience_deciding.change_settings(
                self._desk, campaign_id, settings, answered=answered, by=by
            )

    def _mended(
        self, campaign_id: CampaignId, mend: Callable[[], None], reading: str | None
    ) -> PendingAudience:
        with audience_lock(self._desk, campaign_id, patience_s=_PATIENCE_S):
            require_reading(self._desk, campaign_id, reading)
            mend()
            return require_view(self._desk, campaign_id)
