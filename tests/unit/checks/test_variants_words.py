"""A kind in plain words: no raw names of columns, no Jinja, in the reader's language."""

from __future__ import annotations

import pytest

from composer import i18n
from composer.checks.variants_meaning import meaning_of
from composer.checks.variants_traits import branch_trait, read_trait
from composer.checks.variants_words import word_fact


def said(condition: str, outcome: int = 1) -> str:
    return word_fact(branch_trait(condition, outcome, "de"))


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        ("first_name", "with first name", "no first name"),
        ("not firstName", "no first name", "with first name"),
        ('company_name == ""', "no company name", "with company name"),
        ('tier == "gold"', "tier is gold", "tier is not gold"),
        ('"gold" == tier|lower', "tier is gold", "tier is not gold"),
        ('tier != "gold" #3', "tier is not gold", "tier is gold"),
        ("seats|int > 50", "seats above 50", "seats at most 50"),
        ("50 > seats|int", "seats below 50", "seats at least 50"),
        ('tier in ["gold", "tin"]', "tier is one of gold, tin", "tier is none of gold, tin"),
        ('"x" in note', "note contains x", "note does not contain x"),
        ('note.startswith("A")', "note begins with A", "note does not begin with A"),
        ("a and not b", "with a and no b", "no a or with b"),
        ("(a or b) and c", "(with a or with b) and with c", "(no a and no b) or no c"),
        ("layout: preheader", "with preheader", "no preheader"),
        ("balance|default('')", "with balance", "no balance"),
        ("loop.first", "“loop.first” holds", "“loop.first” does not hold"),
        ("1 < n|int < 3", "“1 < n|int < 3” holds", "“1 < n|int < 3” does not hold"),
        ("…", "“…” holds", "“…” does not hold"),
    ],
)
def test_a_condition_is_said_as_what_it_says_about_somebody(
    condition: str, yes: str, no: str
) -> None:
    assert (said(condition), said(condition, 0)) == (yes, no)


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("locale::pt-BR:", "Portuguese (Brazil)"),
        ('repeat:0:de:for cities|split(",")', "cities: none"),
        ("repeat:1:de:layout: for cities #2", "cities: one"),
        ("repeat:2:de:for cities", "cities: several"),
        ("field:empty::E-Mail", "no E-Mail"),
        ("field:filled::VIP", "with VIP"),
        ("script:Latn::", "letters with accents"),
        ("script:Arab::", "Arabic letters"),
        ("script:Zsye::", "emoji"),
        ("direction:mixed::", "values in both directions"),
        ("attached:pdf::", "with a PDF file"),
        ("attached:none::", "no attachment"),
        ("longest:34::company_name", "longest company name"),
        ("shortest:2::first_name", "shortest first name"),
        ("longest:48211::", "longest message"),
        ("shortest:2000::", "shortest message"),
    ],
)
def test_everything_else_about_a_message_has_words_too(fact: str, words: str) -> None:
    assert word_fact(fact) == words


def test_what_says_the_same_means_the_same() -> None:
    same = [
        "branch:0:de:first_name",
        "branch:1:fr:not first_name #2",
        'branch:1:en:subject: first_name == ""',
        "field:empty::first_name",
    ]
    assert len({meaning_of(read_trait(trait)) for trait in same}) == 1
    other_default = meaning_of(read_trait('branch:1:en:tier|default("gold") == "gold"'))
    assert other_default[0] == "holds"  # those without a tier are among them


def test_names_that_a_reader_s_language_has_are_said_in_it() -> None:
    i18n.use_language("ar")
    try:
        assert word_fact("locale::de:") == "الألمانية"
        assert "\u2068first name\u2069" in said("first_name")
    finally:
        i18n.use_language("en")
