"""Makes a body that was brought as HTML safe to send: an allow-list of what mail programs show.

Hostile until cleaned: its own style rules are written to its elements first, then everything that
is not on the list is taken out (`nh3`), and what was taken out is counted, so that it can be told.
Jinja tags come through as in Markdown; a field cannot become a tag, an attribute or a style. A
whole document is reduced to its body. Nothing is fetched.
"""

from __future__ import annotations

import html as html_text
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import nh3

from composer.rendering.failures import render_error
from composer.rendering.layout_safety import is_running_link
from composer.rendering.masked_html import Mask
from composer.rendering.style_inlining import BODY_CLASS, inline_page, style_sheets
from composer.rendering.style_sheets import StyleSheet, css_rules
from composer.translation.html_tokens import (
    HtmlKind,
    HtmlToken,
    attributes,
    html_tokens,
    is_too_deep,
)
from composer.translation.jinja_source import protect, statement_name

_TAGS = frozenset(
    {
        "a", "abbr", "address", "article", "b", "big", "blockquote", "br", "caption", "center",
        "cite", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "figcaption",
        "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img",
        "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small",
        "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "tt", "u", "ul", "var", "wbr",
    }
)  # fmt: skip
_ATTRIBUTES = {
    "*": {
        "align",
        "aria-hidden",
        "aria-label",
        "aria-roledescription",
        "class",
        "dir",
        "id",
        "lang",
        "role",
        "style",
        "title",
    },
    "a": {"href", "name", "target"},
    "col": {"span", "width"},
    "font": {"color", "face", "size"},
    "hr": {"size", "width"},
    "img": {"alt", "border", "height", "src", "width"},
    "li": {"value"},
    "ol": {"start", "type"},
    "table": {"bgcolor", "border", "cellpadding", "cellspacing", "height", "width"},
    "td": {"bgcolor", "colspan", "height", "nowrap", "rowspan", "valign", "width"},
    "th": {"abbr", "bgcolor", "colspan", "height", "nowrap", "rowspan", "scope", "valign", "width"},
    "tr": {"bgcolor", "height", "valign"},
    "ul": {"type"},
}
_SCHEMES = {"cid", "http", "https", "mailto", "tel"}
_PROPERTIES = re.compile(
    r"(?:background|background-(?:color|position|repeat|size)|border(?:-[a-z-]+)?|box-sizing"
    r"|caption-side|clear|color|cursor|direction|display|-(?:webkit|moz)-(?:border-radius|box-sizing)"
    r"|-webkit-font-smoothing|-moz-osx-font-smoothing|-ms-interpolation-mode|visibility"
    r"|float|font(?:-[a-z-]+)?|height|letter-spacing|line-height|list-style(?:-type|-position)?"
    r"|margin(?:-[a-z]+)?|max-height|max-width|min-height|min-width|mso-[a-z-]+|opacity|overflow"
    r"|overflow-wrap|padding(?:-[a-z]+)?|table-layout|text-[a-z-]+|unicode-bidi|vertical-align"
    r"|white-space|width|word-break|word-spacing|word-wrap|-webkit-text-size-adjust"
    r"|-ms-text-size-adjust|text-size-adjust|hyphens|outline(?:-[a-z]+)?)"
)
_BAD_VALUE = re.compile(r"url\s*\(|expression|image\s*\(|javascript|@|\\|[<>{}]", re.IGNORECASE)
_DECLARATION = re.compile(r"(?:[^;\"'()]|\"[^\"]*\"|'[^']*'|\([^)]*\)|[\"'()])+")
# What a whole document has around its body: taken off without a word.
_FRAME = frozenset({"html", "head", "body", "meta", "title", "style"})
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
_SILENT = {"script", "style", "title", "noscript", "template", "textarea", "xmp", "iframe"}
_DOCUMENT_SELECTOR = re.compile(r"(?:html|body|:root)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanBody:
    """A body that may be sent, and what was taken out of it: names with counts."""

    html: str
    dropped: tuple[tuple[str, int], ...]


def clean_html(source: str) -> CleanBody:
    """Clean a body; its rules for small and dark screens come back in one `<style>` before it.

    Raises:
        RenderError: `template.inlining`, when it cannot be worked on at all.
    """
    if is_too_deep(source):
        raise render_error("template.inlining", part="html", field="<div>")
    try:
        styled = inline_page(source)
    except Exception as error:
        raise render_error("template.inlining", part="html", field="<style>") from error
    sheets = style_sheets(source)
    kept = _screen_rules(sheets)
    body = _document_body(styled)
    mask = Mask(body)
    dropped = Counter(name for sheet in sheets for name in sheet.refused)
    masked = _without_comments(mask, dropped)
    cleaned = _cleaner(dropped, anchors=_anchors(masked)).clean(masked)
    dropped.update(_missing(masked, cleaned))
    html = mask.restore(cleaned)
    named: Counter[str] = Counter()
    for name, count in dropped.items():
        named["{% %}" if mask.is_word(name) else name] += max(0, count)
    return CleanBody(
        html=f"<style>{kept}</style>{html}" if kept else html,
        dropped=tuple(sorted((name, count) for name, count in named.items() if count)),
    )


def _anchors(masked: str) -> frozenset[str]:
    """Give the names of places that a link in the body leads to, each there only once."""
    names: Counter[str] = Counter()
    targets: set[str] = set()
    for token in html_tokens(masked):
        for item in attributes(token) if token.kind is HtmlKind.START else ():
            if item.name == "id" and _ANCHOR.fullmatch(item.value):
                names[item.value] += 1
            elif item.name == "href" and item.value.startswith("#"):
                targets.add(item.value[1:])
    return frozenset(name for name in targets if names[name] == 1)


def _cleaner(dropped: Counter[str], *, anchors: frozenset[str]) -> nh3.Cleaner:
    def filtered(_tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value if value in anchors else None
        return _safe_style(value, dropped) if name == "style" else value

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=filtered,
        clean_content_tags=_SILENT,
        url_schemes=_SCHEMES,
        strip_comments=False,  # only our own are left, and they hold the tags of Jinja
        link_rel=None,
    )


def _safe_style(value: str, dropped: Counter[str]) -> str | None:
    kept: list[str] = []
    for part in _DECLARATION.findall(value):
        name, _, content = part.partition(":")
        name = name.strip().lower()
        if _PROPERTIES.fullmatch(name) and not _BAD_VALUE.search(content):
            kept.append(f"{name}:{content.strip()}")
        elif name:
            dropped[f"style {name}" if name.isascii() and len(name) < 30 else "style"] += 1
    return ";".join(kept) or None


def _document_body(page: str) -> str:
    """Give what stands inside `<body>`, in a block that keeps the style of the body itself."""
    protected = protect(page)
    begin, end, style = 0, len(protected.text), ""
    for token in html_tokens(protected.text):
        if token.name == "body" and token.kind is HtmlKind.START and not begin:
            begin = token.at + len(token.text)
            style = next((item.value for item in attributes(token) if item.name == "style"), "")
        elif token.name == "body" and token.kind is HtmlKind.END and begin:
            end = token.at
    if not begin:
        return page
    before = "".join(_statements(protected.text[:begin], protected.pattern, protected.restore))
    inside = protected.restore(protected.text[begin:end])
    after = "".join(_statements(protected.text[end:], protected.pattern, protected.restore))
    quoted = protected.restore(style).replace('"', "&quot;")
    opening = f'<div style="{quoted}">' if style else "<div>"
    return f"{before}{opening}{inside}</div>{after}"


def _statements(text: str, pattern: str, restore: object) -> Iterator[str]:
    """Give the statements of a stretch that goes; fields in it print nothing then."""
    assert callable(restore)
    for match in re.finditer(pattern, text):
        tag = str(restore(match[0]))
        if statement_name(tag):
            yield tag


def _without_comments(mask: Mask, dropped: Counter[str]) -> str:
    """Take comments out but for those that hold tags of Jinja, and what no tag can hold."""
    kept: list[str] = []
    for token in html_tokens(mask.html):
        if token.kind is HtmlKind.COMMENT:
            kept.append(token.text if mask.tag(token.text) else _kept_statements(token.text, mask))
        elif token.kind is HtmlKind.RAW:
            kept.append(_kept_statements(token.text, mask))
        elif token.kind is HtmlKind.START:
            kept.append(_checked_tag(token, mask, dropped))
        elif token.kind is not HtmlKind.OTHER:
            kept.append(token.text)
    return "".join(kept)


def _kept_statements(text: str, mask: Mask) -> str:
    return "".join(f"<!--{word}-->" for word in mask.words(text) if statement_name(mask.tag(word)))


def _checked_tag(token: HtmlToken, mask: Mask, dropped: Counter[str]) -> str:
    """Leave out links that run something in a spelling that cleaning might not know."""
    if mask.has_tags(token.name):
        dropped["{{ }}"] += 1
        return ""
    for item in attributes(token):
        if item.name in {"href", "src"} and is_running_link(item.value):
            dropped[f"{item.name}={html_text.unescape(item.value).strip()[:11]}"] += 1
            rest = token.text[: item.start] + token.text[item.end :]
            return _checked_tag(_again(token, rest), mask, dropped)
    return token.text


def _again(token: HtmlToken, text: str) -> HtmlToken:
    return HtmlToken(kind=token.kind, text=text, at=token.at, name=token.name)


def _missing(before: str, after: str) -> Counter[str]:
    """Count the tags and attributes that cleaning took out."""
    found, left = _counted(before), _counted(after)
    tags = {name for name in found if name.startswith("<")}
    missing = Counter({name: found[name] - left[name] for name in tags})
    for name in found.keys() - tags:
        missing[name.partition(" ")[2]] += max(0, found[name] - left[name])
    return missing


def _counted(html: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for token in html_tokens(html):
        if token.kind is not HtmlKind.START or token.name in _FRAME:
            continue
        if token.name not in _TAGS:
            counts[f"<{token.name}>"] += 1
            continue
        counts.update(
            f"{token.name} {item.name}" for item in attributes(token) if item.name != "style"
        )
    return counts


def _screen_rules(sheets: Iterable[StyleSheet]) -> str:
    """Give a body's own rules for kinds of screens, held inside the message."""
    written: list[str] = []
    for sheet in sheets:
        for head, block in css_rules(sheet.kept):
            if block is None or not head.lower().startswith("@media") or "<" in head:
                continue
            inner = "".join(_scoped(*rule) for rule in css_rules(block))
            written += [f"{head}{{\n{inner}}}\n"] if inner else []
    return "".join(written)


def _scoped(head: str, block: str | None) -> str:
    if block is None or head.startswith("@"):
        return ""
    kept = [
        part for part in _DECLARATION.findall(block)
        if _PROPERTIES.fullmatch(part.partition(":")[0].strip().lower())
        and not _BAD_VALUE.search(part.partition(":")[2])
    ]  # fmt: skip
    selectors = [
        f".{BODY_CLASS} {name.strip()}"
        for name in head.split(",")
        if name.strip() and not _DOCUMENT_SELECTOR.match(name.strip()) and "<" not in name
    ]
    return f"{','.join(selectors)}{{{';'.join(kept)}}}\n" if kept and selectors else ""
