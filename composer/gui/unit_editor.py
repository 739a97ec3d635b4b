"""One unit: its text beside its translation, what is wrong with it, and whether it is reviewed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from composer.gui.editor import set_writing_direction
from composer.gui.highlighter import MarkdownHighlighter
from composer.gui.parts import Card, IconLabel, label, row
from composer.gui.stage_words import SEVERITY_ICONS
from composer.gui.unit_table import kind_word
from composer.i18n import _
from composer.model.translation import UnitLine


class _Target(QPlainTextEdit):
    """Leaves Ctrl+Enter to the page and Tab to the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; Ctrl+Enter is the page's."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class UnitEditor(QWidget):
    """The text on the leading side, the translation on the other.

    Signals:
        edited(): translation or its mark was changed by the person.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.unit: UnitLine | None = None
        self._tag = ""
        self.kind = label(role="strong")
        self.source = QPlainTextEdit()
        self.source.setReadOnly(True)
        self.source.setTabChangesFocus(True)
        self.source.setAccessibleName(_("Text"))
        self.target = _Target()
        self.target.setAccessibleName(_("Translation"))
        self.target_name = label(role="strong")
        self.reviewed = QCheckBox(_("Reviewed"))
        self.reviewed.setToolTip(_("Somebody who reads this language looked at it (Ctrl+R)"))
        self.reviewed.setShortcut("Ctrl+R")
        self._highlighters = [MarkdownHighlighter(e.document()) for e in (self.source, self.target)]
        self._problem = label(wraps=True)
        self._mark = IconLabel("triangle-alert", "look")
        self.problem = Card()
        self.problem.body.addLayout(row(self._mark, self._problem, stretch=1))
        self.problem.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.kind, 0, 0)
        grid.addLayout(row(self.target_name, self.reviewed, stretch=0), 0, 1)
        grid.addWidget(self.source, 1, 0)
        grid.addWidget(self.target, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(grid, 1)
        outer.addWidget(self.problem)
        self.target.textChanged.connect(self._typed)
        self.reviewed.clicked.connect(self._toggled)

    @property
    def is_edited(self) -> bool:
        """Whether translation or mark differ from what was recorded."""
        unit = self.unit
        if unit is None or not self.target.toPlainText().strip():
            return unit is not None and bool(unit.target) and not self.target.toPlainText()
        marked = self.reviewed.isChecked() != (unit.state == "reviewed")
        return self.target.toPlainText() != unit.target or marked

    def show_unit(self, unit: UnitLine, *, language: str, tag: str, source_tag: str) -> None:
        """Show another unit, or the same one as it was recorded."""
        is_other = (tag, unit.source) != (self._tag, self.unit.source if self.unit else None)
        typed = self.target.toPlainText() if not is_other and self.is_edited else unit.target
        self.unit, self._tag = unit, tag
        self.kind.setText(kind_word(unit.kind))
        self.target_name.setText(language)
        if self.source.toPlainText() != unit.source:
            self.source.setPlainText(unit.source)
        if self.target.toPlainText() != typed or is_other:
            self.target.blockSignals(True)
            self.target.setPlainText(typed)
            self.target.blockSignals(False)
        if is_other or typed == unit.target:
            self.reviewed.setChecked(unit.state == "reviewed")
        if is_other:
            set_writing_direction(self.source, source_tag)
            set_writing_direction(self.target, tag)
        self._show_problem(unit)

    def set_read_only(self, *, read_only: bool) -> None:
        """Let nothing be changed in a frozen campaign."""
        self.target.setReadOnly(read_only)
        self.reviewed.setEnabled(not read_only)

    def take_focus(self) -> None:
        """Put the cursor at the end of the translation."""
        self.target.setFocus()
        self.target.moveCursor(QTextCursor.MoveOperation.End)

    def _show_problem(self, unit: UnitLine) -> None:
        self.problem.setVisible(bool(unit.findings))
        if unit.findings:
            first = unit.findings[0]
            self._problem.setText(" ".join(part for part in (first.text, first.advice) if part))
            self._mark.show_icon(*SEVERITY_ICONS[first.severity])

    def _typed(self) -> None:
        self.edited.emit()

    def _toggled(self) -> None:
        self.edited.emit()
