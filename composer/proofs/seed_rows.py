"""Seed rows: a kind's row with everything personal replaced by the seed's own.

A test message is rendered by the same function from such a row, so that the team's mailboxes show
exactly what recipients will get without showing them anybody's address, number or name. Everything
made up follows from the campaign's frozen seed, the kind, the mailbox and the slot: a second run
predicts the same message. Shapes are kept (a number stays a number of the same length, a date a
date, empty stays empty), so that filters and branches do what they do for the kind.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from composer.audience.fields import is_empty_cell
from composer.model.identifiers import RecipientId
from composer.model.recipient import Recipient, address_key

NUMBER_LIKE = re.compile(r"[\d\s.,'’+()/%-]*\d[\d\s.,'’+()/%-]*")
DATE_LIKE = re.compile(r"(\d{4})-(\d\d)-(\d\d)([T ][\d:.,+Z -]*)?")
TIME_LIKE = re.compile(r"([01]\d|2[0-3])(:[0-5]\d){1,2}")
LINK_LIKE = re.compile(r"(https?://[^/?#\s]+)(\S*)", re.IGNORECASE)
ADDRESS_LIKE = re.compile(r"\S+@\S+")
LARGEST_DAY = 28  # every month has one
ATTEMPTS = 8
MARKS = frozenset("'\"&<>,;’")
"""Marks that need escaping or quoting somewhere: a test must show that they survive."""

TEST_WORDS = {
    "ARABIC": "اختبار",
    "CJK": "試験",
    "CYRILLIC": "Проба",
    "DEVANAGARI": "परीक्षण",
    "GREEK": "Δοκιμή",
    "HANGUL": "시험",
    "HEBREW": "מבחן",
    "HIRAGANA": "しけん",
    "KATAKANA": "テスト",
    "LATIN": "Tést",
    "THAI": "ทดสอบ",
}
"""A word that is no name, for each script: a name that needs encoding is replaced by one too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedColumns:
    """Which columns are replaced: the address, unique ids, and those marked personal."""

    email: str
    ids: Collection[str] = ()
    personal: Collection[str] = ()


def seed_recipient(
    variant: Recipient, *, seed: str, slot: int, message_seed: str, columns: SeedColumns
) -> Recipient:
    """Make the row of a seed from the row of a kind.

    Besides the named columns, any cell that is the variant's own address becomes the seed's.
    """
    made_up = _MadeUp(message_seed, (variant.id, str(address_key(seed)), str(slot)))
    own = variant.address_key
    fields = tuple(
        (name, _replaced(name, value, seed=seed, columns=columns, own=own, made_up=made_up))
        for name, value in variant.fields
    )
    return Recipient(
        id=RecipientId(made_up.hex("id")),
        row=variant.row,
        address=seed,
        locale=variant.locale,
        fields=fields,
        token=made_up.hex("token"),
        salt=made_up.hex("salt"),
    )


class _MadeUp:
    """Bytes that look random and follow from the campaign's seed and the place they are for."""

    def __init__(self, message_seed: str, names: tuple[str, ...]) -> None:
        self._key = hashlib.sha256(f"seed row 1\n{message_seed}".encode()).digest()
        self._names = names

    def stream(self, purpose: str, length: int) -> bytes:
        blocks = b"".join(
            hmac.digest(self._key, "\n".join((*self._names, purpose, str(n))).encode(), "sha256")
            for n in range(length // 32 + 1)
        )
        return blocks[:length]

    def hex(self, purpose: str) -> str:
        return self.stream(purpose, 16).hex()


def _replaced(
    name: str, value: str, *, seed: str, columns: SeedColumns, own: str, made_up: _MadeUp
) -> str:
    if is_empty_cell(value):
        return value
    if name == columns.email or address_key(value.strip()) == own:
        return seed
    if name in columns.ids:
        return _other_id(name, value, made_up)
    if name in columns.personal:
        return _impersonal(name, value, seed=seed, made_up=made_up)
    return value


def _other_id(name: str, value: str, made_up: _MadeUp) -> str:
    for attempt in range(ATTEMPTS):
        other = _alike(value, made_up.stream(f"id {attempt} {name}", len(value)))
        if other != value:
            return other
    return made_up.hex(f"id {name}")  # nothing in it could be replaced: "000", "---"


def _impersonal(name: str, value: str, *, seed: str, made_up: _MadeUp) -> str:
    stream = made_up.stream(f"value {name}", len(value) + 2)
    if ADDRESS_LIKE.fullmatch(value.strip()):
        return seed
    if found := DATE_LIKE.fullmatch(value):
        month, day = stream[0] % 12 + 1, stream[1] % LARGEST_DAY + 1
        return f"{found[1]}-{month:02}-{day:02}{found[4] or ''}"
    if TIME_LIKE.fullmatch(value):
        return f"{stream[0] % 24:02}:{stream[1] % 60:02}{':00' * (value.count(':') - 1)}"
    if NUMBER_LIKE.fullmatch(value):
        return _alike(value, stream)
    if found := LINK_LIKE.fullmatch(value):
        return found[1] + _alike(found[2].replace("%", "-"), stream)
    return _test_text(name, value)


def _alike(value: str, stream: bytes) -> str:
    """Replace digits by digits and letters by letters; zeros at the start stay.

    So nothing stays nothing (a balance of 0.00 decides branches), and something something.

    >>> _alike("AB-1200.50", bytes(range(10))), _alike("-0.50", bytes(5)), _alike("0.00", bytes(4))
    ('AB-4456.89', '-0.10', '0.00')
    """
    made, leading = [], True
    for char, byte in zip(value, stream, strict=False):
        if not char.isdigit():
            made.append(_letter(char, byte))
        elif leading and char == "0":
            made.append("0")
        else:
            made.append(str(1 + byte % 9) if leading else str(byte % 10))
            leading = False
    return "".join(made)


def _letter(char: str, byte: int) -> str:
    if not char.isalpha():
        return char
    made = chr(ord("a") + byte % 26)
    return made.upper() if char.isupper() else made


def _test_text(name: str, value: str) -> str:
    """Say which column it stands for, as long, and with the script and marks of the value.

    >>> _test_text("first_name", "Ann"), _test_text("first_name", "José"), _test_text("name", "O'N")
    ('Test First Name', 'Test First Name Tést', "Test Name '")
    """
    text = " ".join(["Test", *(word.capitalize() for word in re.split(r"[\s_-]+", name) if word)])
    if len(value) > 2 * len(text):
        text = " ".join([text] * (len(value) // len(text)))
    other_script = next((char for char in value if char.isalpha() and not char.isascii()), None)
    if other_script:
        script = unicodedata.name(other_script, "LATIN").split()[0]
        text = f"{text} {TEST_WORDS.get(script, TEST_WORDS['LATIN'])}"
    marks = "".join(sorted(set(value) & MARKS))
    return f"{text} {marks}".strip()
