"""Tells whether writing styles to a template gives what writing them to its messages would give.

A template is inlined once for everybody, so a style must not depend on which branch somebody gets:
for samples of a template (`template_samples`), the page made from the inlined template must be the
same tree as the inlined page. Nothing of the template is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, zip_longest

from selectolax.lexbor import LexborHTMLParser, LexborNode

from composer.rendering.style_inlining import inline_page
from composer.rendering.template_samples import read_shape, samples, write_sample
from composer.translation.html_tokens import HtmlKind, html_tokens
from composer.translation.jinja_source import protect

Element = tuple[str, tuple[tuple[str, str], ...]]

_DECLARATION = re.compile(r"((?:[^;\"'()]|\"[^\"]*\"|'[^']*'|\([^)]*\)|[\"'()])+)")
_STYLE = re.compile(r' style="([^"]*)"')
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfaithful:
    """Where a template does not come through: the tag at fault, its place, the element."""

    tag: str
    at: int
    element: str
    lacks_tbody: bool


@lru_cache(maxsize=128)
def find_unfaithful(page: str, *, base: str = "", thorough: bool = True) -> Unfaithful | None:
    """Find the first place where inlining a template and its messages differ, or None.

    Unless `thorough`, only all branches and no branches are looked at.

    Raises:
        RenderError: `template.inlining`, when a page cannot be worked on at all.
    """
    inlined = inline_page(page, base=base)
    source, result = read_shape(page), read_shape(inlined)
    same_statements = [item.tag for item in source.statements] == [
        item.tag for item in result.statements
    ]
    if not same_statements:
        return _unfaithful(page, -1, "")
    for number, taken in enumerate(islice(samples(source), None if thorough else 2)):
        wanted = inline_page(write_sample(source, taken), base=base)
        given = write_sample(result, taken)
        element = first_difference(wanted, given)
        if element is not None:
            flipped = [key for key in taken if taken[key]]
            alone = flipped[0] if number > 1 else -1
            return _unfaithful(page, alone, element)
    return None


def first_difference(wanted: str, given: str) -> str | None:
    """Give the first element in which two pages differ as trees, or None."""
    if _quick(wanted) == _quick(given):
        return None
    pairs = zip_longest(_elements(wanted), _elements(given))
    different = next((pair for pair in pairs if pair[0] != pair[1]), None)
    if different is None:
        return None
    name = (different[0] or different[1] or ("", ()))[0]
    return f"<{name}>" if name.isalnum() else "<body>"


def _unfaithful(page: str, number: int, element: str) -> Unfaithful:
    statements = read_shape(page).statements
    tag, at = "", 0
    if 0 <= number < len(statements):
        tag, at = statements[number].tag, statements[number].at
    return Unfaithful(tag=tag, at=at, element=element, lacks_tbody=_lacks_tbody(page))


def _lacks_tbody(page: str) -> bool:
    """Tell whether a tag stands between a table and its first row."""
    protected = protect(page)
    word = re.compile(protected.pattern)
    tagged = in_table = False
    for token in html_tokens(protected.text):
        if token.kind in {HtmlKind.START, HtmlKind.END}:
            if in_table and tagged and token.name == "tr":
                return True
            in_table, tagged = token.kind is HtmlKind.START and token.name == "table", False
        elif token.kind is HtmlKind.TEXT and in_table:
            tagged = tagged or word.search(token.text) is not None
    return False


def _quick(page: str) -> str:
    text = LexborHTMLParser(page).html or ""
    text = _STYLE.sub(lambda match: f' style="{_style(match[1])}"', text)
    return _BLANKS.sub(" ", text)


def _elements(page: str) -> Iterator[Element]:
    root = LexborHTMLParser(page).root
    if root is None:
        return
    words: list[str] = []
    for node in root.traverse(include_text=True):
        if node.tag == "-text":
            words.append(node.text(deep=False))
            continue
        text = _BLANKS.sub(" ", "".join(words)).strip()
        words.clear()
        if text:
            yield "-text", (("", text),)
        yield str(node.tag), _attributes(node)
    yield "-text", (("", _BLANKS.sub(" ", "".join(words)).strip()),)


def _attributes(node: LexborNode) -> tuple[tuple[str, str], ...]:
    pairs = ((name, value or "") for name, value in node.attributes.items())
    return tuple(
        sorted((name, _style(value) if name == "style" else value) for name, value in pairs)
    )


def _style(value: str) -> str:
    """Write a style in one form: the last of each property, families of properties together."""
    declared: dict[str, str] = {}
    for part in _DECLARATION.findall(value.replace("&quot;", "'")):
        name, _, content = part.partition(":")
        if content.strip():
            declared.pop(name.strip().lower(), None)
            declared[name.strip().lower()] = _BLANKS.sub(" ", content).strip()
    ordered = sorted(declared.items(), key=lambda item: item[0].partition("-")[0])
    return ";".join(f"{name}:{content}" for name, content in ordered)
