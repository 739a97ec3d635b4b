"""Widgets that refer to each other are never destroyed by a thread of the background."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from composer.gui.background import Background
from composer.gui.collecting import Collecting

SOON_MS = 10_000


class Pair(QObject):
    """One of two objects that refer to each other."""

    def __init__(self):
        super().__init__()
        self.other = None


def test_circles_of_objects_end_on_the_windows_thread(qtbot, qapp):
    assert qapp.findChild(Collecting) is not None
    ended_on = []
    one, other = Pair(), Pair()
    one.other, other.other = other, one
    weakref.finalize(one, lambda: ended_on.append(threading.current_thread()))
    del one, other
    background = Background(qapp)

    def work(_task):
        return len([[number] for number in range(200_000)])

    for _ in range(3):
        background.run(work, owner=background)
    qtbot.waitUntil(lambda: background.is_idle, timeout=SOON_MS)
    gc.collect()
    assert ended_on == [threading.current_thread()]
    background.close()


def test_young_garbage_is_collected_while_the_window_waits(qtbot, qapp):
    ended = []
    for _ in range(1000):
        one, other = Pair(), Pair()
        one.other, other.other = other, one
    weakref.finalize(one, lambda: ended.append(True))
    del one, other
    qtbot.waitUntil(lambda: ended == [True], timeout=SOON_MS)
    assert not gc.isenabled()
