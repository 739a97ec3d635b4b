"""Links, subjects, looks, offers and languages: each fault is found, ordinary text has none."""

from __future__ import annotations

import pytest

from composer import paths
from composer.checks.content import find_content_findings
from composer.folder.example import example_tree
from composer.folder.load import parse_tree
from composer.model.campaign import AudienceSettings, Purpose
from composer.model.message import RenderContext
from tests.unit.checks.made_campaigns import LAYOUT, made_context

LONG = (
    "We change how much each price source counts in our indices. No index is added, and none is "
    "removed. Your positions and open orders stay as they are, and there is nothing that you need "
    "to do. Our support team reads every answer that you send to this message."
)
GERMAN = (
    "Wir ändern, wie stark jede Preisquelle in unseren Indizes zählt. Kein Index kommt hinzu, und "
    "keiner fällt weg. Ihre Positionen und offenen Aufträge bleiben, wie sie sind, und Sie müssen "
    "nichts tun. Unser Kundendienst liest jede Antwort auf diese Nachricht."
)


def codes(context: RenderContext) -> list[str]:
    ignored = {"content.literal_address"}
    return [item.code for item in find_content_findings(context) if item.code not in ignored]


LINKS = [
    ("content.private_link", "[x](https://10.0.0.8/a)"),
    ("content.private_link", "[x](http://localhost:8000/)"),
    ("content.private_link", "[x](https://wiki/page)"),
    ("content.private_link", "[x](https://files.corp/page)"),
    ("content.address_link", "[x](https://93.184.216.34/a)"),
    ("content.credentials_link", "[x](https://ana:secret@acme.co/a)"),
    ("content.lookalike_link", "[x](https://раypal.com/a)"),
    ("content.lookalike_link", "[x](https://xn--80ak6aa92e.com/a)"),
    ("content.tracking_link", "[x](https://acme.co/a?utm_source=mail&id=1)"),
    ("content.short_link", "[x](https://bit.ly/abc)"),
    ("content.odd_link", "[x](https://https://acme.co/a)"),
    ("content.odd_link", "[x](https://acme.co/a.)"),
    ("content.link_text_differs", "[www.acme.co](https://other.net/a)"),
    ("content.link_text_differs", "[https://acme.co/login](https://acme.co.other.net/login)"),
    ("content.link_text_differs", "[help@acme.co](mailto:other@acme.net)"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "body"), LINKS)
def test_a_fault_in_a_link_is_found(code: str, body: str) -> None:
    assert code in codes(made_context(body=f"{LONG}\n\n{body}\n"))


@pytest.mark.parametrize(
    "body",
    [
        "[www.acme.co](https://acme.co/a)", "[acme.co/indices](https://acme.co/indices)",
        "[shop.acme.co](https://acme.co/)", "[acme.co](https://www.acme.co)", "[v2.0](https://acme.co)",
        "[Read more at acme.co](https://other.net)", "[help@acme.co](mailto:help@acme.co?subject=Hi)",
        "[{{ note }}](https://acme.co/{{ account }})", "[x](https://münchen.de/)", "[y](https://пример.рф/)",
        "[x](https://acme.co/a?id=1&amp;lang=en#top)", "[x](https://acme.co/wiki/Foo_(bar))",
        "[Acme.Co](https://acme.co)", "[{{ note }}](mailto:{{ note }})",
    ],
)  # fmt: skip
def test_an_ordinary_link_has_no_finding(body: str) -> None:
    assert codes(made_context(body=f"{LONG}\n\n{body}\n")) == []


SUBJECTS = [
    ("content.shouting_subject", "LAST CHANCE TO ACT"),
    ("content.exclaiming_subject", "News!!"),
    ("content.exclaiming_subject", "News! Read! Now!"),
    ("content.fake_reply", "Re: your account"),
    ("content.fake_reply", "AW: Ihre Anfrage"),
    ("content.fake_reply", "回复：您的账户"),
    ("content.symbols_subject", "🎉🎉"),
]


@pytest.mark.parametrize(("code", "subject"), SUBJECTS)
def test_a_fault_in_the_subject_is_found(code: str, subject: str) -> None:
    assert codes(made_context(subject=subject, body=LONG)) == [code]


@pytest.mark.parametrize(
    "subject",
    [
        "News!", "¡Ya está aquí!", "Result: your account", "EU GDPR", "BTC-USD", "{{ note }}",
        "Respond: by Friday", "Hello {{ first_name }} 🎉", "アップデートのお知らせ", "تحديث أوزان المؤشر",
    ],
)  # fmt: skip
def test_an_ordinary_subject_has_no_finding(subject: str) -> None:
    assert codes(made_context(subject=subject, body=LONG)) == []


def test_a_preheader_is_looked_at_too() -> None:
    assert codes(made_context(preheader="News from Acme", body=LONG)) == ["content.same_preheader"]
    assert codes(made_context(preheader="x" * 250, body=LONG)) == ["content.long_preheader"]


@pytest.mark.parametrize(
    ("code", "element"),
    [
        ("content.low_contrast", '<p style="color:#aaa">Terms apply</p>'),
        ("content.low_contrast", '<p style="color:#fff">Terms</p>'),
        ("content.low_contrast", '<td bgcolor="#000"><font color="#333">x</font></td>'),
        ("content.low_contrast", '<p style="background:#2b5bc7;color:rgba(0,0,0,.6)">Read</p>'),
        ("content.heading_skips", "<h1>One</h1><h3>Three</h3>"),
    ],
)
def test_what_is_hard_to_read_is_found(code: str, element: str) -> None:
    layout = LAYOUT.replace("<p>", f"<table><tr>{element}</tr></table><p>")
    assert codes(made_context(layout=layout, body=LONG)) == [code]


@pytest.mark.parametrize(
    "element",
    [
        '<p style="color:#767676">Terms</p>',
        '<p style="color:#888;font-size:26px">Large</p>',
        '<p style="color:#fff;background:#2b5bc7">Button</p>',
        '<p style="color:#fff;background:url(cid:a)">On a picture</p>',
        '<div style="display:none;color:#fff">Preheader</div>',
        '<div style="font-size:1px;color:#fff">Preheader</div>',
        '<p style="background-color:#000"><span style="color:#fff">x</span></p>',
        '<p style="color:{{ note }}">Field</p>',
        "<h2>One</h2><h1>Two</h1><h2>Three</h2>",
    ],
)
def test_what_can_be_read_has_no_finding(element: str) -> None:
    layout = LAYOUT.replace("<p>", f"{element}<p>")
    assert codes(made_context(layout=layout, body=LONG)) == []


def test_a_picture_alone_is_no_message() -> None:
    assert codes(made_context(body="![Look](cid:a)")) == ["content.only_pictures"]
    assert codes(made_context(body=f"{LONG}\n\n![Look](cid:a)")) == []
    wordy = LAYOUT.replace("<p>", f"<p>{LONG} {LONG}</p><p>")
    assert codes(made_context(body="![Look](cid:a)", layout=wordy)) == ["content.only_pictures"]
    pictured = LAYOUT.replace("<p>", '<img src="cid:a" alt="Acme"><p>')
    assert codes(made_context(body="{{ note or 'Short' }}, see you.", layout=pictured)) == []


def test_an_offer_in_a_service_notice_is_asked_about() -> None:
    body = f"{LONG}\n\nUse promo code SPRING for a 20% discount.\n"
    assert codes(made_context(body=body)) == ["content.offer_in_service"]
    assert codes(made_context(body=f"{LONG} We counted the discountable items.")) == []
    audience = AudienceSettings(file="audience.csv", rule="customers")
    context = made_context(body=body, purpose=Purpose.MARKETING, audience=audience)
    assert "content.offer_in_service" not in codes(context)


@pytest.mark.parametrize(
    ("locale", "text", "is_offer"),
    [
        ("en", "Upgrade now and save 30%", True), ("en", "Save your work", False),
        ("de", "20 Prozent Nachlass für Sie", True), ("de", "Sie erhalten 20 % auf Dauer", False),
        ("fr", "20 % de réduction", True), ("fr", "La remise des clés; les soldes de vos comptes", False),
        ("ar", "خصم 20٪ لفترة محدودة", True), ("ar", "تم خصم المبلغ من حسابك", False),
        ("ja", "今なら20%オフ", True), ("ja", "20のオフィス", False),
        ("ru", "Скидки для вас", True), ("ru", "Ваш счёт", False),
    ],
)  # fmt: skip
def test_an_offer_is_told_from_the_words_of_a_bank(locale: str, text: str, is_offer: bool) -> None:
    context = made_context(body=text)
    if locale != "en":
        context = made_context(body="Source text.", translations={locale: {"Source text.": text}})
    assert ("content.offer_in_service" in codes(context)) is is_offer


@pytest.mark.parametrize(
    ("locale", "text", "code"),
    [
        ("de", LONG + " Indeed.", "content.wrong_language"),
        ("fr", GERMAN, "content.wrong_language"),
        ("ar", GERMAN, "content.wrong_script"),
        ("ja", LONG + " Indeed.", "content.wrong_script"),
        ("sr-Latn", GERMAN, "content.wrong_language"),
    ],
)
def test_a_language_that_reads_like_another_is_found(locale: str, text: str, code: str) -> None:
    found = find_content_findings(made_context(body=LONG, translations={locale: {LONG: text}}))
    assert [(item.code, item.place_of("locale")) for item in found if "wrong" in item.code] == [
        (code, locale)
    ]


def test_a_language_in_its_own_words_has_no_finding() -> None:
    assert codes(made_context(body=LONG, translations={"de": {LONG: GERMAN}})) == []


def test_the_example_and_the_six_layouts_have_nothing_to_look_at() -> None:
    folders = sorted((paths.resources() / "samples").iterdir())
    trees = [example_tree("exchange.example")] + [
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in folders
    ]  # fmt: skip
    assert len(trees) == 7
    for tree in trees:
        parsed = parse_tree(tree)
        assert parsed.campaign is not None
        assert parsed.message is not None
        context = RenderContext(
            campaign=parsed.campaign, message=parsed.message, message_seed="ab" * 16, columns=()
        )
        assert set(codes(context)) <= {"content.no_basis"}


def test_a_short_text_beside_an_address_in_other_letters_is_left_alone() -> None:
    address = "<p>Example Exchange Holdings, 1 Harbour Street, 1010 Example City, Country</p>" * 3
    layout = LAYOUT.replace("<p>", f"{address}<p>", 1)
    japanese = "弊社の指数の構成比率が変わります。お客様のお手続きは必要ありません。"
    context = made_context(body=LONG, layout=layout, translations={"ja": {LONG: japanese}})
    assert codes(context) == []
