"""Beginning a campaign without a folder: with a layout, or with parts of an earlier one.

Whatever is random about a campaign is made anew (id, seed of its Message-IDs, key of its record),
and nothing that anybody signed comes along: no proof, no approval, no people, no record of a send.
Who made the text, or the layout of its own, that comes along made this campaign, too: they may not
approve it (rule 3).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from composer.errors import Blocked, FileRefused, UsageError
from composer.findings import Finding, blocking
from composer.folder.load import (
    HTML_FILE,
    MESSAGE_FILE,
    SETTINGS_FILE,
    TRANSLATIONS,
    layout_names,
    parse_tree,
)
from composer.folder.write import Value, edit_settings, mailbox_source, write_message_md
from composer.i18n import _
from composer.model.campaign import Mailbox, TransportKind, TransportSettings
from composer.model.identifiers import CampaignId
from composer.model.new_campaign import FirstWords, Part
from composer.model.person import Person, Role
from composer.model.writing import LayoutLine
from composer.rendering.files import FOLDER
from composer.stages.accounts import load_accounts, with_transport
from composer.stages.authorship import makers
from composer.stages.branding import with_brand
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.layouts import program_layouts
from composer.stages.people import require_role
from composer.stages.seeds import load_seeds
from composer.stages.translation_acts import declare
from composer.store.campaign_facts import campaign_facts

MADE, COPIED = "campaign.new", "campaign.copy"
TEXT_FILE = "message.txt"
LIST_FILE = "audience.csv"
LEFT_BEHIND = (
    "expected", "agreed", "leave_out", "exclude", "inactive", "overlap", "later", "only",
    "taken_from", "corrects", "follows", "follows_groups",
)  # fmt: skip
"""What was decided about the people of the earlier campaign, and was promised about its list."""


class NewCampaigns:
    """How a campaign begins in one open workspace; every call blocks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def layouts(self) -> tuple[LayoutLine, ...]:
        """List the layouts of the program."""
        return program_layouts()

    def usual_sender(self, account: str = "") -> str:
        """Give what stands in From of what leaves by an account (without a name: the first one).

        With the name beside the address that the newest campaign gave it; "" where nobody said.
        """
        known = [] if self._desk.folder.is_practice else load_accounts(self._desk)
        address = next((one.sender for one in known if account in ("", one.name)), "")
        if not address:
            return ""
        for record in campaign_facts(self._desk.folder.database):
            sender = self._sender_of(record.id)
            if sender is not None and sender.address.casefold() == address.casefold():
                return mailbox_source(sender)
        return address

    def _sender_of(self, campaign_id: CampaignId) -> Mailbox | None:
        try:
            return load_content(self._desk, campaign_id).campaign.sender
        except FileRefused:  # its own page says so
            return None

    def begin(self, words: FirstWords, *, by: Person) -> CampaignId:
        """Make a campaign with a layout and nothing written yet.

        Raises:
            Blocked: one of its first words cannot be used.
            UsageError: it has no name, or there is no such layout.
        """
        require_role(by, Role.AUTHOR, Role.OWNER)
        name = _name(words.name)
        if words.layout not in layout_names():
            raise UsageError(_("There is no layout of that name."))
        settings = edit_settings(
            b"",
            {
                "name": name,
                "purpose": words.purpose.value,
                "from": words.sender.strip(),
                "locale": words.locale,
                "layout": words.layout,
                "audience": {"file": LIST_FILE},
            },
        )
        settings = with_transport(settings, self._account(words.account))
        tree = {SETTINGS_FILE: settings, MESSAGE_FILE: write_message_md("", "", "")}
        return self._make(name, tree, {}, action=MADE, by=by)

    def copy(
        self, source: CampaignId, parts: Collection[Part], *, name: str, by: Person
    ) -> CampaignId:
        """Make a campaign of parts of an earlier one; translations come only with their text.

        Raises:
            Blocked: what is left of its settings cannot be used.
            UsageError: it has no name.
        """
        require_role(by, Role.AUTHOR, Role.OWNER)
        name, content = _name(name), load_content(self._desk, source)
        wanted = frozenset(parts)
        if Part.TEXT not in wanted:
            wanted -= {Part.TRANSLATIONS}
        settings = edit_settings(content.tree[SETTINGS_FILE], _changes(wanted, name))
        if Part.ACCOUNT not in wanted:
            settings = with_transport(settings, self._account(""))
        tree = {**_files(content.tree, wanted, layout=content.campaign.layout)}
        tree[SETTINGS_FILE] = settings
        is_written = Part.TEXT in wanted or content.campaign.layout in content.tree
        details = self._former_makers(source) if is_written else {}
        return self._make(name, tree, details, action=COPIED, by=by)

    def _account(self, name: str) -> TransportSettings:
        """Give an account's settings: the one named, else the first; else nothing is sent."""
        known = [] if self._desk.folder.is_practice else list(load_accounts(self._desk))
        wanted = [one for one in known if not name or one.name == name]
        if wanted:
            return wanted[0].settings
        if self._desk.folder.is_practice:
            return TransportSettings(kind=TransportKind.PRACTICE)
        return TransportSettings(kind=TransportKind.EML, directory="out")

    def _former_makers(self, source: CampaignId) -> dict[str, object]:
        made = makers(self._desk, source)
        return {
            "wrote": sorted(made.authors),
            "translated": sorted([locale, key] for locale, key in made.translators),
        }

    def _make(
        self,
        name: str,
        tree: Mapping[str, bytes],
        details: Mapping[str, object],
        *,
        action: str,
        by: Person,
    ) -> CampaignId:
        """Store it, once it can be read back; all test mailboxes of the team receive its test."""
        seeds = [mailbox.address for mailbox in load_seeds(self._desk).mailboxes]
        settings = edit_settings(tree[SETTINGS_FILE], {"test.seeds": seeds or None})
        whole = with_brand(self._desk, {**tree, SETTINGS_FILE: settings})
        parsed = parse_tree(whole)
        if parsed.campaign is None or parsed.message is None:
            raise Blocked(_about_settings(blocking(parsed.findings)))
        made = self._desk.campaigns.create(name=name, tree=whole, by=by.public_key)
        declare(self._desk, made.id, before=(), after=parsed.message.catalogues, by=by)
        self._desk.audit.append(
            person=by.public_key, action=action, details={**details, "campaign": made.id}
        )
        return made.id


def _name(given: str) -> str:
    if not given.strip():
        raise UsageError(_("A campaign needs a name."))
    return given.strip()


def _about_settings(found: list[Finding]) -> list[Finding]:
    """Put what is wrong with the first words before what follows from it."""
    return [item for item in found if item.place_of("file") == SETTINGS_FILE] or found


def _changes(wanted: frozenset[Part], name: str) -> dict[str, Value | None]:
    """Say what of the earlier settings is changed or left behind."""
    changes: dict[str, Value | None] = {"name": name, "id": None, "pace.planned": None}
    if Part.TEXT not in wanted:
        changes["attachments"] = None
    if Part.TRANSLATIONS not in wanted:
        changes |= {"fallback": None, "readers": None}
    if Part.AUDIENCE in wanted:
        changes |= {f"audience.{key}": None for key in LEFT_BEHIND}
    else:
        changes["audience"] = {"file": LIST_FILE}
    if Part.ACCOUNT not in wanted:
        changes["pace"] = None
    return changes


def _files(tree: Mapping[str, bytes], wanted: frozenset[Part], *, layout: str) -> dict[str, bytes]:
    """Give the files that come along; a layout of the campaign's own always does."""
    kept = dict(tree)
    if Part.TEXT not in wanted:
        kept = {
            path: content
            for path, content in kept.items()
            if path not in {TEXT_FILE, HTML_FILE} and not path.startswith(FOLDER)
        }
        kept[MESSAGE_FILE] = write_message_md("", "", "")
        if layout in tree:
            kept[layout] = tree[layout]
    if Part.TRANSLATIONS not in wanted:
        kept = {path: content for path, content in kept.items() if not _is_translation(path)}
    return kept


def _is_translation(path: str) -> bool:
    return path.startswith(TRANSLATIONS)
