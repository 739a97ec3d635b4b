"""A draft of the message put over the files of a revision, and a revision read as a draft.

One function serves saving and the preview of unsaved text, so that both show the same message. It
stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from composer.errors import Blocked
from composer.findings import Finding, blocking, finding
from composer.folder.characters import find_half_characters, half_character_line
from composer.folder.load import HTML_FILE, MESSAGE_FILE, SETTINGS_FILE, TEXT_FILE, parse_tree
from composer.folder.write import Value, edit_settings, mailbox_source, write_message_md
from composer.model.campaign import AttachmentSettings, Campaign, Mailbox
from composer.model.message import Message
from composer.model.writing import MessageDraft


def draft_of(campaign: Campaign, message: Message) -> MessageDraft:
    """Give what is stored as a draft in which nothing is left open."""
    return MessageDraft(
        subject=message.subject,
        preheader=message.preheader,
        body=message.body,
        html=message.body_html or "",
        text_override=message.text_override or "",
        layout=campaign.layout,
        sender=mailbox_source(campaign.sender),
        reply_to=mailbox_source(campaign.reply_to) if campaign.reply_to else "",
        unsubscribe=campaign.unsubscribe,
        headers=campaign.headers,
        attachments=campaign.attachments,
    )


def drafted(
    tree: Mapping[str, bytes], campaign: Campaign, message: Message, draft: MessageDraft
) -> tuple[Campaign, Message]:
    """Give campaign and message as they would be if the draft were saved.

    Raises:
        Blocked: the draft cannot be stored, or its settings cannot be used as they stand.
    """
    if halves := find_half_characters_in(draft):
        raise Blocked(halves)
    if not changes_settings(draft, campaign):
        return campaign, message_with(message, draft)
    parsed = parse_tree(with_settings(tree, draft, stored=campaign))
    if parsed.campaign is None or parsed.message is None:
        raise Blocked(blocking(parsed.findings))
    return parsed.campaign, message_with(parsed.message, draft)


def message_with(message: Message, draft: MessageDraft) -> Message:
    """Put a draft's texts into a message; its settings are not looked at."""
    return replace(
        message,
        subject=draft.subject,
        preheader=draft.preheader,
        body=draft.body,
        body_html=message.body_html if draft.html is None else draft.html or None,
        text_override=message.text_override
        if draft.text_override is None
        else draft.text_override or None,
    )


def with_texts(tree: Mapping[str, bytes], draft: MessageDraft) -> dict[str, bytes]:
    """Write a draft's texts over a revision's files.

    Raises:
        Blocked: a text holds half a character.
    """
    if halves := _halves_in_texts(draft):
        raise Blocked(halves)
    files = dict(tree)
    files[MESSAGE_FILE] = write_message_md(draft.subject, draft.preheader, draft.body)
    for name, text in ((HTML_FILE, draft.html), (TEXT_FILE, draft.text_override)):
        if text:
            files[name] = text.encode("utf-8")
        elif text is not None:
            files.pop(name, None)
    return files


def with_settings(
    tree: Mapping[str, bytes], draft: MessageDraft, *, stored: Campaign
) -> dict[str, bytes]:
    """Write a draft's settings over a revision's files; what is as stored stays byte for byte."""
    return _with_changes(tree, _changes(draft, stored))


def usable_settings(
    tree: Mapping[str, bytes], draft: MessageDraft, *, stored: Campaign
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Write those of a draft's settings that can be read back; the findings say why others stay."""
    changes = _changes(draft, stored)
    halves = find_half_characters(changes, file=SETTINGS_FILE)
    writable = {
        key: value
        for key, value in changes.items()
        if not find_half_characters({key: value}, file="")
    }
    wanted = _with_changes(tree, writable)
    problems = _problems(wanted)
    if not problems:
        return wanted, tuple(halves)
    kept = dict(tree)
    for key, value in writable.items():
        changed = _with_changes(kept, {key: value})
        if not _problems(changed):
            kept = changed
    return kept, (*halves, *problems)


def find_half_characters_in(draft: MessageDraft) -> tuple[Finding, ...]:
    """Say which texts and settings of a draft hold half a character; no file can hold them."""
    settings = {
        "layout": draft.layout,
        "from": draft.sender,
        "reply_to": draft.reply_to,
        "unsubscribe": draft.unsubscribe,
        "headers": draft.headers,
        "attachments": [_entry(item) for item in draft.attachments or ()],
    }
    return (*_halves_in_texts(draft), *find_half_characters(settings, file=SETTINGS_FILE))


def _halves_in_texts(draft: MessageDraft) -> tuple[Finding, ...]:
    texts = (
        (MESSAGE_FILE, "subject", draft.subject),
        (MESSAGE_FILE, "preheader", draft.preheader),
        (MESSAGE_FILE, "body", draft.body),
        (HTML_FILE, "html", draft.html or ""),
        (TEXT_FILE, "text", draft.text_override or ""),
    )
    found = []
    for file, part, text in texts:
        line = half_character_line(text)
        if line is not None:
            where: dict[str, str | int] = {"file": file, "part": part, "line": line}
            found.append(
                finding("folder.half_character_in_text", where=where, part=part, line=line)
            )
    return tuple(found)


def _with_changes(
    tree: Mapping[str, bytes], changes: Mapping[str, Value | None]
) -> dict[str, bytes]:
    if not changes:
        return dict(tree)
    return {**tree, SETTINGS_FILE: edit_settings(tree[SETTINGS_FILE], changes)}


def _problems(tree: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Say what keeps a tree from being opened again; empty where nothing does."""
    parsed = parse_tree(tree)
    if parsed.campaign is not None and parsed.message is not None:
        return ()
    return tuple(blocking(parsed.findings))


def changes_settings(draft: MessageDraft, stored: Campaign) -> bool:
    """Tell whether a draft differs from the campaign in more than its texts."""
    return bool(_changes(draft, stored))


def _changes(draft: MessageDraft, stored: Campaign) -> dict[str, Value | None]:
    changes: dict[str, Value | None] = {}
    for key, wanted, known in (
        ("layout", draft.layout, stored.layout),
        ("from", draft.sender, _source_of(stored.sender)),
        ("reply_to", draft.reply_to, _source_of(stored.reply_to)),
        ("unsubscribe", draft.unsubscribe, stored.unsubscribe),
    ):
        if wanted is not None and wanted != known:
            changes[key] = wanted or None
    if draft.headers is not None and draft.headers != stored.headers:
        changes["headers"] = dict(draft.headers) or None
    if draft.attachments is not None and draft.attachments != stored.attachments:
        changes["attachments"] = [_entry(item) for item in draft.attachments] or None
    return changes


def _source_of(mailbox: Mailbox | None) -> str:
    return mailbox_source(mailbox) if mailbox else ""


def _entry(item: AttachmentSettings) -> dict[str, Value]:
    return {"path": item.path} if item.path else {"column": item.column}
