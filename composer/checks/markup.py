"""Reads a page of template HTML for what content checks look at: text, links, images without text.

Jinja tags are replaced before the HTML parser sees them and put back afterwards, so that quotes
inside a tag mean nothing to it. Nothing is executed or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from composer.translation.jinja_source import Protected, protect

_REMOTE_URL = re.compile(r"url\(\s*[\"']?((?!cid:|data:)[^\"')]+)", re.IGNORECASE)
_FILE_NAME = re.compile(r"\S+\.(?:gif|jpe?g|png|svg|webp)", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT = frozenset({"style", "script", "head", "title"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on a page: text with placeholders for fields, link targets, images by source.

    `labels` are what a reader sees of each link, in the order of `links`; `headings` the levels of
    headings with words, `pictures` how many are shown. `remote` lists what a mail program would
    load from elsewhere. `without_alt` lists images that have no text for people who do not see
    them; in a layout an empty text marks decoration. `places` are the names that links within the
    page can lead to.
    """

    text: str
    links: tuple[str, ...]
    without_alt: tuple[str, ...]
    labels: tuple[str, ...] = ()
    headings: tuple[int, ...] = ()
    pictures: int = 0
    remote: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


def read_page(layout: str, *, body: str) -> Page:
    """Read a layout and a body, both template HTML.

    >>> read_page("<p>x</p>", body='<a href="{{ "a" }}">y</a><img src="z.png" alt="">').without_alt
    ('z.png',)
    """
    frame, content = _read(layout, needs_text=False), _read(body, needs_text=True)
    return Page(
        text="\n".join([*frame.words, *content.words]),
        links=(*frame.links, *content.links),
        without_alt=(*frame.without_alt, *content.without_alt),
        labels=(*frame.labels, *content.labels),
        headings=tuple(level for level, words in (*frame.headings, *content.headings) if words),
        pictures=frame.pictures + content.pictures,
        remote=tuple(dict.fromkeys((*frame.remote, *content.remote))),
        places=frozenset((*frame.places, *content.places)),
    )


def _read(source: str, *, needs_text: bool) -> _Reader:
    protected = protect(source)
    reader = _Reader(protected, needs_text=needs_text)
    reader.feed(protected.text)
    reader.close()
    return reader


class _Reader(HTMLParser):
    def __init__(self, protected: Protected, *, needs_text: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[str] = []
        self.without_alt: list[str] = []
        self.remote: list[str] = []
        self.places: list[str] = []
        self.labels: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.pictures = 0
        self._in_link = self._in_heading = False
        self._protected = protected
        self._needs_text = needs_text
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        self.places += [values[name] or "" for name in ("id", "name") if name in values]
        if tag in {"a", "area"} and "href" in values:
            self.links.append(self._protected.restore(values["href"] or ""))
            self.labels.append("")
            self._in_link = tag == "a"
        if level := _HEADINGS.get(tag):
            self.headings.append((level, ""))
            self._in_heading = True
        self.pictures += tag == "img"
        self.remote += [self._protected.restore(source) for source in _remote_sources(values)]
        if tag == "img" and self._lacks_text(values):
            self.without_alt.append(self._protected.restore(values.get("src") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        self._in_link = self._in_link and tag != "a"
        self._in_heading = self._in_heading and tag not in _HEADINGS

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
            if self._in_link:
                self.labels[-1] += self._protected.restore(data)
            if self._in_heading:
                level, words = self.headings[-1]
                self.headings[-1] = (level, words + data.strip())
        else:
            self.remote += [match[1] for match in _REMOTE_URL.finditer(data)]

    def _lacks_text(self, values: dict[str, str | None]) -> bool:
        if "alt" not in values:
            return values.get("role") != "presentation"
        said = (values["alt"] or "").strip()
        return self._needs_text and (not said or _FILE_NAME.fullmatch(said) is not None)


def _remote_sources(values: dict[str, str | None]) -> Iterator[str]:
    """Give what an element's attributes would load from elsewhere; embedded files are `cid:`."""
    for name in ("src", "background", "poster"):
        source = (values.get(name) or "").strip()
        if source and not source.lower().startswith("cid:"):
            yield source
    for candidate in (values.get("srcset") or "").split(","):
        if candidate.strip():
            yield candidate.strip().partition(" ")[0]
    yield from (match[1] for match in _REMOTE_URL.finditer(values.get("style") or ""))
