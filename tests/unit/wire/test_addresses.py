"""The scan for other people's addresses and ids: sixty ways of hiding, and what is no leak."""

from __future__ import annotations

import base64
import html as entities
import pickle
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

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
    RenderContext,
)
from composer.model.recipient import Recipient
from composer.model.rendered import Attachment
from composer.wire.addresses import LeakScanner
from composer.wire.audience_index import HashedSet, index_audience
from composer.wire.decoded import DecodedMessage
from composer.wire.literals import find_literals, literal_addresses
from composer.wire.skeleton import ReadText, whole

FOOTER = '<p>Write to <a href="mailto:support@example.com">support@example.com</a></p>\n'
STYLE = "<style>@media (max-width: 600px) { p { color: #336699 } }</style>\n"


def member(number: int, address: str, account: str, **cells: str) -> Recipient:
    fields = {"email": address, "account": account, **cells}
    return Recipient(
        id=RecipientId(f"{number:032x}"),
        row=number + 1,
        address=address,
        locale="en",
        fields=tuple(fields.items()),
        token=f"{number:031x}f",
        salt="00",
    )


def campaign_context(**changes: object) -> RenderContext:
    campaign = Campaign(
        name="x",
        purpose=Purpose.SERVICE,
        sender=Mailbox(name="Exchange", address="notices@example.com"),
        locale="en",
        layout="notice",
        audience=AudienceSettings(
            file="a.csv", ids=("account",), contacts=("manager",), tolerance=Decimal(0)
        ),
        transport=TransportSettings(kind=TransportKind.PRACTICE),
    )
    message = Message(
        locale="en",
        subject="News",
        preheader="",
        body=str(changes.get("body", "Hello {{ first_name }}")),
        text_override=None,
        layout=Layout(name="notice", html=STYLE + str(changes.get("layout", "")) + FOOTER),
        catalogues=changes.get("catalogues", ()),  # type: ignore[arg-type]
    )
    return RenderContext(campaign=campaign, message=message, message_seed="00", columns=())


ANN = member(1, "ann@example.org", "AC-104711", first_name="Ann")
EVE = member(2, "eve.black@example.net", "AC-104822", first_name="Eve")
SPACED = member(7, "few@example.org", "DE89 3704 0044 0532", first_name="Few")
OTHERS = (
    EVE,
    member(3, "j\u00fcrgen@b\u00fccher.example", "204733", first_name="J\u00fcrgen"),
    member(4, "support@example.com", "AC-100001", first_name="Staff"),
    member(5, "tall@example.org", "1250", first_name="Alexander"),
    member(6, "user@example.org", "november", first_name="Marina"),
    SPACED,
    member(8, "abc@example.org", "a1", first_name="Short"),
    member(9, "colour@example.org", "336699", first_name="Colour"),
    member(10, "date@example.org", "20191101", first_name="Date"),
    member(11, "piece@example.org", "104711", first_name="Piece"),
)


@pytest.fixture(autouse=True, params=["some ids of several words", "all ids of one word"])
def audience(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let every test run with and without an id of several words: they are looked for otherwise."""
    everybody = [*OTHERS]
    if request.param == "all ids of one word":
        everybody.remove(SPACED)
    _everybody[:] = [ANN, *everybody]
    yield
    _everybody[:] = [ANN, *OTHERS]


_everybody = [ANN, *OTHERS]


def scanner(*, recipients: tuple[Recipient, ...] = (), **changes: object) -> LeakScanner:
    recipients = recipients or tuple(_everybody)
    context = campaign_context(**changes)
    audience = context.campaign.audience
    index = index_audience(recipients, ids=audience.ids, contacts=audience.contacts)
    index = pickle.loads(pickle.dumps(index))
    return LeakScanner(literals=find_literals(context), index=index)


def message(*, html: str = "", text: str = "", to: str = "ann@example.org", **changes: object) -> DecodedMessage:  # fmt: skip
    headers = (
        ("From", "Exchange <notices@example.com>"),
        ("To", to),
        ("Subject", str(changes.get("subject", "News"))),
        ("Message-ID", "<0123456789abcdef@example.com>"),
        ("X-Campaign", str(changes.get("header", "a"))),
    )
    return DecodedMessage(
        headers=headers,
        header_names=tuple(name for name, _ in headers),
        from_addresses=("notices@example.com",),
        to_addresses=(to,),
        reply_addresses=(),
        plain=whole(f"Hello Ann\n{text}\nWrite to support@example.com.\n".encode()),
        markup=whole(f"<html>{STYLE}<p>Hello Ann</p>\n{html}\n{FOOTER}</html>\n".encode()),
        attachments=changes.get("attachments", ()),  # type: ignore[arg-type]
    )


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


ADDRESS = EVE.address
LOCAL, DOMAIN = ADDRESS.split("@")
HIDDEN_ADDRESSES = [
    ADDRESS,
    ADDRESS.upper(),
    f"Eve <{ADDRESS}>",
    f"({ADDRESS}),",
    f"mail:{ADDRESS}.",
    f"x={ADDRESS}",
    f"連絡先は{ADDRESS}まで",
    ADDRESS.replace("@", "&#64;"),
    ADDRESS.replace("@", "&#x40;"),
    ADDRESS.replace("@", "&#0064;"),
    ADDRESS.replace("@", "&commat;"),
    ADDRESS.replace(".", "&period;").replace("@", "&commat;"),
    ADDRESS.replace("@", "&amp;#64;"),
    ADDRESS.replace("@", "&amp;commat;"),
    "".join(f"&#{ord(character)};" for character in ADDRESS),
    "".join(f"&#x{ord(character):x};" for character in ADDRESS),
    ADDRESS.replace("@", "%40"),
    ADDRESS.replace("@", "%2540"),
    ADDRESS.replace("@", "&#37;40"),
    ADDRESS.replace("@", "%26%2364%3B"),
    "".join(f"%{ord(character):02x}" for character in ADDRESS),
    f"https://example.com/?u={LOCAL}%40{DOMAIN}&x=1",
    ADDRESS.replace("@", "\uff20"),
    ADDRESS.replace("@", "\ufe6b"),
    ADDRESS.replace(".", "\uff0e"),
    ADDRESS.replace("@", "%EF%BC%A0"),
    "".join(chr(ord(character) + 0xFEE0) for character in ADDRESS),
    ADDRESS.replace("@", "\u200b@\u200b"),
    ADDRESS.replace("black", "bl\u200dack"),
    ADDRESS.replace("black", "bl\u00adack"),
    ADDRESS.replace("black", "bl\u2060a\ufeffck"),
    ADDRESS.replace("black", "bl\u034fack"),
    ADDRESS.replace("@", "&#8203;@"),
    ADDRESS.replace("@", "&ZeroWidthSpace;@"),
    ADDRESS.replace("@", "&shy;@"),
    ADDRESS.replace("@", "<b>@</b>"),
    ADDRESS.replace("@", "<b></b>@"),
    ADDRESS.replace("@", "<span\nclass='a'>@</span>"),
    ADDRESS.replace("black", "bl<!-- x -->ack"),
    ADDRESS.replace("black", "bl<wbr>ack"),
    ADDRESS.replace("@", "<b>&#64;</b>"),
    ADDRESS.replace("@", " (at) "),
    ADDRESS.replace("@", "[at]"),
    ADDRESS.replace("@", " [at] ").replace(".net", " [dot] net"),
    "eve.black at example dot net",
    ADDRESS.replace("@", " @ "),
    ADDRESS.replace("@", "=40"),
    ADDRESS.replace("@", "\\u0040"),
    ADDRESS.replace("@", "\\x40"),
    base64_of(ADDRESS),
    base64_of(ADDRESS).rstrip("="),
    base64.urlsafe_b64encode(b">>>" + ADDRESS.encode()).decode(),
    base64_of(f"user={ADDRESS}"),
    base64_of(ADDRESS.replace("@", "%40")),
    f"https://example.com/?q={base64_of(ADDRESS)}",
    "j\u00fcrgen@b\u00fccher.example",
    "j\u00fcrgen@xn--bcher-kva.example",
    "ju\u0308rgen@bu\u0308cher.example",
    "J\u00dcRGEN@B\u00dcCHER.EXAMPLE",
    "j%C3%BCrgen@xn--bcher-kva.example",
    "j&uuml;rgen&#64;b&uuml;cher.example",
]
STRANGERS = [
    f"jo{ADDRESS}",
    f"{ADDRESS}.evil.example",
    f"{ADDRESS}work",
    "joann@example.org",
    "ann@example.org.evil.example",
    "ann@example.orgs",
]
HIDDEN_IDS = [
    "AC-104822",
    "ac-104822",
    "AC104822",
    "AC 104822".replace(" ", "_"),
    "Your account: AC-104822.",
    "(AC-104822)",
    "https://example.com/a/AC-104822/edit",
    "https://example.com/?a=AC-104822&b=1",
    "account-204733",
    "204733",
    "AC-10&#52;822",
    "AC%2D104822",
    "AC-104\u200b822",
    "\uff21\uff23-\uff11\uff10\uff14\uff18\uff12\uff12",
    "AC-104<b>822</b>",
    base64_of("AC-104822"),
    base64_of("id=AC-104822"),
]


@pytest.mark.parametrize("hidden", [*HIDDEN_ADDRESSES, *STRANGERS])
def test_another_address_is_found_in_a_field(hidden: str) -> None:
    row = member(1, ANN.address, "AC-104711", first_name="Ann", note=hidden)
    made = message(html=f"<p>{entities.escape(hidden)}</p>", text=hidden)
    found = scanner().find_leaks(made, row)
    assert {item.code for item in found} == {"content.foreign_address"}
    assert {"text", "html"} >= {item.place_of("part") for item in found}
    assert {item.place_of("row") for item in found} == {2}


LINK = '<a href="https://example.com/?a={}">x</a>'


@pytest.mark.parametrize(
    ("hidden", "place"),
    [
        (hidden, place)
        for hidden in HIDDEN_ADDRESSES
        for place in ("{}", LINK, "<td>{}</td>")
        if place != LINK or "<" not in hidden
    ],
)
def test_another_address_is_found_in_html_from_a_template(hidden: str, place: str) -> None:
    found = scanner(body=hidden.replace("@", "@ ") + " {{ a }}%40").find_leaks(
        message(html=place.format(hidden)), ANN
    )
    assert [item for item in found if item.code == "content.foreign_address"]


@pytest.mark.parametrize("hidden", ["DE89 3704 0044 0532", "de89370400440532"])
def test_an_id_of_several_words_is_found_in_a_field(hidden: str) -> None:
    row = member(1, ANN.address, "AC-104711", first_name="Ann", note=hidden)
    one = scanner(recipients=(ANN, *OTHERS))
    found = one.find_leaks(message(html=f"<p>{hidden}</p>", text=hidden), row)
    assert {item.code for item in found} == {"content.foreign_id"}


@pytest.mark.parametrize("cut", range(1, 8))
def test_an_id_of_several_words_is_found_across_lines_known_and_fresh(cut: int) -> None:
    one = scanner(recipients=(ANN, *OTHERS))
    lines = b"everybody reads this\nDE89\n3704\n0044\n0532\nand that\nand the rest\n"
    ends = [at + 1 for at, byte in enumerate(lines) if byte == 0x0A]
    for until in range(cut, 8):
        begin, end = ends[cut - 1], ends[until - 1]
        halves = (lines[:begin].decode(), lines[end:].decode())
        known = tuple(half for half in halves if half)
        gaps = (b"", lines[begin:end], b"")[: len(known) + 1]
        text = ReadText(lines, known, gaps)
        found = one.find_leaks(message()._replace(plain=text), ANN)
        assert {item.code for item in found} == {"content.foreign_id"}


@pytest.mark.parametrize("hidden", HIDDEN_IDS)
def test_another_id_is_found_in_a_field(hidden: str) -> None:
    row = member(1, ANN.address, "AC-104711", first_name="Ann", note=hidden)
    found = scanner().find_leaks(message(html=f"<p>{hidden}</p>", text=hidden), row)
    assert {item.code for item in found} == {"content.foreign_id"}


@pytest.mark.parametrize("place", ["subject", "header"])
@pytest.mark.parametrize("leak", [ADDRESS, ADDRESS.replace("@", "%40"), "AC-104822"])
def test_a_leak_is_found_in_a_header(place: str, leak: str) -> None:
    row = member(1, ANN.address, "AC-104711", note=leak)
    found = scanner().find_leaks(message(**{place: leak}), row)
    assert [item.place_of("part") for item in found][:1] in (["Subject"], ["X-Campaign"])


@pytest.mark.parametrize("leak", [ADDRESS, "AC-104822"])
def test_a_leak_is_found_in_the_name_of_an_attachment(leak: str) -> None:
    named = Attachment(name=f"{leak}.pdf", content_type="application/pdf", content_id="", content=b"")  # fmt: skip
    assert scanner().find_leaks(message(attachments=(named,)), ANN)


def test_two_cells_that_make_an_address_together_are_found() -> None:
    row = member(1, ANN.address, "AC-104711", a=LOCAL, b=DOMAIN)
    assert scanner().find_leaks(message(text=f"{LOCAL}@{DOMAIN}"), row)
    assert scanner(body="{{ a }}%40{{ b }}").find_leaks(message(text=f"{LOCAL}%40{DOMAIN}"), row)


def test_a_member_hidden_in_template_or_translation_is_found() -> None:
    hidden = ADDRESS.replace("@", "&#64;")
    entry = CatalogueEntry(source="Hello", target=f"Hallo {ADDRESS}")
    assert scanner(body=hidden).find_leaks(message(html=hidden), ANN)
    assert scanner(catalogues=(Catalogue(locale="de", entries=(entry,)),)).find_leaks(message(text=f"Hallo {ADDRESS}"), ANN)  # fmt: skip


def test_nobody_in_the_audience_may_be_shown_openly_but_the_recipient() -> None:
    row = member(1, ANN.address, "AC-104711", note="stranger@example.edu")
    found = scanner().find_leaks(message(text="stranger@example.edu"), row)
    assert [dict(item.values)["found"] for item in found] == ["stranger@example.edu"]


def test_what_is_not_printed_is_no_leak() -> None:
    row = member(1, ANN.address, "AC-104711", note=ADDRESS, other="AC-104822", more="eve%40x.com")
    assert scanner().find_leaks(message(), row) == []


ORDINARY_TEXTS = [
    "ann@example.org",
    "ANN@EXAMPLE.ORG",
    "Your address is ann@example.org.",
    "<b>Address:</b>ann@example.org<b>x</b>",
    "<b>Contact</b><a href='mailto:ann@example.org'>ann@example.org</a><b>Next</b>",
    "https://example.com/u/?e=ann%40example.org&t=1",
    "mailto:ann%40example.org",
    "ご登録のアドレスはann@example.orgです",
    "\u0639\u0646\u0648\u0627\u0646\u0643 \u2066ann@example.org\u2069",
    "account AC-104711, see https://example.com/AC-104711",
    base64_of("ann@example.org"),
    "follow @example or https://social.example/@example.exchange",
    "3 @ 5.50 EUR, 2@3.75",
    "204733.50 EUR, -204733.00, 1.204733",
    "@media (min-width: 600px) { }",
    "November 2019, 1250 points, 2019-11-01, 1,250.00",
    "colour #336699",
    "Alexander, Marina and Few",
    "support@example.com and notices@example.com",
    "Write to support@example.com!",
    "AT&T, 12.5 %, 100%, a < b & c > d",
    '{"json": "x"}',
    "a1 b2 c3",
]  # fmt: skip


@pytest.mark.parametrize("ordinary", ORDINARY_TEXTS)
def test_an_ordinary_message_gives_no_alarm(ordinary: str) -> None:
    row = member(1, ANN.address, "AC-104711", points="1250", name="Alexander", month="november", note=ordinary)  # fmt: skip
    found = scanner(layout="<p>2019</p>").find_leaks(message(html=f"<p>{ordinary}</p>", text=ordinary), row)  # fmt: skip
    assert found == []


HARD_OWN_ADDRESSES = [
    "o'brien@example.org",
    "a+b@example.org",
    "a&b@example.org",
    "a=b@example.org",
    "x_y-z@example.org",
    "per%40cent@example.org",
    "j\u00fcrgen@b\u00fccher.example",
    "anna@stra\u00dfe.example",
    "\u7528\u6237@\u4f8b\u3048.example",
]


@pytest.mark.parametrize("address", HARD_OWN_ADDRESSES)
def test_the_recipients_own_address_is_never_a_leak(address: str) -> None:
    from urllib.parse import quote

    row = member(1, address, "AC-104711")
    local, domain = address.split("@")
    wire = f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else address
    if "\u00df" in domain:
        wire = f"{local}@xn--strae-oqa.example"
    page = f'<p>{entities.escape(address)}</p><a href="mailto:{quote(address)}">x</a>'
    if "%" in address:
        page = f"<p>{address}</p>"
    made = message(html=page, text=f"To {address}", to=wire)
    assert scanner(recipients=(row, *OTHERS[:1])).find_leaks(made, row) == []


def test_an_image_shown_in_the_body_is_no_address() -> None:
    image = Attachment(name="l.png", content_type="image/png", content_id="logo@composer.example", content=b"")  # fmt: skip
    made = message(html='<img src="cid:logo@composer.example">', attachments=(image,))
    assert scanner().find_leaks(made, ANN) == []


def test_contacts_may_be_shown_until_they_are_too_many() -> None:
    row = member(1, ANN.address, "AC-104711", manager="boss@example.edu")
    made = message(text="Ask boss@example.edu")
    assert scanner(recipients=(row, EVE)).find_leaks(made, row) == []
    many = tuple(
        member(n, f"u{n}@example.org", f"AC-2{n:05}", manager=f"boss{n}@example.edu")
        for n in range(10, 70)
    )
    assert scanner(recipients=(row, *many)).find_leaks(made, row)


def test_an_id_written_by_the_author_is_still_somebodys_id() -> None:
    made = message(text="as AC-104822 did, see 1250")
    found = scanner(body="as AC-104822 did, see 1250").find_leaks(made, ANN)
    assert [dict(item.values)["found"] for item in found] == ["ac104822"]
    assert scanner(body="as AC-104822 did").find_leaks(made, EVE) != []


def test_a_small_number_that_nobody_says_is_an_id() -> None:
    assert scanner().find_leaks(message(text="No. 1250"), ANN)
    assert scanner(body="No. 1250").find_leaks(message(text="No. 1250"), ANN) == []


def test_a_word_that_is_somebodys_id_is_found_when_nobody_says_it() -> None:
    assert scanner().find_leaks(message(text="see november"), ANN)


def test_a_line_that_is_fine_for_one_is_still_looked_at_for_the_next() -> None:
    one = scanner()
    made = message(text="account AC-104711")
    assert one.find_leaks(made, ANN) == []
    assert one.find_leaks(message(text="account AC-104711", to=EVE.address), EVE)
    assert one.find_leaks(made, ANN) == []


def test_addresses_that_are_hidden_or_translated_may_be_shown_when_nobody_has_them() -> None:
    entry = CatalogueEntry(source="Hello", target="Hallo hilfe@acme.example")
    one = scanner(
        body="help%40acme.example", catalogues=(Catalogue(locale="de", entries=(entry,)),)
    )
    assert one.find_leaks(message(text="help%40acme.example hilfe@acme.example"), ANN) == []


def test_a_set_of_hashes_is_a_set() -> None:
    held = HashedSet.of(f"user{n}@example.org" for n in range(20_000))
    assert len(held) == 20_000
    assert all(f"user{n}@example.org" in held for n in range(20_000))
    assert not any(f"user{n}@example.net" in held for n in range(40_000))
    assert "x" not in HashedSet.of(())


def test_ids_too_short_to_be_looked_for_are_counted() -> None:
    assert index_audience(OTHERS, ids=("account",), contacts=()).short_ids == 1


def test_the_authors_addresses_are_listed_for_the_proof() -> None:
    context = campaign_context(body="hidden&#64;example.edu plain@example.edu {{ a }}@example.edu")
    campaign = replace(
        context.campaign,
        reply_to=Mailbox(name="", address="answers@example.com"),
        unsubscribe="mailto:leave@example.com",
        headers=(("X-Contact", "desk@example.com"),),
    )
    assert literal_addresses(replace(context, campaign=campaign)) == (
        "answers@example.com",
        "desk@example.com",
        "leave@example.com",
        "notices@example.com",
        "plain@example.edu",
        "support@example.com",
    )
