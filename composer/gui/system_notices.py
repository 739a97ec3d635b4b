"""Notices of the system at an end and at every stop that nobody pressed; sound only for the latter.

They are shown by the tray where the system has one, or else by the desktop's portal (D-Bus);
where there is neither, the line in the window stands alone. Both can be switched off.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from composer.gui import icons
from composer.gui.send_news import SendNews
from composer.gui.session import Session
from composer.i18n import _

NOTICES, SOUND = "notices/system", "notices/sound"
_SHOWN_MS = 15_000
_SERVICE = "org.freedesktop.portal.Desktop"
_PLACE = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Notification"
Show = Callable[[str, str], bool]


def is_on(name: str) -> bool:
    """Whether notices, or their sound, are switched on; they are until somebody says otherwise."""
    return bool(QSettings().value(name, defaultValue=True, type=bool))


def switch(name: str, *, on: bool) -> None:
    """Switch notices, or their sound, on or off; remembered."""
    QSettings().setValue(name, on)


class SystemNotices(QObject):
    """Shows what a window's session tells, as far as somebody wants it."""

    def __init__(self, session: Session, *, show: Show | None = None) -> None:
        super().__init__(session)
        self._tray: QSystemTrayIcon | None = None
        self._show = show or self._by_the_system
        session.sends.told.connect(self.tell)

    def tell(self, news: SendNews) -> None:
        """Show one notice, with its sound where it is urgent."""
        if news.notice and is_on(NOTICES):
            self._show(news.title, news.text)
        if news.urgent and is_on(SOUND):
            QApplication.beep()

    def _by_the_system(self, title: str, text: str) -> bool:
        return self._by_the_tray(title, text) or by_the_portal(title, text)

    def _by_the_tray(self, title: str, text: str) -> bool:
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(icons.icon("send", "text"), self)
            self._tray.setToolTip(_("Composer"))
            self._tray.messageClicked.connect(self._tray.hide)
        self._tray.show()
        kind = QSystemTrayIcon.MessageIcon.Information
        self._tray.showMessage(title, text, kind, _SHOWN_MS)
        return True


def by_the_portal(title: str, text: str) -> bool:
    """Ask the desktop's portal to show a notice; tell whether there is a bus to ask it on.

    Nothing waits for the answer: a portal that hangs must not hold the window at a stop.
    """
    if QGuiApplication.platformName() not in {"xcb", "wayland"}:
        return False
    try:
        from PySide6.QtDBus import (  # noqa: PLC0415 - on Linux alone, and not in every build
            QDBusConnection,
            QDBusMessage,
        )
    except ImportError:
        return False
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(_SERVICE, _PLACE, _INTERFACE, "AddNotification")
    call.setArguments(["composer-send", {"title": title, "body": text}])
    return bool(bus.send(call))
