"""Which campaigns lie in the archive."""

from __future__ import annotations

from composer.stages.desk import Desk
from composer.store.shelf import ShelfStore


def put_away(desk: Desk) -> frozenset[str]:
    """Give the campaigns that lie in the archive."""
    return shelf_store(desk).archived()


def shelf_store(desk: Desk) -> ShelfStore:
    """Give where that is kept."""
    return ShelfStore(desk.folder.database, desk.folder.files_dir)
