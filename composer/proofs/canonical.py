"""Canonical JSON for everything that is digested or signed: one content, one sequence of bytes.

Written by RFC 8785, with integers and strings only (in lists and objects), so that no number
format, null or truth value can be read in two ways. Read strictly: duplicate keys, fractions, NaN,
lone surrogates, trailing content and any other spelling of the same content are refused, because
two programs could understand them differently.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import NoReturn, TypeAlias

import rfc8785

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.model.identifiers import Digest

JsonValue: TypeAlias = "int | str | list[JsonValue] | dict[str, JsonValue]"
JsonObject: TypeAlias = dict[str, JsonValue]

LARGEST_INTEGER = 2**53 - 1
LARGEST_DOCUMENT_BYTES = 16 * 1024 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


def canonical_bytes(content: JsonObject) -> bytes:
    """Write an object as RFC 8785 bytes.

    Raises:
        TypeError: a value is neither integer, string, list nor object.
        ValueError: an integer is beyond 2**53 - 1, or a string is not Unicode text.

    >>> canonical_bytes({"b": 1, "a": ["x"]})
    b'{"a":["x"],"b":1}'
    """
    _require_plain(content)
    return rfc8785.dumps(content)


def digest_of(content: bytes) -> Digest:
    """Name bytes by their SHA-256."""
    return Digest(hashlib.sha256(content).hexdigest())


def is_digest(text: str) -> bool:
    """Tell whether a string is 64 lower-case hex digits.

    >>> is_digest("0" * 64), is_digest("A" * 64)
    (True, False)
    """
    return DIGEST.fullmatch(text) is not None


def read_canonical(content: bytes) -> JsonObject:
    """Read an object that must be written exactly as `canonical_bytes` writes it.

    Raises:
        SignatureRefused: anything else, also a different spelling of the same content.
    """
    parsed = read_strict(content)
    if canonical_bytes(parsed) != content:
        _refuse()
    return parsed


def read_strict(content: bytes) -> JsonObject:
    """Read one JSON object of integers, strings, lists and objects.

    Raises:
        SignatureRefused: it is not exactly that.
    """
    if len(content) > LARGEST_DOCUMENT_BYTES:
        _refuse()
    try:
        parsed = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_unique_keys,
            parse_float=_no_such_number,
            parse_constant=_no_such_number,
        )
        _require_plain(parsed)
    except (ValueError, TypeError, RecursionError):
        _refuse()
    if not isinstance(parsed, dict):
        _refuse()
    return parsed


def _unique_keys(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    parsed = dict(pairs)
    if len(parsed) != len(pairs):
        raise ValueError("a key occurs twice")
    return parsed


def _no_such_number(text: str) -> NoReturn:
    raise ValueError(f"only integers are allowed: {text[:20]}")


def _require_plain(value: object) -> None:
    match value:
        case bool():
            raise TypeError("truth values are not allowed")
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise ValueError("an integer is too large")
        case str():
            value.encode("utf-8")  # lone surrogates raise UnicodeEncodeError, a ValueError
        case list():
            for item in value:
                _require_plain(item)
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError("a key is not a string")
                _require_plain(key)
                _require_plain(item)
        case _:
            raise TypeError("only integers, strings, lists and objects are allowed")


def _refuse() -> NoReturn:
    raise SignatureRefused(
        _("A signed record is not written in the one form that is allowed."),
        advice=_("Nothing was taken over. Ask whoever made it for a new copy."),
    )
