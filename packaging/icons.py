"""Draw the program's icons from their SVG files: PNG, .ico (Windows), .icns (macOS).

Both containers hold PNG images as they are, each with its size and place in a small table.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "resources" / "program-icon"
SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_KINDS = {32: b"ic11", 64: b"ic12", 128: b"ic07", 256: b"ic08"}


def draw_icons(folder: Path) -> None:
    """Draw `<size>/<name>.png` of every icon, `composer.ico` and `composer.icns` into a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv[:1])
    for source in sorted(SOURCES.glob("*.svg")):
        for size in SIZES:
            file = folder / f"{size}" / f"{source.stem}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png(source, size))
    images = {size: png(SOURCES / "composer.svg", size) for size in SIZES}
    (folder / "composer.ico").write_bytes(ico(images))
    (folder / "composer.icns").write_bytes(icns(images))
    del application


def png(source: Path, size: int) -> bytes:
    """Draw one SVG file as PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # Qt takes a device, too
    return bytes(buffer.data().data())


def ico(images: dict[int, bytes]) -> bytes:
    """Put PNG images into a Windows icon."""
    table, at = struct.pack("<HHH", 0, 1, len(images)), 6 + 16 * len(images)
    for size, image in images.items():
        edge = size % 256  # 256 is written as 0
        table += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(image), at)
        at += len(image)
    return table + b"".join(images.values())


def icns(images: dict[int, bytes]) -> bytes:
    """Put PNG images into a macOS icon."""
    parts = [
        kind + struct.pack(">I", 8 + len(images[size])) + images[size]
        for size, kind in ICNS_KINDS.items()
    ]
    body = b"".join(parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    draw_icons(Path(sys.argv[1]))
