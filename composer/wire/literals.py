"""What the author wrote: the addresses and words that may stand in everybody's message.

Addresses written plainly in message, layout, From, Reply-To, header fields or the unsubscribe link
are the author's decision and are listed in the proof (rule 8). Addresses that stand hidden in
these, or only in translations and files, may be shown too, but never if they belong to somebody in
the audience: hiding is not writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from composer.model.message import MessageFile, RenderContext
from composer.wire.address_form import find_sightings
from composer.wire.deep_text import decoded_base64, settle, spelled_out, visible

_TEXT_FILES = (".txt", ".csv", ".ics", ".html", ".htm", ".md", ".json", ".xml", ".vcf", ".svg")
MAX_TEXT_FILE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Literals:
    """Canonical addresses that the author wrote, those only hidden or translated, and all texts.

    `hides` tells that some text holds an at sign in a form that is not one.
    """

    written: frozenset[str]
    unless_member: frozenset[str]
    texts: tuple[str, ...]
    hides: bool


def find_literals(context: RenderContext) -> Literals:
    """Read everything that the author and the translators wrote."""
    sources = tuple(_author_texts(context))
    targets = tuple(_translated_texts(context))
    files = tuple(text for file in context.message.files if (text := text_of_file(file)))
    written = frozenset(_plain_addresses(sources))
    hidden = frozenset(_deep_addresses((*sources, *targets, *files)))
    return Literals(
        written=written,
        unless_member=hidden - written,
        texts=tuple(settle(text) for text in (*sources, *targets)),
        hides=any(_hides(text) for text in (*sources, *targets)),
    )


def literal_addresses(context: RenderContext) -> tuple[str, ...]:
    """List the addresses that the author wrote, sorted, for the proof."""
    return tuple(sorted(find_literals(context).written))


def text_of_file(file: MessageFile) -> str:
    """Give a file's text where it is a text file, else nothing."""
    if not file.path.lower().endswith(_TEXT_FILES) or len(file.content) > MAX_TEXT_FILE:
        return ""
    return file.content.decode("utf-8", errors="replace")


def _author_texts(context: RenderContext) -> Iterator[str]:
    campaign, message = context.campaign, context.message
    yield from (message.subject, message.preheader, message.body, message.text_override or "")
    yield message.layout.html
    yield message.body_html or ""
    yield from (message.brand.name, message.brand.address, message.brand.website)
    yield campaign.unsubscribe
    yield from (value for _, value in campaign.headers)
    yield f"{campaign.sender.name} <{campaign.sender.address}>"
    if campaign.reply_to:
        yield f"{campaign.reply_to.name} <{campaign.reply_to.address}>"


def _translated_texts(context: RenderContext) -> Iterator[str]:
    for catalogue in context.message.catalogues:
        yield from (entry.target for entry in catalogue.entries)


def _plain_addresses(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if "@" in text:
            for sighting in find_sightings(text.casefold()):
                yield from sighting.readings


def _deep_addresses(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        settled = settle(text)
        views = (settled, visible(settled), spelled_out(settled), *decoded_base64(text))
        for view in views:
            if "@" in view:
                for sighting in find_sightings(view):
                    yield from sighting.readings


def _hides(text: str) -> bool:
    settled = settle(text)
    return settled.count("@") != text.count("@")
