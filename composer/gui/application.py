"""Starts the window: environment, language, theme, workspace, and the campaign to begin with.

The web view's environment is set before QApplication exists. Its sandbox is never switched off.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from composer import i18n, paths
from composer.gui.collecting import Collecting
from composer.gui.mail_view import close_all_views
from composer.gui.mail_web import prepare_web_engine
from composer.gui.session import Session
from composer.gui.theme import Theme, ThemeChoice
from composer.gui.welcome import Welcome
from composer.gui.window import Window
from composer.model.person import Person

if TYPE_CHECKING:
    from composer.workspace import Workspace

SWITCH_S = 0.0005


class QtWords(QTranslator):
    """Qt's own buttons and menus in the words of the program's catalogue."""

    def translate(
        self,
        _context: str,
        source: str,
        _disambiguation: str | None = None,
        _count: int = -1,
    ) -> str:
        """Ask gettext; what it does not know stays as Qt says it."""
        known = i18n._(source) if source else ""
        return known if known != source else None  # type: ignore[return-value]  # a null string


def make_application(arguments: list[str] | None = None) -> QApplication:
    """Make the one QApplication with language, direction and web view settings."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    prepare_web_engine()
    # Each call into Qt may have to ask for the interpreter back. While a thread computes (findings
    # of a long text), it would keep it for Python's usual 5 ms each time, and keys would wait.
    sys.setswitchinterval(SWITCH_S)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication(arguments or sys.argv[:1])
    app.setOrganizationName("Composer")
    app.setApplicationName("Composer")
    app.setDesktopFileName("composer")
    app.aboutToQuit.connect(close_all_views)
    Collecting(app)
    _use_language(app)
    return app


def make_window(
    workspace: Workspace, *, person: Person | None = None, theme: ThemeChoice | None = None
) -> Window:
    """Make the window on a workspace; with one campaign in it, that campaign is opened."""
    window = Window(Session(workspace, person), _look(theme))
    campaigns = workspace.campaigns()
    if len(campaigns) == 1:
        window.open_campaign(campaigns[0].id)
    return window


def run_window(workspace_path: Path | None = None, *, as_email: str | None = None) -> int:
    """Open the window on a workspace (default: the person's own) and run until it is closed.

    Where there is no workspace yet, the welcome offers to make one.
    """
    from composer.workspace import Workspace  # noqa: PLC0415 - the window's parts run without it

    app = make_application()
    path = workspace_path or paths.default_workspace()
    windows: list[QMainWindow] = []
    opened: list[Workspace] = []

    def show(workspace: Workspace) -> None:
        opened.append(workspace)
        person = workspace.resolve_person(as_email) if as_email else None
        windows.append(make_window(workspace, person=person))
        windows[-1].show()
        for earlier in windows[:-1]:
            earlier.close()

    known = Workspace.open(path) if Workspace.exists(path) else None
    if known is not None and known.people():
        show(known)
    else:
        _look()
        welcome = Welcome(path)
        welcome.opened.connect(show)
        windows.append(welcome)
        welcome.show()
    try:
        return app.exec()
    finally:
        for workspace in opened:
            workspace.close()


def _look(choice: ThemeChoice | None = None) -> Theme:
    """Give the application's one theme, made when the first window is."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    existing = app.findChild(Theme)
    if existing is None:
        return Theme(app, choice)
    if choice is not None and choice is not existing.choice:
        existing.choose(choice)
    return existing


def _use_language(app: QApplication) -> None:
    i18n.use_language()
    if i18n.is_right_to_left():
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    else:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qt_words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt_words.load(f"qtbase_{i18n.language().replace('-', '_')}", folder):
        app.installTranslator(qt_words)
    app.installTranslator(QtWords(app))
