"""The list of campaigns in groups: waiting for you, in work, sending, done, archive.

What was done more than half a year ago lies in the archive, which is one line until it is opened or
something is searched for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from composer.i18n import N_, _, isolate, listed, ngettext, place
from composer.model.overview import CampaignSummary, Turn
from composer.model.person import Person
from composer.model.stages import Stage

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_HEIGHT, GROUP_HEIGHT = 56, 44
UNDER_ROLE = Qt.ItemDataRole.UserRole + 1
SHOWN_DONE = timedelta(days=183)
"""How long what is done stays in the list before it lies in the archive."""
TURNS = {
    Turn.SETTLE: N_("What is unclear waits for your decision"),
    Turn.GO_ON: N_("On hold until you decide"),
    Turn.SIGN: N_("Your approval is asked for"),
    Turn.CHANGE: N_("Sent back to you"),
    Turn.SEND: N_("Ready for you to send"),
    Turn.TRANSLATE: N_("A translation is yours to finish"),
}


class Group(Enum):
    """Where a campaign stands in the list; the value is its heading."""

    WAITING = N_("Waiting for you")
    WORK = N_("In work")
    SENDING = N_("Sending")
    DONE = N_("Done")
    ARCHIVE = N_("Archive")


def group_of(summary: CampaignSummary, person: Person, *, now: datetime) -> Group:
    """Sort a campaign into a group, as this person sees it."""
    if summary.running:
        return Group.SENDING
    if summary.is_archived:
        return Group.ARCHIVE
    if summary.turn_of(person.email) is not None:
        return Group.WAITING
    if summary.is_over:
        return Group.DONE if now - summary.changed_at < SHOWN_DONE else Group.ARCHIVE
    if any(turn is Turn.GO_ON for _address, turn in summary.turns):
        return Group.SENDING
    return Group.WORK


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLine:
    """The one line that stands for the archive: how many lie there, and whether it is open."""

    count: int
    is_open: bool


Line = Group | CampaignSummary | ArchiveLine


class CampaignsModel(QAbstractListModel):
    """Headings and campaigns, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.person: Person | None = None

    def replace(
        self,
        summaries: Sequence[CampaignSummary],
        *,
        person: Person,
        search: str,
        archive_open: bool = False,
    ) -> None:
        """Show the campaigns whose name holds the search, newest first in each group."""
        wanted = search.strip().casefold()
        found = [item for item in summaries if wanted in item.name.casefold()]
        found.sort(key=lambda item: item.changed_at, reverse=True)
        now = datetime.now(UTC)
        lines: list[Line] = []
        for group in Group:
            members = [item for item in found if group_of(item, person, now=now) is group]
            if members and group is Group.ARCHIVE and not wanted:
                lines.append(ArchiveLine(count=len(members), is_open=archive_open))
                lines.extend(members if archive_open else ())
            elif members:
                lines.extend((group, *members))
        if lines == self.lines and person == self.person:
            return
        self.beginResetModel()
        self.lines, self.person = lines, person
        self.endResetModel()

    def row_of(self, campaign_id: str) -> int:
        """Give a campaign's row, or -1."""
        return next(
            (
                at
                for at, line in enumerate(self.lines)
                if isinstance(line, CampaignSummary) and line.id == campaign_id
            ),
            -1,
        )

    def second_line(self, line: CampaignSummary) -> str:
        """Say under its name what a campaign waits for, and who has it open."""
        turn = line.turn_of(self.person.email) if self.person is not None else None
        words = _(TURNS[turn]) if turn is not None else _stage_words(line)
        if line.open_with:
            open_with = place(_("open with {person}"), person=line.open_with)
            return place(_("{stage}, {fact}"), stage=words, fact=open_with) if words else open_with
        return words

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
        if not isinstance(line, CampaignSummary):
            return heading(line) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = (self.second_line(line), people_words(line), ago(line.changed_at))
            return listed((line.name, *(words for words in told if words)))
        shown = {Qt.ItemDataRole.DisplayRole.value: line.name}
        return self.second_line(line) if role == UNDER_ROLE else shown.get(int(role))


class CampaignsDelegate(QStyledItemDelegate):
    """Paints a heading or a campaign: name, what is next, eight stage dots, people, last change."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Headings are lower."""
        line = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, CampaignSummary):
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
        if isinstance(line, ArchiveLine):
            self._paint_ground(painter, option)
            mark = icons.pixmap("chevron-down" if line.is_open else "chevron-right", "muted", 16)
            painter.drawPixmap(at(18, (rect.height() - 16) // 2, 16, 16).topLeft(), mark)
            write(heading(line), at(52, 0, rect.width() - 68, rect.height()), tint="muted")
        elif isinstance(line, Group):
            painter.setFont(theme.scaled_font(strong=True))
            painter.setPen(theme.colour("muted"))
            painter.drawText(at(16, 0, rect.width() - 32, rect.height()), leading, heading(line))
        elif isinstance(line, CampaignSummary):
            self._paint_ground(painter, option)
            width, high = rect.width(), rect.height()
            first, second = theme.line_height(), theme.line_height(0.85)
            above = (high - first - second) // 2
            name_width = max(160, width - 56 - 470)
            painter.drawPixmap(
                at(16, (high - 20) // 2, 20, 20).topLeft(),
                icons.pixmap(STAGE_ICONS[line.stage or Stage.WRITE], "muted", 20),
            )
            write(line.name, at(52, above, name_width, first))
            stage_at = at(52, above + first, name_width, second)
            write(str(index.data(UNDER_ROLE)), stage_at, tint="muted", caption=True)
            side = width - 454
            reached = -1 if line.stage is None else STAGES.index(line.stage)
            for number in range(len(STAGES)):
                done = number < reached or line.is_over
                now = number == reached and not line.is_over
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


def heading(line: Group | ArchiveLine) -> str:
    """Give the words over a group, or of the archive's line."""
    if isinstance(line, Group):
        return _(line.value)
    words = ngettext("Archive, {count} campaign", "Archive, {count} campaigns", line.count)
    return place(words, count=number(line.count))


def _stage_words(line: CampaignSummary) -> str:
    return stage_name(line.stage) if line.stage is not None else ""


def people_words(summary: CampaignSummary) -> str:
    """Say how many people a campaign writes to."""
    words = ngettext("{count} person", "{count} people", summary.people)
    return place(words, count=number(summary.people))
