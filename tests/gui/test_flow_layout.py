"""Widgets beside each other: sizes are asked for once, and anew when a widget has another."""

import gc

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

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


def with_forgotten_items():
    """Give a ground whose layout's items the binding knows, though Qt ended them long ago."""
    ground = QWidget()
    outer, line = QVBoxLayout(ground), QHBoxLayout()
    labels = [QLabel(str(number)) for number in range(50)]
    for one in labels:
        line.addWidget(one)
    outer.addLayout(line)
    for at in range(line.count()):
        line.itemAt(at)  # the binding keeps what was seen once
    for one in labels:
        shiboken6.delete(one)
    return ground


def test_no_item_ends_with_a_layout_of_before(qtbot):
    """It once ended the program: a change of style asked for the size of such an item."""
    former = with_forgotten_items()
    ground, flow = QWidget(), FlowLayout()
    qtbot.addWidget(ground)
    ground.setLayout(flow)
    for _ in range(200):
        flow.addWidget(QLabel("x"))
    shiboken6.delete(former)
    assert all(shiboken6.isValid(flow.itemAt(at)) for at in range(flow.count()))
    assert flow.sizeHint().isValid()


def test_widgets_belong_to_the_layout_and_leave_it(qtbot):
    ground, flow = QWidget(), FlowLayout()
    qtbot.addWidget(ground)
    for number in range(4):
        flow.addWidget(QLabel(str(number)))  # nobody else keeps them
    ground.setLayout(flow)
    for number in range(4, 8):
        flow.addWidget(QLabel(str(number)))
    flow.insert_widget(0, QLabel("first"))
    gc.collect()
    shown = [flow.itemAt(at).widget().text() for at in range(flow.count())]
    assert shown == ["first", *map(str, range(8))]
    for at in (8, 0):
        shiboken6.delete(flow.itemAt(at).widget())
    assert [flow.itemAt(at).widget().text() for at in range(flow.count())] == list("0123456")
    shiboken6.delete(ground)
    gc.collect()
