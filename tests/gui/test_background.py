"""The one idiom for long work: delivered on the GUI thread, dropped when nobody waits."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, QThread, Signal
from shiboken6 import delete

from composer.errors import NotFound
from composer.gui.background import Background, Latest


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.close()


def test_a_result_comes_back_on_the_gui_thread(qtbot, background):
    threads = {}

    def job(_task):
        threads["job"] = threading.get_ident()
        return 7

    def then(result):
        threads["then"] = threading.get_ident()
        threads["result"] = result

    task = background.run(job, owner=background, then=then)
    qtbot.waitSignal(task.ended).wait()
    assert threads["result"] == 7
    assert threads["then"] == threading.get_ident() != threads["job"]
    assert background.is_idle


def test_an_error_goes_to_its_asker_or_to_the_one_dialog(qtbot, background):
    def job(_task):
        raise NotFound("There is no such campaign.")

    taken, shown = [], []
    background.failed.connect(shown.append)
    with qtbot.waitSignal(background.run(job, owner=background, otherwise=taken.append).ended):
        pass
    with qtbot.waitSignal(background.run(job, owner=background).ended):
        pass
    assert [str(error) for error in taken] == ["There is no such campaign."]
    assert [str(error) for error in shown] == ["There is no such campaign."]


def test_a_cancelled_job_delivers_nothing(qtbot, background):
    begun = threading.Event()

    def job(task):
        begun.set()
        while not task.cancelled():
            threading.Event().wait(0.005)
        return "too late"

    got = []
    task = background.run(job, owner=background, then=got.append, label="Checking", can_cancel=True)
    assert begun.wait(5)
    with qtbot.waitSignal(task.ended):
        task.cancel()
    assert got == []


def test_nothing_is_delivered_to_a_deleted_owner(qtbot, background):
    owner, got, go = QObject(), [], threading.Event()
    task = background.run(lambda _task: go.wait(5), owner=owner, then=got.append)
    with qtbot.waitSignal(task.ended):
        delete(owner)
        go.set()
    assert got == []


def test_progress_arrives_at_the_end(qtbot, background):
    seen, go = [], threading.Event()

    def job(task):
        go.wait(5)
        for done in range(1001):
            task.report(done, 1000)

    task = background.run(job, owner=background)
    task.progressed.connect(lambda done, total: seen.append((done, total)))
    go.set()
    qtbot.waitSignal(task.ended).wait()
    qtbot.waitUntil(lambda: (1000, 1000) in seen)
    assert len(seen) < 50


def test_only_the_newest_of_several_wishes_is_shown(qtbot, background):
    latest, shown, go = Latest(background, background), [], threading.Event()
    ran = []

    def wish(number):
        def job(_task):
            go.wait(5)
            ran.append(number)
            return number

        return job

    for number in range(5):
        latest.ask(wish(number), then=shown.append, otherwise=shown.append)
    go.set()
    qtbot.waitUntil(lambda: shown == [4])
    assert ran == [0, 4]


def test_three_thousand_signals_do_not_end_the_interpreter(qapp):
    """PySide6 6.12 on Python 3.11 dropped a reference to True with every emit."""

    class Sender(QObject):
        sent = Signal(int)

    sender, received = Sender(), []
    sender.sent.connect(received.append)
    for number in range(3000):
        sender.sent.emit(number)
    assert len(received) == 3000
    assert QThread.currentThread() is qapp.thread()
