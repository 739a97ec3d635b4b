"""One cell of the people: what it shows, how it looks, what a screen reader says about it.

Qt is not known here. A row's number stands in front of the list's own columns and carries what
concerns the whole row: that somebody gets no message, or a problem that no column has alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from composer.findings import Severity
from composer.gui.audience.problem_words import cell_problem, severity_of, state_words
from composer.gui.numbers import number
from composer.gui.stage_words import SEVERITY_ICONS, severity_word
from composer.i18n import _, isolate, place
from composer.model.audience import TableRow

Icon = tuple[str, str]
ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}
LEFT_OUT_ICON = ("circle-slash", "muted")


@dataclass(frozen=True, slots=True)
class CellLook:
    """All that is painted of a cell; `ink` names a colour."""

    text: str
    ink: str = "text"
    icon: Icon | None = None
    severity: Severity | None = None


NOT_READ = CellLook("…", "muted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The list's columns, which of them holds languages, and how a language is said."""

    names: tuple[str, ...] = ()
    locale: str = ""
    chain: Callable[[str], str] = str

    def value(self, row: TableRow, at: int) -> str:
        """Give a cell as written."""
        return row.cells[at] if at < len(row.cells) else ""

    def shown(self, row: TableRow, at: int) -> str:
        """Give a cell as it is shown; an empty one is named."""
        value = self.value(row, at)
        if not value.strip():
            return _("empty")
        return self.chain(value) if self.names[at] == self.locale else isolate(value)

    def look(self, row: TableRow, at: int) -> CellLook:
        """Say how a cell is painted."""
        text = self.shown(row, at)
        ink = "muted" if row.state else "text"
        if not self.value(row, at).strip():
            ink = "placeholder"
        severity = self.severity(row, at) if row.problems else None
        icon = SEVERITY_ICONS[severity] if severity is not None else None
        return CellLook(text, ink, icon, severity)

    def severity(self, row: TableRow, at: int) -> Severity | None:
        """Give the worst problem of a cell."""
        column = self.names[at]
        return _worst(code for name, code in row.problems if name == column)

    def hint(self, row: TableRow, at: int) -> str:
        """Give the whole cell and what is wrong with it."""
        return "\n".join(line for line in (self.value(row, at), *self._problems(row, at)) if line)

    def spoken(self, row: TableRow, at: int) -> str:
        """Say a cell: *row 214, First name, empty, must fix*."""
        value, severity = self.value(row, at), self.severity(row, at)
        words = place(
            _("row {row}, {column}, {value}"),
            row=row.row,
            column=self.names[at],
            value=value if value.strip() else _("empty"),
        )
        mark = [severity_word(severity).lower()] if severity is not None else []
        state = [state_words(row.state)] if row.state else []
        return _(", ").join([words, *mark, *self._problems(row, at), *state])

    def row_look(self, row: TableRow) -> CellLook:
        """Say how the row's number is painted."""
        worst = _worst(code for name, code in row.problems if name not in self.names)
        icon = SEVERITY_ICONS[worst] if worst is not None else None
        return CellLook(number(row.row), "muted", LEFT_OUT_ICON if row.state else icon)

    @staticmethod
    def row_words(row: TableRow) -> list[str]:
        """Say what concerns the whole row, and what is wrong in it."""
        state = [state_words(row.state)] if row.state else []
        return state + [cell_problem(code, row=row.row, column=name) for name, code in row.problems]

    def _problems(self, row: TableRow, at: int) -> list[str]:
        column = self.names[at]
        return [
            cell_problem(code, row=row.row, column=column)
            for name, code in row.problems
            if name == column
        ]


def _worst(codes: Iterable[str]) -> Severity | None:
    return min((severity_of(code) for code in codes), key=ORDER.__getitem__, default=None)
