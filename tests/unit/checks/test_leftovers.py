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
]  # fmt: skip


@pytest.mark.parametrize(("code", "cell", "found"), FAULTS)
def test_what_a_cell_brought_in_is_named_with_its_row_and_column(
    code: str, cell: str, found: str
) -> None:
    item = find_left_overs(shown(f"Dear {cell}, hello"), made_recipient(4, note=cell))
    assert [
        (f.code, dict(f.values)["found"], f.place_of("row"), f.place_of("column")) for f in item
    ] == [(code, found, 5, "note")]


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


def test_a_cell_that_is_not_shown_says_nothing() -> None:
    assert find_left_overs(shown("Dear Jane"), made_recipient(4, note="undefined")) == []


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
