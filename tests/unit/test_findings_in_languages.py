"""One line for the same finding in several languages, and one each for what differs."""

from __future__ import annotations

from composer.findings import Finding, differing, finding, gather
from composer.gui.finding_groups import group_findings, place_words
from composer.model.acceptance import Point
from composer.translation.locale_names import language_names


def link(locale: str, target: str = "http://acme.co/a", line: int = 1) -> Finding:
    where: dict[str, str | int] = {"locale": locale, "part": "body", "file": locale, "line": line}
    return finding("content.http_link", where=where, link=target)


def lines(*findings: Finding) -> list[list[str]]:
    return [[str(item.place_of("locale")) for item in line] for line in gather(findings)]


def test_the_same_link_in_five_languages_is_one_line() -> None:
    assert lines(*(link(tag, line=n) for n, tag in enumerate(("en", "de", "fr")))) == [
        ["en", "de", "fr"]
    ]


def test_links_that_are_in_the_same_languages_are_one_line_still() -> None:
    found = (link("en"), link("en", "http://acme.co/b"), link("de"), link("de", "http://acme.co/b"))
    assert lines(*found) == [["en", "en", "de", "de"]]
    assert differing(found) == 2


def test_what_one_language_has_alone_is_a_line_of_its_own() -> None:
    found = (link("en"), link("de"), link("de", "http://andere.de/x"))
    assert lines(*found) == [["en", "de"], ["de"]]


def test_rows_are_never_gathered_across_languages() -> None:
    def row(locale: str) -> Finding:
        where: dict[str, str | int] = {"locale": locale, "row": 2, "recipient": "a@acme.co"}
        return finding("content.field_test", where=where, column="name", found="test")

    assert lines(row("en"), row("de")) == [["en"], ["de"]]


def test_the_languages_are_named_beside_the_sentence() -> None:
    point = Point(key="1", findings=(link("en"), link("de")))
    assert point.said(language_names).endswith("In: English and German.")
    assert Point(key="1", findings=(link("en"),)).said(language_names) == link("en").text
    (group,) = group_findings(point.findings)
    assert group.text == point.said(language_names)


def test_a_sentence_names_languages_and_its_values_stay_tags() -> None:
    missing = finding("translation.missing_catalogue", where={"locale": "de"}, locale="de")
    assert missing.text == "There are people who read German, but no translation into it."
    assert missing.as_json()["values"] == {"locale": "de"}
    assert place_words(missing) == "language \u2068German\u2069"
    served = finding("translation.fallback", locale="pt-BR", served="en")
    assert served.text.startswith("People who read Portuguese (Brazil) get the message in English")
    other = finding("exchange.other_language", file="x.po", found="fr", locale="de")
    assert other.text == "x.po is a translation into French, not into German."


def test_what_is_no_language_stays_as_it_was_written() -> None:
    assert finding("glossary.no_language", locale="Martian").text == "“Martian” names no language."
    replaced = finding("content.left_over", found="de")
    assert "German" not in replaced.text
