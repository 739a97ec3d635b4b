"""One message from every side: as a reader sees it, its headers, its source, its wire."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from composer.errors import ComposerError, GuardRefused
from composer.gui.background import Latest, Task
from composer.gui.mail_view import MailPane, Way, shown_copy
from composer.gui.parts import icon_button, row
from composer.gui.plain_text import PlainText
from composer.gui.preview.beside import Compared, CompareLine
from composer.gui.preview.header_table import HeaderView
from composer.gui.preview.header_words import header_rows
from composer.gui.preview.printing import Printing
from composer.gui.preview.source_view import SourceView
from composer.gui.preview.ways import Ways
from composer.gui.preview.wire_view import WireView
from composer.gui.preview.zoom import ZoomButton
from composer.gui.reasons import allow
from composer.gui.session import Session
from composer.i18n import _
from composer.model.campaign import TransportKind
from composer.model.dialogue import Dialogue
from composer.model.overview import Preview
from composer.wire.structure import HeaderLine, Structure, read_structure

MESSAGE, HEADERS, SOURCE, WIRE = range(4)


class MessageTabs(QWidget):
    """Tabs Message, Headers, Source and Wire; beside Message the ways a reader may see it.

    Signals:
        said(str): something was printed, saved or copied.
    """

    said = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._preview: Preview | None = None
        self._compared: Compared | None = None
        self._way = Way()
        self._is_below = False
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_("Sides of the message"))
        for name in (_("Message"), _("Headers"), _("Source"), _("Wire")):
            self.tabs.addTab(name)
        self.ways = Ways()
        self.compare = icon_button("columns-2", _("Compare with another message"), checkable=True)
        self.zoom = ZoomButton()
        self.more = icon_button("ellipsis", _("Print or save"))
        self.pane = MailPane()
        self.printing = Printing(self.pane)
        self.beside = CompareLine(session)
        self.text = PlainText(_("Plain text of the message"), read_only=True)
        self.headers = HeaderView()
        self.source = SourceView()
        self.wire = WireView()
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    def prepare(self, preview: Preview) -> None:
        """Make the copy that will be shown, off the window's thread; no widget is touched."""
        shown_copy(preview.rendered, self._way)

    def show_preview(self, preview: Preview) -> None:
        """Show another message in the way chosen before."""
        self._preview = preview
        self._compared = None
        self._show()

    def close_views(self) -> None:
        """Let the web views go in the order Qt demands."""
        self.pane.close_view()
        self.beside.pane.close_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the ways by their icons only where there is no room for words, or below the tabs."""
        super().resizeEvent(event)
        others = (self.tabs, self.compare, self.zoom, self.more)
        needed = self.ways.needed + sum(part.sizeHint().width() + 8 for part in others)
        self.ways.show_words(shown=self.width() >= needed)
        taken = self.ways.taken + sum(part.sizeHint().width() + 4 for part in others)
        self._place_tools(below=taken > self.width())

    # --- inside ------------------------------------------------------------------------------

    def _place_tools(self, *, below: bool) -> None:
        if below != self._is_below:
            self._is_below = below
            self._head.addWidget(self.tools, int(below), int(not below), self._end)

    def _build(self) -> None:
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(self.pane, 1)
        halves.addWidget(self.beside.pane, 1)
        self.message_side = QWidget()
        column = QVBoxLayout(self.message_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.beside)
        column.addLayout(halves, 1)
        self.beside.hide()
        self.beside.pane.hide()
        for widget in (self.message_side, self.text, self.headers, self.source, self.wire):
            self.stack.addWidget(widget)
        menu = QMenu(self.more)
        self.print_it = menu.addAction(_("Print…"), self.printing.ask_print)
        self.save_pdf = menu.addAction(_("Save as PDF…"), self.printing.ask_pdf)
        self.more.setMenu(menu)
        self.print_it.setShortcut(QKeySequence(QKeySequence.StandardKey.Print))
        self.addAction(self.print_it)
        self.tools = QWidget()
        self.tools.setLayout(row(self.ways, self.compare, self.zoom, self.more, gap=4))
        self._end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        head = self._head = QGridLayout()
        head.setHorizontalSpacing(4)
        head.setVerticalSpacing(0)
        head.addWidget(self.tabs, 0, 0, Qt.AlignmentFlag.AlignLeading)
        head.addWidget(self.tools, 0, 1, self._end)
        head.setColumnStretch(0, 1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _index: self._show())
        self.tabs.currentChanged.connect(lambda _index: self.tabs.updateGeometry())
        self.ways.changed.connect(self._change_way)
        self.compare.toggled.connect(lambda _checked: self._change_way())
        self.zoom.zoomed.connect(self._set_zoom)
        self.beside.compared.connect(self._take_compared)
        self.beside.failed.connect(self._show_alone)
        self.printing.done.connect(self.said)
        for pane in (self.pane, self.beside.pane):
            pane.link.copied.connect(lambda: self.said.emit(_("The link was copied.")))

    def _set_zoom(self, factor: float) -> None:
        views = (self.pane, self.beside.pane, self.text, self.headers, self.source, self.wire)
        for view in views:
            view.set_zoom(factor)

    def _change_way(self) -> None:
        self._compared = None
        self._show()

    def _show(self) -> None:
        preview, tab = self._preview, self.tabs.currentIndex()
        is_message = tab == MESSAGE
        self.ways.setVisible(is_message)
        self.compare.setVisible(is_message)
        self.more.setVisible(is_message)
        plain, beside = self.ways.plain.isChecked(), self.compare.isChecked()
        self.ways.allow_all(side_by_side=beside)
        alone = plain and not beside
        allow(self.more, unless=_("Printed is the message, not its plain text.") if alone else "")
        for action in (self.print_it, self.save_pdf):
            action.setEnabled(is_message and not alone)
        if preview is None:
            return
        match tab:
            case 0:
                self._show_message(preview)
            case 1:
                self.headers.show_rows(header_rows(preview, _structure(preview), self._transport))
                self.stack.setCurrentWidget(self.headers)
            case 2:
                self.source.show_source(preview.eml, _structure(preview), note=self._source_note)
                self.stack.setCurrentWidget(self.source)
            case _:
                self._ask_wire(preview)
                self.stack.setCurrentWidget(self.wire)

    def _show_message(self, preview: Preview) -> None:
        beside, plain = self.compare.isChecked(), self.ways.plain.isChecked()
        self.beside.setVisible(beside)
        self.beside.pane.setVisible(beside)
        if plain and not beside:
            self.text.set_language(preview.rendered.locale)
            self.text.setPlainText(preview.rendered.text)
            self.stack.setCurrentWidget(self.text)
            return
        self.stack.setCurrentWidget(self.message_side)
        if not beside:
            self._show_alone()
        elif self._compared is None:
            self.beside.show_against(preview, as_text=plain)

    def _show_alone(self) -> None:
        if self._preview is not None:
            self._dress(self.pane)
            self.pane.show_message(self._preview.rendered)

    def _take_compared(self, found: Compared) -> None:
        if found.shown is not self._preview or not self.compare.isChecked():
            return
        self._compared = found
        for pane, message, marks in (
            (self.pane, found.shown.rendered, found.marks),
            (self.beside.pane, found.other.rendered, found.other_marks),
        ):
            self._dress(pane)
            pane.show_message(message, as_text=found.as_text, marks=marks)

    def _dress(self, pane: MailPane) -> None:
        dark, images = self.ways.dark.isChecked(), not self.ways.images_off.isChecked()
        self._way = Way(dark=dark, images=images)
        pane.set_way(dark=dark, phone=self.ways.phone.isChecked(), images=images)

    @property
    def _transport(self) -> TransportKind:
        content = self._session.content
        return content.campaign.transport.kind if content else TransportKind.SMTP

    @property
    def _source_note(self) -> str:
        if self._transport is TransportKind.SENDGRID:
            return _("SendGrid builds its own from the request; the tab Wire shows that.")
        return _("Date is added in front when it is handed over.")

    def _ask_wire(self, preview: Preview) -> None:
        campaign, workspace = self._session.campaign, self._session.workspace

        def rehearse(_task: Task) -> Dialogue:
            return workspace.wire_dialogue(campaign, preview)

        def miss(error: Exception) -> None:
            if isinstance(error, ComposerError):
                self.wire.show_refusal(error)
            else:
                self._session.failed.emit(error)

        self._latest.ask(rehearse, then=self.wire.show_dialogue, otherwise=miss)


def _structure(preview: Preview) -> Structure:
    """Read the message's own bytes; what the guard cannot read has headers but no parts."""
    try:
        return read_structure(preview.eml)
    except GuardRefused:
        headers = preview.rendered.headers
        lines = tuple(HeaderLine(name=n, value=v, raw=f"{n}: {v}") for n, v in headers)
        return Structure(headers=lines, parts=())
