"""Rule 2: default header fields are the same for everybody, and an author's own word wins."""

from __future__ import annotations

import pytest

from composer.folder.settings import read_settings
from composer.model.campaign import Mailbox, Purpose
from composer.rendering.compile import compile_message
from composer.rendering.default_headers import campaign_headers, default_headers
from composer.rendering.message import render_message
from composer.rendering.mime import build_eml
from composer.wire.guard import inspect
from tests.unit.rendering.samples import make_context, make_recipient

SEED = "5eed" * 8
NAMES = ("List-Id", "Feedback-ID", "Auto-Submitted")


def defaults(address: str = "notices@example.com", **settings: object) -> dict[str, str]:
    sender = Mailbox(name="Example", address=address)
    campaign = make_context(sender=sender, **settings).campaign
    return dict(default_headers(campaign, SEED))


def test_the_defaults_name_the_list_the_campaign_and_the_program() -> None:
    found = defaults()
    assert tuple(found) == NAMES
    assert found["List-Id"] == "<notices.example.com>"
    label, purpose, program, domain = found["Feedback-ID"].split(":")
    assert (purpose, program, domain) == ("service", "composer", "example.com")
    assert len(label) == 8
    assert found["Auto-Submitted"] == "auto-generated"
    assert defaults(purpose=Purpose.MARKETING)["Feedback-ID"].split(":")[1] == "marketing"


def test_the_seed_itself_is_never_shown() -> None:
    context = make_context()
    other = dict(default_headers(context.campaign, "other"))
    assert SEED[:8] not in str(defaults())
    assert other["Feedback-ID"] != defaults()["Feedback-ID"]


@pytest.mark.parametrize(
    ("address", "list_id"),
    [
        ("a.b+c@example.com", "<a.b+c.example.com>"),
        ("notices@bücher.example", "<notices.xn--bcher-kva.example>"),
        ("grüße@example.com", None),
    ],
)
def test_a_list_id_is_plain_ascii(address: str, list_id: str | None) -> None:
    found = defaults(address)["List-Id"]
    assert found.isascii()
    assert found == (list_id or f"<{defaults()['Feedback-ID'][:8]}.example.com>")


def test_a_sender_from_a_column_has_no_domain_to_name() -> None:
    assert tuple(defaults("{{ manager }}")) == ("Auto-Submitted",)


def test_the_campaigns_own_fields_win_whatever_their_spelling() -> None:
    context = make_context(headers=(("X-A", "1"), ("list-id", "<own.example.com>")))
    message = render_message(compile_message(context), make_recipient())
    assert [name for name, _ in message.headers][-4:] == [
        "Feedback-ID",
        "Auto-Submitted",
        "X-A",
        "list-id",
    ]
    assert message.header("List-Id") == "<own.example.com>"


def test_an_empty_value_leaves_a_default_out() -> None:
    context = make_context(headers=tuple((name.upper(), "") for name in NAMES))
    assert campaign_headers(context.campaign, SEED) == ()
    message = render_message(compile_message(context), make_recipient())
    assert not {name.lower() for name in NAMES} & {name.lower() for name, _ in message.headers}


def test_the_guards_decoder_reads_the_same_fields() -> None:
    message = render_message(compile_message(make_context()), make_recipient())
    decoded = inspect(build_eml(message), form="eml")
    for name, value in default_headers(make_context().campaign, SEED):
        assert decoded.header(name) == value


TOML = """
name = "n"
purpose = "service"
from = "a@example.com"
locale = "en"
headers = {{ "{name}" = "" }}
audience = {{ file = "a.csv" }}
transport = {{ kind = "practice" }}
"""


@pytest.mark.parametrize("name", [*NAMES, "LIST-ID"])
def test_settings_may_leave_a_default_empty(name: str) -> None:
    campaign, _, findings = read_settings(TOML.format(name=name).encode())
    assert findings == []
    assert campaign is not None
    assert campaign.headers == ((name, ""),)


def test_settings_may_leave_no_other_field_empty() -> None:
    _, _, findings = read_settings(TOML.format(name="X-A").encode())
    assert [item.code for item in findings] == ["folder.empty_value"]
