"""Finds what a layout may not have: what runs, asks, frames or fetches.

A layout of a campaign's own is hostile until shown otherwise, and its author can mend it: so it is
refused with the tag and the line, never quietly changed. Also refused are fields where a cell could
become a tag or an attribute. What stands in comments for one mail program is looked at as well.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Iterator

from composer.findings import Finding, finding
from composer.model.message import Layout
from composer.rendering.field_places import PROGRAM_COMMENT
from composer.translation.html_tokens import (
    Attribute,
    HtmlKind,
    HtmlToken,
    attributes,
    html_tokens,
)
from composer.translation.jinja_source import Protected, protect

RUNNING_SCHEMES = ("javascript:", "vbscript:", "data:", "file:")

_REFUSED = frozenset(
    {
        "applet", "audio", "base", "button", "dialog", "embed", "form", "frame", "frameset",
        "iframe", "input", "link", "math", "noscript", "object", "portal", "script", "select",
        "slot", "svg", "template", "textarea", "video", "xmp", "noembed", "noframes", "plaintext",
        "mj-include", "mj-font",
    }
)  # fmt: skip
_LINKS = frozenset({"action", "background", "formaction", "href", "poster", "src", "xlink:href"})
_HARMLESS_HEADERS = frozenset({"content-type", "x-ua-compatible"})
_RUNS_IN_CSS = re.compile(
    r"expression\s*\(|javascript:|vbscript:|-moz-binding|\bbehavior\s*:|@import|@font-face"
    r"|\\[0-9a-f]",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")
# MJML and others write it around settings for one mail program, which reads it as nothing.
_HARMLESS_IN_COMMENTS = frozenset({"noscript"})
_RAW_NAMES = frozenset({"style", "title", "mj-style"})


def find_layout_findings(layout: Layout) -> list[Finding]:
    """Find what a layout may not have, each with its line."""
    protected = protect(layout.html)
    found: list[Finding] = []
    for at, what in _harms(protected.text, protected, 0):
        line = protected.restore(protected.text[:at]).count("\n") + 1
        where: dict[str, str | int] = {"file": layout.name, "part": "layout", "line": line}
        found.append(finding("template.unsafe_layout", where=where, field=what, part="layout"))
    return list(dict.fromkeys(found))


def is_running_link(value: str) -> bool:
    """Tell whether a link would run something, however it is spelt."""
    plain = _UNSEEN.sub("", html_text.unescape(value)).lower()
    return plain.startswith(RUNNING_SCHEMES)


def _harms(
    source: str, protected: Protected, offset: int, *, refused: frozenset[str] = _REFUSED
) -> Iterator[tuple[int, str]]:
    style = ""
    for token in html_tokens(source):
        at = offset + token.at
        match token.kind:
            case HtmlKind.COMMENT:
                inside = PROGRAM_COMMENT.fullmatch(token.text)
                if inside:
                    left = refused - _HARMLESS_IN_COMMENTS
                    start = at + inside.start(1)
                    yield from _harms(inside[1], protected, start, refused=left)
            case HtmlKind.START | HtmlKind.END:
                style = token.name if token.kind is HtmlKind.START else ""
                for what in _tag_harms(token, protected, refused):
                    yield at, what
            case HtmlKind.RAW | HtmlKind.TEXT if style in {"style", "mj-style"}:
                match = _RUNS_IN_CSS.search(token.text)
                if match:
                    yield at + match.start(), match[0]
            case _:
                pass


def _tag_harms(token: HtmlToken, protected: Protected, refused: frozenset[str]) -> Iterator[str]:
    # A statement prints nothing, so that `<scr{% if a %}ipt>` is a script.
    name = _without_statements(token.name, protected)
    if name in refused:
        yield f"<{name}>"
        return
    tags = _tags(token.name, protected)
    yield from (tag for tag in tags if tag.startswith("{{"))
    if tags and name in _RAW_NAMES:
        # Nobody could tell any more where its rules begin.
        yield f"<{name}>"
    if token.kind is HtmlKind.START:
        for item in attributes(token):
            yield from _attribute_harms(token, item, protected)


def _attribute_harms(token: HtmlToken, item: Attribute, protected: Protected) -> Iterator[str]:
    # A field outside quotes could become an attribute of its own.
    written = token.text[item.start : item.end]
    is_quoted = written[-1:] in {'"', "'"}
    loose = item.name if is_quoted else written
    yield from (tag for tag in _tags(loose, protected) if tag.startswith("{{"))
    name = _without_statements(item.name, protected)
    value = html_text.unescape(_without_statements(item.value, protected))
    if name.startswith("on"):
        yield f"{name}="
    elif name == "http-equiv" and value.lower() not in _HARMLESS_HEADERS:
        yield f'http-equiv="{value}"'
    elif name in _LINKS and is_running_link(value):
        yield f"{name}={value.strip()[:30]}"
    elif name == "style" and _RUNS_IN_CSS.search(value):
        yield "style="


def _without_statements(text: str, protected: Protected) -> str:
    return "".join("" if piece.is_block_tag else piece.text for piece in protected.pieces(text))


def _tags(text: str, protected: Protected) -> list[str]:
    return [piece.text for piece in protected.pieces(text) if piece.is_tag]
