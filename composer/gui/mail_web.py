"""The walls around the web view that shows mail: nothing is fetched, run, followed or stored.

A hostile message is shown from memory under an own scheme. Walls, each enough for most attacks:
JavaScript off, an off-the-record profile, an interceptor that refuses every address but the own
scheme, refused navigation, a Content-Security-Policy, and a resolver that knows no name (set before
QApplication exists, because `<link rel=preconnect>` asks no interceptor).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from composer.gui.mail_copy import POLICY

SCHEME = b"composer-mail"
START = QUrl("composer-mail://message/")
FLAGS = '--host-resolver-rules="MAP * ~NOTFOUND" --disable-background-networking'


def prepare_web_engine() -> None:
    """Set flags and register the scheme; must run before QApplication is made."""
    given = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if FLAGS not in given:
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{given} {FLAGS}".strip()
    if QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME)).name().isEmpty():
        scheme = QWebEngineUrlScheme(QByteArray(SCHEME))
        scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
        QWebEngineUrlScheme.registerScheme(scheme)


class MessageStore(QWebEngineUrlSchemeHandler):
    """Serves the preview copy and its images from memory."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._html = b""
        self._images: dict[str, tuple[str, bytes]] = {}

    def replace(self, html: str, images: Mapping[str, tuple[str, bytes]]) -> None:
        """Serve another message; images are (type, content) by content id."""
        self._html = html.encode()
        self._images = dict(images)

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request from memory."""
        path = job.requestUrl().path().strip("/")
        if not path:
            kind, content = "text/html;charset=utf-8", self._html
        elif path in self._images:
            kind, content = self._images[path]
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        policy = {QByteArray(b"Content-Security-Policy"): [QByteArray(POLICY.encode())]}
        job.setAdditionalResponseHeaders(policy)  # type: ignore[arg-type]  # Qt takes a multimap
        job.reply(QByteArray(kind.encode()), buffer)


class Wall(QWebEngineUrlRequestInterceptor):
    """Refuses every request that is not for the message in memory.

    Signals:
        refused(str): the address that was asked for; emitted from Qt's GUI thread.
    """

    refused = Signal(str)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Let the own scheme through, block the rest."""
        url = info.requestUrl()
        if url.scheme().encode() != SCHEME:
            info.block(True)
            self.refused.emit(url.toString())


class MailPage(QWebEnginePage):
    """A page that goes nowhere.

    Signals:
        link_pressed(str): somebody pressed a link; it is shown, never opened.
    """

    link_pressed = Signal(str)

    def acceptNavigationRequest(
        self,
        url: QUrl | str,
        kind: QWebEnginePage.NavigationType,
        is_main_frame: bool,  # noqa: FBT001
    ) -> bool:
        """Allow the message itself in the main frame, nothing else."""
        wanted = QUrl(url)
        if is_main_frame and wanted == START:
            return True
        if kind == QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            self.link_pressed.emit(wanted.toString())
        return False

    def createWindow(self, _kind: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]  # None refuses
        """Open no windows."""
        return None


def make_profile(parent: QObject) -> tuple[QWebEngineProfile, MessageStore, Wall]:
    """Make a profile that stores nothing, with its store and wall installed."""
    profile = QWebEngineProfile(parent)
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setPersistentCookiesPolicy(
        QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
    )
    store, wall = MessageStore(profile), Wall(profile)
    profile.installUrlSchemeHandler(QByteArray(SCHEME), store)
    profile.setUrlRequestInterceptor(wall)
    settings = profile.settings()
    attribute = QWebEngineSettings.WebAttribute
    for switched_off in (
        attribute.JavascriptEnabled,
        attribute.JavascriptCanOpenWindows,
        attribute.JavascriptCanAccessClipboard,
        attribute.LocalStorageEnabled,
        attribute.LocalContentCanAccessRemoteUrls,
        attribute.LocalContentCanAccessFileUrls,
        attribute.PluginsEnabled,
        attribute.PdfViewerEnabled,
        attribute.HyperlinkAuditingEnabled,
        attribute.DnsPrefetchEnabled,
        attribute.FullScreenSupportEnabled,
        attribute.ScreenCaptureEnabled,
        attribute.WebGLEnabled,
        attribute.Accelerated2dCanvasEnabled,
        attribute.AutoLoadIconsForPage,
        attribute.NavigateOnDropEnabled,
        attribute.AllowRunningInsecureContent,
    ):
        settings.setAttribute(switched_off, False)
    return profile, store, wall
