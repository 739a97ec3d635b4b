"""A window in which somebody types without a pause, as a process of its own, for tests that kill it.

How long the text is, is written down after each letter stands in the field, so that a test can say
how many letters a kill cost. They are typed by the window's own clock: where it stands still, so
does the typing.

    python -m tests.faults.writing_window WORKSPACE LOG SAVE_AFTER_MS
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

LETTERS = "the index changes on monday and nobody needs to do anything about it "
EVERY_MS = 40


def pause(ms: int) -> None:
    """Let the window run for so long, as it does by itself: `QTest.qWait` would keep the GIL."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def main() -> int:
    """Type into the subject until somebody ends this."""
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    from PySide6.QtGui import QTextCursor
    from PySide6.QtTest import QTest

    from composer.gui.application import make_application, make_window
    from composer.model.stages import Stage
    from composer.workspace import Workspace

    workspace, log = Path(sys.argv[1]), Path(sys.argv[2])
    app = make_application(["composer"])
    window = make_window(Workspace.open(workspace))
    window.show()
    window.show_stage(Stage.WRITE)
    page = window.page
    while window.session.content is None or not page.autosave.may_keep:
        pause(20)
    page.autosave._latest.setInterval(int(sys.argv[3]))
    page.editor.setFocus()
    page.editor.moveCursor(QTextCursor.MoveOperation.End)
    with log.open("a", encoding="utf-8") as written:
        while True:
            for letter in LETTERS:
                QTest.keyClicks(page.editor, letter)
                app.processEvents()
                written.write(f"{len(page.draft.body)}\n")
                written.flush()
                pause(EVERY_MS)


if __name__ == "__main__":
    sys.exit(main())
