"""The message that is written and translated: source text, layout, catalogues, files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.model.campaign import Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A reusable frame around a body: HTML with Jinja tags (`templates/`)."""

    name: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One unit's translation. Not fuzzy and not empty means reviewed."""

    source: str
    target: str
    fuzzy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All translations into one locale, in the order of the file."""

    locale: str
    entries: tuple[CatalogueEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFile:
    """An image or attachment that belongs to the message."""

    path: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Subject, preheader and Markdown body in the source locale, with everything that shapes them.

    `text_override` is the plain-text part written by hand (`message.txt`), or None.
    """

    locale: str
    subject: str
    preheader: str
    body: str
    text_override: str | None
    layout: Layout
    catalogues: tuple[Catalogue, ...] = ()
    files: tuple[MessageFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderContext:
    """All that rendering needs besides the recipient; travels to worker processes.

    `message_seed` is random, frozen when the campaign is created; Message-IDs and MIME boundaries
    are derived from it and the recipient's random id, never from the address.
    `columns` are the audience's columns, in order.
    """

    campaign: Campaign
    message: Message
    message_seed: str
    columns: tuple[str, ...]
