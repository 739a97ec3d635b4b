"""What comes from the clipboard or by dropping, as Markdown: hostile until it is plain text.

Rich text goes through one converter and comes out as Markdown; pictures in it are left out, links
stay only where they lead to https, http, mail or telephone. Whatever says itself in plain text
alone (another editor, a terminal) is taken as it is.
"""

from __future__ import annotations

import re

import nh3
from html_to_markdown import ConversionOptions, convert
from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_HTML = 1_000_000
MOST_NESTED = 150  # what is nested deeper would take minutes; no word processor does it
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
# Elements without an end, or whose end is often left out.
_OPEN_ENDED = frozenset(
    {
        "area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta",
        "option", "p", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
    }
)  # fmt: skip
_KEPT = frozenset(
    {
        "a", "b", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5",
        "h6", "hr", "i", "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_RICH = re.compile(
    r"<(?:b|strong|i|em|a|ul|ol|li|table|h[1-6]|blockquote)[\s>]"
    r"|font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic|mso-list",
    re.IGNORECASE,
)
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*italic", re.IGNORECASE)
_WORD_LEVEL = re.compile(r"mso-list:[^;]*\blevel(\d)", re.IGNORECASE)
_WORD_BULLET = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*[0-9a-z]{1,3}[.)]", re.IGNORECASE)
_DEEP_ITEM = re.compile(r"^((?:- )+)(?=(?:-|\d+[.)]) )", re.MULTILINE)
_OTHER_NUMBER = re.compile(r"^([ ]*\d+)\)(?= )", re.MULTILINE)
_APART = re.compile(r"(^[ ]*(?:-|\d+\.) [^\n]*)\n\n(?=[ ]*(?:-|\d+\.) )", re.MULTILINE)
_SAFE = re.compile(r"(?:https?://|mailto:|tel:|\{\{)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_BLANKS = re.compile(r"\n{3,}")
_OPTIONS = ConversionOptions(
    skip_images=True,
    extract_metadata=False,
    compact_tables=True,
    bullets="-",
    autolinks=False,
    wrap=False,
)


def markdown_of(mime: QMimeData) -> str:
    """Give what somebody copied as Markdown; empty when it holds no text."""
    plain = _clean(mime.text()) if mime.hasText() else ""
    if mime.hasHtml() and "{{" not in plain and "{%" not in plain:
        html = mime.html()
        if len(html) <= MOST_HTML and _RICH.search(html):
            return markdown_from_html(html) or plain
    if plain or not mime.hasHtml() or len(mime.html()) > MOST_HTML:
        return plain
    return markdown_from_html(mime.html())


def markdown_from_html(html: str) -> str:
    """Turn rich text into Markdown without pictures and without links that run something.

    Empty where it is nested too deeply to be somebody's text.
    """
    if _is_too_deep(html):
        return ""
    made = convert(_prepared(html), _OPTIONS).content or ""
    if "mso-list" in html:  # Word's items came one by one
        made = _DEEP_ITEM.sub(lambda found: "  " * (len(found[1]) // 2), made)
        made = _OTHER_NUMBER.sub(r"\1.", made)
        made = _APART.sub(r"\1\n", made)
    return _BLANKS.sub("\n\n", _clean(made)).strip("\n")


def plain_text() -> str:
    """Give the clipboard's plain text."""
    return _clean(QGuiApplication.clipboard().text())


def local_files(mime: QMimeData) -> tuple[str, ...]:
    """Give the paths of files that were copied or dropped."""
    return tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())


def images_of(mime: QMimeData) -> tuple[tuple[str, bytes], ...]:
    """Give a picture that was copied, as PNG with a name."""
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return ()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return (("picture.png", bytes(buffer.data().data())),)


def _clean(text: str) -> str:
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    ends = ends.replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub("", ends)


def _is_too_deep(html: str) -> bool:
    depth = 0
    for end, name in _TAG.findall(html):
        if name.lower() not in _OPEN_ENDED:
            depth = max(depth - 1, 0) if end else depth + 1
            if depth > MOST_NESTED:
                return True
    return False


def _prepared(html: str) -> str:
    """Say in plain tags what word processors say in styles."""
    tree = LexborHTMLParser(html)
    for node in tree.css("style, script, xml, o\\:p"):
        node.decompose()
    body = tree.body
    if body is None:
        return ""
    _write_word_lists(body)
    for node in body.css("a"):
        if not _SAFE.match(str(node.attributes.get("href") or "").strip()):
            node.unwrap()
    for node in body.css("b, strong"):
        if _NOT_BOLD.search(_style(node)):
            node.unwrap()
    for node in body.css("span"):
        _write_style(node)
    return nh3.clean(
        body.inner_html or "",
        tags=set(_KEPT),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _style(node: LexborNode) -> str:
    return str(node.attributes.get("style") or "")


def _write_style(node: LexborNode) -> None:
    style, text = _style(node), node.text()
    if not text.strip():
        return
    if _BOLD.search(style):
        _rename(node, "strong")
    elif _ITALIC.search(style):
        _rename(node, "em")


def _rename(node: LexborNode, tag: str) -> None:
    made = LexborHTMLParser(f"<{tag}>{node.inner_html or ''}</{tag}>").css_first(tag)
    if made is not None:
        node.replace_with(made)


def _write_word_lists(body: LexborNode) -> None:
    """Word writes each item of a list as a paragraph with its bullet inside."""
    for node in body.css("p"):
        level = _WORD_LEVEL.search(_style(node))
        if level is None:
            continue
        bullet = ""
        for part in node.css("span"):
            if _WORD_BULLET.search(_style(part)):
                bullet = part.text()
                part.decompose()
                break
        kind = "ol" if _NUMBER.match(bullet) else "ul"
        item = f"<{kind}><li>{node.inner_html or ''}</li></{kind}>"
        for _level in range(int(level[1]) - 1):
            item = f"<ul><li>{item}</li></ul>"
        made = LexborHTMLParser(item).css_first(kind if level[1] == "1" else "ul")
        if made is not None:
            node.replace_with(made)
