"""The line above the list of units: which states are shown, and words to look for (Ctrl+F)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from composer.gui import icons
from composer.gui.numbers import number
from composer.gui.parts import SearchEdit
from composer.gui.unit_table import (
    ALL,
    COMMENTED,
    PROBLEM_ICON,
    PROBLEMS,
    STATE_ICONS,
    UNFINISHED,
    fits,
)
from composer.i18n import N_, _, place
from composer.model.translation import UnitLine

PAUSE_MS = 150
_CHOICES = (
    (ALL, N_("All parts ({count})"), ("list", "muted")),
    (UNFINISHED, N_("Not finished ({count})"), ("circle-dashed", "muted")),
    ("new", N_("Not translated ({count})"), STATE_ICONS["new"]),
    ("draft", N_("Waiting for review ({count})"), STATE_ICONS["draft"]),
    ("needs_work", N_("Needing work ({count})"), STATE_ICONS["needs_work"]),
    ("reviewed", N_("Reviewed ({count})"), STATE_ICONS["reviewed"]),
    (PROBLEMS, N_("With problems ({count})"), PROBLEM_ICON),
    (COMMENTED, N_("With comments ({count})"), ("message-square", "muted")),
)


class UnitFilter(QWidget):
    """Chooses which units are listed.

    Signals:
        changed(): other units are wanted.
    """

    changed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.state = QComboBox()
        self.state.setAccessibleName(_("Which parts are listed"))
        self.state.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.state.setMinimumContentsLength(14)
        self.state.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for name, _words, _icon in _CHOICES:
            self.state.addItem("", name)
        self.search = SearchEdit(_("Find in the parts"))
        self.search.setToolTip(_("Ctrl+F"))
        self.search.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.state, 2)
        inner.addWidget(self.search, 3)
        self.state.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.search.textChanged.connect(lambda _text: self._timer.start())
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), page)
        keys.activated.connect(self.take_focus)
        self.show_counts(())

    @property
    def which(self) -> str:
        """The chosen group."""
        return str(self.state.currentData() or ALL)

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.search.text()

    def take_focus(self) -> None:
        """Let words be written."""
        self.search.setFocus()
        self.search.selectAll()

    def show_counts(self, units: Sequence[UnitLine]) -> None:
        """Say how many units each choice has."""
        for at, (name, words, icon) in enumerate(_CHOICES):
            text = place(_(words), count=number(sum(fits(unit, name, "") for unit in units)))
            if text != self.state.itemText(at):
                self.state.setItemText(at, text)
            self.state.setItemIcon(at, icons.icon(*icon))

    def show_all(self) -> None:
        """Let all units through."""
        self.search.clear()
        self.state.setCurrentIndex(0)
        self._timer.stop()
        self.changed.emit()
