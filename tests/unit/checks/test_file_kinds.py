"""Attachments by kind and size; pictures that the message shows are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.checks.file_kinds import BIG_BYTES, find_file_findings
from composer.model.campaign import AttachmentSettings
from composer.model.message import MessageFile
from tests.unit.checks.made_campaigns import made_context


def found(*files: tuple[str, bytes], column: str = "") -> list[tuple[str, object]]:
    context = made_context(body="![x](files/logo.svg)")
    made = tuple(MessageFile(path=f"files/{name}", content=content) for name, content in files)
    message = replace(context.message, files=made)
    attached = tuple(AttachmentSettings(path=file.path) for file in made)
    chosen = (AttachmentSettings(column=column),) if column else attached
    campaign = replace(context.campaign, attachments=chosen)
    return [(item.code, item.place_of("file")) for item in find_file_findings(campaign, message)]


@pytest.mark.parametrize(
    ("code", "name", "content"),
    [
        ("program", "terms.pdf.exe", b"MZ"), ("program", "Setup.JS", b"x"), ("program", "a.iso", b"x"),
        ("macros", "list.xlsm", b"PK"), ("macros", "list.xlsx", b"PK..xl/vbaProject.bin.."),
        ("archive", "all.zip", b"PK"), ("page", "form.html", b"<p>"),
    ],
)  # fmt: skip
def test_a_kind_that_is_refused_or_distrusted_is_found(
    code: str, name: str, content: bytes
) -> None:
    wanted = [(f"content.attachment_{code}", f"files/{name}")]
    assert found((name, content)) == wanted
    assert found((name, content), column="pdf") == wanted


def test_ordinary_files_have_no_finding() -> None:
    files = [
        (f"a.{ending}", b"x") for ending in ("pdf", "docx", "xlsx", "csv", "txt", "ics", "png")
    ]
    assert found(*files) == []
    assert found(("logo.svg", b"<svg>"), column="pdf") == []


def test_what_one_message_carries_is_added_up() -> None:
    half = b"x" * (BIG_BYTES * 2 // 3)
    both = found(("a.pdf", half), ("b.pdf", half))
    assert both == [("content.attachments_big", "campaign.toml")]
    assert found(("a.pdf", half), ("b.pdf", half), column="pdf") == []
