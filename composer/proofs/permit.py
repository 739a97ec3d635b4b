"""The test permit: leave to hand over to the team's own mailboxes, and to nobody else.

A `TestPermit` cannot hold an address that is not on the owner's signed list of test mailboxes, nor
fewer than two different mailboxes at the start of a test: a test to one address cannot show that a
message names a second recipient. Each message carries a random nonce, made in the sending process;
only its hash is stored, so that nobody can make a receipt from what the workspace holds.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from composer.errors import Blocked
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.person import SeedList
from composer.model.recipient import Recipient, address_key
from composer.proofs.canonical import JsonValue
from composer.proofs.manifest import Manifest
from composer.proofs.manifest_settings import seeds_digest
from composer.proofs.seed_rows import SeedColumns, seed_recipient

TEST_HEADER = "X-Composer-Test"
NONCE = re.compile(r"[0-9a-f]{32}")
FEWEST_MAILBOXES = 2
FIRST_COPY_SLOT = 1_000_000
"""Slots of copies during the send start here: their Message-IDs must differ from the test's."""


class PermitKind(Enum):
    """What the messages to seeds are: the test before sign-off, or copies during the send."""

    TEST = "test"
    COPY = "copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedMessage:
    """One message to one seed: `recipient` is the seed's own row for the kind `variant_id`."""

    seed: str
    slot: int
    variant_id: RecipientId
    recipient: Recipient
    nonce: str = field(repr=False)

    @property
    def header(self) -> tuple[str, str]:
        """The header field that marks the message as a test."""
        return TEST_HEADER, self.nonce


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPermit:
    """Leave to hand these messages over; only seeds of the signed list fit in.

    Raises:
        Blocked: when it is made with anything else.
    """

    __test__ = False  # not a pytest class

    campaign_id: CampaignId
    proof: Digest
    kind: PermitKind
    seeds: SeedList
    messages: tuple[SeedMessage, ...]

    def __post_init__(self) -> None:
        findings = [*_find_foreign(self.messages, self.seeds), *_find_doubled(self.messages)]
        if self.kind is PermitKind.TEST:
            findings += _find_too_few(self.messages)
        if findings:
            raise Blocked(findings)


def plan_test(
    variants: Sequence[Recipient],
    *,
    manifest: Manifest,
    seeds: SeedList,
    message_seed: str,
    first_slot: int = 0,
) -> TestPermit:
    """Spread all kinds of message over the proof's test mailboxes, each at least once.

    `variants` are the recipients that the manifest names; `first_slot` counts what earlier tests of
    this proof have sent, so that a test done again gets new Message-IDs.

    Raises:
        Blocked: too few mailboxes, one that the owner has not listed, or another proof's kinds.
    """
    chosen = _chosen_seeds(manifest, seeds)
    _require_same_kinds(variants, manifest)
    count = max(len(variants), len(chosen))
    messages = [
        _seed_message(
            variants[number % len(variants)],
            seed=chosen[number % len(chosen)],
            slot=first_slot + number,
            manifest=manifest,
            message_seed=message_seed,
        )
        for number in range(count)
    ]
    return TestPermit(
        campaign_id=manifest.campaign_id,
        proof=manifest.digest,
        kind=PermitKind.TEST,
        seeds=seeds,
        messages=tuple(messages),
    )


def plan_copy(
    variants: Sequence[Recipient],
    *,
    manifest: Manifest,
    seeds: SeedList,
    message_seed: str,
    number: int,
) -> TestPermit:
    """Plan the `number`-th copy during the send (from 0): the next mailbox, the next kind.

    Raises:
        Blocked: as `plan_test`.
    """
    chosen = _chosen_seeds(manifest, seeds)
    _require_same_kinds(variants, manifest)
    message = _seed_message(
        variants[number % len(variants)],
        seed=chosen[number % len(chosen)],
        slot=FIRST_COPY_SLOT + number,
        manifest=manifest,
        message_seed=message_seed,
    )
    return TestPermit(
        campaign_id=manifest.campaign_id,
        proof=manifest.digest,
        kind=PermitKind.COPY,
        seeds=seeds,
        messages=(message,),
    )


def nonce_hash(nonce: str) -> str:
    """Give what is stored of a nonce."""
    return hashlib.sha256(f"composer test nonce 1\n{nonce}".encode()).hexdigest()


def mailbox_key(address: str) -> str:
    """Fold an address to its mailbox: `seed+a@` and `seed+b@` arrive in the same one.

    >>> mailbox_key("Seed+a@Example.com") == mailbox_key("seed@example.com")
    True
    """
    local, _at, domain = address_key(address).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def columns_of(manifest: Manifest) -> SeedColumns:
    """Read from a proof which columns seed rows replace."""
    audience = manifest.section("audience")
    return SeedColumns(
        email=manifest.text("audience", "email"),
        ids=_texts(audience.get("ids")),
        personal=_texts(audience.get("personal")),
    )


def _seed_message(
    variant: Recipient, *, seed: str, slot: int, manifest: Manifest, message_seed: str
) -> SeedMessage:
    return SeedMessage(
        seed=seed,
        slot=slot,
        variant_id=variant.id,
        recipient=seed_recipient(
            variant,
            seed=seed,
            slot=slot,
            message_seed=message_seed,
            columns=columns_of(manifest),
        ),
        nonce=secrets.token_hex(16),
    )


def _chosen_seeds(manifest: Manifest, seeds: SeedList) -> tuple[str, ...]:
    """Give the proof's seeds, two different mailboxes first."""
    test = manifest.section("test")
    if test.get("list") != seeds_digest(seeds):
        raise Blocked([finding("send.proof_changed")])
    chosen = _texts(test.get("seeds")) or seeds.addresses
    findings = find_seed_findings(chosen, seeds)
    if findings:
        raise Blocked(findings)
    spelled = {address_key(seed): seed for seed in seeds.addresses}
    chosen = tuple(spelled[address_key(seed)] for seed in chosen)
    first = mailbox_key(chosen[0])
    second = next(seed for seed in chosen if mailbox_key(seed) != first)
    return (chosen[0], second, *(seed for seed in chosen[1:] if seed != second))


def find_seed_findings(chosen: Sequence[str], seeds: SeedList) -> list[Finding]:
    """Find what keeps these addresses from receiving a test: unlisted, or too few mailboxes."""
    listed = {address_key(seed) for seed in seeds.addresses}
    findings = [
        finding("test.not_a_seed", where={"recipient": seed})
        for seed in chosen
        if address_key(seed) not in listed
    ]
    count = len({mailbox_key(seed) for seed in chosen})
    if count < FEWEST_MAILBOXES:
        findings.append(finding("test.too_few_mailboxes", count=count))
    return findings


def _require_same_kinds(variants: Sequence[Recipient], manifest: Manifest) -> None:
    named = [recipient_id for recipient_id, _digest in manifest.variants]
    if not variants or sorted(variant.id for variant in variants) != sorted(named):
        raise Blocked([finding("send.proof_changed")])


def _find_foreign(messages: Iterable[SeedMessage], seeds: SeedList) -> list[Finding]:
    listed = set(seeds.addresses)
    return [
        finding("test.not_a_seed", where={"recipient": message.recipient.address})
        for message in messages
        if message.seed not in listed
        or message.recipient.address != message.seed
        or message.recipient.id == message.variant_id
    ]


def _find_doubled(messages: Sequence[SeedMessage]) -> list[Finding]:
    nonces = {message.nonce for message in messages if NONCE.fullmatch(message.nonce)}
    slots = {message.slot for message in messages}
    ids = {message.recipient.id for message in messages}
    alone = len(nonces) == len(slots) == len(ids) == len(messages) > 0
    return [] if alone else [finding("test.not_distinct")]


def _find_too_few(messages: Sequence[SeedMessage]) -> list[Finding]:
    count = len({mailbox_key(message.seed) for message in messages[:FEWEST_MAILBOXES]})
    if count < FEWEST_MAILBOXES:
        return [finding("test.too_few_mailboxes", count=count)]
    return []


def _texts(value: JsonValue | None) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
