"""The test mailboxes that the owner signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from composer.i18n import _
from composer.model.person import SeedList
from composer.model.recipient import address_key
from composer.proofs.canonical import JsonObject, canonical_bytes
from composer.signoff.dsse import sign
from composer.signoff.owner_lists import Signing, Trust, chain_of, next_head, refuse_list
from composer.signoff.statement_reading import Fields, read_head
from composer.signoff.statements import ListHead, StatementKind, head_fields

NO_SEEDS = SeedList(version=0, previous="", addresses=(), digest="")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedsStatement:
    """The owner's list of test mailboxes."""

    head: ListHead
    addresses: tuple[str, ...]


def sign_seeds(addresses: Iterable[str], *, previous: SeedList | None, signing: Signing) -> bytes:
    """Sign the next list of test mailboxes; a version 0 (empty) counts as none before.

    Raises:
        SignatureRefused: an address stands in the list twice.
    """
    statement = SeedsStatement(head=next_head(previous, signing), addresses=tuple(addresses))
    _require_sound_addresses(statement)
    payload = write_seeds(statement)
    return sign(StatementKind.SEEDS.payload_type, payload, signing.owner_key)


def verify_seeds(envelopes: Iterable[bytes], *, trust: Trust) -> SeedList:
    """Verify all seed lists in order and give the newest; an empty one while there is none.

    Raises:
        SignatureRefused: as `verify_rosters`; also when the pinned one is gone.
    """
    chain = chain_of(envelopes, StatementKind.SEEDS, read_seeds, trust)
    for statement, _digest in chain:
        _require_sound_addresses(statement)
    if not chain:
        return NO_SEEDS
    newest, digest = chain[-1]
    return SeedList(
        version=newest.head.version,
        previous=newest.head.previous,
        addresses=newest.addresses,
        digest=digest,
    )


def write_seeds(statement: SeedsStatement) -> bytes:
    """Write a seed list's payload."""
    addresses: JsonObject = {"addresses": [*statement.addresses]}
    return canonical_bytes({**head_fields(StatementKind.SEEDS, statement.head), **addresses})


def read_seeds(payload: bytes) -> SeedsStatement:
    """Read a seed list's payload; raises SignatureRefused."""
    fields = Fields(payload)
    head = read_head(fields, StatementKind.SEEDS)
    statement = SeedsStatement(head=head, addresses=fields.texts("addresses"))
    fields.require_read()
    return statement


def _require_sound_addresses(statement: SeedsStatement) -> None:
    keys = {address_key(address) for address in statement.addresses}
    if len(keys) != len(statement.addresses):
        refuse_list(_("A test mailbox stands in the list twice."))
