"""Read `campaign.toml` strictly: every key is known, has its type and a sane value.

The contract is `cli.md`'s campaign.toml. What is wrong becomes findings that name the dotted key;
a campaign is only made of a file without a finding that blocks. Merge fields in texts are not
checked here: rendering does that, once columns are known.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal

from composer.findings import Finding, finding
from composer.folder.audience_settings import is_inside_folder, read_audience_settings
from composer.folder.header_rules import is_allowed_header, may_be_empty
from composer.folder.keys import KeyReader
from composer.folder.mailbox import parse_mailbox
from composer.folder.sending_settings import read_pace, read_policy, read_test
from composer.folder.transport_settings import is_safe_url, read_transport
from composer.model.campaign import (
    AttachmentSettings,
    Campaign,
    Mailbox,
    Purpose,
)
from composer.model.locale_tags import canonical
from composer.translation.jinja_source import protect

_TOML_LINE = re.compile(r"at line (\d+)")
_CAMPAIGN_ID = re.compile(r"[0-9a-f]{16}")


def read_settings(
    toml_bytes: bytes, *, file: str = "campaign.toml"
) -> tuple[Campaign | None, str | None, list[Finding]]:
    """Read the settings; give the campaign (None when a finding blocks), its id if it has one."""
    values, findings = _parse_toml(toml_bytes, file)
    if values is None:
        return None, None, findings
    reader = KeyReader(values=values, file=file, findings=findings)
    campaign_id = reader.text("id") or None
    if campaign_id is not None and _CAMPAIGN_ID.fullmatch(campaign_id) is None:
        reader.add("folder.bad_id", "id")
    campaign = _campaign(reader)
    reader.finish()
    if any(item.blocks for item in findings):
        return None, campaign_id, findings
    return campaign, campaign_id, findings


def _parse_toml(content: bytes, file: str) -> tuple[dict[str, object] | None, list[Finding]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        where: dict[str, str | int] = {"file": file, "line": line}
        return None, [finding("folder.not_utf8", where=where, file=file, line=line)]
    try:
        return tomllib.loads(text, parse_float=Decimal), []
    except (ValueError, ArithmeticError, RecursionError) as error:
        match = _TOML_LINE.search(str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        where = {"file": file, "line": line}
        return None, [finding("folder.bad_toml", where=where, file=file, line=line)]


def _campaign(reader: KeyReader) -> Campaign | None:
    name = reader.text("name", required=True)
    purpose = reader.choice("purpose", [item.value for item in Purpose])
    sender = _mailbox(reader, "from", required=True)
    reply_to = _mailbox(reader, "reply_to")
    locale = _locale(reader, "locale", reader.text("locale", required=True))
    layout = reader.text("layout", default="notice")
    unsubscribe = _unsubscribe(reader)
    headers = _headers(reader.table("headers"))
    audience = read_audience_settings(reader.table("audience"))
    fallback = _fallback(reader.table("fallback"))
    transport = read_transport(reader.table("transport"))
    pace = read_pace(reader.table("pace"))
    test = read_test(reader.table("test"))
    policy = read_policy(reader.table("policy"))
    attachments = tuple(_attachment(item) for item in reader.tables("attachments"))
    readers = _readers(reader.table("translation"))
    if not purpose or sender is None or transport is None:
        return None
    return Campaign(
        name=name.strip(),
        purpose=Purpose(purpose),
        sender=sender,
        reply_to=reply_to,
        locale=locale,
        layout=layout,
        unsubscribe=unsubscribe,
        headers=headers,
        audience=audience,
        fallback=fallback,
        transport=transport,
        pace=pace,
        test=test,
        policy=policy,
        attachments=attachments,
        readers=readers,
    )


def _mailbox(reader: KeyReader, key: str, *, required: bool = False) -> Mailbox | None:
    before = len(reader.findings)
    text = reader.text(key, required=required)
    if not text.strip() or len(reader.findings) > before:
        return None
    mailbox, problems = parse_mailbox(
        text, where={"file": reader.file, "key": f"{reader.path}{key}"}
    )
    reader.findings += problems
    return mailbox


def _locale(reader: KeyReader, key: str, tag: str) -> str:
    known = canonical(tag)
    if known is None and tag:
        reader.add("folder.bad_locale", key)
    return known or tag


def _unsubscribe(reader: KeyReader) -> str:
    link = reader.text("unsubscribe")
    if link and not is_safe_url(protect(link).text):
        reader.add("folder.insecure_url", "unsubscribe")
    return link


def _headers(reader: KeyReader) -> tuple[tuple[str, str], ...]:
    headers = []
    for name in reader.names():
        value = reader.text(name, required=not may_be_empty(name))
        if not is_allowed_header(name):
            reader.add("folder.header_not_allowed", name)
        headers.append((name, value))
    if len({name.lower() for name, _value in headers}) < len(headers):
        reader.add("folder.header_twice", headers[-1][0])
    return tuple(headers)


def _fallback(reader: KeyReader) -> tuple[tuple[str, str], ...]:
    stated: dict[str, str] = {}
    for name in reader.names():
        target = reader.text(name, required=True)
        stated[_locale(reader, name, name)] = _locale(reader, name, target)
    for start in stated:
        seen = [start]
        while (step := stated.get(seen[-1])) is not None and step not in seen:
            seen.append(step)
        if step == start:
            reader.add("folder.fallback_circle", start)
    return tuple(stated.items())


def _readers(reader: KeyReader) -> tuple[str, ...]:
    tags = tuple(_locale(reader, "readers", tag) for tag in reader.texts("readers"))
    reader.finish()
    return tags


def _attachment(reader: KeyReader) -> AttachmentSettings:
    path, column = reader.text("path"), reader.text("column")
    if bool(path) == bool(column):
        reader.add("folder.path_or_column", "path")
    if path and not (is_inside_folder(path) and path.startswith("files/")):
        reader.add("folder.bad_attachment_path", "path")
    reader.finish()
    return AttachmentSettings(path=path, column=column)
