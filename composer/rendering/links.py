"""Puts fields into links safely: quoted inside a link, checked when they are the whole link.

Guards rule 11 (a cell never becomes a `javascript:` link) and keeps one field from ending a link's
path or adding a parameter. The same quoting is used in HTML, in the text part and in headers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from composer.audience.addresses import a_labels
from composer.rendering.failures import render_error
from composer.translation.jinja_source import protect, split_tags

PROGRAM_SCHEMES = ("https://", "http://", "mailto:")
PART_FILTER = "url"
WHOLE_FILTER = "link"
_SAFE_IN_LINK = "!#$%&'()*+,/:;=?@[]~-._"
# A host, and no name before it: `https://bank.example@other.example` leads to the other.
_HTTPS = re.compile(
    r"""https://(?P<host>[^\s/?#@:\\%\[\]<>"'^`{|}.][^\s/?#@:\\%\[\]<>"'^`{|}]*)"""
    r"(?P<rest>(?::[0-9]{1,5})?(?:[/?#].*)?)",
    re.IGNORECASE | re.ASCII,
)
_MAILTO = re.compile(r"mailto:(?P<rest>[^/?#@]+@[^/?#@]+(?:\?.*)?)", re.IGNORECASE | re.ASCII)
_UNSEEN = re.compile(
    "[\\s\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINK_ATTRIBUTE = re.compile(r"""\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class QuotedLink(str):
    """Text that is already quoted for use in a link."""

    __slots__ = ()


def quote_part(value: str) -> QuotedLink:
    """Quote a value for one place inside a link.

    >>> quote_part("a&b/c d@e")
    'a%26b%2Fc%20d%40e'
    """
    return value if isinstance(value, QuotedLink) else QuotedLink(quote(str(value), safe=""))


def check_link(value: str, *, source: str = "") -> QuotedLink:
    """Require a value to be one whole https or mailto link; quote what links may not hold.

    A host in other letters becomes its A-labels, as browsers do it. Links that the program made
    itself are quoted already.

    Raises:
        RenderError: `render.bad_link`, naming the field.
    """
    link = str(value).strip(" \t\n")
    if isinstance(value, QuotedLink) and link.startswith(PROGRAM_SCHEMES):
        return value
    web, mail = _HTTPS.fullmatch(link), _MAILTO.fullmatch(link)
    if not (web or mail) or _UNSEEN.search(link):
        raise render_error("render.bad_link", field=source)
    try:
        begin = f"https://{_host(web['host'])}" if web else "mailto:"
        rest = web["rest"] if web else link.partition(":")[2]
        return QuotedLink(begin + quote(rest, safe=_SAFE_IN_LINK))
    except ValueError:
        raise render_error("render.bad_link", field=source) from None


def _host(host: str) -> str:
    return host if host.isascii() else a_labels(host)


def link_source(source: str, *, literal: Callable[[str], str]) -> str:
    """Give the template source of a link: its fields quoted, its literal text through `literal`.

    >>> link_source("https://example.com/{{ id }}?a=1&b=2", literal=lambda text: text)
    'https://example.com/{{ (id)|url }}?a=1&b=2'
    """
    parts: list[str] = []
    begun = False
    for piece in split_tags(source):
        if not piece.is_tag:
            parts.append(literal(piece.text))
        elif piece.is_block_tag:
            parts.append(piece.text)
            continue
        else:
            parts.append(_filtered(piece.text, PART_FILTER if begun else WHOLE_FILTER))
        begun = True
    return "".join(parts)


def quote_layout_links(html: str) -> str:
    """Quote the fields inside every `href` and `src` of a layout."""
    protected = protect(html)

    def rewrite(match: re.Match[str]) -> str:
        value = match[1] if match[1] is not None else match[2]
        source = link_source(protected.restore(value), literal=lambda text: text)
        return match[0].replace(value, source) if value else match[0]

    return protected.restore(_LINK_ATTRIBUTE.sub(rewrite, protected.text))


def _filtered(tag: str, name: str) -> str:
    expression = tag[2:-2].strip()
    opening, closing = "{{", "}}"
    if expression[:1] in "-+" and tag[2] == expression[0]:
        opening, expression = opening + expression[0], expression[1:]
    if tag[-3] == "-":
        closing, expression = "-" + closing, expression[:-1]
    return f"{opening} ({expression.strip()})|{name} {closing}"
