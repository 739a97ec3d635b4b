"""The six groups as six buttons with their sum below; a press lists the people of a group."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from composer.gui import theme
from composer.gui.numbers import number
from composer.gui.pages.groups import GROUPS, Group, sum_words
from composer.gui.pages.wording import people_words
from composer.gui.parts import Button, ElidedLabel, IconLabel, label, row
from composer.i18n import _, ngettext, place
from composer.model.states import Counts

FULL_ROWS = (6, 3, 2, 1)
"""So many tiles beside each other fill every row."""
PADDING, GAP = 28, 6


class GroupTile(Button):
    """One group: shape and word above, number below."""

    def __init__(self, group: Group) -> None:
        super().__init__(checkable=True)
        self.shows = group
        self.figure = label("0", role="section")
        name = self._name = ElidedLabel(group.word, role="muted")
        inner = QVBoxLayout(self)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.setSpacing(2)
        inner.addLayout(row(IconLabel(group.icon, group.tint), name, gap=GAP, stretch=1))
        inner.addWidget(self.figure)
        for part in (self.figure, name):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Make room for both lines."""
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Shrink in width, never in height."""
        return QSize(96, self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Hold the height of both lines; the sheet's own minimum would let it shrink."""
        super().showEvent(event)
        self.setMinimumHeight(self.sizeHint().height())

    @property
    def whole_width(self) -> int:
        """The room that its word needs to stand there whole."""
        words = self._name.sizeHint().width()
        return words + PADDING + GAP + theme.icon_size()

    def show_count(self, count: int) -> None:
        """Show another number."""
        self.figure.setText(number(count))
        words = place(_("{group}: {people}"), group=self.shows.word, people=people_words(count))
        self.setAccessibleName(words)
        self.setAccessibleDescription(_("Lists these people"))


class GroupTiles(QWidget):
    """Six tiles and the sum.

    Signals:
        chosen(Group or None): the people of this group are asked for, or none any more.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tiles = {group.key: GroupTile(group) for group in GROUPS}
        self.sum_line = label(role="muted", wraps=True)
        self.leaving = label(role="caption")
        self._only_one = QButtonGroup(self)
        self._only_one.setExclusive(False)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        for tile in self.tiles.values():
            self._only_one.addButton(tile)
            tile.clicked.connect(lambda checked, which=tile: self._press(which, checked))
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(self._grid)
        self.foot = row(self.sum_line, self.leaving, gap=16, stretch=0)
        inner.addLayout(self.foot)
        self._columns = 0
        self._most = len(self.tiles)
        self._place()

    def set_columns(self, most: int) -> None:
        """Put so many tiles beside each other, or fewer where their words have no room."""
        self._most = most
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the tiles anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        gap = self._grid.spacing()
        wanted = max(tile.whole_width for tile in self.tiles.values()) + gap
        fits = max((self.width() + gap) // wanted, 1)
        columns = next(count for count in FULL_ROWS if count <= max(min(self._most, fits), 1))
        if columns == self._columns:
            return
        self._columns = columns
        for at, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, at // columns, at % columns)
        for column in range(len(self.tiles)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    @property
    def chosen_group(self) -> Group | None:
        """The group whose people are listed."""
        return next((tile.shows for tile in self.tiles.values() if tile.isChecked()), None)

    def show_counts(self, counts: Counts) -> None:
        """Show other numbers."""
        for tile in self.tiles.values():
            tile.show_count(tile.shows.count(counts))
        self.sum_line.setText(sum_words(counts))
        words = ngettext(
            "{count} of the waiting is being handed over now.",
            "{count} of the waiting are being handed over now.",
            counts.brink,
        )
        self.leaving.setText(place(words, count=number(counts.brink)))
        self.leaving.setVisible(bool(counts.brink))

    def choose(self, group: Group | None) -> None:
        """List a group's people as if its tile had been pressed."""
        for tile in self.tiles.values():
            tile.setChecked(tile.shows is group)
        self.chosen.emit(group)

    def _press(self, pressed: GroupTile, checked: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.choose(pressed.shows if checked else None)
