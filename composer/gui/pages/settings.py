"""Settings: how the window looks and speaks, what it tells, where the workspace lives, how long.

What belongs to this computer is kept at once and by nobody else; how long personal data is kept is
the owner's rule for the whole workspace.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIntValidator
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from composer.gui import density, own_language, system_notices
from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, Card, label, row
from composer.gui.session import Session
from composer.gui.theme import Theme, ThemeChoice
from composer.i18n import N_, _, isolate, languages
from composer.model.person import Role
from composer.model.privacy import MOST_DAYS, RetentionRule

MOST_WIDTH = 720
THEMES = {
    ThemeChoice.SYSTEM: N_("As the system"),
    ThemeChoice.LIGHT: N_("Light"),
    ThemeChoice.DARK: N_("Dark"),
}
DENSITIES = {False: N_("Comfortable"), True: N_("Compact")}
NOTICES = {
    system_notices.NOTICES: N_("At an end and at a stop by itself"),
    system_notices.SOUND: N_("With a sound at a stop by itself"),
}


class SettingsPage(Page):
    """Four cards: the window, notices, personal data, the workspace."""

    title = N_("Settings")
    purpose = N_("How this window looks and speaks on this computer, and how long data is kept.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        app = QApplication.instance()
        found = app.findChild(Theme) if app is not None else None
        assert found is not None
        self._theme = found
        self.colours = _choice(_("Colours"), {key.value: _(THEMES[key]) for key in THEMES})
        self.language = _choice(_("Language of the program"), _spoken())
        self.density = _choice(
            _("Rows of big tables"), {str(key): _(words) for key, words in DENSITIES.items()}
        )
        self.notices = {name: QCheckBox(_(words)) for name, words in NOTICES.items()}
        self.days = QLineEdit()
        self.days.setAccessibleName(_("Days after the end of a send"))
        self.days.setValidator(QIntValidator(0, MOST_DAYS, self.days))
        self.days.setMaximumWidth(96)
        self.by_itself = QCheckBox(_("Remove it by itself when the days are over"))
        self.keep = Button(_("Keep this rule"), pressed=self.keep_rule)
        self.rule_words = label(role="muted", wraps=True)
        self.place = QLineEdit(str(session.workspace.path))
        self.place.setReadOnly(True)
        self.place.setAccessibleName(_("Where the workspace lives"))
        self.place.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.open = Button(_("Open the folder"), icon="folder-open", pressed=self.open_folder)
        self._build()
        self._connect()

    def read(self) -> None:
        """Read what is chosen, and the owner's rule."""
        self.refresh()
        privacy = self.session.workspace.privacy
        self.ask(lambda _task: privacy.rule(), then=self._show_rule)

    def refresh(self) -> None:
        """Show what is chosen on this computer; there is no next step."""
        _select(self.colours, self._theme.choice.value)
        _select(self.language, own_language.chosen())
        _select(self.density, str(density.is_compact()))
        for name, box in self.notices.items():
            box.setChecked(system_notices.is_on(name))
        is_owner = self.session.person.has(Role.OWNER)
        self.keep.setVisible(is_owner)
        self.days.setReadOnly(not is_owner)
        self.by_itself.setEnabled(is_owner)
        self.rule_words.setText("" if is_owner else _("Only the owner changes this rule."))
        self.rule_words.setVisible(not is_owner)
        self.set_primary("")

    def keep_rule(self) -> None:
        """Keep the owner's rule."""
        privacy, person = self.session.workspace.privacy, self.session.person
        days, by_itself = int(self.days.text() or 0), self.by_itself.isChecked()

        def keep(_task: Task) -> RetentionRule:
            return privacy.set_rule(days=days, by_itself=by_itself, by=person)

        def kept(rule: RetentionRule) -> None:
            self._show_rule(rule)
            self.say(_("The rule is kept."))

        self.change(keep, then=kept)

    def open_folder(self) -> None:
        """Show the workspace's folder in the system's own way."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.workspace.path)))

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        window = _card(_("This window"))
        form = QFormLayout()
        form.setSpacing(8)
        for choice in (self.colours, self.language, self.density):
            form.addRow(choice.accessibleName(), choice)
        window.body.addLayout(form)
        told = _card(_("Notices"))
        for box in self.notices.values():
            told.body.addWidget(box)
        data = _card(_("Personal data"))
        words = _(
            "So many days after the end of a send, addresses and fields of its people are to go."
            " Counts and evidence stay, and still verify."
        )
        data.body.addWidget(label(words, wraps=True))
        data.body.addLayout(row(self.days, label(_("days")), label(), stretch=2))
        data.body.addWidget(self.by_itself)
        data.body.addWidget(self.rule_words)
        data.body.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeading)
        home = _card(_("Where the workspace lives"))
        home.body.addLayout(row(self.place, self.open, stretch=0))
        ground = QWidget()
        ground.setMaximumWidth(MOST_WIDTH)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for card in (window, told, data, home):
            column.addWidget(card)
        column.addStretch(1)
        self.content.addWidget(scrolled(ground), 1)

    def _connect(self) -> None:
        session = self.session
        self.colours.activated.connect(
            lambda _at: self._theme.choose(ThemeChoice(self.colours.currentData()))
        )
        self.language.activated.connect(
            lambda _at: session.language_requested.emit(self.language.currentData())
        )
        self.density.activated.connect(
            lambda _at: density.choose(compact=self.density.currentData() == str(True))
        )
        for name, box in self.notices.items():
            box.clicked.connect(_switch(name))

    def _show_rule(self, rule: RetentionRule) -> None:
        self.days.setText(str(rule.days))
        self.by_itself.setChecked(rule.by_itself)


def _spoken() -> dict[str, str]:
    """Give the languages that there are words in, each in itself."""
    spoken = {own_language.AS_THE_SYSTEM: _(THEMES[ThemeChoice.SYSTEM])}
    return spoken | {tag: isolate(own_language.own_name(tag)) for tag in languages()}


def _choice(name: str, items: dict[str, str]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for key, words in items.items():
        made.addItem(words, key)
    return made


def _select(choice: QComboBox, key: str) -> None:
    choice.setCurrentIndex(choice.findData(key))


def _switch(name: str) -> Callable[[bool], None]:
    return lambda on: system_notices.switch(name, on=on)


def _card(title: str) -> Card:
    card = Card()
    card.body.addWidget(label(title, role="strong"))
    return card
