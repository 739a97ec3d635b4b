"""A translation as a text of its language: characters, marks, spaces, letters, length, terms."""

from __future__ import annotations

import pytest

from composer.model.translation import Term
from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit, UnitKind

SOURCE = "We change the fees."


def flaws(source, target, locale="de", kind=UnitKind.PARAGRAPH, terms=(), source_locale="en"):
    unit = Unit(source=source, kind=kind, index=0)
    return find_unit_findings(unit, target, locale=locale, terms=terms, source_locale=source_locale)


def codes(source, target, locale="de", kind=UnitKind.PARAGRAPH, **more):
    found = flaws(source, target, locale, kind, **more)
    return [item.code.removeprefix("translation.") for item in found]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("Wir ändern\x07 die Gebühren.", "control_character"),
        ("Wir ändern\u2028 die Gebühren.", "control_character"),
        ("Wir ändern\ufeff die Gebühren.", "control_character"),
        ("Wir \ud83d ändern die Gebühren.", "lost_character"),
        ("Wir \ufffdndern die Gebühren.", "lost_character"),
        ("Wir \u202eändern\u202c die Gebühren.", "override_character"),
        ("Wir \u2067ändern die Gebühren.", "open_direction"),
        ("Wir ändern\u2069 die Gebühren.", "open_direction"),
        ('Wir <ph id="1"/>ändern die Gebühren.', "tool_marks"),
        ('Wir <g id="1">ändern</g> die Gebühren.', "tool_marks"),
        ("Wir ändern %s die Gebühren.", "tool_marks"),
        ("Wir ändern %1$s die Gebühren.", "tool_marks"),
        ("Wir ändern {0} die Gebühren.", "tool_marks"),
        ("Wir ändern&nbsp;die Gebühren.", "tool_marks"),
    ],
)
def test_what_is_no_text_must_be_fixed(target, code):
    found = flaws(SOURCE, target)
    assert f"translation.{code}" in [item.code for item in found if item.blocks]
    assert all(item.text and item.advice for item in found)


@pytest.mark.parametrize(
    ("target", "locale"),
    [
        ("Wir ändern die Gebüh\u00adren für 50 % der R&D.", "de"),
        ("نغيّر \u2068{{ name }}\u2069 الرسوم.", "ar"),
        ("نغيّر الرسوم\u200f.", "ar"),
        ("手数料を変更します👨\u200d👩\u200d👧。", "ja"),
    ],
)
def test_characters_that_belong_to_text_are_let_pass(target, locale):
    wrong = {
        "control_character",
        "lost_character",
        "override_character",
        "open_direction",
        "tool_marks",
    }
    assert not wrong & set(codes("We change {{ name }} fees for 50% of R&D.", target, locale))


def test_lines_break_where_the_sources_do():
    assert codes("One line", "Eine\nZeile", kind=UnitKind.SUBJECT) == ["line_break"]
    assert codes("One line", "Eine\nZeile", kind=UnitKind.PREHEADER) == ["line_break"]
    assert codes("One line", "Eine\nZeile", kind=UnitKind.HEADING) == ["extra_line"]
    assert codes("One line", "Eine\nZeile", kind=UnitKind.PARAGRAPH) == []
    assert codes("One\nline", "Eine\nZeile", kind=UnitKind.TABLE_CELL) == []


MARKS = [
    ("de", "Wir  ändern die Gebühren.", "double_spaces"),
    ("de", " Wir ändern die Gebühren.", "outer_spaces"),
    ("de", "Wir ändern ändern die Gebühren.", "doubled_word"),
    ("de", "Wir ändern die Gebühren..", "doubled_mark"),
    ("de", "Wir ändern die Gebühren", "end_missing"),
    ("ru", "Мы меняем тарифы", "end_missing"),
    ("ja", "手数料を変更します", "end_missing"),
    ("fr", "Nous changeons les frais; voilà.", "french_space"),
    ("fr", "Les frais: nous les changeons.", "french_space"),
    ("es", "Cambiamos las comisiones!", "unopened_mark"),
    ("ja", "手数料を変更します.", "foreign_mark"),
    ("zh-Hans", "我们更改费用,谢谢。", "foreign_mark"),
    ("ar", "نغيّر الرسوم, شكرًا.", "foreign_mark"),
    ("de", "Ändern wir die Gebühren?", "end_other"),
    ("pl", "Zmieniamy opłaty opłaty.", "doubled_word"),
    ("ru", "Мы меняем тарифы тарифы.", "doubled_word"),
    ("de", "We change the fees.", "same_as_source"),
    ("ja", "We change all the fees.", "other_script"),
    ("ar", "We change all the fees.", "other_script"),
    ("ru", "My menyaem vse tarify.", "other_script"),
    ("de", "Мы меняем тарифы для всех.", "other_script"),
    ("ru", "Мы мeняем тарифы.", "mixed_letters"),
    ("de", "Wir ändеrn die Gebühren.", "mixed_letters"),
    ("de", "Wir ändern die Gebühren. " * 6, "too_long"),
]


@pytest.mark.parametrize(("locale", "target", "code"), MARKS)
def test_what_reads_badly_is_shown(locale, target, code):
    found = [item for item in flaws(SOURCE, target, locale) if not item.blocks]
    assert f"translation.{code}" in [item.code for item in found]


RIGHT = [
    ("de", "Wir ändern die Gebühren, die die Kunden zahlen."),
    ("ja", "手数料を変更します。"),
    ("ar", "نغيّر الرسوم."),
    ("ru", "Мы меняем тарифы."),
    ("pl", "Zmieniamy opłaty."),
    ("fr", "Nous changeons les frais\u202f; voilà\u00a0: merci\u202f!"),
    ("fr", "Nous changeons les frais ; voilà : merci !"),
    ("es", "¡Cambiamos las comisiones!"),
    ("th", "เราเปลี่ยนค่าธรรมเนียม"),
    ("el", "Αλλάζουμε τις χρεώσεις."),
    ("he", "אנחנו משנים את העמלות."),
    ("hi", "हम शुल्क बदलते हैं।"),
    ("zh-Hant", "我們更改費用。"),
    ("ko", "수수료를 변경합니다."),
]


@pytest.mark.parametrize(("locale", "target"), RIGHT)
def test_what_reads_well_is_not(locale, target):
    assert codes(SOURCE, target, locale) == []


def test_what_ends_without_a_mark_gets_none():
    assert codes("Your bill is here", "Ihre Rechnung ist da.") == ["end_added"]
    assert codes("Your bill is here", "Ihre Rechnung ist da") == []
    assert codes("5 apples and more", "5 Äpfel usw.") == []


def test_a_question_stays_one():
    assert codes("Do you agree?", "Stimmen Sie zu?") == []
    assert codes("Do you agree?", "Stimmen Sie zu.") == ["end_other"]
    assert codes("Do you agree?", "同意しますか。", "ja") == []
    assert codes("Do you agree?", "Συμφωνείτε;", "el") == []
    assert codes("Do you agree?", "Συμφωνείτε?", "el") == ["foreign_mark"]
    assert codes("Do you agree?", "هل توافقون؟", "ar") == []


@pytest.mark.parametrize(
    "same", ["Newsletter", "Anna Example", "Harbour Exchange", "{{ name }}", "Q2 2026", "OK", "API"]
)
def test_names_and_words_of_many_languages_may_stay(same):
    assert codes(same, same) == []
    assert codes(same, same, "ja") == []


def test_languages_that_are_one_need_no_other_words():
    assert codes(SOURCE, SOURCE, "en-GB") == []
    assert codes("Wir ändern das.", "Wir ändern das.", "de-AT", source_locale="de") == []


def test_long_lines_are_told_as_the_write_page_tells_them():
    assert codes("Short subject", "Lang " * 19 + "!", kind=UnitKind.SUBJECT)[0] == "long_subject"
    assert codes("Short", "Lang " * 41 + "!", kind=UnitKind.PREHEADER)[0] == "long_preheader"
    assert "long_subject" not in codes("Short subject", "Lang " * 19 + "!")


def test_a_translation_that_says_little_is_shown():
    long = "We change the fees for everybody who has an account with us, and say so in time."
    assert codes(long, "Ja, so ist es.") == ["too_short"]
    assert codes(long, "口座をお持ちの皆様の手数料を変更いたします。", "ja") == []


TERMS = (
    Term(source="index weight", targets=("Indexgewicht", "Gewicht des Index"), locale="de"),
    Term(source="account", targets=("konto",), locale="pl", forbidden=("rachunek",)),
    Term(source="account", targets=("счёт",), locale="ru"),
    Term(source="fee", targets=("手数料",), locale="ja"),
    Term(source="contract", targets=("umowa",), locale="pl"),
    Term(source="contract", targets=("Vertrag",), locale="de"),
    Term(source="contract", targets=("контракт",), locale="ru"),
    Term(source="fund", targets=("صندوق",), locale="ar"),
    Term(source="fund", targets=("קרן",), locale="he"),
    Term(source="account", targets=("חשבון",), locale="he"),
    Term(source="transaction fee", targets=("işlem ücreti",), locale="tr"),
    Term(source="costs", targets=("Ausgaben",), locale="de", forbidden=("Kosten",)),
    Term(source="Meridian", targets=(), locale="", is_fixed=True),
    Term(source="Acme's Own List", targets=(), locale="", is_fixed=True),
)


@pytest.mark.parametrize(
    ("source", "target", "locale", "expected"),
    [
        ("The index weight changes.", "Das Indexgewicht ändert sich.", "de", []),
        ("The index weights change.", "Die Indexgewichte ändern sich.", "de", []),
        (
            "The index weights change.",
            "Die Gewichte der Indizes ändern sich.",
            "de",
            ["term_missing"],
        ),
        ("We close the account.", "Zamykamy konto.", "pl", []),
        ("We close the account.", "Środki z konta, na koncie, z kontem.", "pl", []),
        ("We close the account.", "Zamykamy rachunek.", "pl", ["unwanted_term", "term_missing"]),
        ("We close the account.", "На вашем счёте всё по-прежнему.", "ru", []),
        ("We close the account.", "Мы закрываем вклад.", "ru", ["term_missing"]),
        ("The fee rises.", "手数料が上がります。", "ja", []),
        ("The fee rises.", "料金が上がります。", "ja", ["term_missing"]),
        ("Meridian grows.", "Meridian wächst.", "de", []),
        ("Meridian grows.", "Der Meridianindex wächst.", "de", []),
        ("Meridian grows.", "Meridián roste.", "cs", ["fixed_term_bent"]),
        ("Meridian grows.", "Z Meridiánem roste.", "pl", ["fixed_term_bent"]),
        ("Meridian grows.", "MERIDIAN wächst.", "de", ["fixed_term_bent"]),
        ("The meridian grows.", "Der Mittag wächst.", "de", ["fixed_term_bent"]),
        ("Meridian grows.", "Мы растём.", "ru", ["fixed_term"]),
        ("Buy Acme's Own List.", "Kaufen Sie Acme’s\u00a0Own List.", "de", []),
        ("Meridian grows.", "メリディアンは成長します。", "ja", ["fixed_term"]),
        ("The feet hurt.", "足が痛みます。", "ja", []),
        ("The contracts end.", "Kilka umów wygasa.", "pl", []),
        ("The contract ends.", "Die Verträge enden.", "de", []),
        ("The contract ends.", "В договорённости это сказано.", "ru", ["term_missing"]),
        ("The account ends.", "Со счета спишут деньги.", "ru", []),
        ("The fund grows.", "تنمو الصناديق.", "ar", []),
        ("The fund grows.", "ينمو البنك.", "ar", ["term_missing"]),
        ("The account ends.", "החשבונות נסגרים.", "he", []),
        ("The fund grows.", "הקרנות צומחות.", "he", []),
        ("The transaction fee rises.", "İşlem ücretiniz artıyor.", "tr", []),
        ("The costs are gone.", "Das ist kostenlos, alle Ausgaben entfallen.", "de", []),
        ("The costs rise.", "Die Kosten der Ausgaben steigen.", "de", ["unwanted_term"]),
    ],
)
def test_the_teams_words_are_said_in_any_form(source, target, locale, expected):
    assert codes(source, target, locale, terms=TERMS) == expected


def test_a_name_that_is_gone_must_be_fixed_and_a_bent_one_looked_at():
    found = [
        item.blocks
        for target in ("Der Index wächst.", "Meridianes wachsen.", "meridian wächst.")
        for item in flaws("Meridian grows.", target, terms=TERMS)
    ]
    assert found == [True, False]
