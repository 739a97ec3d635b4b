"""Beside the texts: the message as a reader gets it, what helps, and what was said."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from composer.gui.live_preview import LivePreview
from composer.gui.numbers import number
from composer.gui.session import Session
from composer.gui.translating.notes_panel import NotesPanel
from composer.gui.translating.suggestions import SuggestionsPanel
from composer.i18n import _, place
from composer.model.translation import UnitLine

MESSAGE, HELP, COMMENTS = range(3)


class UnitSide(QWidget):
    """Three panels, one at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._about = ("", "")
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)  # the side is as wide as their words
        self.tabs.setAccessibleName(_("Beside the translation"))
        for words in (_("Message"), _("Suggestions"), _("Comments")):
            self.tabs.addTab(words)
        self._stack = QStackedWidget()
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.tabs)
        inner.addWidget(self._stack, 1)

    def make(self, session: Session, page: QWidget) -> Iterator[None]:
        """Make the panels one after the other, each in its place."""
        self._session = session
        self.preview = LivePreview(session)
        self._stack.addWidget(self.preview)
        yield
        self.help = SuggestionsPanel(session)
        for keys in self.help.findChildren(QShortcut):
            keys.setParent(page)  # they work while another panel is shown
        self._stack.addWidget(self._scrolled_help())
        yield
        self.notes = NotesPanel()
        self._stack.addWidget(self.notes)
        self.tabs.currentChanged.connect(self._open)
        yield

    def show_unit(self, unit: UnitLine, tag: str, *, frozen: bool) -> None:
        """Show what helps with a unit and what was said about it."""
        about = (tag, unit.source)
        self.help.set_writable(writable=not frozen)
        if about != self._about:
            self._about = about
            self.help.show_unit(self._session.campaign, tag, unit.source)
        self._say_counts(unit)

    def open_panel(self, which: int) -> None:
        """Show one of the panels."""
        self.tabs.setCurrentIndex(which)

    def _scrolled_help(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.help)
        area.setWidget(inside)
        return area

    def _say_counts(self, unit: UnitLine) -> None:
        """Say how much was said about a unit."""
        count = len(unit.comments) + len(unit.notes)
        words = place(_("Comments ({count})"), count=number(count)) if count else _("Comments")
        if self.tabs.tabText(COMMENTS) != words:
            self.tabs.setTabText(COMMENTS, words)

    def _open(self, which: int) -> None:
        self._stack.setCurrentIndex(which)
        self.tabs.updateGeometry()  # the chosen one is bold, and wider
