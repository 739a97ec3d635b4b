"""A vertical scroll area for a part of a page: transparent, without a frame of its own.

With large text much of a page may stand below its edge, and nothing there may take the focus: the
keys that scroll work wherever on the page it is.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QFrame, QScrollArea, QWidget

_STEPS = {
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}


def scrolled(view: QWidget) -> QScrollArea:
    """Put a widget into a scroll area that never scrolls sideways."""
    area = QScrollArea()
    area.setWidget(view)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    view.setAutoFillBackground(False)
    return area


def scroll_by_key(ground: QWidget, event: QKeyEvent) -> bool:
    """Scroll the largest part of a ground that has more than is seen; False: the key is another."""
    step = next((one for key, one in _STEPS.items() if key == event.key()), None)
    areas = [
        area
        for area in ground.findChildren(QScrollArea)
        if area.isVisible() and area.verticalScrollBar().maximum()
    ]
    if step is None or not areas:
        return False
    largest = max(areas, key=lambda area: area.width() * area.height())
    largest.verticalScrollBar().triggerAction(step)
    return True
