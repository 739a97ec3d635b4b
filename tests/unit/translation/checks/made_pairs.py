"""Right translations made by the thousand: figures as each language writes them, in sentences of it.

English says a date, a time, an amount, a share, a number or a span in one of its ways; each other
language says the same in each of its own (CLDR's forms and those that people use beside them). What
is made is right, so nothing may be found; and every one with another figure is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, format_percent

LOCALES = ("de", "ja", "ar", "ru", "pl", "fr", "es", "he", "zh", "tr", "it", "pt", "nl", "ko")
B, N = "\u00a0", "\u202f"

# The source, and the sentence of each language, where {x} stands for the figure.
FRAMES: dict[str, tuple[str, dict[str, str]]] = {
    "date": ("The new rules apply from {x}.", {
        "de": "Die neuen Regeln gelten ab {x}.", "ja": "新しい規則は{x}から適用されます。",
        "ar": "تسري القواعد الجديدة اعتبارًا من {x}.", "ru": "Новые правила действуют с {x}.",
        "pl": "Nowe zasady obowiązują od {x}.", "fr": "Les nouvelles règles s’appliquent à partir du {x}.",
        "es": "Las nuevas reglas se aplican a partir del {x}.", "he": "הכללים החדשים יחולו החל מ-{x}.",
        "zh": "新规则自{x}起适用。", "tr": "Yeni kurallar {x} tarihinden itibaren geçerlidir.",
        "it": "Le nuove regole si applicano dal {x}.", "pt": "As novas regras aplicam-se a partir de {x}.",
        "nl": "De nieuwe regels gelden vanaf {x}.", "ko": "새 규칙은 {x}부터 적용됩니다.",
    }),
    "amount": ("You will be charged {x} in total.", {
        "de": "Wir buchen insgesamt {x} ab.", "ja": "合計{x}を引き落とします。",
        "ar": "سنخصم منكم {x} إجمالًا.", "ru": "Всего будет списано {x}.",
        "pl": "Pobierzemy łącznie {x}.", "fr": "Nous débiterons {x} au total.",
        "es": "Se le cobrarán {x} en total.", "he": "תחויבו בסך הכול ב-{x}.",
        "zh": "我们将总共收取{x}。", "tr": "Toplam {x} tahsil edilecektir.",
        "it": "Addebiteremo {x} in totale.", "pt": "Cobraremos {x} no total.",
        "nl": "Wij schrijven in totaal {x} af.", "ko": "총 {x}가 청구됩니다.",
    }),
    "number": ("More than {x} people use it.", {
        "de": "Mehr als {x} Menschen nutzen es.", "ja": "{x}人以上が利用しています。",
        "ar": "يستخدمه أكثر من {x} شخص.", "ru": "Этим пользуются более {x} человек.",
        "pl": "Korzysta z tego ponad {x} osób.", "fr": "Plus de {x} personnes l’utilisent.",
        "es": "Lo usan más de {x} personas.", "he": "יותר מ-{x} אנשים משתמשים בזה.",
        "zh": "超过{x}人在使用。", "tr": "{x} kişiden fazlası kullanıyor.",
        "it": "Lo usano più di {x} persone.", "pt": "Mais de {x} pessoas usam.",
        "nl": "Meer dan {x} mensen gebruiken het.", "ko": "{x}명 이상이 사용합니다.",
    }),
    "percent": ("The rate is now {x}.", {
        "de": "Der Satz beträgt jetzt {x}.", "ja": "現在の料率は{x}です。",
        "ar": "النسبة الآن {x}.", "ru": "Ставка теперь составляет {x}.",
        "pl": "Stawka wynosi teraz {x}.", "fr": "Le taux est désormais de {x}.",
        "es": "La tasa es ahora del {x}.", "he": "השיעור כעת הוא {x}.",
        "zh": "目前费率为{x}。", "tr": "Oran şimdi {x}.",
        "it": "Il tasso è ora del {x}.", "pt": "A taxa é agora de {x}.",
        "nl": "Het tarief is nu {x}.", "ko": "현재 요율은 {x}입니다.",
    }),
    "time": ("The call starts at {x}.", {
        "de": "Das Gespräch beginnt um {x}.", "ja": "通話は{x}に始まります。",
        "ar": "تبدأ المكالمة الساعة {x}.", "ru": "Звонок начнётся в {x}.",
        "pl": "Rozmowa zaczyna się o {x}.", "fr": "L’appel commence à {x}.",
        "es": "La llamada empieza a las {x}.", "he": "השיחה מתחילה בשעה {x}.",
        "zh": "通话于{x}开始。", "tr": "Görüşme saat {x} başlıyor.",
        "it": "La chiamata inizia alle {x}.", "pt": "A chamada começa às {x}.",
        "nl": "Het gesprek begint om {x}.", "ko": "통화는 {x}에 시작됩니다.",
    }),
}  # fmt: skip
_SCALES = {
    "de": ("Mio.", "Millionen"), "ru": ("млн", "миллиона"), "pl": ("mln", "miliona"),
    "fr": ("millions de", "millions de"), "es": ("millones de", "mill."), "it": ("milioni di", "mln di"),
    "pt": ("milhões de", "mi"), "nl": ("miljoen", "mln."), "tr": ("milyon", "milyon"),
    "ar": ("مليون", "ملايين"), "he": ("מיליון", "מיליון"),
}  # fmt: skip
_AND = {
    "de": "bis", "ja": "～", "ar": "إلى", "ru": "до", "pl": "do", "fr": "à", "es": "a", "he": "עד",
    "zh": "至", "tr": "ila", "it": "a", "pt": "a", "nl": "tot", "ko": "~",
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A source, a right translation of it, and the same translation with a wrong figure."""

    locale: str
    source: str
    right: str
    wrong: str


def made_pairs(count: int, *, seed: int = 1) -> Iterator[Made]:
    """Make so many pairs of each kind."""
    chance = random.Random(seed)
    for _time in range(count):
        yield from _dates(chance)
        yield from _amounts(chance)
        yield from _numbers(chance)
        yield from _percents(chance)
        yield from _times(chance)


def _framed(
    kind: str, source: str, forms: dict[str, tuple[list[str], list[str]]]
) -> Iterator[Made]:
    frame, frames = FRAMES[kind]
    for locale, (rights, wrongs) in forms.items():
        for right, wrong in zip(rights, wrongs, strict=False):
            yield Made(
                locale=locale,
                source=frame.format(x=source).replace("..", "."),
                right=frames[locale].format(x=right).replace("..", "."),
                wrong=frames[locale].format(x=wrong).replace("..", "."),
            )


def _dates(chance: random.Random) -> Iterator[Made]:
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(700))
    other = day + timedelta(days=chance.choice((1, 31, 365)))
    english = (
        f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}", day.isoformat(),
        f"{day:%b} {day.day}, {day.year}", f"{day:%A}, {day.day} {day:%B} {day.year}",
    )  # fmt: skip
    forms = {
        locale: ([*_day_forms(day, locale)], [*_day_forms(other, locale)]) for locale in LOCALES
    }
    yield from _framed("date", chance.choice(english), forms)


def _day_forms(day: date, locale: str) -> Iterator[str]:
    for width in ("long", "full", "medium", "short"):
        yield format_date(day, width, locale=locale)
    yield day.isoformat()
    if locale in {"de", "pl", "ru", "tr"}:
        yield f"{day.day:02}.{day.month:02}.{day.year}"
        yield f"{day.day}.{day.month}.{day.year}"
    if locale in {"fr", "es", "it", "pt", "ar", "he"}:
        yield f"{day.day:02}/{day.month:02}/{day.year}"
    if locale == "ru":
        yield f"{format_date(day, 'd MMMM y', locale='ru')} года"
    if locale == "pl":
        yield f"{format_date(day, 'd MMMM y', locale='pl')} r."
    if locale == "ar":
        yield format_date(day, "d MMMM y", locale="ar_EG").translate(_EASTERN)
        yield format_skeleton("yMMMMd", day, locale="ar_LB")
    if locale == "es":
        yield f"{day.day} de {format_date(day, 'MMMM', locale='es')} del {day.year}"


_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _amounts(chance: random.Random) -> Iterator[Made]:
    currency = chance.choice(("EUR", "USD", "GBP", "CHF", "PLN", "JPY", "TRY", "ILS", "RUB", "SEK"))
    digits = 0 if currency == "JPY" else chance.choice((0, 2))
    value = Decimal(chance.randrange(1300, 99_000_00)).scaleb(-digits)
    other = value + chance.choice((Decimal(1), Decimal(10), Decimal(1000)))
    sign = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "ILS": "₪", "TRY": "₺"}.get(currency)
    number = f"{value:,.{digits}f}"
    english = [
        f"{currency} {number}",
        f"{number} {currency}",
        *([f"{sign}{number}"] if sign else []),
    ]
    forms = {
        locale: (
            [*_amount_forms(value, currency, digits, locale)],
            [*_amount_forms(other, currency, digits, locale)],
        )
        for locale in LOCALES
    }
    yield from _framed("amount", chance.choice(english), forms)


def _amount_forms(value: Decimal, currency: str, digits: int, locale: str) -> Iterator[str]:
    pattern = "#,##0.00" if digits else "#,##0"
    number = format_decimal(value, pattern, locale=locale)
    if digits or currency == "JPY":
        yield format_currency(value, currency, locale=locale)
        yield format_currency(value, currency, locale=locale, format_type="name")
    yield f"{number}{B}{currency}"
    yield f"{currency} {number}"
    if currency == "TRY" and locale == "tr":
        yield f"{number} TL"
    if currency == "RUB" and locale == "ru":
        yield f"{number}{B}руб."
    if locale == "ar":
        yield f"{number} {currency}".translate(_EASTERN).replace(",", "٬").replace(".", "٫")


def _numbers(chance: random.Random) -> Iterator[Made]:
    if chance.random() < 0.3:
        yield from _millions(chance)
        return
    value = chance.choice((chance.randrange(13, 1000), chance.randrange(1000, 5_000_000)))
    other = value + chance.choice((1, 10, 100))
    forms = {
        locale: ([*_number_forms(value, locale)], [*_number_forms(other, locale)])
        for locale in LOCALES
    }
    yield from _framed("number", f"{value:,}", forms)


def _number_forms(value: int, locale: str) -> Iterator[str]:
    yield format_decimal(value, locale=locale)
    yield f"{value}"
    if locale in {"ru", "pl", "fr"}:
        yield f"{value:,}".replace(",", " ")
        yield f"{value:,}".replace(",", N)
    if locale == "ar":
        yield f"{value:,}".replace(",", "٬").translate(_EASTERN)
    if locale in {"ja", "zh"} and value % 10_000 == 0:
        yield f"{value // 10_000}万"


def _millions(chance: random.Random) -> Iterator[Made]:
    tenths = chance.randrange(11, 99)
    forms: dict[str, tuple[list[str], list[str]]] = {}
    for locale in LOCALES:
        rights, wrongs = (
            [*_million_forms(Decimal(one) / 10, locale)] for one in (tenths, tenths + 3)
        )
        forms[locale] = (rights, wrongs)
    yield from _framed("number", f"{Decimal(tenths) / 10:f} million", forms)


def _million_forms(value: Decimal, locale: str) -> Iterator[str]:
    number = format_decimal(value, locale=locale)
    for word in _SCALES.get(locale, ()):
        yield f"{number}{B}{word}"
    if locale in {"ja", "zh", "ko"}:
        yield f"{int(value * 100)}{'만' if locale == 'ko' else '万'}"
    yield format_decimal(value * 1_000_000, locale=locale)


def _percents(chance: random.Random) -> Iterator[Made]:
    value = Decimal(chance.randrange(13, 1000)) / chance.choice((1, 10, 100))
    is_span = chance.random() < 0.4
    top = value + 5
    forms = {
        locale: (
            [*_percent_forms(value, top if is_span else None, locale)],
            [*_percent_forms(value + 1, top if is_span else None, locale)],
        )
        for locale in LOCALES
    }
    english = (f"{value:f}%", f"{value:f} percent", f"{value:f} per cent")
    spans = (f"{value:f}% to {top:f}%", f"{value:f}–{top:f}%", f"{value:f} to {top:f} percent")
    yield from _framed("percent", chance.choice(spans if is_span else english), forms)


def _percent_forms(value: Decimal, top: Decimal | None, locale: str) -> Iterator[str]:
    written = [
        format_percent(one / 100, "#,##0.####%", locale=locale)
        if locale != "tr"
        else f"%{format_decimal(one, locale='tr')}"
        for one in (value, top or value)
    ]
    bare = format_decimal(value, locale=locale)
    if top is None:
        yield written[0]
        if locale == "ja":
            yield written[0].replace("%", "％")
        return
    joint = "" if locale in {"ja", "zh", "ko"} else " "
    yield f"{written[0]}{joint}{_AND[locale]}{joint}{written[1]}"
    if locale == "tr":
        yield f"%{bare}-{format_decimal(top, locale='tr')}"
    else:
        yield f"{bare}{joint}{_AND[locale]}{joint}{written[1]}"
        yield f"{bare}–{written[1]}"


def _times(chance: random.Random) -> Iterator[Made]:
    at = time(chance.randrange(1, 24), chance.choice((0, 0, 15, 30, 45)))
    other = time((at.hour + 1) % 24, at.minute)
    hour = at.hour % 12 or 12
    half = "am" if at.hour < 12 else "pm"
    english = [
        f"{at:%H:%M}",
        f"{hour}:{at.minute:02} {half}",
        f"{hour}:{at.minute:02} {half[0]}.m.",
    ]
    english += [] if at.minute else [f"{hour} {half}", f"{hour}{half}"]
    forms = {
        locale: ([*_time_forms(at, locale)], [*_time_forms(other, locale)]) for locale in LOCALES
    }
    yield from _framed("time", chance.choice(english), forms)


def _time_forms(at: time, locale: str) -> Iterator[str]:
    yield format_time(at, "short", locale=locale)
    yield f"{at.hour}:{at.minute:02}"
    minutes = f"{at.minute:02}" if at.minute else ""
    match locale:
        case "de":
            yield f"{at.hour}.{at.minute:02} Uhr"
            yield f"{at.hour}:{at.minute:02} Uhr"
            yield f"{at.hour} Uhr {minutes}".strip()
        case "fr":
            yield f"{at.hour}{B}h{B}{minutes}".strip()
            yield f"{at.hour}h{minutes}"
        case "pl" | "it" | "tr":
            yield f"{at.hour}.{at.minute:02}"
        case "ja":
            half, hour = ("午前", at.hour) if at.hour < 12 else ("午後", at.hour - 12 or 12)
            yield f"{half}{hour}時{minutes}{'分' if minutes else ''}"
        case "zh":
            yield f"{at.hour}点{minutes}{'分' if minutes else ''}"
        case "pt":
            yield f"{at.hour}h{minutes}"
        case _:
            return
