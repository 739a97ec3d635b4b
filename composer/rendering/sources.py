"""Writes each locale's parts of a message as template sources: subject, HTML, text, layout.

The body goes from Markdown to HTML and to text by one parser (`translation.blocks`), translated
unit by unit. Nothing is compiled or executed here, so that a check can look at exactly what will be
compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from composer.model.message import Message, RenderContext
from composer.model.rendered import Attachment
from composer.rendering.body_html import write_html_body
from composer.rendering.body_text import write_text_body
from composer.rendering.failures import render_error
from composer.rendering.files import MessageFiles, is_image, local_path
from composer.rendering.layout_text import BODY_FIELD, write_layout_text
from composer.rendering.links import quote_layout_links
from composer.translation.blocks import parse_blocks, translate_text
from composer.translation.catalogue import translator
from composer.translation.locales import direction

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleSources:
    """One locale's parts as template source, before anything is compiled."""

    subject: str
    preheader: str
    html: str
    text: str
    text_is_written_by_hand: bool
    layout: str
    layout_text: str
    images: tuple[Attachment, ...]


def message_locales(message: Message) -> tuple[str, ...]:
    """List the locales that a message is written in, the source first."""
    return tuple(dict.fromkeys([message.locale, *(item.locale for item in message.catalogues)]))


def locale_sources(context: RenderContext, locale: str, *, files: MessageFiles) -> LocaleSources:
    """Write one locale's parts as template sources; nothing is compiled.

    Raises:
        RenderError: `template.missing_file`, `template.unsupported_image`, `template.no_body`.
    """
    message = context.message
    translate = translation_of(message, locale)
    images: dict[str, Attachment] = {}
    tokens = parse_blocks(message.body, translate)
    html = write_html_body(
        tokens,
        direction=direction(locale),
        image=lambda source: _image_source(source, files=files, images=images),
    )
    if not BODY_FIELD.search(message.layout.html):
        raise render_error("template.no_body", part="layout", field="body")
    by_hand = message.text_override is not None
    return LocaleSources(
        subject=_one_line(translate(message.subject)),
        preheader=_one_line(translate(message.preheader)) if message.preheader else "",
        html=html,
        text=_text_source(message.text_override, tokens, translate),
        text_is_written_by_hand=by_hand,
        layout=quote_layout_links(_lines(message.layout.html)),
        layout_text="" if by_hand else write_layout_text(_lines(message.layout.html)),
        images=tuple(images.values()),
    )


def translation_of(message: Message, locale: str) -> Translate:
    """Give the look-up of one locale; the source needs none."""
    wanted = (item for item in message.catalogues if item.locale == locale)
    catalogue = next(wanted, None) if locale != message.locale else None
    return translator(catalogue)


def _text_source(override: str | None, tokens: Sequence[Token], translate: Translate) -> str:
    if override is not None:
        return translate_text(_lines(override), translate)
    return write_text_body(tokens)


def _image_source(source: str, *, files: MessageFiles, images: dict[str, Attachment]) -> str:
    path = local_path(source)
    if path is None:
        return source
    if not is_image(path):
        raise render_error("template.unsupported_image", part="body", field=path)
    image = files.image(path)
    if image is None:
        raise render_error("template.missing_file", part="body", field=path)
    images.setdefault(image.content_id, image)
    return f"cid:{image.content_id}"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _one_line(text: str) -> str:
    return _lines(text).strip()
