"""The window: band, header, rail, the page being shown, inspector; keyboard and announcements.

Pages are made when they are first shown and know nothing of each other: the window alone decides
which one is seen. No rule of the flow is decided here.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from composer.findings import Finding
from composer.gui import icons, rail, sheets
from composer.gui.activity import Activity
from composer.gui.announce import Announcer
from composer.gui.band import Band
from composer.gui.change_sheet import change_sheet
from composer.gui.closing import Closing
from composer.gui.dropping import Dropping
from composer.gui.finding_places import stage_of_finding
from composer.gui.header import Header
from composer.gui.highlighter import MarkdownHighlighter
from composer.gui.inspector import Inspector
from composer.gui.page import Page
from composer.gui.pages.apart import OPENED, Apart, apart_class
from composer.gui.pages.campaigns import CampaignsPage
from composer.gui.pages_made import PagesMade
from composer.gui.parts import Button, IconLabel, SearchEdit
from composer.gui.putting_away import PuttingAway
from composer.gui.send_line import SendLine
from composer.gui.session import Session
from composer.gui.shortcuts import Act
from composer.gui.stage_words import STAGES, stage_name
from composer.gui.system_notices import SystemNotices
from composer.gui.taking_in import Taking
from composer.gui.theme import Theme
from composer.gui.window_keys import WindowKeys
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.stages import Stage

NARROW_BELOW = 1200


class Window(QMainWindow):
    """The one window of the program.

    Signals:
        closed(): it is about to disappear, and nothing is under way any more.
        kept_open(): it was asked to close, and somebody decided that it stays.
    """

    closed = Signal()
    kept_open = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.pages: dict[Stage, Page] = {}
        self.band = Band(session)
        self.send_line = SendLine(session)
        self.notices = SystemNotices(session)
        self.header = Header(session)
        self.rail = rail.Rail()
        self.activity = Activity(session.background)
        self.side = QWidget()
        self.inspector = Inspector(session)
        self.stack = QStackedWidget()
        self.campaigns = CampaignsPage(session)
        self.announcer = Announcer(self)
        self.apart: dict[Apart, Page] = {}
        self._wanted_stage: Stage | None = None
        self._last: QWidget | None = None
        self._from_set_up = False
        self.making = PagesMade(session, self.stack, self._go_back)
        self._closing = Closing(self, show=self._show_page)
        self.dropping = Dropping(self, takes_campaigns=True)
        self._taking = Taking(self, session)
        self._putting_away = PuttingAway(self)
        self._lay_out()
        self._connect()
        self.keys = WindowKeys(self)
        self.resize(1280, 800)
        self.setMinimumSize(1100, 700)
        self.show_campaigns()

    # --- what is shown -----------------------------------------------------------------------

    def show_campaigns(self) -> None:
        """Show the list of campaigns."""
        self.session.open_campaign(None)
        self._wanted_stage = None
        self.side.hide()
        self.inspector.hide()
        self.stack.setCurrentWidget(self.campaigns)
        self.campaigns.read()
        self._title()

    def show_apart(self, which: Apart) -> None:
        """Show a page of the workspace; back leads to where it was opened."""
        page = self.apart.get(which)
        self._from_set_up = self._shows(Apart.SET_UP) and which is not Apart.SET_UP
        if page is None:
            page = self.apart[which] = apart_class(which)(self.session)
            page.footer.show_back(shown=True)
            page.back_requested.connect(self._leave_apart)
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.rail.show_stage(None)  # none is shown; a press on any of them leads there
        page.read()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._title()
        self.session.announce(_(OPENED[which]))

    def show_message(self, address: str) -> None:
        """Show one person's message."""
        from composer.gui.pages.preview import PreviewPage  # noqa: PLC0415 - as above

        self.show_stage(Stage.PREVIEW)
        if isinstance(self.page, PreviewPage):
            self.page.show_address(address)

    def open_campaign(self, campaign_id: CampaignId, stage: Stage | None = None) -> None:
        """Open a campaign at a stage; without one, where its work goes on."""
        self._forget_pages()
        self._wanted_stage = stage
        self.session.open_campaign(campaign_id)
        if stage is not None:
            self.show_stage(stage)

    def close_campaign(self, campaign_id: CampaignId) -> None:
        """Show the list in place of this campaign, if it is open; what was typed is saved."""
        if self.session.campaign_id == campaign_id:
            self._forget_pages()
            self.show_campaigns()

    def show_stage(self, stage: Stage) -> None:
        """Show a stage's page, making it if this is the first time."""
        self._wanted_stage = stage
        if stage not in self.pages:
            self.pages[stage] = self.making.take(stage)
        page = self.pages[stage]
        self.side.show()
        self.stack.setCurrentWidget(page)
        self.rail.show_stage(stage)
        if not self.rail.hasFocus():
            page.setFocus(Qt.FocusReason.OtherFocusReason)  # Tab then goes to its first control
        self._title()
        self.session.announce(place(_("{stage} is open"), stage=stage_name(stage)))

    @property
    def stage(self) -> Stage | None:
        """The stage being shown, or None on the list of campaigns."""
        return None if self.session.campaign_id is None else self._wanted_stage

    @property
    def page(self) -> Page:
        """The page being shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    def show_finding(self, finding: Finding) -> None:
        """Go to a finding's place; where it has none, the inspector shows it whole."""
        page = self.page
        self.session.inspected.emit(finding)
        if page.show_finding(finding):
            return
        stage = stage_of_finding(finding)
        if stage is not None and stage is not page.stage:
            self.show_stage(stage)
            if self.page.show_finding(finding):
                return
        self.inspector.show()

    def show_error(self, error: Exception) -> None:
        """Show the one error dialog."""
        self.session.announce(str(error), assertive=True)
        sheets.error_sheet(self, error).open()

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.side.setObjectName("side")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side.setFixedWidth(rail.wide())
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.rail, 1)
        column.addWidget(self.activity)
        self.stack.setObjectName("stack")
        self.stack.addWidget(self.campaigns)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.side)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.inspector)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.band)
        outer.addWidget(self.header)
        outer.addWidget(self.send_line)
        outer.addLayout(middle, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        session = self.session
        self.stack.currentChanged.connect(self._page_changed)
        self.rail.chosen.connect(self.show_stage)
        self.header.campaigns_requested.connect(self.show_campaigns)
        for requested, act in (
            (self.header.inspector_requested, Act.DETAILS),
            (self.header.search_requested, Act.SEARCH),
            (self.header.keys_requested, Act.LIST_KEYS),
        ):
            requested.connect(lambda act=act: self.keys.run(act))
        self.campaigns.opened.connect(self.open_campaign)
        self.band.show_requested.connect(lambda: self.show_stage(Stage.SEND))
        self.band.change_requested.connect(self.ask_to_change)
        self.band.changed_requested.connect(lambda: self.show_stage(Stage.SIGN_OFF))
        session.campaign_requested.connect(
            lambda campaign: self.open_campaign(CampaignId(campaign), Stage.WRITE)
        )
        self.send_line.show_requested.connect(self._show_send)
        session.counts_again.connect(self._say_that_it_counts)
        session.campaign_changed.connect(self._campaign_changed)
        session.status_changed.connect(self._show_status)
        session.page_requested.connect(self.show_stage)
        session.finding_requested.connect(self.show_finding)
        session.failed.connect(self.show_error)
        session.announced.connect(self.announcer.say)
        session.change_requested.connect(self.ask_to_change)
        for which, requested in (
            (Apart.BRAND, session.brand_requested),
            (Apart.SUPPRESSIONS, session.suppressions_requested),
            (Apart.GLOSSARY, session.glossary_requested),
            (Apart.PEOPLE, session.people_requested),
            (Apart.ACCOUNTS, session.accounts_requested),
            (Apart.RULES, session.rules_requested),
            (Apart.HISTORY, session.history_requested),
            (Apart.NEW_CAMPAIGN, session.new_campaign_requested),
            (Apart.SET_UP, session.set_up_requested),
            (Apart.SETTINGS, session.settings_requested),
        ):
            requested.connect(lambda which=which: self.show_apart(which))
        session.folder_requested.connect(self._choose_folder)
        session.details_requested.connect(self.inspector.show)
        session.message_requested.connect(self.show_message)
        self.dropping.approval_dropped.connect(self._taking.take_in)
        self.dropping.folder_dropped.connect(self._take_folder)
        self.theme.changed.connect(self._draw_anew)
        self._closing.kept_open.connect(self.kept_open)

    def _choose_folder(self) -> None:
        self.show_campaigns()
        self.campaigns.choose_folder()

    def _take_folder(self, folder: Path) -> None:
        self.show_campaigns()
        self.campaigns.take_folder(folder)

    def _campaign_changed(self) -> None:
        self._show_status()
        status = self.session.status
        if self._wanted_stage is None and status is not None:
            self.show_stage(status.stage)
        self._title()

    def _show_status(self) -> None:
        self.rail.show_status(self.session.status)

    def _title(self) -> None:
        content = self.session.content
        name = content.campaign.name if content else ""
        parts = [name, _("Composer")]
        if self.session.workspace.is_practice:
            parts.append(_("Practice"))
        self.setWindowTitle(" — ".join(part for part in parts if part))

    def _show_send(self, campaign_id: str) -> None:
        if self.session.campaign_id == campaign_id:
            self.show_stage(Stage.SEND)
        else:
            self.open_campaign(CampaignId(campaign_id), Stage.SEND)

    def _go_back(self) -> None:
        stage = self.page.stage
        if stage is None or stage is STAGES[0]:
            self.show_campaigns()
        else:
            self.show_stage(STAGES[STAGES.index(stage) - 1])

    def _show_page(self, page: Page) -> None:
        if page is self.apart.get(Apart.BRAND):
            self.show_apart(Apart.BRAND)
        elif page.stage is not None:
            self.show_stage(page.stage)

    def _shows(self, which: Apart) -> bool:
        return self.apart.get(which) is self.stack.currentWidget()

    def _leave_apart(self) -> None:
        if self._from_set_up:
            self.show_apart(Apart.SET_UP)
        elif self.session.campaign_id is None or self._wanted_stage is None:
            self.show_campaigns()
        else:
            self.show_stage(self._wanted_stage)

    def _forget_pages(self) -> None:
        self.stack.setCurrentWidget(self.campaigns)
        for page in self.pages.values():
            page.leave()
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self.making.forget()

    def ask_to_change(self) -> None:
        """Open the sheet that breaks a freeze: it says what no longer counts."""
        status = self.session.status
        if status is None or not status.proof:
            return
        sheet = change_sheet(self, status)
        sheet.accepted.connect(self._unseal)
        sheet.open()

    def _unseal(self) -> None:
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign
        self.session.change(lambda _task: workspace.unseal(campaign, by=person), owner=self)

    def _say_that_it_counts(self) -> None:
        """Tell that undoing a change brought everything back (ux.md §1, 3)."""
        self.page.say(_("This is the frozen version again. Its test and its approvals count."))

    def _page_changed(self) -> None:
        """Tell whoever left the brand unsaved that it waits there."""
        here = self.stack.currentWidget()
        is_send = isinstance(here, Page) and here.stage is Stage.SEND
        self.send_line.leave_out(self.session.campaign_id if is_send else None)
        left, self._last = self._last, here
        brand = self.apart.get(Apart.BRAND)
        if left is brand and left is not here and brand and brand.unsaved_words:
            self.page.say(_("The brand is not saved yet. What you changed waits on its page."))

    def _draw_anew(self) -> None:
        icons.forget_icons()
        for part in self.findChildren(QAbstractButton):
            if isinstance(part, Button):
                part.draw_icon()
        for mark in self.findChildren(QLabel):
            if isinstance(mark, IconLabel):
                mark.draw_icon()
        for line in self.findChildren(SearchEdit):
            line.draw_icon()
        for highlighter in self.findChildren(MarkdownHighlighter):
            highlighter.draw_anew()
        self.rail.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons only where there is no room for names."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self.side.setFixedWidth(rail.NARROW if narrow else rail.wide())
        self.rail.set_narrow(narrow=narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what was typed; a send goes on without the window."""
        known = (*self.apart.values(), *self.pages.values())
        if not self._closing.may_close(known):
            event.ignore()
            return
        for page in known:
            page.leave()
        self.session.close()
        super().closeEvent(event)
        self.closed.emit()
