"""Header fields: what no value may hold, and how a value stands in the finished bytes.

Guards rule 1 (no value can begin a header of its own) by refusing every control, line separator and
direction character and everything that looks like an encoded word. Encodings are cached: most
fields are the same in every message. Source: RFC 5322 §2.2, RFC 2047, RFC 6532.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Sequence
from functools import lru_cache

from composer.errors import RenderError
from composer.rendering.failures import render_error

_REFUSED = re.compile(
    "[\x00-\x1f\x7f-\x9f"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, embeddings, isolates
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff\ufeff]"
    "|=[?]"
)
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?: [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*")
_NAME_REFUSED = re.compile("[<>@\uff1c\uff1e\uff20\ufe64\ufe65\ufe6b]")
ADDRESS_FIELDS = frozenset({"from", "reply-to", "to"})
_MACHINE_READ = frozenset({"list-unsubscribe", "list-unsubscribe-post", "message-id"})
MAX_LINE = 998
_FOLD_AT = 78
_LONGEST_QUOTED = _FOLD_AT - len('Reply-To: ""')
_WORD_BYTES = 42  # base64 of 42 bytes is 56 characters: a word of 68 with its frame


def check_header(name: str, value: str) -> str:
    """Require a value that stays one header field, and give it back.

    Raises:
        RenderError: `render.header_character`, naming the header.
    """
    if value.isascii() and value.isprintable() and "=?" not in value:
        return value
    if _REFUSED.search(value):
        raise render_error("render.header_character", part=name)
    return value


def check_headers(headers: Sequence[tuple[str, str]]) -> None:
    """Require that every value stays one header field.

    Raises:
        RenderError: `render.empty_part`, `render.header_character`.
    """
    values = [value for _, value in headers]
    # Between two line feeds: an empty value, or one with a blank at its edge, is seen at once.
    lines = "\n".join(["", *values, ""])
    is_plain = lines.isascii() and "".join(values).isprintable() and "=?" not in lines
    if not is_plain or "\n\n" in lines or "\n " in lines or " \n" in lines:
        for name, value in headers:
            if not value or value != value.strip():
                raise render_error("render.empty_part", part=name)
            check_header(name, value)


def check_different(headers: Sequence[tuple[str, str]]) -> None:
    """Require that no name comes twice.

    Raises:
        RenderError: `render.header_character`.
    """
    if not _are_different(tuple([name for name, _ in headers])):
        raise render_error("render.header_character", part="headers")


@lru_cache(maxsize=256)
def _are_different(names: tuple[str, ...]) -> bool:
    return len({name.lower() for name in names}) == len(names)


def mailbox_text(name: str, address: str, *, part: str = "From") -> str:
    """Write a mailbox as the digest sees it: `Name <addr>`, the name without quotes.

    Raises:
        RenderError: the name could be taken for an address.
    """
    if _NAME_REFUSED.search(name):
        raise render_error("render.header_character", part=part)
    return f"{name} <{address}>" if name else address


def split_mailbox(value: str) -> tuple[str, str]:
    """Take a mailbox's text apart again: name (perhaps empty) and address."""
    if value.endswith(">") and " <" in value:
        name, _, address = value[:-1].rpartition(" <")
        return name, address
    return "", value


def header_line(name: str, value: str) -> bytes:
    r"""Write one field with its line end, folded and encoded where it must be.

    >>> header_line("Subject", "Grüße")
    b'Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\n'

    Raises:
        RenderError: a value that no header may hold.
    """
    if value.isascii() and value.isprintable() and "=?" not in value:
        line = f"{name}: {value}\r\n"
        # A mailbox with a name ends with ">"; an address alone stands as it is.
        is_simple = value[-1:] != ">" or name.lower() not in ADDRESS_FIELDS
        if len(line) <= _FOLD_AT and is_simple and value == value.strip():
            return line.encode("ascii")
    return _written_line(name, value)


@lru_cache(maxsize=4096)
def _written_line(name: str, value: str) -> bytes:
    check_header(name, value)
    if name.lower() in ADDRESS_FIELDS:
        words = _mailbox_words(value)
    elif name.lower() in _MACHINE_READ or _is_plain(name, value):
        words = value.split(" ") if value == " ".join(value.split()) else [value]
    else:
        words = _encoded_words(value)
    line = _folded(f"{name}:", words).encode("utf-8") + b"\r\n"
    if max(map(len, line.split(b"\r\n"))) > MAX_LINE:
        raise render_error("render.header_character", part=name)
    return line


def _is_plain(name: str, value: str) -> bool:
    """Whether a value may stand as written: ASCII, single spaces, words that fold."""
    plain = value.isascii() and bool(value) and value == " ".join(value.split(" ")).strip()
    longest = max(map(len, value.split(" ")), default=0)
    return plain and "  " not in value and longest + len(name) + 2 <= _FOLD_AT


def _mailbox_words(value: str) -> list[str]:
    name, address = split_mailbox(value)
    if not name:
        return [address]
    if not name.isascii():
        return [*_encoded_words(name), f"<{address}>"]
    if _ATOMS.fullmatch(name):
        return [*name.split(" "), f"<{address}>"]
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    if len(quoted) > _LONGEST_QUOTED:  # no line may break inside the quotation marks
        return [*_encoded_words(name), f"<{address}>"]
    return [f'"{quoted}"', f"<{address}>"]


def _encoded_words(value: str) -> list[str]:
    """Cut a value into encoded words that each hold whole characters."""
    words: list[str] = []
    piece = b""
    for character in value:
        encoded = character.encode("utf-8")
        if len(piece) + len(encoded) > _WORD_BYTES:
            words.append(_word(piece))
            piece = b""
        piece += encoded
    return [*words, _word(piece)] if piece else words


def _word(piece: bytes) -> str:
    return f"=?utf-8?b?{b2a_base64(piece, newline=False).decode('ascii')}?="


def _folded(begin: str, words: list[str]) -> str:
    lines = [begin]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _FOLD_AT - 2 and lines[-1] != begin:
            lines.append(f" {word}")
        else:
            lines[-1] += f" {word}"
    return "\r\n".join(lines)


def require_ascii_domain(address: str) -> str:
    """Give an address's domain for a Message-ID.

    Raises:
        RenderError: the address has none in ASCII.
    """
    domain = address.rpartition("@")[2]
    if not domain or not domain.isascii():
        raise _bad_address()
    return domain


def _bad_address() -> RenderError:
    return render_error("render.bad_address", part="From")
