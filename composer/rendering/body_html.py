"""Writes a message's blocks as an HTML template: plain tags and a few classes, fields kept.

How they look is said in `templates/base.css` and in the layout, whose rules are written to these
elements (`style_inlining`). Literal text is escaped here, fields are escaped by the environment
when they are printed, fields inside links are quoted (`links.py`). Images from the campaign's
folder become Content-IDs.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from markdown_it.token import Token

from composer.rendering.links import link_source
from composer.rendering.list_runs import join_lists
from composer.translation.blocks import BUTTON, is_button_paragraph
from composer.translation.jinja_source import split_tags

Image = Callable[[str], str]

_ENDS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "th"})
_WIDEST_IMAGE = 2000
_SIDES = {"left": "start", "right": "end", "center": "center"}


def write_html_body(tokens: Sequence[Token], *, image: Image) -> str:
    """Write blocks as the source of an HTML template; `image` gives the source of a local image."""
    return _HtmlBody(image=image).write(join_lists(tokens))


def image_width(title: str) -> int | None:
    """Read an image's title as its width in pixels, or give None.

    >>> image_width("320"), image_width("A map")
    (320, None)
    """
    is_number = title.isascii() and title.isdigit() and len(title) < 5
    return int(title) if is_number and 0 < int(title) <= _WIDEST_IMAGE else None


class _HtmlBody:
    def __init__(self, *, image: Image) -> None:
        self.image = image
        self.in_buttons = False

    def write(self, tokens: Sequence[Token]) -> str:
        written: list[str] = []
        for at, token in enumerate(tokens):
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            if token.type == "paragraph_open" and following is not None:
                self.in_buttons = is_button_paragraph(following.children or [])
            written.append(self.token(token))
        return "".join(written)

    def token(self, token: Token) -> str:  # noqa: PLR0911 - one for each kind
        match token.type:
            case "inline":
                return self.write(token.children or [])
            case "text":
                return html.escape(token.content, quote=False)
            case "jinja_block" | "jinja_inline":
                return token.content
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>\n"
            case "code_inline":
                return f"<code>{_escaped(token.content)}</code>"
            case "code_block" | "fence":
                return f"<pre><code>{_escaped(token.content)}</code></pre>\n"
            case _:
                return self.element(token)

    def element(self, token: Token) -> str:  # noqa: PLR0911 - one for each kind
        if token.hidden:
            return ""
        match token.type:
            case "table_open":
                return '<div class="table"><table>\n'
            case "table_close":
                return "</table></div>\n"
            case "image":
                return self.picture(token)
            case "hr":
                return "<hr>\n"
            case "link_open":
                return f"<a{self.link(token)}>"
            case "paragraph_open" if self.in_buttons:
                return '<p class="action">'
        if token.nesting < 0:
            return f"</{token.tag}>" + ("\n" if token.tag in _ENDS or token.block else "")
        scope = ' scope="col"' if token.tag == "th" else ""
        start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
        return f"<{token.tag}{scope}{start}{_side(token)}>"

    def link(self, token: Token) -> str:
        target = link_source(str(token.attrs.get("href", "")), literal=html.escape)
        if self.in_buttons:
            return f' class="{BUTTON}" href="{target}"'
        title = token.attrs.get("title")
        return f' href="{target}"' + (f' title="{_escaped(str(title))}"' if title else "")

    def picture(self, token: Token) -> str:
        source = self.image(str(token.attrs.get("src", "")))
        alt = "".join(_escaped(child.content) for child in token.children or [])
        target = link_source(source, literal=html.escape)
        width = image_width(str(token.attrs.get("title", "")))
        size = f' width="{width}"' if width else ""
        return f'<img src="{target}" alt="{alt}"{size}>'


def _side(token: Token) -> str:
    """Name a column's side by where lines begin and end, which turns with the language."""
    wish = str(token.attrs.get("style", "")).partition("text-align:")[2]
    side = _SIDES.get(wish, "start")
    return f' class="{side}"' if side != "start" else ""


def _escaped(content: str) -> str:
    pieces = split_tags(content)
    return "".join(piece.text if piece.is_tag else html.escape(piece.text) for piece in pieces)
