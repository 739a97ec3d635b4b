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
    QTextDocument,
    QTextFormat,
)

from composer.gui import icons, theme
from composer.gui.writing.chip_text import source_of_chip
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    source: str
    font: QFont
    size: QSizeF
    descent: float


_POINTS = QTextFormat.Property.FontPointSize.value
_WEIGHT = QTextFormat.Property.FontWeight.value
_PLAIN = {
    "field": _Look(ground="accent_soft", edge="accent_soft", text="accent"),
    "structure": _Look(ground="window", edge="border", text="muted"),
    "code": _Look(ground="rail", edge="border", text="text"),
}
_PROBLEM = _Look(ground="danger_soft", edge="danger", text="danger")
_FOUND = _Look(ground="look_soft", edge="look", text="look")
_STATES = {"found": _FOUND, "problem": _PROBLEM, "look": _FOUND}
_CHOSEN = _Look(ground="accent", edge="accent", text="on_accent")


class ChipPainter(QPyTextObject):
    """Measures and draws the chips of one document.

    `is_wrong` says whether a source names an unknown field, `state_at` whether the chip at a
    position is `found` or a `problem`.
    """

    def __init__(
        self,
        parent: QObject,
        *,
        is_wrong: Callable[[str], bool],
        state_at: Callable[[int], str],
    ) -> None:
        super().__init__(parent)
        self._is_wrong = is_wrong
        self._state_at = state_at
        self._words: dict[str, TagWords] = {}
        self._measured: dict[tuple[str, float, int, bool], _Measured] = {}

    def words(self, source: str) -> TagWords:
        """Say a tag, remembering it."""
        if source not in self._words:
            self._words[source] = words_of(source)
        return self._words[source]

    def forget(self) -> None:
        """Measure anew: font or language changed."""
        self._words.clear()
        self._measured.clear()

    def intrinsicSize(self, doc: QTextDocument, _position: int, made_of: QTextFormat) -> QSizeF:
        """Measure a chip, at most as wide as the line."""
        measured = self._measure(doc, made_of)
        most = doc.textWidth()
        if most > FEWEST_PIXELS and measured.size.width() > most:
            return QSizeF(most, measured.size.height())
        return measured.size

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        position: int,
        made_of: QTextFormat,
    ) -> None:
        """Draw a chip on the line's ground."""
        look = self._look(source_of_chip(made_of), self._state_at(position))
        self._draw(painter, QRectF(rect), look, self._measure(doc, made_of))

    def draw_chosen(
        self, painter: QPainter, rect: QRectF, doc: QTextDocument, made_of: QTextFormat
    ) -> None:
        """Draw a selected chip over what Qt made of it: a veil in the selection's colour."""
        self._draw(painter, rect, _CHOSEN, self._measure(doc, made_of))

    def descent(self, doc: QTextDocument, made_of: QTextFormat) -> float:
        """Give how far a chip reaches below its line's letters' feet."""
        return self._measure(doc, made_of).descent

    def _draw(self, painter: QPainter, rect: QRectF, look: _Look, measured: _Measured) -> None:
        source = measured.source
        height = measured.size.height()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashes = Qt.PenStyle.DashLine if look is _PROBLEM else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.colour(look.edge), 1, dashes))
        painter.setBrush(theme.colour(look.ground))
        frame = rect.adjusted(1, 0.5, -1, -0.5)
        painter.drawRoundedRect(frame, height * RADIUS, height * RADIUS)
        inner = rect.adjusted(PADDING * height, 0, -PADDING * height, 0)
        if self._sign(source):
            inner = self._draw_sign(painter, inner, source, look, height)
        words = self.words(source)
        text = words.text
        if rect.width() < measured.size.width():
            metrics = QFontMetricsF(measured.font)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
        if words.in_words:
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setFont(measured.font)
        painter.setPen(theme.colour(look.text))
        baseline = rect.bottom() - measured.descent  # where Qt puts the line's
        painter.drawText(QPointF(inner.left(), baseline), text)
        painter.restore()

    def _measure(self, doc: QTextDocument, made_of: QTextFormat) -> _Measured:
        """Asked for each chip at each layout of its line: a look into a table."""
        source = source_of_chip(made_of)
        size = made_of.doubleProperty(_POINTS)
        weight = made_of.intProperty(_WEIGHT)
        signed = bool(self._sign(source))
        key = (source, size, weight, signed)
        found = self._measured.get(key)
        if found is None:
            found = self._measured[key] = self._measured_anew(doc, made_of, source)
        return found

    def _measured_anew(self, doc: QTextDocument, made_of: QTextFormat, source: str) -> _Measured:
        shape = made_of.toCharFormat()
        base, words = doc.defaultFont(), self.words(source)
        font = QFont(base if words.in_words else theme.fixed_font())
        points = shape.fontPointSize() or base.pointSizeF()
        font.setPointSizeF(points * (1.0 if words.in_words else 0.95))
        if shape.fontWeight() > QFont.Weight.Normal:
            font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        height = metrics.height()
        wide = metrics.horizontalAdvance(words.text) + 2 * PADDING * height
        if self._sign(source):
            wide += _sign_size(height) + GAP * height
        descent = QFontMetrics(shape.font()).descent()
        return _Measured(source=source, font=font, size=QSizeF(wide, height), descent=descent)

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

    def _look(self, source: str, state: str) -> _Look:
        if state in _STATES:
            return _STATES[state]
        if self._is_wrong(source):
            return _PROBLEM
        return _PLAIN[self.words(source).kind]


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
