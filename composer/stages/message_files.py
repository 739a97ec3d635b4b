"""Images and attachments of a campaign: taken in, listed with what uses them, taken out.

A file lies in the campaign's tree as soon as it is taken in; whether it is sent is decided by the
text (images) and the settings (attachments) alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from composer.audience.fields import is_empty_cell
from composer.errors import Blocked, UsageError
from composer.findings import finding
from composer.folder.audience_settings import is_inside_folder
from composer.folder.reading import MAX_FILE_BYTES
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.writing import ColumnFiles, FileLine
from composer.rendering.files import FOLDER, MessageFiles, content_type, is_image
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.stages.revising import save_files

MAX_NAME = 100
_UNUSUAL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff<>:\"/\\|?*%#\[\]()]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file as it was chosen, dropped or pasted."""

    name: str
    content: bytes


def add_file(desk: Desk, campaign_id: CampaignId, file: NewFile, *, by: Person) -> str:
    """Take a file in and give its path under `files/`; the same bytes are kept once.

    A name that another file has gets a number.

    Raises:
        Blocked: the file is empty or too large.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    require_content(file)
    path = _free_path(content, file)
    if content.tree.get(path) != file.content:
        save_files(desk, campaign_id, {path: file.content}, by=by)
    return path


def require_content(file: NewFile) -> None:
    """Require that a file holds something and is not too large to be sent.

    Raises:
        Blocked: otherwise.
    """
    if not file.content:
        raise Blocked([finding("file.empty", where={"file": file.name}, file=file.name)])
    if len(file.content) > MAX_FILE_BYTES:
        where: dict[str, str | int] = {"file": file.name}
        most = MAX_FILE_BYTES // (1024 * 1024)
        raise Blocked([finding("file.too_large", where=where, file=file.name, most=f"{most} MB")])


def remove_file(desk: Desk, campaign_id: CampaignId, path: str, *, by: Person) -> None:
    """Take a file out that nothing uses.

    Raises:
        Blocked: the message still shows or attaches it.
        UsageError: there is no such file.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    lines = {line.path: line for line in list_files(desk, campaign_id)}
    if path not in lines:
        raise UsageError(_("This file is not in the campaign."))
    if lines[path].used:
        raise Blocked([finding("file.in_use", where={"file": path}, file=lines[path].name)])
    save_files(desk, campaign_id, {path: None}, by=by)


def list_files(desk: Desk, campaign_id: CampaignId) -> tuple[FileLine, ...]:
    """List the files of a campaign, and which of them its messages carry."""
    content = load_content(desk, campaign_id)
    attached = {item.path for item in content.campaign.attachments if item.path}
    columns = {item.column for item in content.campaign.attachments if item.column}
    by_column: frozenset[str] = frozenset().union(
        *(_column_files(desk, content, column).named for column in columns)
    )
    written = _written(content)
    return tuple(
        FileLine(
            path=item.path,
            name=PurePosixPath(item.path).name,
            size_bytes=len(item.content),
            content_type=content_type(item.path),
            is_image=is_image(item.path),
            is_shown=_is_named(item.path, written) or item.path == content.message.brand.logo,
            is_attached=item.path in attached,
            may_be_attached=item.path in by_column and item.path not in attached,
        )
        for item in content.message.files
    )


def column_files(desk: Desk, campaign_id: CampaignId, column: str) -> ColumnFiles:
    """Look which files a column names, before everybody is checked."""
    content = load_content(desk, campaign_id)
    return _column_files(desk, content, column)


def _column_files(desk: Desk, content: Content, column: str) -> ColumnFiles:
    campaign_id, files = content.record.id, MessageFiles(content.message.files)
    paths = tuple(item.path for item in content.message.files)

    def look() -> ColumnFiles:
        cells = Counter(
            dict(recipient.fields).get(column, "")
            for recipient in desk.recipients.recipients(campaign_id)
        )
        found = {cell: files.find(cell) for cell in cells if not is_empty_cell(cell)}
        missing = [(cell, cells[cell]) for cell, file in found.items() if file is None]
        return ColumnFiles(
            rows=cells.total(),
            empty=sum(count for cell, count in cells.items() if cell not in found),
            missing=tuple(sorted(missing, key=lambda pair: (-pair[1], pair[0]))),
            named=frozenset(file.path for file in found.values() if file is not None),
        )

    changes = desk.recipients.changes(campaign_id)
    newest = changes[-1].number if changes else 0
    return desk.kept(("column files", campaign_id, newest, column, paths), look)


def _written(content: Content) -> str:
    """Everything that may show a picture: the text, its translations, the layout."""
    message = content.message
    return unquote(
        "\n".join(
            (
                message.body,
                message.body_html or "",
                message.layout.html,
                *(entry.target for item in message.catalogues for entry in item.entries),
            )
        )
    )


def _is_named(path: str, written: str) -> bool:
    """Tell whether a text names a file, by its path or by its name alone."""
    name = re.escape(path.removeprefix(FOLDER))
    return re.search(rf"(?<![\w.-]){name}(?![\w-])", written) is not None


def _free_path(content: Content, file: NewFile) -> str:
    """Give a path that every system takes and that no other content has."""
    plain = unicodedata.normalize("NFC", PurePosixPath(file.name.replace("\\", "/")).name)
    written = "".join(filter(str.isprintable, PurePosixPath(plain).suffix))
    suffix = _UNUSUAL.sub("", written)[:10].lower()
    if not is_inside_folder(f"x{suffix}"):
        suffix = ""
    stem = _UNUSUAL.sub("-", PurePosixPath(plain).stem)[:MAX_NAME]
    stem = re.sub("-{2,}", "-", stem).strip(" .-") or "file"
    if is_image(suffix and f"x{suffix}"):
        stem = "-".join(stem.split())  # it is written into the text, where a space ends a link
    if not is_inside_folder(f"{FOLDER}{stem}{suffix}"):
        stem = f"file-{stem}"
    number = 1
    while True:
        path = f"{FOLDER}{stem}{suffix}" if number == 1 else f"{FOLDER}{stem}-{number}{suffix}"
        if not is_inside_folder(path):
            stem, number = "file", 1
            continue
        known = {name.casefold(): name for name in content.tree}.get(path.casefold())
        if known is None or content.tree[known] == file.content:
            return known or path
        number += 1
