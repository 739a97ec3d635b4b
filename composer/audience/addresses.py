"""Decide whether a text is exactly one address that can be written to, and how it goes on the wire.

The rules are email-validator's without quoted local parts, domain literals and display names, and
with nothing invisible. An address is never repaired: it is sent as written or it is a finding.
Special-use domains (`.test`, `localhost`) are a warning. A local part in ASCII letters is checked
here, each distinct domain once; everything else goes to email-validator whole: the verdicts are
equal and a million rows take about a second.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import idna
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from composer.findings import Finding, finding

Where = Mapping[str, str | int]

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)
_SEPARATORS = re.compile(r"[\s,;|/<>]+")
_LONGEST_LOCAL = 64  # RFC 5321 §4.5.3.1.1
_LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3 without the angle brackets
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_SURELY_SHORT = 80  # no spelling of such an address reaches 254 bytes


class _Domain(NamedTuple):
    """What is known about a domain: a problem's code or nothing, and its form for the wire."""

    problem: str
    wire: str


def find_address_findings(text: str, *, where: Where | None = None) -> list[Finding]:
    """Find what keeps a text from being one address; an empty list means it is one.

    A finding that only warns does not keep it from being one.

    >>> find_address_findings("bob@example.com")
    []
    >>> [item.code for item in find_address_findings("bob@example.com; eve@example.com")]
    ['address.two']
    """
    code = address_problem(text)
    return [finding(code, where=dict(where or {}))] if code else []


def address_problem(text: str) -> str:
    """Give the code of the first problem of an address, or an empty text."""
    local, at, domain = text.partition("@")
    plain = _PLAIN_LOCAL.fullmatch(local) is not None and "=?" not in local
    if at and plain and len(local) <= _LONGEST_LOCAL:
        short = len(text) <= _SURELY_SHORT
        if short or (len(text) <= _LONGEST_ADDRESS and _is_plain_domain(domain)):
            problem = _domain(domain).problem
            if not problem or problem == "address.special_use":
                return problem
    return _shape_problem(text) or _syntax_problem(text)


def wire_address(address: str) -> str:
    """Give an address as it is handed over: the domain as A-labels when the local part is ASCII.

    >>> wire_address("bob@bücher.example")
    'bob@xn--bcher-kva.example'
    >>> wire_address("bücher@bücher.example")
    'bücher@bücher.example'

    Raises:
        ValueError: the domain has no such form; `find_address_findings` refuses those.
    """
    local, at, domain = address.rpartition("@")
    if not at or not local.isascii():
        return address
    return f"{local}@{domain if domain.isascii() else a_labels(domain)}"


def mailbox_key(address: str) -> str:
    """Give one key for all spellings of a mailbox's domain: for finding duplicates only."""
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        domain = a_labels(domain)
    return unicodedata.normalize("NFC", f"{local}@{domain}".casefold())


def mailbox_spellings(key: str) -> tuple[str, ...]:
    """Give the address keys under which a list may hold the same mailbox, its own first.

    >>> mailbox_spellings("bob@xn--bcher-kva.example")
    ('bob@xn--bcher-kva.example', 'bob@bücher.example')
    """
    local, _at, domain = key.rpartition("@")
    if domain.isascii() and "xn--" not in domain:
        return (key,)
    shown = unicodedata.normalize("NFC", f"{local}@{u_labels(a_labels(domain))}".casefold())
    return tuple(dict.fromkeys((key, mailbox_key(key), shown)))


@lru_cache(maxsize=65536)
def a_labels(domain: str) -> str:
    """Give a domain in ASCII (IDNA 2008 after the UTS 46 mapping).

    Raises:
        ValueError: it has no such form.
    """
    try:
        return idna.encode(domain, uts46=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError("a domain has no form in ASCII") from error


@lru_cache(maxsize=65536)
def u_labels(domain: str) -> str:
    """Give a domain as people read it; labels that have no such form stay as they are.

    >>> u_labels("XN--bcher-kva.example")
    'bücher.example'
    """
    return ".".join(_u_label(label) for label in domain.split("."))


def _u_label(label: str) -> str:
    if label[:4].lower() != "xn--":
        return label
    try:
        return idna.decode(label.lower())
    except (idna.IDNAError, UnicodeError):
        return label


def domain_shown(domain: str) -> tuple[str, str]:
    """Give a domain's U-label form and its A-label form; the second is empty where they agree.

    >>> domain_shown("bücher.example")
    ('bücher.example', 'xn--bcher-kva.example')
    >>> domain_shown("example.com")
    ('example.com', '')
    """
    try:
        ascii_form = domain if domain.isascii() else a_labels(domain)
    except ValueError:
        return domain, ""
    shown = u_labels(ascii_form.lower())
    return (shown, ascii_form.lower()) if shown != ascii_form.lower() else (domain, "")


def _is_plain_domain(domain: str) -> bool:
    return domain.isascii() and "xn--" not in domain.lower()


@lru_cache(maxsize=262144)
def _domain(domain: str) -> _Domain:
    """Judge a domain once, however many addresses it has."""
    checked = domain
    labels = domain.split(".")
    special = labels[-1].lower() in SPECIAL_USE_DOMAIN_NAMES
    if special:
        checked = ".".join([*labels[:-1], "example"]) if len(labels) > 1 else "a.example"
    try:
        wire = validate_email(
            f"a@{checked}", check_deliverability=False, allow_display_name=False, strict=True
        ).ascii_domain
        wire = domain if domain.isascii() else a_labels(domain) or wire
    except (EmailNotValidError, ValueError):
        return _Domain("address.bad_domain", "")
    if special and (len(labels) > 1 or labels[0].lower() == "localhost"):
        return _Domain("address.special_use", wire)
    return _Domain("address.bad_domain" if special else "", wire)


def _shape_problem(text: str) -> str:
    """Name mistakes that people make in lists, before any grammar."""
    return next((code for code, is_so in _SHAPES if is_so(text)), "")


def _holds_two(text: str) -> bool:
    parts = [part for part in _SEPARATORS.split(text) if "@" in part.strip("@")]
    return text.count("@") > 1 and len(parts) > 1


def _holds_invisible(text: str) -> bool:
    return any(unicodedata.category(char) in _INVISIBLE for char in text)


def _syntax_problem(text: str) -> str:
    local, _, domain = text.partition("@")
    verdict = _domain(domain)
    if verdict.problem == "address.bad_domain":
        return verdict.problem
    stand_in = "a.example" if verdict.problem else domain
    if len(text.encode()) > _LONGEST_ADDRESS or len(local) > _LONGEST_LOCAL:
        return "address.too_long"
    try:
        validate_email(
            f"{local}@{stand_in}",
            check_deliverability=False,
            allow_smtputf8=True,
            allow_quoted_local=False,
            allow_domain_literal=False,
            allow_display_name=False,
            strict=True,
        )
    except (EmailNotValidError, ValueError):
        return "address.bad_local"
    return verdict.problem


_SHAPES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("address.empty", lambda text: not text.strip()),
    ("address.hidden", _holds_invisible),
    ("address.two", _holds_two),
    ("address.no_at", lambda text: "@" not in text),
    ("address.display_name", lambda text: "<" in text or ">" in text),
    ("address.quoted", lambda text: any(char in text for char in '"()[]')),
    ("address.space", lambda text: any(char.isspace() for char in text)),
    ("address.encoded", lambda text: "=?" in text),
    ("address.bad_local", lambda text: text.count("@") > 1),
)
