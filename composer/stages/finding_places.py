"""Where in the author's files a finding about the content stands.

The checks of content read pages as they are rendered, in each language; an author has files and
lines. Lines count within a part, as the findings about templates count them. A place that cannot be
told for certain (words that come together from several lines) is left as it was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from composer.findings import Finding
from composer.folder.load import HTML_FILE, MESSAGE_FILE, SETTINGS_FILE, TEXT_FILE, TRANSLATIONS
from composer.model.message import Message, RenderContext
from composer.rendering.files import FOLDER, MessageFiles, is_image

_LOOKED_FOR = {
    "content.address_link": "link",
    "content.bad_link": "link",
    "content.credentials_link": "link",
    "content.date_past": "date",
    "content.deadline_past": "date",
    "content.empty_link": "link",
    "content.example_link": "link",
    "content.http_link": "link",
    "content.link_text_differs": "link",
    "content.literal_address": "address",
    "content.lookalike_link": "link",
    "content.low_contrast": "said",
    "content.low_contrast_dark": "said",
    "content.no_alt": "image",
    "content.no_such_day": "date",
    "content.odd_link": "link",
    "content.offer_in_service": "found",
    "content.placeholder": "found",
    "content.private_link": "link",
    "content.remote_image": "image",
    "content.short_link": "link",
    "content.time_no_zone": "found",
    "content.time_words": "found",
    "content.tracking_link": "link",
    "content.weekday": "date",
}
"""The value of each finding that stands in a source as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A text as its author has it; `part` as findings name it."""

    file: str
    part: str
    text: str


def placed(findings: Iterable[Finding], context: RenderContext) -> tuple[Finding, ...]:
    """Add file and line to findings about the content, and name pictures as the author does."""
    sources = tuple(_sources(context.message))
    pictures = _pictures(context.message)
    return tuple(
        _placed(_with_picture(item, pictures), sources, context)
        if item.code.startswith("content.")
        else item
        for item in findings
    )


def _placed(item: Finding, sources: tuple[_Source, ...], context: RenderContext) -> Finding:
    where = dict(item.where)
    if "key" in where:
        return _at(item, {"file": SETTINGS_FILE, **where})
    words = str(dict(item.values).get(_LOOKED_FOR.get(item.code, ""), ""))
    if not words:
        return _at(item, {**_file_of_part(where, sources), **where})
    translation = _translation_with(words, str(where.get("locale", "")), context.message)
    if translation:
        return _at(item, {"file": translation, **where})
    for source in _nearest_first(sources, str(where.get("part", ""))):
        line = _line_of(words, source.text)
        if line:
            part = source.part if source.part == "layout" else where.get("part", source.part)
            return _at(item, {"file": source.file, **where, "part": part, "line": line})
    in_settings = item.code == "content.literal_address"
    return _at(item, {"file": SETTINGS_FILE, **where} if in_settings else where)


def _sources(message: Message) -> Iterator[_Source]:
    yield _Source(file=MESSAGE_FILE, part="subject", text=message.subject)
    yield _Source(file=MESSAGE_FILE, part="preheader", text=message.preheader)
    if message.body_html is None:
        yield _Source(file=MESSAGE_FILE, part="body", text=message.body)
    else:
        yield _Source(file=HTML_FILE, part="body", text=message.body_html)
    if message.text_override is not None:
        yield _Source(file=TEXT_FILE, part="text", text=message.text_override)
    yield _Source(file=message.layout.name, part="layout", text=message.layout.html)


def _nearest_first(sources: tuple[_Source, ...], part: str) -> list[_Source]:
    """Look in the part that was named, then in the layout around it; without a part in all."""
    return [item for item in sources if not part or item.part in {part, "layout"}]


def _file_of_part(
    where: dict[str, str | int], sources: tuple[_Source, ...]
) -> dict[str, str | int]:
    """Give the file of a part that is spoken of as a whole."""
    return next(({"file": item.file} for item in sources if item.part == where.get("part")), {})


def _translation_with(words: str, locale: str, message: Message) -> str:
    """Give the file of the translation that brought the words, or nothing."""
    for catalogue in message.catalogues:
        if catalogue.locale == locale and any(
            words in entry.target and words not in entry.source for entry in catalogue.entries
        ):
            return f"{TRANSLATIONS}{locale}.po"
    return ""


def _line_of(words: str, text: str) -> int:
    """Give the line on which words stand first, or 0.

    Links may be written with their letters, and a picture's folder may be left out.
    """
    folded = text.casefold()
    for spelling in (words, unquote(words), words.removeprefix(FOLDER)):
        at = folded.find(spelling.casefold())
        if at >= 0:
            return folded.count("\n", 0, at) + 1
    return 0


def _pictures(message: Message) -> dict[str, str]:
    """Give the path of each picture by the link under which a page shows it."""
    files = MessageFiles(message.files)
    shown = {}
    for item in message.files:
        picture = files.image(item.path) if is_image(item.path) else None
        if picture is not None:
            shown[f"cid:{picture.content_id}"] = item.path
    return shown


def _with_picture(item: Finding, pictures: dict[str, str]) -> Finding:
    values = tuple((key, pictures.get(str(value), value)) for key, value in item.values)
    return replace(item, values=values)


def _at(item: Finding, where: dict[str, str | int]) -> Finding:
    return replace(item, where=tuple(where.items()))
