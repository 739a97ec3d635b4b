"""One small campaign that the tests of rendering share, and builders for its variations."""

from __future__ import annotations

from dataclasses import replace

from composer import paths
from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Purpose,
    TransportKind,
    TransportSettings,
)
from composer.model.identifiers import RecipientId
from composer.model.message import (
    Catalogue,
    CatalogueEntry,
    Layout,
    Message,
    MessageFile,
    RenderContext,
)
from composer.model.recipient import Recipient

COLUMNS = ("email", "locale", "first_name", "account", "balance", "due", "tier", "manager", "pdf")
PLAIN_LAYOUT = Layout(name="plain", html='<html lang="{{ lang }}"><body>{{ body }}</body></html>')
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
BODY = """# New weights from {{ due|date }}

Dear {{ first_name or "customer" }},

your account *{{ account }}* holds **{{ balance|currency("EUR") }}**. See [details](https://example.com/a/{{ account }}).

{% if tier == "gold" %}
You are a gold member.
{% else %}
Thank you for your trust.
{% endif %}

| Index | Weight |
| --- | ---: |
{% for n in range(1, 4) %}
| Index {{ n }} | {{ n|number(1) }} |
{% endfor %}

- first
- second
"""


def make_context(
    *,
    body: str = BODY,
    subject: str = "Weights for {{ account }}",
    preheader: str = "What changes",
    layout: Layout | None = None,
    text: str | None = None,
    catalogues: tuple[Catalogue, ...] = (),
    files: tuple[MessageFile, ...] = (),
    columns: tuple[str, ...] = COLUMNS,
    **settings: object,
) -> RenderContext:
    campaign = Campaign(
        name="Weights",
        purpose=Purpose.SERVICE,
        sender=Mailbox(name="Example Exchange", address="notices@example.com"),
        locale="en",
        layout="notice",
        audience=AudienceSettings(file="audience.csv", contacts=("manager",)),
        transport=TransportSettings(kind=TransportKind.PRACTICE),
    )
    return RenderContext(
        campaign=replace(campaign, **settings),
        message=Message(
            locale="en",
            subject=subject,
            preheader=preheader,
            body=body,
            text_override=text,
            layout=layout or PLAIN_LAYOUT,
            catalogues=catalogues,
            files=files,
        ),
        message_seed="5eed" * 8,
        columns=columns,
    )


def make_recipient(
    *, address: str = "ann@example.org", locale: str = "", number: int = 1, **fields: str
) -> Recipient:
    cells = {
        "email": address,
        "locale": locale,
        "first_name": "Ann",
        "account": "A-1",
        "balance": "1234.50",
        "due": "2019-11-01",
        "tier": "gold",
        "manager": "boss@example.com",
        "pdf": "",
    } | fields
    return Recipient(
        id=RecipientId(f"{number:032x}"),
        row=number + 1,
        address=address,
        locale=locale,
        fields=tuple(cells.items()),
        token=f"{number:032x}"[::-1],
        salt="00" * 16,
    )


def catalogue(locale: str, **entries: str) -> Catalogue:
    return Catalogue(
        locale=locale,
        entries=tuple(CatalogueEntry(source=key, target=value) for key, value in entries.items()),
    )


def shipped_layout(name: str) -> Layout:
    path = paths.templates() / f"{name}.html"
    return Layout(name=name, html=path.read_text(encoding="utf-8"))
