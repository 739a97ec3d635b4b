"""How long a writer waits on the Write page: for a letter, for the preview, for a mark.

A real window on the example, shown on whatever screen Qt is given (`xvfb-run -a`, or offscreen).
Letters are typed one after the other into the text; after a pause the preview must have followed.
What is measured: a key until it is drawn (by the clock, and the work of the window's own thread:
other work on the machine makes only the former longer); the last key until the message is rendered
and until the web view has taken it; the last key until marks stand; a template that never ends.
At 64 KB with fields, conditions and repeats as chips, keys are typed at the start, in the middle
and at the end, taking turns with a bare field that holds the same letters.

    xvfb-run -a .venv/bin/python -m tests.bench.write_page
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.editor import SIZE_BYTES, TEXT

TURNS = 15
LETTERS = "word "


def main() -> int:
    """Print one line for each figure, in milliseconds."""
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    from PySide6.QtGui import QTextCursor

    from composer.gui.application import make_application, make_window
    from composer.model.stages import Stage
    from composer.workspace import make_demo

    make_application(["composer"])
    with tempfile.TemporaryDirectory() as folder:
        workspace, _campaign = make_demo(Path(folder) / "workspace", domain="bench.example")
        window = make_window(workspace)
        window.show()
        window.show_stage(Stage.WRITE)
        page = window.page
        wait(lambda: page.preview.preview is not None)
        wait(lambda: page.autosave.may_keep)
        pause(1500)
        for size in (0, 14 * 1024, 50 * 1024):
            if size:
                page.editor.moveCursor(QTextCursor.MoveOperation.End)
                page.editor.insert_source("\n\nA line of ordinary words, again.\n\n" * (size // 36))
                pause(3000)
            print(f"text of {len(page.draft.body):,} letters")
            measure(page)
        page.editor.replace_text(TEXT * (SIZE_BYTES // len(TEXT.encode()) + 1))
        pause(6000)
        measure_places(page)
        again = "{% for a in range(9999) %}{% for b in range(9999) %}{% if a < 0 %}x{% endif %}"
        page.editor.replace_text(again + "{% endfor %}{% endfor %}")
        began = time.perf_counter()
        worst = [0.0]
        wait(lambda: page.preview.problem.isVisible() or note_stutter(worst), seconds=60)
        show("a template that never ends, until it is said", [time.perf_counter() - began])
        show("the longest the window stood still meanwhile", [worst[0]])
        print(page.preview._why.text())
        window.close()
        workspace.close()
    return 0


def measure(page) -> None:
    """Type, pause, and take the times."""
    from PySide6.QtGui import QTextCursor
    from PySide6.QtTest import QTest

    keys: list[float] = []
    own: list[float] = []
    rendered: list[float] = []
    painted: list[float] = []
    marked: list[float] = []
    seen: dict[str, float] = {}
    page.preview.shown.connect(lambda _p: seen.setdefault("rendered", time.perf_counter()))
    page.preview.pane.loaded.connect(lambda: seen.setdefault("painted", time.perf_counter()))
    page.mistakes.found.connect(lambda _f: seen.setdefault("marked", time.perf_counter()))
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    page.editor.moveCursor(QTextCursor.MoveOperation.Down)
    for _turn in range(TURNS):
        for letter in LETTERS:
            clock, work = press(page.editor, letter)
            keys.append(clock)
            own.append(work)
            pause(30)
        seen.clear()
        last = time.perf_counter()
        QTest.keyClick(page.editor, ".")
        wait(lambda: len(seen) == 3)
        rendered.append(seen["rendered"] - last)
        painted.append(seen["painted"] - last)
        marked.append(seen["marked"] - last)
        pause(1200)
    show("a key until it is drawn and everything has followed it", keys)
    show("of that, work of the window's own thread", own)
    show("the last key until the message is rendered", rendered)
    show("the last key until the web view has loaded it", painted)
    show("the last key until marks stand", marked)


def measure_places(page) -> None:
    """Type at three places of a long text, in turns with a bare field beside it."""
    from PySide6.QtGui import QTextCursor
    from PySide6.QtWidgets import QPlainTextEdit

    bare = QPlainTextEdit()
    bare.setPlainText(page.draft.body)
    bare.resize(page.editor.size())
    bare.show()
    print(f"text of {len(page.draft.body):,} letters with chips; own thread and clock")
    for place, share in (("start", 0.0), ("middle", 0.5), ("end", 1.0)):
        for edit in (bare, page.editor):
            cursor = edit.textCursor()
            cursor.setPosition(int((edit.document().characterCount() - 1) * share))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            edit.setTextCursor(cursor)
            edit.ensureCursorVisible()
        pause(3000)
        times = {bare: [], page.editor: []}
        for _turn in range(TURNS):
            for edit, taken in times.items():
                for letter in LETTERS:
                    taken.append(press(edit, letter))
                    pause(30)
            pause(600)
        for edit, taken in times.items():
            name = "the page" if edit is page.editor else "a bare field"
            show(f"{place}: {name}, own thread", [work for _clock, work in taken])
            show(f"{place}: {name}, clock", [clock for clock, _work in taken])
    bare.close()


def press(edit, letter: str) -> tuple[float, float]:
    """Press a key; give the seconds until all is drawn that follows: clock, and own thread."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtTest import QTest

    began, busy = time.perf_counter(), time.thread_time()
    QTest.keyClick(edit, letter)
    edit.viewport().repaint()
    QCoreApplication.processEvents()
    return time.perf_counter() - began, time.thread_time() - busy


def pause(ms: int) -> None:
    """Let the window run for so long, as it does by itself: `QTest.qWait` would keep the GIL."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def note_stutter(worst: list[float]) -> bool:
    """Run the loop once with a timer of 5 ms and note by how much it came late."""
    began = time.perf_counter()
    pause(5)
    worst[0] = max(worst[0], time.perf_counter() - began - 0.005)
    return False


def show(name: str, seconds: list[float]) -> None:
    """Print median and worst."""
    ordered = sorted(seconds)
    parts = [f"median {statistics.median(ordered) * 1000:.1f} ms"]
    for share in (0.95, 0.99):
        value = ordered[min(len(ordered) - 1, int(len(ordered) * share))]
        parts.append(f"p{share * 100:.0f} {value * 1000:.1f} ms")
    print(f"{name}: {', '.join(parts)}")


def wait(holds, seconds: float = 30) -> None:
    """Let the window run until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        pause(2)


if __name__ == "__main__":
    sys.exit(main())
