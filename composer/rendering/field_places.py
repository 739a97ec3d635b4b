"""Finds fields where a cell would decide how a message is built: styles, classes, unseen places.

Escaping keeps a cell from becoming a tag, but in `style="color:{{ x }}"` it would still write rules
that load something, and in a comment it would travel where nobody who reviews the message sees it.
So fields stand in text and in the few attributes that hold text or a checked link; everywhere else
only what is the same for everybody may be printed. Nothing of a template is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, TemplateError, nodes

from composer.findings import Finding, finding
from composer.rendering.brand_names import BRAND_NAMES
from composer.translation.html_tokens import (
    Attribute,
    HtmlKind,
    HtmlToken,
    attributes,
    html_tokens,
)
from composer.translation.jinja_source import Protected, protect, statement_name

PROGRAM_COMMENT = re.compile(
    r"<!--\[if[^\]]*\]>(.*?)(?:<!\[endif\])?-->", re.IGNORECASE | re.DOTALL
)
"""A comment that one mail program reads as markup; its first group is the markup."""

_ENVIRONMENT = Environment(autoescape=True)  # parses only
_FIXED = BRAND_NAMES | {"_", "dir", "lang", "locale"}
_MAY_HOLD_FIELDS = frozenset({"abbr", "alt", "aria-label", "href", "src", "summary", "title"})
_DEEPENS = {"if": 1, "for": 1, "endif": -1, "endfor": -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A tag of Jinja where it may not stand: `at` counts in the protected source."""

    at: int
    tag: str
    place: str


def find_misplaced_fields(source: str, *, file: str, part: str, locale: str = "") -> list[Finding]:
    """Find what may not be printed where it stands, in a layout or a body brought as HTML.

    A place in a translation has no line: `locale` names whose translation it is.
    """
    protected = protect(source)
    finder = _Finder(protected, fixed=_FIXED - _set_names(source), is_layout=part == "layout")
    found: list[Finding] = []
    for item in finder.places(protected.text, 0):
        where: dict[str, str | int] = {"file": file, "part": part}
        if locale:
            where["locale"] = locale
        else:
            where["line"] = protected.restore(protected.text[: item.at]).count("\n") + 1
        found.append(
            finding(
                "template.field_in_markup", where=where, part=part, field=item.tag, place=item.place
            )
        )
    return list(dict.fromkeys(found))


class _Finder:
    def __init__(self, protected: Protected, *, fixed: frozenset[str], is_layout: bool) -> None:
        self.protected = protected
        self.fixed = fixed
        self.is_layout = is_layout

    def places(self, source: str, offset: int, *, in_comment: bool = False) -> Iterator[_Place]:
        style = ""
        for token in html_tokens(source):
            at = offset + token.at
            match token.kind:
                case HtmlKind.START:
                    # Other rules are written to elements: `design_findings` looks at them.
                    style = token.name if in_comment and token.name == "style" else ""
                    for item in attributes(token):
                        yield from self.in_attribute(token, item, at)
                case HtmlKind.TEXT | HtmlKind.RAW if style:
                    yield from self.fields(token.text, at, "<style>")
                case HtmlKind.COMMENT if self.is_layout:
                    yield from self.inside(token, at)
                case HtmlKind.END:
                    style = ""
                case _:
                    pass

    def inside(self, token: HtmlToken, at: int) -> Iterator[_Place]:
        """Look at what one mail program reads as markup; other comments hold no field at all."""
        inside = PROGRAM_COMMENT.fullmatch(token.text)
        if inside:
            yield from self.places(inside[1], at + inside.start(1), in_comment=True)
        else:
            yield from self.fields(token.text, at, "<!-- -->")

    def in_attribute(self, token: HtmlToken, item: Attribute, at: int) -> Iterator[_Place]:
        # A condition that ends in another attribute would move what follows from one to the other.
        text = token.text[item.start : item.end]
        if item.has_value:
            yield from self.open_statements(item, at + item.start)
        if item.name not in _MAY_HOLD_FIELDS:
            yield from self.fields(text, at + item.start, f"{self.plain(item.name)}=")

    def open_statements(self, item: Attribute, at: int) -> Iterator[_Place]:
        depth, last = 0, ""
        for piece in self.protected.pieces(item.value):
            change = _DEEPENS.get(statement_name(piece.text), 0) if piece.is_tag else 0
            depth, last = depth + change, piece.text if change else last
            if depth < 0:
                break
        if depth:
            yield _Place(at=at, tag=last, place=f"{self.plain(item.name)}=")

    def fields(self, text: str, at: int, place: str) -> Iterator[_Place]:
        for match in re.finditer(self.protected.pattern, text):
            tag = self.protected.restore(match[0])
            if tag.startswith("{{") and _prints_a_cell(tag, self.fixed):
                yield _Place(at=at + match.start(), tag=tag, place=place)

    def plain(self, name: str) -> str:
        return re.sub(self.protected.pattern, "", name)


def _set_names(source: str) -> frozenset[str]:
    """Give the names that a template sets itself: what they hold is not known here."""
    try:
        tree = _ENVIRONMENT.parse(source)
        return frozenset(item.name for item in tree.find_all(nodes.Name) if item.ctx != "load")
    except (TemplateError, RecursionError, ValueError, MemoryError):
        return frozenset()  # told as an error of syntax


def _prints_a_cell(tag: str, fixed: frozenset[str]) -> bool:
    """Tell whether what a tag prints depends on a row; what only chooses between words does not."""
    try:
        tree = _ENVIRONMENT.parse(tag)
        printed = [name for item in tree.body for name in _printed_names(item)]
    except (TemplateError, RecursionError, ValueError, MemoryError):
        return True
    return not fixed.issuperset(printed)


def _printed_names(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Name():
            yield node.name
        case nodes.CondExpr():
            # What decides is not printed.
            yield from _printed_names(node.expr1)
            if node.expr2 is not None:
                yield from _printed_names(node.expr2)
        case _:
            for child in node.iter_child_nodes():
                yield from _printed_names(child)
