"""Nothing that Qt ended is known to the binding: it would be taken for what comes in its place."""

import shiboken6
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from composer.gui.layout_items import forget_items


class Taking(QLayout):
    """A layout that keeps whatever items Qt hands to it."""

    def __init__(self):
        super().__init__()
        self.items = []

    def addItem(self, item):
        self.items.append(item)

    def count(self):
        return len(self.items)

    def itemAt(self, at):
        return self.items[at] if at < len(self.items) else None

    def takeAt(self, at):
        return self.items.pop(at) if at < len(self.items) else None


def filled(count=50):
    line, labels = QHBoxLayout(), [QLabel(str(number)) for number in range(count)]
    for one in labels:
        line.addWidget(one)
    return line, labels


def put(ground, kind, line):
    if kind == "grid":
        QGridLayout(ground).addLayout(line, 0, 0)
    elif kind == "inserted":
        QVBoxLayout(ground).insertLayout(0, line)
    else:
        between = QVBoxLayout()
        between.addLayout(line)
        QVBoxLayout(ground).addLayout(between)


def test_items_of_a_layout_in_a_layout_are_not_known_after_their_end(qtbot):
    for kind in ("nested", "inserted", "grid"):
        former, (line, labels) = QWidget(), filled()
        put(former, kind, line)
        for one in labels:
            shiboken6.delete(one)
        ground, taking = QWidget(), Taking()
        qtbot.addWidget(ground)
        ground.setLayout(taking)
        for _ in range(200):
            taking.addWidget(QLabel("x"))
        shiboken6.delete(former)
        assert all(shiboken6.isValid(item) for item in taking.items), kind


def test_what_is_forgotten_stays_in_its_place(qtbot):
    ground, (line, labels) = QWidget(), filled(3)
    qtbot.addWidget(ground)
    QVBoxLayout(ground).addLayout(line)
    forget_items(line)
    assert [line.indexOf(one) for one in labels] == [0, 1, 2]
    line.removeWidget(labels[1])
    assert line.count() == 2
    assert line.takeAt(0).widget() is labels[0]
