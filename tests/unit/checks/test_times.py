"""Dates and times in nine languages: what cannot be meant is found, what can be is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from composer import paths
from composer.checks.times import find_time_findings
from composer.checks.written import written_languages
from composer.folder.example import example_tree
from composer.folder.load import parse_tree
from composer.model.message import RenderContext
from tests.unit.checks.made_campaigns import made_context

AT = date(2026, 11, 20)  # a Friday


def codes(locale: str, text: str) -> list[str]:
    source = "Source text."
    context = made_context(body=source, translations={locale: {source: text}})
    if locale == "en":
        context = made_context(body=text)
    (written,) = [one for one in written_languages(context) if one.locale == locale]
    return [item.code for item in find_time_findings(written, at=AT)]


WRONG_DAYS = [
    ("en", "Friday, 21 November 2026"), ("en", "on Fri 21 Nov"), ("en", "Friday, November 21, 2026"),
    ("en", "Monday the 24th of November 2026"), ("en", "Friday, 2026-11-21"),
    ("de", "Freitag, 21. November 2026"), ("de", "am Freitag, den 21.11.2026"), ("de", "Mo., 21. Nov. 2026"),
    ("fr", "vendredi 21 novembre 2026"), ("fr", "le mardi 1er décembre 2027"),
    ("es", "viernes, 21 de noviembre de 2026"), ("it", "venerdì 21 novembre 2026"),
    ("pt", "sexta-feira, 21 de novembro de 2026"), ("nl", "vrijdag 21 november 2026"),
    ("ar", "الجمعة، 21 نوفمبر 2026"), ("ar", "الجمعة ٢١ نوفمبر ٢٠٢٦"),
    ("ja", "2026年11月21日（金）"), ("ja", "11月21日(金曜日)"), ("ru", "пятница, 21 ноября 2026"),
    ("en", "21 November 2026 (Friday)"), ("en", "Friday (21 November)"), ("de", "am 21. November 2026 (Freitag)"), ("de", "Fr 21.11."),
    ("ja", "11/21（金）"), ("ar", "الجمعة الموافق 21 نوفمبر 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "text"), WRONG_DAYS)
def test_a_weekday_that_is_not_its_dates_is_found(locale: str, text: str) -> None:
    assert codes(locale, f"x {text}.") == ["content.weekday"]


RIGHT_DAYS = [
    ("en", "Saturday, 21 November 2026"), ("en", "on Sat 21 Nov"), ("en", "May 4 people march in 2027"),
    ("en", "Friday. 21 November 2026 is near"), ("en", "Friday {{ note }} 21 November 2026"),
    ("en", "Sunday, 22 November"), ("en", "Wednesday, 1 July"), ("en", "Version 12.11.2026"), ("en", "1.2.2027"),
    ("de", "Samstag, 21. November 2026"), ("de", "am Samstag, den 21.11.2026"), ("fr", "samedi 21 novembre"),
    ("es", "sábado, 21 de noviembre de 2026"), ("it", "sabato 21 novembre 2026"),
    ("pt", "sábado, 21 de novembro de 2026"), ("nl", "zaterdag 21 november 2026"),
    ("ar", "السبت، 21 نوفمبر 2026"), ("ja", "2026年11月21日（土）"), ("de", "so 3 mal"), ("nl", "za 21 nov"),
    ("en", "21 November 2026 (Saturday)"), ("en", "Saturday (21 November)"), ("ja", "11/21（土）"),
    ("en", "By the way, on 1 October 2026 we began"), ("en", "accounts opened before 1 October 2026"),
    ("en", "The old rules were valid until 1 October 2026"), ("de", "Konten, die vor dem 1. Oktober 2026 eröffnet wurden"),
    ("en", "answer by 1 June"), ("en", "open Monday to Friday, 1 December 2026 to 31 January 2027"),
    ("en", "in the sun, 5 March"), ("de", "heute wie morgen"),
    ("en", "sat 21 of them"), ("es", "mar 3"), ("fr", "il y a 3 mars"),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "text"), RIGHT_DAYS)
def test_what_can_be_meant_is_left_alone(locale: str, text: str) -> None:
    assert codes(locale, f"x {text}.") == []


def test_a_day_that_no_month_has_is_found() -> None:
    assert codes("en", "x 31 November 2026") == ["content.no_such_day"]
    assert codes("de", "x 30. Februar") == ["content.no_such_day"]
    assert codes("en", "x 29 February") == []


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Answer by 19 November 2026"), ("en", "until November 1, 2026"), ("de", "bis zum 1. Oktober 2026"),
        ("fr", "avant le 1er octobre 2026"), ("es", "hasta el 1 de octubre de 2026"), ("it", "entro il 1 ottobre 2026"),
        ("pt", "até 1 de outubro de 2026"), ("nl", "uiterlijk 1 oktober 2026"), ("ja", "2026年10月1日まで"),
        ("ar", "حتى 1 أكتوبر 2026"), ("en", "Please answer by 15 November"), ("de", "bis 15. November"),
        ("ja", "11月15日（日）まで"), ("pl", "do 1 października 2026"), ("ru", "до 1 октября 2026"),
        ("en", "Please answer before 1 October 2026"), ("en", "It ends on 1 October 2026"),
    ],
)  # fmt: skip
def test_a_deadline_that_is_over_is_found(locale: str, text: str) -> None:
    assert codes(locale, f"x {text}.") == ["content.deadline_past"]


def test_dates_of_what_happened_are_told_only_with_their_weekday() -> None:
    assert codes("en", "We began on 1 October 2026. Answer by 20 November 2026.") == []
    assert codes("en", "We meet on Thursday, 1 October 2026.") == ["content.date_past"]
    assert codes("en", "We will close the old site on 1 October 2026.") == ["content.date_past"]
    assert codes("en", "On 1 October 2026 we will close the old site.") == ["content.date_past"]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "It ends tomorrow"), ("de", "Das endet morgen"), ("fr", "Dès aujourd’hui"), ("es", "Termina mañana"),
        ("it", "Da oggi"), ("pt", "É amanhã"), ("nl", "Vanaf vandaag"), ("ja", "明日から"), ("ar", "ينتهي غدًا"),
        ("en", "Starting today"), ("en", "Today is the last day"), ("pl", "Koniec jutro"), ("ru", "Завтра закрыто"),
        ("sv", "Det slutar i morgon"), ("de", "Morgen schließen wir"), ("es", "Hoy cerramos"), ("ja", "今日まで"), ("ko", "내일 끝납니다"),
    ],
)  # fmt: skip
def test_words_that_depend_on_the_day_are_asked_about(locale: str, text: str) -> None:
    assert codes(locale, text) == ["content.time_words"]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("de", "Guten Morgen"),
        ("es", "por la mañana"),
        ("nl", "Goedemorgen"),
        ("fr", "le lendemain"),
    ],
)
def test_a_greeting_is_no_day(locale: str, text: str) -> None:
    assert codes(locale, text) == []


def test_a_time_of_day_has_a_zone_somewhere() -> None:
    for text in ("at 14:30", "at 2 pm", "von 9:00 to 17:00"):
        assert codes("en", text) == ["content.time_no_zone"]
    assert codes("de", "um 14.30 Uhr") == ["content.time_no_zone"]
    for text in (
        "at 14:30 UTC",
        "at 14:30 (+01:00)",
        "2 pm, London time",
        "16:9:1",
        "1.25",
        "3:1",
        "part 10:5",
    ):
        assert codes("en", text) == []
    assert codes("de", "um 14:30 Uhr MEZ") == []


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        ("fr", "Rendez-vous à 10 h", ["content.time_no_zone"]), ("fr", "à 18 heures", ["content.time_no_zone"]),
        ("es", "a las 10 h", ["content.time_no_zone"]), ("ja", "10時30分から", ["content.time_no_zone"]),
        ("ja", "営業時間は10:00から", ["content.time_no_zone"]), ("ja", "日本時間10時30分から", []), ("ja", "24時間", []),
        ("zh", "北京时间10:00", []), ("en", "at 10:00Z", []), ("en", "10 am Eastern Time", []), ("en", "at 10:00 (Europe/Vienna)", []),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_as_its_language_writes_it(
    locale: str, text: str, found: list[str]
) -> None:
    assert codes(locale, text) == found


def test_the_example_and_the_six_layouts_have_nothing_to_ask() -> None:
    samples = [
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in sorted((paths.resources() / "samples").iterdir())
    ]  # fmt: skip
    for tree in (example_tree("exchange.example"), *samples):
        parsed = parse_tree(tree)
        assert parsed.campaign is not None
        assert parsed.message is not None
        context = RenderContext(
            campaign=parsed.campaign, message=parsed.message, message_seed="ab" * 16, columns=()
        )
        for written in written_languages(context):
            assert list(find_time_findings(written, at=AT)) == []
