"""Translations follow the text: what a new state of the files does to the catalogues in it.

What was said about a unit follows it, too: it is about the paragraph, not about its wording.
"""

from __future__ import annotations

from collections.abc import Mapping

from composer.errors import FileRefused
from composer.folder.load import FILES, TRANSLATIONS, parse_tree
from composer.model.identifiers import CampaignId
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.store.translations import text_digest
from composer.translation.catalogue import read_po
from composer.translation.evolving import evolve_po, match_units
from composer.translation.units import message_units


def with_translations(before: Content, tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give a tree in which units that were changed since `before` have their translations.

    They need work then. The same units change no file; neither does a text that cannot be read.
    """
    catalogues = [name for name in tree if name.startswith(TRANSLATIONS)]
    names = before.tree.keys() | tree.keys()
    changed = any(
        before.tree.get(name) != tree.get(name)
        for name in names
        if not name.startswith((TRANSLATIONS, FILES))
    )
    message = parse_tree(tree).message if catalogues and changed else None
    if message is None:
        return dict(tree)
    old, new = message_units(before.message), message_units(message)
    in_use = {unit.source for unit in new}
    if in_use == {unit.source for unit in old}:
        return dict(tree)
    matched = match_units(old, new)
    evolved = dict(tree)
    for name in catalogues:
        try:
            entries = read_po(tree[name], locale="", file=name).entries
        except FileRefused:
            continue  # the findings of the tree say so
        evolved[name] = evolve_po(tree[name], entries, matched=matched, in_use=in_use)
    return evolved


def move_comments(
    desk: Desk, campaign_id: CampaignId, *, before: Content, tree: Mapping[str, bytes]
) -> None:
    """Let comments follow the units that were changed between a content and a stored tree.

    Where the former text stands somewhere else still, they stay with it.
    """
    said = desk.translations.commented(campaign_id)
    message = parse_tree(tree).message if said else None
    if message is None:
        return
    old, new = message_units(before.message), message_units(message)
    in_use = {unit.source for unit in new}
    if in_use == {unit.source for unit in old}:
        return
    moves = {
        text_digest(former): text_digest(source)
        for source, former in match_units(old, new).items()
        if former not in in_use and text_digest(former) in said
    }
    if moves:
        desk.translations.move_comments(campaign_id, moves)
