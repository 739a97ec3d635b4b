"""Small campaigns and audiences for the checks' tests."""

from __future__ import annotations

from dataclasses import replace

from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Purpose,
    TransportKind,
    TransportSettings,
)
from composer.model.identifiers import RecipientId
from composer.model.message import Catalogue, CatalogueEntry, Layout, Message, RenderContext
from composer.model.recipient import Recipient

COLUMNS = ("email", "locale", "first_name", "account", "note")
LAYOUT = '<html lang="{{ lang }}"><body>{{ body }}<p>support@acme.co</p></body></html>'
BODY = (
    "{% if first_name %}\nDear {{ first_name }},\n{% else %}\nDear customer,\n{% endif %}\n\n"
    "News for you. {{ note or '' }}\n"
)


def made_campaign(**changes: object) -> Campaign:
    campaign = Campaign(
        name="News",
        purpose=Purpose.SERVICE,
        sender=Mailbox(name="Acme", address="notices@acme.co"),
        locale="en",
        layout="made",
        audience=AudienceSettings(file="audience.csv", ids=("account",), rule="everybody"),
        transport=TransportSettings(kind=TransportKind.PRACTICE),
    )
    return replace(campaign, **changes)  # type: ignore[arg-type]


def made_context(
    *,
    subject: str = "News from Acme",
    preheader: str = "What is new",
    body: str = BODY,
    layout: str = LAYOUT,
    translations: dict[str, dict[str, str]] | None = None,
    **changes: object,
) -> RenderContext:
    message = Message(
        locale="en",
        subject=subject,
        preheader=preheader,
        body=body,
        text_override=None,
        layout=Layout(name="made", html=layout),
        catalogues=tuple(
            Catalogue(
                locale=locale,
                entries=tuple(
                    CatalogueEntry(source=source, target=target)
                    for source, target in entries.items()
                ),
            )
            for locale, entries in (translations or {}).items()
        ),
    )
    return RenderContext(
        campaign=made_campaign(**changes),
        message=message,
        message_seed="ab" * 16,
        columns=COLUMNS,
    )


def made_recipient(number: int, **cells: str) -> Recipient:
    address = cells.get("email", f"user{number}@example.org")
    fields = {
        "email": address,
        "locale": cells.get("locale", ""),
        "first_name": cells.get("first_name", f"Name{number}"),
        "account": cells.get("account", f"AC-{100_000 + number}"),
        "note": cells.get("note", ""),
    }
    return Recipient(
        id=RecipientId(f"{number:032x}"),
        row=number + 1,
        address=address,
        locale=fields["locale"],
        fields=tuple(fields.items()),
        token=f"{number:x}".zfill(32),
        salt="00",
    )
