"""The team's words: found in texts, said by language, taken from and written into tables."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from composer.model.glossary import GlossaryTerm, Saying
from composer.model.translation import Term
from composer.translation.glossary import (
    find_term_problems,
    find_terms,
    terms_for,
    tidy_term,
)
from composer.translation.glossary_file import (
    glossary_cells,
    merged,
    read_rows,
    write_glossary_csv,
)

WEIGHT = GlossaryTerm(
    source="index weight",
    source_locale="en",
    note="of a price source",
    sayings=(
        Saying(locale="de", targets=("Indexgewicht", "Gewicht"), forbidden=("Indexwichtung",)),
        Saying(locale="ja", targets=("指数の比重",)),
    ),
)
NAME = GlossaryTerm(source="Acme Exchange", source_locale="en", is_fixed=True)


def found(text: str, *words: str, locale: str = "en") -> list[str]:
    terms = [Term(source=word, targets=("x",), locale="de") for word in words]
    return [text[item.start : item.end] for item in find_terms(text, terms, locale=locale)]


@pytest.mark.parametrize(
    ("text", "words", "seen"),
    [
        ("Index Weights change", ["index weight"], ["Index Weights"]),
        ("The index-weight", ["index weight"], ["index-weight"]),
        ("Weightless and overweight", ["weight"], []),
        ("{{ weight }} [x](https://weight.example) weight", ["weight"], ["weight"]),
        ("index weight, weight", ["weight", "index weight"], ["index weight", "weight"]),
        ("Buses and boxes", ["bus", "box"], ["Buses", "boxes"]),
    ],
)
def test_words_are_found_as_they_stand_in_texts(
    text: str, words: list[str], seen: list[str]
) -> None:
    assert found(text, *words) == seen


def test_without_spaces_a_word_is_found_anywhere() -> None:
    assert found("新しい指数の比重です", "指数", "比重", locale="ja") == ["指数", "比重"]


def test_what_is_said_for_a_language_holds_for_its_regions() -> None:
    austrian = replace(WEIGHT, sayings=(*WEIGHT.sayings, Saying(locale="de-AT", targets=("IG",))))
    (term,) = terms_for([WEIGHT], source_locale="en-GB", locale="de-AT")
    assert (term.targets, term.forbidden) == (("Indexgewicht", "Gewicht"), ("Indexwichtung",))
    assert terms_for([austrian], source_locale="en", locale="de-AT")[0].targets == ("IG",)
    assert terms_for([WEIGHT], source_locale="en", locale="fr") == ()
    assert terms_for([WEIGHT], source_locale="fr", locale="de") == ()
    assert terms_for([NAME], source_locale="en", locale="fr")[0].is_fixed


def test_an_entry_is_tidied_and_nothing_else() -> None:
    untidy = replace(
        NAME, source=" Acme  ", sayings=(Saying(locale="de", targets=(" a ", "", "a")),)
    )
    tidy = tidy_term(untidy)
    assert (tidy.source, tidy.sayings) == ("Acme", (Saying(locale="de", targets=("a",)),))


@pytest.mark.parametrize(
    ("term", "code"),
    [
        (replace(WEIGHT, source=" "), "glossary.no_source"),
        (replace(WEIGHT, source="w" * 201), "glossary.too_long"),
        (replace(WEIGHT, note="n" * 1001), "glossary.too_long"),
        (replace(WEIGHT, source="a\nb"), "glossary.unreadable"),
        (replace(WEIGHT, source="a\ud800"), "glossary.unreadable"),
        (replace(WEIGHT, is_fixed=True), "glossary.fixed_and_said"),
        (
            replace(WEIGHT, sayings=(Saying(locale="de", targets=("a",), forbidden=("A",)),)),
            "glossary.wanted_and_not",
        ),
        (replace(WEIGHT, source_locale="english"), "glossary.no_language"),
    ],
)
def test_an_entry_that_contradicts_itself_is_not_kept(term: GlossaryTerm, code: str) -> None:
    assert [item.code for item in find_term_problems(term)] == [code]


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_comes_back_as_it_went_out() -> None:
    odd = GlossaryTerm(source="=SUM", source_locale="fr", note='+1, "quoted"')
    terms = [WEIGHT, NAME, odd]
    names, *rows = cells(write_glossary_csv(terms))
    assert names == [
        "source", "source language", "do not translate", "note", "de", "not de", "ja",
    ]  # fmt: skip
    assert rows[2][0] == "'=SUM"
    taken, problems = read_rows(names, enumerate(rows, 2), source_locale="en", file="t.csv")
    assert problems == ()
    assert [merged(row, None) for row in taken] == terms


def test_columns_that_a_table_does_not_have_leave_what_is_known() -> None:
    (row,), _none = read_rows(["Source", "DE"], [(2, ["index weight", "Gewicht"])],
                              source_locale="en", file="t.csv")  # fmt: skip
    after = merged(row, WEIGHT)
    assert after.note == WEIGHT.note
    assert after.saying("de") == Saying(
        locale="de", targets=("Gewicht",), forbidden=("Indexwichtung",)
    )
    assert after.saying("ja") == WEIGHT.saying("ja")


@pytest.mark.parametrize(
    ("names", "rows", "codes"),
    [
        (["word", "de"], [], ["glossary.no_columns"]),
        (["source", "german"], [], ["glossary.unknown_column"]),
        (["source", "pt_br", "pt-BR"], [], ["glossary.column_twice"]),
        (["source", "do not translate"], [["a", "perhaps"]], ["glossary.bad_answer"]),
        (["source"], [["Weight"], ["weight "]], ["glossary.twice"]),
        (["source"], [[""]], ["glossary.no_source"]),
        (["source", "source language"], [["a", "english"]], ["glossary.no_language"]),
        (["source", "de", "not de"], [["a", "b | c", "c"]], ["glossary.wanted_and_not"]),
    ],
)
def test_what_is_wrong_with_a_table_is_said_by_row(
    names: list[str], rows: list[list[str]], codes: list[str]
) -> None:
    _taken, problems = read_rows(names, enumerate(rows, 2), source_locale="en", file="t.csv")
    assert [item.code for item in problems] == codes
    assert all(item.place_of("file") == "t.csv" for item in problems)
    assert all(item.place_of("row") for item in problems if rows)
    assert all(item.text and item.advice for item in problems)


def test_an_empty_glossary_is_a_table_of_names() -> None:
    assert glossary_cells([]) == [["source", "source language", "do not translate", "note"]]
