"""The page's tools and keys: words beside the icons where there is room, else the icons alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from composer.gui.audience.situation import Situation
from composer.gui.parts import Button
from composer.i18n import _

ICON_ROOM = 44


class ToolRow(QWidget):
    """Some quiet buttons in a row."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[Button, str] = {}
        self._inner = QHBoxLayout(self)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(4)

    def add(self, text: str, icon: str, *, checkable: bool = False) -> Button:
        """Add a tool."""
        made = Button(text, kind="quiet", icon=icon, checkable=checkable)
        made.setAccessibleName(text)
        made.setToolTip(text)
        self._words[made] = text
        self._inner.addWidget(made)
        return made

    def fit(self, room: int) -> None:
        """Show words if there is room for all of them."""
        metrics = self.fontMetrics()
        wanted = sum(metrics.horizontalAdvance(text) + ICON_ROOM for text in self._words.values())
        for button, text in self._words.items():
            shown = text if wanted <= room else ""
            if button.text() != shown:
                button.setText(shown)


class AudienceTools(ToolRow):
    """The tools of the Audience page."""

    def __init__(self) -> None:
        super().__init__()
        self.choose = self.add(_("Who gets it"), "funnel", checkable=True)
        self.replace = self.add(_("Replace the list…"), "upload")
        self.list = self.add(_("Do-not-write list"), "circle-slash")

    def show_situation(self, now: Situation) -> None:
        """Offer what can be done with what is there."""
        self.choose.setVisible(now.has_people)
        self.replace.setVisible(now.has_people and now.may_edit)


def bind_keys(page: QWidget, *bound: tuple[QKeySequence.StandardKey, Callable[[], object]]) -> None:
    """Let keys do something wherever on the page the focus is."""
    for keys, slot in bound:
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)
