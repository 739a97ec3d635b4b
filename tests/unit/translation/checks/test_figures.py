"""Numbers, dates, times and amounts: what is the same in two languages, and what is not."""

from __future__ import annotations

import pytest

from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit, UnitKind


def codes(source, target, locale, source_locale="en"):
    unit = Unit(source=source, kind=UnitKind.TABLE_CELL, index=0)
    found = find_unit_findings(unit, target, locale=locale, source_locale=source_locale)
    return [item.code.removeprefix("translation.") for item in found]


SAME = [
    ("1,234.5 tons", "1.234,5 Tonnen", "de"),
    ("1,234.5 tons", "1’234.5 Tonnen", "de-CH"),
    ("1,234.5 tons", "1 234,5 тонны", "ru"),
    ("1,234.5 tons", "1\u202f234,5 tonnes", "fr"),
    ("1,234.5 tons", "١٬٢٣٤٫٥ طن", "ar"),
    ("1,234.5 tons", "1,234.5トン", "ja"),
    ("1,234.5 tons", "１，２３４.５トン".replace("，", ","), "ja"),
    ("1,234,567 people", "1.234.567 osób".replace(".", "\u00a0"), "pl"),
    ("12,34,567 people", "१२,३४,५६७ लोग", "hi"),
    ("10,000 people", "1万人", "ja"),
    ("150,000,000 people", "1億5000万人", "ja"),
    ("2.5 million people", "2,5 Mio. Menschen", "de"),
    ("2.5 million people", "2,5 млн человек", "ru"),
    ("2.5 million people", "250万人", "ja"),
    ("€5 or €10", "5 oder 10 €", "de"),
    ("5% more", "5 % mehr", "de"),
    ("5% more", "5 Prozent mehr", "de"),
    ("5% more", "٪٥ أكثر", "ar"),
    ("5% more", "%5 daha fazla", "tr"),
    ("1 June 2026", "1. Juni 2026", "de"),
    ("June 1, 2026", "2026年6月1日", "ja"),
    ("1 June 2026", "令和8年6月1日", "ja"),
    ("2026-06-01", "1 июня 2026 г.", "ru"),
    ("2026-06-01", "1 czerwca 2026 r.", "pl"),
    ("June 2026", "w czerwcu 2026 r.", "pl"),
    ("in March 2026", "в марте 2026 года", "ru"),
    ("1st of June", "le 1er juin", "fr"),
    ("June 1", "1 de junio", "es"),
    ("June 1–5, 2026", "1.–5. Juni 2026", "de"),
    ("from 28 June to 3 July", "vom 28. Juni bis zum 3. Juli", "de"),
    ("1 June 2026", "01.06.2026", "de"),
    ("1 June 2026", "1.6.26", "de"),
    ("1 June", "am 1.6. im Saal", "de"),
    ("1 June 2026", "١ يونيو ٢٠٢٦", "ar"),
    ("1 June 2026", "1 حزيران 2026", "ar-LB"),
    ("1 June 2026", "1 มิถุนายน 2569", "th"),
    ("06/05/2026", "6. Mai 2026", "de"),
    ("06/05/2026", "5. Juni 2026", "de"),
    ("until the end of February", "2月末まで", "ja"),
    ("at 3 pm", "um 15 Uhr", "de"),
    ("at 3 pm", "um 15:00", "de"),
    ("at 3 p.m. today", "aujourd’hui à 15 h", "fr"),
    ("at 3:30 pm", "15.30 Uhr", "de"),
    ("at 3:30 pm", "à 15 h 30", "fr"),
    ("at 3:30 pm", "às 15h30", "pt"),
    ("at 3:30 pm", "午後3時半", "ja"),
    ("at 3 pm", "в 3 часа дня", "ru"),
    ("at 3 pm", "o godz. 15", "pl"),
    ("at 3 pm", "الساعة 3 مساءً", "ar"),
    ("at 3 pm", "下午3点", "zh-Hans"),
    ("at ten", "10時", "ja"),
    ("half past eight", "8時半", "ja"),
    ("within 2 hours", "innerhalb von 2 Stunden", "de"),
    ("within 2 hours", "в течение 2 часов", "ru"),
    ("within 2 hours", "sous 2 h", "fr"),
    ("3 days", "drei Tage", "de"),
    ("3 days", "三日間", "ja"),
    ("2 days", "يومان", "ar"),
    ("two days", "2 Tage", "de"),
    ("ninety clouds", "90種の雲", "ja"),
    ("$5", "5 US$", "de"),
    ("US$5", "5 долларов", "ru"),
    ("US$5", "5 USD", "pl"),
    ("€5.00", "5 €", "de"),
    ("€5", "5 ευρώ", "el"),
    ("€5m", "5 Mio. €", "de"),
    ("5 or 10 euros", "5 € oder 10 €", "de"),
    ("CHF 45", "45 Schweizer Franken", "de"),
    ("£1.5 billion", "15億ポンド", "ja"),
    ("call +1 (555) 010-9999", "Telefon +1 555 0109999", "de"),
    ("call 030 123 4567", "тел. 0301234567", "ru"),
    ("version 2.0.1", "Version 2.0.1", "de"),
    ("Q3 2026 (July–September)", "2026年第3四半期（7月～9月）", "ja"),
    ("Section 4.2 (a) applies", "Es gilt Ziffer 4.2 (a)", "de"),
    ("Section 4.2 applies", "Применяется пункт 4.2", "ru"),
    ("leverage of 1:30", "Hebel von 1:30", "de"),
    ("Call us 24/7 on 0800 123 456", "Rund um die Uhr unter 0800 123456", "de"),
    ("Article 12(3) of Regulation 2016/679", "規則2016/679第12条第3項", "ja"),
    ("IBAN: DE89 3704 0044 0532 0130 00", "IBAN：DE89 3704 0044 0532 0130 00", "ja"),
    ("closed on 31/12/2026", "zamknięty 31.12.2026", "pl"),
    ("2 of 3 customers", "Двое из трёх клиентов", "ru"),
    ("2 of 3 customers", "اثنان من كل ثلاثة عملاء", "ar"),
    ("2 of 3 customers", "Dwóch na trzech klientów", "pl"),
    ("USD 61,250.75", "61,250.75 دولارًا أمريكيًا", "ar"),
    ("USD 61,250.75", "61 250,75 долл. США", "ru"),
    ("a change of -5%", "eine Änderung von −5 %", "de"),
    ("a change of -5%", "eine Änderung von minus 5 %", "de"),
    ("a change of -5%", "изменение на −5 %", "ru"),
    ("a change of -$5", "تغيّر بمقدار 5- دولار", "ar"),
    ("pages 1-5", "Seiten 1 – 5", "de"),
    ("€5 or €5", "5 € oder 5 €", "de"),
    ("at midnight on 1 January", "am 1. Januar um 0:00 Uhr", "de"),
    ("On 1 June 2026 at 3 pm", "2026. június 1-jén 15 órakor", "hu"),
    ("On 1 June 2026 at 3 pm", "1 Haziran 2026’da saat 15.00’te", "tr"),
    ("On 1 June 2026 at 3 pm", "1. kesäkuuta 2026 klo 15", "fi"),
    ("On 1 June 2026 at 3 pm", "1 जून 2026 को दोपहर 3 बजे", "hi"),
    ("On 1 June 2026 at 3 pm", "2026년 6월 1일 오후 3시", "ko"),
    ("On 1 June 2026 at 3 pm", "lúc 15 giờ ngày 1 tháng 6 năm 2026", "vi"),
    ("On 1 June 2026 at 3 pm", "1. června 2026 v 15 hodin", "cs"),
    ("On 1 June 2026 at 3 pm", "il 1º giugno 2026 alle 15", "it"),
    ("On 1 June 2026 at 3 pm", "την 1η Ιουνίου 2026 στις 3 μ.μ.", "el"),
    ("On 1 June 2026 at 3 pm", "در ۱ ژوئن ۲۰۲۶ ساعت ۱۵", "fa"),
    ("On 1 June 2026 at 3 pm", "ב-1 ביוני 2026 בשעה 15:00", "he"),
]


@pytest.mark.parametrize(("source", "target", "locale"), SAME)
def test_the_same_in_another_language_is_the_same(source, target, locale):
    assert codes(source, target, locale) == []


OTHER = [
    ("1,234 tons", "1,234 Tonnen", "de", "numbers_differ"),
    ("1,234.5 tons", "12.345 Tonnen", "de", "numbers_differ"),
    ("15 tons", "51 Tonnen", "de", "numbers_differ"),
    ("15 tons", "١٦ طن", "ar", "numbers_differ"),
    ("15 tons", "Tonnen", "de", "numbers_differ"),
    ("2.5 million people", "2,5 Mrd. Menschen", "de", "numbers_differ"),
    ("10,000 people", "10万人", "ja", "numbers_differ"),
    ("3 days", "5 Tage", "de", "numbers_differ"),
    ("3 days", "einige Tage", "de", "numbers_unclear"),
    ("3 days", "dreißig Tage", "de", "numbers_unclear"),
    ("a few days", "14 Tage", "de", "numbers_unclear"),
    ("5% more", "5 mehr", "de", "percent_missing"),
    ("1 June 2026", "1. Juli 2026", "de", "dates_differ"),
    ("1 June 2026", "2. Juni 2026", "de", "dates_differ"),
    ("1 June 2026", "1. Juni 2027", "de", "dates_differ"),
    ("1 June 2026", "2026年7月1日", "ja", "dates_differ"),
    ("1 June 2026", "1 июля 2026 года", "ru", "dates_differ"),
    ("1 June 2026", "1 lipca 2026 r.", "pl", "dates_differ"),
    ("1 June 2026", "١ يوليو ٢٠٢٦", "ar", "dates_differ"),
    ("1 June 2026", "01.07.2026", "de", "dates_differ"),
    ("1 June to 5 July", "5. Juni bis 1. Juli", "de", "dates_differ"),
    ("until the end of February", "3月末まで", "ja", "dates_differ"),
    ("at 3 pm", "um 3 Uhr", "de", "times_differ"),
    ("at 3 pm", "um 16 Uhr", "de", "times_differ"),
    ("at 3 pm", "午前3時", "ja", "times_differ"),
    ("at 3:30 pm", "15.20 Uhr", "de", "times_differ"),
    ("at 3 pm", "am Nachmittag", "de", "times_differ"),
    ("from 22:00 to 23:30", "von 22: bis 23:30", "de", "numbers_unclear"),
    ("$5", "5 €", "de", "amounts_differ"),
    ("$5", "5", "de", "amounts_differ"),
    ("$5", "6 $", "de", "amounts_differ"),
    ("€5", "5円", "ja", "amounts_differ"),
    ("A$5", "5 US$", "de", "amounts_differ"),
    ("5 parts", "5 € Teile", "de", "amounts_differ"),
    ("€5 or €10", "5 € oder 10", "de", "amounts_unclear"),
    ("a change of -5%", "eine Änderung von 5 %", "de", "minus_differs"),
    ("a change of 5%", "変化率は -5%", "ja", "minus_differs"),
    ("version 2.0.1", "Version 2.1.0", "de", "numbers_differ"),
    ("call +1 (555) 010-9999", "Telefon +1 555 0109998", "de", "numbers_differ"),
]


@pytest.mark.parametrize(("source", "target", "locale", "code"), OTHER)
def test_what_says_something_else_is_caught(source, target, locale, code):
    assert codes(source, target, locale) == [code]


def test_figures_are_read_as_the_source_language_writes_them():
    assert codes("1.234,5 Tonnen am 1.6.2026", "1,234.5 tons on June 1, 2026", "en", "de") == []
    assert codes("1.234,5 Tonnen", "1.2345 tons", "en", "de") == ["numbers_differ"]
    assert codes("um 15 Uhr", "at 3 pm", "en", "de") == []


def test_what_is_missing_and_added_is_named_as_it_is_written():
    unit = Unit(source="Pay $1,250.00 by 3 May", kind=UnitKind.TABLE_CELL, index=0)
    [amount, day] = sorted(
        find_unit_findings(unit, "Bis 4. Mai 1.350,00 $ zahlen", locale="de"),
        key=lambda item: item.code,
    )
    assert dict(amount.values)["missing"] == "$1,250.00"
    assert dict(amount.values)["added"] == "1.350,00 $"
    assert dict(day.values)["missing"] == "3 May"
    assert dict(day.values)["added"] == "4. Mai"
    assert amount.blocks
    assert day.blocks
