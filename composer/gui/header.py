"""The header: campaign name, people and languages, account, Stop while a send runs, the person."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from composer.gui import theme
from composer.gui.about_sheet import about_sheet
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.parts import Button, ElidedLabel, set_margins
from composer.gui.session import Session
from composer.i18n import N_, _, isolate_ltr, listed, ngettext, place
from composer.model.campaign import TransportKind
from composer.model.overview import CampaignContent, PersonHere
from composer.model.person import Person, Role

_ROLES = {
    Role.OWNER: N_("owner"),
    Role.AUTHOR: N_("author"),
    Role.TRANSLATOR: N_("translator"),
    Role.REVIEWER: N_("reviewer"),
    Role.SENDER: N_("sender"),
}
_ACCOUNTS = {
    TransportKind.SENDGRID: N_("SendGrid · {sender}"),
    TransportKind.SMTP: N_("Mail server · {sender}"),
    TransportKind.PRACTICE: N_("Practice mailbox · {sender}"),
    TransportKind.EML: N_("Folder · {sender}"),
}


LEAST_STOP = QSize(120, 36)
BESIDE, GAP = 16, 12


def initials(person: Person) -> str:
    """Shorten a name to two letters.

    >>> initials(Person(name="Ana Reyes", email="", public_key="", roles=frozenset()))
    'AR'
    """
    words = person.name.split() or ["?"]
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return letters.upper()


class Header(QWidget):
    """One line, 56 px, on every page.

    Signals:
        campaigns_requested(): back to the list.
        inspector_requested(): open or close the inspector.
        search_requested(), keys_requested(): the command search, the list of keys.
    """

    campaigns_requested = Signal()
    inspector_requested = Signal()
    search_requested = Signal()
    keys_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(theme.row_height(56, 1.0))
        self.session = session
        self.campaigns = Button(_("Campaigns"), kind="quiet", icon="chevron-left")
        self.name = ElidedLabel(role="section", grows=False)
        self.name.setCursor(Qt.CursorShape.IBeamCursor)
        self.name.installEventFilter(self)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(_("Campaign name"))
        self.edit.installEventFilter(self)
        self.edit.hide()
        self.people = ElidedLabel(role="muted", grows=False)
        self.account = ElidedLabel(role="muted", middle=True, grows=False)
        self.stop = Button(_("Stop  Ctrl+."), kind="stop", icon="square")
        self.stop.setAccessibleName(_("Stop sending"))
        self.stop.hide()
        self.person = Button(kind="quiet", icon="circle-user")
        self.person.setMenu(QMenu(self.person))
        self._lay_out()
        self.campaigns.clicked.connect(self.campaigns_requested)
        self.stop.clicked.connect(session.sends.stop)
        self.edit.editingFinished.connect(self._rename)
        self.person.menu().aboutToShow.connect(self._read_people)
        session.campaign_changed.connect(self.refresh)
        session.status_changed.connect(self.refresh)
        session.campaign_opened.connect(self.refresh)
        session.person_changed.connect(self.refresh)
        session.sends.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show name, numbers, account, Stop and person."""
        content = self.session.content
        self.campaigns.setVisible(self.session.campaign_id is not None)
        self.name.show_text(content.campaign.name if content else _("Composer"))
        self.people.show_text(_people_words(content) if content else "")
        self.account.show_text(_account_words(content) if content else "")
        # With large text the header is full, and its words may be shortened; those of Stop never.
        self.stop.setMinimumSize(self.stop.sizeHint().expandedTo(LEAST_STOP))
        self.stop.setVisible(bool(self.session.sends.stoppable))
        person = self.session.person
        self.person.setText(initials(person))
        self.person.setToolTip(person.name)
        self.person.setAccessibleName(place(_("You are {name}, {roles}"), **_person_words(person)))
        frozen = self.session.is_frozen
        self.name.setCursor(
            Qt.CursorShape.ArrowCursor if frozen or not content else Qt.CursorShape.IBeamCursor
        )
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Let the account give way first, then people and languages, and the name last.

        Where am I? That is the first question of every page; buttons keep their whole words.
        """
        buttons = [one for one in (self.campaigns, self.stop, self.person) if not one.isHidden()]
        room = self.width() - 2 * BESIDE - 4 * GAP
        room -= sum(one.sizeHint().width() + GAP for one in buttons)
        for part in (self.name, self.people, self.account):
            part.setMaximumWidth(max(0, min(part.sizeHint().width(), room)))
            room -= part.maximumWidth()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rename by a click on the name; Esc leaves it as it was."""
        if watched is self.name and event.type() == QEvent.Type.MouseButtonPress:
            self._begin_rename()
        elif (
            watched is self.edit
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.edit.clear()
            self.edit.clearFocus()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        inner = QHBoxLayout(self)
        set_margins(inner, start=BESIDE, top=0, end=BESIDE, bottom=0)
        inner.setSpacing(GAP)
        inner.addWidget(self.campaigns)
        inner.addWidget(self.name)
        inner.addWidget(self.edit, 2)
        inner.addSpacing(4)
        inner.addWidget(self.people)
        inner.addWidget(self.account)
        inner.addStretch(1)
        inner.addWidget(self.stop)
        inner.addWidget(self.person)

    def _begin_rename(self) -> None:
        if self.session.content is None or self.session.is_frozen:
            return
        self.edit.setText(self.session.content.campaign.name)
        self.name.hide()
        self.edit.show()
        self.edit.selectAll()
        self.edit.setFocus()

    def _rename(self) -> None:
        if not self.edit.isVisible():
            return
        name = self.edit.text().strip()
        self.edit.hide()
        self.name.show()
        content = self.session.content
        if content is None or not name or name == content.campaign.name:
            return
        workspace, person, campaign = self.session.workspace, self.session.person, content.id
        self.session.change(lambda _task: workspace.rename(campaign, name, by=person), owner=self)

    def _read_people(self) -> None:
        workspace = self.session.workspace
        menu = self.person.menu()
        menu.clear()
        mine = menu.addAction(place(_("{name}, {roles}"), **_person_words(self.session.person)))
        mine.setEnabled(False)
        menu.addAction(_("Settings…")).triggered.connect(self.session.settings_requested)
        menu.addAction(_("People…")).triggered.connect(self.session.people_requested)
        menu.addAction(_("Accounts…")).triggered.connect(self.session.accounts_requested)
        menu.addAction(_("Brand…")).triggered.connect(self.session.brand_requested)
        listed = menu.addAction(_("Do-not-write list…"))
        listed.triggered.connect(self.session.suppressions_requested)
        words = menu.addAction(_("Words of the team…"))
        words.triggered.connect(self.session.glossary_requested)
        menu.addAction(_("Rules for sign-off…")).triggered.connect(self.session.rules_requested)
        menu.addAction(_("Set up…")).triggered.connect(self.session.set_up_requested)
        menu.addAction(_("History…")).triggered.connect(self.session.history_requested)
        menu.addAction(_("About Composer…")).triggered.connect(self._show_about)
        if (campaign := self.session.campaign_id) is not None:
            away = menu.addAction(_("Delete or archive this campaign…"))
            away.triggered.connect(lambda: self.session.shelf_requested.emit(campaign))
        searched = menu.addAction(_("Search commands…"))
        searched.setShortcut("Ctrl+K")
        searched.triggered.connect(self.search_requested)
        keys = menu.addAction(_("Keys…"))
        keys.setShortcut("F1")
        keys.triggered.connect(self.keys_requested)
        shown = menu.addAction(_("Details beside the page"))
        shown.setShortcut("Ctrl+I")
        shown.triggered.connect(self.inspector_requested)
        if workspace.is_practice:
            menu.addSeparator()
            menu.addAction(_("Practice: act as another person")).setEnabled(False)

            def read(_task: Task) -> tuple[PersonHere, ...]:
                return workspace.people()

            self.session.ask(read, owner=self, then=self._add_people)

    def _show_about(self) -> None:
        about_sheet(self.window(), self.session).open()

    def _add_people(self, people: tuple[PersonHere, ...]) -> None:
        menu = self.person.menu()
        group = QActionGroup(menu)
        for here in people:
            if not here.has_key:
                continue
            words = place(_("{name}, {roles}"), **_person_words(here.person))
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(here.person.email == self.session.person.email)
            action.setActionGroup(group)
            action.triggered.connect(
                lambda _checked=False, person=here.person: self.session.act_as(person)
            )


def _person_words(person: Person) -> dict[str, str]:
    roles = listed(_(_ROLES[role]) for role in Role if role in person.roles)
    return {"name": person.name, "roles": roles}


def _people_words(content: CampaignContent) -> str:
    people = place(
        ngettext("{count} person", "{count} people", content.audience),
        count=number(content.audience),
    )
    locales = len(content.message.catalogues) + 1
    languages = place(ngettext("{count} language", "{count} languages", locales), count=locales)
    return place(_("{people} · {languages}"), people=people, languages=languages)


def _account_words(content: CampaignContent) -> str:
    sender = isolate_ltr(content.campaign.sender.address)
    return place(_(_ACCOUNTS[content.campaign.transport.kind]), sender=sender)
