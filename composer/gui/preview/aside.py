"""Beside the message: kinds and time from the check of everybody, and what others can be asked.

A wide page shows it by itself, a narrow one on request; with nothing to say it is not there at all.
Where large text leaves room for one of the two, it takes the message's place until it is closed.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from composer.gui import theme
from composer.gui.parts import icon_button
from composer.gui.reasons import rename
from composer.i18n import _

WIDTH, WIDER = 340, 460
WIDER_FROM = 1600
OPEN_FROM = 1340
"""The width of a page that has room for a message of usual width and this beside it."""
BESIDE_LINES = 40
"""A page of fewer line heights in width has room for the message or this, not for both."""


class Aside(QScrollArea):
    """A column of cards, each of which hides itself while it has nothing to say.

    `tool` opens and closes it; whoever pressed it has decided for good.

    Signals:
        changed(): it was opened, closed, or has another place.
    """

    changed = Signal()

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self._cards = tuple(cards)
        self._wanted: bool | None = None
        self._room = 0
        self.is_alone = False
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Kinds and time"))
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for card in self._cards:
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)
        self.tool = icon_button("panel-right", _("Show kinds and time"), checkable=True)
        self.tool.clicked.connect(self._press)
        self.hide()
        self.tool.hide()

    def fit(self, page_width: int) -> None:
        """Open or close by the page's width, unless somebody decided."""
        self._room = page_width
        self.is_alone = page_width < BESIDE_LINES * theme.line_height()
        wide = WIDER if page_width >= WIDER_FROM else WIDTH
        self.setMinimumWidth(0 if self.is_alone else wide)
        self.setMaximumWidth(page_width if self.is_alone else wide)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is; called when the cards have changed."""
        has_something = any(not card.isHidden() for card in self._cards)
        has_room = self._room >= OPEN_FROM and not self.is_alone
        is_open = has_room if self._wanted is None else self._wanted
        self.tool.setVisible(has_something)
        self.tool.setChecked(is_open)
        rename(self.tool, _("Hide kinds and time") if is_open else _("Show kinds and time"))
        self.setVisible(has_something and is_open)
        self.changed.emit()

    def give_way(self) -> None:
        """Close where the message is wanted in this place."""
        if self.is_alone:
            self._wanted = None
            self.refresh()

    def _press(self, is_open: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._wanted = is_open
        self.refresh()
