"""Starts the window: environment, language, theme, workspace, and the campaign to begin with.

The web view's environment is set before QApplication exists. Its sandbox is never switched off.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from composer import paths
from composer.gui import own_language, own_workspace
from composer.gui.asked_files import Application
from composer.gui.collecting import Collecting
from composer.gui.due_notice import DueNotice
from composer.gui.following_focus import FollowingFocus
from composer.gui.layout_items import forget_items_of_added_layouts
from composer.gui.mail_view import close_all_views
from composer.gui.mail_web import prepare_web_engine
from composer.gui.opened import Opened
from composer.gui.passphrase_sheet import PassphraseQuestion
from composer.gui.theme import Theme, ThemeChoice
from composer.gui.uncaught import Uncaught
from composer.model.person import Person

if TYPE_CHECKING:
    from composer.gui.window import Window
    from composer.workspace import Workspace

SWITCH_S = 0.0005


def make_application(arguments: list[str] | None = None) -> QApplication:
    """Make the one QApplication with language, direction and web view settings."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    prepare_web_engine()
    forget_items_of_added_layouts()
    # Each call into Qt may have to ask for the interpreter back. While a thread computes (findings
    # of a long text), it would keep it for Python's usual 5 ms each time, and keys would wait.
    sys.setswitchinterval(SWITCH_S)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = Application(arguments or sys.argv[:1])
    app.setOrganizationName("Composer")
    app.setApplicationName("Composer")
    app.setDesktopFileName("composer")
    app.setWindowIcon(QIcon(str(paths.resources() / "program-icon" / "composer.svg")))
    app.aboutToQuit.connect(close_all_views)
    Collecting(app)
    FollowingFocus(app)
    own_language.speak_as_chosen(app)
    return app


def make_window(
    workspace: Workspace, *, person: Person | None = None, theme: ThemeChoice | None = None
) -> Window:
    """Make the window on a workspace; with one campaign in it, that campaign is opened."""
    # The welcome of a first start is painted before most of the program is read.
    from composer.gui.reading_ahead import ReadingAhead  # noqa: PLC0415
    from composer.gui.session import Session  # noqa: PLC0415
    from composer.gui.window import Window  # noqa: PLC0415

    session = Session(workspace, person)
    window = Window(session, _look(theme))
    ReadingAhead(session, window)

    def say(words: str) -> None:
        window.page.say(words)  # the page that is shown by then

    DueNotice(session, window, say=say)
    campaigns = workspace.campaigns()
    if len(campaigns) == 1:
        window.open_campaign(campaigns[0].id)
    return window


def run_window(
    workspace_path: Path | None = None,
    *,
    as_email: str | None = None,
    taking_in: Path | None = None,
) -> int:
    """Open the window on a workspace (default: the person's own) and run until it is closed.

    Where there is no workspace yet, the welcome offers to make one. `taking_in` is a signed file
    that somebody opened.
    """
    app = make_application()
    Uncaught(app).install()
    PassphraseQuestion(app).install()
    _look()
    opened = Opened(lambda workspace, person: make_window(workspace, person=person), as_email)
    path = workspace_path or own_workspace.place()
    if isinstance(app, Application):
        app.asked.connect(lambda file: opened.open_file(file, path))
    opened.begin(path)
    if taking_in is not None:
        opened.take_in(taking_in)
    try:
        code = app.exec()
    finally:
        opened.close()
    if opened.failure is not None:
        raise opened.failure
    return code


def run_proof_window(file: Path, workspace_path: Path, *, as_email: str | None = None) -> int:
    """Open the window on a proof file alone and run until it is closed.

    The keys of a workspace at the path, if there is one, open the file as well.
    """
    from composer.gui.proof_opening import ProofOpening  # noqa: PLC0415 - as above
    from composer.gui.proof_window import ProofWindow  # noqa: PLC0415 - as above

    app = make_application()
    Uncaught(app).install()
    PassphraseQuestion(app).install()
    opening = ProofOpening(file, workspace_path, as_email=as_email)
    window = ProofWindow(opening.desk, _look())
    window.show()
    try:
        return app.exec()
    finally:
        opening.close()


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
