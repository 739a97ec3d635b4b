"""Reads address fields (From, To, Reply-To) strictly: names and plain addresses, nothing else.

Groups, comments, routes, quoted local parts, domain literals and encoded words inside an address
are refused: they are how one field comes to mean two recipients.
Source: RFC 5322 §3.4, RFC 6532 §3.2.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from composer.model.campaign import Mailbox
from composer.wire.encoded_words import decode_word
from composer.wire.rules import refuse

_ATOM = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u00a1-\U0010ffff]+"
_ALNUM = r"[A-Za-z0-9\u00a1-\U0010ffff]"
_LABEL = rf"{_ALNUM}(?:[A-Za-z0-9\-\u00a1-\U0010ffff]*{_ALNUM})?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_TOKEN = re.compile(
    rf'(?P<space>[ \t]+)|(?P<quoted>"(?:[^"\\]|\\[ -~])*")|(?P<angle><[^<>"\s]*>)'
    rf"|(?P<comma>,)|(?P<word>(?:{_ATOM}|[.@])+)"
)
_GROUP = re.compile(r"[():;]|<@")
MAX_ADDRESS_LENGTH = 320


@lru_cache(maxsize=1024)
def read_address_list(value: str) -> tuple[Mailbox, ...]:
    """Read an unfolded, undecoded address field; names come back decoded.

    >>> read_address_list('"Doe, J." <j@example.com>')
    (Mailbox(name='Doe, J.', address='j@example.com'),)

    Raises:
        GuardRefused: anything but names and plain addresses.
    """
    mailboxes: list[Mailbox] = []
    tokens: list[tuple[str, str]] = []
    for kind, text in _tokens(value):
        if kind == "comma":
            mailboxes.append(_mailbox(tokens))
            tokens = []
        else:
            tokens.append((kind, text))
    mailboxes.append(_mailbox(tokens))
    return tuple(mailboxes)


def address_text(mailbox: Mailbox) -> str:
    """Write a mailbox in the canonical form that digests use: `Name <addr>` or `addr`."""
    return f"{mailbox.name} <{mailbox.address}>" if mailbox.name else mailbox.address


def check_address(address: str) -> str:
    """Require one plain address and give it back.

    Raises:
        GuardRefused: quoted local part, literal, encoded word, control or nothing at all.
    """
    if len(address) > MAX_ADDRESS_LENGTH or "=?" in address:
        refuse("address_form")
    visible = address.isascii() or not any(map(_is_invisible, address))
    if not visible or not _ADDRESS.fullmatch(address):
        refuse("address_form")
    return address


def is_plain_address(value: str) -> bool:
    """Tell whether a field's value is surely one address in ASCII and nothing else."""
    return (
        value.isascii()
        and len(value) <= MAX_ADDRESS_LENGTH
        and "=?" not in value
        and _ADDRESS.fullmatch(value) is not None
    )


def check_name(name: str) -> str:
    """Require a display name that no program can take for an address, and give it back.

    Raises:
        GuardRefused: an at sign or angle bracket, also in its wide forms.
    """
    if set(unicodedata.normalize("NFKC", name)) & set("@<>"):
        refuse("address_name")
    return name


def _tokens(value: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(value):
        match = _TOKEN.match(value, position)
        if not match:
            refuse("address_group" if _GROUP.match(value, position) else "address_form")
        if match.lastgroup != "space":
            found.append((str(match.lastgroup), match[0]))
        position = match.end()
    return found


def _mailbox(tokens: list[tuple[str, str]]) -> Mailbox:
    kinds = [kind for kind, _ in tokens]
    if kinds == ["word"]:
        return Mailbox(name="", address=check_address(tokens[0][1]))
    if not kinds or kinds[-1] != "angle" or "angle" in kinds[:-1]:
        refuse("address_form")
    inside = tokens[-1][1][1:-1]
    if inside.startswith("@"):
        refuse("address_group")
    return Mailbox(name=check_name(_phrase(tokens[:-1])), address=check_address(inside))


def _phrase(tokens: list[tuple[str, str]]) -> str:
    name = ""
    after_encoded = False
    for kind, text in tokens:
        encoded = kind == "word" and "=?" in text
        if kind == "quoted":
            decoded = re.sub(r"\\(.)", r"\1", text[1:-1])
            if "=?" in decoded:
                refuse("encoded_word")
        else:
            decoded = decode_word(text) if encoded else text
        name += decoded if not name or (encoded and after_encoded) else f" {decoded}"
        after_encoded = encoded
    return name


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
