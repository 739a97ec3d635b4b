"""Cut a unit's text into what translators read and the codes between, and put it together again.

Fields, conditions, links, pictures, emphasis and HTML tags become codes, so that tools for
translators protect them. The cut is a courtesy, never a judgement: joined, the pieces are the text,
byte for byte, whatever it holds. Codes that begin and end something are always nested.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from composer.translation.exchange.model import Code, CodeRole, Inline
from composer.translation.jinja_source import Protected, protect

_MARKDOWN_KINDS = frozenset({"heading", "paragraph", "button", "list_item", "table_cell", "alt"})
_MARKDOWN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<fence>`+)"
    r"|(?P<alone><(?:https?|mailto|tel):[^<>\s]*>)"
    r"|(?P<begin>!?\[)"
    r"|(?P<end>\]\([^()\s]*(?:[ \t\n]+(?:\"[^\"]*\"|'[^']*'))?\))"
    r"|(?P<mark>\*\*\*|\*\*|\*|__|_|~~)"
)
_HTML = re.compile(
    r"<(?P<close>/)?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
)
_LONGEST_CUT = 20_000  # no paragraph is longer; of what is, only the tags become codes
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "source", "wbr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A stretch of a text that is a code."""

    start: int
    end: int
    role: CodeRole
    pair: int = 0


def cut_inline(text: str, kind: str) -> Inline:
    """Cut a text into literal text and codes with ids from 1; both ends of a pair share one.

    >>> [run if isinstance(run, str) else (run.id, run.text) for run in
    ...  cut_inline("Dear {{ name }}, **now**", "paragraph")]
    ['Dear ', ('1', '{{ name }}'), ', ', ('2', '**'), 'now', ('2', '**')]
    """
    protected = protect(text)
    if len(text) > _LONGEST_CUT:
        marks: list[_Mark] = []
    elif kind in _MARKDOWN_KINDS:
        marks = _markdown_marks(protected.text)
    elif kind == "html":
        marks = _html_marks(protected.text)
    else:
        marks = []
    return tuple(_numbered(_runs(protected, sorted(marks, key=lambda mark: mark.start))))


def join_inline(runs: Inline) -> str | None:
    """Put the text together; None while a code does not tell what it stands for."""
    parts: list[str] = []
    for run in runs:
        part = run if isinstance(run, str) else run.text
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def codes_of(runs: Inline) -> tuple[Code, ...]:
    """Give the codes of a text in their order."""
    return tuple(run for run in runs if isinstance(run, Code))


def numbered_like(target: Inline, source: Inline) -> Inline:
    """Give a translation's codes the ids that the same codes have in its source."""
    free: defaultdict[tuple[CodeRole, str | None], list[str]] = defaultdict(list)
    for code in codes_of(source):
        free[code.role, code.text].append(code.id)
    most = max((int(code.id) for code in codes_of(source)), default=0)
    fresh = iter(range(most + 1, most + 1 + len(target)))
    opened: list[tuple[str, str]] = []
    given: list[str | Code] = []
    for run in target:
        if isinstance(run, str):
            given.append(run)
            continue
        ids = free[run.role, run.text]
        if run.role is CodeRole.CLOSE:
            own = opened.pop()[0] if opened else str(next(fresh))
        else:
            own = ids.pop(0) if ids else str(next(fresh))
        if run.role is CodeRole.OPEN:
            opened.append((own, run.id))
        given.append(Code(id=own, role=run.role, text=run.text))
    return tuple(given)


def _numbered(runs: Iterable[str | tuple[str, _Mark]]) -> Iterator[str | Code]:
    number = 0
    pairs: dict[int, str] = {}
    for run in runs:
        if isinstance(run, str):
            yield run
            continue
        text, mark = run
        if mark.role is CodeRole.CLOSE:
            own = pairs[mark.pair]
        else:
            number += 1
            own = str(number)
        if mark.role is CodeRole.OPEN:
            pairs[mark.pair] = own
        yield Code(id=own, role=mark.role, text=text)


def _runs(protected: Protected, marks: Iterable[_Mark]) -> Iterator[str | tuple[str, _Mark]]:
    at = 0
    for mark in marks:
        yield from _literal(protected, protected.text[at : mark.start])
        yield protected.restore(protected.text[mark.start : mark.end]), mark
        at = mark.end
    yield from _literal(protected, protected.text[at:])


def _literal(protected: Protected, text: str) -> Iterator[str | tuple[str, _Mark]]:
    for piece in protected.pieces(text):
        if piece.is_tag:
            yield piece.text, _Mark(start=0, end=0, role=CodeRole.ALONE)
        else:
            yield piece.text


class _Pairs:
    """Finds what belongs together; what begins inside of a pair and does not end there is text."""

    def __init__(self) -> None:
        self.marks: list[_Mark] = []
        self._open: list[tuple[str, int, int]] = []
        self._counts: Counter[str] = Counter()

    def open(self, name: str, start: int, end: int) -> None:
        self._open.append((name, start, end))
        self._counts[name] += 1

    def is_open(self, name: str) -> bool:
        return self._counts[name] > 0

    def close(self, name: str, start: int, end: int) -> None:
        while self.is_open(name):
            opened, begin, begin_end = self._open.pop()
            self._counts[opened] -= 1
            if opened == name:
                number = len(self.marks) + 1
                self.marks += [
                    _Mark(start=begin, end=begin_end, role=CodeRole.OPEN, pair=number),
                    _Mark(start=start, end=end, role=CodeRole.CLOSE, pair=number),
                ]
                return

    def alone(self, start: int, end: int) -> None:
        self.marks.append(_Mark(start=start, end=end, role=CodeRole.ALONE))


def _markdown_marks(text: str) -> list[_Mark]:
    pairs = _Pairs()
    at = 0
    while match := _MARKDOWN.search(text, at):
        at = match.end()
        if match["fence"]:
            at = _code_end(text, match)
        elif match["alone"]:
            pairs.alone(match.start(), match.end())
        elif match["begin"]:
            pairs.open("[", match.start(), match.end())
        elif match["end"]:
            pairs.close("[", match.start(), match.end())
        elif match["mark"]:
            _emphasis(text, match, pairs)
    return pairs.marks


def _code_end(text: str, match: re.Match[str]) -> int:
    """Skip code: nothing in it is a mark."""
    end = re.compile(rf"(?<!`){match[0]}(?!`)").search(text, match.end())
    return end.end() if end else match.end()


def _emphasis(text: str, match: re.Match[str], pairs: _Pairs) -> None:
    mark = match["mark"]
    before = text[max(match.start() - 1, 0) : match.start()]
    after = text[match.end() : match.end() + 1]
    within_word = mark.startswith("_") and before.isalnum() and after.isalnum()
    if within_word:
        return
    if before and not before.isspace() and pairs.is_open(mark):
        pairs.close(mark, match.start(), match.end())
    elif after and not after.isspace():
        pairs.open(mark, match.start(), match.end())


def _html_marks(text: str) -> list[_Mark]:
    pairs = _Pairs()
    for match in _HTML.finditer(text):
        name = match["name"].lower()
        if match["close"]:
            if pairs.is_open(name):
                pairs.close(name, match.start(), match.end())
            else:
                pairs.alone(match.start(), match.end())
        elif name in _VOID or match[0].endswith("/>"):
            pairs.alone(match.start(), match.end())
        else:
            pairs.open(name, match.start(), match.end())
    return pairs.marks
