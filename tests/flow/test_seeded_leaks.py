"""Another member's address or id, hidden in every way we know: all found before anything leaves.

Each way is tried in a field (seen by the deep look at cells) and in what the author wrote (seen on
the wire), in several places of a message. Others are looked for in files: `test_attachments`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from composer.checks.everybody import check_chunk
from composer.model.campaign import AttachmentSettings, Mailbox
from composer.model.message import Layout, MessageFile, RenderContext
from composer.model.recipient import Recipient
from composer.wire.own import Own
from composer.wire.thorough import Leak, ThoroughLook
from tests.flow import seeded
from tests.flow.coded_forms import CODED, CODED_ADDRESSES
from tests.flow.leak_forms import (
    ADDRESSES,
    BOTH,
    IDS,
    MARKUP,
    MARKUP_OF_ADDRESSES,
    NUMBERS,
    Form,
)
from tests.flow.seeded import ACCOUNT, ADDRESS, ANN, LAYOUT, NUMBER

OF_ADDRESSES = {**BOTH, **ADDRESSES}
OF_IDS = {**BOTH, **IDS}
PREHEADER = LAYOUT.replace(
    "{{ body }}", "<div style='display:none'>{{ preheader }}</div>{{ body }}"
)
TITLE = LAYOUT.replace("<body>", '<body><p title="{{ note }}">a</p>')


def laid_out(html: str) -> Layout:
    return Layout(name="plain", html=html)


PLACES: dict[str, RenderContext] = {
    "body": seeded.context(seeded.message(body="Hello {{ name }}: {{ note }}.\n")),
    "query": seeded.context(seeded.message(body="[open](https://example.com/?q={{ note }}).\n")),
    "path": seeded.context(seeded.message(body="[x](https://example.com/a/{{ note|url }}/x)\n")),
    "mailto": seeded.context(seeded.message(body="[write](mailto:{{ note }})\n")),
    "subject": seeded.context(seeded.message(subject="News {{ note }}")),
    "preheader": seeded.context(seeded.message(preheader="{{ note }}", layout=laid_out(PREHEADER))),
    "text part": seeded.context(seeded.message(text_override="Hello {{ note }}")),
    "title": seeded.context(seeded.message(layout=laid_out(TITLE))),
    "header": seeded.context(seeded.message(), headers=(("X-Note", "a {{ note }}"),)),
    "unsubscribe": seeded.context(
        seeded.message(), unsubscribe="https://example.com/u?x={{ note|url }}"
    ),
    "From": seeded.context(
        seeded.message(), sender=Mailbox(name="Ex {{ note }}", address="notices@example.com")
    ),
    "Reply-To": seeded.context(
        seeded.message(), reply_to=Mailbox(name="Desk {{ note }}", address="desk@example.com")
    ),
}


def test_there_are_many_ways() -> None:
    assert len({*OF_ADDRESSES, *OF_IDS}) + len({*MARKUP, *MARKUP_OF_ADDRESSES}) > 210


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("secret", "forms"),
    [
        pytest.param(ADDRESS, {**OF_ADDRESSES, **MARKUP, **MARKUP_OF_ADDRESSES}, id="address"),
        pytest.param(ACCOUNT, {**OF_IDS, **MARKUP}, id="id"),
    ],
)
def test_every_way_of_hiding_in_a_field_is_found(
    place: str, secret: str, forms: dict[str, object]
) -> None:
    missed = []
    for name, form in forms.items():
        found = seeded.checked(PLACES[place], seeded.noted(form(secret)))  # type: ignore[operator]
        if not found:
            missed.append(name)
    assert missed == []


CODED_FORMS = pytest.mark.parametrize(
    ("secret", "forms"),
    [
        pytest.param(ADDRESS, {**CODED, **CODED_ADDRESSES}, id="address"),
        pytest.param(ACCOUNT, CODED, id="id"),
    ],
)


@pytest.mark.parametrize("place", ["body", "text part", "title"])
@CODED_FORMS
def test_codes_and_parted_letters_in_a_field_are_found(
    place: str, secret: str, forms: dict[str, Form]
) -> None:
    missed = [
        name
        for name, form in forms.items()
        if not seeded.checked(PLACES[place], seeded.noted(form(secret)))
    ]
    assert missed == []


@CODED_FORMS
def test_codes_and_parted_letters_in_what_was_written_are_found(
    secret: str, forms: dict[str, Form]
) -> None:
    missed = []
    for name, hidden in written(secret, dict(forms)):
        made = written_context("layout", f"{{% raw %}}{hidden}{{% endraw %}}")
        if not seeded.checked(made, ANN):
            missed.append(name)
    assert missed == []


@pytest.mark.parametrize("place", ["body", "query", "subject", "text part", "title", "header"])
def test_an_id_of_digits_written_in_groups_is_found(place: str) -> None:
    missed = [
        name
        for name, form in NUMBERS.items()
        if not seeded.checked(PLACES[place], seeded.noted(form(NUMBER)))
    ]
    assert missed == []


def test_an_id_of_digits_in_groups_is_found_in_what_was_written() -> None:
    missed = [
        name
        for name, form in NUMBERS.items()
        if not seeded.checked(written_context("layout", form(NUMBER)), ANN)
    ]
    assert missed == []


def test_what_is_found_is_named_with_its_part() -> None:
    for name, form in OF_ADDRESSES.items():
        if "characters of a tag" not in name:
            found = seeded.checked(PLACES["body"], seeded.noted(form(ADDRESS)))
            assert seeded.codes(found) == {"content.foreign_address"}, name
            assert {item.place_of("row") for item in found} == {ANN.row}


def written(secret: str, forms: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Give what an author could write without anybody seeing that it is the secret.

    Addresses that stand openly are the author's decision; they are listed in the proof.
    """
    for name, form in forms.items():
        hidden = form(secret)  # type: ignore[operator]
        is_open = secret == ADDRESS and (secret in hidden.lower() or "\u3002" in hidden)
        if not is_open and not {"{{", "{%", "{#"} & {
            hidden[at : at + 2] for at in range(len(hidden))
        }:
            yield name, hidden


@pytest.mark.parametrize("place", ["body", "layout", "header", "translation"])
@pytest.mark.parametrize(
    ("secret", "forms"),
    [
        pytest.param(ADDRESS, {**OF_ADDRESSES, **MARKUP, **MARKUP_OF_ADDRESSES}, id="address"),
        pytest.param(ACCOUNT, {**OF_IDS, **MARKUP}, id="id"),
    ],
)
def test_every_way_of_hiding_in_what_was_written_is_found(
    place: str, secret: str, forms: dict[str, object]
) -> None:
    ways = [*written(secret, forms)]
    missed = []
    for name, hidden in ways[::4] if place == "translation" else ways:  # it is compiled each time
        if place == "header" and "=\n" in hidden:
            continue  # a header has no soft breaks
        made = written_context(place, hidden)
        if not seeded.checked(made, reader_of(place)):
            missed.append(name)
    assert missed == []


@pytest.mark.parametrize("place", ["body", "layout", "header", "translation"])
def test_what_is_harmless_is_not_found(place: str) -> None:
    made = written_context(place, "a word and AC-104711")
    assert seeded.checked(made, reader_of(place)) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_harmless_field_is_not_found(place: str) -> None:
    assert seeded.checked(PLACES[place], seeded.noted("harmless")) == []


def reader_of(place: str) -> Recipient:
    """Give Ann, who reads the translation where there is one."""
    return replace(ANN, locale="de") if place == "translation" else ANN


def written_context(place: str, hidden: str) -> RenderContext:
    """Give a campaign whose author wrote something."""
    match place:
        case "body":
            return seeded.context(seeded.message(body=f"Hello {{{{ name }}}} {hidden}\n"))
        case "layout":
            html = LAYOUT.replace("<body>", f"<body>{hidden}")
            return seeded.context(seeded.message(layout=laid_out(html)))
        case "header":
            line = hidden.replace("=\n", "").replace("\n", " ")
            return seeded.context(seeded.message(), headers=(("X-Note", f"a {line}"),))
        case _:
            catalogue = seeded.translated(f"Hallo {hidden}", source="Hello you")
            return seeded.context(seeded.message(body="Hello you\n", catalogues=(catalogue,)))


def test_cells_that_make_an_address_together_are_found() -> None:
    for first, second, body in (
        ("eve.black", "example.net", "{{ note }}@{{ more }}"),
        ("eve.black", "example.net", "{{ note }}%40{{ more }}"),
        ("eve.black", "example.net", "{{ note }}&#64;{{ more }}"),
        ("eve.black%40", "example.net", "{{ note }}{{ more }}"),
        ("eve.black", "%40example.net", "{{ note }}{{ more }}"),
        ("eve.black", "@example.net", "{{ note }}{{ more }}"),
        ("AC-104", "822", "{{ note }}{{ more }}"),
        ("AC", "104822", "{{ note }}-{{ more }}"),
    ):
        made = seeded.context(seeded.message(body=f"Hello {body}\n"))
        assert seeded.checked(made, seeded.noted(first, more=second)), body


@pytest.mark.parametrize(
    "body", ["{{ note }} {{ more }}", "| a | b |\n| --- | --- |\n| {{ note }} | {{ more }} |"]
)
def test_cells_beside_each_other_that_make_an_address_are_found(body: str) -> None:
    """No cell hides anything, and the first message of the kind was an honest one."""
    made = seeded.context(seeded.message(body=f"Hello\n\n{body}\n"))
    assert seeded.checked(made, ANN) == []
    assert seeded.checked(made, seeded.noted("eve.black", more="example.net"))
    for first, second in (("Eve", "Black"), ("ann", "example.org"), ("Ann", "Ltd."), ("x", "1.5")):
        assert seeded.checked(made, seeded.noted(first, more=second)) == [], (first, second)


def test_cells_that_are_printed_apart_are_left_alone() -> None:
    made = seeded.context(seeded.message(body="{{ note }} is a word, and so is {{ more }}\n"))
    assert seeded.checked(made, seeded.noted("eve.black", more="example.net")) == []


def test_a_guess_is_made_once_for_each_kind_of_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A campaign that is stopped for what stands openly would else take minutes to say so."""
    guessed: list[str] = []
    real = ThoroughLook.guesses_in

    def counted(self: ThoroughLook, text: str, own: Own) -> Iterator[Leak]:
        guessed.append(text)
        return real(self, text, own)

    monkeypatch.setattr(ThoroughLook, "guesses_in", counted)
    made = seeded.context(seeded.message(body="Hello {{ name }}: {{ note }}\n"))
    seeded.checked(made, ANN)
    assert guessed
    guessed.clear()
    for _ in range(3):
        assert seeded.checked(made, seeded.noted(f"see {ADDRESS}"))
    assert [text for text in guessed if "<html" in text] == []


def test_an_address_that_only_ends_like_the_recipients_own_is_found() -> None:
    smith = seeded.person(5, "smith@example.org", "AC-105551", note="Ask ann.smith@example.org")
    other = seeded.person(6, "ann.smith@example.org", "AC-105552")
    state = seeded.checker(PLACES["body"], (smith, other))
    assert seeded.codes(check_chunk(state, (smith,)).findings) == {"content.foreign_address"}


@pytest.mark.parametrize(
    "name",
    [f"{ADDRESS}.pdf", f"{ACCOUNT}.pdf", "eve.black%40example.net.pdf", "eve.black＠example.net.pdf",
     "statement AC 104822.pdf", "ZXZlLmJsYWNrQGV4YW1wbGUubmV0.pdf", "6576652e626c61636b406578616d706c652e6e6574.pdf"],
)  # fmt: skip
def test_the_name_of_a_file_is_looked_at(name: str) -> None:
    files = (MessageFile(path=f"files/{name}", content=b"%PDF-1.4"),)
    for setting in (AttachmentSettings(path=f"files/{name}"), AttachmentSettings(column="file")):
        made = seeded.context(seeded.message(files=files), attachments=(setting,))
        assert seeded.checked(made, seeded.noted("x", file=name)), setting


QUIET = [
    "Ann at Example Ltd", "Meet us at 10:30 at the office", "3 @ 5.50 EUR", "GmbH & Co. KG", "O'Hara",
    "AC-104711", "AC 104711", "ac104711", "A C - 1 0 4 7 1 1", "ann@example.org", "ANN (at) example (dot) org",
    "https://example.com/u/YW5uQGV4YW1wbGUub3Jn", "616e6e406578616d706c652e6f7267", "support@example.com",
    "0664 123 45 67", "2026-03-12 10:30", "1,250.00", "Straße 12, 10115 Berlin", "McDonald iPhone eBay",
    "5 4 5 5 3 5 1 2 3", "dGhpcyBpcyBmaW5l", "deadbeef0123456789", "Vitamin A 100 mg", "month 12", "é à ü 株式会社ＡＢＣ",
    "😀 👩‍👩‍👧", "\u0633\u0644\u0627\u0645", "50 % off", "size=40, colour=#336699", "a\nfew\nlines", "R&D @home", "d'ann@example.org",
    "see...ann@example.org", "mail:ann@example.org.", "boss@example.edu", "204.733", "204 733", "EUR 204 733",
    "204.733,50", "1 204 733", "204 733 %", "Tel. 20 47 33", "+43 20 47 33", "(0664) 20 47 33", "020 47 33",
    "20.47.33.10", "Phone: 2047 33", "3 04 71", "30 471", "v20.47.33.1",
]  # fmt: skip


@pytest.mark.parametrize("place", ["body", "query", "subject", "text part", "title"])
def test_ordinary_cells_give_no_alarm(place: str) -> None:
    for note in QUIET:
        one = seeded.noted(
            " ".join(note.split()) if place == "subject" else note, manager="boss@example.edu"
        )
        state = seeded.checker(PLACES[place], (*seeded.PEOPLE, one))
        found = [
            item
            for item in check_chunk(state, (one,)).findings
            if item.code.startswith("content.foreign")
        ]
        assert found == [], note


@pytest.mark.parametrize("name", sorted(path.stem for path in Path("templates").glob("*.html")))
def test_the_layouts_give_no_alarm_with_staff_in_the_audience(name: str) -> None:
    """Support is in the footer and in the audience; ids are words, small numbers and dates."""
    html = (
        Path("templates", f"{name}.html")
        .read_text(encoding="utf-8")
        .replace("</body>", '<a href="mailto:support@example.com">support@example.com</a></body>')
    )
    body = "Hello {{ name }}, account {{ account }}, number {{ number }}, ask {{ manager }}. In November 2019: 1250 EUR.\n"
    rendering = seeded.context(seeded.message(body=body, layout=laid_out(html)))
    ids = [
        ("AC-104711", "30471"),
        ("november", "2019"),
        ("20191101", "1250"),
        ("AC-100001", "336699"),
        ("X1", "7"),
    ]
    people = tuple(
        seeded.person(number, address, account, number=small, manager="boss@example.edu")
        for number, (address, (account, small)) in enumerate(
            zip(("ann@example.org", "bob@example.org", "support@example.com", "cy@example.org", "di@example.org"), ids, strict=True), start=1
        )
    )  # fmt: skip
    found = check_chunk(seeded.checker(rendering, people), people).findings
    assert [item for item in found if item.code.startswith("content.foreign")] == []
