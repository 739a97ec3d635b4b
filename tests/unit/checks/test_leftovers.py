"""Left-overs: what a cell brought into a message is named with row and column; words are not."""

from __future__ import annotations

import csv
import io

import pytest

from composer.checks.leftovers import find_left_overs, written_left_overs
from composer.folder.example import example_audience
from composer.model.identifiers import RecipientId
from composer.model.recipient import Recipient
from composer.wire.decoded import DecodedMessage
from composer.wire.skeleton import whole
from tests.unit.checks.made_campaigns import made_recipient


def shown(
    *said: str, subject: str = "News", markup: str = "", sender: str = "a@acme.co"
) -> DecodedMessage:
    return DecodedMessage(
        headers=(("Subject", subject),),
        header_names=("Subject",),
        from_addresses=(sender,),
        to_addresses=(),
        reply_addresses=(),
        plain=whole("\n".join(said).encode()),
        markup=whole(markup.encode()),
        attachments=(),
    )


FAULTS = [
    ("content.left_over", "as {{ first_name }} said", "{{"),
    ("content.left_over", "{% if", "{%"),
    ("content.field_word", "None", "None"),
    ("content.field_word", "nan nan", "nan nan"),
    ("content.field_word", "Jane None", "Jane None"),
    ("content.field_word", "undefined", "undefined"),
    ("content.field_word", "NaT", "NaT"),
    ("content.field_word", "#REF!", "#REF!"),
    ("content.field_placeholder", "[object Object]", "[object Object]"),
    ("content.field_placeholder", "Dear [First name],", "[First name]"),
    ("content.field_placeholder", "<<Name>>", "<<Name>>"),
    ("content.field_placeholder", "*|FNAME|*", "*|FNAME|*"),
    ("content.field_placeholder", "%%name%%", "%%name%%"),
    ("content.field_placeholder", "{first}", "{first}"),
    ("content.field_test", "test test", "test test"),
    ("content.field_test", "asdf", "asdf"),
    ("content.field_test", "Lorem ipsum", "Lorem ipsum"),
    ("content.field_test", "TODO", "TODO"),
    ("content.field_test", "TBD", "TBD"),
    ("content.field_placeholder", "[first_name]", "[first_name]"),
    ("content.field_placeholder", "[FirstName]", "[FirstName]"),
    ("content.field_placeholder", "{FirstName}", "{FirstName}"),
    ("content.field_placeholder", "［お名前］", "［お名前］"),
    ("content.field_placeholder", "[Имя]", "[Имя]"),
    ("content.field_placeholder", "[الاسم]", "[الاسم]"),
    ("content.field_placeholder", "«Vorname»", "«Vorname»"),
    ("content.field_test", "TODO: ask Bob", "TODO: ask Bob"),
    ("content.field_test", "test", "test"),
    ("content.field_test", "Max Mustermann", "Max Mustermann"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "cell", "found"), FAULTS)
def test_what_a_cell_brought_in_is_named_with_its_row_and_column(
    code: str, cell: str, found: str
) -> None:
    item = find_left_overs(shown(f"Dear {cell}, hello"), made_recipient(4, note=cell))
    assert [
        (f.code, dict(f.values)["found"], f.place_of("row"), f.place_of("column")) for f in item
    ] == [(code, found, 5, "note")]
    assert item[0].blocks is (code != "content.field_test")


@pytest.mark.parametrize(
    "cell",
    [
        "Nan", "Nan Goldin", "Test", "Todo", "todo lo demás", "TODO INCLUIDO", "None (TO)", "kay nan",
        "à None", "[1]", "[see below]", "50 %", "#1", "a < b", "C# and C*", "Undefined Records Ltd",
        "https://acme.co/{id}", "GET /users/{id}", "x", "Firma «Rot»", "XXX Jornadas", "O'Neil",
    ],
)  # fmt: skip
def test_words_names_and_references_are_left_alone(cell: str) -> None:
    assert find_left_overs(shown(f"Dear {cell}, hello"), made_recipient(4, note=cell)) == []


def test_what_is_a_word_in_the_readers_language_is_left_alone() -> None:
    cell = made_recipient(4, note="Comune None", locale="it")
    assert find_left_overs(shown("Comune None"), cell) == []
    (found,) = find_left_overs(shown("a None"), made_recipient(4, note="None", locale="it"))
    assert (found.code, found.blocks) == ("content.field_test", False)


def test_a_cell_that_is_not_shown_says_nothing() -> None:
    assert find_left_overs(shown("Dear Jane"), made_recipient(4, note="undefined")) == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("undefined", "What undefinedness means"), ("nil", "vanilla"), ("null", "annulled"),
        ("nan nan", "Finannan nanny"), ("test", "our latest news"), ("foo", "foot and food"),
    ],
)  # fmt: skip
def test_letters_within_another_word_are_not_the_cell(cell: str, text: str) -> None:
    message = shown(text, markup=f"<p>{text}</p>")
    assert find_left_overs(message, made_recipient(4, note=cell)) == []


def test_it_is_seen_where_a_language_writes_no_blanks() -> None:
    assert find_left_overs(shown("こんにちはundefined様"), made_recipient(4, note="undefined"))


def test_it_is_seen_in_subject_and_html_alone_too() -> None:
    recipient = made_recipient(4, note="<<Name>>")
    assert find_left_overs(shown("", subject="Dear <<Name>>"), recipient)
    assert find_left_overs(shown("", markup="<p>Dear &lt;&lt;Name&gt;&gt;</p>"), recipient)


def test_it_is_seen_quoted_in_a_link_too() -> None:
    message = shown("", markup='<a href="https://acme.co/%2A%7CFNAME%7C%2A">x</a>')
    (found,) = find_left_overs(message, made_recipient(4, note="*|FNAME|*"))
    assert found.code == "content.field_placeholder"


def test_a_link_out_of_a_cell_needs_a_target() -> None:
    recipient = made_recipient(4, note="https://")
    (found,) = find_left_overs(shown("", markup='<a href="https://">x</a>'), recipient)
    assert (found.code, found.place_of("column"), found.blocks) == (
        "content.field_link",
        "note",
        True,
    )
    assert find_left_overs(shown("Begin with https://"), recipient) == []


def test_a_link_out_of_a_cell_leads_to_no_example_unless_the_sender_is_one() -> None:
    recipient = made_recipient(4, note="https://www.example.com/a")
    message = shown("", markup='<a href="https://www.example.com/a">x</a>')
    assert [item.code for item in find_left_overs(message, recipient)] == ["content.example_link"]
    own = message._replace(from_addresses=("a@exchange.example",))
    assert find_left_overs(own, recipient) == []


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("https://10.0.0.1/x", "content.private_link"),
        ("https://wiki/x", "content.private_link"),
        ("https://bob:secret@acme.co/", "content.credentials_link"),
        ("https://93.184.216.34/x", "content.address_link"),
        ("https://аррӏе.com/", "content.lookalike_link"),
    ],
)
def test_where_a_link_out_of_a_cell_leads_is_judged_as_if_an_author_wrote_it(
    cell: str, code: str
) -> None:
    message = shown("", markup=f'<a href="{cell}">x</a>')
    (found,) = find_left_overs(message, made_recipient(4, note=cell))
    assert (found.code, dict(found.values), found.place_of("row")) == (code, {"link": cell}, 5)
    assert find_left_overs(shown("x"), made_recipient(4, note=cell)) == []


def test_a_mark_that_no_cell_brought_is_found_too() -> None:
    (found,) = find_left_overs(shown("Dear {{ name }}"), made_recipient(4))
    assert (found.code, found.place_of("part"), found.blocks) == ("content.left_over", "text", True)


def test_the_examples_two_thousand_people_have_none() -> None:
    rows = csv.DictReader(io.StringIO(example_audience("exchange.example").decode()))
    for number, row in enumerate(rows, start=2):
        recipient = Recipient(
            id=RecipientId(f"{number:032x}"), row=number, address=row["email"],
            locale=row["locale"], fields=tuple(row.items()), token="0", salt="0",
        )  # fmt: skip
        assert find_left_overs(shown(*row.values(), markup=str(row)), recipient) == []


@pytest.mark.parametrize(
    ("text", "locale", "found"),
    [
        ("Lorem ipsum dolor", "en", ["Lorem ipsum"]),
        ("Hi [first_name] [FirstName]", "en", ["[first_name]", "[FirstName]"]),
        ("Hi {FirstName}, {FIRST_NAME}", "en", ["{FirstName}", "{FIRST_NAME}"]),
        (
            "Hi\n|FNAME|\n, [%first_name%], {!Contact.FirstName}",
            "en",
            ["[%first_name%]", "{!Contact.FirstName}", "|FNAME|"],
        ),
        ("Cześć [Imię], Привет, [Имя]", "pl", ["[Imię]", "[Имя]"]),
        ("［お名前］様、[姓名]、[الاسم]", "ja", ["［お名前］", "[姓名]", "[الاسم]"]),
        ("on [date] you pay [Betrag]", "en", ["[date]", "[Betrag]"]),
        ("todo: write it, tbd", "en", ["todo:", "tbd"]),
        ("todo: lo de siempre", "es", []),
        ("Hello.\nThis is a test.\n", "en", ["This is a test"]),
        ("This is a test of our sirens. Ceci est un test de dépistage.", "en", []),
        ("これはテストです。", "ja", ["これはテストです"]),
        ("Test", "en", ["Test"]),
        ("Testmail 2", "de", ["Testmail 2"]),
        ("[TEST] Your account", "en", ["[TEST]"]),
        ("Test results", "en", []),
        ("Dear None,\nHello undefined!", "en", ["Dear None", "Hello undefined"]),
        ("こんにちはNone様", "ja", ["None"]),
        (
            "[x](javascript:alert) [y](https://acme.co/a b)",
            "en",
            ["[x](javascript:alert)", "[y](https://acme.co/a b)"],
        ),
        ('See <a href="">this</a>, a < b > c', "en", ['<a href="">', "</a>"]),
        ("Fees: None, of course. None, we said. It stays undefined, as before.", "en", []),
        ("[nominal] [named] [dated 1 May] [linked] [yourself] [PDF] [sic]", "en", []),
        ("TODO: the date, TBD", "en", ["TODO", "TBD"]),
        ("This is a test test.", "en", ["test test"]),
        ("Hallo {vorname}, asdf", "de", ["{vorname}", "asdf"]),
        ("Pay XXX EUR by XXXX", "en", ["XXXX"]),
        ("¡TODO INCLUIDO! Todo [1]", "es", []),
        ("TODO O DIA", "pt-BR", []),
        ("None of this; à None; la città di None; nan", "fr", []),
        ("XXX Olympiade, “tests” and {1, 2}", "de", []),
        ("The code `f(x) { return 1; }` and https://acme.co/{id}", "en", []),
    ],
)
def test_drafts_are_found_in_what_was_written(text: str, locale: str, found: list[str]) -> None:
    assert list(written_left_overs(text, locale=locale)) == found
