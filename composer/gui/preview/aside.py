"""Beside the message: kinds and time from the check of everybody, and what others can be asked.

A wide page shows it by itself, a narrow one on request; with nothing to say it is not there at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from composer.gui.parts import icon_button
from composer.gui.reasons import rename
from composer.i18n import _

WIDTH, WIDER = 340, 460
WIDER_FROM = 1600
OPEN_FROM = 1340
"""The width of a page that has room for a message of usual width and this beside it."""


class Aside(QScrollArea):
    """A column of cards, each of which hides itself while it has nothing to say.

    `tool` opens and closes it; whoever pressed it has decided for good.
    """

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self._cards = tuple(cards)
        self._wanted: bool | None = None
        self._room = 0
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
        self.setFixedWidth(WIDER if page_width >= WIDER_FROM else WIDTH)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is; called when the cards have changed."""
        has_something = any(not card.isHidden() for card in self._cards)
        is_open = self._room >= OPEN_FROM if self._wanted is None else self._wanted
        self.tool.setVisible(has_something)
        self.tool.setChecked(is_open)
        rename(self.tool, _("Hide kinds and time") if is_open else _("Show kinds and time"))
        self.setVisible(has_something and is_open)

    def _press(self, is_open: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._wanted = is_open
        self.refresh()
