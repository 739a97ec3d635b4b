"""One way to store changed files of campaigns: a new revision, and a line in the log."""

from __future__ import annotations

from collections.abc import Mapping

from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.stages.desk import Desk


def save_files(
    desk: Desk, campaign_id: CampaignId, files: Mapping[str, bytes | None], *, by: Person
) -> None:
    """Store files over the newest revision; None takes one out. The same bytes change nothing."""
    tree = {**desk.campaigns.tree(campaign_id), **files}
    save_tree(
        desk, campaign_id, {name: item for name, item in tree.items() if item is not None}, by=by
    )


def save_tree(
    desk: Desk, campaign_id: CampaignId, tree: Mapping[str, bytes], *, by: Person
) -> None:
    """Store a whole tree as the newest revision."""
    name = desk.campaigns.get(campaign_id).name
    desk.campaigns.add_revision(campaign_id, tree=tree, by=by.public_key, name=name)
    desk.audit.append(
        person=by.public_key, action="campaign.save", details={"campaign": campaign_id}
    )


def save_trees(desk: Desk, trees: Mapping[CampaignId, Mapping[str, bytes]], *, by: Person) -> None:
    """Store whole trees of several campaigns as their newest revisions: all of them, or none."""
    desk.campaigns.add_revisions(trees, by=by.public_key)
    for campaign_id in trees:
        desk.audit.append(
            person=by.public_key, action="campaign.save", details={"campaign": campaign_id}
        )
