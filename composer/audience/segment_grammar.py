"""The grammar of segments: from the letters of an expression to tests of rows.

    who   = and-part { "or" and-part }
    and   = not-part { "and" not-part }
    not   = [ "not" ] ( "(" who ")" | test )
    test  = column ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value
          | column [ "not" ] "in" "(" value { "," value } ")"
          | column ( "contains" | "starts with" | "ends with" ) value
          | column "is" [ "not" ] "empty"

What an expression means for a whole list is in `segments.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from composer.audience.fields import is_empty_cell
from composer.audience.sources.columns import nearest
from composer.findings import Finding, finding

Cells = Sequence[str]
Test = Callable[[Cells], bool]
Comparable = Decimal | date

DEEPEST = 40
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<sign><=|>=|!=|<>|==|=|<|>|\(|\)|,)
      | (?P<word>[^\s"'<>=!(),]+)
    )""",
    re.VERBOSE,
)
_WORDS = frozenset({"and", "or", "not", "in", "is", "empty", "contains", "starts", "ends", "with"})
_ORDERS: dict[str, Callable[[Comparable, Comparable], bool]] = {
    "<": lambda cell, value: cell < value,  # type: ignore[operator]
    "<=": lambda cell, value: cell <= value,  # type: ignore[operator]
    ">": lambda cell, value: cell > value,  # type: ignore[operator]
    ">=": lambda cell, value: cell >= value,  # type: ignore[operator]
}
_PARTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda cell, value: value in cell,
    "starts": lambda cell, value: cell.startswith(value),
    "ends": lambda cell, value: cell.endswith(value),
}


class NotComparableError(ValueError):
    """A cell is no number or day, but the segment compares it with one."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__("a cell cannot be compared")
        self.column = column
        self.value = value


class Token(NamedTuple):
    """A piece of an expression: its kind (text, sign, word, end), its text and its place."""

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Tell whether it is one of the expression's own words, however written."""
        return self.kind == "word" and self.text.lower() in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A value that the expression expects in a column, for finding typing mistakes."""

    column: str
    place: int
    value: str


def read_tokens(text: str) -> list[Token]:
    """Cut an expression into pieces; what cannot be one is a piece of the kind `bad`."""
    tokens: list[Token] = []
    at = 0
    while match := _TOKEN.match(text, at):
        kind = str(match.lastgroup)
        tokens.append(Token(kind, match[kind], match.start(kind), match.end()))
        at = match.end()
    if rest := text[at:].strip():
        tokens.append(Token("bad", rest, len(text) - len(text[at:].lstrip()), len(text)))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def folded(text: str) -> str:
    """Give a text as it is compared: without case, and without blanks around it."""
    text = text.strip()
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


class NotUnderstoodError(Exception):
    """Where the expression cannot be understood, as a finding."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.code)
        self.finding = found


@dataclass(slots=True, kw_only=True)
class Parser:
    """Reads the tokens once, from left to right."""

    tokens: list[Token]
    columns: tuple[str, ...]
    at: int = 0
    depth: int = 0
    named: list[str] = field(default_factory=list)
    literals: list[Literal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def whole(self) -> Test:
        """Read the expression to its end; raises NotUnderstoodError."""
        test = self._either()
        if self._now.kind != "end":
            self._stop()
        return test

    @property
    def _now(self) -> Token:
        return self.tokens[self.at]

    def _next(self) -> Token:
        token = self._now
        self.at += token.kind != "end"
        return token

    def _stop(self) -> None:
        token = self._now
        raise NotUnderstoodError(
            finding(
                "segment.syntax",
                where={"key": "audience.segment"},
                found=token.text or "…",
                position=token.start + 1,
            )
        )

    def _expect(self, sign: str) -> None:
        if self._now.kind != "sign" or self._now.text != sign:
            self._stop()
        self._next()

    def _either(self) -> Test:
        tests = [self._both()]
        while self._now.is_word("or"):
            self._next()
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda cells: any(test(cells) for test in tests)

    def _both(self) -> Test:
        tests = [self._negated()]
        while self._now.is_word("and"):
            self._next()
            tests.append(self._negated())
        return tests[0] if len(tests) == 1 else lambda cells: all(test(cells) for test in tests)

    def _negated(self) -> Test:
        self.depth += 1
        if self.depth > DEEPEST:
            self._stop()
        try:
            if self._now.is_word("not"):
                self._next()
                test = self._negated()
                return lambda cells: not test(cells)
            if self._now.kind == "sign" and self._now.text == "(":
                self._next()
                inner = self._either()
                self._expect(")")
                return inner
            return self._test()
        finally:
            self.depth -= 1

    def _test(self) -> Test:
        column, place = self._column()
        token = self._next()
        sign = {"==": "=", "<>": "!="}.get(token.text, token.text)
        if token.kind == "sign" and sign in {"=", "!="}:
            return self._equal(column, place, negated=sign == "!=")
        if token.kind == "sign" and sign in _ORDERS:
            return self._ordered(column, place, sign)
        if token.is_word("is"):
            return self._emptiness(place)
        if token.is_word("contains", "starts", "ends"):
            return self._part(place, token.text.lower())
        negated = token.is_word("not")
        if negated:
            token = self._next()
        if token.is_word("in"):
            return self._listed(column, place, negated=negated)
        self.at -= token.kind != "end"
        self._stop()
        raise AssertionError

    def _column(self) -> tuple[str, int]:
        token = self._now
        is_name = token.kind == "text" or (token.kind == "word" and not token.is_word(*_WORDS))
        if not is_name:
            self._stop()
        self._next()
        name = _unquoted(token)
        if name not in self.columns:
            close = nearest(name, self.columns)
            where: dict[str, str | int] = {"key": "audience.segment", "column": name}
            self.findings.append(
                finding("segment.no_column", where=where, column=name, nearest=close)
            )
            return name, 0
        self.named.append(name)
        return name, self.columns.index(name)

    def _value(self) -> str:
        token = self._now
        if token.kind not in {"text", "word"} or token.is_word(*_WORDS):
            self._stop()
        return _unquoted(self._next())

    def _equal(self, column: str, place: int, *, negated: bool) -> Test:
        value = self._value()
        self.literals.append(Literal(column=column, place=place, value=value))
        wanted = folded(value)
        if negated:
            return lambda cells: folded(cells[place]) != wanted
        return lambda cells: folded(cells[place]) == wanted

    def _listed(self, column: str, place: int, *, negated: bool) -> Test:
        self._expect("(")
        values = [self._value()]
        while self._now.kind == "sign" and self._now.text == ",":
            self._next()
            values.append(self._value())
        self._expect(")")
        self.literals += [Literal(column=column, place=place, value=value) for value in values]
        wanted = frozenset(map(folded, values))
        if negated:
            return lambda cells: folded(cells[place]) not in wanted
        return lambda cells: folded(cells[place]) in wanted

    def _ordered(self, column: str, place: int, sign: str) -> Test:
        start = self.at
        value = comparable(self._value())
        if value is None:
            self.at = start
            self._stop()
            raise AssertionError
        compare, kind = _ORDERS[sign], type(value)

        def test(cells: Cells) -> bool:
            cell = cells[place]
            if is_empty_cell(cell):
                return False
            found = comparable(cell)
            if not isinstance(found, kind):
                raise NotComparableError(column, cell)
            return compare(found, value)

        return test

    def _part(self, place: int, word: str) -> Test:
        if word != "contains":
            if not self._now.is_word("with"):
                self._stop()
            self._next()
        wanted, compare = folded(self._value()), _PARTS[word]
        return lambda cells: compare(folded(cells[place]), wanted)

    def _emptiness(self, place: int) -> Test:
        negated = self._now.is_word("not")
        if negated:
            self._next()
        if not self._now.is_word("empty"):
            self._stop()
        self._next()
        return lambda cells: is_empty_cell(cells[place]) is not negated


def comparable(text: str) -> Comparable | None:
    """Give a cell's number or day, or None; a decimal comma is not guessed.

    >>> comparable("12.50"), comparable("2026-01-31"), comparable("1,5")
    (Decimal('12.50'), datetime.date(2026, 1, 31), None)
    """
    text = text.strip()
    try:
        number = Decimal(text) if text.isascii() and "_" not in text else None
    except InvalidOperation:
        number = None
    if number is not None and number.is_finite():
        return number
    try:
        return (
            date.fromisoformat(text[:10]) if len(text) == 10 or text[10:11] in {"T", " "} else None
        )
    except ValueError:
        return None


def _unquoted(token: Token) -> str:
    if token.kind != "text":
        return token.text
    return re.sub(r"\\(.)", r"\1", token.text[1:-1])
