"""Parts of the panels: a line with its name, its explanation on click and what is wrong with it.

A line tells its value when somebody has finished it, never key by key, and is not disturbed while
somebody writes in it.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from composer.findings import Finding, Severity
from composer.gui import theme
from composer.gui.flow_layout import FlowLayout
from composer.gui.parts import Button, ElidedLabel, IconLabel, label, set_tone
from composer.gui.stage_words import SEVERITY_ICONS
from composer.i18n import _, place

UNDO_MS = 6000


def flow(*widgets: QWidget) -> QWidget:
    """Put widgets beside each other, in more lines where they do not fit."""
    made = QWidget()
    lines = FlowLayout()
    made.setLayout(lines)
    for widget in widgets:
        lines.addWidget(widget)
    return made


class Explained(QWidget):
    """A name that explains itself in one sentence when it is pressed."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__()
        self.button = Button(name, kind="explain", checkable=True)
        self.button.setAccessibleDescription(sentence)
        self.sentence = label(sentence, role="caption", wraps=True)
        self.sentence.hide()
        self.ends = QHBoxLayout()
        self.ends.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.button)
        head.addStretch(1)
        head.addLayout(self.ends)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.sentence)
        self.button.toggled.connect(self.sentence.setVisible)


class Problems(QWidget):
    """What is wrong with the field above, with what to do; hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = IconLabel("octagon-x", "danger")
        self._words = label(wraps=True, tone="danger")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text() if not self.isHidden() else ""

    def show_findings(self, findings: Iterable[Finding]) -> bool:
        """Say what the findings say, the worst first; True if one must be fixed."""
        order = list(Severity)
        told = sorted(findings, key=lambda item: order.index(item.severity))
        said = dict.fromkeys(f"{item.text} {item.advice}".strip() for item in told)
        self._words.setText("\n".join(said))
        self.setVisible(bool(said))
        blocks = bool(told) and told[0].blocks
        if told:
            self._mark.show_icon(*SEVERITY_ICONS[told[0].severity])
            set_tone(self._words, "danger" if blocks else "look")
        return blocks


class Field(QWidget):
    """One line of text with its name, an explanation and its problems.

    Signals:
        finished(str): somebody wrote another value and left the line or pressed Enter.
    """

    finished = Signal(str)

    def __init__(self, name: str, explanation: str, *, is_address: bool = False) -> None:
        super().__init__()
        self.name = Explained(name, explanation)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription(explanation)
        if is_address and QGuiApplication.isRightToLeft():
            self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.problems = Problems()
        self._value = ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        for part in (self.name, self.edit, self.problems):
            self.column.addWidget(part)
        self.edit.editingFinished.connect(self._finish)

    @property
    def value(self) -> str:
        """What was shown or finished last."""
        return self._value

    def show_value(self, value: str) -> None:
        """Show another value, unless somebody is writing here."""
        if value == self._value and self.edit.text() == value:
            return
        if self.edit.hasFocus() and self.edit.isModified() and value == self._value:
            return
        self._value = value
        self.edit.setText(value)
        self.edit.setCursorPosition(0)

    def show_problems(self, findings: Iterable[Finding]) -> None:
        """Say what is wrong with the value."""
        blocks = self.problems.show_findings(findings)
        set_tone(self.edit, "error" if blocks else "", name="state")

    def _finish(self) -> None:
        text = self.edit.text().strip()
        self.edit.setModified(False)
        if text != self._value:
            self._value = text
            self.finished.emit(text)


class UndoLine(QWidget):
    """Six seconds to take back what was removed.

    Signals:
        undone(): take it back.
    """

    undone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = ElidedLabel()
        self._button = Button(_("Undo"), kind="quiet", icon="undo-2")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._words, 1)
        line.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_MS)
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self._undo)
        self.setMinimumHeight(theme.row_height(32, 1.0))
        self.hide()

    def offer(self, name: str) -> None:
        """Say what was removed and offer to take it back."""
        self._words.show_text(place(_("{name} was removed."), name=name))
        self.show()
        self._timer.start()

    def _undo(self) -> None:
        self.hide()
        self.undone.emit()
