"""Finds attachments that mail services refuse, or that recipients were taught not to open.

By name and size, and by one mark inside; nothing is opened or unpacked here.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.findings import Finding, finding
from composer.model.campaign import Campaign
from composer.model.message import Message, MessageFile

BIG_BYTES = 5 * 1024 * 1024
"""More than this in one message fills mailboxes and takes hours to send."""

_PROGRAMS = frozenset(
    {
        "ade", "adp", "app", "appx", "apk", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg",
        "ear", "exe", "hta", "img", "ins", "iso", "isp", "jar", "js", "jse", "lib", "lnk", "mde",
        "msc", "msi", "msix", "msp", "mst", "nsh", "pif", "ps1", "reg", "scr", "sct", "shb",
        "sys", "vb", "vbe", "vbs", "vhd", "vhdx", "vxd", "wsc", "wsf", "wsh", "xll",
    }
)  # fmt: skip
"""Source: what Gmail and Outlook block (Google Workspace and Microsoft support pages, 2025)."""
_WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm"})
_ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "tar", "cab", "ace", "arj"})
_PAGES = frozenset({"html", "htm", "shtml", "xhtml", "mht", "mhtml", "svg"})
_MACROS_INSIDE = (b"vbaProject.bin", b"_VBA_PROJECT", b"_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J")


def find_file_findings(campaign: Campaign, message: Message) -> Iterator[Finding]:
    """Find what is wrong with the files that leave as attachments."""
    attached = tuple(_attached(campaign, message))
    for file in attached:
        where: dict[str, str | int] = {"file": file.path}
        if code := _kind_code(file):
            yield finding(code, where=where, name=_name(file))
    fixed = {item.path for item in campaign.attachments if item.path}
    total = sum(len(file.content) for file in attached if file.path in fixed)
    own = [len(file.content) for file in attached if file.path not in fixed]
    if (size := total + max(own, default=0)) > BIG_BYTES:
        where = {"file": "campaign.toml", "key": "attachments"}
        yield finding("content.attachments_big", where=where, size=f"{size / 1024 / 1024:.1f} MB")


def _attached(campaign: Campaign, message: Message) -> Iterator[MessageFile]:
    """Give the files that are attached for everybody, and those that a column can choose."""
    named = {item.path for item in campaign.attachments if item.path}
    by_column = any(item.column for item in campaign.attachments)
    shown = message.body + (message.body_html or "") + message.layout.html + message.brand.logo
    for file in message.files:
        if file.path in named or (by_column and file.path not in shown):
            yield file


def _kind_code(file: MessageFile) -> str:
    ending = _name(file).rpartition(".")[2].lower()
    if ending in _PROGRAMS:
        return "content.attachment_program"
    if ending in _WITH_MACROS or any(mark in file.content for mark in _MACROS_INSIDE):
        return "content.attachment_macros"
    if ending in _ARCHIVES:
        return "content.attachment_archive"
    return "content.attachment_page" if ending in _PAGES else ""


def _name(file: MessageFile) -> str:
    return file.path.rpartition("/")[2]
