"""The bar over the text: one row of tools; those that find no room wait under More.

A tool is a name, an icon, a key and what it does. The bar knows nothing of the text: what is done
comes from the Write page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from composer.gui import icons
from composer.gui.parts import Button
from composer.gui.reasons import allow, rename
from composer.i18n import _, place

GAP = 0
EDGE = 6
DIVIDER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool; `do` gets the widget beside which a popover opens. Words are shown if `in_words`.

    `group` keeps tools together: a thin line stands between groups.
    """

    name: str
    icon: str
    words: str
    do: Callable[[QWidget], None]
    keys: str = ""
    group: int = 0
    in_words: bool = False

    @property
    def hint(self) -> str:
        """The words with the key behind them."""
        if not self.keys:
            return self.words
        shown = QKeySequence(self.keys).toString(QKeySequence.SequenceFormat.NativeText)
        return place(_("{tool} ({keys})"), tool=self.words, keys=shown)


class FormatBar(QWidget):
    """The tools, then undo and redo at the end."""

    def __init__(
        self,
        tools: Sequence[Tool],
        *,
        undo: Callable[[], None],
        redo: Callable[[], None],
        keys_for: QWidget,
    ) -> None:
        super().__init__()
        self.setAccessibleName(_("Tools for the text"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tools = tuple(tools)
        self._enabled = True
        self._history: tuple[str, str] | None = None
        self.buttons: dict[str, Button] = {}
        self._lines: dict[str, QFrame] = {}
        inner = QHBoxLayout(self)
        inner.setContentsMargins(EDGE, 4, EDGE, 4)
        inner.setSpacing(GAP)
        centre = Qt.AlignmentFlag.AlignVCenter
        for before, tool in zip((None, *self._tools), self._tools, strict=False):
            if before is not None and before.group != tool.group:
                line = QFrame()
                line.setProperty("kind", "divider")
                line.setFixedSize(1, 20)
                self._lines[tool.name] = line
                inner.addSpacing(DIVIDER // 2)
                inner.addWidget(line, 0, centre)
                inner.addSpacing(DIVIDER // 2)
            inner.addWidget(self._make(tool, keys_for), 0, centre)
        self.more = _icon_only("ellipsis", _("More tools"))
        self.more_menu = QMenu(self.more)
        self.more.setMenu(self.more_menu)
        inner.addWidget(self.more, 0, centre)
        inner.addStretch(1)
        self.undo = _icon_only("undo-2", _("Undo (Ctrl+Z)"), pressed=undo)
        self.redo = _icon_only("redo-2", _("Redo (Ctrl+Shift+Z)"), pressed=redo)
        for button in (self.undo, self.redo):
            inner.addWidget(button, 0, centre)
        self.show_history("", "")

    def show_history(self, undo: str, redo: str) -> None:
        """Say what would be taken back and what done again; nothing switches the button off."""
        if (undo, redo) == self._history:
            return
        self._history = (undo, redo)
        for button, label, named, bare, nothing in (
            (
                self.undo, undo, _("Undo {what} (Ctrl+Z)"), _("Undo (Ctrl+Z)"),
                _("Nothing was changed here that could be taken back."),
            ),
            (
                self.redo, redo, _("Redo {what} (Ctrl+Shift+Z)"), _("Redo (Ctrl+Shift+Z)"),
                _("Nothing was taken back that could be done again."),
            ),
        ):  # fmt: skip
            rename(button, place(named, what=label) if label else bare)
            allow(button, unless="" if label else nothing)

    def allow_tools(self, *, unless: str) -> None:
        """Let the tools be used, unless there is a reason; undo and redo stay as they are."""
        self._enabled = not unless
        for button in (*self.buttons.values(), self.more):
            allow(button, unless=unless)

    def press(self, name: str) -> None:
        """Do what a tool does, whether it is in the bar or under More."""
        tool = next(tool for tool in self._tools if tool.name == name)
        if self._enabled:
            tool.do(self._anchor(name))

    def minimumSizeHint(self) -> QSize:
        """Ask for More, undo and redo only."""
        height = super().minimumSizeHint().height()
        return QSize(3 * self.more.sizeHint().width() + 4 * EDGE, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Drop the words first, then move tools from the end under More."""
        room = self.width() - 2 * EDGE
        fixed = self.undo.sizeHint().width() + self.redo.sizeHint().width() + 2 * GAP
        for in_words in (True, False):
            for tool in self._tools:
                self._write(tool, in_words=in_words and tool.in_words)
            widths = self._widths()
            if sum(widths.values()) + fixed <= room:
                self._show_first(len(self._tools))
                return
        room -= fixed + self.more.sizeHint().width() + GAP
        count, used = 0, 0
        for width in widths.values():
            used += width
            if used > room:
                break
            count += 1
        self._show_first(count)

    # --- inside ------------------------------------------------------------------------------

    def _make(self, tool: Tool, keys_for: QWidget) -> Button:
        button = Button(kind="tool", icon=tool.icon)
        button.setToolTip(tool.hint)
        button.setAccessibleName(tool.words)
        button.clicked.connect(lambda _checked=False: self.press(tool.name))
        self.buttons[tool.name] = button
        if tool.keys:
            shortcut = QShortcut(QKeySequence(tool.keys), keys_for)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self.press(tool.name))
        return button

    def _write(self, tool: Tool, *, in_words: bool) -> None:
        button, words = self.buttons[tool.name], tool.words if in_words else ""
        if button.text() != words:
            button.setText(words)

    def _widths(self) -> Mapping[str, int]:
        widths = {}
        for tool in self._tools:
            line = 2 * (DIVIDER // 2) + 1 + 3 * GAP if tool.name in self._lines else GAP
            widths[tool.name] = self.buttons[tool.name].sizeHint().width() + line
        return widths

    def _show_first(self, count: int) -> None:
        hidden = self._tools[count:]
        for number, tool in enumerate(self._tools):
            self.buttons[tool.name].setVisible(number < count)
            if tool.name in self._lines:
                self._lines[tool.name].setVisible(number < count)
        self.more.setVisible(bool(hidden))
        self.more_menu.clear()
        for tool in hidden:
            action = self.more_menu.addAction(icons.icon(tool.icon), tool.hint)
            action.triggered.connect(lambda _checked=False, name=tool.name: self.press(name))

    def _anchor(self, name: str) -> QWidget:
        button = self.buttons[name]
        return button if button.isVisible() else self.more


def _icon_only(icon: str, name: str, *, pressed: Callable[[], None] | None = None) -> Button:
    made = Button(kind="tool", icon=icon, pressed=pressed)
    made.setToolTip(name)
    made.setAccessibleName(name.partition(" (")[0])
    return made


def below(widget: QWidget) -> QPoint:
    """Give the place on the screen where a menu of a widget opens."""
    right = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
    corner = widget.rect().bottomRight() if right else widget.rect().bottomLeft()
    return widget.mapToGlobal(corner)
