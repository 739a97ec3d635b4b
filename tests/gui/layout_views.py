"""Looks at every layout in a real web view: pictures, axe-core, sizes. Run by `layout_gallery.py`.

One process shows one colour scheme, because Chromium takes it when it starts. What is shown is the
rendered message itself; only its embedded pictures are put in as `data:` so that they are seen.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {"wide": 800, "phone": 360}
# Why each is left out stands in docs/layouts.md, under "Checked".
LEFT_OUT = ("landmark-one-main", "region", "scrollable-region-focusable")
RUN_AXE = """
window.axeAnswer = "";
axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: Object.fromEntries(%s.map((name) => [name, {enabled: false}])),
}).then((found) => {
  const told = (items) => items.flatMap((item) => item.nodes.map((node) =>
    `${item.id}: ${node.html.slice(0, 120)} ${node.failureSummary || ""}`));
  window.axeAnswer = JSON.stringify({
    version: found.testEngine.version, passes: found.passes.length,
    violations: told(found.violations), unclear: told(found.incomplete),
  });
}, (error) => { window.axeAnswer = JSON.stringify({error: String(error)}); });
"""
# As on a phone, where the bar takes no room; what is too wide is measured all the same.
NO_SCROLL_BAR = "document.documentElement.style.overflow = 'hidden'; 0"
# A mark in the last corner: once it has come and gone in the picture, all of the page is painted.
MARK_COLOUR = "#ff00ff"
MARK = f"""
const mark = document.body.appendChild(document.createElement("div"));
mark.id = "painted";
mark.style = "position:absolute;right:0;bottom:0;width:8px;height:8px;background:{MARK_COLOUR}";
document.body.style.position = "relative";
Promise.all([...document.images].map((image) => image.decode()));
0
"""
UNMARK = "document.getElementById('painted').remove(); 0"
MEASURE = """
(() => {
  const seen = (element) => element.getClientRects().length > 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let smallest = 99;
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (walker.currentNode.data.replace(/[\\s\\u200b]/g, "") && seen(parent))
      smallest = Math.min(smallest, parseFloat(getComputedStyle(parent).fontSize));
  }
  const targets = [...document.querySelectorAll("a.button, .foot a")];
  const root = document.documentElement;
  return JSON.stringify({
    height: Math.ceil(document.body.getBoundingClientRect().bottom), too_wide: root.scrollWidth - root.clientWidth,
    smallest_text: smallest,
    smallest_target: Math.min(...targets.map((item) => item.getBoundingClientRect().height)),
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
  });
})()
"""


def main() -> int:
    """Take the pictures of one scheme and write what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--scheme", choices=("light", "dark"), required=True)
    parser.add_argument("--axe", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    flags = "--blink-settings=preferredColorScheme=0" if wanted.scheme == "dark" else ""
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = flags
    sys.path.insert(0, str(ROOT))
    from tests.layout_samples import LAYOUTS, LOCALES, render_hard_body, render_sample

    viewer = Viewer(wanted.axe.read_text(encoding="utf-8"))
    messages = {
        f"{layout}-{locale}": render_sample(layout, locale)
        for layout in LAYOUTS
        for locale in LOCALES
    } | {f"{layout}-hard": render_hard_body(layout) for layout in LAYOUTS}
    found = {}
    for message, rendered in messages.items():
        page = wanted.out / f"{message}-shown.html"
        page.write_text(with_pictures(rendered), encoding="utf-8")
        for name, width in WIDTHS.items():
            view = f"{message}-{name}-{wanted.scheme}"
            found[view] = viewer.look(page, width, wanted.out / f"{view}.png")
    (wanted.out / f"{wanted.scheme}.json").write_text(json.dumps(found), encoding="utf-8")
    viewer.close()
    return 0


def with_pictures(message) -> str:
    """Give a message's HTML with its embedded pictures in place."""
    html = message.html
    for part in message.attachments:
        picture = base64.b64encode(part.content).decode("ascii")
        html = html.replace(f"cid:{part.content_id}", f"data:{part.content_type};base64,{picture}")
    return html


class Viewer:
    """One web view that loads page after page."""

    def __init__(self, axe: str) -> None:
        from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
        from PySide6.QtWebEngineWidgets import QWebEngineView
        from PySide6.QtWidgets import QApplication

        self.app = QApplication(["composer"])
        self.profile = QWebEngineProfile()
        self.view = QWebEngineView()
        self.page = QWebEnginePage(self.profile, self.view)
        self.view.setPage(self.page)
        self.axe = axe

    def look(self, page: Path, width: int, picture: Path) -> dict[str, object]:
        """Show one page in one width: picture, measures and axe-core's findings."""
        from PySide6.QtCore import QUrl

        self.view.resize(width, 600)
        self.view.show()
        loaded: list[bool] = []
        self.view.loadFinished.connect(loaded.append)
        self.view.load(QUrl.fromLocalFile(str(page)))
        self._until(lambda: loaded)
        self.view.loadFinished.disconnect(loaded.append)
        self._ask(NO_SCROLL_BAR)
        measured = self._fit(width)
        self._save(picture)
        self._ask(self.axe + "\n;0")
        self._ask(RUN_AXE % json.dumps(LEFT_OUT) + ";0")
        answers: list[str] = []
        self._until(lambda: answers.append(self._ask("window.axeAnswer")) or answers[-1])
        return {**measured, **json.loads(answers[-1])}

    def close(self) -> None:
        """Delete page and view before their profile, as Qt demands."""
        from shiboken6 import delete

        for thing in (self.page, self.view, self.profile):
            delete(thing)

    def _fit(self, width: int) -> dict[str, object]:
        """Make the view as high as the page, and give its measures."""
        height = 0
        for _again in range(10):
            self._wait(60)
            measured = json.loads(self._ask(MEASURE))
            if measured["height"] == height == self.view.height():
                break
            height = int(measured["height"])
            self.view.resize(width, height)
        return measured

    def _save(self, picture: Path) -> None:
        """Keep what is painted, once all of it is and it stays the same."""
        self._ask(f"{{{MARK}}}")
        self._until(self._has_mark)
        self._ask(UNMARK)
        self._until(lambda: not self._has_mark())
        last = None
        for _look in range(60):
            self._wait(100)
            now = self.view.grab().toImage()
            if now == last:
                break
            last = now
        assert last is not None
        last.save(str(picture), "PNG")

    def _has_mark(self) -> bool:
        image = self.view.grab().toImage()
        corner = image.pixelColor(image.width() - 4, image.height() - 4)
        return corner.name() == MARK_COLOUR

    def _ask(self, script: str):
        answers: list[object] = []
        self.view.page().runJavaScript(script, answers.append)
        self._until(lambda: answers)
        return answers[0]

    def _until(self, holds: Callable[[], object], *, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError
            self._wait(20)

    def _wait(self, ms: int) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(ms)


if __name__ == "__main__":
    sys.exit(main())
