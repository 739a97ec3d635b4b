"""Takes the pictures of the layout picker: `python3 tests/gui/take_layout_pictures.py`.

Each shows the upper part of a layout's own sample in English, light and dark, small enough to lie
beside its name. One process shows one colour scheme, because Chromium takes it when it starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "resources" / "layout-pictures"
SCHEMES = ("light", "dark")
WIDTH, HEIGHT = 640, 800
SMALL_WIDTH, SMALL_HEIGHT = 240, 300
MOST_BYTES = 40_000


def main() -> int:
    """Start this file again on a screen of its own, once for each colour scheme."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--scheme", choices=SCHEMES, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    if wanted.scheme:
        return take(wanted.scheme)
    import dev

    environment = dict(os.environ) | dev.web_view_environment() | {"QT_QUICK_BACKEND": "software"}
    with dev.screens(environment, count=1):
        for scheme in SCHEMES:
            command = [str(dev.PYTHON), str(Path(__file__).resolve()), "--scheme", scheme]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return 0


def take(scheme: str) -> int:
    """Take the pictures of one scheme."""
    flags = "--blink-settings=preferredColorScheme=0" if scheme == "dark" else ""
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = flags
    from layout_views import Viewer, with_pictures
    from PySide6.QtCore import QUrl

    from tests.layout_samples import LAYOUTS, render_sample

    class Picker(Viewer):
        """Shows the upper part of a page."""

        def take(self, page: Path, picture: Path) -> None:
            self.view.resize(WIDTH, HEIGHT)
            self.view.show()
            loaded: list[bool] = []
            self.view.loadFinished.connect(loaded.append)
            self.view.load(QUrl.fromLocalFile(str(page)))
            self._until(lambda: loaded)
            self.view.loadFinished.disconnect(loaded.append)
            self._ask("document.documentElement.style.overflow = 'hidden'; 0")
            self._wait(300)
            self._save(picture)
            shrink(picture)

    PICTURES.mkdir(exist_ok=True)
    viewer = Picker("")
    with tempfile.TemporaryDirectory(prefix="composer-layouts-") as folder:
        for layout in LAYOUTS:
            page = Path(folder) / f"{layout}.html"
            page.write_text(with_pictures(render_sample(layout, "en")), encoding="utf-8")
            viewer.take(page, PICTURES / f"{layout}-{scheme}.png")
    viewer.close()
    return 0


def shrink(picture: Path) -> None:
    """Make a picture as small as the picker shows it on a dense screen."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    image = QImage(str(picture)).scaled(
        SMALL_WIDTH,
        SMALL_HEIGHT,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    image.save(str(picture), "PNG", 0)
    if picture.stat().st_size > MOST_BYTES:
        image.convertToFormat(QImage.Format.Format_Indexed8).save(str(picture), "PNG", 0)
    print(f"{picture.name}: {picture.stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    sys.exit(main())
