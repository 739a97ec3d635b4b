"""How long one waits on the Preview page for the next person's message of 60 KB.

A real window on the example, its text made so long that the HTML has 60 KB. Each turn goes to the
next person: until the message is rendered, until the web view has loaded it, and until it is on the
screen, which is told by its pixels. What is done once (a language compiled, the web view made) is
told apart.

    xvfb-run -a .venv/bin/python -m tests.bench.preview_page
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.bench.write_page import pause, show, wait

TURNS = 12
FIRST = 8
HTML_BYTES = 60_000
PARAGRAPH = "\n\nA line of ordinary words for {{ first_name | default('you') }}, said again.\n"


def main() -> int:
    """Print one line for each figure, in milliseconds."""
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    from composer.gui.application import make_application, make_window
    from composer.gui.mail_view import close_all_views
    from composer.model.stages import Stage
    from composer.workspace import make_demo

    make_application(["composer"])
    with tempfile.TemporaryDirectory() as folder:
        workspace, campaign = make_demo(Path(folder) / "workspace", domain="bench.example")
        lengthen(workspace, campaign)
        compile_each_language(workspace, campaign)
        window = make_window(workspace)
        window.resize(1280, 800)
        window.show()
        wait(lambda: window.session.content is not None)
        began = time.perf_counter()
        window.show_stage(Stage.PREVIEW)
        page = window.page
        wait(lambda: page._preview is not None and page.message.pane.view is not None)
        wait_loaded(page)
        show("the first message, the web view made for it", [time.perf_counter() - began])
        pause(1000)
        measure(page, FIRST, told=False)
        measure(page, TURNS, told=True)
        window.close()
        close_all_views()
        workspace.close()
    return 0


def lengthen(workspace, campaign) -> None:
    """Give the example's text so many words that its HTML has 60 KB."""
    from composer.model.writing import MessageDraft

    message = workspace.content(campaign).message
    person = next(here.person for here in workspace.people() if here.has_key)
    one = len(workspace.preview(campaign, None).rendered.html_utf8)

    def save(times: int) -> int:
        draft = MessageDraft(
            subject=message.subject,
            preheader=message.preheader,
            body=message.body + PARAGRAPH * times,
        )
        workspace.save_message(campaign, draft, by=person)
        return len(workspace.preview(campaign, None).rendered.html_utf8)

    each = (save(20) - one) / 20
    size = save(round((HTML_BYTES - one) / each))
    print(f"HTML of {size:,} bytes")


def compile_each_language(workspace, campaign) -> None:
    """Render one message in each language: what is measured is going on, not a language's first."""
    rows = workspace.audience_page(campaign, offset=0, limit=100).rows
    for address in {row.locale: row.address for row in rows}.values():
        began = time.perf_counter()
        workspace.preview(campaign, address)
        print(f"a language's first message: {(time.perf_counter() - began) * 1000:.0f} ms")


def measure(page, turns: int, *, told: bool) -> None:
    """Go from person to person and take the times."""
    seen: dict[str, float] = {}
    pane = page.message.pane
    rendered = page.session.inspected.connect(
        lambda _who: seen.setdefault("rendered", time.perf_counter())
    )
    loaded = pane.loaded.connect(lambda: seen.setdefault("loaded", time.perf_counter()))
    times: dict[str, list[float]] = {name: [] for name in ("rendered", "loaded", "painted", "own")}
    for _turn in range(turns):
        before = pane.view.grab().toImage()
        seen.clear()
        began, busy = time.perf_counter(), time.thread_time()
        page.recipients.step(1)
        wait(lambda: len(seen) == 2)
        own = time.thread_time() - busy
        with suppress(TimeoutError):  # two people may see the same at the top of their messages
            wait(lambda before=before: pane.view.grab().toImage() != before, seconds=2)
            times["painted"].append(time.perf_counter() - began)
        times["own"].append(own)
        for name in ("rendered", "loaded"):
            times[name].append(seen[name] - began)
        pause(150)
    page.session.disconnect(rendered)
    pane.disconnect(loaded)
    if told:
        show("the next person until the message is rendered", times["rendered"])
        show("until the web view has loaded it", times["loaded"])
        show("until it is on the screen", times["painted"])
        show("of that, work of the window's own thread", times["own"])


def wait_loaded(page) -> None:
    """Wait until the message is loaded and drawn once."""
    wait(lambda: page.message.pane.view.page().contentsSize().height() > 0)


if __name__ == "__main__":
    sys.exit(main())
