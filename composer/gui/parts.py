"""Small parts that every page is built of: labels, buttons, cards, thin line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from composer.gui import icons, theme
from composer.gui.background import Task
from composer.i18n import _

SHOW_PROGRESS_AFTER_MS = 300
ICON_GAP = 4
GLASS = "glass"
SLACK = 2  # letters are as wide as parts of pixels, and what is asked for is whole ones
# A line of isolated values alone says no direction; the window's own does.
RIGHT_TO_LEFT_MARK = "\u200f"
KEPT_SPACE = "\u00a0\u200b"  # no-break space, then zero width space: a line may end here


def label(text: str = "", *, role: str = "", tone: str = "", wraps: bool = False) -> QLabel:
    """Make a label; `role` sets its size, `tone` a meaning's colour."""
    made = WrappingLabel(text) if wraps else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wraps)
    made.setAlignment(leading())
    return made


def leading() -> Qt.AlignmentFlag:
    """Give the side where lines begin in the window's language, whatever the text's own is."""
    right = QGuiApplication.isRightToLeft()
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def set_margins(layout: QLayout, *, start: int, top: int, end: int, bottom: int) -> None:
    """Set margins by the window's direction: Qt mirrors layouts, but not their margins."""
    if QGuiApplication.isRightToLeft():
        start, end = end, start
    layout.setContentsMargins(start, top, end, bottom)


def set_tone(widget: QWidget, tone: str, *, name: str = "tone") -> None:
    """Change a dynamic property after the widget was shown, and have the sheet read anew."""
    if widget.property(name) == tone:
        return
    widget.setProperty(name, tone)
    for part in (widget, *widget.findChildren(QLabel)):
        part.style().unpolish(part)
        part.style().polish(part)


class WrappingLabel(QLabel):
    """Words that go on in the next line.

    Where lines run from the right, Qt moves each that ends with a space by that space, and cuts off
    its end. There spaces that belong to their words stand between them, and lines break after them.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._words = ""
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show other words."""
        self._words = text
        is_mirrored = QGuiApplication.isRightToLeft()
        super().setText(text.replace(" ", KEPT_SPACE) if is_mirrored else text)

    def text(self) -> str:
        """Give the words as they were said."""
        return self._words


class ElidedLabel(QLabel):
    """One line that shortens itself; addresses in the middle, so that the domain stays visible.

    It fills the room it gets; with `grows=False` it takes no more than its text needs.
    """

    def __init__(
        self, text: str = "", *, role: str = "", middle: bool = False, grows: bool = True
    ) -> None:
        super().__init__()
        self._whole = text
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        across = QSizePolicy.Policy.Ignored if grows else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self.setAlignment(leading())
        self._shorten()

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text == self._whole == self.accessibleName():
            return
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._shorten()

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        wanted = self.fontMetrics().horizontalAdvance(self._whole) + 2 * SLACK
        return QSize(wanted, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """Shorten anew when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._shorten()

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, max(self.width() - SLACK, 0))
        text = RIGHT_TO_LEFT_MARK + shown if shown and QGuiApplication.isRightToLeft() else shown
        if text != self.text():
            self.setText(text)
        self.setToolTip(self._whole if shown != self._whole else "")


class Button(QPushButton):
    """A button with its icon in the right colour; `kind`: primary, quiet, link, delete, stop."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "",
        icon: str = "",
        pressed: Callable[[], None] | None = None,
        checkable: bool = False,
    ) -> None:
        super().__init__(text)
        self._icon = icon
        self._kind = kind
        if kind:
            self.setProperty("kind", kind)
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAutoDefault(False)
        if pressed is not None:
            self.clicked.connect(lambda _checked=False: pressed())
        self.draw_icon()

    def draw_icon(self) -> None:
        """Draw the icon in the theme's colours."""
        if self._icon:
            token = {"primary": "on_accent", "stop": "on_danger", "delete": "danger"}
            gap = ICON_GAP if self.text() else 0
            size = theme.icon_size()
            self.setIcon(icons.icon(self._icon, token.get(self._kind, "text"), size, gap=gap))
            self.setIconSize(QSize(size + gap, size))

    def setText(self, text: str) -> None:
        """Show another text; the icon keeps its distance."""
        super().setText(text)
        self.draw_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it by Enter as well: else a form or a sheet takes the key for its own answer."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._press()

    def _press(self) -> None:
        if self.menu() is None:
            self.click()
        else:
            self.showMenu()

    def change_icon(self, name: str) -> None:
        """Show another icon."""
        if name != self._icon:
            self._icon = name
            self.draw_icon()


class ElidedButton(Button):
    """A button of one line that shortens its text where there is no room for the whole."""

    PADDING, BESIDE_ICON = 12, 36

    def __init__(
        self, *, kind: str = "", icon: str = "", pressed: Callable[[], None] | None = None
    ) -> None:
        super().__init__("", kind=kind, icon=icon, pressed=pressed)
        self._whole = ""
        self._around = self.BESIDE_ICON + theme.icon_size() if icon else self.PADDING
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._shorten()

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        wanted = self.fontMetrics().horizontalAdvance(self._whole) + self._around + SLACK
        return QSize(wanted, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """Ask for the room that another font needs, and shorten anew."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._shorten()

    def _shorten(self) -> None:
        room = max(self.width() - self._around, 0)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def icon_button(
    icon: str, name: str, *, pressed: Callable[[], None] | None = None, checkable: bool = False
) -> Button:
    """Make an icon-only button: its name is tooltip and accessible name."""
    made = Button(kind="quiet", icon=icon, pressed=pressed, checkable=checkable)
    made.setToolTip(name)
    made.setAccessibleName(name.partition(" (")[0])
    return made


class SearchEdit(QLineEdit):
    """A line to search in, with the glass in front."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        glass = self.addAction(
            icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        glass.setObjectName(GLASS)
        glass.setText(name)  # a screen reader finds it as a button

    def setClearButtonEnabled(self, enable: bool) -> None:  # noqa: FBT001 - as Qt has it
        """Offer to clear the line, with a name for screen readers."""
        super().setClearButtonEnabled(enable)
        for action in self.findChildren(QAction):
            if not action.text():
                action.setText(_("Clear the search"))

    def showEvent(self, event: QShowEvent) -> None:
        """Hold the height that the letters need; the sheet's own minimum would let it shrink."""
        super().showEvent(event)
        self.setMinimumHeight(self.sizeHint().height())

    def draw_icon(self) -> None:
        """Draw the glass in the theme's colours."""
        for action in self.actions():
            if action.objectName() == GLASS:
                action.setIcon(icons.icon("search", "muted"))


class IconLabel(QLabel):
    """An icon that stands beside text; it says nothing by itself."""

    def __init__(self, name: str = "", tint: str = "text", size: int = 16) -> None:
        super().__init__()
        self._size = size
        self.show_icon(name, tint)

    def show_icon(self, name: str, tint: str = "text") -> None:
        """Show another icon."""
        self._name, self._tint = name, tint
        self.draw_icon()

    def draw_icon(self) -> None:
        """Draw the icon in the theme's colours."""
        if self._name:
            size = theme.icon_size(self._size)
            self.setMinimumWidth(size)  # beside words that want the whole line, too
            self.setPixmap(icons.pixmap(self._name, self._tint, size))


class Card(QFrame):
    """A surface for one of several peers; `body` is its column."""

    def __init__(self, *, kind: str = "card") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(8)


def rule() -> QFrame:
    """Make a 1 px line."""
    made = QFrame()
    made.setProperty("kind", "rule")
    return made


def row(*widgets: QWidget, gap: int = 8, stretch: int | None = None) -> QHBoxLayout:
    """Put widgets beside each other; `stretch` is the index of the one that grows.

    Each is centred upright: without that the lowest one's height would bound the whole row.
    """
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for index, widget in enumerate(widgets):
        grows = 1 if index == stretch else 0
        made.addWidget(widget, grows, Qt.AlignmentFlag.AlignVCenter)
    return made


class ProgressLine(QProgressBar):
    """Two pixels at the top of a page, shown when a task takes longer than 300 ms."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line")
        self.setTextVisible(False)
        self.setRange(0, 0)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._tasks: set[Task] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_PROGRESS_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def follow(self, task: Task) -> None:
        """Show the line until this task has ended, if that takes long enough to notice."""
        self._tasks.add(task)
        task.ended.connect(self._ended)
        task.progressed.connect(self._progressed)
        if not self._timer.isActive() and not self.isVisible():
            self._timer.start()

    def _progressed(self, done: int, total: int) -> None:
        self.setRange(0, total)
        self.setValue(done)

    def _ended(self) -> None:
        self._tasks = {task for task in self._tasks if not task.is_over}
        if not self._tasks:
            self._timer.stop()
            self.hide()
            self.setRange(0, 0)
