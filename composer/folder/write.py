"""Write a campaign as a plain folder, and change single settings without touching the rest.

A folder appears whole or not at all, and never over another. Cells of the audience are written as
they are, so that importing the folder again gives the same people; reports, which are for
spreadsheets, guard against formulas themselves.
"""

from __future__ import annotations

import codecs
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import cast

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Item, Table
from tomlkit.toml_document import TOMLDocument

from composer.errors import FileRefused
from composer.findings import finding
from composer.folder.audience_settings import is_inside_folder
from composer.folder.characters import find_half_characters
from composer.folder.load import SETTINGS_FILE
from composer.folder.mailbox import NEEDS_QUOTES
from composer.folder.message_file import FENCE
from composer.folder.settings import read_settings
from composer.model.campaign import AudienceSettings, Mailbox
from composer.translation.jinja_source import protect

Value = str | int | Decimal | bool | Sequence["Value"] | Mapping[str, "Value"]
EXPORTED_AUDIENCE = "audience.csv"


def write_folder(
    path: Path, tree: Mapping[str, bytes], audience_csv: bytes | None, campaign_id: str
) -> None:
    """Write a revision's files, the audience and the campaign's id into a new folder.

    Raises:
        FileRefused: the folder exists and holds something, or cannot be written.
    """
    if path.is_symlink() or (path.exists() and (not path.is_dir() or any(path.iterdir()))):
        raise _refused("folder.not_empty", path)
    files = _exported(tree, audience_csv, campaign_id)
    parts: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = Path(tempfile.mkdtemp(prefix=".composer-", dir=path.parent))
        for name, content in files.items():
            _write(parts / name, content)
        if path.exists():
            path.rmdir()
        parts.rename(path)
    except OSError as error:
        if parts is not None:
            shutil.rmtree(parts, ignore_errors=True)
        raise _refused("folder.not_writable", path) from error


def edit_settings(toml_bytes: bytes, changes: Mapping[str, Value | None]) -> bytes:
    """Change settings by their dotted keys and keep everything else byte for byte; None removes.

    A key with a dot of its own is changed through the table around it, such as `pace.per_domain`.

    Raises:
        FileRefused: the file is not TOML, or a value holds half a character.
    """
    halves = find_half_characters(changes, file=SETTINGS_FILE)
    if halves:
        raise FileRefused(halves)
    try:
        mark = codecs.BOM_UTF8 if toml_bytes.startswith(codecs.BOM_UTF8) else b""
        document = tomlkit.parse(toml_bytes.removeprefix(mark))
        for dotted, value in changes.items():
            _change(document, dotted.split("."), value)
        return mark + tomlkit.dumps(document).encode("utf-8")
    except (TOMLKitError, UnicodeDecodeError, RecursionError) as error:
        _campaign, _id, findings = read_settings(toml_bytes)
        where: dict[str, str | int] = {"file": SETTINGS_FILE, "line": 1}
        bad = finding("folder.bad_toml", where=where, file=SETTINGS_FILE, line=1)
        raise FileRefused(findings or [bad]) from error


def write_message_md(subject: str, preheader: str, body: str) -> bytes:
    """Write `message.md`; reading it gives back the same three texts."""
    head = [f"subject: {_quoted(subject)}".rstrip()]
    if preheader:
        head.append(f"preheader: {_quoted(preheader)}")
    return "\n".join([FENCE, *head, FENCE, body]).encode("utf-8")


def mailbox_source(mailbox: Mailbox) -> str:
    """Write a mailbox as `campaign.toml` has it; `parse_mailbox` gives it back.

    >>> mailbox_source(Mailbox(name="Exchange, Example", address="a@example.com"))
    '"Exchange, Example" <a@example.com>'
    """
    if not mailbox.name:
        return mailbox.address
    name = mailbox.name
    if NEEDS_QUOTES & set(protect(name).text) or name.strip() != name:
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{mailbox.address}>"


def _exported(
    tree: Mapping[str, bytes], audience_csv: bytes | None, campaign_id: str
) -> dict[str, bytes]:
    files = {name: content for name, content in tree.items() if is_inside_folder(name)}
    settings = files.get(SETTINGS_FILE, b"")
    campaign, _id, _findings = read_settings(settings)
    audience_file = campaign.audience.file if campaign else EXPORTED_AUDIENCE
    if audience_csv is not None and campaign is not None:
        if not audience_file.lower().endswith(".csv"):
            audience_file = EXPORTED_AUDIENCE
        settings = edit_settings(settings, _as_written(campaign.audience, audience_file))
    files[SETTINGS_FILE] = _with_id(settings, campaign_id)
    if audience_csv is not None:
        files[audience_file] = audience_csv
    return files


def _as_written(audience: AudienceSettings, file: str) -> dict[str, Value | None]:
    """Give the settings that describe the list as it is written here, not as it once came."""
    changes: dict[str, Value | None] = {}
    if audience.file != file:
        changes["audience.file"] = file
    for key in ("columns", "encoding", "delimiter", "sheet"):
        if getattr(audience, key):
            changes[f"audience.{key}"] = None
    return changes


def _with_id(settings: bytes, campaign_id: str) -> bytes:
    """Set the id; a file without one gets it as its first line."""
    line = f'id = "{campaign_id}"'
    text = settings.decode("utf-8-sig")
    if "id" in tomlkit.parse(text):
        return edit_settings(settings, {"id": campaign_id})
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{line}{end}{text}".encode()


def _change(document: TOMLDocument, keys: Sequence[str], value: Value | None) -> None:
    *tables, last = keys
    table: TOMLDocument | Item = document
    for name in tables:
        if name not in table:  # type: ignore[operator]
            if value is None:
                return
            table[name] = tomlkit.table()  # type: ignore[index]
        table = table[name]  # type: ignore[index]
    if value is None:
        table.pop(last, None)  # type: ignore[union-attr]
    else:
        table[last] = _item(value, before=table.get(last))  # type: ignore[index, union-attr]


def _item(value: Value, *, before: object) -> object:
    """Keep the form that a value had: a table or a list of tables stays one."""
    if isinstance(value, Mapping) and isinstance(before, Table):
        table = tomlkit.table()
        table.update({name: _plain(item) for name, item in value.items()})
        return table
    if isinstance(value, Sequence) and value and all(isinstance(item, Mapping) for item in value):
        tables = tomlkit.aot()
        for item in value:
            entry = tomlkit.table()
            entry.update(
                {name: _plain(part) for name, part in cast("Mapping[str, Value]", item).items()}
            )
            tables.append(entry)
        return tables
    return _plain(value)


def _plain(value: Value) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else tomlkit.value(f"{value:f}")
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        table.update({name: _plain(item) for name, item in value.items()})
        return table
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


def _quoted(value: str) -> str:
    """Quote a value of the head where reading it plainly would give another."""
    plain = value.strip() == value and value[:1] not in {'"', "'", "|", ">"}
    if plain and value.isprintable():
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _refused(code: str, path: Path) -> FileRefused:
    return FileRefused([finding(code, where={"file": str(path)}, file=path.name)])
