"""What is odd about an address that can be written to: it warns, and never keeps anybody out.

A domain that is drawn like a well-known one or that mixes scripts, a provider's name misspelt, a
throw-away mailbox, an address that nobody in particular reads, a domain reserved for tests. Each
distinct domain is judged once. Nothing is asked of the network here; that is `mail_domains`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from composer.audience.addresses import address_problem, u_labels
from composer.audience.known_domains import (
    ENDINGS,
    PROVIDERS,
    REAL_NEIGHBOURS,
    ROLES,
    alike,
    disposable_domains,
)
from composer.findings import Finding, finding

SPECIAL_USE = "address.special_use"
_LOOKS = {alike(name): name for name in sorted(PROVIDERS)}
_EXAMPLES = (".example.com", ".example.net", ".example.org")
_SHORTEST_TYPO = 6  # shorter names have too many real neighbours
_TOGETHER = (
    frozenset({"LATIN"}),
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)  # UTS 39 §5.2, highly restrictive
_LIST_CODES = {
    "address.disposable": "audience.disposable_domain",
    "address.lookalike": "audience.lookalike_domain",
    "address.mixed_script": "audience.mixed_script_domain",
    "address.typo": "audience.typo_domain",
    SPECIAL_USE: "audience.special_domain",
}
_MOST_DOMAINS = 200
_MARKS = frozenset({"DIGIT", "HYPHEN-MINUS", "MIDDLE", "KATAKANA-HIRAGANA", "COMBINING"})


class DomainWarning(NamedTuple):
    """What is odd about a domain: a code, or nothing, and the domain that may be meant."""

    code: str = ""
    meant: str = ""


def address_warning(text: str) -> str:
    """Give the code of what is odd about an address, or an empty text.

    >>> address_warning("bob@gmial.com")
    'address.typo'
    >>> address_warning("info@example.org")
    'address.special_use'
    >>> address_warning("noreply@exchange.org")
    'address.role'
    >>> address_warning("bob@exchange.org")
    ''
    """
    local, _at, domain = text.rpartition("@")
    return domain_warning(domain.lower()).code or ("address.role" if is_role(local) else "")


def is_role(local: str) -> bool:
    """Tell whether nobody in particular reads what is written to this name."""
    return local.partition("+")[0].casefold() in ROLES


@lru_cache(maxsize=262144)
def domain_warning(domain: str) -> DomainWarning:
    """Judge a domain, lower case, once however many addresses it has."""
    if domain in PROVIDERS:
        return DomainWarning()
    shown = u_labels(domain)
    looks = "" if shown in REAL_NEIGHBOURS else _LOOKS.get(alike(shown), "")
    if not shown.isascii() and any(_mixes_scripts(label) for label in shown.split(".")):
        return DomainWarning("address.mixed_script", looks)
    if looks:
        return DomainWarning("address.lookalike", looks)
    meant = _misspelt(shown) if shown.isascii() else ""
    if meant:
        return DomainWarning("address.typo", meant)
    if _is_disposable(domain):
        return DomainWarning("address.disposable")
    return DomainWarning(SPECIAL_USE if _is_reserved(domain) else "")


def domain_code(domain: str) -> str:
    """Give the code under which a list tells of a domain, or an empty text.

    >>> domain_code("gmial.com")
    'audience.typo_domain'
    """
    warning = domain_warning(domain.lower())
    if warning.code == "address.mixed_script" and warning.meant:
        return "audience.lookalike_domain"
    return _LIST_CODES.get(warning.code, "")


def find_domain_findings(counts: Mapping[str, int], *, file: str) -> list[Finding]:
    """Say which domains of a list are odd and how many people have an address there.

    Top-level domains reserved for tests are told by whoever reads the list.
    """
    found = []
    for domain, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        warning, code = domain_warning(domain.lower()), domain_code(domain)
        if code == "audience.special_domain" and address_problem(f"a@{domain}"):
            continue
        if code:
            found.append(
                finding(
                    code,
                    where={"file": file},
                    domain=u_labels(domain),
                    count=count,
                    meant=warning.meant,
                )
            )
    return found[:_MOST_DOMAINS]


def _mixes_scripts(label: str) -> bool:
    scripts = {script for sign in label if (script := _script(sign))}
    return len(scripts) > 1 and not any(scripts <= allowed for allowed in _TOGETHER)


def _script(sign: str) -> str:
    """Give the script of a letter, as its name begins; marks and digits have none."""
    if not sign.isalpha():
        return ""
    first = unicodedata.name(sign, "").partition(" ")[0]
    return "" if first in _MARKS else first


def _misspelt(domain: str) -> str:
    """Give the provider, or the ending, that was meant, when one letter is missing or wrong."""
    if domain in REAL_NEIGHBOURS:
        return ""
    head, _dot, ending = domain.rpartition(".")
    if head and ending in ENDINGS:
        return f"{head}.{ENDINGS[ending]}"
    if len(domain) < _SHORTEST_TYPO:
        return ""
    return _neighbours().get(domain, "")


@lru_cache(maxsize=1)
def _neighbours() -> Mapping[str, str]:
    """Give every spelling that is one slip away from a provider: a letter lost, doubled, swapped.

    A slip is a missing letter, a doubled one, two in the wrong order, or one from the key beside
    it; the ending stays. Any other letter in its place may well be another company's name.
    """
    found: dict[str, str] = {}
    for name in sorted(PROVIDERS):
        head, dot, ending = name.partition(".")
        if len(head) < _SHORTEST_HEAD:
            continue
        spellings = [f"{slip}{dot}{ending}" for slip in _slips(head)]
        if ending == "com":
            spellings += [f"{head}.{slip}" for slip in ("co", "cm", "om")]
        for spelt in spellings:
            if spelt not in PROVIDERS and spelt not in REAL_NEIGHBOURS:
                found.setdefault(spelt, name)
    return found


_SHORTEST_HEAD = 5
_ROWS_OF_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    sign: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in _ROWS_OF_KEYS
    for at, sign in enumerate(row)
}


def _slips(word: str) -> set[str]:
    slips = {word[:at] + word[at + 1 :] for at in range(len(word))}
    slips |= {word[:at] + word[at] + word[at:] for at in range(len(word))}
    slips |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    slips |= {
        word[:at] + other + word[at + 1 :]
        for at, sign in enumerate(word)
        for other in _BESIDE.get(sign, "")
    }
    return slips - {word}


def _is_reserved(domain: str) -> bool:
    """Tell whether no mail outside can reach it (RFC 2606, RFC 6761)."""
    is_example = f".{domain}".endswith(_EXAMPLES)
    return is_example or address_problem(f"a@{domain}") == SPECIAL_USE


def _is_disposable(domain: str) -> bool:
    """Tell whether it is, or lies below, a domain of throw-away mailboxes."""
    known = disposable_domains()
    while "." in domain:
        if domain in known:
            return True
        domain = domain.partition(".")[2]
    return False
