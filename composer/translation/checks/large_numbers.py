"""Numbers above twelve as words: round ones, those up to twenty, Roman ones and Chinese ones.

Only used to let pass what is right, as in “neunzig Tage”, “XXIe siècle” or 三十日.
"""

from __future__ import annotations

import re
from functools import lru_cache

SPELLED = (13, 14, 15, 16, 17, 18, 19, 20, 30, 40, 50, 60, 70, 80, 90, 100, 1000)
# The words for these numbers in their order, as regular expressions.
_WORDS: dict[str, str] = {
    "ar": r"""
        ثلاث\w*\sعشر\w* أربع\w*\sعشر\w* خمس\w*\sعشر\w* ست\w*\sعشر\w* سبع\w*\sعشر\w*
        ثماني?\w*\sعشر\w* تسع\w*\sعشر\w* عشر(?:ون|ين) ثلاث(?:ون|ين) أربع(?:ون|ين) خمس(?:ون|ين)
        ست(?:ون|ين) سبع(?:ون|ين) ثمان(?:ون|ين) تسع(?:ون|ين) مئة|مائة ألف
        """,
    "cs": r"""
        třináct\w* čtrnáct\w* patnáct\w* šestnáct\w* sedmnáct\w* osmnáct\w* devatenáct\w*
        dvacet\w*|dvacát\w+ třicet\w*|třicát\w+ čtyřicet\w* padesát\w* šedesát\w* sedmdesát\w*
        osmdesát\w* devadesát\w* sto|stý\w* tisíc\w*
        """,
    "de": r"""
        dreizehn(?:te\w?)? vierzehn(?:te\w?)? fünfzehn(?:te\w?)? sechzehn(?:te\w?)?
        siebzehn(?:te\w?)? achtzehn(?:te\w?)? neunzehn(?:te\w?)? zwanzig(?:ste\w?)?
        drei(?:ß|ss)ig(?:ste\w?)? vierzig(?:ste\w?)? fünfzig(?:ste\w?)? sechzig(?:ste\w?)?
        siebzig(?:ste\w?)? achtzig(?:ste\w?)? neunzig(?:ste\w?)? (?:ein)?hundert(?:ste\w?)?
        (?:ein)?tausend(?:ste\w?)?
        """,
    "en": r"""
        thirteen(?:th)? fourteen(?:th)? fifteen(?:th)? sixteen(?:th)? seventeen(?:th)?
        eighteen(?:th)? nineteen(?:th)? twent(?:y|ieth) thirt(?:y|ieth) fort(?:y|ieth)
        fift(?:y|ieth) sixt(?:y|ieth) sevent(?:y|ieth) eight(?:y|ieth) ninet(?:y|ieth)
        hundred(?:th)? thousand(?:th)?
        """,
    "es": r"""
        trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta
        cincuenta sesenta setenta ochenta noventa cien(?:to)? mil
        """,
    "fr": r"""
        treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt trente quarante cinquante
        soixante soixante-dix|septante quatre-vingts?|huitante quatre-vingt-dix|nonante
        cent|centième mille|millième
        """,
    "he": r"""
        שלוש\w?[\s־-]עשר\w? ארבע\w?[\s־-]עשר\w? חמ\w+[\s־-]עשר\w? שי?ש\w?[\s־-]עשר\w?
        שבע\w?[\s־-]עשר\w? שמונ\w[\s־-]עשר\w? תשע\w?[\s־-]עשר\w? עשרים שלושים ארבעים חמישים
        שי?שים שבעים שמונים תשעים מאה אלף
        """,
    "it": r"""
        tredici quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta
        cinquanta sessanta settanta ottanta novanta cento mille
        """,
    "ko": r"""
        십삼 십사 십오 십육 십칠 십팔 십구 이십|스무|스물 삼십|서른 사십|마흔 오십|쉰 육십|예순
        칠십 팔십 구십 백 천
        """,
    "nl": r"""
        dertien(?:de)? veertien(?:de)? vijftien(?:de)? zestien(?:de)? zeventien(?:de)?
        achttien(?:de)? negentien(?:de)? twintig(?:ste)? dertig(?:ste)? veertig(?:ste)?
        vijftig(?:ste)? zestig(?:ste)? zeventig(?:ste)? tachtig(?:ste)? negentig(?:ste)?
        honderd(?:ste)? duizend(?:ste)?
        """,
    "pl": r"""
        trzyna\w+ czterna\w+ piętna\w+ szesna\w+ siedemna\w+ osiemna\w+ dziewiętna\w+
        dwadzie\w+|dwudziest\w+ trzydzie\w+ czterdzie\w+ pięćdziesi\w+ sześćdziesi\w+
        siedemdziesi\w+ osiemdziesi\w+ dziewięćdziesi\w+ sto|stu|setn\w+ tysi\w+
        """,
    "pt": r"""
        treze catorze|quatorze quinze dez[ea]sseis dez[ea]ssete dezoito dez[ea]nove vinte trinta
        quarenta cinquenta sessenta setenta oitenta noventa cem|cento mil
        """,
    "ru": r"""
        тринадцат\w+ четырнадцат\w+ пятнадцат\w+ шестнадцат\w+ семнадцат\w+ восемнадцат\w+
        девятнадцат\w+ двадцат\w+ тридцат\w+ сорок\w* пят(?:ь|и)десят\w* шест(?:ь|и)десят\w*
        сем(?:ь|и)десят\w* вос(?:емь|ьми)десят\w* девяност\w+ сто|ста|сот\w+ тысяч\w*
        """,
    "tr": r"""
        on\süç\w* on\sdör\w+ on\sbeş\w* on\saltı\w* on\syedi\w* on\ssekiz\w* on\sdokuz\w* yirmi\w*
        otuz\w* kırk\w* elli\w* altmış\w* yetmiş\w* seksen\w* doksan\w* yüz(?!de)\w* bin\w*
        """,
    "uk": r"""
        тринадцят\w+ чотирнадцят\w+ п[’'ʼ]ятнадцят\w+ шістнадцят\w+ сімнадцят\w+ вісімнадцят\w+
        дев[’'ʼ]ятнадцят\w+ двадцят\w+ тридцят\w+ сорок\w* п[’'ʼ]ятдесят\w* шістдесят\w*
        сімдесят\w* вісімдесят\w* дев[’'ʼ]яност\w+ сто|ста|сот\w+ тисяч\w*
        """,
}
# What English says in words where others write a number.
_PHRASES = {
    14: r"fortnight\w*|two\s+weeks",
    15: r"quarter",
    30: r"half[\s-](?:an?[\s-])?hour\w*|half\s+past",
    45: r"three[\s-]quarters",
    50: r"half|halve[sd]?",
    60: r"hour|hourly",
    90: r"an\s+hour\s+and\s+a\s+half",
    500_000: r"half\s+a\s+million",
    1_000_000: r"(?:a|one)\s+million",
    10**9: r"(?:a|one)\s+billion",
}
_CHINESE = frozenset({"ja", "zh", "yue"})
_CHINESE_RUN = re.compile(r"(?<![\d.,])[〇零一二三四五六七八九十百千万萬億亿两兩]+(?!\d)")
_CHINESE_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")
    )
    for char in chars
}
_CHINESE_UNITS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "萬": 10_000,
    "億": 10**8,
    "亿": 10**8,
}
_MYRIAD = 10_000
_LONGEST_RUN = 12
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LARGEST_ROMAN = 3999
_WITHOUT_ROMAN = frozenset({"ar", "he", "fa", "ur", "hi", "th"})


def is_large_written(value: str, words: str, language: str) -> bool:
    """Tell whether a whole number stands in a text in words, in Roman or in Chinese numerals.

    >>> is_large_written("90", "neunzig Tage", "de"), is_large_written("21", "XXI wiek", "pl")
    (True, True)
    >>> is_large_written("35", "三十五日以内", "ja"), is_large_written("19", "neunzig Tage", "de")
    (True, False)
    """
    if not value.isdecimal() or len(value) > _LONGEST_RUN:
        return False
    number = int(value)
    if language in _CHINESE:
        return number in {chinese_value(run) for run in _CHINESE_RUN.findall(words)}
    pattern = _pattern(number, language)
    return pattern is not None and pattern.search(words) is not None


def is_spelled(value: str, language: str) -> bool:
    """Tell whether it is known how a language says a number in words."""
    return language in _WORDS and value.isdecimal() and int(value[:6]) in SPELLED


def chinese_value(numeral: str) -> int:
    """Give the value of a Chinese numeral.

    >>> [chinese_value(one) for one in ("十", "三十五", "二〇二六", "一万二千", "百二十")]
    [10, 35, 2026, 12000, 120]
    """
    if not any(char in _CHINESE_UNITS for char in numeral):
        return int("".join(str(_CHINESE_DIGITS[char]) for char in numeral[:_LONGEST_RUN]))
    total = part = digit = 0
    for char in numeral:
        unit = _CHINESE_UNITS.get(char)
        if unit is None:
            digit = _CHINESE_DIGITS[char]
        elif unit >= _MYRIAD:
            total, part, digit = total + (part + digit or 1) * unit, 0, 0
        else:
            part, digit = part + (digit or 1) * unit, 0
    return total + part + digit


def roman(number: int) -> str:
    """Write a number in Roman numerals.

    >>> roman(2026)
    'MMXXVI'
    """
    parts: list[str] = []
    for value, sign in _ROMAN:
        parts.append(sign * (number // value))
        number %= value
    return "".join(parts)


@lru_cache(maxsize=512)
def _pattern(number: int, language: str) -> re.Pattern[str] | None:
    options = [_PHRASES[number]] if language == "en" and number in _PHRASES else []
    if language in _WORDS and number in SPELLED:
        options.append(_WORDS[language].split()[SPELLED.index(number)])
    if 0 < number <= _LARGEST_ROMAN and language not in _WITHOUT_ROMAN:
        sign = roman(number)
        if language != "en" or len(sign) > 1:  # “I” is a word there
            options.append(rf"(?-i:{sign})(?:er?|ème|th)?")
    if not options:
        return None
    prefix = r"(?:[وبلكف]|ال|لل|وال|بال)?" if language == "ar" else ""
    prefix = r"[ובלהמשכ]{0,2}" if language == "he" else prefix
    words = "|".join(options)
    if language == "ko":
        return re.compile(words)
    return re.compile(rf"(?<!\w){prefix}(?:{words})(?!\w)", re.IGNORECASE)
