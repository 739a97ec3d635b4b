"""A layout that puts widgets beside each other and goes on in the next line when one is full.

It makes its items itself. Qt's own come at addresses where the binding may still know an item of
another layout, long gone; it then hands out that one, which ends with the other layout, and the
next question for a size ends the program.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget, QWidgetItem

GAP = 8


class FlowLayout(QLayout):
    """Lines of widgets at their own size, from the side where lines begin."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._hints: list[QSize | None] | None = None
        self._heights: dict[int, int] = {}

    def invalidate(self) -> None:
        """Forget the sizes that were asked for: one of the widgets has another."""
        self._hints = None
        self._heights.clear()
        super().invalidate()

    def addWidget(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self.insert_widget(len(self._items), widget)

    def insert_widget(self, at: int, widget: QWidget) -> None:
        """Put a widget before the one at a place."""
        self.addChildWidget(widget)
        self._items.insert(at, QWidgetItem(widget))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Count the items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give one item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give one item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Grow in height where the width is small."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all lines."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """Ask for room for one widget at least."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Ask for room for the largest widget."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        left, top, high = rect.left(), rect.top(), 0
        for item, hint in zip(self._items, self._sizes(), strict=True):
            if hint is None:
                continue
            if left > rect.left() and left + hint.width() > rect.right() + 1:
                left, top, high = rect.left(), top + high + GAP, 0
            if place:
                where = QRect(QPoint(left, top), hint)
                direction = QGuiApplication.layoutDirection()
                item.setGeometry(QStyle.visualRect(direction, rect, where))
            left += hint.width() + GAP
            high = max(high, hint.height())
        return top + high - rect.top()

    def _sizes(self) -> list[QSize | None]:
        """Give the size that each widget wants, None for hidden ones; asked for once."""
        if self._hints is None or len(self._hints) != len(self._items):
            self._hints = [None if item.isEmpty() else item.sizeHint() for item in self._items]
        return self._hints
