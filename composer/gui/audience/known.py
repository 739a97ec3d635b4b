"""What the Audience page reads that the campaign's content does not say, in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from composer.gui.audience.choices_panel import Around
from composer.gui.audience.choices_side import Answers
from composer.gui.audience.people_view import Shown
from composer.gui.audience.situation import Situation
from composer.gui.page import Page
from composer.model.audience import AudienceComparison, PendingAudience
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.model.overview import CampaignSummary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.findings import Finding
    from composer.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The list that waits with its settings and its file, the columns, the other campaigns."""

    pending: PendingAudience | None = None
    settings: AudienceSettings | None = None
    source: Path | None = None
    columns: tuple[str, ...] = ()
    campaigns: tuple[CampaignSummary, ...] = ()


def read_known(workspace: Workspace, campaign: CampaignId) -> Known:
    """Read it; this blocks."""
    audiences = workspace.audiences
    pending = audiences.pending(campaign)
    return Known(
        pending=pending,
        settings=audiences.pending_settings(campaign),
        source=audiences.pending_source(campaign),
        columns=audiences.columns(campaign, pending=pending is not None),
        campaigns=tuple(one for one in workspace.campaigns() if one.id != campaign),
    )


class KnownReader(QObject):
    """Reads what is known for one page; an answer older than a change is dropped.

    Signals:
        came(): `known` is another.
        compared(AudienceComparison | None): the list in use beside the newest proof; it takes its
            time, and comes when the rest is there.
    """

    came = Signal()
    compared = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._asked = 0
        self.known: Known | None = None

    def read(self) -> None:
        """Read everything anew."""
        self._asked += 1
        session, asked = self._page.session, self._asked
        campaign, workspace = session.campaign, session.workspace

        def compare(found: AudienceComparison | None) -> None:
            if asked == self._asked:
                self.compared.emit(found)

        def take(known: Known) -> None:
            if asked == self._asked:
                self.known = known
                self.came.emit()
                self._page.ask(
                    lambda _task: workspace.audiences.changes_since_proof(campaign), then=compare
                )

        self._page.ask(lambda _task: read_known(workspace, campaign), then=take)

    def take_pending(self, pending: PendingAudience | None) -> None:
        """Know another list that waits, or none; an answer under way is older than this."""
        self._asked += 1
        self.known = replace(self.known or Known(), pending=pending)


def shown_list(now: Situation, known: Known) -> Shown:
    """Say which list the table shows."""
    read_by = known.settings or now.content.campaign.audience
    return Shown(
        pending=known.pending is not None,
        stamp=now.stamp,
        may_edit=known.pending is not None and now.may_edit,
        email=read_by.email,
        locale=read_by.locale,
    )


def answers_of(now: Situation, known: Known, findings: Sequence[Finding]) -> Answers:
    """Give the choices as they are; `findings` are the stage's."""
    content, pending = now.content, known.pending
    around = Around(
        columns=known.columns,
        campaigns=known.campaigns,
        languages=(
            content.campaign.locale,
            *(one.locale for one in content.message.catalogues),
        ),
        without_language=dict(content.locale_counts).get("", 0),
        findings=pending.findings if pending is not None else tuple(findings),
    )
    return Answers(
        settings=content.campaign.audience,
        around=around,
        may_edit=now.may_edit,
        pending=pending is not None,
        everybody=pending.rows if pending is not None else content.audience,
    )
