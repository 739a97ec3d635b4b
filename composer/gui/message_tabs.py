"""One message from every side: as a reader sees it, its headers, its source, its wire form."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from composer.gui import theme
from composer.gui.header_table import HeaderModel, make_header_table
from composer.gui.mail_view import MailPane
from composer.gui.parts import Button
from composer.gui.plain_text import PlainText
from composer.gui.preview_ways import why_no_way
from composer.gui.reasons import allow
from composer.i18n import _
from composer.model.overview import Preview

MOST_LETTERS = 500_000


class MessageTabs(QWidget):
    """Tabs Message, Headers, Source and Wire; beside Message the ways a reader may see it."""

    def __init__(self) -> None:
        super().__init__()
        self._preview: Preview | None = None
        self._words: dict[Button, str] = {}
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_("Sides of the message"))
        for name in (_("Message"), _("Headers"), _("Source"), _("Wire")):
            self.tabs.addTab(name)
        self.wide = self._way(_("Wide"), "monitor")
        self.phone = self._way(_("Phone"), "smartphone")
        self.dark = self._way(_("Dark"), "moon")
        self.images_off = self._way(_("Images off"), "image-off")
        self.plain = self._way(_("Text"), "file-text")
        self.wide.setChecked(True)
        self.ways = QWidget()
        ways = QHBoxLayout(self.ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(4)
        for button in (self.wide, self.phone, self.dark, self.images_off, self.plain):
            ways.addWidget(button)
        self.pane = MailPane()
        self.text = PlainText(_("Plain text of the message"), read_only=True)
        self.header_model = HeaderModel()
        self.headers = make_header_table(self.header_model)
        self.source = _viewer(_("Source"))
        self.wire = _viewer(_("Wire"))
        self.stack = QStackedWidget()
        for widget in (self.pane, self.text, self.headers, self.source, self.wire):
            self.stack.addWidget(widget)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.ways)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(lambda _index: self._show())
        self.wide.clicked.connect(lambda: self._choose_width(phone=False))
        self.phone.clicked.connect(lambda: self._choose_width(phone=True))
        for button in (self.dark, self.images_off, self.plain):
            button.clicked.connect(self._show)

    def show_preview(self, preview: Preview) -> None:
        """Show another message in the way chosen before."""
        self._preview = preview
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the ways by their icons only where there is no room for words."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        needed = sum(metrics.horizontalAdvance(text) + 48 for text in self._words.values())
        roomy = self.width() >= needed + self.tabs.sizeHint().width() + 8
        for button, text in self._words.items():
            button.setText(text if roomy else "")

    def _way(self, text: str, icon: str) -> Button:
        made = Button(text, kind="quiet", icon=icon, checkable=True)
        made.setAccessibleName(text)
        made.setToolTip(text)
        self._words[made] = text
        return made

    def _choose_width(self, *, phone: bool) -> None:
        self.phone.setChecked(phone)
        self.wide.setChecked(not phone)
        self._show()

    def _show(self) -> None:
        preview, tab = self._preview, self.tabs.currentIndex()
        self.ways.setVisible(tab == 0)
        if preview is None:
            return
        plain = self.plain.isChecked()
        for button in (self.wide, self.phone, self.dark, self.images_off):
            allow(button, unless=why_no_way() if plain else "")
        match tab:
            case 0 if plain:
                self.text.set_language(preview.rendered.locale)
                _fill(self.text, preview.rendered.text)
                self.stack.setCurrentWidget(self.text)
            case 0:
                self.pane.set_way(
                    dark=self.dark.isChecked(),
                    phone=self.phone.isChecked(),
                    images=not self.images_off.isChecked(),
                )
                self.pane.show_message(preview.rendered)
                self.stack.setCurrentWidget(self.pane)
            case 1:
                self.header_model.show_message(preview.rendered)
                self.stack.setCurrentWidget(self.headers)
            case 2:
                _fill(self.source, preview.rendered.html)
                self.stack.setCurrentWidget(self.source)
            case _:
                _fill(self.wire, preview.wire.decode("utf-8", "replace"))
                self.stack.setCurrentWidget(self.wire)


def _viewer(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setFont(theme.fixed_font())
    return made


def _fill(viewer: QPlainTextEdit, text: str) -> None:
    if viewer.toPlainText() != text[:MOST_LETTERS]:
        viewer.setPlainText(text[:MOST_LETTERS])
