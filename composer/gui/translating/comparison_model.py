"""A file that came back, line by line: what it would change, and whether that is wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from composer.gui import icons
from composer.gui.table_model import AnyIndex, TableModel
from composer.gui.unit_table import state_word
from composer.i18n import N_, _, isolate, listed
from composer.translation.exchange.comparison import (
    NEVER,
    Comparison,
    ComparisonLine,
    LineKind,
    Take,
)

WHAT, TEXT, HERE, THERE = range(4)
_WORDS = {
    LineKind.TAKEN: N_("new in the file"),
    LineKind.UNCHANGED: N_("the same"),
    LineKind.LEFT_EMPTY: N_("empty in the file"),
    LineKind.NEWER_HERE: N_("changed on both sides"),
    LineKind.CHANGED_SOURCE: N_("the text has changed since"),
    LineKind.UNKNOWN: N_("not in the message"),
    LineKind.BLOCKED: N_("must be fixed in the file"),
    LineKind.MISSING: N_("missing in the file"),
}
_ICONS = {
    LineKind.TAKEN: ("circle-dot", "accent"),
    LineKind.UNCHANGED: ("circle-check", "done"),
    LineKind.LEFT_EMPTY: ("circle-dashed", "muted"),
    LineKind.NEWER_HERE: ("triangle-alert", "look"),
    LineKind.CHANGED_SOURCE: ("triangle-alert", "look"),
    LineKind.UNKNOWN: ("circle-question-mark", "unclear"),
    LineKind.BLOCKED: ("octagon-x", "danger"),
    LineKind.MISSING: ("circle-slash", "muted"),
}
_MAY = frozenset({LineKind.TAKEN, LineKind.NEWER_HERE})
_HEADS = (N_("What"), N_("Text"), N_("Here"), N_("In the file"))
_ORDER = (
    LineKind.BLOCKED,
    LineKind.NEWER_HERE,
    LineKind.CHANGED_SOURCE,
    LineKind.UNKNOWN,
    LineKind.TAKEN,
    LineKind.MISSING,
    LineKind.LEFT_EMPTY,
    LineKind.UNCHANGED,
)


def kind_words(kind: LineKind) -> str:
    """Say what became of a line."""
    return _(_WORDS[kind])


class ComparisonModel(TableModel):
    """Lines of a comparison, those to decide first; `chosen` are the numbers to take over.

    Signals:
        changed(): another line was chosen, or left out.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_HEADS)
        self.lines: tuple[ComparisonLine, ...] = ()
        self.chosen: frozenset[int] = frozenset()
        self._is_refused = False

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison; chosen is what nothing stands against."""
        self.beginResetModel()
        self.lines = tuple(sorted(comparison.lines, key=lambda line: _ORDER.index(line.kind)))
        self._is_refused = any(item.code in NEVER for item in comparison.findings)
        self.chosen = comparison.chosen(Take.MATCHING)
        self.endResetModel()
        self.changed.emit()

    def may_choose(self, line: ComparisonLine) -> bool:
        """Whether a line changes something and may be taken over."""
        changes = line.kind in _MAY or (line.number in self.chosen and _brings_words(line))
        return changes and not self._is_refused

    @property
    def changing(self) -> int:
        """How many translations would change."""
        return sum(line.number in self.chosen and line.kind in _MAY for line in self.lines)

    @property
    def bringing(self) -> int:
        """How many chosen lines bring a comment or note, and no translation."""
        return sum(
            line.number in self.chosen and line.kind not in _MAY and _brings_words(line)
            for line in self.lines
        )

    def choose(self, row: int, *, wanted: bool) -> None:
        """Take a line over, or leave it out."""
        line = self.lines[row]
        if not self.may_choose(line):
            return
        self.chosen = self.chosen | {line.number} if wanted else self.chosen - {line.number}
        self.dataChanged.emit(self.index(row, 0), self.index(row, THERE))
        self.changed.emit()

    def count(self) -> int:
        """Count the lines."""
        return len(self.lines)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let lines be ticked that may be taken over."""
        flags = super().flags(index)
        if index.column() == WHAT and self.may_choose(self.lines[index.row()]):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(  # noqa: PLR0911 - one line for each role
        self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give a cell."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(line, column)
            case Qt.ItemDataRole.DecorationRole if column == WHAT:
                return icons.icon(*_ICONS[line.kind])
            case Qt.ItemDataRole.CheckStateRole if column == WHAT and self.may_choose(line):
                is_chosen = line.number in self.chosen
                return Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(item.text for item in line.findings) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                told = (kind_words(line.kind), line.source, line.here, line.target)
                return listed(part for part in told if part)
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a line, or not."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != WHAT:
            return False
        checked = Qt.CheckState(value) is Qt.CheckState.Checked
        self.choose(index.row(), wanted=checked)
        return True


def _brings_words(line: ComparisonLine) -> bool:
    return bool(line.comments or line.notes)


def _cell(line: ComparisonLine, column: int) -> str:
    match column:
        case 0:
            return kind_words(line.kind)
        case 1:
            text = line.source
        case 2:
            text = line.here
        case _:
            text = line.target or (state_word(line.state.value) if not line.here else "")
    return isolate(" ".join(text.split())) if text else ""
