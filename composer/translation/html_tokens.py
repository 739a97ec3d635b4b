"""Cuts HTML source into tags, comments, raw text and words, byte for byte as it was written.

Used where source must come back unchanged but for a few places: parsers that build a tree lose
where things stood. A few rules of the standard are enough (HTML § 13.2.5): what a comment, a tag
and a quoted value are, and that style, script, title and textarea hold no tags. Also guards the
tree builders of other libraries, which end the process on markup nested too deeply.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

MAX_DEPTH = 150
"""Most elements inside each other; mail programs show no more, and tree builders end there."""

_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip
# Elements whose end may be left out: they cannot stand directly inside themselves.
_ENDED_BY_OTHERS = frozenset(
    {"p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "colgroup"}
)
_FOREIGN = re.compile(r"<(?:svg|math)\b", re.IGNORECASE)
_START = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_IN_TAG = re.compile(r"[^>\"']+|\"[^\"]*\"|'[^']*'|[\"']")
_ATTRIBUTE = re.compile(
    r"([^\s\"'>/=][^\s\"'>/=]*)(\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)


class HtmlKind(Enum):
    """What a stretch of source is."""

    TEXT = "text"
    RAW = "raw"
    COMMENT = "comment"
    START = "start"
    END = "end"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlToken:
    """A stretch of source; `name` is the element's, in small letters, also of raw text."""

    kind: HtmlKind
    text: str
    at: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One attribute of a start tag as written: `start` and `end` count within the tag."""

    name: str
    value: str
    has_value: bool
    start: int
    end: int


def html_tokens(html: str) -> Iterator[HtmlToken]:
    """Cut source into tokens; joined, they are the source."""
    at = 0
    raw = ""
    while at < len(html):
        end, kind, name = _next(html, at, raw)
        yield HtmlToken(kind=kind, text=html[at:end], at=at, name=name)
        raw = name if kind is HtmlKind.START and name in _RAW else ""
        at = end


def attributes(tag: HtmlToken) -> Iterator[Attribute]:
    """Give the attributes of a start tag in their order, twice where they stand twice."""
    begin = len(tag.name) + 1
    body = tag.text[: -1 if tag.text.endswith(">") else None]
    for match in _ATTRIBUTE.finditer(body, begin):
        value = next((item for item in match.groups()[2:] if item is not None), "")
        yield Attribute(
            name=match[1].lower(),
            value=value,
            has_value=match[2] is not None,
            start=match.start(),
            end=match.end(),
        )


def is_too_deep(html: str, *, is_xml: bool = False) -> bool:
    """Tell whether markup may be nested more deeply than tree builders take."""
    # Inside drawings and in XML every element nests in itself.
    is_xml = is_xml or _FOREIGN.search(html) is not None
    passed_over = frozenset() if is_xml else _VOID | _ENDED_BY_OTHERS
    open_tags: Counter[str] = Counter()
    depth = 0
    for token in html_tokens(html):
        if token.name in passed_over:
            continue
        if token.kind is HtmlKind.START and not (is_xml and token.text.endswith("/>")):
            open_tags[token.name] += 1
            depth += 1
        elif token.kind is HtmlKind.END and open_tags[token.name]:
            open_tags[token.name] -= 1
            depth -= 1
        if depth > MAX_DEPTH:
            return True
    return False


def _next(html: str, at: int, raw: str) -> tuple[int, HtmlKind, str]:
    if raw:
        end = _raw_end(html, at, raw)
        if end > at:
            return end, HtmlKind.RAW, raw
    if html[at] != "<":
        end = html.find("<", at)
        return (len(html) if end < 0 else end), HtmlKind.TEXT, ""
    if html.startswith("<!--", at):
        return _comment_end(html, at), HtmlKind.COMMENT, ""
    if html.startswith(("<!", "<?"), at):
        end = html.find(">", at)
        return (len(html) if end < 0 else end + 1), HtmlKind.OTHER, ""
    match = _START.match(html, at)
    if match is None:
        return at + 1, HtmlKind.TEXT, ""
    kind = HtmlKind.END if match[1] else HtmlKind.START
    return _tag_end(html, match.end()), kind, match[2].lower()


def _raw_end(html: str, at: int, name: str) -> int:
    match = re.compile(rf"</{re.escape(name)}(?=[\s/>]|$)", re.IGNORECASE).search(html, at)
    return match.start() if match else len(html)


def _comment_end(html: str, at: int) -> int:
    if html.startswith(("<!-->", "<!--->"), at):
        return html.index(">", at) + 1
    match = re.compile(r"--!?>").search(html, at + 4)
    return match.end() if match else len(html)


def _tag_end(html: str, at: int) -> int:
    while at < len(html):
        if html[at] == ">":
            return at + 1
        match = _IN_TAG.match(html, at)
        assert match is not None
        at = match.end()
    return at
