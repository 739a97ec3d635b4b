"""Drafts kept on disk while somebody types, so that a crash costs a second at most.

A kept draft lies beside the workspace's database until it is saved as a revision. It is only ever
offered to a person, never taken over by itself. Each is written whole or not at all.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

import orjson

from composer.errors import Blocked
from composer.model.campaign import AttachmentSettings
from composer.model.identifiers import CampaignId
from composer.model.writing import KeptDraft, MessageDraft
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.drafting import draft_of, find_half_characters_in

FOLDER = "drafts"
MAX_BYTES = 8 * 1024 * 1024
_NAMES = frozenset(field.name for field in fields(MessageDraft))
_TEXTS = frozenset({"subject", "preheader", "body"})  # never left open
_LISTS = frozenset({"headers", "attachments"})
_ID = re.compile(r"[0-9a-f]{16}")


def keep_draft(desk: Desk, campaign_id: CampaignId, draft: MessageDraft, *, revision: int) -> None:
    """Keep a draft that began at `revision`; replaces the one kept before.

    Raises:
        Blocked: it holds half a character; what was kept before stays.
    """
    if halves := find_half_characters_in(draft):
        raise Blocked(halves)
    record = {"draft": asdict(draft), "revision": revision, "at": desk.now().isoformat()}
    path = _path(desk, campaign_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(orjson.dumps(record))
            opened.flush()
            os.fsync(opened.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def kept_draft(desk: Desk, campaign_id: CampaignId) -> KeptDraft | None:
    """Give the draft that was kept and never saved, unless it says what is stored anyway.

    A file that cannot be read as a draft is left where it is and not offered.
    """
    path = _path(desk, campaign_id)
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        kept = _read(path.read_bytes())
    except (OSError, ValueError):
        return None
    content = load_content(desk, campaign_id)
    stored = draft_of(content.campaign, content.message)
    return None if _filled(kept.draft, stored) == stored else kept


def drop_draft(desk: Desk, campaign_id: CampaignId) -> None:
    """Forget the draft: it was saved, or a person does not want it."""
    _path(desk, campaign_id).unlink(missing_ok=True)


def _read(content: bytes) -> KeptDraft:
    match orjson.loads(content):
        case {"draft": dict(draft), "revision": int(revision), "at": str(at)}:
            return KeptDraft(draft=_draft(draft), revision=revision, at=datetime.fromisoformat(at))
        case _:
            raise ValueError("not a kept draft")


def _draft(record: dict[str, object]) -> MessageDraft:
    if set(record) - _NAMES:
        raise ValueError("not a kept draft")
    values: dict[str, object] = {}
    for name, value in record.items():
        match name, value:
            case "headers", list(pairs):
                values[name] = tuple(_header(pair) for pair in pairs)
            case "attachments", list(items):
                values[name] = tuple(_attachment(item) for item in items)
            case _, None if name not in _TEXTS:
                values[name] = None
            case _, str() if name not in _LISTS:
                values[name] = value
            case _:
                raise ValueError("not a kept draft")
    try:
        return MessageDraft(**values)  # type: ignore[arg-type]
    except TypeError as error:
        raise ValueError("not a kept draft") from error


def _header(record: object) -> tuple[str, str]:
    match record:
        case [str(name), str(value)]:
            return name, value
        case _:
            raise ValueError("not a header field")


def _attachment(record: object) -> AttachmentSettings:
    match record:
        case {"path": str(path), "column": str(column)}:
            return AttachmentSettings(path=path, column=column)
        case _:
            raise ValueError("not an attachment")


def _filled(draft: MessageDraft, stored: MessageDraft) -> MessageDraft:
    """Put what is stored where a draft leaves something open."""
    merged = {
        name: getattr(stored, name) if getattr(draft, name) is None else getattr(draft, name)
        for name in _NAMES
    }
    return MessageDraft(**merged)


def _path(desk: Desk, campaign_id: CampaignId) -> Path:
    if not _ID.fullmatch(campaign_id):
        raise ValueError("not a campaign's id")
    return desk.folder.path / FOLDER / f"{campaign_id}.json"
