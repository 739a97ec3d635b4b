"""The command search (Ctrl+K): type some letters, arrow keys choose, Enter does it.

The focus stays in the field; what the arrow keys reach is read aloud. What cannot be done now is
listed with its reason, and Enter says that reason instead of doing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from composer.gui import theme
from composer.gui.command_list import Command, Kind, offered
from composer.gui.parts import SearchEdit, label
from composer.gui.sheets import keep_stop
from composer.i18n import _, isolate, listed

AnyIndex = QModelIndex | QPersistentModelIndex
WIDTH, HEIGHT, TOP = 640, 460, 72
LINE_ROLE = Qt.ItemDataRole.UserRole
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class CommandModel(QAbstractListModel):
    """The commands that fit what was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Command] = []

    def replace(self, lines: list[Command]) -> None:
        """Show other commands."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the commands."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the words, what a screen reader says, or the command itself."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return said(line)
            case Qt.ItemDataRole.ToolTipRole:
                return line.reason or None
            case Qt.ItemDataRole.UserRole:
                return line
        return None


class CommandDelegate(QStyledItemDelegate):
    """Paints a command: its words, where it is from, its keys; below, why it cannot be done."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give two lines where there is a reason."""
        line = index.data(LINE_ROLE)
        reasoned = isinstance(line, Command) and bool(line.reason)
        return QSize(300, theme.row_height(36, 1.0, *((0.85,) if reasoned else ())))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one line, mirrored where the language asks for it."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, Command):
            return
        rect, direction = option.rect, option.direction
        sides = Qt.AlignmentFlag.AlignVCenter
        leading = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft | sides)
        trailing = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight | sides)

        def write(
            text: str, where: QRect, side: Qt.AlignmentFlag, *, tint: str, factor: float = 1.0
        ) -> None:
            painter.setFont(theme.scaled_font(factor))
            painter.setPen(theme.colour(tint))
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, where.width()
            )
            painter.drawText(QStyle.visualRect(direction, rect, where), side, isolate(shown))

        painter.save()
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("accent_soft"))
        if chosen:
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(QStyle.visualRect(direction, rect, bar), theme.colour("accent"))
        left, wide, first = rect.left() + 16, rect.width() - 32, theme.line_height()
        top = rect.top() + (6 if line.reason else (rect.height() - first) // 2)
        beside = " · ".join(part for part in (_(line.kind.value), line.keys) if part)
        room = min(wide // 2, painter.fontMetrics().horizontalAdvance(beside) + 24)
        tint = "muted" if line.reason else "text"
        write(line.words, QRect(left, top, wide - room, first), leading, tint=tint)
        there = QRect(left + wide - room, top, room, first)
        write(beside, there, trailing, tint="muted", factor=0.85)
        if line.reason:
            below = QRect(left, top + first, wide, theme.line_height(0.85))
            write(line.reason, below, leading, tint="muted", factor=0.85)
        painter.restore()


class CommandSearch(QDialog):
    """One field and one list, over the upper part of the window.

    Signals:
        chosen(Command): do it; the search is closed.
        reached(str): read this aloud.
    """

    chosen = Signal(object)
    reached = Signal(str)

    def __init__(
        self, parent: QWidget, commands: Sequence[Command], recent: Sequence[Command]
    ) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setAccessibleName(_("Search commands"))
        keep_stop(self, parent)
        self._commands, self._recent = tuple(commands), tuple(recent)
        self._campaigns: tuple[Command, ...] = ()
        self.edit = SearchEdit(_("Search commands, pages and campaigns"))
        self.rows = QListView()
        self.rows.setAccessibleName(_("Commands"))
        self.rows.setMouseTracking(True)
        self.rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.model = CommandModel()
        self.rows.setModel(self.model)
        self.rows.setItemDelegate(CommandDelegate(self.rows))
        self.nothing = label(_("Nothing is called so."), role="muted")
        ground = QFrame()
        ground.setProperty("kind", "sheet")
        column = QVBoxLayout(ground)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.edit)
        column.addWidget(self.rows, 1)
        column.addWidget(self.nothing)
        column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._show)
        self.rows.clicked.connect(self._choose)
        self.rows.activated.connect(self._choose)
        self._show()
        self._place()
        self.edit.setFocus()

    def show_campaigns(self, campaigns: Sequence[Command]) -> None:
        """Add the campaigns once they are known; what is chosen stays chosen."""
        at = self.rows.currentIndex().row()
        self._campaigns = tuple(campaigns)
        self._show()
        if not self.edit.text():
            self._go_to(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list and choose from it while the focus stays in the field."""
        if (
            watched is self.edit
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if event.key() in MOVES:
                self._go_to(self.rows.currentIndex().row() + MOVES[Qt.Key(event.key())])
                line = self.rows.currentIndex().data(LINE_ROLE)
                if isinstance(line, Command):  # nothing may be called so
                    self.reached.emit(said(line))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.rows.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        lines = offered(self._recent, self._commands, self._campaigns, self.edit.text())
        self.model.replace(lines)
        self.rows.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        within = max(0, min(row, self.model.rowCount() - 1))
        self.rows.setCurrentIndex(self.model.index(within, 0))

    def _choose(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, Command):
            return
        if line.reason:
            self.reached.emit(line.reason)
            return
        self.accept()
        self.chosen.emit(line)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        wide = min(WIDTH, window.width() - 48)
        self.resize(wide, min(HEIGHT, window.height() - 2 * TOP))
        self.move(window.mapToGlobal(QPoint((window.width() - wide) // 2, TOP)))


def said(line: Command) -> str:
    """Say a command as it is read aloud."""
    parts = (line.words, _(line.kind.value), line.keys, line.reason)
    return listed(part for part in parts if part)


class Recent:
    """The commands that were used last, as long as the window is open."""

    MOST = 5

    def __init__(self) -> None:
        self._words: list[tuple[str, Kind]] = []

    def used(self, command: Command) -> None:
        """Remember one; the newest stands first."""
        mark = (command.words, command.kind)
        self._words = [mark, *(one for one in self._words if one != mark)][: self.MOST]

    def among(self, commands: Sequence[Command]) -> list[Command]:
        """Give those that can be found now."""
        known = {(one.words, one.kind): one for one in commands}
        return [replace(known[mark], kind=Kind.RECENT) for mark in self._words if mark in known]
