"""One language of a message as its author wrote it, ready to be looked at: fields left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from composer.checks.markup import Page, read_page
from composer.errors import RenderError
from composer.model.message import RenderContext
from composer.rendering.files import MessageFiles
from composer.rendering.layout_text import BODY_FIELD
from composer.rendering.sources import LocaleSources, locale_sources, message_locales
from composer.translation.jinja_source import protect

Where = dict[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One language's texts as they are compiled; in `page`, fields are placeholders."""

    sources: LocaleSources
    page: Page

    @property
    def locale(self) -> str:
        """The language."""
        return self.sources.locale

    @property
    def subject(self) -> str:
        """The subject, fields and all."""
        return self.sources.subject

    @property
    def preheader(self) -> str:
        """The preheader, fields and all."""
        return self.sources.preheader

    @property
    def words(self) -> str:
        """What stands on the page, without fields."""
        return without_fields(self.page.text)

    @property
    def whole_page(self) -> str:
        """The layout with the body in its place, as template HTML."""
        return BODY_FIELD.sub(lambda _match: self.sources.html, self.sources.layout, count=1)

    def where(self, part: str) -> Where:
        """Give the place of a finding about a part."""
        return {"locale": self.locale, "part": part}


def written_languages(context: RenderContext) -> Iterator[Written]:
    """Give each language of a message that can be compiled."""
    files = MessageFiles(context.message.files)
    for locale in message_locales(context.message):
        try:
            sources = locale_sources(context, locale, files=files)
        except RenderError:
            continue  # the template's own findings name it
        yield Written(sources=sources, page=read_page(sources.layout, body=sources.html))


def plain_words(source: str) -> str:
    """Give a template's text without its fields.

    >>> plain_words("Hello {{ name }}!")
    'Hello !'
    """
    protected = protect(source)
    return re.sub(protected.pattern, "", protected.text)


def without_fields(page_text: str) -> str:
    """Take the placeholders out of a page's text."""
    return _PLACEHOLDER.sub(" ", page_text)


_PLACEHOLDER = re.compile(r"jinjaq*\d{6}z")
