"""The plan of a send as a bar: *10 → wait for you → 100 → 1,000 → 890*, filled while it runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from composer.gui.numbers import number
from composer.gui.parts import IconLabel, label, row
from composer.i18n import _, ngettext, place

MOST_SHOWN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One segment: so many people in so many batches, and whether it waits for a person after."""

    people: int
    batches: int
    waits: bool


def parts_of(sizes: Sequence[int], hold_after: Sequence[int]) -> tuple[Part, ...]:
    """Cut a plan into at most seven segments; what does not fit is gathered in the last.

    >>> [part.people for part in parts_of((10, 100, 1000, 890), (1,))]
    [10, 100, 1000, 890]
    """
    waits = set(hold_after)
    parts = [
        Part(people=size, batches=1, waits=at in waits and at < len(sizes))
        for at, size in enumerate(sizes, start=1)
    ]
    if len(parts) <= MOST_SHOWN:
        return tuple(parts)
    rest = parts[MOST_SHOWN - 1 :]
    gathered = Part(
        people=sum(part.people for part in rest),
        batches=len(rest),
        waits=any(part.waits for part in rest),
    )
    return (*parts[: MOST_SHOWN - 1], gathered)


class PlanBar(QWidget):
    """The segments beside each other; wider where more people are, but never by the true ratio."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Part, ...] = ()
        self._bars: list[QProgressBar] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)

    def show_plan(self, sizes: Sequence[int], hold_after: Sequence[int]) -> None:
        """Show another plan."""
        parts = parts_of(sizes, hold_after)
        if parts == self._parts:
            return
        self._parts = parts
        self._bars.clear()
        while (item := self._line.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for part in parts:
            self._line.addWidget(self._segment(part), _weight(part.people))
            if part.waits:
                self._line.addWidget(_waiting())
        self.show_done(0)

    def show_done(self, done: int) -> None:
        """Fill the segments in their order."""
        left = done
        for part, bar in zip(self._parts, self._bars, strict=True):
            filled = min(left, part.people)
            left -= filled
            bar.setValue(filled)
            bar.setAccessibleName(
                place(
                    _("{done} of {all} in this batch"),
                    done=number(filled),
                    all=number(part.people),
                )
            )

    def _segment(self, part: Part) -> QWidget:
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, max(1, part.people))
        self._bars.append(bar)
        words = label(number(part.people), role="strong")
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(bar)
        line = row(words)
        if part.batches > 1:
            more = ngettext("in {count} batch", "in {count} batches", part.batches)
            line.addWidget(label(place(more, count=number(part.batches)), role="caption"))
        line.addStretch(1)
        column.addLayout(line)
        return shown


def _waiting() -> QWidget:
    shown = QWidget()
    line = row(IconLabel("circle-pause", "look"), label(_("wait for you"), role="muted"), gap=4)
    line.setContentsMargins(4, 0, 4, 0)
    line.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    shown.setLayout(line)
    return shown


def _weight(people: int) -> int:
    """Give a segment's share of the width: the square root, so that ten people stay visible."""
    return max(4, round(math.sqrt(people)))
