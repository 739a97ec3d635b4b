"""Lays out the Translate page: languages, the list over the texts, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
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
    """The widgets of the page, in their places."""

    def __init__(self, page: Page) -> None:
        self.languages = LanguageBar()
        self.facts = ElidedLabel(role="caption")
        self.later = LaterCard(page)
        self.unknown = UnknownLanguage()
        self.list = UnitList(page)
        self.editor = UnitEditor()
        self.side = UnitSide(page.session, page)
        self.comparison = ComparisonView()
        self.comparison.hide()
        self.empty = EmptyPlace()
        self.saved = ElidedLabel(role="caption")
        self.retry = Button(_("Try again"), kind="link")
        self.retry.hide()
        left = QSplitter(Qt.Orientation.Vertical)
        left.setHandleWidth(12)
        left.setChildrenCollapsible(False)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(4)
        column.addWidget(self.editor, 1)
        column.addLayout(row(self.saved, self.retry, stretch=0))
        left.addWidget(self.list)
        left.addWidget(below)
        left.setSizes([500, 600])
        self.halves = _Halves(Qt.Orientation.Horizontal)
        self.halves.setHandleWidth(24)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(left)
        self.halves.addWidget(self.side)
        self.halves.setSizes([1400, 800])
        top = QVBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.languages)
        top.addWidget(self.facts)
        page.content.addLayout(top)
        page.content.addWidget(self.unknown)
        self.texts = scrolled(self._with_card())  # large letters need more height than there is
        page.content.addWidget(self.texts, 1)
        page.content.addWidget(self.comparison, 1)
        page.content.addWidget(self.empty, 1)
        self._content = page.content
        self.later.asked.connect(lambda: self.texts.verticalScrollBar().setValue(0))
        self._set_tab_order()

    def place_card(self, *, above_texts: bool) -> None:
        """Let the card about later scroll with the texts, where there are texts."""
        layout = self._column if above_texts else self._content
        if layout.indexOf(self.later) < 0:
            is_shown = not self.later.isHidden()
            layout.insertWidget(0 if above_texts else 1, self.later)
            self.later.setVisible(is_shown)

    def _with_card(self) -> QWidget:
        """Put the card and the texts into one column."""
        inside = QWidget()
        inside.setObjectName("page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._column.addWidget(self.later)
        self._column.addWidget(self.halves, 1)
        return inside

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
