"""The layouts as pictures with title and purpose; the one in use has a tick, a ground and a frame.

The pictures are taken of the layouts' own samples (`tests/gui/take_layout_pictures.py`), light and
dark; their upper part is shown. Arrow keys go through them, Enter or Space or one click chooses.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from composer import paths
from composer.gui import icons, theme
from composer.i18n import _, place
from composer.model.writing import LayoutLine

AnyIndex = QModelIndex | QPersistentModelIndex
CELL_LEAST = 150
MOST_COLUMNS = 3
PLAIN_LINE = 18  # pixels of a line at the usual size
PICTURE_RATIO = 0.56  # height of a picture to its width
PAD = 8
LINE_ROLE = Qt.ItemDataRole.UserRole


@lru_cache(maxsize=32)
def layout_picture(name: str, *, dark: bool) -> QPixmap:
    """Give a layout's picture; a null one for a layout of the campaign's own."""
    scheme = "dark" if dark else "light"
    return QPixmap(str(paths.resources() / "layout-pictures" / f"{name}-{scheme}.png"))


class LayoutModel(QAbstractListModel):
    """One row per layout."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[LayoutLine, ...] = ()
        self.chosen = ""

    def replace(self, lines: tuple[LayoutLine, ...]) -> None:
        """Show other layouts."""
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def choose(self, name: str) -> None:
        """Mark another layout as the one in use."""
        if name != self.chosen:
            self.chosen = name
            if self.lines:
                self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    def row_of(self, name: str) -> int:
        """Give a layout's row, or -1."""
        return next((at for at, line in enumerate(self.lines) if line.name == name), -1)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the layouts."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the title, what a screen reader says, or the layout itself."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.title
            case Qt.ItemDataRole.AccessibleTextRole:
                words = (
                    _("{title}, in use. {description}")
                    if self.is_chosen(line)
                    else _("{title}. {description}")
                )
                return place(words, title=line.title, description=line.description)
            case 256:  # LINE_ROLE
                return line
        return None

    def is_chosen(self, line: LayoutLine) -> bool:
        """Whether the message has this layout."""
        return line.name == self.chosen


class LayoutDelegate(QStyledItemDelegate):
    """Paints a layout: picture, title, what it is for."""

    def __init__(self, view: LayoutList, model: LayoutModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model

    def sizeHint(self, _option: Option, _index: AnyIndex) -> QSize:
        """Give every layout the same room."""
        return self._view.cell()

    def paint(self, painter: QPainter, option: Option, index: AnyIndex) -> None:
        """Paint one layout, mirrored where the language asks for it."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, LayoutLine):
            return
        rect, state = option.rect.adjusted(2, 2, -2, -2), option.state
        chosen = self._model.is_chosen(line)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme.colour("accent"), 1) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if chosen else "rail"))
            painter.drawRoundedRect(rect, 6, 6)
        width = rect.width() - 2 * PAD
        frame = QRect(rect.left() + PAD, rect.top() + PAD, width, _picture_height(width))
        _paint_picture(painter, frame, line)
        if chosen:
            ground = QRect(frame.right() - 28, frame.bottom() - 28, 24, 24)
            mark = QStyle.visualRect(option.direction, frame, ground)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(mark)
            painter.drawPixmap(mark.topLeft(), icons.pixmap("circle-check", "accent", 24))
        top = frame.bottom() + PAD
        room = QRect(frame.left(), top, width, rect.bottom() - top)
        _paint_words(painter, room, line, chosen=chosen)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(rect, 6, 6)
        painter.restore()


class LayoutList(QListView):
    """The pictures, as high as all of them, so that the panel scrolls and not the list.

    Signals:
        chosen(str): a layout was chosen, by its name.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.layouts = LayoutModel()
        self.setModel(self.layouts)
        self.setItemDelegate(LayoutDelegate(self, self.layouts))
        self.setProperty("kind", "clear")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setMovement(QListView.Movement.Static)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Layouts"))
        self.setAccessibleDescription(_("Arrow keys go through them, Enter chooses."))
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # the panel asks, so that one pass settles everything
        self.setSizePolicy(policy)
        self._read_only = False
        self.clicked.connect(self._choose)

    def show_layouts(self, lines: tuple[LayoutLine, ...], chosen: str) -> None:
        """Show the layouts and which is in use."""
        self.layouts.replace(lines)
        self.layouts.choose(chosen)
        row = self.layouts.row_of(chosen)
        if row >= 0 and not self.hasFocus():
            self.setCurrentIndex(self.layouts.index(row))
        self.setGridSize(self.cell())
        self.updateGeometry()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - like QLineEdit.setReadOnly
        """Show them without offering to choose."""
        self._read_only = read_only

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter or Space; Ctrl+Enter is the page's."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words their lines at the new width."""
        super().resizeEvent(event)
        self.setGridSize(self.cell())

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all layouts in a list of this width."""
        lines = -(-self.layouts.rowCount() // _columns(width))
        return lines * self._cell_at(width).height() + 4

    def sizeHint(self) -> QSize:
        """Ask for all layouts, two beside each other."""
        wide = 2 * CELL_LEAST
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Stand any width: the height is asked for it."""
        return QSize(CELL_LEAST, 0)

    def cell(self) -> QSize:
        """Give the room of one layout: as many beside each other as can be read."""
        return self._cell_at(self.width())

    def _cell_at(self, width: int) -> QSize:
        edges = self.width() - self.viewport().width()
        cell = max(1, (width - edges - 2) // _columns(width))
        wide = cell - 2 * PAD - 4
        words = max((_words_height(line, wide) for line in self.layouts.lines), default=0)
        return QSize(cell, _picture_height(wide) + words + 3 * PAD + 4)

    def _choose(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if (
            isinstance(line, LayoutLine)
            and not self._read_only
            and line.name != self.layouts.chosen
        ):
            self.chosen.emit(line.name)


def _columns(width: int) -> int:
    least = CELL_LEAST * theme.line_height() / PLAIN_LINE
    return max(1, min(MOST_COLUMNS, int(width / least)))


def _picture_height(width: int) -> int:
    return int(width * PICTURE_RATIO)


def _words_height(line: LayoutLine, width: int) -> int:
    high = 0
    for text, factor in ((line.title, 1.0), (line.description, 0.85)):
        metrics = QFontMetrics(theme.scaled_font(factor, strong=factor == 1.0))
        flags = Qt.TextFlag.TextWordWrap.value
        high += metrics.boundingRect(QRect(0, 0, width, 10_000), flags, text).height() + 4
    return high


def _paint_picture(painter: QPainter, frame: QRect, line: LayoutLine) -> None:
    picture = layout_picture(line.name, dark=theme.tokens().is_dark) if not line.own else QPixmap()
    shape = QPainterPath()
    shape.addRoundedRect(frame, 6, 6)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(frame, theme.colour("rail"))
    if picture.isNull():
        name = "code" if line.own else "layout-template"
        middle = frame.center()
        painter.drawPixmap(middle.x() - 12, middle.y() - 12, icons.pixmap(name, "muted", 24))
    else:
        part = QRect(0, 0, picture.width(), _picture_height(picture.width()))
        painter.drawPixmap(frame, picture, part)
    painter.restore()
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)


def _paint_words(painter: QPainter, room: QRect, line: LayoutLine, *, chosen: bool) -> None:
    option = QTextOption(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft
        if QGuiApplication.isRightToLeft()
        else Qt.LayoutDirection.LeftToRight
    )
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    top = room.top()
    parts = [(line.title, 1.0, "accent" if chosen else "text"), (line.description, 0.85, "muted")]
    for text, factor, colour in parts:
        font = theme.scaled_font(factor, strong=factor == 1.0)
        metrics = QFontMetrics(font)
        flags = Qt.TextFlag.TextWordWrap.value
        wanted = QRect(room.left(), top, room.width(), 10_000)
        high = metrics.boundingRect(wanted, flags, text).height()
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        painter.drawText(QRect(room.left(), top, room.width(), high + 2).toRectF(), text, option)
        top += high + 4
