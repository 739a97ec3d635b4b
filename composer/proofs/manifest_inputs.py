"""All that a proof is made of, as the stages gather it for `manifest.build_manifest`."""

from __future__ import annotations

from dataclasses import dataclass, field

from composer.model.campaign import Campaign
from composer.model.identifiers import CampaignId, Digest
from composer.model.message import Message
from composer.model.person import SeedList
from composer.model.policy import Policy
from composer.proofs.fingerprint import Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceFacts:
    """The frozen audience: its Merkle root, its people and its columns in order."""

    root: Digest
    count: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """What the check of everybody found: the root over all messages, kinds of message, time.

    `variants` holds (recipient id, message digest) of the person who shows each kind, and
    `variant_locales` (recipient id, language of the message).
    `files_not_scanned` of `files` could not be looked into; both are 0 when all could.
    `pictures_not_scanned` stand in files whose text was read.
    """

    root: Digest
    count: int
    variants: tuple[tuple[str, str], ...]
    eta_total_s: int
    eta_per_domain: tuple[tuple[str, int], ...]
    variant_locales: tuple[tuple[str, str], ...] = ()
    files: int = 0
    files_not_scanned: int = 0
    pictures_not_scanned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedWarning:
    """A point of the check that somebody accepted: its digest, kind and count; why, and who."""

    key: str
    code: str
    count: int
    reason: str
    name: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationReview:
    """How many texts of a language somebody reviewed; `person` is empty where nobody knows who.

    `declared`: by bringing a file that says so.
    """

    locale: str
    person: str
    name: str
    declared: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestInputs:
    """All that a proof is made of.

    `literal_addresses` were written by the author into the message; `contact_values` stand in
    columns named as contacts, and are named by digests under `contact_key`; `accepted` are the
    warnings that somebody accepted; `reviews` say who reviewed the languages that people get.
    `account` names how the account at the mail service is set up; empty where there is none.
    """

    campaign_id: CampaignId
    campaign: Campaign
    message: Message
    audience: AudienceFacts
    check: CheckFacts
    seeds: SeedList
    policy: Policy
    fingerprint: Fingerprint
    literal_addresses: tuple[str, ...] = ()
    contact_values: tuple[str, ...] = ()
    contact_key: str = field(default="", repr=False)
    accepted: tuple[AcceptedWarning, ...] = ()
    reviews: tuple[TranslationReview, ...] = ()
    account: str = ""
