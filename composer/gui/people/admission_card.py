"""Whoever asks to join: who they say they are, their words as they read them out, what they may do.

The words of the file are not shown: the owner writes down what they hear, and only equal words
admit anybody. In a practice workspace the same card adds somebody with a key on this computer.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from composer.gui.flow_layout import FlowLayout
from composer.gui.parts import Card, label
from composer.gui.people.people_model import ROLES
from composer.i18n import _, isolate_ltr, place
from composer.model.locale_tags import canonical
from composer.model.person import Person, Role
from composer.signoff.join_request import JoinRequest
from composer.stages.joining import Admission

SAMPLE_LOCALES = "de, fr"


class AdmissionCard(Card):
    """Asks the owner what they decide; `act` is what the page's button says while it is open.

    Signals:
        admitted(JoinRequest, Admission): the owner admits whoever asked.
        added(Person): the owner adds somebody here; the person has no key yet.
        left(): nobody is admitted.
    """

    admitted = Signal(object, object)
    added = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.request: JoinRequest | None = None
        self._known: Person | None = None
        self.who = label(role="section", wraps=True)
        self.advice = label(role="muted", wraps=True)
        self.name = QLineEdit()
        self.address = QLineEdit()
        self.words = QLineEdit()
        self.words.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.roles = {role: QCheckBox(_(words)) for role, words in ROLES.items()}
        self.locales = QLineEdit()
        self.locales.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.locales.setPlaceholderText(SAMPLE_LOCALES)
        self.problem = label(role="caption", tone="danger", wraps=True)
        self.act = ""
        self._lines: dict[QWidget, QWidget] = {}
        self._lay_out()
        self.hide()

    def ask_about(self, request: JoinRequest, known: Person | None) -> None:
        """Ask about a request; `known` works here already and has a further computer."""
        self.request, self._known = request, known
        words = _("{name} asks to join from “{device}”")
        if known is not None:
            words = _("{name} asks to sign from one more computer, “{device}”")
        self.who.setText(place(words, name=request.name, device=request.device))
        self.advice.setText(
            place(
                _(
                    "Ask {address} by telephone for the nine words on their screen, and write "
                    "them here as you hear them. Do not take them from a message."
                ),
                address=isolate_ltr(request.email),
            )
        )
        self.act = _("Admit")
        self._open(first=self.words, is_request=True)

    def ask_whom(self) -> None:
        """Ask whom to add with a key on this computer."""
        self.request = self._known = None
        self.who.setText(_("Who else works here?"))
        self.advice.setText(_("Their practice key stays on this computer."))
        self.act = _("Add")
        self._open(first=self.name, is_request=False)

    def accept(self) -> None:
        """Admit or add, or say what is missing."""
        roles = frozenset(role for role, box in self.roles.items() if box.isChecked())
        written = [part.strip() for part in self.locales.text().split(",") if part.strip()]
        tags = tuple(canonical(part) for part in written)
        self.problem.setText(self._missing(roles, tags))
        self.problem.setVisible(bool(self.problem.text()))
        if self.problem.text():
            return
        locales = tuple(tag for tag in tags if tag)
        if self.request is not None:
            words = self.words.text()
            admission = Admission(roles=roles, locales=locales, words=words)
            self.admitted.emit(self.request, admission)
            return
        self.added.emit(
            Person(
                name=self.name.text().strip(),
                email=self.address.text().strip(),
                public_key="",
                roles=roles,
                locales=locales,
            )
        )

    def leave(self) -> None:
        """Admit nobody."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line does it, Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accept()
        else:
            super().keyPressEvent(event)

    def _missing(self, roles: frozenset[Role], tags: tuple[str | None, ...]) -> str:
        if self.request is not None and not self.words.text().strip():
            return _("Write the words that you were read.")
        if self.request is None and not (self.name.text().strip() and self.address.text().strip()):
            return _("Write a name and an address.")
        if not roles and (self._known is None or not self._known.is_active):
            return _("Choose what they may do.")
        return _("Write languages as de, fr, pt-BR.") if None in tags else ""

    def _open(self, *, first: QLineEdit, is_request: bool) -> None:
        for edit in (self.name, self.address, self.words, self.locales):
            edit.clear()
        known = self._known
        for role, box in self.roles.items():
            box.setChecked(known is not None and known.is_active and role in known.roles)
        self.locales.setText(", ".join(known.locales) if known else "")
        self._lines[self.words].setVisible(is_request)
        for edit in (self.name, self.address):
            self._lines[edit].setVisible(not is_request)
        self.problem.hide()
        self.show()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self.body.addWidget(self.who)
        self.body.addWidget(self.advice)
        for name, edit in (
            (_("Name"), self.name),
            (_("Address"), self.address),
            (_("The nine words, as you hear them"), self.words),
        ):
            self._add_line(name, edit)
        boxes = QWidget()
        flow = FlowLayout()
        boxes.setLayout(flow)
        for box in self.roles.values():
            flow.addWidget(box)
        self._add_line(_("May"), boxes)
        self._add_line(_("Languages they read; empty is all"), self.locales)
        self.body.addWidget(self.problem)

    def _add_line(self, name: str, edit: QWidget) -> None:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = label(name, role="caption")
        words.setBuddy(edit)
        edit.setAccessibleName(name)
        column.addWidget(words)
        column.addWidget(edit)
        self._lines[edit] = line
        self.body.addWidget(line)
