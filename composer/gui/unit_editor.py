"""One unit: its text beside its translation, what is wrong with it, and who may review it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui import theme
from composer.gui.editor import set_writing_direction
from composer.gui.parts import Card, ElidedLabel, IconLabel, label, row
from composer.gui.translating.difference_text import DifferenceText
from composer.gui.translating.review_line import ReviewLine
from composer.gui.translating.review_words import Reviewing
from composer.gui.translating.unit_edit import SourceText, TargetText
from composer.gui.translating.unit_findings import UnitFindings
from composer.gui.unit_table import place_words
from composer.i18n import _, place
from composer.model.translation import UnitLine
from composer.translation.memory import find_differences
from composer.translation.units import UnitKind

LOOK_MS = 120
KEYS = 9


class UnitEditor(QWidget):
    """The text on the leading side, the translation on the other.

    Signals:
        edited(text): the translation was changed by the person.
    """

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.unit: UnitLine | None = None
        self.tag = self._source_tag = ""
        self._last = ""
        self.place = ElidedLabel(role="strong")
        self.language = ElidedLabel(role="strong")
        self.source, self.target = SourceText(), TargetText()
        self.changed = DifferenceText(_("What has changed in the text since it was translated"))
        self.change = Card(kind="well")
        self.change.body.setContentsMargins(8, 8, 8, 8)
        self.change.body.setSpacing(4)
        self.change.body.addLayout(
            row(
                IconLabel("triangle-alert", "look"),
                label(_("The text has changed since this was translated."), wraps=True),
                stretch=1,
            )
        )
        self.change.body.addWidget(self.changed)
        self.change.hide()
        self.note = label(role="muted", wraps=True)
        self.note.hide()
        self.problem = UnitFindings()
        self.review = ReviewLine()
        self._build()
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)
        self.target.source_changed.connect(self.flush)
        self.source.piece_wanted.connect(self.insert_piece)
        for number in range(KEYS):
            keys = QShortcut(QKeySequence(f"Ctrl+Shift+{number + 1}"), self)
            keys.setContext(Qt.ShortcutContext.WindowShortcut)
            keys.activated.connect(lambda at=number: self.insert_piece(at))

    @property
    def is_edited(self) -> bool:
        """Whether the translation differs from what was recorded."""
        return self.unit is not None and self.target.source() != self.unit.target

    def show_unit(
        self, unit: UnitLine, *, text: str, tag: str, source_tag: str, language: str
    ) -> None:
        """Show another unit, or the same one as it was recorded; `text` is what was typed last."""
        is_other = (tag, unit.source) != (self.tag, self.unit.source if self.unit else None)
        if is_other:
            self.flush()
        self.unit, self.tag, self._source_tag = unit, tag, source_tag
        self.place.show_text(place_words(unit))
        self.language.show_text(language)
        if is_other:
            self.source.show_text(unit.source, unit.kind)
            one_line = "\n" not in unit.source
            self.target.show_unit(text, unit.kind, self.source.parts(), one_line=one_line)
            set_writing_direction(self.source, source_tag)
            set_writing_direction(self.target, tag)
        elif self.target.source() != text:
            self.target.put(text)
        self._last = text
        self.problem.show_findings(unit.findings)
        self._show_change(unit)
        self._show_note(unit.author_note)
        self._look()

    def clear(self) -> None:
        """Show no unit."""
        self.flush()
        self.unit = None
        self._looking.stop()
        self.target.show_unit("", UnitKind.PARAGRAPH.value, (), one_line=False)
        self.source.show_text("", UnitKind.PARAGRAPH.value)
        self._last = ""
        self.place.show_text("")
        self.language.show_text("")
        self.target.setReadOnly(True)  # what was typed now would belong to nothing
        self.change.hide()
        self._show_note("")
        self.review.clear()
        self.problem.show_findings(())

    def show_review(self, unit: UnitLine, who: Reviewing | None, *, frozen: bool) -> None:
        """Say the state and who may review."""
        self.review.show_unit(unit, who, frozen=frozen)
        self.target.setReadOnly(frozen)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say what is wrong with what was typed."""
        self.problem.show_findings(findings)

    def flush(self) -> None:
        """Tell what was typed at this very moment: another unit is shown, or all is stored."""
        text = self.target.source()
        if self.unit is None or text == self._last:
            return
        self._last = text
        self._looking.start()
        self.edited.emit(text)

    def insert_piece(self, number: int) -> None:
        """Put a field, link or mark of the source into the translation."""
        if number < len(self.source.pieces) and not self.target.isReadOnly():
            self.target.insert_piece(self.source.pieces[number])

    def take(self, text: str) -> None:
        """Put another translation in, as somebody who typed it."""
        if not self.target.isReadOnly():
            self.target.put(text)
            self.target.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Ask for the lines that sentences take at this width: a splitter does not."""
        least, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and layout.hasHeightForWidth():
            high = layout.totalMinimumHeightForWidth(max(self.width(), least.width()))
            return QSize(least.width(), max(high, least.height()))
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the height follow the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def take_focus(self) -> None:
        """Put the cursor at the end of the translation."""
        self.target.setFocus()
        self.target.moveCursor(QTextCursor.MoveOperation.End)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.place, 0, 0)
        grid.addWidget(self.language, 0, 1)
        grid.addWidget(self.source, 1, 0)
        grid.addWidget(self.target, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        for edit in (self.source, self.target):
            edit.setMinimumHeight(theme.line_height() * 2 + 28)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.change)
        outer.addWidget(self.note)
        outer.addLayout(grid, 1)
        outer.addWidget(self.problem)
        outer.addWidget(self.review)

    def _look(self) -> None:
        """Mark in the source what the translation lacks."""
        text = self.target.source()
        self.source.show_missing(self.target.parts() if text.strip() else self.source.parts())

    def _show_note(self, note: str) -> None:
        """Show what the author says about the text to whoever translates it."""
        self.note.setText(place(_("Note: {text}"), text=note) if note else "")
        self.note.setVisible(bool(note))

    def _show_change(self, unit: UnitLine) -> None:
        has_changed = bool(unit.previous) and unit.previous != unit.source
        self.change.setVisible(has_changed)
        if has_changed:
            stretches = find_differences(unit.previous, unit.source, self._source_tag)
            self.changed.show_stretches(stretches, self._source_tag)
