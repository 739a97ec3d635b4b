"""Compare a translation with its source: the same fields, the same links, sound template syntax.

Languages differ, so a field or link more or less is only shown; what could not be rendered at all
blocks. Templates are parsed and walked, never run: not even constants are computed.
"""

from __future__ import annotations

import html

from jinja2 import Environment, TemplateError, nodes

from composer.findings import Finding, finding
from composer.translation.blocks import parse_blocks
from composer.translation.html_tokens import HtmlKind, attributes, html_tokens
from composer.translation.jinja_source import protect, split_tags
from composer.translation.units import Unit, UnitKind

_ENVIRONMENT = Environment(autoescape=True)  # parses only
_LONGEST_PART = 60


def find_unit_findings(unit: Unit, target: str, *, locale: str) -> list[Finding]:
    """Find where a translation does not say what its source says; an empty one says nothing yet."""
    if not target.strip() or target == unit.source:
        return []
    where: dict[str, str | int] = {
        "file": f"translations/{locale}.po",
        "locale": locale,
        "part": _start(unit.source),
    }
    wanted, given = _fields(unit.source), _fields(target)
    if wanted is None:
        return _compare(_tags(unit.source), _tags(target), "translation.fields_differ", where)
    if given is None:
        return [finding("translation.syntax", where=where, **_values(where))]
    findings = _compare(wanted, given, "translation.fields_differ", where)
    if unit.kind.is_markdown:
        wanted, given = _links(unit.source), _links(target)
        findings += _compare(wanted, given, "translation.links_differ", where)
    elif unit.kind is UnitKind.HTML:
        wanted, given = _html_links(unit.source), _html_links(target)
        findings += _compare(wanted, given, "translation.links_differ", where)
    return findings


def _compare(
    wanted: frozenset[str], given: frozenset[str], code: str, where: dict[str, str | int]
) -> list[Finding]:
    if wanted == given:
        return []
    return [
        finding(
            code,
            where=where,
            missing=", ".join(sorted(wanted - given)) or "–",
            added=", ".join(sorted(given - wanted)) or "–",
            **_values(where),
        )
    ]


def _fields(text: str) -> frozenset[str] | None:
    """Give the names that a text reads from the row, or None when it is no template by itself."""
    try:
        parsed = _ENVIRONMENT.parse(text)
        names = list(parsed.find_all(nodes.Name))
    except (TemplateError, RecursionError, ValueError):
        return None
    own = {node.name for node in names if node.ctx != "load"}
    return frozenset(node.name for node in names if node.ctx == "load") - own


def _tags(text: str) -> frozenset[str]:
    return frozenset(piece.text for piece in split_tags(text) if piece.is_tag)


def _links(text: str) -> frozenset[str]:
    found: set[str] = set()
    for token in parse_blocks(text):
        for child in token.children or []:
            link = child.attrs.get("href") or child.attrs.get("src")
            if link:
                found.add(str(link))
    return frozenset(found)


def _html_links(text: str) -> frozenset[str]:
    protected = protect(text)
    return frozenset(
        protected.restore(html.unescape(item.value))
        for token in html_tokens(protected.text)
        if token.kind is HtmlKind.START
        for item in attributes(token)
        if item.name in {"href", "src"}
    )


def _start(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= _LONGEST_PART else f"{line[: _LONGEST_PART - 1]}…"


def _values(where: dict[str, str | int]) -> dict[str, str | int]:
    return {"locale": where["locale"], "part": where["part"]}
