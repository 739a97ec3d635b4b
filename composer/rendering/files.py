"""Images and attachments of a message: which files it uses, their types, names and Content-IDs.

Types come from a table of our own: the system's differs from machine to machine, and the bytes must
not. A Content-ID is made from the content, so that it is the same for everybody and every run.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote

from composer.model.message import MessageFile
from composer.model.rendered import Attachment

FOLDER = "files/"
IMAGE_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
_TYPES = IMAGE_TYPES | {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ics": "text/calendar",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


class MessageFiles:
    """The files of a message by path, as parts of a mail."""

    def __init__(self, files: Iterable[MessageFile]) -> None:
        self._files = {item.path: item for item in files}

    def find(self, path: str) -> MessageFile | None:
        """Find a file by its path in the campaign's folder, or by its name under `files/`."""
        path = path.strip().removeprefix("./")
        return self._files.get(path) or self._files.get(FOLDER + path)

    def attachment(self, path: str) -> Attachment | None:
        """Give a file as an attachment, or None where there is none."""
        item = self.find(path)
        if item is None:
            return None
        return Attachment(
            name=PurePosixPath(item.path).name,
            content_type=content_type(item.path),
            content_id="",
            content=item.content,
        )

    def image(self, path: str) -> Attachment | None:
        """Give a file as an image shown in the body, or None where there is none."""
        item = self.find(path)
        if item is None:
            return None
        return Attachment(
            name=PurePosixPath(item.path).name,
            content_type=content_type(item.path),
            content_id=f"{item.sha256[:32]}@image.invalid",
            content=item.content,
        )


def content_type(path: str) -> str:
    """Give a file's type by the end of its name.

    >>> content_type("files/Terms.PDF")
    'application/pdf'
    """
    return _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def is_image(path: str) -> bool:
    """Whether mail programs show files of this kind in a message."""
    return PurePosixPath(path).suffix.lower() in IMAGE_TYPES


def local_path(source: str) -> str | None:
    """Give the path that an image's source names in the campaign's folder, or None for links.

    >>> local_path("files/new%20logo.png"), local_path("https://example.com/a.png")
    ('files/new logo.png', None)
    """
    if ":" in source.partition("/")[0] or source.startswith("//"):
        return None
    return unquote(source)
