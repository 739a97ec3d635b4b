"""Offers the audience's fields while a tag is typed, or anywhere by Ctrl+Space.

A part of the name is enough, in the column's spelling or in words. Samples stand beside the names
and are not searched. What is chosen becomes a whole tag, or a name within an open one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
)

from composer.gui import theme
from composer.gui.writing.chip_text import CHIP, units_of
from composer.gui.writing.tag_words import spoken_name
from composer.i18n import _, place

POPUP_KEYS = frozenset(
    {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
)
SEARCHED = Qt.ItemDataRole.UserRole + 1
SAMPLE = Qt.ItemDataRole.UserRole + 2
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
ROWS = 9
MARGIN = 10
MOST_SAMPLE = 32
_OPENING = re.compile(r"\{\{|\{%[-+]?\s*(?:if|elif)\s|\{%[-+]?\s*for\s+\w+\s+in\s")
# A name may follow these within a tag, and nothing else.
_BEFORE_NAME = re.compile(r"(?:^|[(,=<>\[]|\b(?:and|or|not|if|in|else))\s*$")
_NAME_AT_END = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")
Index = QModelIndex | QPersistentModelIndex


class FieldCompletion(QObject):
    """The list of fields of one text field.

    Signals:
        chosen(source): write this in place of what is selected.
    """

    chosen = Signal(str)

    def __init__(self, edit: QTextEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._names = QStandardItemModel(self)
        self._anywhere = False
        self._offered: dict[str, str] = {}
        self.completer = QCompleter(self._names, self)
        self.completer.setWidget(edit)
        self.completer.setCompletionRole(SEARCHED)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setMaxVisibleItems(ROWS)
        self.completer.activated.connect(self._chosen)
        popup = self.completer.popup()
        assert popup is not None
        self.popup: QAbstractItemView = popup
        self.popup.setItemDelegate(_FieldDelegate(self))
        self.popup.setAccessibleName(_("Fields"))

    def offer(self, fields: Mapping[str, str]) -> None:
        """Take the fields, each with a sample."""
        if fields == self._offered:
            return
        self._offered = dict(fields)
        self._names.clear()
        for name, sample in fields.items():
            item = QStandardItem(spoken_name(name))
            item.setData(f"{name} {spoken_name(name)}", SEARCHED)
            item.setData(sample, SAMPLE)
            words = place(_("{name}, for example {sample}"), name=spoken_name(name), sample=sample)
            item.setData(words if sample else spoken_name(name), SPOKEN)
            self._names.appendRow(item)

    def takes(self, event: QKeyEvent) -> bool:
        """Say whether a key belongs to the open list.

        One that still stands open where no name is begun any more takes none: it would be lost.
        """
        if not self.popup.isVisible() or event.key() not in POPUP_KEYS:
            return False
        if not self._anywhere and self._begun() is None:
            self.popup.hide()
        return self.popup.isVisible()

    def open_all(self) -> bool:
        """Offer every field here, also outside a tag."""
        self._anywhere = self._open_tag() is None
        self._show("" if self._anywhere else self._begun() or "")
        return True

    def follow(self) -> None:
        """Offer what fits what was typed, or nothing."""
        self._anywhere = False
        begun = self._begun()
        if begun is None or self._is_whole(begun):
            self.popup.hide()
        else:
            self._show(begun)

    def _show(self, begun: str) -> None:
        self.completer.setCompletionPrefix(begun)
        if self._edit.isReadOnly() or self.completer.completionCount() == 0:
            self.popup.hide()
            return
        self.popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        place_at = self._edit.cursorRect()
        place_at.translate(self._edit.viewport().pos())
        width = self.popup.sizeHintForColumn(0) + 32
        place_at.setWidth(max(280, min(width, 640)))
        self.completer.complete(place_at)

    def _is_whole(self, begun: str) -> bool:
        items = (self._names.item(row) for row in range(self._names.rowCount()))
        return bool(begun) and any(item.data(SEARCHED).split()[0] == begun for item in items)

    def _before(self) -> str:
        """Give the letters before the cursor in its line, since the last chip."""
        cursor = self._edit.textCursor()
        line = QTextCursor(cursor)
        line.setPosition(cursor.block().position(), QTextCursor.MoveMode.KeepAnchor)
        return line.selectedText().rpartition(CHIP)[2]

    def _open_tag(self) -> tuple[str, str] | None:
        """Give how the tag that is open at the cursor begins and what follows, or None."""
        before = self._before()
        openings = list(_OPENING.finditer(before))
        if not openings:
            return None
        last = openings[-1]
        inside = before[last.end() :]
        return None if "}" in inside else (last[0], inside)

    def _begun(self) -> str | None:
        """Give what was typed of a field's name, or None where no field may stand."""
        tag = self._open_tag()
        if tag is None:
            return None
        name = _NAME_AT_END.search(tag[1])
        begun = name[0] if name else ""
        rest = tag[1][: len(tag[1]) - len(begun)]
        return begun if not rest.strip() or _BEFORE_NAME.search(rest) else None

    def _chosen(self, searched: str) -> None:
        name = searched.split(" ", 1)[0]
        tag = self._open_tag()
        cursor = self._edit.textCursor()
        if tag is None or self._anywhere:
            self.chosen.emit("{{ " + name + " }}")
            return
        opening, inside = tag
        begun = self._begun() or ""
        starts = not inside[: len(inside) - len(begun)].strip()
        back = units_of(opening + inside) if starts else units_of(begun)
        cursor.setPosition(cursor.position() - back, QTextCursor.MoveMode.KeepAnchor)
        self._edit.setTextCursor(cursor)
        self.chosen.emit(f"{opening.rstrip()} {name}{self._closing(opening)}" if starts else name)

    def _closing(self, opening: str) -> str:
        cursor = self._edit.textCursor()
        after = cursor.block().text()[cursor.selectionEnd() - cursor.block().position() :]
        if after.lstrip().startswith(("}}", "%}")):
            return "" if after.startswith(" ") else " "
        if opening.startswith("{{"):
            return " }}"
        # A cell is one text: only cut into pieces it can be gone through.
        return ' | split(",") %}' if "for" in opening else " %}"


class _FieldDelegate(QStyledItemDelegate):
    """Draws the name, and the sample muted at the other end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give room to both."""
        metrics = option.fontMetrics
        sample = str(index.data(SAMPLE) or "")[:MOST_SAMPLE]
        wide = metrics.horizontalAdvance(f"{index.data()}   {sample}")
        return QSize(wide + 2 * MARGIN, theme.row_height(28, 1.0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one field."""
        rect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.colour("accent_soft" if chosen else "surface"))
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text"))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeading, str(index.data()))
        taken = option.fontMetrics.horizontalAdvance(f"{index.data()}   ")
        sample = option.fontMetrics.elidedText(
            str(index.data(SAMPLE) or ""), Qt.TextElideMode.ElideRight, inner.width() - taken
        )
        painter.setPen(theme.colour("muted"))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignTrailing, sample)
        painter.restore()
