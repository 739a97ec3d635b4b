"""How close the rows of the three big tables stand: comfortable by default, or compact."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QTableView

from composer.gui import theme

COMPACT_HEIGHT = 28
_KEY = "tables/compact"
_COMFORTABLE = "comfortable_height"


def is_compact() -> bool:
    """Whether somebody chose compact rows."""
    return bool(QSettings().value(_KEY, defaultValue=False, type=bool))


def choose(*, compact: bool) -> None:
    """Choose from now on, also for the tables that are shown."""
    QSettings().setValue(_KEY, compact)
    for widget in QApplication.allWidgets():
        if isinstance(widget, QTableView) and widget.property(_COMFORTABLE) is not None:
            _set(widget, int(widget.property(_COMFORTABLE)))


def follow(table: QTableView, *, comfortable: int) -> None:
    """Give a big table's rows the height that was chosen, now and later."""
    table.setProperty(_COMFORTABLE, comfortable)
    _set(table, comfortable)


def _set(table: QTableView, comfortable: int) -> None:
    height = COMPACT_HEIGHT if is_compact() else comfortable
    table.verticalHeader().setDefaultSectionSize(theme.row_height(height, 1.0))
