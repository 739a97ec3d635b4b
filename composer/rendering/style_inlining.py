"""Writes style rules to the elements they are about, in a template, once for all recipients.

Layout and body go through the inliner together, so that a layout decides how the body looks, and
come back as two templates. `templates/base.css` comes before the layout's own rules, unless the
layout says `<!-- no base styles -->`. What cannot be written to elements stays in one `<style>`.
Nothing is fetched. `inlining_check` tells whether a template came through faithfully.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import css_inline

from composer import paths
from composer.rendering.failures import render_error
from composer.rendering.layout_text import BODY_FIELD
from composer.rendering.masked_html import Mask
from composer.rendering.style_sheets import StyleSheet, joined, sort_rules
from composer.translation.html_tokens import HtmlKind, html_tokens, is_too_deep

BODY_CLASS = "message"
_NO_BASE = re.compile(r"<!--\s*no base styles\s*-->", re.IGNORECASE)
_BEGIN, _END = "{#\x01#}", "{#\x02#}"
_CUT = re.compile(rf"{re.escape(_BEGIN)}(.*?){re.escape(_END)}", re.DOTALL)
_STYLE_VALUE = re.compile(r'(?<= style=")[^"]*')
_AFTER_COLON = re.compile(r"(^|;)\s*([\w-]+):\s+")
_BRACE_IN_CSS = re.compile(r"\{(?=[{%#])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A layout and its body as template sources."""

    layout: str
    body: str


def inline_frame(frame: Frame, *, base: str, direction: str) -> Frame:
    """Write the styles of a layout and its body to their elements, and give both back.

    Raises:
        RenderError: `template.inlining`, when a part cannot be worked on at all.
    """
    page = inline_page(framed_page(frame, direction=direction), base=base)
    fields = BODY_FIELD.findall(frame.layout)
    bodies = _CUT.findall(page)
    if len(bodies) != len(fields) or len(set(bodies)) != 1:
        raise render_error("template.inlining", part="layout", field="{{ body }}")
    waiting = iter(fields)
    return Frame(layout=_CUT.sub(lambda _match: next(waiting), page), body=bodies[0])


def framed_page(frame: Frame, *, direction: str) -> str:
    """Give a layout with its body in place, marked so that it can be cut out again."""
    opening = f'<div class="{BODY_CLASS}" dir="{direction}">'
    return BODY_FIELD.sub(lambda _: f"{opening}{_BEGIN}{frame.body}{_END}</div>", frame.layout)


def is_in_body(page: str, at: int) -> bool:
    """Tell whether a place of a framed page lies in its body."""
    return page.rfind(_BEGIN, 0, at + 1) > page.rfind(_END, 0, at + 1)


def inline_page(page: str, *, base: str = "") -> str:
    """Write a page's style rules to its elements; Jinja tags come through untouched.

    Raises:
        RenderError: `template.inlining`, when it cannot be worked on at all.
    """
    if is_too_deep(page):
        raise render_error("template.inlining", part="layout", field="<div>")
    mask = Mask(page)
    sheets = [] if _NO_BASE.search(page) else [_sorted(base)]
    is_document = re.search(r"<html\b", page, re.IGNORECASE) is not None
    html, sheets = _without_styles(mask, sheets)
    sheet = joined(sheets)
    kept = f"<style>\n{_BRACE_IN_CSS.sub('{ ', sheet.kept)}\n</style>" if sheet.kept else ""
    html = _with_place(html, mask.comment(kept)) if is_document and kept else html
    inlined = _inline(html, sheet.inlined, is_document=is_document)
    return mask.restore(_STYLE_VALUE.sub(_without_blanks, inlined))


def style_sheets(page: str) -> list[StyleSheet]:
    """Give the sorted rules of a page's style elements."""
    return _without_styles(Mask(page), [])[1]


@cache
def base_styles() -> str:
    """Give the rules for what stands in a body, as shipped."""
    return (paths.templates() / "base.css").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _sorted(css: str) -> StyleSheet:
    return sort_rules(css)


def _without_styles(mask: Mask, sheets: list[StyleSheet]) -> tuple[str, list[StyleSheet]]:
    """Take the style elements out of a masked page, and give their rules."""
    kept: list[str] = []
    found = list(sheets)
    media = ""
    for token in html_tokens(mask.html):
        if token.name != "style":
            kept.append(token.text)
        elif token.kind is HtmlKind.START:
            match = re.search(r"\bmedia\s*=\s*[\"']?([^\"'>]+)", token.text, re.IGNORECASE)
            media = match[1].strip() if match else ""
        elif token.kind is HtmlKind.RAW and not mask.has_tags(token.text):
            plain = media.lower() in {"", "all", "screen"}
            found.append(_sorted(token.text if plain else f"@media {media}{{{token.text}}}"))
    return "".join(kept), found


def _with_place(html: str, place: str) -> str:
    """Put the place of what stays in `<style>` at the end of the head, or before the body."""
    for pattern in (r"</head\s*>", r"<body\b", r"</html\s*>"):
        match = re.search(pattern, html, re.IGNORECASE)
        if match:
            return html[: match.start()] + place + html[match.start() :]
    return html + place


def _inline(html: str, css: str, *, is_document: bool) -> str:
    try:
        if is_document:
            return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=css).inline(html)
        return css_inline.CSSInliner(load_remote_stylesheets=False).inline_fragment(html, css)
    except (css_inline.InlineError, ValueError) as error:
        raise render_error("template.inlining", part="layout", field="<style>") from error
    except BaseException as error:
        # The library's own failures are no Exception; everything else goes on as it is.
        if type(error).__name__ != "PanicException":
            raise
        raise render_error("template.inlining", part="layout", field="<style>") from None


def _without_blanks(match: re.Match[str]) -> str:
    return _AFTER_COLON.sub(r"\1\2:", match[0]).rstrip("; ")
