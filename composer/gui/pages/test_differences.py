"""One test message header by header: what was predicted beside what arrived.

Every header of ours is listed, then text, HTML and attachments. Equal ones carry an equal mark; of
a different one both sides are shown, *removed* struck with a minus, *added* underlined with a plus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from composer.gui import icons, theme
from composer.gui.table_model import AnyIndex, TableModel
from composer.i18n import N_, _, isolate_ltr, place
from composer.model.overview import ReceiptState

COLUMNS = (N_("Part"), N_("Predicted"), N_("Arrived"))
PART_WIDTH = 220
_BODY_PARTS = {"text": N_("Text"), "html": N_("HTML"), "attachment": N_("Attachments")}
_EQUAL, _MISSING = N_("equal"), N_("not arrived yet")
_ADDED = N_("added on the way, as servers may")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part of a message.

    `state` is equal, different, missing, allowed (it may differ) or added (by servers, who may).
    """

    part: str
    state: str
    predicted: str = ""
    arrived: str = ""

    @property
    def name(self) -> str:
        """The part's name for people; a header's own name is not translated."""
        known = _BODY_PARTS.get(self.part)
        return _(known) if known else isolate_ltr(self.part)


def part_lines(receipt: ReceiptState, headers: Sequence[str]) -> tuple[PartLine, ...]:
    """List the parts of a message: its headers in order, the bodies, and what differs besides."""
    names = list(dict.fromkeys((*headers, *_BODY_PARTS)))
    differing = {part.lower(): (expected, found) for part, expected, found in receipt.differences}
    known = {name.lower() for name in names}
    names += [part for part, _old, _new in receipt.differences if part.lower() not in known]
    if receipt.facts is None and receipt.state in {"missing", "attested"}:
        return tuple(PartLine(part=name, state="missing") for name in names)
    lines = []
    for name in dict.fromkeys(names):
        pair = differing.get(name.lower())
        if pair is None:
            lines.append(PartLine(part=name, state="equal"))
        else:
            line = PartLine(part=name, state="different", predicted=pair[0], arrived=pair[1])
            lines.append(line)
    lines = _with_allowed(lines, receipt)
    return tuple(sorted(lines, key=lambda line: _ORDER.get(line.state, len(_ORDER))))


_ORDER = {"different": 0, "allowed": 1}


def _with_allowed(lines: list[PartLine], receipt: ReceiptState) -> list[PartLine]:
    """Mark what may differ: a Message-ID of the mail service, and what servers added."""
    facts = receipt.facts
    if facts is None:
        return lines
    changed = facts.message_id
    found = [
        PartLine(part=line.part, state="allowed", predicted=changed[0], arrived=changed[1])
        if changed and line.part.lower() == "message-id" and line.state == "equal"
        else line
        for line in lines
    ]
    return [*found, *(PartLine(part=name, state="added") for name in facts.added)]


class PartsModel(TableModel):
    """The parts of one message, the different ones first."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.lines: tuple[PartLine, ...] = ()

    def replace(self, lines: tuple[PartLine, ...]) -> None:
        """Show another message."""
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def count(self) -> int:
        """Count the parts."""
        return len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell; a whole line is said to screen readers."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return (line.name, line.predicted, line.arrived)[column]
            case Qt.ItemDataRole.DecorationRole if column == 0:
                return icons.icon(*_MARKS[line.state])
            case Qt.ItemDataRole.AccessibleTextRole:
                return _said(line)
        return _look(line, column, role)


_MARKS = {
    "equal": ("circle-check", "done"),
    "different": ("octagon-x", "danger"),
    "missing": ("circle-dashed", "muted"),
    "allowed": ("info", "muted"),
    "added": ("plus", "muted"),
}


def _cell(line: PartLine, column: int) -> str:
    if column == 0:
        return line.name
    if line.state == "missing":
        return _(_MISSING) if column == 2 else ""
    if line.state == "equal":
        return _(_EQUAL)
    if line.state == "added":
        return _(_ADDED) if column == 2 else ""
    value = line.predicted if column == 1 else line.arrived
    if line.state == "allowed":
        shown = isolate_ltr(value)
        return place(_("may differ: {value}"), value=shown) if column == 2 else shown
    return isolate_ltr(f"{'−' if column == 1 else '+'} {value}") if value else "—"


def _said(line: PartLine) -> str:
    if line.state == "allowed":
        words = _("{part}, may differ, predicted {predicted}, arrived {arrived}")
        return place(words, part=line.name, predicted=line.predicted, arrived=line.arrived)
    if line.state != "different":
        said = {"equal": _EQUAL, "added": _ADDED}.get(line.state, _MISSING)
        return f"{line.name}, {_(said)}"
    words = _("{part}, different, predicted {predicted}, arrived {arrived}")
    return place(words, part=line.name, predicted=line.predicted, arrived=line.arrived)


def _look(line: PartLine, column: int, role: int) -> object:
    if role == Qt.ItemDataRole.ForegroundRole and line.state != "different" and column:
        return theme.colour("muted")
    if line.state == "different" and column:
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("danger" if column == 1 else "done")
        if role == Qt.ItemDataRole.FontRole:
            font = QFont(theme.scaled_font())
            font.setStrikeOut(column == 1)
            font.setUnderline(column == 2)
            return font
    return None


def make_parts_table(model: PartsModel) -> QTableView:
    """Make the table: long values are wrapped, nothing is edited."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(_("Header by header"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.verticalHeader().hide()
    table.verticalHeader().setMinimumSectionSize(28)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    table.setColumnWidth(0, PART_WIDTH)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    return table
