"""What the author wrote: the addresses and words that may stand in everybody's message.

Addresses written plainly in message, layout, From, Reply-To, header fields or the unsubscribe link
are the author's decision and are listed in the proof (rule 8). Addresses that stand hidden in
these, or only in translations, may be shown too, but never if they belong to somebody in
the audience: hiding is not writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from composer.model.message import RenderContext
from composer.wire.address_form import find_sightings
from composer.wire.columns_beside import columns_beside
from composer.wire.every_view import every_view

_PRINTED = re.compile(r"\{\{.*?\}\}(?:\s+at\s)?", re.DOTALL)  # "Ann at Example" is no address
_MARK = "qqfieldqq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Literals:
    """Canonical addresses that the author wrote, those only hidden or translated, and all texts.

    `hides` tells that some text makes an address of fields with an at sign that is hidden; `beside`
    are columns that are printed beside each other.
    """

    written: frozenset[str]
    unless_member: frozenset[str]
    texts: tuple[str, ...]
    hides: bool
    beside: tuple[tuple[str, str], ...] = ()


def find_literals(context: RenderContext) -> Literals:
    """Read everything that the author and the translators wrote."""
    sources = tuple(_author_texts(context))
    targets = tuple(_translated_texts(context))
    written = frozenset(_plain_addresses(sources))
    hidden = frozenset(_deep_addresses((*sources, *targets)))
    return Literals(
        written=written,
        unless_member=hidden - written,
        texts=(*sources, *targets),
        hides=any(_hides(text) for text in (*sources, *targets)),
        beside=columns_beside((*sources, *targets), context.columns),
    )


def literal_addresses(context: RenderContext) -> tuple[str, ...]:
    """List the addresses that the author wrote, sorted, for the proof."""
    return tuple(sorted(find_literals(context).written))


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
        for view, _joining in every_view(text):
            if "@" in view:
                for sighting in find_sightings(view):
                    yield from sighting.readings


def _hides(text: str) -> bool:
    """Tell whether a field would be the first part of an address whose at sign is no at sign."""
    if "{{" not in text:
        return False
    numbers = count()
    filled = _PRINTED.sub(lambda _: f"{_MARK}{next(numbers)}.{_MARK}", text)
    found = {item for item in _deep_addresses([filled]) if _MARK in item.partition("@")[0]}
    return not found <= {*_plain_addresses([filled])}
