"""How large a message is shown: steps as in a browser, by menu and keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from composer.gui.numbers import number
from composer.gui.parts import Button
from composer.i18n import _, isolate, place

STEPS = (50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300)
USUAL = 100
IN_KEYS, OUT_KEYS, USUAL_KEYS = ("Ctrl++", "Ctrl+="), ("Ctrl+-",), ("Ctrl+0",)


class ZoomButton(Button):
    """Says the size in per cent; its menu changes it.

    Signals:
        zoomed(float): show everything at this factor.
    """

    zoomed = Signal(float)

    def __init__(self) -> None:
        super().__init__(kind="quiet")
        self._percent = USUAL
        self._menu = QMenu(self)
        for words, keys, change in (
            (_("Larger"), IN_KEYS, self.larger),
            (_("Smaller"), OUT_KEYS, self.smaller),
            (_("Usual size"), USUAL_KEYS, self.usual),
        ):
            action = QAction(words, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(change)
            self._menu.addAction(action)
        self.setMenu(self._menu)
        self._say()

    def bind_keys(self, page: QWidget) -> None:
        """Let the keys work wherever one stands on the page."""
        page.addActions(self._menu.actions())

    @property
    def factor(self) -> float:
        """The size chosen, 1 is the usual one."""
        return self._percent / USUAL

    def larger(self) -> None:
        """Go to the next larger size."""
        self._choose(next((step for step in STEPS if step > self._percent), STEPS[-1]))

    def smaller(self) -> None:
        """Go to the next smaller size."""
        self._choose(next((step for step in reversed(STEPS) if step < self._percent), STEPS[0]))

    def usual(self) -> None:
        """Go back to the usual size."""
        self._choose(USUAL)

    def _choose(self, percent: int) -> None:
        if percent != self._percent:
            self._percent = percent
            self._say()
            self.zoomed.emit(self.factor)

    def _say(self) -> None:
        shown = place(_("{number} %"), number=number(self._percent))
        self.setText(isolate(shown))
        self.setToolTip(_("Size of what is shown (Ctrl +, Ctrl −, Ctrl 0)"))
        self.setAccessibleName(place(_("Size: {number} %"), number=number(self._percent)))
