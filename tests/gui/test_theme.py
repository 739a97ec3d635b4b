"""The colours: contrast computed from the token tables, one short sheet, a whole palette."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from composer.gui import icons, theme
from composer.gui.sheet import build_sheet
from composer.gui.theme import DARK, LIGHT, ThemeChoice, contrast

GROUNDS = ("window", "surface", "rail")
BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
@pytest.mark.parametrize("text", ["text", "muted", "accent"])
def test_text_is_readable_on_every_ground(tokens, text):
    assert min(contrast(tokens.named(text), tokens.named(ground)) for ground in GROUNDS) >= 4.5


@BOTH
def test_what_an_empty_field_says_is_readable_in_the_field(tokens):
    assert contrast(tokens.placeholder, tokens.surface) >= 4.5


@BOTH
@pytest.mark.parametrize("meaning", ["danger", "look", "done", "unclear", "practice"])
def test_each_meaning_is_readable_on_its_soft_ground_and_on_the_page(tokens, meaning):
    assert contrast(tokens.named(meaning), tokens.named(f"{meaning}_soft")) >= 4.5
    assert min(contrast(tokens.named(meaning), tokens.named(ground)) for ground in GROUNDS) >= 4.5


@BOTH
def test_edges_of_controls_can_be_seen(tokens):
    assert min(contrast(tokens.control, tokens.named(ground)) for ground in GROUNDS) >= 3


@BOTH
def test_filled_buttons_can_be_read(tokens):
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5
    assert contrast(tokens.on_danger, tokens.danger) >= 4.5


@BOTH
def test_chosen_rows_can_be_read(tokens):
    assert contrast(tokens.text, tokens.accent_soft) >= 4.5
    assert contrast(tokens.muted, tokens.accent_soft) >= 4.5


def test_figures_stated_in_the_specification_hold():
    assert contrast(LIGHT.on_accent, LIGHT.accent) >= 6.1
    assert contrast(DARK.on_accent, DARK.accent) >= 8.0


@BOTH
def test_the_sheet_is_short_and_names_colours_only(tokens):
    sheet = build_sheet(tokens, 10.0)
    assert len(sheet.strip().splitlines()) <= 150
    assert "$" not in sheet
    assert "palette(" not in sheet


@BOTH
def test_the_palette_fills_every_role(qapp, tokens):
    palette = theme.build_palette(tokens)
    for role in QPalette.ColorRole:
        if role not in (QPalette.ColorRole.NColorRoles, QPalette.ColorRole.NoRole):
            assert palette.isBrushSet(QPalette.ColorGroup.Active, role), role


def test_choosing_dark_recolours_icons(window):
    before = icons.pixmap("check").toImage()
    window.theme.choose(ThemeChoice.DARK)
    after = icons.pixmap("check").toImage()
    window.theme.choose(ThemeChoice.LIGHT)
    assert before != after


def test_only_pointing_icons_are_mirrored_from_right_to_left(qapp):
    def drawn(name):
        icons.forget_icons()
        return icons.pixmap(name, size=24).toImage()

    there = {name: drawn(name) for name in ("chevron-left", "check")}
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    back = {name: drawn(name) for name in ("chevron-left", "check")}
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    icons.forget_icons()
    assert there["chevron-left"] != back["chevron-left"]
    assert there["check"] == back["check"]


class HighContrast(theme.Theme):
    """The theme where the system asks for high contrast."""

    def _wants_high_contrast(self):
        return True


def test_high_contrast_takes_the_system_s_colours_and_no_sheet(window, qapp):
    dark = QPalette(QColor("#000000"))
    dark.setColor(QPalette.ColorRole.WindowText, QColor("#FFFF00"))
    own = theme.tokens_of(dark)
    assert own.is_dark
    assert {own.text, own.danger, own.accent, own.muted} == {"#ffff00"}
    assert {own.window, own.surface, own.accent_soft} == {"#000000"}
    asked = HighContrast(qapp)
    try:
        assert qapp.styleSheet() == ""
        text = qapp.palette().windowText().color().name()
        icons.forget_icons()
        assert icons.pixmap("octagon-x", "danger").toImage() == icons.pixmap("octagon-x").toImage()
        assert theme.colour("done").name() == text
        window._draw_anew()
        assert window.grab().toImage().width() == window.width()
    finally:
        asked.setParent(None)
        asked.deleteLater()
        window.theme.choose(ThemeChoice.LIGHT)
    assert qapp.styleSheet() != ""
