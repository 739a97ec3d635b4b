"""`python -m composer`: the command line, or the window when no command is given."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from composer import paths

NEW_OBJECTS = 50_000
"""How many come before garbage is looked for: what is read at the start stays."""


def _open_window(workspace: Path | None, email: str | None) -> int:
    """Open the window; Qt is imported only now, so that every command runs without it."""
    from composer.gui.application import run_window  # noqa: PLC0415 - the core runs with Qt absent

    return run_window(workspace, as_email=email)


def _open_file(file: Path, workspace: Path, email: str | None) -> int:
    """Open the window on a proof file alone, or with a signed file for the workspace."""
    from composer.gui.application import run_proof_window, run_window  # noqa: PLC0415 - as above

    if file.suffix.lower() == ".approval":
        chosen = None if workspace == paths.default_workspace() else workspace
        return run_window(chosen, as_email=email, taking_in=file)
    return run_proof_window(file, workspace, as_email=email)


def _try_window(
    workspace: Path, campaign: str, step: Callable[[str, Callable[[], object]], None]
) -> None:
    """Open the window for `--selftest`, and close it."""
    from composer.gui.self_test import try_window  # noqa: PLC0415 - as above

    try_window(workspace, campaign, step)


def main() -> int:
    """Run one command, or open the window.

    Worker processes read this module, too, and need no command line.
    """
    gc.set_threshold(NEW_OBJECTS)
    os.umask(0o077)  # whatever is written, also where a person chose the place, is theirs alone
    # nothing of them in a worker
    from composer.cli.main import run_command_line  # noqa: PLC0415
    from composer.crash_report import tell_of_thread  # noqa: PLC0415

    threading.excepthook = tell_of_thread

    return run_command_line(
        sys.argv[1:], open_window=_open_window, open_file=_open_file, try_window=_try_window
    )


if __name__ == "__main__":
    sys.exit(main())
