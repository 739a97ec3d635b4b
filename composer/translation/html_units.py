"""Cuts a body that was brought as HTML into its units of translation, and puts translations in.

A unit is what a reader sees as one piece: the words between two blocks, with their emphasis, links
and fields. Elements that only wrap all of a unit are no part of it, so that a change of style asks
for no new translation. The same cut serves for listing units and for translating; what holds no
word stays as it is. Nothing is rendered or cleaned here.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from composer.translation.html_tokens import HtmlKind, HtmlToken, attributes, html_tokens
from composer.translation.jinja_source import (
    Protected,
    notes_in,
    prints_words,
    protect,
    split_tags,
    statement_name,
)

Translate = Callable[[str], str]

_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "em", "font", "i",
        "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
        "sup", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_VOID = frozenset({"br", "img", "wbr"})
_READ_ATTRIBUTES = frozenset({"alt", "title", "aria-label"})
_BLANKS = re.compile(r"\s+")
_OPENED = re.compile(r"\{[{%#]")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPiece:
    """A stretch of source: `unit` is its text to translate, or empty; `before` and `after` stay.

    `quoted` is an attribute's value as it was written, with its quotation marks.
    """

    before: str
    unit: str
    after: str = ""
    quoted: str = ""

    def written(self, translate: Translate) -> str:
        """Give the stretch with its unit translated."""
        text = translate(self.unit) if self.unit else ""
        if self.quoted:
            text = self.quoted if text == self.unit else f'"{_escaped(text)}"'
        return self.before + text + self.after


def _escaped(text: str) -> str:
    return "".join(
        piece.text if piece.is_tag else html_text.escape(piece.text) for piece in split_tags(text)
    )


def html_texts(source: str) -> tuple[tuple[str, str], ...]:
    """Give the units of an HTML body in reading order, each with the note that stands before it."""
    found: list[tuple[str, str]] = []
    before = ""
    for piece in _pieces(source):
        before += piece.before
        if piece.unit:
            found.append((piece.unit, notes_in(before)))
            before = piece.after
    return tuple(found)


def translate_html(source: str, translate: Translate) -> str:
    """Put a translation in for each unit; everything else stays byte for byte."""
    return "".join(piece.written(translate) for piece in _pieces(source))


def _pieces(source: str) -> Iterator[HtmlPiece]:
    protected = protect(source.replace("\r\n", "\n").replace("\r", "\n"))
    run: list[HtmlToken] = []
    pre = 0
    for token in html_tokens(protected.text):
        if _is_inline(token):
            run.append(token)
            continue
        yield from _run_pieces(run, protected, is_pre=pre > 0)
        run = []
        if token.name == "pre":
            pre = max(0, pre + (1 if token.kind is HtmlKind.START else -1))
        yield from _attribute_pieces(token.text, token, protected)
    yield from _run_pieces(run, protected, is_pre=pre > 0)


def _is_inline(token: HtmlToken) -> bool:
    return token.kind is HtmlKind.TEXT or (
        token.kind in {HtmlKind.START, HtmlKind.END} and token.name in _INLINE
    )


def _run_pieces(
    run: Sequence[HtmlToken], protected: Protected, *, is_pre: bool
) -> Iterator[HtmlPiece]:
    for part in _split_at_open_statements(run, protected):
        start, end = _peeled(part)
        core = protected.restore("".join(token.text for token in part[start:end]))
        before = "".join(token.text for token in part[:start])
        after = "".join(token.text for token in part[end:])
        if not _has_words(part[start:end], protected):
            for token in part:
                yield from _attribute_pieces(token.text, token, protected)
            continue
        stripped = core.strip()
        lead, _, trail = core.partition(stripped)
        unit = stripped if is_pre else _BLANKS.sub(" ", stripped)
        yield HtmlPiece(
            before=protected.restore(before) + lead,
            unit=unit,
            after=trail + protected.restore(after),
        )


def _split_at_open_statements(
    run: Sequence[HtmlToken], protected: Protected
) -> Iterator[list[HtmlToken]]:
    """Cut a run at its statements, unless each of them begins and ends in it."""
    split = [piece for token in run for piece in _cut(token, protected)]
    names = [_statement(token, protected) for token in split]
    if _is_balanced(names):
        yield split
        return
    part: list[HtmlToken] = []
    for token, name in zip(split, names, strict=True):
        if name:
            yield part
            yield [token]
            part = []
        else:
            part.append(token)
    yield part


def _cut(token: HtmlToken, protected: Protected) -> Iterator[HtmlToken]:
    """Give each tag of Jinja in a text a token of its own."""
    if token.kind is not HtmlKind.TEXT:
        yield token
        return
    at = 0
    for match in re.finditer(protected.pattern, token.text):
        if match.start() > at:
            yield HtmlToken(kind=token.kind, text=token.text[at : match.start()], at=token.at)
        yield HtmlToken(kind=token.kind, text=match[0], at=token.at)
        at = match.end()
    if at < len(token.text):
        yield HtmlToken(kind=token.kind, text=token.text[at:], at=token.at)


def _statement(token: HtmlToken, protected: Protected) -> str:
    return statement_name(protected.restore(token.text)) if token.kind is HtmlKind.TEXT else ""


def _is_balanced(names: Sequence[str]) -> bool:
    depth = 0
    for name in names:
        depth += (name in {"if", "for"}) - (name in {"endif", "endfor"})
        if depth < 0 or (name in {"elif", "else"} and depth == 0):
            return False
    return depth == 0


def _peeled(part: Sequence[HtmlToken]) -> tuple[int, int]:
    """Give where the unit begins and ends: without blanks and elements around all of it."""
    start, end = 0, len(part)
    closes = _ends(part)
    while start < end:
        first, last = part[start], part[end - 1]
        if _is_blank(first) or (first.kind is HtmlKind.START and first.name == "br"):
            start += 1
        elif _is_blank(last) or (last.kind is HtmlKind.START and last.name == "br"):
            end -= 1
        elif closes.get(start) == end - 1:
            start, end = start + 1, end - 1
        else:
            break
    return start, end


def _is_blank(token: HtmlToken) -> bool:
    return token.kind is HtmlKind.TEXT and not token.text.strip()


def _ends(part: Sequence[HtmlToken]) -> dict[int, int]:
    """Give for the place of each element's start the place of its end, where it has one."""
    ends: dict[int, int] = {}
    begun: dict[str, list[int]] = {}
    for at, token in enumerate(part):
        if token.kind is HtmlKind.START and token.name not in _VOID:
            begun.setdefault(token.name, []).append(at)
        elif token.kind is HtmlKind.END and begun.get(token.name):
            ends[begun[token.name].pop()] = at
    return ends


def _has_words(part: Sequence[HtmlToken], protected: Protected) -> bool:
    word = re.compile(protected.pattern)
    for token in part:
        if token.kind is not HtmlKind.TEXT:
            continue
        tag = word.fullmatch(token.text)
        if tag is None and any(map(str.isalpha, html_text.unescape(token.text))):
            return True
        if tag and prints_words(protected.restore(token.text)):
            return True
    return False


def _has_letters(words: Sequence[str]) -> bool:
    return any(map(str.isalpha, "".join(words)))


def _attribute_pieces(text: str, token: HtmlToken, protected: Protected) -> Iterator[HtmlPiece]:
    """Give what is read of a single element: the description of a picture."""
    at = 0
    found = attributes(token) if token.kind is HtmlKind.START and token.name == "img" else ()
    for item in found:
        pieces = protected.pieces(item.value)
        words = [html_text.unescape(piece.text) for piece in pieces if not piece.is_tag]
        # What only reads like a tag of Jinja once it is decoded stays as it is.
        if (
            item.name not in _READ_ATTRIBUTES
            or not _has_letters(words)
            or _OPENED.search("".join(words))
        ):
            continue
        unit = "".join(
            piece.text if piece.is_tag else html_text.unescape(piece.text) for piece in pieces
        )
        marks = 2 if text[item.end - 1] in {'"', "'"} else 0
        begin = item.end - len(item.value) - marks
        quoted = protected.restore(text[begin : item.end])
        yield HtmlPiece(before=protected.restore(text[at:begin]), unit=unit, quoted=quoted)
        at = item.end
    yield HtmlPiece(before=protected.restore(text[at:]), unit="")
