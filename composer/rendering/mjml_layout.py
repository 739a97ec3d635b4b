"""Turns a layout written in MJML into HTML, once, with its Jinja tags untouched.

Hostile like every file: includes and fonts from elsewhere are refused, nothing is fetched, and what
the library cannot read is an error with the line where it tells one. Tags are words while it works;
between the elements of a page it keeps words where they stand.
"""

from __future__ import annotations

import re

import mjml

from composer.errors import RenderError
from composer.rendering.failures import render_error
from composer.translation.html_tokens import HtmlKind, html_tokens, is_too_deep
from composer.translation.jinja_source import Protected, protect

_POSITION = re.compile(r"at position (\d+):")
_REFUSED = frozenset({"mj-include", "mj-font"})
_LANGUAGE = 'lang="und" dir="auto"'
_OPENED = re.compile(r"\{(?=[{%#])")


class MjmlRefused(RenderError):
    """MJML that cannot be used, with its line in the file, or 0."""

    line: int = 0


def write_mjml(source: str) -> str:
    """Give the HTML of an MJML layout.

    Raises:
        MjmlRefused: `template.mjml`.
    """
    protected = protect(source)
    _require_harmless(protected)
    before, text = _without_head_tags(protected)
    try:
        html = mjml.mjml2html(text.lstrip(), fonts={})
    except ValueError as error:
        match = _POSITION.search(str(error))
        skipped = len(text) - len(text.lstrip())
        read = text[: int(match[1]) + skipped] if match else ""
        raise _refused(protected, read, field=_plain(str(error))) from None
    except BaseException as error:
        # The library's own failures are no Exception; everything else goes on as it is.
        if type(error).__name__ != "PanicException":
            raise
        raise _refused(protected, "", field="mjml") from None
    # Rules of style that begin with `#` behind a brace would read as a tag of Jinja.
    html = _OPENED.sub("{ ", html).replace(_LANGUAGE, 'lang="{{ lang }}" dir="{{ dir }}"')
    return before + protected.restore(html)


def _require_harmless(protected: Protected) -> None:
    if is_too_deep(protected.text, is_xml=True):
        raise _refused(protected, "", field="<mj-section>")
    for token in html_tokens(protected.text):
        if token.kind is HtmlKind.START and token.name in _REFUSED:
            raise _refused(protected, protected.text[: token.at], field=f"<{token.name}>")


def _without_head_tags(protected: Protected) -> tuple[str, str]:
    """Take tags from where MJML takes no words: before its first element and around the head.

    What stands before the first element is kept and goes before the page; comments vanish.
    """
    word = re.compile(protected.pattern)
    before: list[str] = []
    kept: list[str] = []
    place = ""
    for token in html_tokens(protected.text):
        if token.kind is HtmlKind.TEXT and place in {"", "mjml", "mj-head"}:
            if not place:
                before += [protected.restore(match[0]) for match in word.finditer(token.text)]
            tags = (protected.restore(match[0]) for match in word.finditer(token.text))
            gone = place == "" or all(tag.startswith("{#") for tag in tags)
            lines = "\n" * protected.restore(token.text).count("\n")
            kept.append(lines if gone else token.text)
            continue
        kept.append(token.text)
        place = _place_after(token.kind, token.name, place)
    return "".join(before), "".join(kept)


def _place_after(kind: HtmlKind, name: str, place: str) -> str:
    if kind is HtmlKind.START and name in {"mjml", "mj-head", "mj-body"}:
        return name
    if kind is HtmlKind.START and place == "mj-head":
        return f"in {name}"
    if kind is HtmlKind.END and name in {"mj-head", "mj-body"}:
        return "mjml"
    if kind is HtmlKind.END and place == f"in {name}":
        return "mj-head"
    return place


def _refused(protected: Protected, read: str, *, field: str) -> MjmlRefused:
    error = render_error("template.mjml", part="layout", field=field)
    refused = MjmlRefused(
        str(error), advice=error.advice, code=error.code, part="layout", field=field
    )
    if read:
        refused.line = protected.restore(read).count("\n") + 1
    return refused


def _plain(message: str) -> str:
    """Give the library's words without its position, which counts in our own text."""
    return message.partition(" in root template")[0][:80]
