"""The list of units: state, text and translation, one row each, filtered by state and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from composer.gui import icons, theme
from composer.gui.table_model import AnyIndex, TableModel
from composer.gui.translating.part_text import readable
from composer.i18n import N_, _, is_right_to_left, isolate, listed, place
from composer.model.translation import UnitLine, UnitState

COLUMNS = (N_("Text"), N_("Translation"), N_("Part"))
TEXT, TRANSLATION, PART = range(len(COLUMNS))
ALL, UNFINISHED, PROBLEMS, COMMENTED = "all", "unfinished", "problems", "commented"
STATE_ICONS = {
    "new": ("circle-dashed", "muted"),
    "draft": ("circle-dot", "accent"),
    "needs_work": ("triangle-alert", "look"),
    "reviewed": ("circle-check", "done"),
}
PROBLEM_ICON = ("octagon-x", "danger")
_STATE_WORDS = {
    "new": N_("not translated"),
    "draft": N_("waits for review"),
    "needs_work": N_("needs work"),
    "reviewed": N_("reviewed"),
}
_KIND_WORDS = {
    "subject": N_("Subject"),
    "preheader": N_("Preheader"),
    "heading": N_("Heading"),
    "paragraph": N_("Paragraph"),
    "button": N_("Button"),
    "list_item": N_("List"),
    "table_cell": N_("Table"),
    "alt": N_("Picture text"),
    "layout": N_("Layout"),
    "text": N_("Plain text"),
    "html": N_("Text"),
}


def state_word(state: str) -> str:
    """Say a state in words."""
    return _(_STATE_WORDS.get(state, state))


def kind_word(kind: str) -> str:
    """Say what a unit is in the message."""
    return _(_KIND_WORDS.get(kind, kind))


def has_problem(unit: UnitLine) -> bool:
    """Whether something about a unit must be fixed."""
    return any(item.blocks for item in unit.findings)


def written(unit: UnitLine, text: str | None) -> UnitLine:
    """Give a unit with a translation that was just stored; None: none was."""
    if text is None or text == unit.target:
        return unit
    state = UnitState.DRAFT if text.strip() else UnitState.NEW
    return replace(unit, target=text, state=state.value, reviewed=None)


def is_named(unit: UnitLine, words: str) -> bool:
    """Whether a finding speaks of a unit, whose text it may have shortened."""
    wanted = words.rstrip("…")
    return unit.source == words or " ".join(unit.source.split()).startswith(wanted)


def fits(unit: UnitLine, which: str, words: str) -> bool:
    """Whether a unit is in a state, or of a group, and holds the words."""
    match which:
        case "all":
            belongs = True
        case "unfinished":
            belongs = unit.state != "reviewed"
        case "problems":
            belongs = bool(unit.findings)
        case "commented":
            belongs = bool(unit.comments or unit.notes)
        case _:
            belongs = unit.state == which
    wanted = words.casefold()
    return belongs and (
        not wanted or wanted in unit.source.casefold() or wanted in unit.target.casefold()
    )


class UnitModel(TableModel):
    """Units of one language in reading order; `shown` are those that the filter lets through."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.units: tuple[UnitLine, ...] = ()
        self.shown: tuple[UnitLine, ...] = ()
        self.locale = ""
        self.which, self.words = ALL, ""
        self._kept = ""

    def replace(self, units: tuple[UnitLine, ...], *, locale: str = "") -> None:
        """Show other units; only the changed rows are drawn anew if the sources are the same."""
        self.locale = locale or self.locale
        self.units = units
        self._show(tuple(unit for unit in units if self._stays(unit)))

    def filter(self, which: str, words: str, *, keep: str = "") -> None:
        """Let only some units through; the one that is being edited stays."""
        self.which, self.words, self._kept = which, words.strip(), keep
        self._show(tuple(unit for unit in self.units if self._stays(unit)))

    def row_of(self, source: str) -> int | None:
        """Find a unit's row by its text."""
        return next((n for n, unit in enumerate(self.shown) if unit.source == source), None)

    def next_row(self, row: int, wanted: Callable[[UnitLine], bool]) -> int | None:
        """Find the next row after one with something to do, going round; None: there is none."""
        count = len(self.shown)
        around = ((row + step) % count for step in range(1, count + 1))
        return next((n for n in around if wanted(self.shown[n])), None)

    def count(self) -> int:
        """Count the units."""
        return len(self.shown)

    def data(  # noqa: PLR0911 - one line for each role
        self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give text, state as an icon, and all of it for a screen reader."""
        if not index.isValid():
            return None
        unit, column = self.shown[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(unit, column)
            case Qt.ItemDataRole.DecorationRole if column == TEXT:
                return icons.icon(*STATE_ICONS.get(unit.state, STATE_ICONS["new"]))
            case Qt.ItemDataRole.DecorationRole if column == TRANSLATION and has_problem(unit):
                return icons.icon(*PROBLEM_ICON)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(column)
            case Qt.ItemDataRole.FontRole if unit.kind == "heading" and column == TEXT:
                return theme.scaled_font(strong=True)
            case Qt.ItemDataRole.ForegroundRole if column == PART:
                return theme.colour("muted")
            case Qt.ItemDataRole.ToolTipRole:
                return _tooltip(unit)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(unit, unit.target if column == TRANSLATION else unit.source)
        return None

    def _alignment(self, column: int) -> int:
        """Begin a translation at the side where its language does."""
        side = Qt.AlignmentFlag.AlignLeading
        if column == TRANSLATION:
            other = is_right_to_left(self.locale) != QGuiApplication.isRightToLeft()
            side = Qt.AlignmentFlag.AlignTrailing if other else side
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def _stays(self, unit: UnitLine) -> bool:
        return unit.source == self._kept or fits(unit, self.which, self.words)

    def _show(self, shown: tuple[UnitLine, ...]) -> None:
        same = [unit.source for unit in shown] == [unit.source for unit in self.shown]
        if same and shown:
            self.shown = shown
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, PART))
            return
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()


def place_words(unit: UnitLine) -> str:
    """Say where a unit stands in the message."""
    if not unit.context:
        return kind_word(unit.kind)
    words = _("{kind}, under “{heading}”")
    return place(words, kind=kind_word(unit.kind), heading=readable(unit.context, "heading"))


def _cell(unit: UnitLine, column: int) -> str:
    if column == PART:
        return kind_word(unit.kind)
    text = unit.target if column == TRANSLATION else unit.source
    return isolate(readable(text, unit.kind)) if text else ""


def _tooltip(unit: UnitLine) -> str:
    lines = [f"{place_words(unit)} · {state_word(unit.state)}"]
    return "\n".join([*lines, *(item.text for item in unit.findings)])


def _spoken(unit: UnitLine, text: str) -> str:
    told = [kind_word(unit.kind), readable(text, unit.kind), state_word(unit.state)]
    return listed([*told, *(item.text for item in unit.findings[:1])])
