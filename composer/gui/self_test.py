"""The window's part of `--selftest`: it opens, is painted, and shows a message in the web view."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from composer.errors import ComposerError
from composer.gui.application import make_application, make_window
from composer.gui.mail_view import close_all_views
from composer.gui.pages.preview import PreviewPage
from composer.gui.window import Window
from composer.i18n import N_, _
from composer.model.identifiers import CampaignId
from composer.model.stages import Stage
from composer.workspace import Workspace

WINDOW, MESSAGE = N_("The window"), N_("A message, shown in the preview's web view")
SOON_S = 60.0
LOOK_EVERY_MS = 50
COLOURS_OF_TEXT = 8
"""A page that was painted has its ground, its letters and their smooth edges."""

Step = Callable[[str, Callable[[], object]], None]


def try_window(workspace_path: Path, campaign: str, step: Step) -> None:
    """Open the window on a campaign and show its first message, each as one step.

    Raises:
        ComposerError: there is no screen, or something was not painted in time.
    """
    workspace = Workspace.open(workspace_path)
    shown: list[Window] = []
    try:
        step(WINDOW, lambda: shown.append(_open_window(workspace)))
        step(MESSAGE, lambda: _show_message(shown[0], CampaignId(campaign)))
    finally:
        for window in shown:
            window.close()
        close_all_views()
        workspace.close()


def _open_window(workspace: Workspace) -> Window:
    _require_screen()
    make_application()
    window = make_window(workspace)
    window.show()
    _wait(lambda: _is_painted(window), _("The window was not painted."))
    return window


def _show_message(window: Window, campaign: CampaignId) -> None:
    loaded: list[bool] = []
    window.open_campaign(campaign, Stage.PREVIEW)
    page = window.page
    assert isinstance(page, PreviewPage), "it was asked for"
    pane = page.message.pane
    pane.loaded.connect(lambda: loaded.append(True))
    _wait(
        lambda: bool(loaded) and pane.view is not None and _is_painted(pane.view),
        _("The message was not painted."),
    )


def _require_screen() -> None:
    """Say that there is no screen, where Qt would end the process."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(map(os.environ.get, names)):
        raise ComposerError(
            _("There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set."),
            advice=_("Run it in a desktop session, or with “xvfb-run composer --selftest”."),
        )


def _is_painted(widget: QWidget) -> bool:
    """Whether a widget shows more than a ground: several colours along some of its lines."""
    handle = widget.window().windowHandle()
    if handle is None or not handle.isExposed():
        return False
    image = widget.grab().toImage()
    lines = range(0, image.height(), 7)
    colours = {image.pixel(x, y) for y in lines for x in range(0, image.width(), 3)}
    return len(colours) >= COLOURS_OF_TEXT


def _wait(is_there: Callable[[], bool], otherwise: str) -> None:
    """Let the window work until something is there.

    Raises:
        ComposerError: it was not in time.
    """
    loop, timer = QEventLoop(), QTimer()
    until = time.monotonic() + SOON_S

    def look() -> None:
        if is_there():
            loop.exit(0)
        elif time.monotonic() > until:
            loop.exit(1)

    timer.timeout.connect(look)
    timer.start(LOOK_EVERY_MS)
    late = loop.exec()
    timer.stop()
    if late:
        raise ComposerError(otherwise)
