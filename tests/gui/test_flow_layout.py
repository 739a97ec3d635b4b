"""Widgets beside each other: sizes are asked for once, and anew when a widget has another."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from composer.gui.flow_layout import GAP, FlowLayout


class Counted(QLabel):
    """A label that counts how often its size is asked for."""

    asked = 0

    def sizeHint(self):
        self.asked += 1
        return QSize(40 if self.text() == "short" else 300, 20)


def laid_out(qtbot, *texts):
    ground = QWidget()
    flow = FlowLayout()
    flow.setContentsMargins(0, 0, 0, 0)
    ground.setLayout(flow)
    labels = [Counted(text) for text in texts]
    for one in labels:
        flow.addWidget(one)
    qtbot.addWidget(ground)
    ground.resize(200, 200)
    ground.show()
    return ground, flow, labels


def test_the_height_follows_a_widget_that_has_become_wider(qtbot):
    _ground, flow, (first, _second) = laid_out(qtbot, "short", "short")
    assert flow.heightForWidth(200) == 20
    first.setText("long")
    qtbot.waitUntil(lambda: flow.heightForWidth(200) == 20 + GAP + 20)
    first.hide()
    qtbot.waitUntil(lambda: flow.heightForWidth(200) == 20)


def test_sizes_are_asked_for_once_while_nothing_changes(qtbot):
    _ground, flow, (first, _second) = laid_out(qtbot, "short", "short")
    flow.heightForWidth(200)
    asked = first.asked
    for width in range(100, 200):
        flow.heightForWidth(width)
    assert first.asked == asked
