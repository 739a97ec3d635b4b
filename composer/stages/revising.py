"""One way to store changed files of campaigns: a new revision, and a line in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from composer.errors import FileRefused
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.stages.authorship import translated_locales
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.freezing import require_open
from composer.stages.translation_evolving import move_comments, with_translations
from composer.store.campaigns import MovedOnError

SAVED = "campaign.save"
ATTEMPTS = 5


def save_files(
    desk: Desk, campaign_id: CampaignId, files: Mapping[str, bytes | None], *, by: Person
) -> None:
    """Store files over the newest revision; None takes one out. The same bytes change nothing."""
    save_tree(desk, campaign_id, with_files(desk.campaigns.tree(campaign_id), files), by=by)


def change_files(
    desk: Desk,
    campaign_id: CampaignId,
    change: Callable[[Content], Mapping[str, bytes | None]],
    *,
    by: Person,
    action: str = SAVED,
    judges_frozen: bool = False,
) -> None:
    """Store what `change` makes of the newest revision, whoever else saves at the same moment.

    No files change nothing. `change` is asked again when somebody was faster. With `judges_frozen`
    it says itself what of a frozen campaign may not be changed.

    Raises:
        Blocked: the campaign is frozen.
        MovedOnError: others were faster again and again.
    """
    for left in reversed(range(ATTEMPTS)):
        content = load_content(desk, campaign_id)
        if not judges_frozen:
            require_open(desk, content)
        tree = with_files(content.tree, change(content))
        if tree == content.tree:
            return
        number = content.revision.number
        try:
            desk.campaigns.add_revision(
                campaign_id, tree=tree, by=by.public_key, name=content.record.name, after=number
            )
        except MovedOnError:
            if not left:
                raise
            continue
        details = saved_details(campaign_id, content.tree, tree)
        desk.audit.append(person=by.public_key, action=action, details=details)
        return


def with_files(tree: Mapping[str, bytes], files: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """Put files into a tree; None takes one out."""
    changed = {**tree, **files}
    return {name: content for name, content in changed.items() if content is not None}


def save_tree(
    desk: Desk,
    campaign_id: CampaignId,
    tree: Mapping[str, bytes],
    *,
    by: Person,
    since: Content | None = None,
) -> None:
    """Store a whole tree as the newest revision; translations and comments follow the text.

    The same bytes change nothing, and make nobody an author.

    With `since`, the content that the tree was made from, files that somebody else has saved
    meanwhile stay theirs unless they are changed here, too.

    Raises:
        Blocked: the campaign is frozen, and it would be changed.
        MovedOnError: others were faster again and again.
    """
    for left in reversed(range(ATTEMPTS)):
        newest = newest_content(desk, campaign_id)
        wanted = tree
        if newest is not None:
            mine = tree if since is None else _mine(tree, since=since, newest=newest)
            wanted = with_translations(newest, mine)
            if wanted == newest.tree:
                return
            require_open(desk, newest)
        try:
            desk.campaigns.add_revision(
                campaign_id,
                tree=wanted,
                by=by.public_key,
                name=desk.campaigns.get(campaign_id).name,
                after=newest.revision.number if newest else None,
            )
        except MovedOnError:
            if not left:
                raise
            continue
        if newest is not None:
            move_comments(desk, campaign_id, before=newest, tree=wanted)
        details = saved_details(campaign_id, newest.tree if newest else {}, wanted)
        desk.audit.append(person=by.public_key, action=SAVED, details=details)
        return


def save_trees(desk: Desk, trees: Mapping[CampaignId, Mapping[str, bytes]], *, by: Person) -> None:
    """Store whole trees of several campaigns as their newest revisions: all of them, or none."""
    desk.campaigns.add_revisions(trees, by=by.public_key)
    for campaign_id in trees:
        desk.audit.append(person=by.public_key, action=SAVED, details={"campaign": campaign_id})


def saved_details(
    campaign_id: CampaignId, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> dict[str, object]:
    """Say what the log keeps of a saving: that it changed these translations and nothing else."""
    locales = translated_locales(before, after)
    return {"campaign": campaign_id, **({"locales": sorted(locales)} if locales else {})}


def newest_content(desk: Desk, campaign_id: CampaignId) -> Content | None:
    """Give the newest content; None when its files were damaged, so that it can be mended."""
    try:
        return load_content(desk, campaign_id)
    except FileRefused:
        return None


def _mine(tree: Mapping[str, bytes], *, since: Content, newest: Content) -> dict[str, bytes]:
    """Put what was changed since a content over the newest one."""
    names = since.tree.keys() | tree.keys()
    changed = {name: tree.get(name) for name in names if tree.get(name) != since.tree.get(name)}
    return with_files(newest.tree, changed)
