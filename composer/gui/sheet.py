"""The one style sheet of the window, generated from the tokens with literal colours.

Widgets choose a variant by dynamic property (`role` of a label, `kind` of a button or frame), set
before they are shown. At most 150 lines come out; a test counts them.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from composer import paths

if TYPE_CHECKING:
    from composer.gui.theme import Tokens

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QWidget#page, QWidget#stack { background: $window; }
QWidget#header, QWidget#footer { background: $surface; }
QWidget#header { border-bottom: 1px solid $border; }
QWidget#footer { border-top: 1px solid $border; }
QWidget#side { background: $rail; border: 0; }
QWidget#inspector { background: $surface; }
QWidget#inspector[edge="left"] { border-left: 1px solid $border; }
QWidget#inspector[edge="right"] { border-right: 1px solid $border; }
QListView#rail, QListView[kind="clear"] { background: transparent; border: 0; outline: 0; }
QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[kind="well"] { background: $rail; border: 1px solid $border; border-radius: 8px; }
QFrame[kind="drop"] { background: transparent; border: 1px dashed $control; border-radius: 8px; }
QFrame[kind="drop"][over="true"] { background: $accent_soft; border: 1px solid $accent; }
QFrame[kind="divider"] { background: $border; border: 0; }
QFrame[kind="rule"] { background: $border; border: 0; max-height: 1px; min-height: 1px; }
QFrame[kind="notice"] { background: $text; border-radius: 6px; }
QFrame[kind="notice"] QLabel, QFrame[kind="notice"] QPushButton { color: $window; }
QFrame[kind="band"] QPushButton { padding: 0 4px; min-height: 20px; }
QFrame[kind="band"][tone="practice"] { background: $practice_soft; }
QFrame[kind="band"][tone="practice"] QLabel { color: $practice; }
QFrame[kind="band"][tone="danger"] { background: $danger_soft; border: 1px solid $danger; }
QFrame[kind="band"][tone="danger"] QLabel { color: $danger; }
QFrame[kind="band"][tone="accent"] { background: $accent_soft; border: 1px solid $accent; }
QFrame[kind="band"][tone="accent"] QLabel { color: $text; }
QFrame[kind="band"][tone="grey"] { background: $rail; border-bottom: 1px solid $border; }
QFrame[kind="sheet"] { background: $surface; border: 1px solid $control; border-radius: 8px; }
QLabel { background: transparent; }
QLabel[role="caption"] { color: $muted; font-size: ${caption}pt; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="link-target"] { color: $muted; background: $rail; padding: 4px 8px;
  border: 1px solid $border; border-radius: 6px; font-size: ${caption}pt; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="section"] { font-size: ${section}pt; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="counter"] { font-size: ${counter}pt; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="look"] { color: $look; }
QLabel[tone="done"] { color: $done; }
QLabel[tone="unclear"] { color: $unclear; }
QLabel[tone="practice"] { color: $practice; }
QPushButton { background: $surface; color: $text; border: 1px solid $control; border-radius: 6px;
  min-height: 18px; padding: 6px 14px; }
QPushButton:hover { background: $rail; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $muted; border-color: $border; background: $window; }
QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  min-height: 22px; padding: 6px 20px; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 5px 19px; }
QPushButton[kind="primary"]:disabled { background: $rail; color: $muted;
  border: 1px solid $border; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent;
  padding: 6px 8px; }
QPushButton[kind="quiet"]:hover { background: $rail; }
QPushButton[kind="quiet"]:checked { background: $accent_soft; color: $accent; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 5px 7px; }
QPushButton[kind="quiet"]:disabled { color: $muted; }
QPushButton[align="leading"] { text-align: left; }
QPushButton[kind="tool"] { background: transparent; border: 1px solid transparent;
  padding: 6px 5px; }
QPushButton[kind="tool"]:hover { background: $rail; }
QPushButton[kind="tool"]:focus { border: 2px solid $accent; padding: 5px 4px; }
QPushButton[kind="tool"]:disabled { color: $muted; }
QPushButton[kind="link"] { background: transparent; color: $accent; border: 1px solid transparent;
  padding: 6px 4px; text-align: left; text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 5px 3px; }
QPushButton[kind="explain"] { background: transparent; border: 0; border-radius: 0; padding: 0;
  border-bottom: 1px dotted $control; font-weight: 600; text-align: left; }
QPushButton[kind="explain"]:focus { border: 2px solid $accent; }
QPushButton[kind="delete"] { color: $danger; }
QPushButton[kind="stop"] { background: $danger; color: $on_danger; border: 1px solid $danger;
  font-weight: 600; min-width: 84px; min-height: 24px; padding: 5px 17px; }
QPushButton[kind="stop"]:hover { border-color: $text; }
QPushButton[kind="stop"]:focus { border: 3px solid $text; padding: 3px 15px; }
QPushButton::menu-indicator { subcontrol-position: right center; width: 0; }
QLineEdit, QComboBox { background: $surface; border: 1px solid $control; border-radius: 6px;
  min-height: 20px; padding: 5px 8px; selection-background-color: $accent;
  selection-color: $on_accent; placeholder-text-color: $placeholder; }
QLineEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 4px 7px; }
QLineEdit:read-only { background: transparent; border-color: transparent; }
QLineEdit[state="error"] { border-color: $danger; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url("$arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $control; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; }
QPlainTextEdit, QTextBrowser, QTextEdit { background: $surface; border: 1px solid $control;
  border-radius: 6px; padding: 8px; selection-background-color: $accent;
  selection-color: $on_accent; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 7px; }
QPlainTextEdit[kind="bare"], QTextEdit[kind="bare"] { border: 0; border-radius: 0;
  padding: 12px 16px; }
QTextEdit[kind="line"] { padding: 5px 8px; }
QTextEdit[kind="line"]:focus { padding: 4px 7px; }
QPlainTextEdit:read-only { border-color: $border; }
QListView, QTableView, QTreeView { background: $surface; border: 1px solid $border;
  border-radius: 8px; outline: 0; selection-background-color: $accent_soft;
  selection-color: $text; }
QListView:focus, QTableView:focus, QTreeView:focus { border: 2px solid $accent; }
QListView#rail:focus, QListView[kind="clear"]:focus { border: 0; }
QListView[kind="bare"], QTableView[kind="bare"] { border: 0; border-radius: 0; }
QTableView { gridline-color: transparent; }
QTableView::item { border-bottom: 1px solid $border; padding: 0 8px; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QHeaderView { background: $surface; border: 0; border-radius: 8px; }
QHeaderView::section { background: $surface; color: $muted; font-weight: 600; border: 0;
  border-bottom: 1px solid $border; padding: 8px 11px; }
QHeaderView[kind="tight"]::section { font-weight: 400; padding: 2px 4px; }
QTableView[kind="tight"]::item { padding: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QTableCornerButton::section { background: $surface; border: 0; }
QProgressBar { background: $border; border: 0; border-radius: 3px; max-height: 6px;
  min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[kind="line"] { background: transparent; border-radius: 0; max-height: 2px;
  min-height: 2px; }
QProgressBar[kind="line"]::chunk { border-radius: 0; }
QTabBar { background: transparent; border: 0; }
QTabBar::tab { background: transparent; color: $muted; border: 0; padding: 8px 12px;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }
QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $control; border-radius: 3px; margin: 2px; min-height: 24px;
  min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QMenu { background: $surface; border: 1px solid $control; padding: 8px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 6px 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $control; padding: 6px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator, QTableView::indicator { width: 16px; height: 16px;
  border: 1px solid $control; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked, QTableView::indicator:checked { background: $accent;
  border-color: $accent; image: url("$check"); }
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox:disabled { color: $muted; }
""")


def build_sheet(tokens: Tokens, base_pt: float) -> str:
    """Fill in the colours of one theme and the sizes that follow from the base."""
    colours = {name: str(getattr(tokens, name)) for name in tokens.__slots__ if name != "is_dark"}
    sizes = {
        "caption": f"{base_pt * 0.85:.1f}",
        "section": f"{base_pt * 1.15:.1f}",
        "title": f"{base_pt * 1.7:.1f}",
        "counter": f"{base_pt * 2.2:.1f}",
    }
    ground = "dark" if tokens.is_dark else "light"
    folder = paths.resources() / "icons"
    check = (folder / f"check-on-accent-{ground}.svg").as_posix()
    arrow = (folder / f"chevron-down-{ground}.svg").as_posix()
    return _SHEET.substitute(colours, check=check, arrow=arrow, **sizes)
