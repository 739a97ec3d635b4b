"""A small campaign in which another member's address or id can be hidden anywhere.

`audience()` are its people, `checked` is what the check of everybody says to one of them: the very
chunk of work that the check's processes do, rendering, guard and scan included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from composer.checks.everybody import CheckContext, CheckState, check_chunk, set_up_check
from composer.findings import Finding
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
from composer.wire.audience_index import index_audience

ADDRESS, ACCOUNT, NUMBER = "eve.black@example.net", "AC-104822", "204733"
COLUMNS = ("email", "name", "account", "number", "manager", "note", "more", "file")
LAYOUT = (
    "<!DOCTYPE html><html><head><title>{{ subject }}</title></head><body>{{ body }}"
    '<p>Write to <a href="mailto:support@example.com">support@example.com</a></p></body></html>'
)


def person(place: int, address: str, account: str, **cells: str) -> Recipient:
    """Make one row."""
    own = {"email": address, "name": f"Person {place}", "account": account, **cells}
    return Recipient(
        id=RecipientId(f"{place:032x}"),
        row=place + 1,
        address=address,
        locale="en",
        fields=tuple((name, own.get(name, "x")) for name in COLUMNS),
        token=f"{place * 7919:031x}f",
        salt="00",
    )


ANN = person(1, "ann@example.org", "AC-104711", number="30471")
EVE = person(2, ADDRESS, ACCOUNT, number=NUMBER)
STAFF = person(3, "support@example.com", "AC-100001", number="100200")
JUERGEN = person(4, "jürgen@bücher.example", "AC-104990", number="300999")
PEOPLE = (ANN, EVE, STAFF, JUERGEN)


def message(**changes: object) -> Message:
    """Give the campaign's message with something changed."""
    plain = Message(
        locale="en",
        subject="News",
        preheader="",
        body="Hello {{ name }}, your account is {{ account }}.\n",
        text_override=None,
        layout=Layout(name="plain", html=LAYOUT),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def context(made: Message, **changes: object) -> RenderContext:
    """Give what is rendered, with settings changed."""
    campaign = Campaign(
        name="x",
        purpose=Purpose.SERVICE,
        sender=Mailbox(name="Exchange", address="notices@example.com"),
        locale="en",
        layout="plain",
        audience=AudienceSettings(
            file="a.csv", ids=("account", "number"), contacts=("manager",), locale=""
        ),
        transport=TransportSettings(kind=TransportKind.PRACTICE),
    )
    return RenderContext(
        campaign=replace(campaign, **changes),  # type: ignore[arg-type]
        message=made,
        message_seed="00" * 16,
        columns=COLUMNS,
    )


@lru_cache(maxsize=64)
def checker(rendering: RenderContext, people: tuple[Recipient, ...] = PEOPLE) -> CheckState:
    """Make a check's state as its processes do."""
    settings = rendering.campaign.audience
    index = index_audience(people, ids=settings.ids, contacts=settings.contacts)
    return set_up_check(CheckContext(rendering=rendering, index=index))


def checked(rendering: RenderContext, *people: Recipient) -> list[Finding]:
    """Check some people's messages, and give the findings that stop the campaign."""
    return [found for found in check_chunk(checker(rendering), people).findings if found.blocks]


def noted(note: str, **cells: str) -> Recipient:
    """Give Ann's row with something in the column `note`."""
    return person(1, ANN.address, "AC-104711", number="30471", note=note, **cells)


def translated(target: str, *, source: str) -> Catalogue:
    """Give a translation into German of one unit."""
    return Catalogue(locale="de", entries=(CatalogueEntry(source=source, target=target),))


def codes(findings: Iterable[Finding]) -> set[str]:
    """Give the findings' codes."""
    return {item.code for item in findings}
