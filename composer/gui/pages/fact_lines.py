"""A few lines of facts, name and value beside each other: what is signed, what is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from composer.gui import theme
from composer.gui.parts import ElidedLabel, label

NAME_WIDTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line. `middle`: shortened in the middle, for addresses; `fixed`: for fingerprints."""

    name: str
    value: str
    middle: bool = False
    fixed: bool = False


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
        return ElidedLabel(fact.value, middle=True)
    made = label(fact.value, wraps=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if fact.fixed:
        made.setFont(theme.fixed_font())
    return made
