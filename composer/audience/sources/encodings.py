"""Find out how the letters of a text file are encoded; a guess is only ever shown.

Certain are a byte order mark and strict UTF-8, over the whole file. Everything else is a guess: it
is looked at with its sample, and blocks until a person has stated the encoding. What was stated for
one file does not spoil the next, which is UTF-8.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from composer.audience.sources.cell_text import ERROR_VALUES
from composer.audience.sources.guessing import guess_encodings

CHUNK_BYTES = 256 * 1024
_SAMPLE_BYTES = 48 * 1024
_LINES_PER_CHUNK = 40
_MARKS = (  # the longer ones first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNICODE = frozenset({"utf-8", "utf-8-sig", "utf-16", "utf-32"})
_UNICODE_BY_ORDER = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
_EAST_ASIAN = frozenset(
    {
        *("big5", "big5hkscs", "cp932", "cp949", "cp950", "euc_jis_2004", "euc_jp", "euc_kr"),
        *("gb18030", "gb2312", "gbk", "hz", "iso2022_jp", "iso2022_kr", "johab"),
        *("shift_jis", "shift_jis_2004", "shift_jisx0213"),
    }
)
_ONE_BYTE = re.compile(r"ascii|(?:cp\d+|iso8859-\d+|koi8-\w+|mac-\w+|tis-620|ptcp154|hp-roman8)")
_LETTER = re.compile(rb"[\x80-\xff]")
_LINE_OF_LETTERS = re.compile(rb"[^\r\n]{0,200}[\x80-\xff][^\r\n]{0,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingFound:
    """A file's encoding; `encodings` are the guesses worth offering, the likeliest first.

    `problem` is a finding's code where the text cannot be read or must be confirmed, `row` where
    that shows. `escapes_quotes`: somewhere a backslash stands before a quotation mark.
    `lost_letters`: somewhere stands the sign for a letter that was lost before. `failed_formulas`:
    somewhere stands what spreadsheets write for those.
    """

    encoding: str
    is_certain: bool = True
    encodings: tuple[str, ...] = ()
    problem: str = ""
    row: int = 1
    escapes_quotes: bool = False
    lost_letters: bool = False
    failed_formulas: bool = False


@dataclass(slots=True)
class _Signs:
    """What was noticed while the bytes of a file went by."""

    size: int = 0
    nul: int = 0
    backslash_quote: bool = False
    replacement: bool = False
    failed_formula: bool = False

    def look_at(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self.nul += chunk.count(0) if 0 in chunk else 0
        if b"\\" in chunk and not self.backslash_quote:
            self.backslash_quote = b'\\"' in chunk or b"\\'" in chunk
        if b"#" in chunk and not self.failed_formula:
            self.failed_formula = any(value.encode() in chunk for value in ERROR_VALUES)


def is_usable(encoding: str) -> bool:
    r"""Tell whether an encoding is one of texts: other codecs transform, or mean something else.

    >>> [is_usable(name) for name in ("UTF-8", "windows-1252", "latin1", "idna", "rot13", "x\0")]
    [True, True, True, False, False, False]
    """
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return False
    known = name in _UNICODE or name in _UNICODE_BY_ORDER or name in _EAST_ASIAN
    return known or _ONE_BYTE.fullmatch(name) is not None


def find_encoding(opened: BinaryIO, *, stated: str = "") -> EncodingFound:
    """Find a file's encoding; a stated one is taken if the whole file can be read in it.

    A file that is UTF-8 in every letter is not taken for anything else, whatever is stated.

    Raises:
        OSError: the file cannot be read.
    """
    marked = _mark_of(opened)
    if stated and not is_usable(stated):
        return EncodingFound(encoding="", problem="audience.encoding_unusable")
    name = codecs.lookup(stated).name if stated else ""
    signs = _Signs()
    certain = marked if not name or _is_family(name, marked) else name
    row = _first_bad_row(opened, certain or "utf-8", signs)
    looks_doubled = not (marked or name) and signs.nul * 5 >= max(signs.size, 1)
    if row is None and name not in _UNICODE | _UNICODE_BY_ORDER | {"", "ascii"}:
        letters = _first_letters_of_utf8(opened)
        if letters is not None:
            return _doubtful(name, letters)
    if row is None and not looks_doubled:
        return EncodingFound(
            encoding=certain or "utf-8",
            escapes_quotes=signs.backslash_quote,
            lost_letters=signs.replacement,
            failed_formulas=signs.failed_formula,
        )
    if name or marked:
        return EncodingFound(encoding=certain, problem="audience.encoding_wrong", row=row or 1)
    guesses = _guesses_by_order(opened) if looks_doubled else ()
    return _guessed(opened, guesses, row or 1)


def _doubtful(stated: str, row: int) -> EncodingFound:
    """Say that a stated encoding would spoil letters: it was stated for another file."""
    return EncodingFound(
        encoding=stated,
        is_certain=False,
        encodings=("utf-8", stated),
        problem="audience.encoding_doubtful",
        row=row,
    )


def _first_letters_of_utf8(opened: BinaryIO) -> int | None:
    """Give the row of the first letter outside ASCII in a file that is UTF-8 throughout."""
    if _first_bad_row_of_utf8(opened, _Signs()) is not None:
        return None
    opened.seek(0)
    before = 0
    while chunk := opened.read(CHUNK_BYTES):
        found = _LETTER.search(chunk)
        if found:
            return _row_at(opened, before + found.start())
        before += len(chunk)
    return None


def _mark_of(opened: BinaryIO) -> str:
    opened.seek(0)
    start = opened.read(4)
    return next((name for mark, name in _MARKS if start.startswith(mark)), "")


def _is_family(name: str, marked: str) -> bool:
    """Tell whether a stated name is only a less exact one of what the byte order mark says."""
    return bool(marked) and name.removesuffix("-sig").startswith(marked.removesuffix("-sig"))


def _first_bad_row(opened: BinaryIO, encoding: str, signs: _Signs) -> int | None:
    """Read the whole file strictly; give the row of the first byte that cannot be read."""
    if encoding.startswith("utf-8"):
        return _first_bad_row_of_utf8(opened, signs)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    opened.seek(0)
    before = 0
    while True:
        chunk = opened.read(CHUNK_BYTES)
        signs.look_at(chunk)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            return _row_at(opened, before + getattr(error, "start", 0))
        signs.replacement = signs.replacement or "\ufffd" in text
        if not chunk:
            return None
        before += len(chunk)


def _first_bad_row_of_utf8(opened: BinaryIO, signs: _Signs) -> int | None:
    """Do the same for UTF-8, where plain ASCII need not be decoded."""
    opened.seek(0)
    before, rest = 0, b""
    while True:
        chunk = opened.read(CHUNK_BYTES)
        signs.look_at(chunk)
        if chunk and not rest and chunk.isascii():
            before += len(chunk)
            continue
        piece = rest + chunk
        try:
            text, used = codecs.utf_8_decode(piece, "strict", not chunk)
        except UnicodeDecodeError as error:
            return _row_at(opened, before + error.start)
        signs.replacement = signs.replacement or "\ufffd" in text
        if not chunk:
            return None
        before, rest = before + used, piece[used:]


def _row_at(opened: BinaryIO, offset: int) -> int:
    opened.seek(0)
    feeds = returns = 0
    while offset > 0 and (chunk := opened.read(min(offset, CHUNK_BYTES))):
        feeds += chunk.count(b"\n")
        returns += chunk.count(b"\r")
        offset -= len(chunk)
    return max(feeds, returns) + 1


def _guesses_by_order(opened: BinaryIO) -> tuple[str, ...]:
    """Guess at UTF-16 and UTF-32 without a mark: every second byte of Latin letters is zero."""
    opened.seek(0)
    start = opened.read(4096)
    if start[1::4].count(0) > len(start) // 5 and start[2::4].count(0) > len(start) // 5:
        return ("utf-32-le",) if start[:1] != b"\0" else ("utf-32-be",)
    little = start[1::2].count(0) >= start[0::2].count(0)
    return ("utf-16-le", "utf-16-be") if little else ("utf-16-be", "utf-16-le")


def _guessed(opened: BinaryIO, guesses: tuple[str, ...], row: int) -> EncodingFound:
    """Give the likeliest encodings in which the whole file can be read, to be confirmed."""
    sample = _lines_of_letters(opened)
    readable: list[str] = []
    signs = _Signs()
    for guess in guesses or guess_encodings(sample):
        # The first one is read whole; the others are offered, and read whole when they are stated.
        signs = _Signs() if not readable else signs
        if readable or _first_bad_row(opened, guess, signs) is None:
            readable.append(guess)
    if not readable:
        return EncodingFound(encoding="", problem="audience.not_text", row=row)
    return EncodingFound(
        encoding=readable[0],
        is_certain=False,
        encodings=tuple(readable),
        problem="audience.encoding_mixed" if _is_nearly_utf8(sample) else "audience.encoding_guess",
        row=row,
        escapes_quotes=signs.backslash_quote,
        failed_formulas=signs.failed_formula,
    )


def _lines_of_letters(opened: BinaryIO) -> bytes:
    """Gather lines with letters outside ASCII, from all over the file."""
    lines: list[bytes] = []
    size = 0
    opened.seek(0)
    while size < _SAMPLE_BYTES and (chunk := opened.read(CHUNK_BYTES)):
        for number, match in enumerate(_LINE_OF_LETTERS.finditer(chunk)):
            if number >= _LINES_PER_CHUNK or size >= _SAMPLE_BYTES:
                break
            lines.append(match[0])
            size += len(match[0])
    return b"\n".join(lines)


def _is_nearly_utf8(sample: bytes) -> bool:
    """Tell whether most lines with letters are UTF-8: then a few broken ones are the problem."""
    lines = sample.split(b"\n")
    good = sum(line.decode("utf-8", "replace").count("\ufffd") == 0 for line in lines)
    return good * 2 > len(lines)
