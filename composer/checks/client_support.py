"""Tells which named mail programs do not show what a message uses: for your information only.

The facts are public ones, read from caniemail.com and kept in `resources/mail-clients` with the day
of each test; nothing is fetched. What only looks plainer without it (round corners) is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from composer import paths
from composer.checks.written import Written
from composer.findings import Finding, finding
from composer.translation.jinja_source import protect

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something that mail programs may not know: a style, an element, or a kind of picture."""

    name: str
    tested: str
    clients: str
    style: tuple[str, str] | None
    element: str
    picture: str


@dataclass(slots=True)
class _Used:
    """What a page uses."""

    styles: set[tuple[str, str]] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)


def find_unsupported(written: Written) -> Iterator[Finding]:
    """Tell what a page uses that named programs do not show."""
    used = _Reader(protect(written.whole_page).text).used
    pictures = [*(image.name for image in written.sources.images), *written.page.remote]
    for feature in known_features():
        if _is_used(feature, used, pictures):
            yield finding(
                "content.unsupported",
                where={"part": "layout"},
                feature=feature.name,
                programs=feature.clients,
                tested=feature.tested,
            )


@lru_cache(maxsize=1)
def known_features() -> tuple[Feature, ...]:
    """Read the facts."""
    path = paths.resources() / "mail-clients" / "support.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Feature(
            name=item["name"],
            tested=item["tested"],
            clients=", ".join(facts["clients"][client] for client in item["lacking"]),
            style=tuple(item["style"]) if "style" in item else None,
            element=item.get("element", ""),
            picture=item.get("picture", ""),
        )
        for item in facts["features"]
    )


def _is_used(feature: Feature, used: _Used, pictures: Sequence[str]) -> bool:
    if feature.style is not None:
        name, value = feature.style
        return any((not name or known == name) and value in said for known, said in used.styles)
    if feature.element:
        return feature.element in used.elements
    return any(name.lower().endswith(feature.picture) for name in pictures)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.used = _Used()
        self._in_style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.used.elements.add(tag)
        self._in_style = tag == "style"
        self._take(dict(attrs).get("style") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._take(data)

    def _take(self, style: str) -> None:
        for match in _DECLARATION.finditer(style):
            name = match[1].lower().removeprefix("-webkit-")
            self.used.styles.add((name, " ".join(match[2].lower().split())))
