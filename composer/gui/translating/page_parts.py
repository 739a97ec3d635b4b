"""Lays out the Translate page: languages, the list over the texts, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, ElidedLabel, row
from composer.gui.translating.bring_back import UnknownLanguage
from composer.gui.translating.comparison_view import ComparisonView
from composer.gui.translating.empty_place import EmptyPlace
from composer.gui.translating.language_bar import LanguageBar
from composer.gui.translating.later_card import LaterCard
from composer.gui.translating.side import UnitSide
from composer.gui.translating.unit_list import UnitList
from composer.gui.unit_editor import UnitEditor
from composer.i18n import _


class _Halves(QSplitter):
    """Takes what is left of the page, but never less than its parts need."""

    def sizeHint(self) -> QSize:
        """Ask for the least: a card above them scrolls with them where that is too much."""
        return self.minimumSizeHint()


class PageParts:
    """The widgets of the page, in their places, once `make` has come to its end."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._content = page.content

    def make(self) -> Iterator[None]:
        """Make them piece by piece, from the outside in.

        Qt gives its looks anew to what is put into another place, with all that is in it. So each
        part is put into what stands in the page already.
        """
        yield from self._make_head()
        self._make_frame()
        yield
        self.list = UnitList(self._page)
        self._left.insertWidget(0, self.list)
        yield
        self.editor = UnitEditor()
        self._below.insertWidget(0, self.editor, 1)
        self._left.setSizes([620, 480])
        yield
        self.side = UnitSide()
        self.halves.addWidget(self.side)
        self.halves.setSizes([1400, 800])
        yield from self.side.make(self._page.session, self._page)
        self.comparison = ComparisonView()
        self.comparison.hide()
        self._content.addWidget(self.comparison, 1)
        yield
        self.empty = EmptyPlace()
        self._content.addWidget(self.empty, 1)
        self.later.asked.connect(lambda: self.texts.verticalScrollBar().setValue(0))
        self._set_tab_order()

    def place_card(self, *, above_texts: bool) -> None:
        """Let the card about later scroll with the texts, where there are texts."""
        layout = self._column if above_texts else self._content
        if layout.indexOf(self.later) < 0:
            is_shown = not self.later.isHidden()
            layout.insertWidget(0 if above_texts else 1, self.later)
            self.later.setVisible(is_shown)

    def _make_head(self) -> Iterator[None]:
        """Make what stands above the texts: the languages, and how far the open one is."""
        self.languages = LanguageBar()
        self.facts = ElidedLabel(role="caption")
        top = QVBoxLayout()
        top.setSpacing(4)
        self._content.addLayout(top)
        top.addWidget(self.languages)
        top.addWidget(self.facts)
        yield
        self.unknown = UnknownLanguage()
        self._content.addWidget(self.unknown)
        yield

    def _make_frame(self) -> None:
        """Make the card about later above two halves, the leading one with a list over texts."""
        inside = QWidget()
        inside.setObjectName("page")
        self.texts = scrolled(inside)  # large letters need more height than there is
        self._content.addWidget(self.texts, 1)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self.later = LaterCard(self._page)
        self._column.addWidget(self.later)
        self.halves = _Halves(Qt.Orientation.Horizontal)
        self.halves.setHandleWidth(24)
        self.halves.setChildrenCollapsible(False)
        self._column.addWidget(self.halves, 1)
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.setHandleWidth(12)
        self._left.setChildrenCollapsible(False)
        self.halves.addWidget(self._left)
        below = QWidget()
        self._left.addWidget(below)
        self.saved = ElidedLabel(role="caption")
        self.retry = Button(_("Try again"), kind="link")
        self.retry.hide()
        self._below = QVBoxLayout(below)
        self._below.setContentsMargins(1, 0, 1, 0)
        self._below.setSpacing(4)
        self._below.addLayout(row(self.saved, self.retry, stretch=0))

    def _set_tab_order(self) -> None:
        order = (
            self.list.filter.state,
            self.list.filter.search,
            self.list.table,
            self.editor.source,
            self.editor.target,
            self.editor.review.send_back,
            self.editor.review.looks_right,
            self.retry,
            self.side.tabs,
        )
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)


def bind(page: QWidget, keys: str, do: Callable[[], object]) -> None:
    """Bind a key on the page."""
    QShortcut(QKeySequence(keys), page).activated.connect(do)
