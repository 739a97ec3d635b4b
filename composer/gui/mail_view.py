"""Shows one message's HTML as its reader would see it, and says what was kept from loading.

The web view is made when it is first needed (it costs 200 MB and a process); a renderer that died
is started again. `MailPane` is what pages use; the walls are in `mail_web.py`, the copy that is
shown comes from `mail_copy.py`.
"""

from __future__ import annotations

from weakref import WeakSet

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QHBoxLayout, QStyle, QVBoxLayout, QWidget
from shiboken6 import delete, isValid

from composer.gui import theme
from composer.gui.mail_copy import PreviewCopy, preview_copy
from composer.gui.mail_web import START, MailPage, make_profile
from composer.gui.parts import Card, ElidedLabel, IconLabel, label, row
from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.rendered import RenderedMessage

PHONE_WIDTH = 375
MOST_RESTARTS = 3


_panes: WeakSet[MailPane] = WeakSet()


def close_all_views() -> None:
    """Delete every web view in Qt's order; a process that ends with one left may crash."""
    for pane in list(_panes):
        if isValid(pane):
            pane.close_view()


class MailPane(QWidget):
    """One message, shown safely.

    Signals:
        loaded(): the message in memory was painted by the web view's renderer.
        refused(str): the message asked for this address and did not get it.
    """

    loaded = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        _panes.add(self)
        self.view: QWebEngineView | None = None
        self._message: RenderedMessage | None = None
        self._shown: tuple[str, bool, bool] | None = None
        self._dark = False
        self._images = True
        self._restarts = 0
        self._frame = Card()
        self._frame.body.setContentsMargins(1, 1, 1, 1)
        self._blocked = ElidedLabel(role="caption")
        self._blocked_line = QWidget()
        self._blocked_line.setLayout(
            row(IconLabel("shield-check", "done"), self._blocked, stretch=1)
        )
        self._link = label(role="link-target")
        self._link.setParent(self._frame)
        self._link.hide()
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self._frame, 10_000)
        middle.addStretch(1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self._blocked_line)
        inner.addLayout(middle, 1)
        self._blocked_line.hide()

    def show_message(self, message: RenderedMessage) -> None:
        """Show another message in the same way."""
        self._message = message
        self._show()

    def set_way(self, *, dark: bool = False, phone: bool = False, images: bool = True) -> None:
        """Choose how the reader's program shows it."""
        self._dark, self._images = dark, images
        self._frame.setMaximumWidth(PHONE_WIDTH if phone else 16_777_215)
        self._show()

    def close_view(self) -> None:
        """Delete page and view before their profile, as Qt demands."""
        view, self.view = self.view, None
        if view is not None and isValid(view):
            page = view.page()
            profile = page.profile()
            for thing in (page, view, profile):
                delete(thing)

    def _show(self) -> None:
        message = self._message
        if message is None:
            return
        wanted = (message.html, self._dark, self._images)
        if wanted == self._shown and self.view is not None:
            return
        self._shown = wanted
        view = self._make_view()
        copy = preview_copy(message.html, dark=self._dark, images=self._images)
        images = {
            part.content_id: (part.content_type, part.content)
            for part in message.attachments
            if part.content_id
        }
        self._store.replace(copy.html, images)
        view.page().setBackgroundColor(theme.DARK.surface if self._dark else "#FFFFFF")
        self._say_blocked(copy)
        view.load(START)

    def _make_view(self) -> QWebEngineView:
        if self.view is not None:
            return self.view
        profile, self._store, wall = make_profile(self)
        view = QWebEngineView(self)
        page = MailPage(profile, view)
        view.setPage(page)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        view.setAccessibleName(_("Message"))
        view.setMinimumSize(200, 120)
        page.linkHovered.connect(self._hover)
        page.link_pressed.connect(self._press)
        page.renderProcessTerminated.connect(self._renderer_died)
        page.loadFinished.connect(lambda _ok: self.loaded.emit())
        wall.refused.connect(self.refused)
        self._frame.body.addWidget(view)
        self.view = view
        return view

    def _say_blocked(self, copy: PreviewCopy) -> None:
        words = []
        if copy.remote_pictures:
            text = ngettext(
                "{count} picture from the internet was not loaded.",
                "{count} pictures from the internet were not loaded.",
                copy.remote_pictures,
            )
            words.append(place(text, count=copy.remote_pictures))
        if copy.dropped_tags:
            text = ngettext(
                "{count} thing that reaches out or runs was left out here.",
                "{count} things that reach out or run were left out here.",
                copy.dropped_tags,
            )
            words.append(place(text, count=copy.dropped_tags))
        self._blocked.show_text(" ".join(words))
        self._blocked_line.setVisible(bool(words))

    def _hover(self, address: str) -> None:
        self._say_link(_("Leads to {address}"), address)

    def _press(self, address: str) -> None:
        self._say_link(_("Leads to {address} (links are not opened here)"), address)

    def _say_link(self, text: str, address: str) -> None:
        """Say at the foot of the message where a link leads, over the message."""
        link = self._link
        link.setVisible(bool(address))
        room = self._frame.width() - 48
        words = place(text, address=isolate_ltr(address))
        link.setText(link.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        link.adjustSize()
        rect = link.rect()
        rect.moveBottomLeft(self._frame.rect().adjusted(1, 0, 0, -1).bottomLeft())
        link.setGeometry(QStyle.visualRect(self.layoutDirection(), self._frame.rect(), rect))
        link.raise_()

    def _renderer_died(
        self, _status: QWebEnginePage.RenderProcessTerminationStatus, _code: int
    ) -> None:
        self._restarts += 1
        if self._restarts <= MOST_RESTARTS and self.view is not None:
            QTimer.singleShot(0, self.view.reload)
