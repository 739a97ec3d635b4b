"""Finds which currency stands beside a number: as a sign, a code or a word, on either side.

A sign that several currencies share stands for all of them, so that `$` and `US$` are no difference
but `A$` and `US$` are.
"""

from __future__ import annotations

import re

_DOLLARS = "USD AUD CAD NZD SGD HKD TWD MXN"
_SIGNS: dict[str, str] = {
    "US$": "USD", "$US": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "$CA": "CAD", "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "MX$": "MXN",
    "R$": "BRL", "$": _DOLLARS, "€": "EUR", "£": "GBP", "¥": "JPY CNY", "円": "JPY",
    "元": "CNY TWD HKD", "₹": "INR", "₽": "RUB", "₩": "KRW", "원": "KRW", "₺": "TRY",
    "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND", "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
    "kr": "SEK NOK DKK ISK", "Fr.": "CHF", "лв": "BGN", "د.إ": "AED",
}  # fmt: skip
_CODES = (
    "AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JOD"
    " JPY KES KRW KWD MAD MXN MYR NGN NOK NZD OMR PEN PHP PLN QAR RON RUB SAR SEK SGD THB TND TRY"
    " TWD UAH USD VND ZAR"
)
_WORDS: dict[str, str] = {
    "eur[oóa]|евро|євро|ευρώ|ユーロ|يورو|欧元|歐元|유로|אירו|यूरो|evr": "EUR",
    "dol[lł]?ar|dólar|dollár|долл|долар|δολάρι|ドル|دولار|美元|달러|דולר|डॉलर|ดอลลาร์": _DOLLARS,
    "pound|pfund|livre|libra|sterlin|funt|фунт|ポンド|جنيه|英镑|英鎊|파운드": "GBP EGP",
    "yen|jen|йен|иен|єн|ين ياباني|日元|엔": "JPY",
    "yuan|юан|يوان|人民币|人民幣|위안": "CNY",
    "fran[ck]|фран|フラン|فرنك|法郎": "CHF",
    "złot|zlot|злот|ズウォティ|زلوتي": "PLN",
    "rubel|rubl|rouble|ruble|rublo|руб|ルーブル|روبل|卢布": "RUB",
    "rupee|rupi|roupie|рупи|ルピー|روبية|रुपय|卢比": "INR",
    "krona|krone|kronor|kroner|couronne|corona|koron|korun|крон|クローネ": "SEK NOK DKK CZK ISK",
    "ريال|riyal|rial|риал": "SAR QAR OMR",
    "درهم|dirham|дирхам": "AED MAD",
    "دينار|dinar|динар": "KWD BHD JOD TND",
    "peso|песо": "MXN ARS CLP COP PHP",
    "real|reais": "BRL",
    "lira|лир": "TRY",
    r"s[hz]?c?h?ekel|шекел|شيكل|شيقل|שקל|ש[\"״”]ח": "ILS",
}
_CODE = re.compile(rf"(?<![A-Z])(?:{'|'.join(_CODES.split())})(?![A-Z])")
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_WORD = "|".join(f"(?P<w{at}>{words})" for at, words in enumerate(_WORDS))
_MARK = rf"(?P<code>{_CODE.pattern})|(?P<sign>{_SIGN})"
_GAP = r"[ \u00a0-]{0,2}"
# One word may stand before the currency's own: “Swiss francs”, スイスフラン.
_KIND = r"(?:[^\W\d]+[ \u00a0-]|スイス|米)?"
_AFTER = re.compile(rf"{_GAP}(?:{_MARK}|{_KIND}(?:{_WORD}))", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:{_MARK}|{_WORD})[ \u00a0]?-?$", re.IGNORECASE)
_GLANCE = re.compile(rf"[$€£¥円元₹₽₩원₺₴₪฿₫]|zł|Kč|{_CODE.pattern}")
_LONGEST_BEFORE = 8


def has_sign(text: str) -> bool:
    """Tell at a glance whether a sign or code of a currency stands in a text; not words."""
    return _GLANCE.search(text) is not None


def currency_after(text: str, at: int) -> tuple[frozenset[str], int] | None:
    """Give the currencies that may be meant right behind a place, and where their name ends."""
    match = _AFTER.match(text, at)
    return (_codes(match), match.end()) if match else None


def currency_before(text: str, at: int, *, begin: int) -> tuple[frozenset[str], int] | None:
    """Give the currencies that may be meant right before a place, and where their name begins.

    Nothing before `begin` is looked at.
    """
    first = max(begin, at - _LONGEST_BEFORE)
    match = _BEFORE.search(text[first:at])
    return (_codes(match), first + match.start()) if match else None


def _codes(match: re.Match[str]) -> frozenset[str]:
    found = match.groupdict()
    if found["code"]:
        return frozenset({found["code"].upper()})
    if found["sign"]:
        sign = found["sign"]
        known = next(codes for name, codes in _SIGNS.items() if name.lower() == sign.lower())
        return frozenset(known.split())
    at = next(int(name[1:]) for name, value in found.items() if name[0] == "w" and value)
    return frozenset(list(_WORDS.values())[at].split())
