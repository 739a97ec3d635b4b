"""Writes each locale's parts of a message as template sources: subject, HTML, text, layout.

The body goes from Markdown to HTML and to text by one parser (`translation.blocks`), or comes as
HTML and is cleaned (`html_body`), translated unit by unit. `write_parts` gives what the author's
words become; `inline_parts` writes the styles to the elements, which is what is compiled. Nothing
is compiled or executed here, so that a check can look at exactly what will be compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from composer.model.message import Message, RenderContext
from composer.model.rendered import Attachment
from composer.rendering.body_html import write_html_body
from composer.rendering.body_text import write_text_body
from composer.rendering.brand_names import brand_values, is_logo, shows_logo
from composer.rendering.failures import render_error
from composer.rendering.files import MessageFiles, is_image, local_path
from composer.rendering.fixed_names import fix_names, fix_style_names
from composer.rendering.html_blocks import html_blocks
from composer.rendering.html_body import clean_html
from composer.rendering.layout_text import BODY_FIELD, write_layout_text, write_text_above
from composer.rendering.links import quote_layout_links
from composer.rendering.mjml_layout import write_mjml
from composer.rendering.picture_sources import replace_pictures
from composer.rendering.style_inlining import Frame, base_styles, inline_frame
from composer.translation.blocks import parse_blocks, translate_text
from composer.translation.catalogue import translator
from composer.translation.html_units import translate_html
from composer.translation.locales import direction

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleSources:
    """One locale's parts as template source, before anything is compiled.

    `base` are the rules for what stands in a body; `constants` are names that are the same for
    everybody.
    """

    locale: str
    subject: str
    preheader: str
    html: str
    text: str
    text_is_written_by_hand: bool
    layout: str
    layout_above: str
    layout_text: str
    base: str
    constants: Mapping[str, str]
    images: tuple[Attachment, ...]


def message_locales(message: Message) -> tuple[str, ...]:
    """List the locales that a message is written in, the source first."""
    return tuple(dict.fromkeys([message.locale, *(item.locale for item in message.catalogues)]))


def locale_sources(context: RenderContext, locale: str, *, files: MessageFiles) -> LocaleSources:
    """Write one locale's parts as they are compiled, styles written to the elements.

    Raises:
        RenderError: as `write_parts` and `inline_parts`.
    """
    return inline_parts(write_parts(context, locale, files=files))


def write_parts(context: RenderContext, locale: str, *, files: MessageFiles) -> LocaleSources:
    """Write one locale's parts as template sources, styles still in `<style>`.

    Raises:
        RenderError: `template.missing_file`, `template.unsupported_image`, `template.no_body`.
    """
    message = context.message
    pictures = _Pictures(message, files)
    brand = brand_values(message.brand, logo=pictures.logo())
    translate = translation_of(message, locale)
    layout, above, below = _layout_sources(message, locale, brand=brand, pictures=pictures)
    html, tokens = _body_sources(message, translate, brand=brand, pictures=pictures)
    text = _text_source(message.text_override, tokens, translate)
    by_hand = message.text_override is not None
    return LocaleSources(
        locale=locale,
        subject=_one_line(translate(message.subject)),
        preheader=_one_line(translate(message.preheader)) if message.preheader else "",
        html=html,
        text=fix_names(text, brand, html=False, whole_lines=by_hand),
        text_is_written_by_hand=by_hand,
        layout=layout,
        layout_above="" if by_hand else above,
        layout_text="" if by_hand else below,
        base=fix_names(base_styles(), style_names(brand, locale), html=False),
        constants=brand,
        images=tuple(pictures.found.values()),
    )


def inline_parts(sources: LocaleSources) -> LocaleSources:
    """Write the styles of layout and body to their elements.

    Raises:
        RenderError: `template.inlining`, when that cannot be done at all.
    """
    frame = Frame(layout=sources.layout, body=sources.html)
    inlined = inline_frame(frame, base=sources.base, direction=direction(sources.locale))
    return replace(sources, layout=inlined.layout, html=inlined.body)


def translation_of(message: Message, locale: str) -> Translate:
    """Give the look-up of one locale; the source needs none."""
    wanted = (item for item in message.catalogues if item.locale == locale)
    catalogue = next(wanted, None) if locale != message.locale else None
    return translator(catalogue)


def _body_sources(
    message: Message, translate: Translate, *, brand: Mapping[str, str], pictures: _Pictures
) -> tuple[str, list[Token]]:
    """Give the body's HTML, and the blocks of its text."""
    if message.body_html is None:
        tokens = parse_blocks(message.body, translate)
        return fix_names(write_html_body(tokens, image=pictures.source), brand, html=True), tokens
    translated = translate_html(message.body_html, translate)
    cleaned = clean_html(fix_names(translated, brand, html=True)).html
    shown = replace_pictures(cleaned, pictures.html_source)
    return quote_layout_links(shown), html_blocks(cleaned)


def _layout_sources(
    message: Message, locale: str, *, brand: Mapping[str, str], pictures: _Pictures
) -> tuple[str, str, str]:
    """Give a layout's HTML, and its words above and below the body as text."""
    html = _lines(message.layout.html)
    if message.layout.is_mjml:
        html = write_mjml(html)
    if not BODY_FIELD.search(html):
        raise render_error("template.no_body", part="layout", field="body")
    names = {**brand, "dir": direction(locale), "lang": locale}
    styled = fix_style_names(html, style_names(brand, locale))
    fixed = fix_names(styled, names, html=True)
    shown = replace_pictures(fixed, pictures.layout_source)
    return quote_layout_links(shown), write_text_above(fixed), write_layout_text(fixed)


def style_names(brand: Mapping[str, str], locale: str) -> dict[str, str]:
    """Give the names that rules of style may use; `start` is the side on which lines begin."""
    is_rtl = direction(locale) == "rtl"
    return {
        "brand_colour": brand["brand_colour"],
        "dir": direction(locale),
        "lang": locale,
        "start": "right" if is_rtl else "left",
        "end": "left" if is_rtl else "right",
    }


def _text_source(override: str | None, tokens: Sequence[Token], translate: Translate) -> str:
    if override is not None:
        return translate_text(_lines(override), translate)
    return write_text_body(tokens)


class _Pictures:
    """Embeds the pictures that a message shows, each once."""

    def __init__(self, message: Message, files: MessageFiles) -> None:
        self.message = message
        self.files = files
        self.found: dict[str, Attachment] = {}

    def source(self, written: str) -> str:
        """Give a picture of the body as it is shown: embedded when it is a file."""
        return self.logo() if is_logo(written) else self._embedded(written, part="body")

    def html_source(self, written: str) -> str:
        """Give a picture of a body brought as HTML as it is shown."""
        return self._embedded(written, part="html")

    def layout_source(self, written: str) -> str:
        """Give a picture of the layout as it is shown."""
        return self._embedded(written, part="layout")

    def logo(self) -> str:
        """Give the logo's link; it is embedded only where it is shown, and when it is there."""
        path = self.message.brand.logo
        if not path or not shows_logo(self.message) or self.files.find(path) is None:
            return ""
        return self._embedded(path, part="brand")

    def _embedded(self, written: str, *, part: str) -> str:
        path = local_path(written)
        if path is None:
            return written
        if not is_image(path):
            raise render_error("template.unsupported_image", part=part, field=path)
        image = self.files.image(path)
        if image is None:
            raise render_error("template.missing_file", part=part, field=path)
        self.found.setdefault(image.content_id, image)
        return f"cid:{image.content_id}"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _one_line(text: str) -> str:
    return _lines(text).strip()
