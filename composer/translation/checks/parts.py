"""The parts of a unit that are moved but not translated: fields, conditions, marks, links, tags.

They are shown as chips, compared by the checks, and never overlap: what stands inside a link's
address belongs to that part. Only where things stand is found out here; nothing is run.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from composer.translation.checks.markdown_spans import Span, markdown_spans
from composer.translation.html_tokens import HtmlKind, HtmlToken, attributes, html_tokens
from composer.translation.jinja_source import Piece, Protected, protect, split_tags
from composer.translation.units import UnitKind

_MARKDOWN = re.compile(r"[*_`\[<!]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'“”«»()\[\]{}，。、；！？）」』】]*[^\s<>\"'“”«»()\[\]{}.,;:!?*_،؛؟，。、；：！？）」』】]"
    r"|(?:mailto:)?[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+",
)


_TAIL = re.compile(r"[\w/?=&#%.~+-]*[\w/=&#]")


class PartKind(Enum):
    """What a part is; a link and a picture have two parts, around their words."""

    FIELD = "field"
    CONDITION = "condition"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    ADDRESS = "address"
    TAG = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part as it stands in the text; `is_end` for the second of a pair.

    `value` is where a link, picture or address leads, or the name of an HTML element.
    """

    start: int
    end: int
    kind: PartKind
    text: str
    value: str = ""
    is_end: bool = False


_OF_TOKEN = {
    "strong_open": (PartKind.BOLD, False),
    "strong_close": (PartKind.BOLD, True),
    "em_open": (PartKind.ITALIC, False),
    "em_close": (PartKind.ITALIC, True),
    "code_open": (PartKind.CODE, False),
    "code_close": (PartKind.CODE, True),
    "link_open": (PartKind.LINK, False),
    "link_close": (PartKind.LINK, True),
    "image_open": (PartKind.IMAGE, False),
    "image_close": (PartKind.IMAGE, True),
    "autolink": (PartKind.ADDRESS, False),
}


def protected_parts(source: str, kind: UnitKind) -> tuple[Part, ...]:
    """Give the parts of a unit's source or translation, in order.

    >>> text = "**See** [{{ a }}](https://b.example)"
    >>> [part.text for part in protected_parts(text, UnitKind.PARAGRAPH)]
    ['**', '**', '[', '{{ a }}', '](https://b.example)']
    >>> [part.text for part in protected_parts(text, UnitKind.SUBJECT)]
    ['{{ a }}', 'https://b.example']
    """
    pieces = split_tags(source)
    found = list(_tag_parts(pieces))
    if kind.is_markdown and _MARKDOWN.search(source):
        found = _merged(source, found, markdown_spans)
    elif kind is UnitKind.HTML and "<" in source:
        found = _merged(source, found, _html_spans)
    if "@" in source or "://" in source or "www." in source:
        found = _with_addresses(source, found)
    return tuple(found)


def _tag_parts(pieces: tuple[Piece, ...]) -> Iterator[Part]:
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.is_tag:
            kind = PartKind.CONDITION if piece.is_block_tag else PartKind.FIELD
            yield Part(start=at, end=end, kind=kind, text=piece.text)
        at = end


def _merged(source: str, tags: list[Part], find_spans: Callable[[str], list[Span]]) -> list[Part]:
    """Put the marks of the markup between the tags; those inside a mark belong to it."""
    protected = protect(source)
    marks = [
        _mark(source, span, protected, places)
        for places in [_Places(protected, tags)]
        for span in find_spans(protected.text)
    ]
    outside = [tag for tag in tags if not any(m.start <= tag.start < m.end for m in marks)]
    return sorted([*outside, *marks], key=lambda part: part.start)


def _mark(source: str, span: Span, protected: Protected, places: _Places) -> Part:
    start, end = places.original(span.start), places.original(span.end)
    kind, is_end = _OF_TOKEN.get(span.name) or _of_tag(span.name)
    value = protected.restore(span.value)
    return Part(start=start, end=end, kind=kind, text=source[start:end], value=value, is_end=is_end)


class _Places:
    """Where something of a text with hidden tags stands in the text itself."""

    def __init__(self, protected: Protected, tags: list[Part]) -> None:
        self._hidden: list[int] = []
        self._shift: list[int] = [0]
        width = len(protected.prefix) + 7
        for tag in tags:
            self._hidden.append(tag.start - self._shift[-1] + width)
            self._shift.append(self._shift[-1] + tag.end - tag.start - width)

    def original(self, at: int) -> int:
        """Give the place in the text itself."""
        return at + self._shift[bisect_right(self._hidden, at)]


def _of_tag(token: str) -> tuple[PartKind, bool]:
    name = token.lstrip("/")
    kind = {"a": PartKind.LINK, "img": PartKind.IMAGE}.get(name, PartKind.TAG)
    return kind, token.startswith("/")


def _html_spans(text: str) -> list[Span]:
    return [_html_span(token) for token in html_tokens(text) if _is_element(token)]


def _is_element(token: HtmlToken) -> bool:
    return token.kind in {HtmlKind.START, HtmlKind.END, HtmlKind.COMMENT}


def _html_span(token: HtmlToken) -> Span:
    value = token.name
    if token.kind is HtmlKind.START and token.name in {"a", "img"}:
        wanted = "href" if token.name == "a" else "src"
        value = next((item.value for item in attributes(token) if item.name == wanted), "")
    name = f"/{token.name}" if token.kind is HtmlKind.END else token.name or "!"
    return Span(
        start=token.at, end=token.at + len(token.text), name=name, value=html.unescape(value)
    )


def _with_addresses(source: str, parts: list[Part]) -> list[Part]:
    """Add the addresses that stand in the words themselves, with the fields they hold."""
    found: list[Part] = []
    at = 0
    for part, following in zip((*parts, None), (*parts[1:], None, None), strict=False):
        end = part.start if part else len(source)
        found += (_address(source, *match.span()) for match in _ADDRESS.finditer(source, at, end))
        if part is None:
            break
        if part.kind is PartKind.FIELD and found and _goes_on(found[-1], part):
            limit = following.start if following else len(source)
            tail = _TAIL.match(source, part.end, limit)
            found[-1] = _address(source, found[-1].start, tail.end() if tail else part.end)
        else:
            found.append(part)
        at = found[-1].end
    return found


def _goes_on(address: Part, field: Part) -> bool:
    """Tell whether an address goes on in a field behind it, as in `https://a.example/{{ id }}`."""
    return (
        address.kind is PartKind.ADDRESS
        and address.end == field.start
        and not address.text.startswith("<")
    )


def _address(source: str, start: int, end: int) -> Part:
    text = source[start:end]
    return Part(start=start, end=end, kind=PartKind.ADDRESS, text=text, value=text)
