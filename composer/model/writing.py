"""What the Write page works with: a draft, the files and layouts that it may use, and the brand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.findings import Finding
from composer.model.campaign import AttachmentSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDraft:
    """What the Write page holds, saved or not; a preview may show it instead of what is stored.

    None means "as stored". `text_override` is the plain-text part written by hand and `html` a body
    brought as HTML; empty, there is none. `sender` and `reply_to` are `Name <address>`.
    """

    subject: str
    preheader: str
    body: str
    html: str | None = None
    text_override: str | None = None
    layout: str | None = None
    sender: str | None = None
    reply_to: str | None = None
    unsubscribe: str | None = None
    headers: tuple[tuple[str, str], ...] | None = None
    attachments: tuple[AttachmentSettings, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A draft that was kept beside the workspace until it is saved, for after a crash."""

    draft: MessageDraft
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file of a campaign and what carries it.

    `is_shown`: the text or layout names it. `is_attached`: everybody gets it. `may_be_attached`: a
    column chooses among the files, and may choose this one.
    """

    path: str
    name: str
    size_bytes: int
    content_type: str
    is_image: bool
    is_shown: bool
    is_attached: bool
    may_be_attached: bool

    @property
    def used(self) -> bool:
        """Whether taking it out could change a message."""
        return self.is_shown or self.is_attached or self.may_be_attached


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutLine:
    """A layout that can be chosen; `own` when it is a file of the campaign."""

    name: str
    title: str
    description: str
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedLayout:
    """What became of a layout that was brought; `name` is empty when it was not taken."""

    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFiles:
    """Which files a column names, one in each row.

    `empty` counts rows that name none; `missing` are names that no file has, with their rows, the
    most frequent first; `named` are the paths of the files that some row names.
    """

    rows: int
    empty: int
    missing: tuple[tuple[str, int], ...]
    named: frozenset[str]

    @property
    def rows_missing(self) -> int:
        """How many rows name a file that is not there."""
        return sum(count for _name, count in self.missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderText:
    """The text that a plain text was written beside, the text now, and when they parted."""

    changed_at: datetime
    then: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandReach:
    """How many campaigns would get another brand, and how many keep theirs."""

    changing: int
    keeping: int
