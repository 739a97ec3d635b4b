"""Makes the pages of a campaign: each when it is shown first, one with many parts before that.

The Translate page has some two hundred parts. While nobody presses anything and nothing is read,
they are made and dressed behind the page being shown, a few milliseconds at a time; any key or
press puts it off. A page that is wanted earlier is finished at once. Nothing is shown ahead, and
a page asks for its texts when it is shown.

Keys and presses are heard of at the window's surface, not at the application: a filter there would
be asked about every event of every widget, also of those that are just ending.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from composer.gui.page import Page
from composer.gui.pages.registry import page_class
from composer.gui.session import Session
from composer.model.stages import Stage

AHEAD = Stage.TRANSLATE
QUIET_MS = 400
"""So long nobody has pressed anything, and nothing was read, before something is made ahead."""
BREATH_MS = 15
SLICE_S = 0.008
"""Small pieces are done together until this has passed; then the window has its turn."""
_PRESSES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
        QEvent.Type.DragEnter,
    }
)


class PagesMade(QObject):
    """Makes pages into a window's stack; `back` is what their back button does."""

    def __init__(self, session: Session, stack: QStackedWidget, back: Callable[[], None]) -> None:
        super().__init__(stack)
        self._session = session
        self._stack = stack
        self._back = back
        self.page: Page | None = None
        self._pieces: Iterator[None] = iter(())
        self.is_ready = False
        self.count = 0
        """So many pieces were made ahead in this window."""
        self._surface: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        session.campaign_changed.connect(self._begin)

    @property
    def has_begun(self) -> bool:
        """Whether a page is being made ahead, or waits whole."""
        return self.page is not None

    def take(self, stage: Stage) -> Page:
        """Give a page of the open campaign, whole; what was made ahead is used."""
        if stage is not AHEAD:
            page = self._new(stage)
            _finish(page.make())
            return page
        self._stop()
        page = self.page or self._new(stage)
        _finish(self._pieces if self.page is not None else page.make())
        self.page, self._pieces, self.is_ready = None, iter(()), True
        return page

    def forget(self) -> None:
        """Drop what was made ahead: another campaign is opened."""
        self._stop()
        if self.page is not None:
            self._stack.removeWidget(self.page)
            self.page.deleteLater()
        self.page, self._pieces, self.is_ready = None, iter(()), False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Put it off whenever somebody does something."""
        if event.type() in _PRESSES:
            self._timer.start(QUIET_MS)
        return False

    # --- inside ------------------------------------------------------------------------------

    def _new(self, stage: Stage) -> Page:
        page = page_class(stage)(self._session)
        page.footer.show_back(shown=True)
        page.back_requested.connect(self._back)
        self._stack.addWidget(page)  # before its parts are made: they are dressed once
        return page

    def _begin(self) -> None:
        if not self.is_ready and self._session.content is not None:
            self._timer.start(QUIET_MS)

    def _go_on(self) -> None:
        """Do the next pieces, unless something is read: the same processor would do both."""
        self._listen()
        if not self._session.background.is_idle:
            self._timer.start(QUIET_MS)
            return
        if self.page is None:
            self.page = self._new(AHEAD)
            self._pieces = _all_pieces(self.page, self._stack)
            self._timer.start(BREATH_MS)
            return
        end = time.perf_counter() + SLICE_S
        while time.perf_counter() < end:
            self.count += 1
            if next(self._pieces, self) is self:
                self.is_ready = True
                self._stop()
                self.page.read_ahead()
                return
        self._timer.start(BREATH_MS)

    def _listen(self) -> None:
        """Hear of what comes to the window's own surface: all keys and presses, and little else."""
        surface = self._stack.window().windowHandle()
        if surface is not self._surface and surface is not None:
            self._surface = surface
            surface.installEventFilter(self)

    def _stop(self) -> None:
        self._timer.stop()
        if self._surface is not None and isValid(self._surface):
            self._surface.removeEventFilter(self)
        self._surface = None


def _finish(pieces: Iterator[None]) -> None:
    for _piece in pieces:
        pass


def _all_pieces(page: Page, stack: QStackedWidget) -> Iterator[None]:
    """Make a page's parts, then give each its looks and its place: else showing them would."""
    yield from page.make()
    yield from _dressed(page)
    page.put_in_order()
    page.resize(stack.size())
    yield
    layout = page.layout()
    if layout is not None:
        layout.activate()


def _dressed(part: QWidget) -> Iterator[None]:
    """Give a part and what is seen of its parts the looks of the style sheet."""
    if not isValid(part):
        return
    part.ensurePolished()
    yield
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for inner in part.findChildren(QWidget, options=direct) if isValid(part) else ():
        if isValid(inner) and not inner.isHidden() and not inner.isWindow():
            yield from _dressed(inner)
