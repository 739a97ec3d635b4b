"""Takes the pictures of all layouts, checks their HTML and accessibility, writes `docs/layouts.md`.

`python3 dev.py docs` runs this file and gives it the checkers. Every layout is rendered by the
program itself for its sample's person in each of five locales; a real web view shows it wide and on
a phone, light and dark. One error of one tool and this ends with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PICTURES = ROOT / "docs" / "pictures" / "layouts"
PAGE = ROOT / "docs" / "layouts.md"
SCHEMES = ("light", "dark")
NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "ar": "العربية", "ja": "日本語"}
MOST_BYTES = 600_000
SMALLEST_TEXT, SMALLEST_TARGET = 15, 44
BEGIN, END = "<!-- results: written by dev.py docs -->", "<!-- end of results -->"


@dataclass
class Result:
    """What a tool found: its name and version, how much it looked at, and every problem."""

    tool: str
    looked_at: int
    counted: str
    problems: list[str] = field(default_factory=list)


def main() -> int:
    """Render, look, check, and write pictures and page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--vnu", type=Path, required=True, help="vnu.jar")
    parser.add_argument("--axe", type=Path, required=True, help="axe.min.js")
    parser.add_argument("--java", default="java")
    wanted = parser.parse_args()
    sys.path[:0] = [str(HERE), str(ROOT)]
    with tempfile.TemporaryDirectory(prefix="composer-layouts-") as name:
        folder = Path(name)
        write_messages(folder)
        results = [check_html(folder, vnu=wanted.vnu, java=wanted.java)]
        found = look(folder, axe=wanted.axe)
        results += [accessibility(found), sizes(found)]
        results.append(draw(folder))
    PAGE.write_text(with_results(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")
    for result in results:
        count = len(result.problems)
        print(f"{result.tool}: {result.looked_at} looked at, {result.counted}, {count} errors")
        for problem in result.problems:
            print(f"    {problem}")
    return 1 if any(result.problems for result in results) else 0


def write_messages(folder: Path) -> None:
    """Write the HTML of every layout and locale as it is handed over."""
    from tests.layout_samples import LAYOUTS, LOCALES, render_hard_body, render_sample

    for layout in LAYOUTS:
        hard = render_hard_body(layout).html
        (folder / f"{layout}-hard.html").write_text(hard, encoding="utf-8")
        for locale in LOCALES:
            html = render_sample(layout, locale).html
            (folder / f"{layout}-{locale}.html").write_text(html, encoding="utf-8")


def check_html(folder: Path, *, vnu: Path, java: str) -> Result:
    """Check the HTML with the Nu Html Checker; a warning counts as an error."""
    run = [java, "-jar", str(vnu)]
    version = subprocess.run([*run, "--version"], capture_output=True, text=True, check=True)
    files = sorted(folder.glob("*.html"))
    answer = subprocess.run(
        [*run, "--format", "json", "--exit-zero-always", *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    told = json.loads(answer.stderr)["messages"]
    problems = [
        f"{Path(item['url']).name}:{item.get('lastLine', 0)} {item['type']}: {item['message']}"
        for item in told
    ]
    name = f"Nu Html Checker {version.stdout.split()[0]}"
    return Result(name, len(files), "warnings counted as errors", problems)


def look(folder: Path, *, axe: Path) -> dict[str, dict[str, object]]:
    """Show everything in both schemes; give what was found in each view."""
    found: dict[str, dict[str, object]] = {}
    for scheme in SCHEMES:
        command = [sys.executable, str(HERE / "layout_views.py"), "--scheme", scheme]
        command += ["--axe", str(axe), "--out", str(folder)]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        found |= json.loads((folder / f"{scheme}.json").read_text(encoding="utf-8"))
    return found


def accessibility(found: dict[str, dict[str, object]]) -> Result:
    """Gather what axe-core found; what it could not decide counts as an error too."""
    version = {str(view.get("version")) for view in found.values()}
    passes = sum(int(str(view.get("passes", 0))) for view in found.values())
    problems = [
        f"{name}: {' '.join(str(problem).split())}"
        for name, view in found.items()
        for kind in ("violations", "unclear", "error")
        for problem in ([view[kind]] if kind == "error" and kind in view else view.get(kind, []))  # type: ignore[union-attr]
    ]
    return Result(
        f"axe-core {', '.join(version)}",
        len(found),
        f"{passes:,} rules passed, undecided ones counted as errors",
        problems,
    )


def sizes(found: dict[str, dict[str, object]]) -> Result:
    """Hold each view against the sizes that every reader needs."""
    problems = []
    for name, view in found.items():
        dark = name.endswith("dark")
        wrong = {
            "wider than the screen": float(str(view["too_wide"])) > 0,
            f"text of {view['smallest_text']} px": float(str(view["smallest_text"]))
            < SMALLEST_TEXT,
            f"a target {view['smallest_target']} px high": float(str(view["smallest_target"]))
            < SMALLEST_TARGET,
            "shown in the wrong scheme": view["dark"] is not dark,
        }
        problems += [f"{name}: {what}" for what, is_wrong in wrong.items() if is_wrong]
    return Result(
        "Measured in the web view",
        len(found),
        f"no sideways scrolling, text from {SMALLEST_TEXT} px, targets from {SMALLEST_TARGET} px",
        problems,
    )


def draw(folder: Path) -> Result:
    """Draw one sheet and one large picture for each layout."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from layout_views import WIDTHS
    from picture_sheets import make_sheet, save_small
    from PySide6.QtGui import QGuiApplication, QImage

    from tests.layout_samples import LAYOUTS

    app = QGuiApplication(["composer"])
    sizes_kb: dict[str, int] = {}
    for layout in LAYOUTS:
        sheet = make_sheet(
            lambda locale, width, scheme, layout=layout: (
                folder / f"{layout}-{locale}-{width}-{scheme}.png"
            ),
            locales=NAMES,
            widths=WIDTHS,
        )
        large = QImage(str(folder / f"{layout}-en-wide-light.png"))
        for name, image in ((f"{layout}.png", large), (f"{layout}-all.png", sheet)):
            rgb = image.convertToFormat(QImage.Format.Format_RGB32)
            sizes_kb[name] = save_small(rgb, PICTURES / name)
    app.quit()
    problems = [f"{name}: {size:,} bytes" for name, size in sizes_kb.items() if size > MOST_BYTES]
    return Result(
        "Pictures", len(sizes_kb), f"{sum(sizes_kb.values()) // 1000:,} KB together", problems
    )


def with_results(page: str, results: list[Result]) -> str:
    """Put the table of results into the page, between its two marks."""
    lines = ["| tool | looked at | how | errors |", "| --- | ---: | --- | ---: |"]
    lines += [
        f"| {item.tool} | {item.looked_at} | {item.counted} | {len(item.problems)} |"
        for item in results
    ]
    table = "\n".join([BEGIN, "", *lines, "", END])
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", table, page, flags=re.DOTALL)


if __name__ == "__main__":
    sys.exit(main())
