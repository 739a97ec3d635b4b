"""What two manifests do not say about a change, because they hold digests: the texts, the people.

The files of a former proof are found by the check that it stands on, which names the revision. What
is not kept any more is left to the manifests.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.folder.load import parse_tree
from composer.i18n import _, grouped, ngettext, place
from composer.model.audience import AudienceComparison
from composer.model.changes import Area, Change
from composer.model.message import Catalogue, Message
from composer.proofs.changes import Known
from composer.proofs.manifest import Manifest
from composer.stages.audience_pending import compare
from composer.stages.checking import binding_for
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.sealing import contact_values, contacts_in
from composer.store.audience_changes import listing_with_root
from composer.store.proofs import ProofRecord
from composer.translation.catalogue import entry_state
from composer.translation.locale_names import language_name
from composer.translation.units import UnitKind, message_units


def former_content(
    desk: Desk, content: Content, record: ProofRecord, *, old: Manifest
) -> Content | None:
    """Give the campaign as a former proof froze it; None where no revision fits."""
    wanted = record.binding
    root = old.text("audience", "root")
    program = old.text("program", "source"), old.text("program", "installation")
    for revision in reversed(desk.campaigns.revisions(content.record.id)):
        if binding_for(content.record.id, revision.digest, root, program=program) != wanted:
            continue
        tree = desk.campaigns.tree(content.record.id, number=revision.number)
        parsed = parse_tree(tree)
        if parsed.campaign is None or parsed.message is None:
            return None
        columns = old.section("audience")["columns"]
        return Content(
            record=content.record,
            revision=revision,
            tree=tree,
            campaign=parsed.campaign,
            message=parsed.message,
            columns=tuple(map(str, columns if isinstance(columns, list) else ())),
        )
    return None


def known_changes(desk: Desk, content: Content, record: ProofRecord, *, old: Manifest) -> Known:
    """Say what the two texts and the two lists of people say beyond the manifests."""
    instead: dict[str, tuple[Change, ...]] = {}
    former = former_content(desk, content, record, old=old)
    if former is not None:
        instead |= _texts(former.message, content.message)
        instead |= _translations(former.message, content.message)
    if told := tuple(_contact_changes(desk, content, old)):
        instead["addresses.contacts"] = told
    people = _people(desk, content, old)
    if people is not None and (told := tuple(_people_changes(people))):
        instead["audience.root"] = told
    return Known(instead=instead)


def _texts(old: Message, new: Message) -> dict[str, tuple[Change, ...]]:
    told: dict[str, tuple[Change, ...]] = {}
    told["message.preheader_sha256"] = (_preheader(old.preheader, new.preheader),)
    before, after = _of_the_body(old), _of_the_body(new)
    count = max(len(after - before), len(before - after))
    if count:
        words = ngettext(
            "The text of the message was changed in {count} part.",
            "The text of the message was changed in {count} parts.",
            count,
        )
        told["message.body_sha256"] = (_change(Area.TEXT, place(words, count=grouped(count))),)
    return told


def _preheader(before: str, after: str) -> Change:
    if not before:
        words = _("The preview text in the inbox is now “{after}”; there was none.")
    elif not after:
        words = _("The preview text in the inbox was taken out: “{before}”.")
    else:
        words = _("The preview text in the inbox was “{before}” and is now “{after}”.")
    return _change(Area.TEXT, place(words, before=before, after=after))


def _of_the_body(message: Message) -> set[str]:
    apart = {UnitKind.SUBJECT, UnitKind.PREHEADER, UnitKind.LAYOUT, UnitKind.TEXT}
    return {unit.source for unit in message_units(message) if unit.kind not in apart}


def _translations(old: Message, new: Message) -> dict[str, tuple[Change, ...]]:
    """Count the parts whose translation is another one; with the source's parts it only follows."""
    former = {catalogue.locale: _words_of(catalogue) for catalogue in old.catalogues}
    known = {unit.source for unit in message_units(old)}
    kept = [unit.source for unit in message_units(new) if unit.source in known]
    told: dict[str, tuple[Change, ...]] = {}
    for catalogue in new.catalogues:
        if catalogue.locale not in former:
            continue
        before, after = former[catalogue.locale], _words_of(catalogue)
        count = sum(before.get(source) != after.get(source) for source in kept)
        told[f"catalogues.{catalogue.locale}"] = (_translation(catalogue.locale, count),)
    return told


def _translation(locale: str, count: int) -> Change:
    name = language_name(locale)
    if not count:
        text = place(_("The translation into {name} follows the changed text."), name=name)
        return _change(Area.TRANSLATION, text, follows=True)
    words = ngettext(
        "The translation into {name} was changed in {count} part.",
        "The translation into {name} was changed in {count} parts.",
        count,
    )
    return _change(Area.TRANSLATION, place(words, name=name, count=grouped(count)))


def _words_of(catalogue: Catalogue) -> dict[str, tuple[str, object]]:
    return {entry.source: (entry.target, entry_state(entry)) for entry in catalogue.entries}


def _people(desk: Desk, content: Content, old: Manifest) -> AudienceComparison | None:
    """Put the list in use beside the former one, where its people are still kept."""
    campaign_id = content.record.id
    with desk.folder.database.read() as connection:
        then = listing_with_root(connection, campaign_id, old.text("audience", "root"))
    now = desk.recipients.listing(campaign_id)
    if then is None or now is None or then.change.number == now.change.number:
        return None
    key = ("people changed", campaign_id, then.tables.number, now.tables.number)
    return desk.kept(key, lambda: compare(desk, now.tables, then.tables))


def _contact_changes(desk: Desk, content: Content, old: Manifest) -> Iterator[Change]:
    """Name the addresses of contacts themselves, while the former list is kept."""
    with desk.folder.database.read() as connection:
        then = listing_with_root(connection, content.record.id, old.text("audience", "root"))
    columns = old.section("audience")["contacts"]
    if then is None or not isinstance(columns, list):
        return
    former = set(contacts_in(desk, then, [*map(str, columns)]))
    now = set(contact_values(desk, content))
    if went := sorted(former - now):
        words = _("Addresses of contacts that messages no longer show: {before}.")
        yield _change(Area.DECISIONS, place(words, before=", ".join(went)))
    if came := sorted(now - former):
        words = _("Addresses of contacts that messages may now show: {after}.")
        yield _change(Area.DECISIONS, place(words, after=", ".join(came)))


def _people_changes(people: AudienceComparison) -> Iterator[Change]:
    for count, words in (
        (
            people.added,
            ngettext("{count} person was added.", "{count} people were added.", people.added),
        ),
        (
            people.removed,
            ngettext(
                "{count} person was taken out.", "{count} people were taken out.", people.removed
            ),
        ),
        (
            people.changed,
            ngettext(
                "What the list says of {count} person was changed.",
                "What the list says of {count} people was changed.",
                people.changed,
            ),
        ),
    ):
        if count:
            yield _change(Area.PEOPLE, place(words, count=grouped(count)))


def _change(area: Area, text: str, *, follows: bool = False) -> Change:
    return Change(area=area, text=text, follows=follows)
