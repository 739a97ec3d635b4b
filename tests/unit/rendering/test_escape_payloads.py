"""Rule 11: every published way out of a template is refused by a finding before anything runs."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from jinja2 import Template

from composer.errors import RenderError
from composer.model.message import Layout, RenderContext
from composer.rendering.compile import compile_message, find_template_findings
from composer.rendering.message import render_message
from tests.unit.rendering.escape_payloads import FAMILIES, PAYLOADS
from tests.unit.rendering.samples import catalogue, make_context, make_recipient

BARE = Layout(name="bare", html="{{ body }}")
# What a payload would have to reach: opening a file, starting a process, importing, compiling.
REACHED = ("open", "os.", "subprocess.", "socket.", "shutil.", "ctypes.")


class _Watch:
    """Hears what the interpreter itself reports; such a hook cannot be taken away again."""

    def __init__(self) -> None:
        self.on = False
        self.reached: list[str] = []
        sys.addaudithook(self.hear)

    def hear(self, event: str, _args: tuple[object, ...]) -> None:
        if self.on and event.startswith(REACHED):
            self.reached.append(event)


WATCH = _Watch()


def test_the_watch_hears_a_file_being_opened() -> None:
    WATCH.on = True
    open(__file__, "rb").close()  # noqa: PTH123 - what is watched for
    WATCH.on = False
    assert WATCH.reached == ["open"]
    WATCH.reached.clear()


def context_with(payload: str, place: str) -> RenderContext:
    context = make_context(body="Hello", subject="Hi", layout=BARE, columns=("first_name",))
    message, campaign = context.message, context.campaign
    match place:
        case "layout":
            layout = Layout(name="own", html="{{ body }}" + payload)
            return replace(context, message=replace(message, layout=layout))
        case "translation":
            entry = catalogue("de", Hello=payload)
            return replace(context, message=replace(message, catalogues=(entry,)))
        case "text":
            return replace(context, message=replace(message, text_override=payload))
        case "unsubscribe":
            link = f"https://example.com/{payload}"
            return replace(context, campaign=replace(campaign, unsubscribe=link))
        case "header":
            return replace(context, campaign=replace(campaign, headers=(("X-A", payload),)))
        case "from":
            sender = replace(campaign.sender, name=payload)
            return replace(context, campaign=replace(campaign, sender=sender))
        case "link":
            return replace(context, message=replace(message, body=f"[a]({payload})"))
        case _:
            return replace(context, message=replace(message, **{place: payload}))


PLACES = (
    "body", "subject", "preheader", "layout", "text", "translation", "unsubscribe", "header", "from",
)  # fmt: skip


def test_there_are_many_payloads_and_each_once() -> None:
    assert len(PAYLOADS) >= 160
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    assert len(FAMILIES) >= 8


@pytest.mark.parametrize("place", PLACES)
def test_a_payload_is_found_before_anything_runs(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(Template, "from_code", lambda *_args: ran.append("compiled"))
    unseen: list[str] = []
    for payload in PAYLOADS:
        findings = find_template_findings(context_with(payload, place))
        if not any(item.blocks for item in findings):
            unseen.append(payload)
    assert not unseen
    assert not ran


@pytest.mark.parametrize("place", PLACES)
def test_a_payload_that_nobody_looked_at_reaches_nothing_either(place: str) -> None:
    """As if the findings had been skipped: compiling or rendering refuses, and nothing is opened."""
    printed: list[tuple[str, str]] = []
    person = make_recipient(locale="de" if place == "translation" else "")
    render_message(compile_message(context_with("Hello", place)), person)  # what is loaded once
    for payload in PAYLOADS:
        WATCH.on = True
        try:
            message = render_message(compile_message(context_with(payload, place)), person)
        except RenderError as refused:
            assert refused.code  # noqa: PT017 - or nothing
            continue
        finally:
            WATCH.on = False
        printed.append((payload, message.text))
    assert not printed
    assert not WATCH.reached


@pytest.mark.parametrize(
    "payload", ["{% print first_name %}", "a{% print first_name %}", "{%- print(first_name) -%}"]
)
def test_a_statement_that_prints_cannot_go_round_the_quoting_of_links(payload: str) -> None:
    context = context_with(payload, "link")
    assert any(item.blocks for item in find_template_findings(context))
    with pytest.raises(RenderError):
        render_message(compile_message(context), make_recipient(first_name="javascript:alert(1)"))


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_payload_in_a_cell_is_a_text_like_any_other(payload: str) -> None:
    context = make_context(body="Hello", text="[{{ first_name }}]", layout=BARE)
    message = render_message(compile_message(context), make_recipient(first_name=payload))
    assert message.text == f"[{payload}]\n"
