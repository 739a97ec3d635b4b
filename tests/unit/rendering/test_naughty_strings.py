"""Every string that is known to break programs: exactly the same at the other end, or refused.

Refused means a `RenderError` with a code, for one recipient, before anything is sent. The strings
are Max Woolf's Big List of Naughty Strings (MIT, `tests/corpora/naughty-strings/LICENSE`).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from composer.audience.fields import is_empty_cell
from composer.errors import RenderError
from composer.findings import Finding
from composer.model.campaign import AttachmentSettings, Mailbox
from composer.model.message import Layout, MessageFile
from composer.model.rendered import Attachment, RenderedMessage, message_digest
from composer.rendering.compile import CompiledMessage, compile_message, find_template_findings
from composer.rendering.message import render_message
from composer.rendering.mime import build_eml
from tests.unit.rendering.readings import check_round_trip
from tests.unit.rendering.samples import make_context, make_recipient

CORPUS = Path(__file__).parents[2] / "corpora" / "naughty-strings" / "blns.json"
STRINGS: list[str] = json.loads(CORPUS.read_text(encoding="utf-8"))
BARE = Layout(name="bare", html="{{ body }}")
COLUMNS = ("email", "v")
HEADER_REFUSED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufeff]|=[?]"
)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
NOT_IN_NAMES = re.compile("[<>@\uff1c\uff1e\uff20\ufe64\ufe65\ufe6b]")


@cache
def compiled(**settings: object) -> CompiledMessage:
    usual = {"body": "Hello", "subject": "Hi", "layout": BARE, "columns": COLUMNS}
    return compile_message(make_context(**{**usual, **settings}))


def rendered(string: str, **settings: object) -> RenderedMessage | str:
    """Give the message, or the code with which it was refused."""
    try:
        message = render_message(compiled(**settings), make_recipient(v=string))
    except RenderError as refused:
        return refused.code or "without a code"
    check_round_trip(message)
    return message


def line_ends(string: str) -> str:
    return string.replace("\r\n", "\n").replace("\r", "\n")


def test_the_corpus_is_whole() -> None:
    assert len(STRINGS) == 515


def check_as_a_subject(string: str) -> None:
    for subject, before in (("{{ v }}", ""), ("To {{ v }}.", "To ")):
        found = rendered(string, subject=subject)
        wanted = line_ends(string) if before else line_ends(string).strip()
        if is_empty_cell(string):
            assert found == "content.empty_field"
        elif HEADER_REFUSED.search(wanted):
            assert found == "render.header_character"
        else:
            assert isinstance(found, RenderedMessage)
            assert found.header("Subject") == (f"To {wanted}." if before else wanted)


def check_as_a_display_name(string: str) -> None:
    sender = Mailbox(name="{{ v }}", address="notices@example.com")
    found = rendered(string, sender=sender)
    wanted = line_ends(string).strip()
    if is_empty_cell(string):
        assert found == "content.empty_field"
    elif HEADER_REFUSED.search(wanted) or NOT_IN_NAMES.search(wanted):
        assert found == "render.header_character"
    else:
        assert isinstance(found, RenderedMessage)
        assert found.header("From") == f"{wanted} <notices@example.com>"


def check_as_a_field_of_the_body(string: str) -> None:
    found = rendered(string, body="A {{ v }} Z", text="A {{ v }} Z")
    derived = rendered(string, body="A {{ v }} Z")
    wanted = f"A {line_ends(string)} Z"
    if is_empty_cell(string):
        assert found == derived == "content.empty_field"
    elif CONTROLS.search(wanted):
        assert found == derived == "render.control_character"
    else:
        assert isinstance(found, RenderedMessage)
        assert isinstance(derived, RenderedMessage)
        assert found.text == wanted + "\n"
        assert "".join(derived.text.split()) == "".join(wanted.split())
        inner = re.search(r"<p[^>]*>(.*)</p>", found.html, re.DOTALL)
        assert inner is not None
        assert not re.search("[<>]", inner[1])
        assert html.unescape(inner[1]) == wanted


def check_as_a_part_of_a_link(string: str) -> None:
    found = rendered(string, body="[A](https://example.com/{{ v }}?b=1)")
    if isinstance(found, str):
        assert found == "content.empty_field" if is_empty_cell(string) else CONTROLS.search(string)
        return
    link = re.search(r'href="https://example\.com/([^"]*)\?b=1"', found.html)
    assert link is not None
    assert re.fullmatch(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*", link[1])
    assert unquote(link[1]) == line_ends(string)


def check_as_a_whole_link(string: str) -> None:
    found = rendered(string, body="[A]({{ v }})")
    if isinstance(found, str):
        assert found in {"content.empty_field", "render.bad_link"}
    else:
        assert re.search(r'href="(?:https://|mailto:)', found.html)


def check_as_a_file_name(string: str) -> None:
    file = Attachment(name=string, content_type="text/plain", content_id="", content=b"x")
    message = replace(rendered_plain(), attachments=(file,))
    if HEADER_REFUSED.search(string):
        with pytest.raises(RenderError) as refused:
            build_eml(message)
        assert refused.value.code == "render.header_character"
    else:
        check_round_trip(replace(message, digest=digest_of(message)))


def check_as_the_name_of_an_attachment_in_a_column(string: str) -> None:
    files = (MessageFile(path="files/a.pdf", content=b"%PDF"),)
    settings = {"files": files, "attachments": (AttachmentSettings(column="v"),)}
    found = rendered(string, **settings)
    assert found in {"content.empty_field", "render.missing_attachment"}


def check_as_what_the_author_wrote(string: str) -> None:
    codes: list[str] = []
    for settings in ({"subject": string, "preheader": string}, {"body": string}):
        context = make_context(
            **{"body": "Hello", "subject": "Hi", "layout": BARE, "columns": COLUMNS, **settings}
        )
        findings = find_template_findings(context) if "{" in string else []
        assert all(isinstance(item, Finding) for item in findings)
        try:
            message = render_message(compile_message(context), make_recipient())
        except RenderError as refused:
            codes.append(refused.code)
            continue
        assert not any(item.blocks for item in findings)
        check_round_trip(message)
        if "subject" in settings and not re.search(r"\{[{%#]", string):
            assert message.header("Subject") == string.strip()
    assert all(codes)


@cache
def rendered_plain() -> RenderedMessage:
    return render_message(compiled(), make_recipient())


def digest_of(message: RenderedMessage) -> str:
    return message_digest(
        envelope_sender=message.envelope_sender,
        envelope_recipient=message.envelope_recipient,
        headers=message.headers,
        text=message.text,
        html=message.html,
        attachments=[
            (item.name, item.content_type, item.content_id, item.sha256)
            for item in message.attachments
        ],
    )


PLACES = (
    check_as_a_subject,
    check_as_a_display_name,
    check_as_a_field_of_the_body,
    check_as_a_part_of_a_link,
    check_as_a_whole_link,
    check_as_a_file_name,
    check_as_the_name_of_an_attachment_in_a_column,
    check_as_what_the_author_wrote,
)


@pytest.mark.parametrize("check", PLACES, ids=lambda check: check.__name__.removeprefix("check_"))
def test_every_naughty_string_arrives_exactly_or_is_refused_by_name(
    check: Callable[[str], None],
) -> None:
    wrong: dict[str, str] = {}
    for string in STRINGS:
        try:
            check(string)
        except Exception as error:  # noqa: BLE001 - all of them are wanted, not the first
            wrong[ascii(string)] = f"{type(error).__name__}: {error}"[:500]
    assert not wrong
