"""Whether a `.proof` shows what its fingerprint names: everything is made anew from what it holds.

The message that will be shown is decoded with the guard's decoders, its digest is made from what
was decoded, the manifest must name that digest for that kind, and the manifest's own digest names
the version. Who works in the team comes from the owner's signed lists, against what this computer
has pinned; whoever made the file is only believed to have said what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.errors import FileRefused, GuardRefused, SignatureRefused
from composer.findings import finding
from composer.model.check_summary import Variant
from composer.model.identifiers import RecipientId
from composer.model.person import Person, Roster
from composer.model.policy import Policy
from composer.model.rendered import RenderedMessage
from composer.proofs.effective_rules import rules_digest
from composer.proofs.manifest import Manifest, read_manifest
from composer.signoff.approvals import About, Decision, verify_decisions
from composer.signoff.counting import Asked, Makers, asked_of, concerns
from composer.signoff.owner_lists import Trust
from composer.signoff.pins import UNSEEN, Pins
from composer.signoff.policies import verify_policies
from composer.signoff.proof_file import PackedKind, ProofContents
from composer.signoff.roster import claimed_owner, verify_rosters
from composer.wire.decode import decode_eml


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKind:
    """A kind of message as it will be shown: decoded from the very bytes, its digest made anew."""

    variant: Variant
    rendered: RenderedMessage
    eml: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProof:
    """A `.proof` whose content is what it claims to be.

    `owner_known`: this computer had pinned the owner before. Without it nothing may be signed until
    somebody has compared the owner's words.
    """

    contents: ProofContents
    manifest: Manifest
    former: Manifest | None
    roster: Roster
    policy: Policy
    kinds: tuple[ShownKind, ...]
    decisions: tuple[Decision, ...]
    owner_key: str
    owner_known: bool

    @property
    def made_by(self) -> Person:
        """Who made the file."""
        return self.person_of(self.contents.made_by)

    def person_of(self, public_key: str) -> Person:
        """Give whoever has a key, as the owner lists them; a stranger has no role."""
        found = self.roster.person_of(public_key)
        return found or Person(name="", email="", public_key=public_key, roles=frozenset())

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages of all kinds, those that are not in this file as well."""
        return tuple(dict.fromkeys(kind.locale for kind in self.contents.kinds))

    def required_of(self, person: Person) -> tuple[ShownKind, ...]:
        """Give the kinds that a person must see: those of their languages, or all without any."""
        return tuple(kind for kind in self.kinds if concerns(person, kind.variant.locale))

    @property
    def asked(self) -> Asked:
        """What the sealed rules and the owner's present ones ask together."""
        return asked_of(self.manifest, self.policy, self.roster)

    @property
    def makers(self) -> Makers:
        """Who made the campaign what it is, as the maker of the file states it."""
        return Makers(
            authors=frozenset(self.contents.authors),
            translators=frozenset(self.contents.translators),
        )


def check_proof(
    contents: ProofContents, *, pins: Pins | None, reader: str, now: datetime
) -> CheckedProof:
    """Check a file for the person whose key (64 hex digits) opened it.

    Raises:
        FileRefused: with the sentence that says what differs.
        SignatureRefused: the owner's lists or a decision do not verify, or are older than the
            newest that this computer knows.
    """
    manifest = _read_manifest(contents)
    owner = pins.owner_key if pins else claimed_owner(_first(contents.rosters))
    roster = verify_rosters(
        contents.rosters,
        trust=Trust(
            workspace=contents.workspace,
            owner_key=owner,
            pin=pins.roster if pins else UNSEEN,
        ),
    )
    policy = verify_policies(
        contents.policies,
        trust=Trust(
            workspace=contents.workspace,
            owner_key=owner,
            pin=pins.policy if pins else UNSEEN,
        ).under(roster),
    )
    if contents.made_by not in roster.active_keys:
        raise FileRefused([finding("proof_file.unknown_maker")])
    if manifest.text("policy", "rules") != rules_digest(policy):
        raise FileRefused([finding("proof_file.other_rules")])
    _require_named(contents, manifest)
    kinds = tuple(_shown(kind) for kind in contents.kinds if kind.eml)
    checked = CheckedProof(
        contents=contents,
        manifest=manifest,
        former=read_manifest(contents.former) if contents.former else None,
        roster=roster,
        policy=policy,
        kinds=kinds,
        decisions=verify_decisions(
            contents.decisions,
            about=About(
                proof=manifest.digest, campaign=contents.campaign, workspace=contents.workspace
            ),
            roster=roster,
            now=now,
        ),
        owner_key=owner,
        owner_known=pins is not None,
    )
    person = roster.person_of(reader)
    if person is not None:
        _require_whole(checked, person)
    return checked


def _read_manifest(contents: ProofContents) -> Manifest:
    try:
        manifest = read_manifest(contents.manifest)
        campaign = manifest.campaign_id
    except SignatureRefused:
        raise FileRefused([finding("proof_file.unreadable")]) from None
    if campaign != contents.campaign:
        raise _other_content()
    return manifest


def _require_named(contents: ProofContents, manifest: Manifest) -> None:
    """Require that the kinds are exactly those that the manifest names, in its order."""
    listed = tuple((kind.recipient, kind.digest) for kind in contents.kinds)
    if not listed or listed != manifest.variants:
        raise _other_content()
    locales = manifest.variant_locales
    if any(locales[kind.recipient] not in {"", kind.locale} for kind in contents.kinds):
        raise _other_content()


def _shown(kind: PackedKind) -> ShownKind:
    """Decode what will be shown, and require that it is what the manifest names."""
    try:
        decoded = decode_eml(kind.eml)
    except GuardRefused:
        raise _other_content() from None
    if len(decoded.to_addresses) != 1:
        raise _other_content()
    to = decoded.to_addresses[0]
    digest = decoded.digest(envelope_sender=kind.envelope_sender, envelope_recipient=to)
    if digest != kind.digest or decoded.header("Content-Language") not in {None, kind.locale}:
        raise _other_content()
    recipient_id = RecipientId(kind.recipient)
    return ShownKind(
        variant=Variant(
            recipient_id=recipient_id,
            address=to,
            row=0,
            locale=kind.locale,
            facts=kind.facts,
            people=kind.people,
            digest=kind.digest,
        ),
        rendered=RenderedMessage(
            recipient_id=recipient_id,
            locale=kind.locale,
            envelope_sender=kind.envelope_sender,
            envelope_recipient=to,
            headers=decoded.headers,
            text_utf8=decoded.plain.content,
            html_utf8=decoded.markup.content,
            attachments=decoded.attachments,
            boundary_seed="",
            branches=(),
            digest=kind.digest,
        ),
        eml=kind.eml,
    )


def _require_whole(checked: CheckedProof, person: Person) -> None:
    """Require the content of every kind that the person must see, as the table lists them."""
    wanted = [kind for kind in checked.contents.kinds if concerns(person, kind.locale)]
    if not all(kind.eml for kind in wanted):
        raise FileRefused([finding("proof_file.not_whole")])


def _first(rosters: tuple[bytes, ...]) -> bytes:
    if not rosters:
        raise FileRefused([finding("proof_file.unreadable")])
    return rosters[0]


def _other_content() -> FileRefused:
    return FileRefused([finding("proof_file.other_content")])
