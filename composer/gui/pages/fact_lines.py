"""A few lines of facts, name and value beside each other: what is signed, what is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from composer.gui import theme
from composer.gui.parts import WrappingLabel, label, leading

NAME_WIDTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line. `middle`: a long word is shortened in its middle, for addresses.

    `fixed`: for fingerprints.
    """

    name: str
    value: str
    middle: bool = False
    fixed: bool = False


class AddressLabel(WrappingLabel):
    """Words that wrap, so that large text leaves the sender's domain to be read.

    Only a word that is longer than a line, as an address may be, is shortened in its middle.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(leading())
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        metrics, middle = self.fontMetrics(), Qt.TextElideMode.ElideMiddle
        words = self._whole.split(" ")
        shown = " ".join(metrics.elidedText(word, middle, self.width()) for word in words)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class FactLines(QWidget):
    """The lines; they are made anew only when they say something else."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[Fact, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTH)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show other facts."""
        if tuple(facts) == self._facts:
            return
        self._facts = tuple(facts)
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for at, fact in enumerate(self._facts):
            name = label(fact.name, role="muted")
            name.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
            value = _value_label(fact)
            value.setAccessibleName(f"{fact.name}: {fact.value}")
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(value, at, 1)


def _value_label(fact: Fact) -> QLabel:
    if fact.middle:
        return AddressLabel(fact.value)
    made = label(fact.value, wraps=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if fact.fixed:
        made.setFont(theme.fixed_font())
    return made
