"""Choosing a field: by its name in words, with somebody's value beside it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QListView, QVBoxLayout, QWidget

from composer.gui.parts import SearchEdit
from composer.gui.writing.tag_words import spoken_name
from composer.i18n import _, place

PLAIN = frozenset({"email", "locale"})  # rarely what somebody asks about
NAME = Qt.ItemDataRole.UserRole + 1
MOST_SAMPLE = 32
SHOWN_ROWS = 5


def field_words(name: str, sample: str) -> str:
    """Say a field with a sample of it."""
    spoken = spoken_name(name)
    if not sample:
        return spoken
    shown = sample if len(sample) <= MOST_SAMPLE else f"{sample[: MOST_SAMPLE - 1]}…"
    return place(_("{field}:  {sample}"), field=spoken, sample=shown)


def first_asked(fields: Mapping[str, str]) -> str:
    """Give the field to begin with: not the address, not the language."""
    names = [name for name in fields if name not in PLAIN]
    return names[0] if names else next(iter(fields), "")


class FieldBox(QComboBox):
    """A closed list of fields, for a popover with more than one question."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)

    def show_fields(self, fields: Mapping[str, str], *, chosen: str = "") -> None:
        """Offer these; a chosen one that no column provides is offered too."""
        self.clear()
        names = dict(fields)
        if chosen and chosen not in names:
            names = {chosen: "", **names}
        for name, sample in names.items():
            self.addItem(field_words(name, sample), name)
        self.setCurrentIndex(max(0, self.findData(chosen)))

    @property
    def field(self) -> str:
        """The chosen field's name."""
        return str(self.currentData() or "")


class FieldList(QWidget):
    """An open list with a line to search in; arrows in the line move in the list.

    Signals:
        chosen(str): a field was pressed twice.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchEdit(_("Search a field"))
        self.model = QStandardItemModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(_("Fields"))
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setUniformItemSizes(True)
        self.view.setFixedHeight(self.view.fontMetrics().height() * SHOWN_ROWS * 3 // 2)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.search)
        inner.addWidget(self.view)
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.view.activated.connect(lambda index: self.chosen.emit(str(index.data(NAME))))

    @property
    def field(self) -> str:
        """The chosen field's name, or nothing."""
        index = self.view.currentIndex()
        hidden = not index.isValid() or self.view.isRowHidden(index.row())
        return "" if hidden else str(index.data(NAME))

    def show_fields(self, fields: Mapping[str, str], *, chosen: str = "") -> None:
        """Offer these fields."""
        self.model.clear()
        for name, sample in fields.items():
            item = QStandardItem(field_words(name, sample))
            item.setData(name, NAME)
            self.model.appendRow(item)
        self.search.clear()
        self._filter("")
        names = list(fields)
        if chosen in names:
            self.view.setCurrentIndex(self.model.index(names.index(chosen), 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows in the search line move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for number in range(self.model.rowCount()):
            index = self.model.index(number, 0)
            words = f"{index.data(NAME)} {index.data()}".casefold()
            self.view.setRowHidden(number, bool(wanted) and wanted not in words)
        shown = self._shown()
        here = self.view.currentIndex().row()
        if shown and here not in shown:
            self.view.setCurrentIndex(self.model.index(shown[0], 0))

    def _move(self, step: int) -> None:
        shown = self._shown()
        if not shown:
            return
        here = self.view.currentIndex().row()
        at = shown.index(here) + step if here in shown else 0
        self.view.setCurrentIndex(self.model.index(shown[at % len(shown)], 0))

    def _shown(self) -> list[int]:
        return [n for n in range(self.model.rowCount()) if not self.view.isRowHidden(n)]
