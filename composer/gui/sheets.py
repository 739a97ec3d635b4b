"""Modal sheets: for a send, a freeze-breaking change, a deletion, and quitting before it is saved.

The focus stands on the choice that changes nothing, the button that acts says what it does, and Esc
means *not now*. The window's one error dialog is a sheet too.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from composer.crash_report import report_text, write_crash_report
from composer.errors import ComposerError
from composer.gui.parts import Button, IconLabel, label
from composer.i18n import _, isolate_ltr, place

WIDTH = 480
STOP_ACTION = "stop"


class Sheet(QDialog):
    """A question with one sentence in bold, its consequence, and two answers."""

    def __init__(self, parent: QWidget, *, title: str, text: str) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        ground = QFrame()
        ground.setProperty("kind", "sheet")
        self.column = QVBoxLayout(ground)
        self.column.setContentsMargins(24, 24, 24, 16)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, role="section", wraps=True))
        self.column.addWidget(label(text, wraps=True))
        self.extra = QVBoxLayout()
        self.column.addLayout(self.extra)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        self.column.addSpacing(4)
        self.column.addLayout(self.buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        keep_stop(self, parent)


def keep_stop(dialog: QDialog, parent: QWidget) -> None:
    """Let Ctrl+. stop a send while a dialog is open over the window."""
    dialog.addActions(parent.window().findChildren(QAction, STOP_ACTION))


def ask_sheet(
    parent: QWidget, *, title: str, text: str, stay: str, act: str, kind: str = "primary"
) -> Sheet:
    """Make a sheet; `accepted` follows when the acting button is pressed. Open it with `open()`."""
    sheet = Sheet(parent, title=title, text=text)
    staying = Button(stay, pressed=sheet.reject)
    staying.setDefault(True)
    acting = Button(act, kind=kind, pressed=sheet.accept)
    acting.setObjectName("act")
    staying.setObjectName("stay")
    sheet.buttons.addWidget(staying)
    sheet.buttons.addWidget(acting)
    staying.setFocus()
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return sheet


def error_sheet(parent: QWidget, error: Exception) -> Sheet:
    """Make the one error dialog: what happened, what to do; the rest is under Details."""
    known = isinstance(error, ComposerError)
    title = str(error) if known else _("Something went wrong inside the program.")
    advice = error.advice if isinstance(error, ComposerError) else ""
    text = advice if known else _written_down(error)
    sheet = Sheet(
        parent, title=title, text=text or _("Nothing was sent by this. Details are below.")
    )
    sheet.setObjectName("error")
    words = f"{type(error).__name__}: {error}" if known else report_text(error)
    details = QPlainTextEdit(words)
    details.setAccessibleName(_("Details"))
    details.setReadOnly(True)
    details.setMaximumHeight(120)
    details.hide()
    sheet.extra.addWidget(details)
    mark = IconLabel("octagon-x", "danger", 24)
    sheet.column.insertWidget(0, mark)

    def copy() -> None:
        QGuiApplication.clipboard().setText(details.toPlainText())

    toggle = Button(_("Details"), kind="quiet", checkable=True)
    copier = Button(_("Copy"), kind="quiet", icon="copy", pressed=copy)
    copier.hide()
    toggle.toggled.connect(details.setVisible)
    toggle.toggled.connect(copier.setVisible)
    close = Button(_("Close"), pressed=sheet.accept)
    close.setDefault(True)
    sheet.buttons.insertWidget(0, toggle)
    sheet.buttons.insertWidget(1, copier)
    sheet.buttons.addWidget(close)
    close.setFocus()
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return sheet


def _written_down(error: Exception) -> str:
    """Keep a report of an error inside the program, and say where it is."""
    file = write_crash_report(error)
    if file is None:
        return ""
    words = _(
        "Nothing was sent by this. What broke is described below and in {file}, without anybody's "
        "data. The description stays on this computer unless you copy it."
    )
    return place(words, file=isolate_ltr(str(file)))
