"""Finds what is wrong with how a message looks: styles, fields in them, markup that was taken out.

Styles are written to the elements once for everybody; what cannot be the same for everybody is told
here, before anybody's message is rendered. Nothing of a template is executed.
"""

from __future__ import annotations

import re

from composer.errors import RenderError
from composer.findings import Finding, finding
from composer.model.message import Message, RenderContext
from composer.rendering.brand_names import brand_values
from composer.rendering.field_places import find_misplaced_fields
from composer.rendering.fixed_names import fix_style_names
from composer.rendering.html_body import clean_html
from composer.rendering.inlining_check import find_unfaithful
from composer.rendering.sources import LocaleSources, style_names
from composer.rendering.style_inlining import Frame, framed_page, is_in_body
from composer.translation.html_tokens import HtmlKind, html_tokens
from composer.translation.jinja_source import protect
from composer.translation.locales import direction

PART_FILES = {
    "subject": "message.md",
    "preheader": "message.md",
    "body": "message.md",
    "html": "message.html",
}


def body_part(message: Message) -> str:
    """Name the part that holds the body: in Markdown or brought as HTML."""
    return "body" if message.body_html is None else "html"


def find_dropped_markup(message: Message) -> list[Finding]:
    """Say what cleaning took out of a body brought as HTML; nothing vanishes silently."""
    if message.body_html is None:
        return []
    try:
        dropped = clean_html(message.body_html).dropped
    except RenderError:
        return []  # told for the locale
    names = ", ".join(f"{name} ({count})" for name, count in dropped)
    where: dict[str, str | int] = {"file": PART_FILES["html"], "part": "html"}
    return [finding("template.html_dropped", where=where, names=names)] if dropped else []


def with_style_names(message: Message) -> str:
    """Give a layout in which the names that rules of style may use are put in; lines stay."""
    return _with_style_names(message.layout.html, message)


def find_fields_in_style(message: Message) -> list[Finding]:
    """Rules of style are written to the elements once: a field in them would come too late."""
    found = _fields_in_style(with_style_names(message), file=message.layout.name, part="layout")
    if message.body_html is not None:
        body = _with_style_names(message.body_html, message)
        found += _fields_in_style(body, file=PART_FILES["html"], part="html")
    return found


def find_fields_in_markup(message: Message) -> list[Finding]:
    """Find fields in the markup of what is written in HTML."""
    layout = with_style_names(message)
    found = find_misplaced_fields(layout, file=message.layout.name, part="layout")
    if message.body_html is not None:
        found += find_misplaced_fields(message.body_html, file=PART_FILES["html"], part="html")
    return found


def _with_style_names(source: str, message: Message) -> str:
    return fix_style_names(
        source, style_names(brand_values(message.brand, logo=""), message.locale)
    )


def _fields_in_style(source: str, *, file: str, part: str) -> list[Finding]:
    protected = protect(source)
    word = re.compile(protected.pattern)
    findings: list[Finding] = []
    style = False
    for token in html_tokens(protected.text):
        if token.kind in {HtmlKind.START, HtmlKind.END}:
            style = token.kind is HtmlKind.START and token.name in {"style", "mj-style"}
        elif style and token.kind in {HtmlKind.RAW, HtmlKind.TEXT}:
            for match in word.finditer(token.text):
                before = protected.restore(protected.text[: token.at + match.start()])
                line = before.count("\n") + 1
                where: dict[str, str | int] = {"file": file, "part": part, "line": line}
                tag = protected.restore(match[0])
                findings.append(
                    finding("template.field_in_style", where=where, part=part, field=tag)
                )
    return findings


def find_style_findings(sources: LocaleSources, context: RenderContext) -> list[Finding]:
    """Find where styles cannot be written to a template for everybody alike."""
    frame = Frame(layout=sources.layout, body=sources.html)
    page = framed_page(frame, direction=direction(sources.locale))
    is_source = sources.locale == context.message.locale
    found = find_unfaithful(page, base=sources.base, thorough=is_source)
    if found is None:
        return []
    layout = context.message.layout
    in_body = bool(found.tag) and is_in_body(page, found.at)
    part = body_part(context.message) if in_body else "layout"
    where: dict[str, str | int] = {
        "file": PART_FILES[part] if in_body else layout.name,
        "locale": sources.locale,
        "part": part,
    }
    before, tag, _after = layout.html.partition(found.tag or "\0")
    if tag and not in_body:
        where["line"] = before.count("\n") + 1
    code = "template.no_tbody" if found.lacks_tbody else "template.inlining"
    return [finding(code, where=where, part=part, field=found.tag or found.element)]
