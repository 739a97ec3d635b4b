"""A campaign's newest content: the stored tree, parsed again, ready to render."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from composer.errors import FileRefused
from composer.folder.load import parse_tree
from composer.model.campaign import Campaign
from composer.model.identifiers import CampaignId
from composer.model.message import Message, RenderContext
from composer.model.writing import MessageDraft
from composer.stages.desk import Desk
from composer.stages.drafting import drafted
from composer.store.campaigns import CampaignRecord, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The newest revision of a campaign, parsed; `tree` holds its files without the audience."""

    record: CampaignRecord
    revision: Revision
    tree: Mapping[str, bytes]
    campaign: Campaign
    message: Message
    columns: tuple[str, ...]

    def context(self, draft: MessageDraft | None = None) -> RenderContext:
        """Give what rendering needs, with an unsaved draft in place of the stored when given.

        Raises:
            Blocked: the draft's settings cannot be used as they stand.
        """
        campaign, message = self.campaign, self.message
        if draft is not None:
            campaign, message = drafted(self.tree, campaign, message, draft)
        return RenderContext(
            campaign=campaign,
            message=message,
            message_seed=self.record.message_seed,
            columns=self.columns,
        )


def load_content(desk: Desk, campaign_id: CampaignId) -> Content:
    """Read and parse a campaign's newest revision.

    Raises:
        FileRefused: the stored files no longer parse; they were changed outside the program.
    """
    revision = desk.campaigns.current_revision(campaign_id)
    columns = desk.recipients.columns(campaign_id)

    def parse() -> Content:
        tree = desk.campaigns.tree(campaign_id, number=revision.number)
        parsed = parse_tree(tree)
        if parsed.campaign is None or parsed.message is None:
            raise FileRefused([item for item in parsed.findings if item.blocks])
        return Content(
            record=desk.campaigns.get(campaign_id),
            revision=revision,
            tree=tree,
            campaign=parsed.campaign,
            message=parsed.message,
            columns=columns,
        )

    return desk.kept(("content", campaign_id, revision, columns), parse)


def loadable_campaigns(desk: Desk) -> list[Campaign]:
    """Give every campaign's settings; of one that is damaged its own page tells."""
    found = []
    for record in desk.campaigns.all():
        with suppress(FileRefused):
            found.append(load_content(desk, record.id).campaign)
    return found
