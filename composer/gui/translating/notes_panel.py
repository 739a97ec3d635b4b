"""What was said about a unit: who translated and reviewed it, notes of the file, comments."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from composer.gui import theme
from composer.gui.parts import Button, label, row
from composer.gui.times import ago, full_moment
from composer.gui.translating.review_words import act_words
from composer.gui.writing.chip_edit import ENTER
from composer.i18n import _, place
from composer.model.translation import UnitComment, UnitLine

AnyIndex = QModelIndex | QPersistentModelIndex
COMMENT_ROLE = Qt.ItemDataRole.UserRole


class CommentModel(QAbstractListModel):
    """Comments, the oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.comments: tuple[UnitComment, ...] = ()

    def replace(self, comments: tuple[UnitComment, ...]) -> None:
        """Show other comments."""
        if comments == self.comments:
            return
        self.beginResetModel()
        self.comments = comments
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count them."""
        return 0 if parent is not None and parent.isValid() else len(self.comments)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the words, and who said them."""
        if not index.isValid():
            return None
        said = self.comments[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return said.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_head(said)}: {said.text}"
            case Qt.ItemDataRole.ToolTipRole:
                return full_moment(said.at)
            case 256:  # COMMENT_ROLE
                return said
        return None


class _CommentDelegate(QStyledItemDelegate):
    """Draws who, when, and below it what was said."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Take the height of all lines."""
        view = option.widget
        width = view.viewport().width() - 24 if isinstance(view, QListView) else 200
        metrics = option.fontMetrics
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        rect = metrics.boundingRect(0, 0, max(80, width), 100_000, _flags(), words)
        return QSize(80, rect.height() + theme.line_height(0.85) + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one comment."""
        said = index.data(COMMENT_ROLE)
        if not isinstance(said, UnitComment):
            return
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        inner = rect.adjusted(12, 8, -12, -8)
        high = theme.line_height(0.85)
        painter.setFont(theme.scaled_font(0.85))
        painter.setPen(theme.colour("muted"))
        head = inner.adjusted(0, 0, 0, high - inner.height())
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(head, side, _head(said))
        painter.setFont(theme.scaled_font())
        painter.setPen(theme.colour("text"))
        painter.drawText(inner.adjusted(0, high + 2, 0, 0), _flags() | side, said.text)
        painter.restore()


class _CommentEdit(QPlainTextEdit):
    """Where a comment is written; Ctrl+Enter is the page's."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText(_("Say something about this part"))
        self.setAccessibleName(_("Comment"))
        self.setFixedHeight(theme.line_height() * 2 + 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in ENTER:
            event.ignore()
            return
        super().keyPressEvent(event)


class NotesPanel(QWidget):
    """Acts, notes and comments of one unit.

    Signals:
        said(text): add this comment.
        sent_back(text): add it, and let the part need work.
        removed(UnitComment): take this one back.
    """

    said = Signal(str)
    sent_back = Signal(str)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._of = ""
        self.acts = label(wraps=True)
        self.notes = label(wraps=True)
        self._model = CommentModel()
        self.comments = QListView()
        self.comments.setModel(self._model)
        self.comments.setItemDelegate(_CommentDelegate(self.comments))
        self.comments.setResizeMode(QListView.ResizeMode.Adjust)
        self.comments.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.comments.setAccessibleName(_("Comments"))
        self.comments.setMinimumHeight(theme.line_height() * 3)
        self.none = label(_("No comments yet."), role="muted")
        self.edit = _CommentEdit()
        self.remove = Button(_("Remove"), kind="quiet", pressed=self._remove)
        self.back = Button(_("Send back"), pressed=self._send_back)
        self.add = Button(_("Comment"), pressed=self._say)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for part in (self.acts, self.notes, self.none):
            inner.addWidget(part)
        inner.addWidget(self.comments, 1)
        inner.addStretch(0)
        inner.addWidget(self.edit)
        line = row(self.remove, self.back, self.add, gap=8)
        line.insertStretch(1, 1)
        inner.addLayout(line)
        self.comments.selectionModel().currentChanged.connect(lambda *_which: self._offer())
        self.edit.textChanged.connect(self._offer)

    def show_unit(self, unit: UnitLine, *, me: str, may_send_back: bool) -> None:
        """Show another unit, or the same one as it is now."""
        self._name = me
        lines = [
            act_words(unit.translated, when=_when(unit.translated), reviewed=False),
            act_words(unit.reviewed, when=_when(unit.reviewed), reviewed=True),
        ]
        told = "\n".join(line for line in lines if line)
        if not told and unit.target:
            told = _("Came with the campaign's files; nobody here wrote it.")
        self.acts.setText(told or _("Nobody has translated this yet."))
        notes = "\n".join(unit.notes)
        self.notes.setText(place(_("Note: {text}"), text=notes) if notes else "")
        self.notes.setVisible(bool(notes))
        self._model.replace(unit.comments)
        self.comments.setVisible(bool(unit.comments))
        self.none.setVisible(not unit.comments)
        self.back.setVisible(may_send_back)
        if unit.source != self._of:
            self._of = unit.source
            self.edit.clear()
        self._offer()

    def write(self) -> None:
        """Let a comment be written."""
        self.edit.setFocus()

    def _offer(self) -> None:
        has_words = bool(self.edit.toPlainText().strip())
        self.add.setEnabled(has_words)
        self.back.setEnabled(has_words)
        chosen = self._chosen()
        self.remove.setVisible(chosen is not None and chosen.by == self._name)

    def _chosen(self) -> UnitComment | None:
        found = self.comments.currentIndex().data(COMMENT_ROLE)
        return found if isinstance(found, UnitComment) else None

    def _say(self) -> None:
        self.said.emit(self._taken())

    def _send_back(self) -> None:
        self.sent_back.emit(self._taken())

    def _taken(self) -> str:
        text = self.edit.toPlainText().strip()
        self.edit.clear()
        return text

    def _remove(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.removed.emit(chosen)


def _head(said: UnitComment) -> str:
    return place(_("{name}, {when}"), name=said.by, when=ago(said.at))


def _when(act: object) -> str:
    at = getattr(act, "at", None)
    return ago(at) if at is not None else ""


def _flags() -> int:
    return int(Qt.TextFlag.TextWordWrap)
