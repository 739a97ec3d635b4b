"""The workspace and the window that are open; another window takes its place in another language.

Words are put into widgets when these are made. So a window that is to speak another language is
closed as by hand, with everything saved, and opened again where it was, together with its workspace
and the workers, which word their findings themselves.

What takes time is read behind the window's frame, which is painted first (`first_frame.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from composer import paths
from composer.errors import NotFound
from composer.gui import own_language, own_workspace
from composer.gui.dropping import PROOF
from composer.gui.sheets import error_sheet
from composer.gui.theme import Theme
from composer.i18n import _
from composer.stages.first_look import first_look

if TYPE_CHECKING:
    from composer.gui.background import Task
    from composer.gui.first_frame import FirstFrame
    from composer.gui.proof_opening import ProofOpening
    from composer.gui.proof_window import ProofWindow
    from composer.gui.welcome import Welcome
    from composer.gui.window import Window
    from composer.model.person import Person
    from composer.workspace import Workspace

MakeWindow = Callable[["Workspace", "Person | None"], "Window"]
Known = tuple["Workspace", "Person"]
STAYS_BEHIND_MS = 100
"""The frame goes once the window stands in its place: nothing else is seen between them."""


class Opened(QObject):
    """What `run_window` shows until it is closed; `make` makes a window on a workspace."""

    def __init__(self, make: MakeWindow, as_email: str | None = None) -> None:
        super().__init__()
        self._make = make
        self._as_email = as_email
        self._workspace: Workspace | None = None
        self._wish: str | None = None
        self._welcome: Welcome | None = None
        self._frame: FirstFrame | None = None
        self._waiting: list[Path] = []
        self._sets_up = False
        self._proofs: list[tuple[ProofWindow, ProofOpening]] = []
        self.window: Window | None = None
        self.failure: Exception | None = None
        """Why the workspace could not be opened, once somebody has read it."""

    def begin(self, path: Path) -> None:
        """Open a workspace; where there is none yet, the welcome offers to make one."""
        look = first_look(path)
        if look is not None:
            from composer.gui.first_frame import FirstFrame  # noqa: PLC0415 - the welcome needs none

            frame = self._frame = FirstFrame(look)
            frame.painted.connect(lambda: self._read_behind(frame, path))
            frame.show()
        elif paths.holds_workspace(path):  # nobody is in it, or it is not as it should be
            self._take_over(_read(path, self._as_email), path)
        else:
            self._show_welcome(path)

    def _read_behind(self, frame: FirstFrame, path: Path) -> None:
        email = self._as_email

        def read(task: Task) -> Known | None:
            known = _read(path, email)
            if known is not None and task.cancelled():
                known[0].close()
            return known

        def give_up(error: Exception) -> None:
            sheet = error_sheet(frame, error)
            self.failure = error
            sheet.finished.connect(frame.close)
            sheet.open()

        frame.read(read, then=lambda known: self._take_over(known, path), otherwise=give_up)

    def _take_over(self, known: Known | None, path: Path) -> None:
        """Show what was read, as the frame before it was left."""
        frame, self._frame = self._frame, None
        if known is None:
            self._show_welcome(path)
        else:
            workspace, person = known
            window = self._show(workspace, person, before=frame)
            if frame is not None:
                from composer.gui.going_on import go_on  # noqa: PLC0415 - with the window

                go_on(window, frame)
        if frame is not None:
            QTimer.singleShot(STAYS_BEHIND_MS, frame, frame.close)
        for file in self._waiting:
            self.take_in(file)
        self._waiting.clear()

    def _show_welcome(self, path: Path) -> None:
        from composer.gui.welcome import Welcome  # noqa: PLC0415 - most starts have a workspace

        self._welcome = Welcome(path)
        self._welcome.begun.connect(self._begun)
        self._welcome.opened.connect(self.show)
        self._welcome.proof_chosen.connect(lambda file: self.show_proof(file, path))
        self._welcome.show()

    def show(self, workspace: Workspace) -> None:
        """Show a workspace in place of what was shown."""
        person = workspace.resolve_person(self._as_email) if self._as_email else None
        window = self._show(workspace, person)
        if self._welcome is not None:
            self._welcome.close()
        if self._sets_up:
            from composer.gui.pages.apart import Apart  # noqa: PLC0415 - as the window

            self._sets_up = False
            window.show_apart(Apart.SET_UP)

    def show_proof(self, file: Path, workspace: Path | Workspace) -> ProofWindow:
        """Show a proof file in a window of its own, beside what is shown."""
        from composer.gui.proof_opening import ProofOpening  # noqa: PLC0415 - most of the program
        from composer.gui.proof_window import ProofWindow  # noqa: PLC0415 - as above

        app = QApplication.instance()
        theme = app.findChild(Theme) if app is not None else None
        assert theme is not None
        opening = ProofOpening(file, workspace, as_email=self._as_email)
        window = ProofWindow(opening.desk, theme)
        self._proofs.append((window, opening))
        window.show()
        window.activateWindow()
        return window

    def open_file(self, file: Path, path: Path) -> None:
        """Open a file that the system asks for; `path` is where the workspace would be."""
        if file.suffix.lower() == PROOF:
            self.show_proof(file, self._workspace or path)
        else:
            self.take_in(file)

    def take_in(self, file: Path) -> None:
        """Take a signed file in to the workspace that is shown; the welcome says it has none."""
        if self._frame is not None:
            self._waiting.append(file)
        elif self.window is not None:
            self.window.dropping.take((file,))
        elif self._welcome is not None:
            error = NotFound(
                _("There is no workspace here that this signed file could belong to."),
                advice=_("Open it where the campaign is, or join the team first."),
            )
            error_sheet(self._welcome, error).open()

    def close(self) -> None:
        """Close the workspace; the window is closed already."""
        for _window, opening in self._proofs:
            opening.close()
        self._proofs.clear()
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def speak(self, tag: str) -> None:
        """Open the window in another language, unless somebody decides to keep it open."""
        if self.window is not None:
            self._wish = tag
            self.window.close()

    def _show(
        self, workspace: Workspace, person: Person | None, *, before: FirstFrame | None = None
    ) -> Window:
        window = self._make(workspace, person)
        if before is not None:
            window.restoreGeometry(before.saveGeometry())
        self._workspace, self.window = workspace, window
        window.session.language_requested.connect(self.speak)
        window.dropping.proof_dropped.connect(lambda file: self.show_proof(file, workspace))
        window.closed.connect(self._closed)
        window.kept_open.connect(self._kept_open)
        window.show()
        return window

    def _begun(self, workspace: Workspace) -> None:
        """Open a new workspace from now on, first where it is set up."""
        own_workspace.remember(workspace.path)
        self._sets_up = True

    def _kept_open(self) -> None:
        self._wish = None

    def _closed(self) -> None:
        wish, self._wish = self._wish, None
        app, former, workspace = QApplication.instance(), self.window, self._workspace
        if wish is None or former is None or workspace is None:
            return
        assert isinstance(app, QApplication)
        workspace.close()
        own_language.choose(app, wish)
        anew = self._show(type(workspace).open(workspace.path), former.session.person)
        anew.restoreGeometry(former.saveGeometry())
        campaign = former.session.campaign_id
        if campaign is None:
            anew.show_campaigns()
        else:
            anew.open_campaign(campaign, former.stage)
        former.deleteLater()


def _read(path: Path, email: str | None) -> Known | None:
    """Read the program and open the workspace; None where nobody works in it yet.

    The password store may ask a person, and a removal that was cut off is finished here: not on
    the window's own thread.
    """
    from composer.gui.session import first_person  # noqa: PLC0415 - most of the program
    from composer.gui.window import Window  # noqa: F401, PLC0415 - as above
    from composer.workspace import Workspace  # noqa: PLC0415 - as above

    workspace = Workspace.open(path)
    try:
        people = workspace.people()
        if not people:
            workspace.close()
            return None
        person = workspace.resolve_person(email) if email else first_person(workspace, people)
    except BaseException:
        workspace.close()
        raise
    return workspace, person
