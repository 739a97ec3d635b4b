"""Colours, sizes and fonts of the window: frozen tokens, one palette, one generated sheet.

The two token tables are those of ux.md §8 to the letter; a test computes their contrast. Nothing
else in the window names a colour: widgets carry dynamic properties, delegates ask `tokens()`.
Switching follows the order measured on Qt 6.11: palette, then sheet, then icons.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from enum import Enum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from composer.gui.sheet import build_sheet

MIDDLE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One theme's colours as #RRGGBB; the names are those of ux.md §8."""

    is_dark: bool
    window: str
    surface: str
    rail: str
    text: str
    muted: str
    placeholder: str
    border: str
    control: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_soft: str
    on_danger: str
    look: str
    look_soft: str
    done: str
    done_soft: str
    unclear: str
    unclear_soft: str
    practice: str
    practice_soft: str

    def named(self, name: str) -> str:
        """Give one colour by its token's name."""
        return str(getattr(self, name))


LIGHT = Tokens(
    is_dark=False,
    window="#F6F7F9",
    surface="#FFFFFF",
    rail="#ECEEF2",
    text="#1B1F24",
    muted="#535B67",
    placeholder="#69717D",
    border="#D5D9E0",
    control="#7A828E",
    accent="#2B5BC7",
    accent_hover="#234CA8",
    accent_soft="#E7EDFB",
    on_accent="#FFFFFF",
    danger="#B3261E",
    danger_soft="#FCEBEA",
    on_danger="#FFFFFF",
    look="#8A5200",
    look_soft="#FFF3DC",
    done="#1A6B3A",
    done_soft="#E6F4EB",
    unclear="#6B3FA0",
    unclear_soft="#F2ECFA",
    practice="#0A6664",
    practice_soft="#DDF2F1",
)

DARK = Tokens(
    is_dark=True,
    window="#16191D",
    surface="#1E2227",
    rail="#121519",
    text="#E6E9ED",
    muted="#A9B1BC",
    placeholder="#949CA8",
    border="#363C45",
    control="#828B97",
    accent="#8FB0FF",
    accent_hover="#A9C2FF",
    accent_soft="#223052",
    on_accent="#0E1A33",
    danger="#FF9B92",
    danger_soft="#3D1E1C",
    on_danger="#3D1E1C",
    look="#F2BE62",
    look_soft="#382B12",
    done="#7FD39B",
    done_soft="#15311F",
    unclear="#C9A9F5",
    unclear_soft="#2E2342",
    practice="#6FD0CC",
    practice_soft="#11312F",
)


class ThemeChoice(Enum):
    """What the person chose in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def contrast(first: str, second: str) -> float:
    """Compute the WCAG 2 contrast ratio of two colours.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def build_palette(tokens: Tokens) -> QPalette:
    """Fill every role of a palette, the disabled group too."""
    role = QPalette.ColorRole
    palette = QPalette()
    for which, name in {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "window",
        role.ToolTipBase: "surface",
        role.ToolTipText: "text",
        role.PlaceholderText: "placeholder",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "on_accent",
        role.Light: "surface",
        role.Midlight: "rail",
        role.Mid: "border",
        role.Dark: "control",
        role.Shadow: "border",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
    }.items():
        palette.setColor(which, QColor(tokens.named(name)))
    for which in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.muted))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.border))
    palette.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(tokens.text))
    return palette


def tokens_of(palette: QPalette) -> Tokens:
    """Give the system's own colours, for what is painted while it asks for high contrast.

    Meanings have no colours then: each has a shape and a word as well.
    """
    text, window = palette.windowText().color().name(), palette.window().color().name()
    grounds = {"window", "surface", "rail", "on_accent", "on_danger"}
    names = (field.name for field in fields(Tokens) if field.name != "is_dark")
    colours = {
        name: window if name in grounds or name.endswith("_soft") else text for name in names
    }
    return Tokens(is_dark=palette.window().color().lightnessF() < MIDDLE, **colours)


class Theme(QObject):
    """The theme in use.

    Signals:
        changed(): palette and sheet were replaced; painted things and icons draw anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice | None = None) -> None:
        super().__init__(app)
        self._app = app
        self.base_pt = base_size_pt(app.font())
        self.choice = choice or _stored_choice()
        app.setStyle("Fusion")
        font = app.font()
        font.setPointSizeF(self.base_pt)
        app.setFont(font)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        if hasattr(hints, "accessibility"):  # Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._apply)
        self._apply()

    def choose(self, choice: ThemeChoice) -> None:
        """Follow the system, or stay light or dark; remembered."""
        self.choice = choice
        QSettings().setValue("theme", choice.value)
        self._apply()

    def _apply(self) -> None:
        global _tokens  # noqa: PLW0603 - one theme per process, like the palette itself
        _tokens = DARK if self._wants_dark() else LIGHT
        if self._wants_high_contrast():
            self._app.setPalette(QPalette())
            self._app.setStyleSheet("")
            _tokens = tokens_of(self._app.palette())
        else:
            self._app.setPalette(build_palette(_tokens))
            self._app.setStyleSheet(build_sheet(_tokens, self.base_pt))
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self.choice is ThemeChoice.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.choice is ThemeChoice.DARK

    def _wants_high_contrast(self) -> bool:
        hints = self._app.styleHints()
        if not hasattr(hints, "accessibility"):  # Qt before 6.10
            return False
        return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


_tokens = LIGHT


def tokens() -> Tokens:
    """Give the colours in use, for delegates and icons."""
    return _tokens


def colour(name: str) -> QColor:
    """Give one colour in use by its token's name."""
    return QColor(_tokens.named(name))


def base_size_pt(font: QFont) -> float:
    """Give the base size that every other is a multiple of."""
    least = 13.0 if sys.platform == "darwin" else 10.0
    return max(font.pointSizeF(), least)


def scaled_font(factor: float = 1.0, *, strong: bool = False, digits: bool = False) -> QFont:
    """Give the system's UI font at a multiple of the base; `digits` for figures in columns."""
    font = QFont(QApplication.font())
    font.setPointSizeF(base_size_pt(font) * factor)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    if digits:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def line_height(factor: float = 1.0) -> int:
    """Give the height of one line of text at a multiple of the base, in pixels."""
    return QFontMetrics(scaled_font(factor)).height()


def row_height(least: int, *factors: float) -> int:
    """Give a row's height: the designed one, or more where large text needs it."""
    return max(least, sum(line_height(factor) for factor in factors) + 12)


def icon_size(designed: int = 16) -> int:
    """Give an icon's size beside text: the designed one, or more where the letters are large."""
    high = line_height()
    return designed + (8 if high >= 30 else 4 if high >= 24 else 0)


def fixed_font(factor: float = 0.95) -> QFont:
    """Give the monospace font, for headers, source, wire and fingerprints only."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(base_size_pt(QApplication.font()) * factor)
    return font


def _stored_choice() -> ThemeChoice:
    stored = str(QSettings().value("theme", ThemeChoice.SYSTEM.value, type=str))
    known = {choice.value: choice for choice in ThemeChoice}
    return known.get(stored, ThemeChoice.SYSTEM)
