"""The rail: eight stages in order with a mark and one live fact each, painted by a delegate.

A stage can always be pressed, also when it is locked: its page then says what opens it. Below
1200 px the rail is 64 px wide and shows icons and marks only; the names stay for screen readers.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from composer.gui import icons, theme
from composer.gui.stage_words import MARK_ICONS, STAGE_ICONS, STAGES, mark_word, stage_name
from composer.i18n import _, isolate, listed
from composer.model.overview import StageMark, StageState, Status
from composer.model.stages import Stage

AnyIndex = QModelIndex | QPersistentModelIndex
Placed = Callable[[int, int, int, int], QRect]
WIDE, WIDEST, NARROW, ROW_HEIGHT = 232, 264, 64, 52
BEFORE, BEHIND = 52, 44
"""What stands before and behind the words of a stage: its icon, its mark."""
SLACK = 4


def wide() -> int:
    """Give the rail's width: the designed one, or more where a large name needs it."""
    metrics = QFontMetrics(theme.scaled_font(strong=True))
    longest = max(metrics.horizontalAdvance(stage_name(stage)) for stage in STAGES)
    return min(max(WIDE, BEFORE + longest + BEHIND + SLACK), WIDEST)


class RailModel(QAbstractListModel):
    """The eight stages with what the flow says about each."""

    def __init__(self) -> None:
        super().__init__()
        self.states = tuple(_unknown(stage) for stage in STAGES)

    def show_status(self, status: Status | None) -> None:
        """Take over what the flow says."""
        known = {state.stage: state for state in status.stages} if status else {}
        self.states = tuple(known.get(stage, _unknown(stage)) for stage in STAGES)
        self.dataChanged.emit(self.index(0), self.index(len(STAGES) - 1))

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the stages."""
        return 0 if parent is not None and parent.isValid() else len(self.states)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the name, the tool tip, or all of it for a screen reader."""
        if not index.isValid():
            return None
        state = self.states[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return stage_name(state.stage)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                words = (stage_name(state.stage), mark_word(state.mark), state.fact)
                return listed(word for word in words if word)
            case Qt.ItemDataRole.UserRole:
                return state
        return None


class RailDelegate(QStyledItemDelegate):
    """Paints a stage: leading bar and soft ground when shown, icon, name, fact, mark."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.narrow = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """All rows are equally high."""
        return QSize(NARROW if self.narrow else wide(), theme.row_height(ROW_HEIGHT, 1.0, 0.85))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one stage, mirrored where the language asks for it."""
        state = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(state, StageState):
            return
        rect, direction = option.rect, option.direction
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()

        def at(left: int, top: int, wide: int, high: int) -> QRect:
            logical = QRect(rect.left() + left, rect.top() + top, wide, high)
            return QStyle.visualRect(direction, rect, logical)

        self._paint_ground(painter, option, at, selected=selected)
        width = rect.width()
        quiet = state.mark in (StageMark.LOCKED, StageMark.WAITING)
        token = "accent" if selected else ("muted" if quiet else "text")
        icon_size, mark_size = theme.icon_size(20), theme.icon_size()
        left = (width - icon_size) // 2 - 6 if self.narrow else 30 - icon_size // 2
        high = rect.height()
        top = (high - icon_size) // 2
        painter.drawPixmap(
            at(left, top, icon_size, icon_size).topLeft(),
            icons.pixmap(STAGE_ICONS[state.stage], token, icon_size),
        )
        mark, mark_token = MARK_ICONS[state.mark]
        mark_left = width - 6 - mark_size if self.narrow else width - 36
        mark_top = 6 if self.narrow else (high - mark_size) // 2
        painter.drawPixmap(
            at(mark_left, mark_top, mark_size, mark_size).topLeft(),
            icons.pixmap(mark, mark_token, mark_size),
        )
        if not self.narrow:
            self._paint_words(painter, state, at, option, selected=selected)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, at: Placed, *, selected: bool
    ) -> None:
        rect = option.rect
        inner = rect.adjusted(8, 2, -8, -2)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if selected else "surface"))
            painter.drawRoundedRect(inner, 6, 6)
        if selected:
            painter.fillRect(at(0, 2, 3, rect.height() - 4), theme.colour("accent"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(inner, 6, 6)

    def _paint_words(
        self,
        painter: QPainter,
        state: StageState,
        at: Placed,
        option: QStyleOptionViewItem,
        *,
        selected: bool,
    ) -> None:
        leading = QStyle.visualAlignment(
            option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        # Isolates may come from a font whose letters are higher: nothing below the line is cut off.
        flags = leading.value | Qt.TextFlag.TextDontClip.value
        room = option.rect.width() - BEFORE - BEHIND
        quiet = state.mark is StageMark.LOCKED and not selected
        name_high, fact_high = theme.line_height(), theme.line_height(0.85)
        lines = [(stage_name(state.stage), theme.scaled_font(strong=selected), quiet, name_high)]
        if state.fact:
            lines.append((state.fact, theme.scaled_font(0.85, digits=True), True, fact_high))
        top = (option.rect.height() - sum(line[3] for line in lines)) // 2
        for text, font, muted, high in lines:
            painter.setFont(font)
            painter.setPen(theme.colour("muted" if muted else "text"))
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(at(BEFORE, top, room, high), flags, isolate(elided))
            top += high


class Rail(QListView):
    """The list of stages.

    Signals:
        chosen(Stage): by mouse, keyboard or screen reader.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(_("Stages"))
        self._model = RailModel()
        self._delegate = RailDelegate(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._chosen)

    def show_status(self, status: Status | None) -> None:
        """Show marks and facts."""
        self._model.show_status(status)

    def show_stage(self, stage: Stage | None) -> None:
        """Mark the stage whose page is shown, without asking for it again."""
        selection = self.selectionModel()
        selection.blockSignals(True)
        if stage is None:
            selection.clear()
        else:
            selection.setCurrentIndex(
                self._model.index(STAGES.index(stage)),
                QItemSelectionModel.SelectionFlag.ClearAndSelect,
            )
        selection.blockSignals(False)
        self.viewport().update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons and marks only."""
        if self._delegate.narrow != narrow:
            self._delegate.narrow = narrow
            self.scheduleDelayedItemsLayout()

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._model.states[current.row()].stage)


def _unknown(stage: Stage) -> StageState:
    return StageState(stage=stage, mark=StageMark.WAITING, fact="", findings=())
