"""The files of a workspace that hold personal data of one campaign, and their removal.

Files that somebody saved elsewhere (reports, evidence, review folders) are theirs; nothing outside
of the workspace is touched.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from composer.model.campaign import TransportKind
from composer.model.identifiers import CampaignId
from composer.model.recipient import Recipient
from composer.rendering.compile import message_id_name
from composer.rendering.files import MessageFiles
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.received_copies import FOLDER as RECEIVED
from composer.stages.recovery import drop_draft
from composer.stages.sending import SENDER_LOG

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^@>\s]+)@", re.IGNORECASE | re.MULTILINE)
_DELIVERED_TO = re.compile(rb"^Delivered-To: (.+?)\r?$", re.MULTILINE)
_HEAD_BYTES = 64 * 1024


def remove_files(desk: Desk, content: Content) -> None:
    """Remove a campaign's messages, received copies, draft, log and files of single people."""
    campaign_id = content.record.id
    if any(_files_of(desk.folder.mailbox_dir)):
        people, wires = desk.privacy.people(campaign_id), desk.privacy.wires(campaign_id)
        names = set(message_names(content, people, wires))
        remove_messages(desk.folder.mailbox_dir, lambda name, _to: name in names)
    _remove_written(desk, content)
    folder = desk.send_folder(campaign_id)
    shutil.rmtree(folder / RECEIVED, ignore_errors=True)
    (folder / SENDER_LOG).unlink(missing_ok=True)
    drop_draft(desk, campaign_id)
    remove_own_files(desk, content, desk.privacy.people(campaign_id))


def message_names(
    content: Content, people: Iterable[Recipient], wires: Collection[bytes]
) -> Iterator[bytes]:
    """Give what stands before the @ of the Message-IDs of these people's and of test messages."""
    seed = content.record.message_seed
    for person in people:
        yield message_id_name(seed, person.id).encode()
    for wire in wires:
        yield from _MESSAGE_ID.findall(wire)


def remove_messages(folder: Path, wanted: Callable[[bytes, bytes], bool]) -> int:
    """Remove messages of a mailbox here; asked with what is before the @ of the id, and with whom.

    Counts them. A mail reader may have moved them into folders of its own.
    """
    removed = 0
    for path in _files_of(folder):
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD_BYTES).partition(b"\r\n\r\n")[0]
        except FileNotFoundError:  # a mail reader moved it
            continue
        name, to = _MESSAGE_ID.search(head), _DELIVERED_TO.search(head)
        if wanted(name[1] if name else b"", to[1] if to else b""):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def remove_own_files(desk: Desk, content: Content, people: Iterable[Recipient]) -> None:
    """Remove attached files that a column names for these people, in every revision."""
    columns = {item.column for item in content.campaign.attachments if item.column}
    if not columns:
        return
    files = MessageFiles(content.message.files)
    named = {
        found.path
        for person in people
        for name, cell in person.fields
        if name in columns and (found := files.find(cell)) is not None
    }
    desk.campaigns.remove_files(content.record.id, named)


def copies_of(desk: Desk, campaign_id: CampaignId, slots: Collection[int]) -> Iterator[Path]:
    """Give the received copies of some test messages, by their slots."""
    for path in (desk.send_folder(campaign_id) / RECEIVED).glob("*.eml"):
        number = path.name.partition(".")[0]
        if number.isdecimal() and int(number) in slots:
            yield path


def _remove_written(desk: Desk, content: Content) -> None:
    """Remove messages written as files, where their folder is the send's own."""
    transport, own = content.campaign.transport, desk.send_folder(content.record.id)
    if transport.kind is not TransportKind.EML:
        return
    folder = own / transport.directory
    if folder.resolve().is_relative_to(own.resolve()):
        for path in folder.glob("*.eml"):
            path.unlink(missing_ok=True)


def _files_of(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
