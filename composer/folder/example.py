"""The example campaign: an exchange's notice about new index weights, to 2,000 made-up people.

The message, its translations and its settings are the files of `resources/example`; the audience
is computed here, always the same, so that it can be made for any mail domain. The rows hold what
real lists hold: names in five scripts, apostrophes, commas, very long names, missing cells, plus
addresses and an internationalised domain.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from composer import paths
from composer.folder.example_people import (
    COMPANIES,
    FIRST_NAMES,
    HARD_CASES,
    LAST_NAMES,
    MANAGERS,
    Name,
)

EXAMPLE_DOMAIN = "exchange.example"
AUDIENCE_SIZE = 2000
COLUMNS = (
    "email",
    "locale",
    "first_name",
    "last_name",
    "company",
    "account",
    "product",
    "contracts",
    "balance",
    "currency",
    "manager_name",
    "manager_email",
    "effective_date",
    "deadline",
)

_TEXT_SUFFIXES = (".toml", ".md", ".po")
RESERVED_TOP_LABELS = frozenset({"test", "example", "invalid", "localhost"})
_LOCALES = ("en",) * 9 + ("de", "de", "de", "de-AT", "es", "es", "es-MX", "ja", "ja", "ar", "ar")
_PROVIDERS = ("", "gmail", "outlook", "", "gmail", "yahoo", "", "gmail", "outlook", "idn")
_PRODUCTS = ("XBT Perpetual", "XBT Quarterly", "", "ETH Perpetual", "XBT Perpetual", "", "ETH/XBT")
_CURRENCIES = {"": "USD", "en": "USD", "es-MX": "MXN", "ja": "JPY", "ar": "AED"}  # else EUR
_FIRST_ACCOUNT, _ACCOUNT_STEP, _ACCOUNTS = 100_000, 7_919, 899_981  # a prime: no number twice


def example_tree(domain: str) -> dict[str, bytes]:
    """Give every file of the campaign folder but the audience, for a mail domain."""
    folder = paths.resources() / "example"
    return {
        path.relative_to(folder).as_posix(): _for_domain(path.suffix, path.read_bytes(), domain)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def example_audience(domain: str) -> bytes:
    """Give the audience as CSV (UTF-8, LF): 2,000 rows, the same for the same domain."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(domain))
    return text.getvalue().encode("utf-8")


def example_addresses(domain: str) -> tuple[str, ...]:
    """Give the addresses of the 2,000 made-up people."""
    return tuple(row[0] for row in _rows(domain))


def idn_domain(domain: str) -> str:
    """Give the example's internationalised domain, one that belongs to nobody.

    >>> idn_domain("seed.test"), idn_domain("mail.example.com")
    ('αα.test', 'αα.mail.example.com')
    """
    top = domain.rpartition(".")[2]
    return f"αα.{top if top in RESERVED_TOP_LABELS else domain}"


def _for_domain(suffix: str, content: bytes, domain: str) -> bytes:
    if suffix not in _TEXT_SUFFIXES:
        return content
    return content.replace(EXAMPLE_DOMAIN.encode(), domain.encode("utf-8"))


def _rows(domain: str) -> Iterator[tuple[str, ...]]:
    taken: set[str] = set()
    for number in range(AUDIENCE_SIZE):
        if number < len(HARD_CASES):
            local, provider, locale, first, last, company = HARD_CASES[number]
        else:
            locale = _LOCALES[number % len(_LOCALES)] if number % 53 else ""
            provider = _PROVIDERS[number // 3 % len(_PROVIDERS)]
            first_name, last_name = _name(locale, number)
            local = _free_local(first_name, last_name, provider, taken, number)
            first = first_name.written if number % 41 else ""
            last = last_name.written
            company = COMPANIES[number // 5 % len(COMPANIES)] if number % 3 == 0 else ""
        address = f"{local}@{_provider_domain(provider, domain)}"
        taken.add(_looks_like(local, provider))
        yield (address, locale, first, last, company, *_account(number, locale, company, domain))


def _name(locale: str, number: int) -> tuple[Name, Name]:
    language = locale.partition("-")[0] or "en"
    firsts, lasts = FIRST_NAMES[language], LAST_NAMES[language]
    return firsts[number * 7 % len(firsts)], lasts[number * 11 // 3 % len(lasts)]


def _free_local(first: Name, last: Name, provider: str, taken: set[str], number: int) -> str:
    """Make a local part that nobody at the same provider has."""
    shapes = (
        f"{first.latin}.{last.latin}",
        f"{first.latin[0]}.{last.latin}",
        f"{last.latin}_{first.latin}",
        f"{first.latin}{last.latin}",
        f"{first.latin}-{last.latin}",
    )
    shape = shapes[number % len(shapes)]
    return shape if _looks_like(shape, provider) not in taken else f"{shape}{number}"


def _looks_like(local: str, provider: str) -> str:
    """Give one text for all addresses that differ in dots or in upper and lower case only."""
    return f"{local.casefold().replace('.', '')}@{provider}"


def _provider_domain(provider: str, domain: str) -> str:
    if provider == "idn":
        return idn_domain(domain)
    return f"{provider}.{domain}" if provider else domain


def _account(number: int, locale: str, company: str, domain: str) -> tuple[str, ...]:
    """Give the columns from `account` on; what does not apply to somebody is empty."""
    account = f"EX-{_FIRST_ACCOUNT + number * _ACCOUNT_STEP % _ACCOUNTS}"
    product = _PRODUCTS[number % len(_PRODUCTS)]
    contracts = str(2 + number * 613 % 125_000) if product else ""
    currency = _CURRENCIES.get(locale, "EUR")
    amount = 1_000 + number * 104_729 % 250_000_000
    balance = str(amount) if currency == "JPY" else f"{amount // 100}.{amount % 100:02}"
    manager = MANAGERS[number % len(MANAGERS)] if company and number % 2 == 0 else None
    return (
        account,
        product,
        contracts,
        balance if product and number % 13 else "",
        currency,
        manager.written if manager else "",
        f"{manager.latin}@{domain}" if manager else "",
        "2027-03-01",
        "2027-02-22",
    )
