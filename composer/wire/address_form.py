"""One form in which addresses are compared, and finding addresses at the at signs of a text.

The form folds case, width, invisible characters and the two writings of an international domain.
It is for comparison only, never sent. An at sign has up to two readings: ASCII letters alone (an
address inside a Japanese sentence has no spaces around it), or all letters (an international one);
each also without the ending of a file's name (`eve@example.net.pdf`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import idna

from composer.wire.deep_text import settle

_LONGEST = 254
_LONGEST_LOCAL = 80
_LOCAL_ASCII = re.compile(r"[a-z0-9._+'\-]+")
_LOCAL_WIDE = re.compile(r"[\w.+'\-]+")
_DOMAIN_ASCII = re.compile(r"[a-z0-9\-]+(?:\.[a-z0-9\-]+)+", re.ASCII)
_DOMAIN_WIDE = re.compile(r"[\w\-]+(?:[.\u3002][\w\-]+)+")
_TOP_LEVEL = re.compile(r"xn--[a-z0-9\-]+|[^\W\d_]{2,}")
_FILE_SUFFIX = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|html?|xml|json|ics|eml|zip|png|jpe?g|gif|svg)\Z"
)
_EDGES = ".'-+_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One at sign in a settled text, with the addresses it could be part of, the widest first."""

    at: int
    readings: tuple[str, ...]


@lru_cache(maxsize=8192)
def canonical_address(address: str) -> str:
    r"""Give the form in which addresses are compared.

    >>> canonical_address("Bob@XN--BCHER-KVA.example")
    'bob@b\xfccher.example'
    """
    local, at, domain = settle(address).rpartition("@")
    return f"{local}{at}{_unicode_domain(domain)}"


def find_sightings(text: str) -> Iterator[Sighting]:
    """Find every at sign of a settled text that looks like part of an address."""
    for at in at_signs(text):
        if sighting := sighting_at(text, at):
            yield sighting


def at_signs(text: str) -> Iterator[int]:
    """Give the places of all at signs."""
    at = text.find("@")
    while at >= 0:
        yield at
        at = text.find("@", at + 1)


def sighting_at(text: str, at: int) -> Sighting | None:
    """Read the address around an at sign of a settled text, or None where there is none."""
    domains = _domains(text, at + 1)
    locals_ = _locals(text[max(0, at - _LONGEST_LOCAL) : at]) if domains else []
    readings = [f"{local}@{domain}" for domain in domains for local in locals_]
    return Sighting(at=at, readings=tuple(dict.fromkeys(readings))) if readings else None


def looks_addressed(text: str, at: int) -> bool:
    """Tell quickly whether an at sign may have an address around it; false means: surely none."""
    around = text[at - 1 : at + 2] if at else ""
    if len(around) == 3 and around[0].isalnum() and around[2].isalnum():
        return True
    return sighting_at(text, at) is not None


def stands_at(text: str, at: int, address: str) -> bool:
    """Tell whether exactly this address surrounds the at sign of a settled text."""
    local, _, domain = address.rpartition("@")
    begin, end = at - len(local), at + 1 + len(domain)
    if begin < 0 or text[begin:at] != local or text[at + 1 : end] != domain:
        return False
    if begin and _is_ascii_letter(text[begin - 1]):
        return False
    after = text[end : end + 2]
    return not (_is_ascii_letter(after[:1]) or after[:1] == "-" or _goes_on(after))


def written_forms(address: str) -> tuple[str, ...]:
    """Give a canonical address as a settled text may hold it: its domain in letters or in ASCII."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return (address,)
    try:
        return (address, f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}")
    except idna.IDNAError:
        return (address,)


def without_file_ending(domain: str) -> str:
    """Give a domain without what is the ending of a file's name: `example.net.pdf`."""
    return _FILE_SUFFIX.sub("", domain)


def _goes_on(after: str) -> bool:
    return after[:1] == "." and _is_ascii_letter(after[1:])


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _locals(before: str) -> list[str]:
    found = [pattern.match(before[::-1]) for pattern in (_LOCAL_WIDE, _LOCAL_ASCII)]
    return [local for match in found if match and (local := match[0][::-1].strip(_EDGES))]


def _domains(text: str, start: int) -> list[str]:
    found = [
        pattern.match(text, start, start + _LONGEST) for pattern in (_DOMAIN_WIDE, _DOMAIN_ASCII)
    ]
    domains = [match[0].replace("\u3002", ".").strip(_EDGES) for match in found if match]
    domains += [without_file_ending(domain) for domain in domains]  # a file named after somebody
    return [_unicode_domain(domain) for domain in dict.fromkeys(domains) if _is_domain(domain)]


def _is_domain(domain: str) -> bool:
    rest, _, last = domain.rpartition(".")
    return bool(rest and _TOP_LEVEL.fullmatch(last))


@lru_cache(maxsize=8192)
def _unicode_domain(domain: str) -> str:
    if "xn--" not in domain:
        return domain
    try:
        return idna.decode(domain, uts46=True).casefold()
    except (idna.IDNAError, UnicodeError):
        return domain
