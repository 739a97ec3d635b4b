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

from composer.checks.links import CELL_LINKS, cell_link_code
from composer.checks.reserved_names import is_reserved
from composer.findings import Finding, finding
from composer.model.recipient import Recipient
from composer.wire.decoded import DecodedMessage

MARKS = ("{{", "}}", "{%", "%}", "{#")
"""What a template is written with, and nobody should receive."""

_NAMES = (
    r"(?:first|last|full|user|company|customer|recipient)[ _.-]?name|first|last|full|your|insert"
    r"|company|customer|recipient|contact|name|surname|vorname|nachname|firma|kunden?name|anrede"
    r"|pr[ée]nom|nom|nombre|apellidos?|empresa|nome|cognome|voornaam|achternaam|imi[ęe]|nazwisko"
    r"|jméno|příjmení|f[öo]rnamn|efternamn|fornavn|efternavn|etternavn|etunimi|sukunimi|soyadı"
    r"|имя|фамилия|ім[’']я|прізвище|όνομα|date|datum|fecha|link|url|amount|betrag|placeholder"
    r"|platzhalter|xx+"
)
_UNBROKEN_NAMES = (
    r"お?名前|お客様名|氏名|会社名|姓名|名字|公司名称|이름|성함|고객명|الاسم|اسم الشركة|שם"
)
PLACEHOLDER = re.compile(
    rf"[\[［](?:(?i:{_NAMES})(?:\b|_|(?<=[a-z])(?=[A-Z]))[^\]］\n]{{0,30}}"
    rf"|(?:{_UNBROKEN_NAMES}))[\]］](?![\[(:])"
    r"|\[%\s?\w{2,30}\s?%\]|\{![A-Za-z_.]{2,40}\}|%[a-z_]{2,20}\.[a-z_]{2,20}%"
    r"|<<\s?[A-Za-z_ ]{2,30}>>|«\s?[A-Z][A-Za-z]{2,14}[_ ]?[A-Z][a-z]{2,14}\s?»"
    r"|«(?i:(?:first|last|full)_?name|vorname|nachname|anrede)»"
    r"|\*\|[A-Za-z0-9_:]{2,30}\|\*|%%[A-Za-z_]{2,30}%%|%[A-Z]{2,10}_?NAME%|@@[A-Za-z_]{2,30}@@"
    r"|(?<![\w/=$])\$?\{[A-Za-z][A-Za-z_]{1,29}\}|-(?:first|last|full)name-"
    r"|\[object Object\]"
)
"""A field of some other program, or a gap in a draft."""

_DRAFT = re.compile(
    r"\b(?i:lorem ipsum|dolor sit amet|blindtext|platzhaltertext|insert text here|your text here"
    r"|text hier einfügen)\b|\b(?i:fixme|tbd)\b|\bTODO\b|\b(?i:todo):|\bXXX+\b(?!\s[A-Z])"
    r"|(?<![\w|*])\|[A-Z][A-Z0-9_:]{2,30}\|(?![\w|])"
    r"|\b(?i:test test(?: test)*|asdf(?:asdf|gh|ghjkl)?|blah blah(?: blah)*|undefined undefined"
    r"|foo ?bar)\b|\[(?i:test)\](?![\[(:])"
)
"""What drafts hold in every language; `|FNAME|` is what Markdown leaves of `*|FNAME|*`."""
_UNMADE = re.compile(
    r"\[[^\]\n]{0,80}\]\(\s?(?:https?|mailto|javascript|vbscript|file|data):[^)\n]{0,200}\)"
    r"|</?(?:a|b|i|u|p|br|div|span|font|strong|em|table|tr|td|th|img|h[1-6]|ul|ol|li|center)"
    r"(?:\s[^<>\n]{0,200})?/?>",
    re.IGNORECASE,
)
"""A link or HTML that came out as its own letters."""
_TRIAL = re.compile(
    r"(?<!\w)(?:this is (?:just |only )?a test|(?:dies|das) ist (?:nur )?ein test|ceci est un test"
    r"|est[oa] es una prueba|questo è un test|isto é um teste|dit is een test|to jest test"
    r"|это тест|これはテストです|这是(?:一个)?测试|هذا اختبار)(?=\s*(?:[.!。！]|$))",
    re.IGNORECASE | re.MULTILINE,
)
_TRIAL_LINE = re.compile(
    r"(?:test(?: ?e?-?mail| message|nachricht)?|prueba|essai|テスト|测试|тест|اختبار)[\s\d.!]*",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"^[ \t]*(?:[^\W\d_]+[ ]){1,2}(?:None|NaN|NaT|nan)(?=[ ]?[,!،])"
    r"|^[ \t]*[^\W\d_]+[ ](?:null|undefined)(?=[ ]?[,!،])|\b(?:NaN|NaT)\b|<NA>"
    r"|(?<![A-Za-z0-9_])(?:None|nan|null|undefined)[ ]?(?=様|さん|님|先生|女士)",
    re.MULTILINE,
)
"""What programs write for nothing, where a name is expected."""
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
    | {"testuser", "test user", "testkunde", "mustermann", "max mustermann", "erika mustermann"}
    | {"this is a test", "dies ist ein test", "testmail", "テスト"}
)
_AS_WRITTEN = frozenset({"TODO", "TO DO", "test", "TEST"})
"""“Todo” is a word, “Test” a name."""
_BEGINS_TODO = re.compile(r"(?:TODO|todo|ToDo|TO DO):")
_EMPTY_LINKS = frozenset({"#", "http://", "https://", "about:blank", "http:", "https:"})

_SIGNS = re.compile(r"[\[［{}<*%#«]")
_WORDS = frozenset(
    {word.casefold() for word in _FROM_A_PROGRAM}
    | {cell.split()[-1] for cell in _TEST_CELLS}
    | {"todo", "todo:", "do", "do:", "test"}
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
    todo_is_a_word = locale.partition("-")[0] in _WHERE_TODO_IS_A_WORD
    for pattern in (PLACEHOLDER, _DRAFT, _UNMADE, _TRIAL, _MISSING):
        for match in pattern.finditer(text):
            if not (todo_is_a_word and match[0].casefold().startswith("todo")):
                yield match[0].strip()
    if _TRIAL_LINE.fullmatch(text.strip()):
        yield text.strip()


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
            **({"link": found} if code in CELL_LINKS else {"found": found}),
        )
        for column, code, found in judged
        if shown.has(found, is_link=code in CELL_LINKS or code == "content.field_link")
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
    elif _is_trial(said) or said == "None":  # a town, to Italians
        yield "content.field_test", said
    elif said.casefold() in _EMPTY_LINKS:
        yield "content.field_link", said
    elif code := cell_link_code(said):
        yield code, said


def _is_trial(said: str) -> bool:
    """Tell whether somebody tried something out, or left a note to themselves."""
    return (
        said.casefold() in _TEST_CELLS
        or said in _AS_WRITTEN
        or "orem ipsum" in said
        or _BEGINS_TODO.match(said) is not None
    )


def _is_from_a_program(words: Sequence[str], locale: str) -> bool:
    """Tell whether a program wrote this for nothing: alone, or in place of half a name."""
    if "None" in words and locale.partition("-")[0] in _WHERE_NONE_IS_A_WORD:
        return False
    if words and all(word in _FROM_A_PROGRAM for word in words):
        return True
    if len(words) != 2 or not any(word in _BESIDE_A_NAME for word in words):
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
        said, quoted = " ".join(found.split()), quote(found, safe="")
        return _stands_in(said, self._text) or _stands_in(quoted, self._markup)


def _stands_in(said: str, text: str) -> bool:
    """Tell whether words stand in a text, and not only their letters within another word.

    >>> _stands_in("nan", "Die Finanzen"), _stands_in("nan", "こんにちはnan様")
    (False, True)
    """
    if said not in text:
        return False
    before = r"(?<![A-Za-z0-9_\u00c0-\u024f])" if said[:1].isalnum() else ""
    after = r"(?![A-Za-z0-9_\u00c0-\u024f])" if said[-1:].isalnum() else ""
    return re.search(f"{before}{re.escape(said)}{after}", text) is not None


def _marks_in_text(text: bytes, recipient: Recipient) -> list[Finding]:
    where: dict[str, str | int] = {"recipient": recipient.address, "row": recipient.row}
    return [
        finding("content.left_over", where={**where, "part": "text"}, found=mark)
        for mark in MARKS
        if mark.encode("ascii") in text
    ][:1]


def _is_example(addresses: Sequence[str]) -> bool:
    return all(is_reserved(address.rpartition("@")[2]) for address in addresses)
