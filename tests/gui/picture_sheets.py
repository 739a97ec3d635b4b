"""Puts the pictures of one layout onto one sheet, and keeps the files small without dithering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

SCALE = 0.5
GAP, COLUMN_GAP, MARGIN, HEAD = 12, 40, 32, 48
GROUNDS = {"light": "#DFE3E8", "dark": "#000000"}
INKS = {"light": "#1B1F24", "dark": "#E6E9ED"}
MOST_COLOURS = 256


@dataclass(frozen=True)
class Cell:
    """A place on the sheet: the file of its picture, where it stands, and its size."""

    file: Path
    x: float
    y: float


def make_sheet(
    file: Callable[[str, str, str], Path], *, locales: dict[str, str], widths: dict[str, int]
) -> QImage:
    """Draw a sheet: a column for each locale (wide and phone), a row for each scheme.

    `file` gives the picture of (locale, width, scheme); `locales` has each locale's own name.
    """
    column = sum(width * SCALE for width in widths.values()) + GAP
    across = 2 * MARGIN + len(locales) * column + (len(locales) - 1) * COLUMN_GAP
    rows = {
        scheme: max(
            _height(file(locale, name, scheme)) * SCALE for locale in locales for name in widths
        )
        for scheme in GROUNDS
    }
    down = sum(height + HEAD + MARGIN for height in rows.values())
    sheet = QImage(round(across), round(down), QImage.Format.Format_RGB32)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    y = 0.0
    for scheme, height in rows.items():
        painter.fillRect(QRectF(0, y, across, height + HEAD + MARGIN), QColor(GROUNDS[scheme]))
        x = float(MARGIN)
        for locale, title in locales.items():
            _write(painter, QRectF(x, y, column, HEAD), title, scheme)
            for name, width in widths.items():
                _place(painter, Cell(file=file(locale, name, scheme), x=x, y=y + HEAD))
                x += width * SCALE + GAP
            x += COLUMN_GAP - GAP
        y += height + HEAD + MARGIN
    painter.end()
    return sheet


def save_small(image: QImage, path: Path) -> int:
    """Save with the picture's own most frequent colours, and give the size in bytes.

    Qt's own choice of 256 colours is the same for every picture, and its dithering is large.
    """
    counts = Counter(memoryview(image.constBits()).cast("I")[::3].tolist())
    if len(counts) > MOST_COLOURS:
        image = image.convertToFormat(
            QImage.Format.Format_Indexed8,
            _palette(counts),
            Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(path), "PNG", 0)
    return path.stat().st_size


def _palette(counts: Counter[int]) -> list[int]:
    """Choose frequent colours that are not too close to each other, then the most frequent rest."""
    chosen: list[int] = []
    taken: set[tuple[int, int, int]] = set()
    ordered = [colour for colour, _count in counts.most_common(20_000)]
    for step in (24, 12):
        for colour in ordered:
            place = (
                (colour >> 16 & 255) // step,
                (colour >> 8 & 255) // step,
                (colour & 255) // step,
            )
            if (step, *place) in taken or len(chosen) == MOST_COLOURS:
                continue
            taken.add((step, *place))
            if colour not in chosen:
                chosen.append(colour)
    return chosen


def _height(path: Path) -> int:
    return QImage(str(path)).height()


def _place(painter: QPainter, cell: Cell) -> None:
    image = QImage(str(cell.file))
    small = image.scaled(
        round(image.width() * SCALE),
        round(image.height() * SCALE),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter.drawImage(round(cell.x), round(cell.y), small)


def _write(painter: QPainter, place: QRectF, text: str, scheme: str) -> None:
    font = QFont()
    font.setPixelSize(18)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(INKS[scheme]))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, flags, text)
