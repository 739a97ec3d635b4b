"""Asks for the passphrase of the encrypted keys, on a computer without a password store.

The question comes from a thread of the background, which waits for the answer; never from the
window's own. Guards rule 10: what is typed stands in no label, no log and no argument.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from composer.gui.parts import Button, label
from composer.gui.sheets import Sheet
from composer.i18n import _
from composer.keychain_asking import WINDOW

LEAST_LETTERS = 8


class PassphraseSheet(Sheet):
    """One field, or two where the passphrase is chosen now."""

    def __init__(self, parent: QWidget, *, is_new: bool, was_wrong: bool) -> None:
        super().__init__(
            parent,
            title=_("Choose a passphrase for your keys")
            if is_new
            else _("The passphrase of your keys"),
            text=_(
                "This computer has no password store, so the keys lie in an encrypted file. "
                "Without them you can read everything here and sign nothing; Composer asks again "
                "when it is started."
            ),
        )
        self.first = _field(_("Passphrase"))
        self.again = _field(_("The same again"))
        self.again.setVisible(is_new)
        self.advice = label(role="caption", tone="danger", wraps=True)
        self.advice.setText(_("That is not the passphrase.") if was_wrong else "")
        self.advice.setVisible(was_wrong)
        for part in (self.first, self.again, self.advice):
            self.extra.addWidget(part)
        self.stay = Button(_("Not now"), pressed=self.reject)
        self.act = Button(_("Open the keys"), kind="primary", pressed=self.try_it)
        self.buttons.addWidget(self.stay)
        self.buttons.addWidget(self.act)
        self.act.setDefault(True)
        self.first.setFocus()
        self._is_new = is_new

    def try_it(self) -> None:
        """Accept what was typed, if it can be meant."""
        if self._is_new and len(self.first.text()) < LEAST_LETTERS:
            self._advise(_("Take at least eight letters: nobody can bring a lost one back."))
        elif self._is_new and self.first.text() != self.again.text():
            self._advise(_("Both must be the same."))
        elif self.first.text():
            self.accept()

    def _advise(self, words: str) -> None:
        self.advice.setText(words)
        self.advice.show()


class PassphraseQuestion(QObject):
    """Brings the question to the window's thread, and the answer back.

    Signals:
        asked(bool, bool): ask; whether it is chosen now, and whether the one before was wrong.
    """

    asked = Signal(bool, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._answered = threading.Event()
        self._given = ""
        self.sheet: PassphraseSheet | None = None
        self.asked.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Be asked from now on."""
        WINDOW.ask = self.ask

    def ask(self, is_new: bool, was_wrong: bool) -> str:  # noqa: FBT001 - as the keychain asks
        """Ask and wait; "" where nobody gives one. On the window's own thread it cannot wait."""
        if threading.current_thread() is threading.main_thread():
            return ""
        self._answered.clear()
        self._given = ""
        self.asked.emit(is_new, was_wrong)
        self._answered.wait()
        given, self._given = self._given, ""
        return given

    def _open(self, is_new: bool, was_wrong: bool) -> None:  # noqa: FBT001 - a slot
        ground = _ground()
        if ground is None:
            self._answered.set()
            return
        self.sheet = PassphraseSheet(ground, is_new=is_new, was_wrong=was_wrong)
        self.sheet.finished.connect(self._close)
        self.sheet.open()

    def _close(self, result: int) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            self._given = sheet.first.text() if result else ""
            sheet.first.clear()
            sheet.again.clear()
            sheet.deleteLater()
        self._answered.set()


def _ground() -> QWidget | None:
    """Give the window that the question stands on."""
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]
    return QApplication.activeWindow() or next(iter(shown), None)


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    return made
