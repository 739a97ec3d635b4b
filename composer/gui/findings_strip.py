"""The findings of a page: one line of counts that opens to grouped rows, each with a way there.

The same widget stands on every page. Rows are painted by a delegate from a list model, so that a
screen reader gets severity, sentence and place as one text.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from composer.findings import Finding, FindingCount
from composer.gui import icons, theme
from composer.gui.accepting_line import AcceptingLine, accepted_words
from composer.gui.finding_groups import FindingGroup, count_words, group_findings, place_words
from composer.gui.numbers import number
from composer.gui.parts import Button, IconLabel, label, row, set_margins
from composer.gui.stage_words import SEVERITY_ICONS, severity_word
from composer.i18n import _, isolate, listed, ngettext, place
from composer.model.acceptance import Point

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 48
ROWS_SHOWN = 5
GROUP_ROLE = Qt.ItemDataRole.UserRole
POINT_ROLE = Qt.ItemDataRole.UserRole + 1


class FindingsModel(QAbstractListModel):
    """One row per group of findings."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: tuple[FindingGroup, ...] = ()
        self._points: dict[Finding, Point] = {}

    def show_points(self, points: Sequence[Point]) -> None:
        """Mark the groups that somebody accepted."""
        self._points = {item: point for point in points for item in point.findings}
        if self.groups:
            self.dataChanged.emit(self.index(0), self.index(len(self.groups) - 1))

    @property
    def accepted(self) -> tuple[FindingGroup, ...]:
        """The groups that somebody accepted."""
        return tuple(
            group
            for group in self.groups
            if (point := self._points.get(group.first)) is not None and point.accepted is not None
        )

    def point_of(self, index: AnyIndex) -> Point | None:
        """Give the point that a group is, or None for what cannot be accepted."""
        if not index.isValid() or index.row() >= len(self.groups):
            return None
        return self._points.get(self.groups[index.row()].first)

    def replace(self, groups: tuple[FindingGroup, ...]) -> None:
        """Show other groups."""
        self.beginResetModel()
        self.groups = groups
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the groups."""
        return 0 if parent is not None and parent.isValid() else len(self.groups)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the sentence, the tool tip, what a screen reader says, or the group itself."""
        if not index.isValid():
            return None
        group = self.groups[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return group.text
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in (group.text, group.first.advice) if part)
            case Qt.ItemDataRole.AccessibleTextRole:
                word = severity_word(group.first.severity)
                told = (word, group.text, self._below(index), place_words(group.first))
                return listed(told)
            case 256:  # GROUP_ROLE
                return group
            case _:
                return self.point_of(index) if role == POINT_ROLE else None

    def _below(self, index: AnyIndex) -> str:
        point = self.point_of(index)
        accepted = point.accepted if point is not None else None
        return accepted_words(accepted) if accepted else self.groups[index.row()].first.advice


class FindingsDelegate(QStyledItemDelegate):
    """Paints a group: mark, sentence, advice, and the word that goes there."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """All rows are equally high."""
        return QSize(200, theme.row_height(ROW_HEIGHT, 1.0, 0.85))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row, mirrored where the language asks for it."""
        group = index.data(GROUP_ROLE)
        if not isinstance(group, FindingGroup):
            return
        state, rect, direction = option.state, option.rect, option.direction
        painter.save()
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.fillRect(rect, theme.colour("accent_soft"))
        icon, token = SEVERITY_ICONS[group.first.severity]
        point, below = index.data(POINT_ROLE), group.first.advice
        if isinstance(point, Point) and point.accepted is not None:
            (icon, token), below = ("circle-check", "done"), accepted_words(point.accepted)
        width = rect.width()
        show = _("Show")
        strong = theme.scaled_font(strong=True)
        painter.setFont(strong)
        show_width = painter.fontMetrics().horizontalAdvance(show) + 24

        def at(left: int, top: int, wide: int, high: int) -> QRect:
            logical = QRect(rect.left() + left, rect.top() + top, wide, high)
            return QStyle.visualRect(direction, rect, logical)

        size = theme.icon_size()
        painter.drawPixmap(at(12, 8, size, size).topLeft(), icons.pixmap(icon, token, size))
        room = width - 40 - show_width
        leading = QStyle.visualAlignment(
            direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        painter.setPen(theme.colour("accent"))
        painter.drawText(at(width - show_width, 0, show_width - 12, rect.height()), leading, show)
        first, second = theme.line_height(), theme.line_height(0.85)
        above = (rect.height() - first - second) // 2
        for text, top, high, font, colour in (
            (group.text, above, first, theme.scaled_font(), "text"),
            (below, above + first, second, theme.scaled_font(0.85), "muted"),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(at(40, top, room, high), leading, isolate(elided))
        painter.restore()


class FindingsStrip(QFrame):
    """The strip between purpose and content.

    Signals:
        show_requested(Finding): go to this place; pressing a group again goes to its next one.
        changed(): other findings are shown.
    """

    show_requested = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._findings: tuple[Finding, ...] = ()
        self.counts: tuple[FindingCount, ...] = ()  # of kinds of which only the first are shown
        self._next: dict[FindingGroup, int] = {}
        self._mark = IconLabel()
        self._words = label(role="strong")
        self._toggle = Button(kind="quiet", icon="chevron-down", checkable=True)
        self._toggle.setText(_("Show all"))
        self._toggle.setToolTip(_("Ctrl+Shift+F"))
        self._model = FindingsModel()
        self.rows = QListView()
        self.rows.setProperty("kind", "bare")
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(FindingsDelegate(self.rows))
        self.rows.setMouseTracking(True)
        self.rows.setUniformItemSizes(True)
        self.rows.setAccessibleName(_("Findings"))
        self.rows.hide()
        self.accepting = AcceptingLine()
        self._may_accept = False
        line = row(self._mark, self._words, self._toggle, stretch=1)
        set_margins(line, start=12, top=2, end=4, bottom=2)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addLayout(line)
        inner.addWidget(self.rows)
        inner.addWidget(self.accepting)
        self._toggle.toggled.connect(self._open)
        self.rows.clicked.connect(self._show)
        self.rows.activated.connect(self._show)
        self.rows.selectionModel().currentChanged.connect(lambda *_which: self._show_point())
        self.hide()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings in the strip."""
        return self._findings

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Replace the findings; an opened list stays open."""
        if tuple(findings) == self._findings:
            return
        self._findings = tuple(findings)
        groups = group_findings(self._findings, self.counts)
        self._next.clear()
        self._model.replace(groups)
        self._show_point()
        self.setVisible(bool(groups))
        if groups:
            self._say_counts()
            self._mark.show_icon(*SEVERITY_ICONS[groups[0].first.severity])
            high = theme.row_height(ROW_HEIGHT, 1.0, 0.85)
            self.rows.setFixedHeight(high * min(len(groups), ROWS_SHOWN) + 4)
        self.changed.emit()

    def show_points(self, points: Sequence[Point], *, may_accept: bool) -> None:
        """Show who accepted what; the row under the focus can be accepted where that is allowed."""
        self._may_accept = may_accept
        self._model.show_points(points)
        self._say_counts()
        self._show_point()

    def open_list(self) -> None:
        """Open the rows and put the focus there."""
        if self._findings:
            self._toggle.setChecked(True)
            self.rows.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Hold the height that the letters need, now that they have their look."""
        super().showEvent(event)
        self._toggle.setMinimumHeight(self._toggle.sizeHint().height())

    def _open(self, opened: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.rows.setVisible(opened)
        if opened and not self.rows.currentIndex().isValid():
            self.rows.setCurrentIndex(self._model.index(0))
        self._show_point()
        self._toggle.setText(_("Close") if opened else _("Show all"))
        self._toggle.change_icon("x" if opened else "chevron-down")

    def _show(self, index: QModelIndex) -> None:
        group = self._model.groups[index.row()]
        turn = self._next.get(group, 0)
        self._next[group] = (turn + 1) % len(group.findings)
        self.show_requested.emit(group.findings[turn])

    def _say_counts(self) -> None:
        """Say what is left to do; what somebody accepted is told apart."""
        accepted = self._model.accepted
        left = [group for group in self._model.groups if group not in accepted]
        parts = [count_words(left)] if left else []
        if accepted:
            words = ngettext("{count} accepted", "{count} accepted", len(accepted))
            parts.append(place(words, count=number(len(accepted))))
        self._words.setText(" · ".join(parts))

    def _show_point(self) -> None:
        point = self._model.point_of(self.rows.currentIndex())
        shown = point if self._toggle.isChecked() else None
        self.accepting.show_point(shown, may_accept=self._may_accept)
