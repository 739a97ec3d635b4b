"""Finds what programs and drafts leave behind: `{{`, `None`, `[First name]`, lorem ipsum, TODO.

What a template prints of itself is the same for everybody and is found once, in its source
(`written_left_overs`). What comes out of a cell is found in everybody's pass, with row and column
(`find_left_overs`). Words that mean something in some language count only where they are all that a
cell says: “None” is a town and an hour of prayer, “nan” a word, “Nan” a name, “todo” everything.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from composer.checks.reserved_names import is_reserved, link_host
from composer.findings import Finding, finding
from composer.model.recipient import Recipient
from composer.wire.decoded import DecodedMessage

MARKS = ("{{", "}}", "{%", "%}", "{#")
"""What a template is written with, and nobody should receive."""

_NAMES = (
    r"first|last|full|your|insert|company|customer|recipient|name|surname|vorname|nachname|firma"
    r"|anrede|pr[ée]nom|nom|nombre|apellidos?|empresa|nome|cognome|voornaam|achternaam"
)
PLACEHOLDER = re.compile(
    rf"\[(?i:{_NAMES})\b[^\]\n]{{0,30}}\](?![\[(:])"
    r"|<<\s?[A-Za-z_ ]{2,30}>>|«\s?[A-Z][A-Za-z]{2,14}[_ ]?[A-Z][a-z]{2,14}\s?»"
    r"|\*\|[A-Za-z0-9_:]{2,30}\|\*|%%[A-Za-z_]{2,30}%%|%[A-Z]{2,10}_?NAME%|@@[A-Za-z_]{2,30}@@"
    r"|(?<![\w/=$])\$?\{[a-z][a-z_]{1,29}\}|-(?:first|last|full)name-"
    r"|\[object Object\]"
)
"""A field of some other program, or a gap in a draft."""

_DRAFT = re.compile(
    r"\b(?i:lorem ipsum)\b|\bFIXME\b|\bTBD\b|\bTODO\b|\bXXX+\b(?!\s[A-Z])"
    r"|\b(?i:test test(?: test)*|asdf(?:asdf|gh|ghjkl)?|blah blah(?: blah)*|undefined undefined)\b"
)
_WHERE_TODO_IS_A_WORD = frozenset({"es", "pt", "gl", "an", "ast"})

_FROM_A_PROGRAM = frozenset(
    {"None", "NaN", "nan", "NaT", "null", "NULL", "undefined", "<NA>", "nil", "(null)", "#N/A"}
    | {"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
)
_BESIDE_A_NAME = frozenset({"None", "NaN", "nan", "NaT", "null", "undefined"})
_WHERE_NONE_IS_A_WORD = frozenset({"fr", "it"})
_TEST_CELLS = frozenset(
    {"asdf", "asdfasdf", "asdfgh", "qwertz", "qwerty", "blah", "foo", "foobar", "foo bar", "xxx"}
    | {"lorem ipsum", "lorem", "tbd", "fixme", "tbc", "xxxx", "test test", "testtest"}
)
_UPPER_ONLY = frozenset({"TODO", "TO DO"})
_EMPTY_LINKS = frozenset({"#", "http://", "https://", "about:blank", "http:", "https:"})

_SIGNS = re.compile(r"[\[{}<*%#«]")
_WORDS = frozenset(
    {word.casefold() for word in _FROM_A_PROGRAM}
    | {word for cell in _TEST_CELLS for word in cell.split()}
    | {"todo"}
)


def find_left_overs(decoded: DecodedMessage, recipient: Recipient) -> list[Finding]:
    """Find what a recipient's cells brought into the message, and should not have.

    Nearly free for an ordinary row: its cells are glanced at together.
    """
    found: list[Finding] = []
    joined = "\n".join([cell for _, cell in recipient.fields])
    if (
        _SIGNS.search(joined)
        or "://" in joined
        or "@@" in joined
        or not _WORDS.isdisjoint(joined.casefold().split())
    ):
        found = _in_cells(decoded, recipient)
    text = decoded.plain.content
    if (b"{" in text or b"}" in text) and not any(f.code == "content.left_over" for f in found):
        found += _marks_in_text(text, recipient)
    return found


def written_left_overs(text: str, *, locale: str) -> Iterator[str]:
    """Give what an author's text, its fields taken out, still holds of a draft.

    >>> list(written_left_overs("Dear [First name], *|FNAME|* TODO", locale="en"))
    ['[First name]', '*|FNAME|*', 'TODO']
    >>> list(written_left_overs("TODO lo que necesita [1] [see below](x)", locale="es-MX"))
    []
    """
    for pattern in (PLACEHOLDER, _DRAFT):
        for match in pattern.finditer(text):
            if match[0] == "TODO" and locale.partition("-")[0] in _WHERE_TODO_IS_A_WORD:
                continue
            yield match[0]


def _in_cells(decoded: DecodedMessage, recipient: Recipient) -> list[Finding]:
    judged = [
        (column, code, found)
        for column, cell in recipient.fields
        for code, found in _judged(cell, recipient)
    ]
    if not judged:
        return []
    shown = _Shown(decoded)
    return [
        finding(
            code,
            where={"recipient": recipient.address, "row": recipient.row, "column": column},
            **({"link": found} if code == "content.example_link" else {"found": found}),
        )
        for column, code, found in judged
        if shown.has(found, is_link=code in {"content.example_link", "content.field_link"})
        and not (code == "content.example_link" and _is_example(decoded.from_addresses))
    ]


def _judged(cell: str, recipient: Recipient) -> Iterator[tuple[str, str]]:
    """Give (code, what is wrong) of one cell, the worst first and no more than one."""
    said = cell.strip()
    mark = next((mark for mark in MARKS if mark in said), "")
    other = PLACEHOLDER.search(said)
    if mark:
        yield "content.left_over", mark
    elif other is not None:
        yield "content.field_placeholder", other[0]
    elif _is_from_a_program(said.split(), recipient.locale):
        yield "content.field_word", said
    elif said.casefold() in _TEST_CELLS or said in _UPPER_ONLY or "orem ipsum" in said:
        yield "content.field_test", said
    elif said.casefold() in _EMPTY_LINKS:
        yield "content.field_link", said
    elif is_reserved(link_host(said)):
        yield "content.example_link", said


def _is_from_a_program(words: Sequence[str], locale: str) -> bool:
    """Tell whether a program wrote this for nothing: alone, or in place of half a name."""
    if words and all(word in _FROM_A_PROGRAM for word in words):
        return True
    if len(words) != 2 or not any(word in _BESIDE_A_NAME for word in words):
        return False
    if "None" in words and locale.partition("-")[0] in _WHERE_NONE_IS_A_WORD:
        return False
    other = words[0] if words[1] in _BESIDE_A_NAME else words[1]
    return other.istitle() and other.isalpha()


class _Shown:
    """What a reader sees of a message, spaces as one, and what its links lead to."""

    def __init__(self, decoded: DecodedMessage) -> None:
        written = html.unescape(decoded.html)
        parts = (decoded.header("Subject") or "", decoded.text, written)
        self._text = " ".join(" ".join(parts).split())
        self._markup = written

    def has(self, found: str, *, is_link: bool) -> bool:
        if is_link:
            return any(f"={mark}{found}{mark}" in self._markup for mark in "\"'")
        return " ".join(found.split()) in self._text or quote(found, safe="") in self._markup


def _marks_in_text(text: bytes, recipient: Recipient) -> list[Finding]:
    where: dict[str, str | int] = {"recipient": recipient.address, "row": recipient.row}
    return [
        finding("content.left_over", where={**where, "part": "text"}, found=mark)
        for mark in MARKS
        if mark.encode("ascii") in text
    ][:1]


def _is_example(addresses: Sequence[str]) -> bool:
    return all(is_reserved(address.rpartition("@")[2]) for address in addresses)
