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
    "R$": "BRL", "$": _DOLLARS, "€": "EUR", "UK£": "GBP", "£": "GBP", "¥": "JPY CNY", "円": "JPY",
    "元": "CNY TWD HKD", "₹": "INR", "₽": "RUB", "₩": "KRW", "원": "KRW", "₺": "TRY",
    "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND", "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
    "kr": "SEK NOK DKK ISK", "Fr.": "CHF", "SFr.": "CHF", "лв": "BGN", "TL": "TRY", "грн": "UAH",
    "р.": "RUB", "Rs": "INR", "RM": "MYR", "CN¥": "CNY", "JP¥": "JPY", "RMB": "CNY", "NIS": "ILS",
    "د.إ": "AED", "ر.س": "SAR", "ر.ق": "QAR", "د.ك": "KWD", "ج.م": "EGP", "د.أ": "JOD",
    "د.ت": "TND", "د.م": "MAD", "د.ب": "BHD", "ر.ع": "OMR",
}  # fmt: skip
_CODES = (
    "AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR IRR ISK"
    " JOD JPY KES KRW KWD MAD MXN MYR NGN NOK NZD OMR PEN PHP PLN QAR RON RUB SAR SEK SGD THB TND"
    " TRY TWD UAH USD VND ZAR"
)
_WORDS: dict[str, str] = {
    "eur[oóaųiu]|eiro|یورو|ยูโร|евр[аиоу]|євро|ευρώ"
    "|ユーロ|يورو|欧元|歐元|유로|אירו|יורו|यूरो|evr|avro": "EUR",
    "港元|港币|港幣|香港ドル": "HKD",
    "新?[台臺]币|新?[台臺]幣": "TWD",
    "加元|加币|加幣": "CAD",
    "澳元|澳币|澳幣": "AUD",
    r"dol[lł]?[aāe]r|dólar|dollár|дол(?:л|ар|\.)|دلار"
    "|δολάρι|ドル|دولار|美元|美金|달러|דולר|डॉलर|ดอลลาร์|đô[ -]la": (_DOLLARS),
    r"pound|pfund|پوند|pond(?!\w)|livre|libra|sterlin|funt|фунт|ポンド|جنيه|英镑|英鎊|파운드"
    r"|ליר(?:ות|ה)[ ]שטרלינג|ליש[\"״”]ט": "GBP EGP TRY",
    r"yen|jen|(?<![^\W\d])iene|йен|иен|єн|ين ياباني|日元|日圆|日圓|엔|יי?ן(?!\w)": "JPY",
    "人民元": "CNY",
    "yuan|юан|يوان|人民币|人民幣|위안|יואן": "CNY",
    "fran[ckg]|فرانک|фран|フラン|فرنك|法郎|프랑|פרנק": "CHF",
    "złot|zlot|[eé]sloti|злот|ズウォティ|ズロチ|زلوتي|זלוטי|兹罗提|즈워티|즐로티": "PLN",
    "roebel|rubel|rubl|rouble|ruble|rublo|руб|ルーブル|روبل|卢布|루블|רובל": "RUB",
    "rupee|rupi|roupie|рупи|ルピー|روبية|रुपय|卢比|루피|רופי": "INR",
    "krona|krone|kronor|kroner|kronu|couronne|coron[ae]|coroa|koron|korun|крон|クロー[ネナ]|كرون"
    "|克朗|크로나|크로네|כתר": "SEK NOK DKK CZK ISK",
    "гривн|гривен|hryvni": "UAH",
    r"лева?(?!\w)|левов": "BGN",
    "forint": "HUF",
    r"บาท|baht|бат(?:а|ов)?(?!\w)": "THB",
    r"le[iu](?!\w)": "RON",
    "ريال|ریال|riyal|rial|риал": "SAR QAR OMR IRR",
    "درهم|dirham|дирхам": "AED MAD",
    "دينار|دینار|dinar|динар": "KWD BHD JOD TND",
    "peso|песо": "MXN ARS CLP COP PHP",
    "real|reais": "BRL",
    "lir[aey]|лир|リラ|ليرة|里拉|리라|לירות|לירה": "TRY",
    r"s[hzj]?c?h?[eé][kq]u?e?l|szekl|şekel|shekl|s[ií]cl|шекел|شيكل|شيقل|シェケル|谢克尔|新锡克尔|세켈|셰켈"
    r"|שקל|ש[\"״”]ח": "ILS",
}
_CODE = re.compile(rf"(?<![A-Z])(?:{'|'.join(_CODES.split())})(?![A-Z])")
_LETTER = r"[^\W\d]"


def _bounded(sign: str) -> str:
    """Let no letter stand right beside a sign that is made of letters: TL, but not TLS.

    Where words have no spaces between them (円), or are joined to others, letters may stand there.
    """
    before = rf"(?<!{_LETTER})" if sign[0].isalpha() and sign[0] < "\u0530" else ""
    after = rf"(?!{_LETTER})" if sign[-1].isalpha() and sign[-1] < "\u0530" else ""
    return f"{before}{re.escape(sign)}{after}"


_SIGN = "|".join(_bounded(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_WORD = "|".join(f"(?P<w{at}>{words})" for at, words in enumerate(_WORDS))
_MARK = rf"(?P<code>{_CODE.pattern})|(?P<sign>{_SIGN})"
_GAP = r"[ \u00a0-]{0,2}"
# Two words may stand before the currency's own: “new Israeli shekels”, スイスフラン.
_KIND = (
    r"(?:(?:[^\W\d]+[ \u00a0-]){1,2}|スイス|瑞士|スウェーデン[ ]?|瑞典|米|英国?|イギリス|豪|カナダ"
    r"|シンガポール|新加坡|トルコ|土耳其|イスラエル新?|以色列新?|ポーランド・?|波兰|ロシア・?|俄罗斯)?"
)
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
