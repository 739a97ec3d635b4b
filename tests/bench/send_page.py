"""Whether the window stands still while a real send of 500 a second is shown in it.

    xvfb-run -a .venv/bin/python -m tests.bench.send_page

A real window on the Send page tails a real sending process in the practice mailbox. A timer of the
window's own thread says how late it is: first while nothing is sent, then during the send, in the
same run. The goal is that no moment is longer than 50 ms. Sender, workers and practice server share
the processors with the window, so that the first line is part of the result.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.write_page import pause, wait
from tests.flow.conftest import Practice, change_settings, make_practice

EVERY_MS = 5
GOAL_MS = 50
REST_MS = 5000
SECONDS = 300


@dataclass
class Lateness:
    """How much later than asked a timer of the window's thread came, each time."""

    times_ms: list[float] = field(default_factory=list)
    computed_s: float = 0.0

    def start(self) -> None:
        """Begin to measure."""
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._note)
        self._began_s = time.thread_time()
        self._last_s = time.perf_counter()
        self._timer.start()

    def _note(self) -> None:
        now_s = time.perf_counter()
        self.times_ms.append(max(0.0, (now_s - self._last_s) * 1000 - EVERY_MS))
        self._last_s = now_s

    def stop(self, name: str) -> None:
        """End, and print the figures."""
        self._timer.stop()
        self.computed_s = time.thread_time() - self._began_s
        found = sorted(self.times_ms)
        late = sum(one > GOAL_MS for one in found)
        print(
            f"{name:16} {len(found)} looks: p99 {found[int(len(found) * 0.99)]:.0f} ms, "
            f"most {found[-1]:.0f} ms, {late} over {GOAL_MS} ms; "
            f"computed {1000 * self.computed_s / max(1, len(found)):.1f} ms a look"
        )


def released(folder: Path) -> Practice:
    """Make the example ready to be sent, in one batch at 500 a second."""
    practice = make_practice(folder)
    exported = practice.export(folder / "campaign")
    change_settings(exported, "per_second = 400", "per_second = 500")
    change_settings(exported, "batches = [10, 100, 1000]", "batches = [2000]")
    change_settings(exported, "hold_after = [1]", "hold_after = []")
    practice.bring_back(exported)
    practice.released(folder)
    return practice


def wait_until_it_goes(window) -> None:
    """Read the campaign now and then until the page shows somebody who has it."""
    end_s = time.monotonic() + SECONDS
    while not window.session.status.counts.accepted:
        if time.monotonic() > end_s:
            raise SystemExit(f"nothing was sent: {window.session.status.counts}")
        window.session.reload()
        pause(500)


def main() -> int:
    """Print one line before the send and one during it."""
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    from composer.gui.application import make_application, make_window
    from composer.gui.mail_view import close_all_views
    from composer.model.stages import Stage
    from composer.workspace import Workspace

    make_application(["composer"])
    with tempfile.TemporaryDirectory() as name:
        practice = released(Path(name))
        workspace = Workspace.open(practice.run.workspace)
        author = workspace.resolve_person(practice.author)
        window = make_window(workspace, person=author)
        window.resize(1280, 800)
        window.show()
        wait(lambda: window.session.content is not None)
        window.show_stage(Stage.SEND)
        pause(2000)
        resting = Lateness()
        resting.start()
        pause(REST_MS)
        resting.stop("nothing is sent")
        with practice.run.started("send", practice.campaign, by=practice.author):
            wait_until_it_goes(window)
            sending, began_s = Lateness(), time.perf_counter()
            before = window.session.status.counts.accepted
            sending.start()
            while window.session.status.progress.running:
                pause(100)
            sending.stop("during the send")
        status = window.session.status
        rate = (status.counts.accepted - before) / (time.perf_counter() - began_s)
        print(f"{rate:.0f} messages a second, load {os.getloadavg()[0]:.1f}")
        if status.counts.accepted < status.audience:
            print(f"it ended early: {status.held_because or status.counts}")
        window.close()
        close_all_views()
        workspace.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
