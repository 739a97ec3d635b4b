"""What is known about mail domains: the large providers, throw-away mailboxes, letters alike.

Data and the small functions that read it; what follows from it is in `address_warnings`.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from composer import paths

PROVIDERS = frozenset(
    {
        "aol.com", "bluewin.ch", "btinternet.com", "comcast.net", "fastmail.com", "free.fr",
        "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
        "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.fr",
        "hotmail.it", "icloud.com", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com",
        "mail.ru", "me.com", "msn.com", "naver.com", "orange.fr", "outlook.com", "outlook.de",
        "outlook.fr", "proton.me", "protonmail.com", "qq.com", "rediffmail.com", "sfr.fr",
        "t-online.de", "tutanota.com", "verizon.net", "virgilio.it", "wanadoo.fr", "web.de",
        "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.es",
        "yahoo.fr", "yahoo.it", "yandex.ru", "ymail.com", "zoho.com", "163.com", "126.com",
    }
)  # fmt: skip
"""Large providers: their names are looked alike and misspelt, and must not be themselves."""

REAL_NEIGHBOURS = frozenset(
    {
        "aol.de", "aol.co.uk", "aol.fr", "email.com", "free.de", "gmx.eu", "gmx.fr", "gmx.info",
        "gmx.org", "hotmail.be", "hotmail.ch", "hotmail.es", "hotmail.gr", "hotmail.nl",
        "hotmail.se", "icloud.de", "inbox.com", "live.at", "live.be", "live.ca", "live.ch",
        "live.cn", "live.de", "live.dk", "live.fr", "live.it", "live.jp", "live.nl", "live.no",
        "live.se", "love.com", "mail.de", "mail.be", "mail.ch", "mail.fr", "mail.ee", "mailo.com",
        "me.de", "nate.com", "orange.es", "outlook.at", "outlook.be", "outlook.cl", "outlook.dk",
        "outlook.es", "outlook.hu", "outlook.ie", "outlook.it", "outlook.jp", "outlook.kr",
        "outlook.pt", "outlook.sa", "outlook.sg", "proton.ch", "qq.de", "rocketmail.com",
        "tutamail.com", "uol.com", "voila.fr", "wp.eu", "yahoo.at", "yahoo.be", "yahoo.ca",
        "yahoo.ch", "yahoo.cl", "yahoo.cn", "yahoo.co", "yahoo.dk", "yahoo.gr", "yahoo.ie",
        "yahoo.in", "yahoo.jp", "yahoo.nl", "yahoo.no", "yahoo.pl", "yahoo.pt", "yahoo.ro",
        "yahoo.se", "yandex.by", "yandex.com", "yandex.kz", "yandex.ua", "zoho.eu", "zoho.in",
        "fmail.com", "wed.de", "web.com", "we.de", "ya.ru", "bk.ru", "list.ru",
        "fastmail.fm", "mac.de", "126.net", "163.net", "139.com",
    }
)  # fmt: skip
"""Domains that are one letter from a provider's and yet are mail domains of their own."""

ENDINGS = {
    "cmo": "com", "con": "com", "cpm": "com", "vom": "com", "xom": "com", "comm": "com",
    "coom": "com", "ocm": "com", "nte": "net", "ner": "net", "nett": "net", "ogr": "org",
    "orgg": "org", "dee": "de",
}  # fmt: skip
"""Endings that no domain has, and those that were meant."""

ROLES = frozenset(
    {
        "abuse", "accounting", "accounts", "admin", "administrator", "all", "billing", "bounce",
        "bounces", "contact", "contacts", "do-not-reply", "donotreply", "empfang", "everyone",
        "ftp", "help", "helpdesk", "hostmaster", "hr", "info", "kontakt", "list", "mail",
        "mailer-daemon", "marketing", "no-reply", "no_reply", "noc", "noreply", "nobody", "office",
        "orders", "postmaster", "privacy", "root", "sales", "security", "service", "spam", "staff",
        "support", "team", "test", "undisclosed-recipients", "usenet", "uucp", "webmaster", "www",
    }
)  # fmt: skip
"""What stands before the @ when nobody in particular reads the mail (RFC 2142, and habit)."""

_ALIKE = {
    # Cyrillic
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k",
    "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t",
    "ц": "u", "ѵ": "v", "ԝ": "w", "х": "x", "у": "y", "ь": "b", "ё": "e", "ї": "i",
    # Greek
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "u", "ν": "v", "ο": "o",
    "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ω": "w",
    # Latin, Armenian and others that are drawn alike
    "ı": "i", "ɩ": "i", "ɪ": "i", "ɡ": "g", "ɑ": "a", "ʏ": "y", "ᴏ": "o", "օ": "o", "ո": "n",
    "ս": "u", "հ": "h", "զ": "q", "ց": "g", "յ": "j", "0": "o", "1": "l", "5": "s",
}  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def alike(text: str) -> str:
    """Give what a domain looks like: letters that are drawn alike become one.

    >>> alike("gmаil.com") == alike("gmail.com")
    True
    >>> alike("grnail.com") == alike("gmail.com")
    True
    """
    plain = (
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    drawn = "".join(_ALIKE.get(sign, sign) for sign in plain)
    for pair, one in _PAIRS:
        drawn = drawn.replace(pair, one)
    return drawn.replace("l", "i")


@cache
def disposable_domains() -> frozenset[str]:
    """Read the kept list of throw-away mailboxes."""
    file = paths.resources() / "domains" / "disposable.txt"
    lines = file.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
