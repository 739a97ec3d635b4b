"""What people wrote with their decisions: kept by the digest that the signed statement names."""

from __future__ import annotations

from composer.errors import WorkspaceError
from composer.signoff.approvals import comment_digest
from composer.stages.desk import Desk
from composer.store.files import FileStore


def keep_comment(desk: Desk, comment: str) -> None:
    """Keep a comment beside the workspace's files."""
    if comment:
        FileStore(desk.folder.files_dir).put([comment.encode("utf-8")])


def comment_of(desk: Desk, comment_sha256: str) -> str:
    """Give the comment that a statement names; empty where it was never kept here."""
    if comment_sha256 == comment_digest(""):
        return ""
    try:
        return FileStore(desk.folder.files_dir).get(comment_sha256).decode("utf-8")
    except (WorkspaceError, UnicodeDecodeError):
        return ""
