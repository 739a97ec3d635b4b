"""Draws a tag as a chip: rounded, one accent; red with a mark where its field is unknown.

Fields are filled, conditions and repeats are outlined and carry a sign of their own, what has no
words stands in monospace. Sizes follow the letters around them. A chip that is wider than the line
is shortened; its whole text is shown when the pointer rests on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from composer.gui import icons, theme
from composer.gui.writing.chip_text import FOUND, PROBLEM, source_of_chip
from composer.gui.writing.tag_words import TagWords, words_of
from composer.gui.writing.tags import Condition, Else, End, Repeat, parse_tag

PADDING = 0.42  # of the letters' height, at both ends
GAP = 0.28  # between sign and text
RADIUS = 0.32
FEWEST_PIXELS = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    ground: str
    edge: str
    text: str


_PLAIN = {
    "field": _Look(ground="accent_soft", edge="accent_soft", text="accent"),
    "structure": _Look(ground="window", edge="border", text="muted"),
    "code": _Look(ground="rail", edge="border", text="text"),
}
_PROBLEM = _Look(ground="danger_soft", edge="danger", text="danger")
_FOUND = _Look(ground="look_soft", edge="look", text="look")
_CHOSEN = _Look(ground="accent", edge="accent", text="on_accent")


class ChipPainter(QPyTextObject):
    """Measures and draws the chips of one document; `is_wrong` says whether a source is."""

    def __init__(self, parent: QObject, *, is_wrong: Callable[[str], bool]) -> None:
        super().__init__(parent)
        self._is_wrong = is_wrong
        self._words: dict[str, TagWords] = {}
        self._sizes: dict[tuple[str, str, bool], QSizeF] = {}

    def words(self, source: str) -> TagWords:
        """Say a tag, remembering it."""
        if source not in self._words:
            self._words[source] = words_of(source)
        return self._words[source]

    def forget(self) -> None:
        """Measure anew: font or language changed."""
        self._words.clear()
        self._sizes.clear()

    def intrinsicSize(self, doc: QTextDocument, _position: int, made_of: QTextFormat) -> QSizeF:
        """Measure a chip, at most as wide as the line."""
        shape = made_of.toCharFormat()
        source = source_of_chip(shape)
        font = self._font(doc, shape, source)
        key = (source, font.key(), bool(self._sign(source)))
        size = self._sizes.get(key)
        if size is None:
            metrics = QFontMetricsF(font)
            height = metrics.height()
            wide = metrics.horizontalAdvance(self.words(source).text) + 2 * PADDING * height
            if key[2]:
                wide += _sign_size(height) + GAP * height
            size = self._sizes[key] = QSizeF(wide, height)
        most = doc.textWidth()
        if most > FEWEST_PIXELS and size.width() > most:
            return QSizeF(most, size.height())
        return size

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        _position: int,
        made_of: QTextFormat,
    ) -> None:
        """Draw a chip on the line's ground."""
        shape = made_of.toCharFormat()
        source = source_of_chip(shape)
        font = self._font(doc, shape, source)
        look = self._look(source, shape)
        rect = QRectF(rect)
        metrics = QFontMetricsF(font)
        height = metrics.height()
        frame = rect.adjusted(1, 0.5, -1, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashes = Qt.PenStyle.DashLine if look is _PROBLEM else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.colour(look.edge), 1, dashes))
        painter.setBrush(theme.colour(look.ground))
        painter.drawRoundedRect(frame, height * RADIUS, height * RADIUS)
        inner = rect.adjusted(PADDING * height, 0, -PADDING * height, 0)
        if self._sign(source):
            inner = self._draw_sign(painter, inner, source, look, height)
        painter.setFont(font)
        painter.setPen(theme.colour(look.text))
        words = self.words(source)
        text = metrics.elidedText(words.text, Qt.TextElideMode.ElideRight, inner.width() + 1)
        if words.in_words:
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        baseline = rect.bottom() - QFontMetrics(shape.font()).descent()  # where Qt puts the line's
        painter.drawText(QPointF(inner.left(), baseline), text)
        painter.restore()

    def _draw_sign(
        self, painter: QPainter, inner: QRectF, source: str, look: _Look, height: float
    ) -> QRectF:
        size = _sign_size(height)
        drawn = icons.pixmap(self._sign(source), look.text, int(size))
        top = inner.center().y() - size / 2
        taken = size + GAP * height
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.drawPixmap(QPointF(inner.right() - size, top), drawn)
            return inner.adjusted(0, 0, -taken, 0)
        painter.drawPixmap(QPointF(inner.left(), top), drawn)
        return inner.adjusted(taken, 0, 0, 0)

    def _sign(self, source: str) -> str:
        return "octagon-x" if self._is_wrong(source) else _sign_of(source)

    def _look(self, source: str, shape: QTextCharFormat) -> _Look:
        if shape.boolProperty(FOUND):
            return _FOUND
        if shape.background().style() != Qt.BrushStyle.NoBrush:
            return _CHOSEN
        if shape.boolProperty(PROBLEM) or self._is_wrong(source):
            return _PROBLEM
        return _PLAIN[self.words(source).kind]

    def _font(self, doc: QTextDocument, shape: QTextCharFormat, source: str) -> QFont:
        base = doc.defaultFont()
        font = QFont(base if self.words(source).in_words else theme.fixed_font())
        size = shape.fontPointSize() or base.pointSizeF()
        font.setPointSizeF(size * (1.0 if self.words(source).in_words else 0.95))
        if shape.fontWeight() > QFont.Weight.Normal:
            font.setWeight(QFont.Weight.DemiBold)
        return font


def _sign_of(source: str) -> str:
    match parse_tag(source):
        case Condition() | Else() | End(of="if"):
            return "split"
        case Repeat() | End():
            return "repeat"
        case _:
            return ""


def _sign_size(height: float) -> int:
    return max(10, round(height * 0.72))
