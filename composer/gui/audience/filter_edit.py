"""The filter: one line for an expression, with what may come next, and how many people it keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from composer.audience.segment_completion import Completion, complete
from composer.i18n import _

PAUSE_MS = 300


EXAMPLE = 'status = "admitted" and country in (DE, AT)'
"""A filter is written alike in every language."""


class FilterEdit(QLineEdit):
    """The line; Ctrl+Space offers what may stand here.

    Signals:
        paused(str): somebody wrote and now rests.
        column_named(str): its values would help to complete.
    """

    paused = Signal(str)
    column_named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Filter"))
        self.setPlaceholderText(EXAMPLE)
        self._columns: tuple[str, ...] = ()
        self._values: dict[str, tuple[str, ...]] = {}
        self._offered: tuple[Completion, ...] = ()
        self._words = QStringListModel(self)
        self.offers = QCompleter(self._words, self)
        self.offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.offers.setWidget(self)
        popup = self.offers.popup()
        assert popup is not None
        self.popup = popup
        self.popup.setAccessibleName(_("What may stand here"))
        self.offers.activated.connect(self._choose)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(lambda: self.paused.emit(self.text().strip()))
        self.textEdited.connect(self._edited)

    def offer(self, columns: Sequence[str]) -> None:
        """Take the columns of the list."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._values.clear()

    def add_values(self, values: Mapping[str, Sequence[str]]) -> None:
        """Take values that columns really have, the commonest first."""
        self._values.update({name: tuple(known) for name, known in values.items()})
        if self.hasFocus() and self.isModified():
            self._show_offers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Space offers; Enter ends the rest."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_Space:
            self._show_offers()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.popup.hide()
            self._timer.stop()
            self.paused.emit(self.text().strip())
        super().keyPressEvent(event)

    def _edited(self, _text: str) -> None:
        self._timer.start()
        self._show_offers()

    def _show_offers(self) -> None:
        text, cursor = self.text(), self.cursorPosition()
        for name in self._columns:
            if name in text and name not in self._values:
                self._values[name] = ()
                self.column_named.emit(name)
        self._offered = complete(text, cursor, self._columns, self._values)
        exact = [one for one in self._offered if one.text != text[one.start : one.end]]
        if not exact:
            self.popup.hide()
            return
        self._words.setStringList([one.text for one in self._offered])
        self.offers.complete()
        self.popup.setCurrentIndex(self._words.index(0, 0))

    def _choose(self, word: str) -> None:
        chosen = next((one for one in self._offered if one.text == word), None)
        if chosen is None:
            return
        text = self.text()
        after = "" if text[chosen.end :].startswith(" ") or word.endswith("(") else " "
        self.setText(text[: chosen.start] + word + after + text[chosen.end :])
        self.setCursorPosition(chosen.start + len(word) + len(after))
        self._timer.start()
