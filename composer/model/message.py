"""The message that is written and translated: source text, layout, catalogues, files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.model.campaign import Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A reusable frame around a body: HTML or MJML with Jinja tags (`templates/`).

    `html` is the source as written; `is_mjml` says that it becomes HTML while compiling.
    """

    name: str
    html: str
    is_mjml: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Whose message it is: what every layout shows of the sender (`brand.toml`).

    `colour` is `#rrggbb`; `logo` is a path under `files/`; `address` is the postal address, with
    line ends; everything may be empty.
    """

    name: str = ""
    colour: str = ""
    logo: str = ""
    address: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One unit's translation. Not fuzzy and not empty means reviewed.

    `is_draft`: fuzzy only because nobody else has looked at it yet. `previous` is the source that
    the target was made for, where the source has changed since. `notes` are the file's own remarks
    (a translator's comments), a line each. The three are never part of a message.
    """

    source: str
    target: str
    fuzzy: bool = False
    is_draft: bool = False
    previous: str = ""
    notes: tuple[str, ...] = ()


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

    `text_override` is the plain-text part written by hand (`message.txt`), or None. `body_html` is
    a body that was brought as HTML (`message.html`), as it was found: hostile; then `body` is
    empty.
    """

    locale: str
    subject: str
    preheader: str
    body: str
    text_override: str | None
    layout: Layout
    body_html: str | None = None
    brand: Brand = Brand()
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
