"""Icons: Lucide's outlines drawn in a token's colour at the screen's pixel ratio.

Cached by (name, colour, size, ratio, direction); the theme drops the cache when it changes. In a
right-to-left window only icons that point somewhere are mirrored, never a check or a clock.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from composer import paths
from composer.gui import theme

POINTING = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "undo-2",
        "redo-2",
        "send",
        "list",
        "list-ordered",
        "clipboard-list",
        "external-link",
        "panel-right",
    }
)
STROKE = b'stroke-width="1.75"'

_cache: dict[tuple[str, str, int, float, bool], QPixmap] = {}
_icons: dict[tuple[int, int, int], QIcon] = {}


def pixmap(name: str, tint: str = "text", size: int = 16) -> QPixmap:
    """Draw an icon in a token's colour; `size` in device-independent pixels."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    mirrored = name in POINTING and QGuiApplication.isRightToLeft()
    key = (name, theme.tokens().named(tint), size, ratio, mirrored)
    if key not in _cache:
        _cache[key] = _draw(*key)
    return _cache[key]


def icon(name: str, tint: str = "text", size: int = 16, *, gap: int = 0) -> QIcon:
    """Give an icon for buttons and menus; disabled, it is drawn in muted; `gap` before a text."""
    drawn, muted = pixmap(name, tint, size), pixmap(name, "muted", size)
    key = (drawn.cacheKey(), muted.cacheKey(), gap)
    if key not in _icons:
        made = QIcon()
        made.addPixmap(_with_gap(drawn, gap), QIcon.Mode.Normal)
        made.addPixmap(_with_gap(muted, gap), QIcon.Mode.Disabled)
        _icons[key] = made
    return _icons[key]


def forget_icons() -> None:
    """Drop what was drawn in the colours of the former theme."""
    _cache.clear()
    _icons.clear()


def _with_gap(drawn: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return drawn
    ratio = drawn.devicePixelRatio()
    size = drawn.deviceIndependentSize().toSize()
    wider = QPixmap(QSize(size.width() + gap, size.height()) * ratio)
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(gap if QGuiApplication.isRightToLeft() else 0, 0, drawn)
    painter.end()
    return wider


@cache
def _source(name: str) -> bytes:
    content = (paths.resources() / "icons" / f"{name}.svg").read_bytes()
    return content.replace(b'stroke-width="2"', STROKE)


def _draw(name: str, colour: str, size: int, ratio: float, mirrored: bool) -> QPixmap:  # noqa: FBT001
    drawn = QPixmap(QSize(size, size) * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))
    painter = QPainter(drawn)
    if mirrored:
        painter.translate(size, 0)
        painter.scale(-1, 1)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn
