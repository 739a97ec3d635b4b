"""What the Write page does besides its text: layouts, files, the brand, drafts kept for a crash.

`Workspace.authoring` is one of these; like the workspace it decides nothing itself.
"""

from __future__ import annotations

from composer.findings import Finding
from composer.model.identifiers import CampaignId
from composer.model.message import Brand
from composer.model.person import Person
from composer.model.rendered import RenderedMessage
from composer.model.writing import (
    AddedLayout,
    BrandReach,
    ColumnFiles,
    FileLine,
    KeptDraft,
    LayoutLine,
    MessageDraft,
    OlderText,
)
from composer.rendering.default_headers import default_headers
from composer.stages import branding, layouts, message_files, recovery, text_part
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.drafting import draft_of
from composer.stages.settings_check import settings_findings


class Authoring:
    """The author's side of one open workspace; every call blocks and may come from any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def draft(self, campaign_id: CampaignId) -> MessageDraft:
        """Give what is stored as a draft with nothing left open."""
        content = load_content(self._desk, campaign_id)
        return draft_of(content.campaign, content.message)

    def layouts(self, campaign_id: CampaignId) -> tuple[LayoutLine, ...]:
        """List the layouts that the campaign can have."""
        return layouts.list_layouts(self._desk, campaign_id)

    def add_layout(
        self, campaign_id: CampaignId, name: str, content: bytes, *, by: Person
    ) -> AddedLayout:
        """Take a layout of the campaign's own in (HTML or MJML), if it can be used."""
        new = message_files.NewFile(name=name, content=content)
        return layouts.add_layout(self._desk, campaign_id, new, by=by)

    def settings_findings(
        self, campaign_id: CampaignId, draft: MessageDraft
    ) -> tuple[Finding, ...]:
        """Say what is wrong with a draft's sender, headers and attachments."""
        return settings_findings(self._desk, campaign_id, draft)

    def default_headers(self, campaign_id: CampaignId) -> tuple[tuple[str, str], ...]:
        """Give the header fields that are filled in unless the campaign says otherwise."""
        content = load_content(self._desk, campaign_id)
        return default_headers(content.campaign, content.record.message_seed)

    def files(self, campaign_id: CampaignId) -> tuple[FileLine, ...]:
        """List the campaign's files and what uses them."""
        return message_files.list_files(self._desk, campaign_id)

    def add_file(self, campaign_id: CampaignId, name: str, content: bytes, *, by: Person) -> str:
        """Take an image or attachment in and give its path under `files/`."""
        new = message_files.NewFile(name=name, content=content)
        return message_files.add_file(self._desk, campaign_id, new, by=by)

    def remove_file(self, campaign_id: CampaignId, path: str, *, by: Person) -> None:
        """Take out a file that nothing uses."""
        message_files.remove_file(self._desk, campaign_id, path, by=by)

    def column_files(self, campaign_id: CampaignId, column: str) -> ColumnFiles:
        """Say which files a column of the audience names, and which of them are not there."""
        return message_files.column_files(self._desk, campaign_id, column)

    def derived_text(self, campaign_id: CampaignId, draft: MessageDraft | None = None) -> str:
        """Write the plain text that is made from the text, as a template to go on from by hand."""
        return text_part.derived_text(self._desk, campaign_id, draft)

    def older_text(self, campaign_id: CampaignId) -> OlderText | None:
        """Give what changed in the text since the plain text was written by hand, if it did."""
        return text_part.older_text(self._desk, campaign_id)

    def say_text_still_fits(self, campaign_id: CampaignId, *, by: Person) -> None:
        """Record that the plain text written by hand fits the text as it is now."""
        text_part.say_text_still_fits(self._desk, campaign_id, by=by)

    def brand_reach(self) -> BrandReach:
        """Say how many campaigns another brand would change, and how many keep theirs."""
        return branding.brand_reach(self._desk)

    def show_brand(self, brand: Brand, *, logo: tuple[str, bytes] | None) -> RenderedMessage:
        """Render a short message in a frame with a brand that is not saved yet."""
        return branding.show_brand(brand, logo)

    def brand(self) -> tuple[Brand, bytes | None]:
        """Give the team's brand and its logo."""
        return branding.load_brand(self._desk)

    def brand_findings(self, brand: Brand) -> tuple[Finding, ...]:
        """Say what is wrong with a brand that is not saved yet."""
        return branding.brand_findings(brand)

    def save_brand(
        self, brand: Brand, *, logo: tuple[str, bytes] | None, by: Person
    ) -> tuple[CampaignId, ...]:
        """Keep the brand and put it into every campaign that may still change; give those."""
        return branding.save_brand(self._desk, brand, logo=logo, by=by)

    def keep_draft(self, campaign_id: CampaignId, draft: MessageDraft, *, revision: int) -> None:
        """Keep what is typed and not yet saved, for after a crash."""
        recovery.keep_draft(self._desk, campaign_id, draft, revision=revision)

    def kept_draft(self, campaign_id: CampaignId) -> KeptDraft | None:
        """Give what a crash left unsaved, if it says more than what is stored."""
        return recovery.kept_draft(self._desk, campaign_id)

    def drop_draft(self, campaign_id: CampaignId) -> None:
        """Forget what was kept."""
        recovery.drop_draft(self._desk, campaign_id)
