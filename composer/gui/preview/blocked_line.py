"""The line above a message that says what was kept from loading, with every address on request.

Opened, the list of addresses stands in the message's place: there is no room for both.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from composer.gui import theme
from composer.gui.mail_copy import Blocked, BlockedKind
from composer.gui.numbers import number
from composer.gui.parts import Button, ElidedLabel, IconLabel, row
from composer.gui.preview.viewers import LEAST_HEIGHT
from composer.i18n import _, isolate, isolate_ltr, ngettext, place

MOST_LISTED = 500


class BlockedLine(QWidget):
    """Counts by kind; opened, one line for each thing that was left out.

    Signals:
        opened(bool): the list is to be shown in the message's place, or no more.
    """

    opened = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._blocked: tuple[Blocked, ...] = ()
        self.words = ElidedLabel(role="caption")
        self.more = Button(_("Show what"), kind="quiet", checkable=True)
        self.more.setAccessibleName(_("Show what was left out"))
        self.list = QPlainTextEdit()
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setAccessibleName(_("What was left out"))
        self.list.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.list.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.list.setMinimumHeight(LEAST_HEIGHT)
        self.list.hide()
        self.setLayout(row(IconLabel("shield-check", "done"), self.words, self.more, stretch=1))
        self.more.toggled.connect(self._open)
        self.hide()

    def show_blocked(self, blocked: Sequence[Blocked]) -> None:
        """Show what was left out of another message; nothing: the line goes."""
        if tuple(blocked) == self._blocked:
            return
        self._blocked = tuple(blocked)
        self.setVisible(bool(blocked))
        if not blocked:
            self.more.setChecked(False)
        self.words.show_text(blocked_words(self._blocked))
        if self.more.isChecked():
            self._fill()

    def add(self, item: Blocked) -> None:
        """Show one more, stopped on its way out."""
        self.show_blocked((*self._blocked, item))

    def _open(self, opened: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.more.setText(_("Show the message") if opened else _("Show what"))
        if opened:
            self._fill()
        self.opened.emit(opened)

    def _fill(self) -> None:
        self.list.setFont(theme.fixed_font(0.85))
        lines = [
            f"{isolate(kind_words(item.kind, 1))}  {isolate_ltr(item.what)}"
            for item in self._blocked[:MOST_LISTED]
        ]
        self.list.setPlainText("\n".join(lines))


def blocked_words(blocked: Sequence[Blocked]) -> str:
    """Say in one line what was left out."""
    counts = {kind: sum(item.kind is kind for item in blocked) for kind in BlockedKind}
    kinds = " · ".join(kind_words(kind, count) for kind, count in counts.items() if count)
    return place(_("Nothing is fetched here. Left out: {things}"), things=kinds)


def kind_words(kind: BlockedKind, count: int) -> str:
    """Say how many things of one kind."""
    match kind:
        case BlockedKind.PICTURE:
            words = ngettext(
                "{count} picture from the internet", "{count} pictures from the internet", count
            )
        case BlockedKind.STYLE:
            words = ngettext(
                "{count} picture or font of the design",
                "{count} pictures or fonts of the design",
                count,
            )
        case BlockedKind.SCRIPT:
            words = ngettext("{count} script", "{count} scripts", count)
        case BlockedKind.FRAME:
            words = ngettext("{count} embedded page", "{count} embedded pages", count)
        case BlockedKind.MEDIA:
            words = ngettext("{count} film or sound", "{count} films or sounds", count)
        case BlockedKind.FORM:
            words = ngettext("{count} form field", "{count} form fields", count)
        case BlockedKind.CONNECTION:
            words = ngettext(
                "{count} connection ahead of time", "{count} connections ahead of time", count
            )
        case BlockedKind.REDIRECT:
            words = ngettext("{count} jump elsewhere", "{count} jumps elsewhere", count)
        case BlockedKind.REQUEST:
            words = ngettext("{count} stopped request", "{count} stopped requests", count)
    return place(words, count=number(count))
