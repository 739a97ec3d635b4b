"""How a workspace's schema grows up: numbered steps, run from code when a database is opened.

`versions/` holds one file per step; a step that was released never changes. The files are loaded
from the folder they are installed in, so a checkout, a wheel and a frozen build run the same ones.
"""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection

from composer.errors import WorkspaceError
from composer.i18n import _

_FOLDER = Path(__file__).resolve().parent
_one_at_a_time = threading.Lock()  # Alembic keeps the step's surroundings in module globals


def upgrade_to_head(connection: Connection) -> None:
    """Run the steps that a database lacks, inside the caller's transaction.

    Raises:
        WorkspaceError: the database has steps that this program does not know.
    """
    # Needed once in a workspace's life, and slow to import.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    settings.attributes["connection"] = connection
    try:
        with _one_at_a_time:
            command.upgrade(settings, "head")
    except CommandError as error:
        raise WorkspaceError(
            _("This workspace was written by a newer version of Composer."),
            advice=_("Install the newest version, then open the workspace again."),
        ) from error
