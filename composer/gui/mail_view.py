"""Shows one message's HTML as its reader would see it, and says what was kept from loading.

The web view is made when it is first needed (it costs 200 MB and a process); a renderer that died
is started again. `MailPane` is what pages use; the walls are in `mail_web.py`, the copy that is
shown comes from `mail_copy.py`, the words that are marked in it from `preview/differences.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakSet

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QHBoxLayout, QStyle, QVBoxLayout, QWidget
from shiboken6 import delete, isValid

from composer.gui import theme
from composer.gui.mail_copy import Blocked, BlockedKind, PreviewCopy, preview_copy
from composer.gui.mail_painted import Painting
from composer.gui.mail_web import START, MailPage, make_profile
from composer.gui.parts import Card, label
from composer.gui.preview.blocked_line import BlockedLine
from composer.gui.preview.differences import Sign, mark_words, text_copy
from composer.gui.preview.link_bar import LinkBar
from composer.i18n import _, isolate_ltr, place
from composer.model.rendered import RenderedMessage

PHONE_WIDTH = 360
FRAME, SCROLL_BAR_WIDTH = 2, 10
MOST_RESTARTS = 3
RESTARTS_COUNT_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Which words of the copy are marked, and how."""

    words: frozenset[int]
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the reader's program shows a message; `as_text` shows the plain text as a page."""

    dark: bool = False
    images: bool = True
    as_text: bool = False
    marks: Marks | None = None


def shown_copy(message: RenderedMessage, way: Way) -> PreviewCopy:
    """Make the copy of a message for one way of showing it, not marked yet."""
    html = text_copy(message.text) if way.as_text else message.html
    return preview_copy(html, dark=way.dark and not way.as_text, images=way.images)


_panes: WeakSet[MailPane] = WeakSet()


def close_all_views() -> None:
    """Delete every web view in Qt's order; a process that ends with one left may crash."""
    for pane in list(_panes):
        if isValid(pane):
            pane.close_view()


class MailPane(QWidget):
    """One message, shown safely.

    Signals:
        loaded(): the web view has the message in memory.
        painted(): it is what is seen now, and not the message before it.
        refused(str): the message asked for this address and did not get it.
    """

    loaded = Signal()
    painted = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        _panes.add(self)
        self.view: QWebEngineView | None = None
        self._message: RenderedMessage | None = None
        self._shown: tuple[str, str, Way] | None = None
        self._way = Way()
        self._zoom = 1.0
        self._deaths: list[float] = []
        self._frame = Card()
        self._frame.body.setContentsMargins(1, 1, 1, 1)
        self.broken = label(
            _("This message stops whatever shows it. Look at its source instead."),
            tone="danger",
            wraps=True,
        )
        self.broken.hide()
        self.blocked = BlockedLine()
        self.link = LinkBar(self)
        self._hovered = label(role="link-target")
        self._hovered.setParent(self._frame)
        self._hovered.hide()
        self._middle = QWidget()
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self._frame, 10_000)
        middle.addStretch(1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.blocked)
        inner.addWidget(self.broken)
        inner.addWidget(self._middle, 1)
        inner.addWidget(self.blocked.list, 1)
        inner.addWidget(self.link)
        self.blocked.opened.connect(self._show_blocked)

    def show_message(
        self, message: RenderedMessage, *, as_text: bool = False, marks: Marks | None = None
    ) -> None:
        """Show another message in the same way; `marks` are words of its copy."""
        if message is not self._message:
            self.link.hide()
        self._message = message
        self._way = replace(self._way, as_text=as_text, marks=marks)
        self._show()

    def set_way(self, *, dark: bool = False, phone: bool = False, images: bool = True) -> None:
        """Choose how the reader's program shows it."""
        self._way = replace(self._way, dark=dark, images=images)
        self._frame.setMaximumWidth(PHONE_WIDTH + FRAME + SCROLL_BAR_WIDTH if phone else 16_777_215)
        self._show()

    def set_zoom(self, factor: float) -> None:
        """Show everything larger or smaller."""
        self._zoom = factor
        if self.view is not None:
            self.view.setZoomFactor(factor)

    def save_pdf(self, file: str, *, then: Callable[[bool], None]) -> None:
        """Write what is shown as a PDF; `then` hears whether it was written."""
        if self.view is None:
            return
        page = self.view.page()
        page.pdfPrintingFinished.connect(
            lambda _file, done: then(done), Qt.ConnectionType.SingleShotConnection
        )
        page.printToPdf(file)

    def print_on(self, printer: QPrinter, *, then: Callable[[bool], None]) -> None:
        """Print what is shown; the printer must live until `then` hears whether it was printed."""
        if self.view is None:
            return
        self.view.printFinished.connect(then, Qt.ConnectionType.SingleShotConnection)
        self.view.print(printer)

    def close_view(self) -> None:
        """Delete page and view before their profile, as Qt demands."""
        view, self.view = self.view, None
        if view is not None and isValid(view):
            page = view.page()
            profile = page.profile()
            for thing in (page, view, profile):
                delete(thing)

    def _show(self) -> None:
        message, way = self._message, self._way
        if message is None:
            return
        wanted = (message.digest, message.text if way.as_text else message.html, way)
        if wanted == self._shown and self.view is not None:
            return
        self._shown = wanted
        self.broken.hide()
        view = self._make_view()
        copy = shown_copy(message, way)
        html = mark_words(copy.html, way.marks.words, way.marks.sign) if way.marks else copy.html
        images = {
            part.content_id: (part.content_type, part.content)
            for part in message.attachments
            if part.content_id
        }
        self._store.replace(html, images)
        is_dark = way.dark and not way.as_text
        view.page().setBackgroundColor(theme.DARK.surface if is_dark else "#FFFFFF")
        self.blocked.show_blocked(copy.blocked)
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
        view.setMinimumSize(200, 40)
        view.setZoomFactor(self._zoom)
        page.linkHovered.connect(self._hover)
        page.link_pressed.connect(self._press)
        page.renderProcessTerminated.connect(self._renderer_died)
        page.loadFinished.connect(lambda _ok: self.loaded.emit())
        Painting(page, then=self.painted.emit)
        wall.refused.connect(self._refuse)
        self._frame.body.addWidget(view)
        self.view = view
        return view

    def _show_blocked(self, opened: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._middle.setVisible(not opened)
        self.blocked.list.setVisible(opened)

    def _refuse(self, address: str) -> None:
        self.blocked.add(Blocked(kind=BlockedKind.REQUEST, what=address))
        self.refused.emit(address)

    def _hover(self, address: str) -> None:
        """Say at the foot of the message where a link leads, over the message."""
        shown = self._hovered
        shown.setVisible(bool(address))
        room = self._frame.width() - 48
        words = place(_("Leads to {address}"), address=isolate_ltr(address))
        shown.setText(shown.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        shown.adjustSize()
        rect = shown.rect()
        rect.moveBottomLeft(self._frame.rect().adjusted(1, 0, 0, -1).bottomLeft())
        shown.setGeometry(QStyle.visualRect(self.layoutDirection(), self._frame.rect(), rect))
        shown.raise_()

    def _press(self, address: str) -> None:
        message = self._message
        way_out = message.header("List-Unsubscribe") if message else None
        self._hovered.hide()
        self.link.show_link(address, unsubscribes=bool(way_out) and f"<{address}>" in str(way_out))

    def _renderer_died(
        self, _status: QWebEnginePage.RenderProcessTerminationStatus, _code: int
    ) -> None:
        """Start it again, unless a message kills it again and again."""
        now = time.monotonic()
        recent = [at for at in self._deaths if now - at < RESTARTS_COUNT_S]
        self._deaths = [*recent, now]
        view = self.view
        if view is not None and len(recent) < MOST_RESTARTS:
            QTimer.singleShot(0, view, lambda: view.load(START))
        else:
            self.broken.show()
