"""Every shortcut of the window: what it does in words, and the sheet that lists them all.

Those of the window itself are bound from this table by `commands.py`; those of a page are bound by
the page, and a test presses each of both in a real window.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, label
from composer.gui.sheets import Sheet
from composer.i18n import N_, _

LEAST, MOST, AROUND = 160, 640, 96
"""Heights of the list and of the sheet, and what stays free of the window around it."""


class Act(Enum):
    """What a shortcut of the window does."""

    SEARCH = "search"
    PRIMARY = "primary"
    STOP = "stop"
    NEXT_REGION = "next_region"
    FORMER_REGION = "former_region"
    DETAILS = "details"
    FINDINGS = "findings"
    STAGE = "stage"
    LIST_KEYS = "list_keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """One line of the table; `act` is None for what a page or an editor does by itself."""

    keys: tuple[str, ...]
    words: str
    act: Act | None = None

    @property
    def shown(self) -> str:
        """The keys as this system writes them, the first and the last of a row of numbers."""
        first, last = self.keys[0], self.keys[-1]
        native = QKeySequence.SequenceFormat.NativeText
        written = [QKeySequence(keys).toString(native) for keys in (first, last)]
        numbered = self.act is Act.STAGE
        return f"{written[0]} … {written[1]}" if numbered else written[0]


SHORTCUTS = (
    Shortcut(keys=("Ctrl+K",), words=N_("Search commands, pages and campaigns"), act=Act.SEARCH),
    Shortcut(
        keys=("Ctrl+Enter", "Ctrl+Return"), words=N_("The next step of the page"), act=Act.PRIMARY
    ),
    Shortcut(keys=("Ctrl+.",), words=N_("Stop sending, on every page"), act=Act.STOP),
    Shortcut(keys=("F6",), words=N_("Stages, page, details: the next one"), act=Act.NEXT_REGION),
    Shortcut(
        keys=("Shift+F6",), words=N_("Stages, page, details: the one before"), act=Act.FORMER_REGION
    ),
    Shortcut(
        keys=tuple(f"Ctrl+{number}" for number in range(1, 9)),
        words=N_("The eight stages, from Write to Report"),
        act=Act.STAGE,
    ),
    Shortcut(keys=("Ctrl+I",), words=N_("Details beside the page"), act=Act.DETAILS),
    Shortcut(keys=("Ctrl+Shift+F",), words=N_("What must be fixed or looked at"), act=Act.FINDINGS),
    Shortcut(keys=("F1",), words=N_("This list of keys"), act=Act.LIST_KEYS),
    Shortcut(keys=("Alt+Left",), words=N_("Preview: the recipient before")),
    Shortcut(keys=("Alt+Right",), words=N_("Preview: the next recipient")),
    Shortcut(keys=("Alt+R",), words=N_("Preview: any recipient")),
    Shortcut(keys=("Ctrl+Tab",), words=N_("Out of the text, to the next field")),
    Shortcut(keys=("Ctrl+Space",), words=N_("In the text: the fields that can be put in")),
    Shortcut(keys=("F8",), words=N_("In the text: the next mark of a finding")),
    Shortcut(keys=("Ctrl+F",), words=N_("Find on the page")),
    Shortcut(keys=("Ctrl+Z",), words=N_("Undo")),
)


def keys_sheet(parent: QWidget) -> Sheet:
    """Make the sheet that lists every shortcut."""
    sheet = Sheet(
        parent, title=_("Keys"), text=_("Everything can be done without a mouse. Tab goes on.")
    )
    inner = QWidget()
    grid = QGridLayout(inner)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    for number, one in enumerate(SHORTCUTS):
        keys, words = label(one.shown, role="strong"), label(_(one.words), wraps=True)
        keys.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid.addWidget(keys, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, number, 1)
    grid.setColumnStretch(1, 1)
    area = scrolled(inner)
    area.setMinimumHeight(LEAST)
    # It takes what is left: a list that asks for more would squeeze the button with large text.
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys scroll it
    area.setAccessibleName(_("Keys"))
    sheet.extra.addWidget(area)
    sheet.column.setStretchFactor(sheet.extra, 1)
    close = Button(_("Close"), pressed=sheet.accept)
    close.setDefault(True)
    sheet.buttons.addWidget(close)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    close.setFocus()
    wanted = min(MOST, parent.height() - AROUND)
    sheet.resize(sheet.sizeHint().width(), max(wanted, sheet.minimumSizeHint().height()))
    return sheet
