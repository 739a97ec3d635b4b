"""How long somebody waits at the table of people: first rows, scrolling, a search, an order.

A real window on a real workspace with a list of as many people as asked for (a million unless told
otherwise), ten columns, read and taken over through the façade. Measured are: opening the page
until rows are drawn; a step of the scroll bar until it is drawn, smooth and by leaps; a search
and an order until their rows are drawn, and how long the window stood still meanwhile.

    xvfb-run -a -s "-screen 0 1920x1080x24" .venv/bin/python -m tests.bench.audience_table [people]
"""

from __future__ import annotations

import csv
import itertools
import os
import random
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from composer.model.person import Role
from tests.bench.write_page import pause, show, wait

PEOPLE = 1_000_000
COLUMNS = 10
SMOOTH, LEAPS = 600, 200
SEARCHES = ("person77777@", "Müller", "nobody at all", "city-4")
FIRST = ("Ada", "Jürgen", "María José", "Sakura", "Layla", "Seán", "Chen", "Dora")
LAST = ("Lovelace", "Müller", "de la Peña", "Tanaka", "O'Brien", "Ferreira", "Okafor")


def main() -> int:
    """Print one line for each figure, in milliseconds."""
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    from composer.gui.application import make_application, make_window
    from composer.model.stages import Stage
    from composer.workspace import make_demo

    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    make_application(["composer"])
    with tempfile.TemporaryDirectory() as folder:
        workspace, campaign = make_demo(Path(folder) / "workspace", domain="bench.example")
        began = time.perf_counter()
        fill(workspace, campaign, Path(folder) / "people.csv", people)
        print(f"{people:,} people read and taken over: {time.perf_counter() - began:.0f} s")
        window = make_window(workspace)
        window.resize(1920, 1080)
        window.show()
        window.show_stage(Stage.WRITE)
        wait(lambda: window.session.content is not None and window.session.background.is_idle)
        pause(1000)
        began = time.perf_counter()
        window.show_stage(Stage.AUDIENCE)
        page = window.page
        wait(lambda: page.model.rowCount() == people)
        page.table.viewport().repaint()
        show("the page from the press until its rows are drawn", [time.perf_counter() - began])
        wait(lambda: window.session.background.is_idle)
        scroll(page.table)
        find(page)
        window.close()
        workspace.close()
    return 0


def fill(workspace, campaign, file: Path, people: int) -> None:
    """Make a list with the example's columns and some more, and take it over."""
    author = next(here.person for here in workspace.people() if Role.AUTHOR in here.person.roles)
    names = [*workspace.content(campaign).columns]
    names += [f"extra_{at}" for at in range(COLUMNS - len(names))]
    sample = dict(workspace.preview(campaign, None).recipient.fields)
    chance = random.Random(7)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for at in range(people):
            own = {
                "email": f"person{at}@mail{at % 500}.example",
                "first_name": FIRST[at % len(FIRST)],
                "last_name": LAST[at % len(LAST)],
                "account": f"AC-{at:07}",
            }
            other = (f"city-{chance.randrange(100)}" for _ in iter(int, 1))
            writer.writerow([own.get(name) or sample.get(name) or next(other) for name in names])
    audiences = workspace.audiences
    audiences.set_contract(
        campaign, expected=people, tolerance=Decimal(0), rule="all", agreed="", by=author
    )
    audiences.read(campaign, file, by=author)
    taken = audiences.take_over(campaign, by=author)
    assert taken.id, [item.text for item in taken.findings]


def scroll(table) -> None:
    """Drag the scroll bar slowly, then by leaps."""
    from PySide6.QtCore import QCoreApplication

    bar = table.verticalScrollBar()
    for name, values in (
        ("a step of 40 pixels until it is drawn", range(0, SMOOTH * 40, 40)),
        (
            "a leap until it is drawn",
            [(at * 7919 * 36) % max(1, bar.maximum()) for at in range(LEAPS)],
        ),
    ):
        taken, own = [], []
        for value in values:
            began, busy = time.perf_counter(), time.thread_time()
            bar.setValue(value)
            QCoreApplication.processEvents()
            taken.append(time.perf_counter() - began)
            own.append(time.thread_time() - busy)
            pause(4)
        show(name, taken)
        show("of that, work of the window's own thread", own)
    bar.setValue(0)


def find(page) -> None:
    """Search and sort, with a timer of 5 ms that says when the window stood still."""
    from PySide6.QtCore import QTimer

    beats: list[float] = []
    heart = QTimer()
    heart.setInterval(5)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))

    def measure(act, into: list[float], stalls: list[float]) -> None:
        counted: list[int] = []
        page.model.counted.connect(counted.append)
        beats.clear()
        heart.start()
        began = time.perf_counter()
        act()
        wait(lambda: counted != [])
        page.table.viewport().repaint()
        into.append(time.perf_counter() - began)
        heart.stop()
        page.model.counted.disconnect(counted.append)
        stalls.extend(later - former - 0.005 for former, later in itertools.pairwise(beats))
        pause(200)

    for text in SEARCHES:
        taken: list[float] = []
        stalls: list[float] = []
        measure(lambda text=text: page.people.find_now(text), taken, stalls)
        measure(lambda: page.people.find_now(""), [], stalls)
        show(f"a search for {text!r} until its rows are drawn", taken)
        show("how long the window stood still meanwhile", [*stalls, max(stalls)])
    for column in page.model.columns[:4]:
        taken, stalls = [], []
        measure(lambda name=column: page.table.order_wanted.emit(name, True), taken, stalls)
        show(f"an order by {column!r} until its rows are drawn", taken)
        show("how long the window stood still meanwhile", [*stalls, max(stalls)])


if __name__ == "__main__":
    sys.exit(main())
