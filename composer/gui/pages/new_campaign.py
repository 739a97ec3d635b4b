"""New campaign: from a layout, from an earlier one, or from a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from composer.folder.write import mailbox_source
from composer.gui.background import Task
from composer.gui.new_campaign_forms import FORM_WIDTH, CopyForm, LayoutForm
from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, label, row, set_margins
from composer.gui.session import Session
from composer.i18n import N_, _
from composer.model.accounts import MailAccount
from composer.model.identifiers import CampaignId
from composer.model.overview import CampaignSummary
from composer.model.person import Role
from composer.model.writing import LayoutLine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    layouts: tuple[LayoutLine, ...]
    accounts: tuple[MailAccount, ...]
    campaigns: tuple[CampaignSummary, ...]
    newest: str
    senders: Mapping[str, str]


class NewCampaignPage(Page):
    """Chooses how a campaign begins."""

    title = N_("New campaign")
    purpose = N_("Begin with a layout, with parts of an earlier campaign, or open a folder.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.name = QLineEdit()
        self.name.setMaximumWidth(FORM_WIDTH)
        self.name.setAccessibleName(_("Name of the campaign"))
        self.by_layout = Button(_("From a layout"), icon="layout-template")
        self.by_copy = Button(_("From an earlier campaign"), icon="copy")
        self.by_folder = Button(_("Open a folder…"), icon="folder-open")
        self.layout_form, self.copy_form = LayoutForm(), CopyForm()
        self._ways = QButtonGroup(self)
        self._forms = QStackedWidget()
        self._known: _Known | None = None
        self._build()
        self.name.textChanged.connect(self.refresh)
        self.layout_form.changed.connect(self.refresh)
        self.copy_form.changed.connect(self.refresh)
        self.by_folder.clicked.connect(session.folder_requested)
        self._ways.idToggled.connect(self._show_way)
        self.by_layout.setChecked(True)
        self.refresh()

    def read(self) -> None:
        """Read what can be chosen."""
        workspace = self.session.workspace
        made = workspace.new_campaigns

        def read(_task: Task) -> _Known:
            campaigns = workspace.listing.lines()
            newest = workspace.content(campaigns[0].id).campaign.sender if campaigns else None
            accounts = () if workspace.is_practice else workspace.accounts.saved()
            return _Known(
                layouts=made.layouts(),
                accounts=accounts,
                campaigns=campaigns,
                newest=mailbox_source(newest) if newest else "",
                senders={one.name: made.usual_sender(one.name) for one in accounts},
            )

        self.ask(read, then=self._take)

    def refresh(self) -> None:
        """Say whether it can be made, and why not."""
        reason = self._reason()
        self.set_primary(_("Create"), enabled=not reason, reason=reason)

    def press_primary(self) -> None:
        """Make it."""
        workspace, person = self.session.workspace, self.session.person
        made, name = workspace.new_campaigns, self.name.text()
        if self.by_layout.isChecked():
            words = self.layout_form.words(name)
            self.change(lambda _task: made.begin(words, by=person), then=self._made)
        else:
            source, wanted = CampaignId(self.copy_form.source.currentData()), self.copy_form.wanted
            self.change(
                lambda _task: made.copy(source, wanted, name=name, by=person), then=self._made
            )

    def _reason(self) -> str:
        if not self.session.person.roles & {Role.OWNER, Role.AUTHOR}:
            return _("Only an author or the owner begins a campaign.")
        if not self.name.text().strip():
            return _("A campaign needs a name.")
        if self.by_layout.isChecked():
            return "" if "@" in self.layout_form.from_field.text() else _("Say from whom it comes.")
        return "" if self.copy_form.source.count() else _("There is no earlier campaign yet.")

    def _build(self) -> None:
        for number, way in enumerate((self.by_layout, self.by_copy)):
            way.setCheckable(True)
            self._ways.addButton(way, number)
        ways = row(self.by_layout, self.by_copy, self.by_folder)
        ways.addStretch(1)
        for form in (self.layout_form, self.copy_form):
            self._forms.addWidget(form)
        inner = QWidget()
        column = QVBoxLayout(inner)
        set_margins(column, start=0, top=0, end=8, bottom=0)
        column.setSpacing(8)
        named = label(_("Name of the campaign"), role="strong")
        named.setBuddy(self.name)
        column.addLayout(ways)
        column.addSpacing(8)
        column.addWidget(named)
        column.addWidget(self.name)
        column.addSpacing(8)
        column.addWidget(self._forms, 1)
        self.content.addWidget(scrolled(inner), 1)

    def _show_way(self, number: int, on: bool) -> None:  # noqa: FBT001 - a slot
        """Show one form; the other one asks for no room."""
        if not on:
            return
        self._forms.setCurrentIndex(number)
        for at, form in enumerate((self.layout_form, self.copy_form)):
            policy = QSizePolicy.Policy.Preferred if at == number else QSizePolicy.Policy.Ignored
            form.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.refresh()

    def _take(self, known: _Known) -> None:
        self._known = known
        self.layout_form.show_known(known.layouts, known.accounts)
        self.layout_form.suggest_senders(known.senders, known.newest)
        self.copy_form.show_campaigns(known.campaigns)
        self.refresh()

    def _made(self, campaign: CampaignId) -> None:
        self.name.clear()
        self.session.campaign_requested.emit(campaign)
