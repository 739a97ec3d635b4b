"""The list of campaigns in groups: waiting for you, in work, sending, done."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from composer.gui import icons, theme
from composer.gui.numbers import number
from composer.gui.stage_words import STAGE_ICONS, STAGES, stage_name
from composer.gui.times import ago
from composer.i18n import N_, _, isolate, ngettext, place
from composer.model.overview import CampaignSummary
from composer.model.person import Person
from composer.model.stages import Stage

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_HEIGHT, GROUP_HEIGHT = 56, 44


class Group(Enum):
    """Where a campaign stands in the list; the value is its heading."""

    WAITING = N_("Waiting for you")
    WORK = N_("In work")
    SENDING = N_("Sending")
    DONE = N_("Done")


def group_of(summary: CampaignSummary, person: Person) -> Group:
    """Sort a campaign into a group, as this person sees it."""
    if summary.running:
        return Group.SENDING
    if summary.stage is Stage.REPORT:
        return Group.DONE
    if person.email in summary.waiting_for:
        return Group.WAITING
    return Group.WORK


class CampaignsModel(QAbstractListModel):
    """Headings and campaigns, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Group | CampaignSummary] = []

    def replace(self, summaries: Sequence[CampaignSummary], *, person: Person, search: str) -> None:
        """Show the campaigns whose name holds the search, newest first in each group."""
        wanted = search.strip().casefold()
        found = [item for item in summaries if wanted in item.name.casefold()]
        found.sort(key=lambda item: item.changed_at, reverse=True)
        lines: list[Group | CampaignSummary] = []
        for group in Group:
            members = [item for item in found if group_of(item, person) is group]
            if members:
                lines.extend((group, *members))
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count headings and campaigns."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        is_heading = index.isValid() and isinstance(self.lines[index.row()], Group)
        return Qt.ItemFlag.NoItemFlags if is_heading else super().flags(index)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the name, what a screen reader says, or the line itself."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if isinstance(line, Group):
            return _(line.value) if role == Qt.ItemDataRole.DisplayRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join((line.name, stage_name(line.stage), people_words(line)))
        return None


class CampaignsDelegate(QStyledItemDelegate):
    """Paints a heading or a campaign: name, what is next, eight stage dots, people, last change."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Headings are lower."""
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, Group):
            return QSize(300, theme.row_height(GROUP_HEIGHT, 1.0))
        return QSize(300, theme.row_height(ROW_HEIGHT, 1.0, 0.85))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one line, mirrored where the language asks for it."""
        line = index.data(Qt.ItemDataRole.UserRole)
        rect, direction = option.rect, option.direction
        leading = QStyle.visualAlignment(
            direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

        def at(left: int, top: int, wide: int, high: int) -> QRect:
            logical = QRect(rect.left() + left, rect.top() + top, wide, high)
            return QStyle.visualRect(direction, rect, logical)

        def write(text: str, where: QRect, *, tint: str = "text", caption: bool = False) -> None:
            painter.setFont(theme.scaled_font(0.85 if caption else 1.0, digits=True))
            painter.setPen(theme.colour(tint))
            metrics = painter.fontMetrics()
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, where.width())
            painter.drawText(where, leading, isolate(elided))

        painter.save()
        if isinstance(line, Group):
            painter.setFont(theme.scaled_font(strong=True))
            painter.setPen(theme.colour("muted"))
            painter.drawText(at(16, 0, rect.width() - 32, rect.height()), leading, _(line.value))
        elif isinstance(line, CampaignSummary):
            self._paint_ground(painter, option)
            width, high = rect.width(), rect.height()
            first, second = theme.line_height(), theme.line_height(0.85)
            above = (high - first - second) // 2
            name_width = max(160, width - 56 - 470)
            painter.drawPixmap(
                at(16, (high - 20) // 2, 20, 20).topLeft(),
                icons.pixmap(STAGE_ICONS[line.stage], "muted", 20),
            )
            write(line.name, at(52, above, name_width, first))
            stage_at = at(52, above + first, name_width, second)
            write(stage_name(line.stage), stage_at, tint="muted", caption=True)
            side = width - 454
            for number, stage in enumerate(STAGES):
                done = number < STAGES.index(line.stage)
                now = stage is line.stage
                icon, tint = ("circle-dot", "accent") if now else ("circle-dashed", "control")
                if done:
                    icon, tint = "circle-check", "done"
                where = at(side + number * 18, (high - 14) // 2, 14, 14).topLeft()
                painter.drawPixmap(where, icons.pixmap(icon, tint, 14))
            write(people_words(line), at(side + 164, 0, 120, high), tint="muted")
            write(ago(line.changed_at), at(side + 294, 0, 144, high), tint="muted")
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect, state = option.rect, option.state
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.fillRect(rect, theme.colour("accent_soft"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))


def people_words(summary: CampaignSummary) -> str:
    """Say how many people a campaign writes to."""
    words = ngettext("{count} person", "{count} people", summary.people)
    return place(words, count=number(summary.people))
