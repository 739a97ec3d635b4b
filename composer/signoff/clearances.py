"""A reviewer's word that a send may go on though a test mailbox received something else.

It names the very entry of the record that tells of the stop, by number and hash, so that it counts
for that difference and for no later one. Nothing but the key of somebody who may review today, and
did not make the campaign, makes one; what is stored is verified again by whoever sends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.findings import Finding, finding
from composer.model.person import Person, Roster
from composer.proofs.canonical import canonical_bytes
from composer.signoff.approvals import About, find_reviewer_findings, possible_reviewers
from composer.signoff.dsse import open_envelope, public_hex, sign
from composer.signoff.statement_reading import Fields, read_moment, refuse_statement
from composer.signoff.statements import write_moment

CLEARANCE_TYPE = "application/vnd.composer.clearance.v1+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The entry of the record that a clearance is about, and the code it stopped with."""

    entry: int
    hash: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """What a reviewer says; `words` are their own, and at least some."""

    about: About
    difference: Difference
    words: str
    issued_at: datetime


def sign_clearance(clearance: Clearance, *, private_key: Ed25519PrivateKey) -> bytes:
    """Sign it with the reviewer's key."""
    payload = canonical_bytes(
        {
            "type": "clearance",
            "proof": clearance.about.proof,
            "campaign": clearance.about.campaign,
            "workspace": clearance.about.workspace,
            "person": public_hex(private_key.public_key()),
            "entry": clearance.difference.entry,
            "hash": clearance.difference.hash,
            "code": clearance.difference.code,
            "words": clearance.words,
            "issued_at": write_moment(clearance.issued_at),
        }
    )
    return sign(CLEARANCE_TYPE, payload, private_key)


def cleared(
    envelopes: Iterable[bytes], *, about: About, roster: Roster, makers: Collection[str], alone: str
) -> frozenset[Difference]:
    """Give the differences that somebody cleared who may; anything else counts for nothing."""
    keys = {
        key: person
        for person in roster.people
        for key in person.active_keys
        if not find_clearance_findings(person, roster=roster, makers=makers, alone=alone)
    }
    found: set[Difference] = set()
    for envelope in envelopes:
        try:
            clearance = open_clearance(envelope, public_keys=[*keys])
        except SignatureRefused:
            continue
        if clearance.about == about:
            found.add(clearance.difference)
    return frozenset(found)


def open_clearance(envelope: bytes, *, public_keys: Sequence[str]) -> Clearance:
    """Give what was said under one of some keys.

    Raises:
        SignatureRefused: it is no clearance, or none of these keys signed it.
    """
    verified = open_envelope(envelope, payload_type=CLEARANCE_TYPE, public_keys=public_keys)
    return _read(verified.payload, person=verified.public_key)


def find_clearance_findings(
    person: Person, *, roster: Roster, makers: Collection[str], alone: str
) -> list[Finding]:
    """Find what keeps a person from clearing a difference; empty means they may.

    `makers` are the keys of those who made the campaign; `alone` is the owner's signed reason why
    a team of one approves its own work, or "".
    """
    if alone and person.is_active:
        return []
    found = find_reviewer_findings(person, roster=roster, proof_current=True)
    if person.public_key in makers:
        others = ", ".join(other.name for other in possible_reviewers(roster, makers))
        found.append(
            finding("signoff.author", name=person.name, others=others)
            if others
            else finding("signoff.no_reviewer", name=person.name)
        )
    return found


def _read(payload: bytes, *, person: str) -> Clearance:
    fields = Fields(payload)
    if fields.text("type") != "clearance" or fields.digest("person") != person:
        refuse_statement()
    clearance = Clearance(
        about=About(
            proof=fields.digest("proof"),
            campaign=fields.text("campaign"),
            workspace=fields.text("workspace"),
        ),
        difference=Difference(
            entry=fields.count("entry"), hash=fields.digest("hash"), code=fields.text("code")
        ),
        words=fields.text("words"),
        issued_at=read_moment(fields.text("issued_at")),
    )
    fields.require_read()
    if not clearance.words:
        refuse_statement()
    return clearance
