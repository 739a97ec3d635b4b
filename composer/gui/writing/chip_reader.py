"""Reads chips to screen readers, which would otherwise hear one unknown letter for each.

Another accessible text could be given from Python (`QAccessible.installFactory`), but only in place
of Qt's whole interface, without its way to write: dictation would be lost. So the words are
announced: the chip that the cursor went over or selected, and the whole line when the cursor comes
to one that has chips. Silent unless something listens. (Tags shown as written need none of this.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QTextBlock

from composer.gui.writing.chip_text import CHIP, chip_at, runs_of
from composer.i18n import _, place

if TYPE_CHECKING:
    from composer.gui.writing.chip_surface import ChipSurface


class ChipReader(QObject):
    """Announces the chips of one field.

    Signals:
        said(words): this was announced.
    """

    said = Signal(str)

    def __init__(self, edit: ChipSurface) -> None:
        super().__init__(edit)
        self._edit = edit
        self._line = -1
        self._position = 0
        edit.cursorPositionChanged.connect(self._moved)
        edit.selectionChanged.connect(self._selected)

    def _moved(self) -> None:
        cursor = self._edit.textCursor()
        line, position = cursor.blockNumber(), cursor.position()
        former_line, self._line = self._line, line
        former, self._position = self._position, position
        if not QAccessible.isActive() or not self._edit.hasFocus():
            return
        if line != former_line:
            if CHIP in cursor.block().text():
                self._say(self._words_of(cursor.block()))
        elif abs(position - former) == 1 and not cursor.hasSelection():
            chip = chip_at(self._edit.document(), min(position, former))
            if chip is not None:
                self._say(self._edit.chip_words(chip.source))

    def _selected(self) -> None:
        cursor = self._edit.textCursor()
        if not QAccessible.isActive() or not cursor.hasSelection():
            return
        chip = self._edit.chip_here()
        if chip is not None:
            words = _("{tag}, selected. F2 changes it.")
            self._say(place(words, tag=self._edit.chip_words(chip.source)))

    def _words_of(self, block: QTextBlock) -> str:
        return "".join(
            self._edit.chip_words(run.text) if run.is_chip else run.text for run in runs_of(block)
        )

    def _say(self, words: str) -> None:
        event = QAccessibleAnnouncementEvent(self._edit, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)
        self.said.emit(words)
