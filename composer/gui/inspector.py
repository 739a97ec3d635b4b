"""The inspector beside the page: one recipient, finding or unit in full, as selectable text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.audience.person_card import PersonCard
from composer.gui.finding_groups import place_words
from composer.gui.numbers import number
from composer.gui.parts import Button, IconLabel, icon_button, label, row, rule, set_margins
from composer.gui.session import Session
from composer.gui.stage_words import SEVERITY_ICONS, severity_word
from composer.i18n import _, isolate_ltr
from composer.model.recipient import Recipient
from composer.model.translation import UnitLine

WIDTH = 360


class Inspector(QWidget):
    """Opened by Ctrl+I or by whoever has something to show."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("edge", "right" if QGuiApplication.isRightToLeft() else "left")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Details"))
        self._title = label(_("Details"), role="section")
        close = icon_button("x", _("Close (Ctrl+I)"), pressed=self.hide)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = row(self._title, close, stretch=0)
        set_margins(head, start=24, top=20, end=12, bottom=8)
        inner = QVBoxLayout(self)
        set_margins(inner, start=1, top=0, end=0, bottom=0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(self._area, 1)
        self._session = session
        self._waiting: object = None
        session.inspected.connect(self.show_thing)
        session.campaign_opened.connect(self._clear)
        self._clear()
        self.hide()

    def show_thing(self, thing: object) -> None:
        """Show a recipient, a finding or a unit; while closed, it is only remembered."""
        if not self.isVisible():
            self._waiting = thing
            return
        self._waiting = None
        column = self._fresh()
        match thing:
            case Recipient():
                self._title.setText(_("Recipient"))
                self._add(column, _("Address"), isolate_ltr(thing.address))
                self._add(column, _("Row"), number(thing.row))
                self._add(column, _("Language"), thing.locale or "—")
                column.addWidget(rule())
                for name, value in thing.fields:
                    self._add(column, name, value or "—")
            case PersonCard():
                self._show_person(column, thing)
            case Finding():
                self._title.setText(severity_word(thing.severity))
                column.addWidget(IconLabel(*SEVERITY_ICONS[thing.severity], 24))
                self._add(column, _("What"), thing.text)
                self._add(column, _("What to do"), thing.advice)
                self._add(column, _("Where"), place_words(thing))
                self._add(column, _("Code"), isolate_ltr(thing.code))
            case UnitLine():
                self._title.setText(_("Part"))
                self._add(column, _("Text"), thing.source)
                self._add(column, _("Translation"), thing.target or "—")
                for finding in thing.findings:
                    self._add(column, severity_word(finding.severity), finding.text)
            case _:
                return
        column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came meanwhile."""
        super().showEvent(event)
        if self._waiting is not None:
            self.show_thing(self._waiting)

    def _show_person(self, column: QVBoxLayout, person: PersonCard) -> None:
        self._title.setText(_("Recipient"))
        for text in person.problems:
            column.addWidget(label(text, tone="danger", wraps=True))
        if person.state:
            column.addWidget(label(person.state, tone="look", wraps=True))
        show = Button(_("Show their message"), icon="eye")
        show.clicked.connect(lambda: self._session.message_requested.emit(person.address))
        show.setEnabled(person.has_message and not person.state)
        column.addWidget(show, 0, Qt.AlignmentFlag.AlignLeading)
        if not person.has_message:
            words = _("Messages can be shown once this list is used.")
            column.addWidget(label(words, role="caption", wraps=True))
        self._add(column, _("Address"), isolate_ltr(person.address) if person.address else "—")
        self._add(column, _("Row"), number(person.row))
        self._add(column, _("Language"), person.language)
        column.addWidget(rule())
        for name, value in person.fields:
            self._add(column, name, value or "—")

    def _clear(self) -> None:
        self._waiting = None
        self._title.setText(_("Details"))
        column = self._fresh()
        words = _("Choose a recipient, a finding or a part of the text to see all of it here.")
        column.addWidget(label(words, role="muted", wraps=True))
        column.addStretch(1)

    def _fresh(self) -> QVBoxLayout:
        inside = QWidget()
        inside.setObjectName("inspector")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 8, 24, 24)
        column.setSpacing(12)
        self._area.setWidget(inside)
        return column

    @staticmethod
    def _add(column: QVBoxLayout, name: str, value: str) -> None:
        if not value:
            return
        pair = QVBoxLayout()
        pair.setSpacing(2)
        pair.addWidget(label(name, role="caption"))
        shown = label(value, wraps=True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        pair.addWidget(shown)
        column.addLayout(pair)
