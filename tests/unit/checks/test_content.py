"""Content findings: each is found where it stands, and ordinary content has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.checks.content import find_content_findings
from composer.model.campaign import AudienceSettings, Mailbox, Purpose
from composer.model.message import Brand, RenderContext
from tests.unit.checks.made_campaigns import LAYOUT, made_context

NOTED = {"content.literal_address", "content.only_pictures"}
"""What bodies of a few words have, too."""


def codes(context: RenderContext) -> list[str]:
    return [item.code for item in find_content_findings(context) if item.code not in NOTED]


FAULTS = [
    ("content.empty_link", "[more]()"),
    ("content.empty_link", "[more](#)"),
    ("content.empty_link", "[more](https://)"),
    ("content.http_link", "[more](http://acme.co/a)"),
    ("content.bad_link", "[more](www.acme.co)"),
    ("content.bad_link", "[more](ftp://acme.co/a)"),
    ("content.bad_link", "[more](https://acme,co/a)"),
    ("content.bad_link", "[more](https://acme..co/a)"),
    ("content.bad_link", "[more](https://acme.co:99999/a)"),
    ("content.bad_link", "[write](mailto:help@)"),
    ("content.bad_link", "[write](mailto:help)"),
    ("content.tracking_link", "[more](https://acme.co/#utm_source=mail)"),
    ("content.link_text_differs", "[Go to www.acme.co now](https://other.co/a)"),
    ("content.link_text_differs", "[https://acme.co/terms](https://acme.co/privacy)"),
    ("content.link_text_differs", "[ana@acme.co](https://other.co/)"),
    ("content.link_text_differs", "[+43 1 234567](tel:+4319999999)"),
    ("content.example_link", "[more](https://www.example.com/a)"),
    ("content.example_link", "[more](https://acme.test/a?b=1)"),
    ("content.example_link", "[more](https://www.yourdomain.com/a)"),
    ("content.example_link", "[write](mailto:name@example.com)"),
    ("content.no_alt", "![](cid:logo)"),
    ("content.no_alt", "![IMG_2031.jpg](cid:logo)"),
    ("content.placeholder", "Lorem ipsum dolor"),
    ("content.placeholder", "TODO: the date"),
    ("content.placeholder", "Dear [First name],"),
    ("content.placeholder", "Dear \\*|FNAME|\\*,"),
]


@pytest.mark.parametrize(("code", "body"), FAULTS)
def test_a_fault_in_the_body_is_found(code: str, body: str) -> None:
    assert codes(made_context(body=f"{body}\n")) == [code]


@pytest.mark.parametrize(
    "body",
    [
        "[more](https://acme.co/a) and [write](mailto:support@acme.co) or [call](tel:+49)",
        "[more](https://acme.co/{{ account }})",
        "[acme.co/terms](https://www.acme.co/en/terms?a=1) [Terms.pdf](https://acme.co/Terms.pdf)",
        "[+43 (0)1 234567](tel:+431234567) [Node.js](https://nodejs.org/)",
        "[write](mailto:ana@acme.co,bo@acme.co?subject=A%20question) [x](https://acme.co:8443/)",
        "[ana@acme.co](https://acme.co/contact) [https://acme.co/…](https://acme.co/a/b)",
        "[{{ note }}]({{ note }})",
        '[more](https://{{ "a" }}.acme.co/a)',
        "![Our office](cid:office)",
        "Todo lo que necesita; a mastodon; [1] and [see below](https://acme.co)",
        "{{ first_name or 'Lorem' }} [first name list](https://acme.co)",
    ],
)
def test_ordinary_content_has_no_finding(body: str) -> None:
    assert codes(made_context(body=f"{body}\n")) == []


def test_a_translation_is_checked_like_the_source() -> None:
    entries = {"[more](https://acme.co)": "[mehr](http://acme.co)"}
    found = find_content_findings(
        made_context(body="[more](https://acme.co)\n", translations={"de": entries})
    )
    assert [(item.code, item.place_of("locale")) for item in found if item.code not in NOTED] == [
        ("content.http_link", "de")
    ]


def test_an_example_link_from_an_example_sender_is_fine() -> None:
    sender = Mailbox(name="", address="notices@exchange.example")
    context = made_context(body="[more](https://exchange.example/a)\n", sender=sender)
    assert codes(context) == []


def test_a_layout_is_checked_too() -> None:
    layout = LAYOUT.replace("<p>", '<a href="#">x</a><img src="cid:a"><img src="cid:b" alt=""><p>')
    assert codes(made_context(layout=layout)) == ["content.empty_link", "content.no_alt"]


@pytest.mark.parametrize(
    "element",
    [
        '<img alt="" src="https://acme.co/a.png">',
        '<img alt="" src="{{ picture }}">',
        '<img alt="" src="cid:a" srcset="https://acme.co/a.png 2x">',
        '<table background="https://acme.co/a.png"></table>',
        "<p style=\"background:url('https://acme.co/a.png')\">x</p>",
        "<style>@media print{p{background:url(https://acme.co/a.png)}}</style>",
    ],
)
def test_what_is_loaded_from_elsewhere_is_told(element: str) -> None:
    layout = LAYOUT.replace("<p>", f"{element}<p>")
    assert codes(made_context(layout=layout)) == ["content.remote_image"]


def test_the_brand_s_address_is_a_postal_address_where_it_is_shown_and_set() -> None:
    shown = LAYOUT.replace("<p>", "<address>{{ brand_address }}</address><p>")
    marketing = made_context(purpose=Purpose.MARKETING, layout=shown)
    assert "content.no_postal_address" in codes(marketing)
    brand = Brand(address="1 Road\nTown")
    message = replace(marketing.message, brand=brand)
    assert "content.no_postal_address" not in codes(replace(marketing, message=message))
    elsewhere = made_context(purpose=Purpose.MARKETING)
    hidden = replace(elsewhere, message=replace(elsewhere.message, brand=brand))
    assert "content.no_postal_address" in codes(hidden)


def test_addresses_that_everybody_sees_are_listed() -> None:
    found = find_content_findings(made_context(body="Ask help@acme.co\n"))
    listed = [
        dict(item.values)["address"] for item in found if item.code == "content.literal_address"
    ]
    assert listed == ["help@acme.co", "support@acme.co"]


def test_a_long_subject_and_no_preheader_are_mentioned() -> None:
    long = made_context(subject="very " * 19 + "{{ first_name }}", preheader="")
    assert codes(long) == ["content.long_subject", "content.no_preheader"]
    assert codes(made_context(subject="Hi {{ first_name or 'a very long name that counts' * 9 }}")) == []  # fmt: skip


def test_marketing_needs_a_way_out_an_address_and_a_basis() -> None:
    bare = made_context(purpose=Purpose.MARKETING, audience=AudienceSettings(file="a.csv"))
    assert codes(bare) == [
        "content.no_unsubscribe",
        "content.no_postal_address",
        "content.no_basis",
    ]
    link = "https://acme.co/u/{{ token }}"
    hidden = made_context(purpose=Purpose.MARKETING, unsubscribe=link)
    assert codes(hidden) == ["content.no_visible_unsubscribe", "content.no_postal_address"]
    whole = made_context(
        purpose=Purpose.MARKETING,
        unsubscribe=link,
        layout=LAYOUT.replace(
            "<p>", '<a href="{{ unsubscribe_url }}">x</a><address>1 Road, Town</address><p>'
        ),
    )
    assert codes(whole) == []
