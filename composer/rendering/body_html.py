"""Writes a message's blocks as an HTML template: mail-proof tags with inline styles, fields kept.

Mail programs drop style sheets, so spacing and lines stand at each element; colours of text and
page are the layout's. Literal text is escaped here, fields are escaped by the environment when they
are printed, fields inside links are quoted (`links.py`). Images from the campaign's folder become
Content-IDs.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from markdown_it.token import Token

from composer.rendering.links import link_source
from composer.rendering.list_runs import join_lists
from composer.translation.jinja_source import split_tags

Image = Callable[[str], str]

_STYLES = {
    "p": "margin:0 0 16px",
    "h1": "margin:0 0 16px;font-size:26px;line-height:1.25;font-weight:600;text-wrap:balance",
    "h2": "margin:32px 0 12px;font-size:20px;line-height:1.3;font-weight:600",
    "h3": "margin:24px 0 8px;font-size:17px;line-height:1.4;font-weight:600",
    "h4": "margin:24px 0 8px;font-size:16px;line-height:1.4;font-weight:600",
    "h5": "margin:24px 0 8px;font-size:15px;line-height:1.4;font-weight:600",
    "h6": "margin:24px 0 8px;font-size:15px;line-height:1.4;font-weight:600",
    "ul": "margin:0 0 16px;padding:0;padding-{start}:24px",
    "ol": "margin:0 0 16px;padding:0;padding-{start}:24px",
    "li": "margin:0 0 6px",
    "blockquote": "margin:0 0 16px;padding:0;padding-{start}:16px;border-{start}:3px solid #d5dae1",
    "table": "width:100%;border-collapse:collapse;font-size:15px;line-height:1.4;"
    "font-variant-numeric:tabular-nums",
    "th": "padding:8px 0;padding-{start}:{gap};border-bottom:2px solid #c3c9d2;font-weight:600;"
    "vertical-align:bottom;text-align:{align}",
    "td": "padding:8px 0;padding-{start}:{gap};border-bottom:1px solid #e4e7ec;"
    "vertical-align:top;text-align:{align}",
    "a": "color:#0b57d0;text-decoration:underline",
    "img": "max-width:100%;height:auto;border:0",
    "hr": "margin:24px 0;border:0;border-top:1px solid #d5dae1",
    "pre": "margin:0 0 16px;padding:12px;overflow-x:auto;font-size:14px;line-height:1.45;"
    "border:1px solid #e4e7ec",
    "code": "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:0.92em",
}
_SCROLL = '<div class="scroll" style="margin:0 0 20px;overflow-x:auto">'
_ENDS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "th"})


def write_html_body(tokens: Sequence[Token], *, direction: str, image: Image) -> str:
    """Write blocks as the source of an HTML template; `image` gives the source of a local image."""
    return _HtmlBody(direction=direction, image=image).write(join_lists(tokens))


class _HtmlBody:
    def __init__(self, *, direction: str, image: Image) -> None:
        rtl = direction == "rtl"
        self.start = "right" if rtl else "left"
        self.gap = "0"
        self.image = image

    def write(self, tokens: Sequence[Token]) -> str:
        return "".join(self.token(token) for token in tokens)

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
                return f"<code{self.style('code')}>{_escaped(token.content)}</code>"
            case "code_block" | "fence":
                code = f"<code>{_escaped(token.content)}</code>"
                return f"<pre{self.style('pre')}>{code}</pre>\n"
            case _:
                return self.element(token)

    def element(self, token: Token) -> str:  # noqa: PLR0911 - one for each kind
        if token.hidden:
            return ""
        match token.type:
            case "table_open":
                return f"{_SCROLL}<table{self.style('table')}>\n"
            case "table_close":
                return "</table></div>\n"
            case "image":
                return self.picture(token)
            case "hr":
                return f"<hr{self.style('hr')}>\n"
            case "link_open":
                return f"<a{self.link(token)}{self.style('a')}>"
        if token.nesting < 0:
            return f"</{token.tag}>" + ("\n" if token.tag in _ENDS or token.block else "")
        if token.tag == "tr":
            self.gap = "0"  # between columns, not before the first
        scope = ' scope="col"' if token.tag == "th" else ""
        start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
        return f"<{token.tag}{scope}{start}{self.style(token.tag, token)}>"

    def link(self, token: Token) -> str:
        target = link_source(str(token.attrs.get("href", "")), literal=html.escape)
        title = token.attrs.get("title")
        return f' href="{target}"' + (f' title="{_escaped(str(title))}"' if title else "")

    def picture(self, token: Token) -> str:
        source = self.image(str(token.attrs.get("src", "")))
        alt = "".join(_escaped(child.content) for child in token.children or [])
        target = link_source(source, literal=html.escape)
        return f'<img src="{target}" alt="{alt}"{self.style("img")}>'

    def turned(self, align: str) -> str:
        """Turn a column's side where lines run from right to left."""
        if self.start == "right":
            return {"left": "right", "right": "left"}.get(align, align)
        return align

    def style(self, tag: str, token: Token | None = None) -> str:
        pattern = _STYLES.get(tag)
        if pattern is None:
            return ""
        wish = str(token.attrs.get("style", "")) if token is not None else ""
        align = self.turned(wish.partition("text-align:")[2]) or self.start
        gap = self.gap
        if tag in {"th", "td"}:
            self.gap = "16px"
        return f' style="{pattern.format(align=align, start=self.start, gap=gap)}"'


def _escaped(content: str) -> str:
    pieces = split_tags(content)
    return "".join(piece.text if piece.is_tag else html.escape(piece.text) for piece in pieces)
