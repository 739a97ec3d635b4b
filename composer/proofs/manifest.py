"""The proof: one frozen manifest of everything that decides the messages and how they are sent.

Integers and strings only, RFC 8785 bytes, no time stamps: the same content always makes the same
bytes, so that undoing a change brings the proof, its receipts and its approvals back. The digest of
the bytes names the proof. The roster is not in it: people may join without voiding a sign-off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.model.campaign import Campaign
from composer.model.identifiers import CampaignId, Digest
from composer.model.message import Catalogue, CatalogueEntry, Message
from composer.model.rendered import framed, framed_count
from composer.model.translation import UnitState
from composer.proofs.canonical import (
    JsonObject,
    JsonValue,
    canonical_bytes,
    digest_of,
    read_canonical,
)
from composer.proofs.contacts import contact_digest
from composer.proofs.effective_rules import effective_rules
from composer.proofs.manifest_inputs import (
    AcceptedWarning,
    CheckFacts,
    ManifestInputs,
    TranslationReview,
)
from composer.proofs.manifest_settings import (
    audience_part,
    mailbox_part,
    pace_part,
    policy_part,
    test_part,
    transport_part,
)
from composer.translation.catalogue import entry_state
from composer.translation.units import message_units

FORMAT = "composer proof 1"
SECTIONS = frozenset(
    {
        "format",
        "campaign",
        "message",
        "layout",
        "catalogues",
        "translation",
        "files",
        "attachments",
        "audience",
        "fallback",
        "addresses",
        "accepted",
        "sender",
        "headers",
        "unsubscribe",
        "transport",
        "pace",
        "test",
        "policy",
        "variants",
        "messages",
        "eta",
        "program",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A proof's content, its canonical bytes, and the digest that names it."""

    content: JsonObject
    bytes: bytes
    digest: Digest

    def section(self, name: str) -> JsonObject:
        """Give one section that is an object; raises SignatureRefused."""
        section = self.content.get(name)
        if not isinstance(section, dict):
            raise _unreadable()
        return section

    def number(self, section: str, key: str) -> int:
        """Give one integer; raises SignatureRefused."""
        value = self.section(section).get(key)
        if not isinstance(value, int):
            raise _unreadable()
        return value

    def text(self, section: str, key: str) -> str:
        """Give one string; raises SignatureRefused."""
        value = self.section(section).get(key)
        if not isinstance(value, str):
            raise _unreadable()
        return value

    @property
    def campaign_id(self) -> CampaignId:
        """The campaign that the proof belongs to."""
        return CampaignId(self.text("campaign", "id"))

    @property
    def variants(self) -> tuple[tuple[str, str], ...]:
        """(Recipient id, message digest) of every kind of message."""
        found = []
        variants = self.content.get("variants")
        for item in variants if isinstance(variants, list) else []:
            match item:
                case {"recipient": str(recipient), "digest": str(digest)}:
                    found.append((recipient, digest))
                case _:
                    raise _unreadable()
        return tuple(found)

    @property
    def variant_locales(self) -> dict[str, str]:
        """The language of every kind of message, by recipient id."""
        variants = self.content.get("variants")
        return {
            str(item["recipient"]): str(item.get("locale", ""))
            for item in (variants if isinstance(variants, list) else [])
            if isinstance(item, dict) and "recipient" in item
        }


def build_manifest(inputs: ManifestInputs) -> Manifest:
    """Freeze everything into one manifest; the same inputs give the same bytes."""
    campaign = inputs.campaign
    units = [unit.source for unit in message_units(inputs.message)]
    content: JsonObject = {
        "format": FORMAT,
        "campaign": {
            "id": inputs.campaign_id,
            "name": campaign.name,
            "purpose": campaign.purpose.value,
            "locale": campaign.locale,
        },
        "message": _message(inputs.message),
        "layout": {
            "setting": campaign.layout,
            "name": inputs.message.layout.name,
            "kind": "mjml" if inputs.message.layout.is_mjml else "html",
            "sha256": _sha256(inputs.message.layout.html),
        },
        "catalogues": {
            catalogue.locale: catalogue_digest(catalogue, units)
            for catalogue in inputs.message.catalogues
        },
        "translation": _translation(campaign, inputs.reviews),
        "files": {file.path: file.sha256 for file in inputs.message.files},
        "attachments": [
            {"path": attachment.path, "column": attachment.column}
            for attachment in campaign.attachments
        ],
        "audience": audience_part(campaign, inputs.audience),
        "fallback": dict(campaign.fallback),
        "addresses": {
            "literal": [*sorted(set(inputs.literal_addresses))],
            "contacts": _contacts(inputs),
        },
        "accepted": [_accepted(item) for item in sorted(inputs.accepted, key=_by_key)],
        "sender": {
            "from": mailbox_part(campaign.sender),
            "reply_to": mailbox_part(campaign.reply_to),
        },
        "headers": [[name, value] for name, value in campaign.headers],
        "unsubscribe": campaign.unsubscribe,
        "transport": transport_part(campaign, account=inputs.account),
        "pace": pace_part(campaign),
        "test": test_part(campaign, inputs.seeds),
        "policy": policy_part(
            campaign,
            inputs.policy,
            effective=effective_rules(campaign, inputs.policy, people=inputs.audience.count),
        ),
        **_checked(inputs.check),
        "program": {
            "source": inputs.fingerprint.source,
            "installation": inputs.fingerprint.installation,
            "version": inputs.fingerprint.version,
        },
    }
    written = canonical_bytes(content)
    return Manifest(content=content, bytes=written, digest=digest_of(written))


def read_manifest(content: bytes) -> Manifest:
    """Read a stored manifest.

    Raises:
        SignatureRefused: it is not canonical, or not a manifest of this format.
    """
    parsed = read_canonical(content)
    if parsed.get("format") != FORMAT or parsed.keys() != SECTIONS:
        raise _unreadable()
    return Manifest(content=parsed, bytes=content, digest=digest_of(content))


def _contacts(inputs: ManifestInputs) -> list[JsonValue]:
    key = inputs.contact_key
    return [*sorted({contact_digest(value, key=key) for value in inputs.contact_values})]


def catalogue_digest(catalogue: Catalogue, sources: Sequence[str]) -> Digest:
    """Digest a translation of a message's units, in their order: each target, and if it counts.

    What else a file holds (former texts, remarks, drafts and open work apart) reaches nobody.
    """
    entries = {entry.source: entry for entry in catalogue.entries}
    hasher = hashlib.sha256(b"composer catalogue 2\n" + framed(catalogue.locale))
    hasher.update(framed_count(len(sources)))
    for source in sources:
        entry = entries.get(source) or CatalogueEntry(source=source, target="")
        state = "reviewed" if entry_state(entry) is UnitState.REVIEWED else "open"
        hasher.update(framed(source) + framed(entry.target) + framed(state))
    return Digest(hasher.hexdigest())


def _translation(campaign: Campaign, reviews: Sequence[TranslationReview]) -> JsonObject:
    reviewed: dict[str, list[JsonValue]] = {}
    for item in sorted(reviews, key=lambda item: (item.locale, item.declared, item.person)):
        reviewed.setdefault(item.locale, []).append(
            {
                "person": item.person,
                "name": item.name,
                "declared": int(item.declared),
                "count": item.count,
            }
        )
    return {"readers": [*sorted(set(campaign.readers))], "reviewed": {**reviewed}}


def _message(message: Message) -> JsonObject:
    written, brought = message.text_override, message.body_html
    return {
        "locale": message.locale,
        "subject": message.subject,
        "preheader_sha256": _sha256(message.preheader),
        "body_sha256": _sha256(message.body),
        "text_sha256": "" if written is None else _sha256(written),
        "html_sha256": "" if brought is None else _sha256(brought),
        "brand": {
            "name": message.brand.name,
            "colour": message.brand.colour,
            "logo": message.brand.logo,
            "address": message.brand.address,
            "website": message.brand.website,
        },
    }


def _checked(check: CheckFacts) -> JsonObject:
    locales = dict(check.variant_locales)
    return {
        "variants": [
            {"recipient": recipient, "digest": digest, "locale": locales.get(recipient, "")}
            for recipient, digest in check.variants
        ],
        "messages": {
            "root": check.root,
            "count": check.count,
            "files": check.files,
            "files_not_scanned": check.files_not_scanned,
            "pictures_not_scanned": check.pictures_not_scanned,
        },
        "eta": {"total_s": check.eta_total_s, "per_domain": _pairs(check.eta_per_domain)},
    }


def _pairs(pairs: Iterable[tuple[str, int]]) -> JsonObject:
    return dict(pairs)


def _accepted(item: AcceptedWarning) -> JsonObject:
    return {
        "key": item.key,
        "code": item.code,
        "count": item.count,
        "reason": item.reason,
        "name": item.name,
        "person": item.person,
    }


def _by_key(item: AcceptedWarning) -> str:
    return item.key


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _unreadable() -> SignatureRefused:
    return SignatureRefused(
        _("The stored proof cannot be read: it was changed, or another program wrote it."),
        advice=_("Freeze the campaign again."),
    )
