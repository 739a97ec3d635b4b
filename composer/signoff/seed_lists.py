"""The test mailboxes that the owner signed, and where and how each of them is read.

A list without settings is written as it always was: older lists are read, and stay as good. What a
password is called stands in the list, never the password.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from composer.i18n import _
from composer.model.campaign import ImapSettings, Security
from composer.model.recipient import address_key
from composer.model.seed_mailbox import SeedMailbox, SeedMailboxes
from composer.proofs.canonical import JsonObject, JsonValue, canonical_bytes, read_canonical
from composer.signoff.dsse import sign
from composer.signoff.owner_lists import Signing, Trust, chain_of, next_head, refuse_list
from composer.signoff.statement_reading import Fields, read_head, refuse_statement
from composer.signoff.statements import ListHead, StatementKind, head_fields

NO_SEEDS = SeedMailboxes(version=0, previous="", addresses=(), digest="")
_SECURITY = frozenset(item.value for item in Security)
_HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedsStatement:
    """The owner's list of test mailboxes."""

    head: ListHead
    addresses: tuple[str, ...]
    settings: tuple[SeedMailbox, ...] = ()


def sign_seeds(
    mailboxes: Iterable[str | SeedMailbox], *, previous: SeedMailboxes | None, signing: Signing
) -> bytes:
    """Sign the next list of test mailboxes; a version 0 (empty) counts as none before.

    Raises:
        SignatureRefused: an address stands in the list twice.
    """
    listed = [
        item if isinstance(item, SeedMailbox) else SeedMailbox(address=item) for item in mailboxes
    ]
    statement = SeedsStatement(
        head=next_head(previous, signing),
        addresses=tuple(item.address for item in listed),
        settings=tuple(item for item in listed if item.has_settings),
    )
    _require_sound_addresses(statement)
    payload = write_seeds(statement)
    return sign(StatementKind.SEEDS.payload_type, payload, signing.owner_key)


def verify_seeds(envelopes: Iterable[bytes], *, trust: Trust) -> SeedMailboxes:
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
    return SeedMailboxes(
        version=newest.head.version,
        previous=newest.head.previous,
        addresses=newest.addresses,
        digest=digest,
        settings=newest.settings,
    )


def write_seeds(statement: SeedsStatement) -> bytes:
    """Write a seed list's payload."""
    content: JsonObject = {"addresses": [*statement.addresses]}
    if statement.settings:
        content["mailboxes"] = [_write_mailbox(item) for item in statement.settings]
    return canonical_bytes({**head_fields(StatementKind.SEEDS, statement.head), **content})


def read_seeds(payload: bytes) -> SeedsStatement:
    """Read a seed list's payload; raises SignatureRefused."""
    content = read_canonical(payload)
    settings = content.pop("mailboxes", [])
    if not isinstance(settings, list):
        refuse_statement()
    fields = Fields(content)
    head = read_head(fields, StatementKind.SEEDS)
    statement = SeedsStatement(
        head=head,
        addresses=fields.texts("addresses"),
        settings=tuple(_read_mailbox(item) for item in settings),
    )
    fields.require_read()
    return statement


def _write_mailbox(mailbox: SeedMailbox) -> JsonObject:
    imap = mailbox.imap
    content: JsonObject = {"address": mailbox.address, "authserv_id": mailbox.authserv_id}
    if imap is not None:
        content["imap"] = {
            "host": imap.host,
            "port": imap.port,
            "security": imap.security.value,
            "username": imap.username,
            "key": imap.key,
            "ca_file": imap.ca_file,
        }
    return content


def _read_mailbox(content: JsonValue) -> SeedMailbox:
    if not isinstance(content, dict):
        refuse_statement()
    imap = content.get("imap")
    fields = Fields({name: value for name, value in content.items() if name != "imap"})
    mailbox = SeedMailbox(
        address=fields.text("address"),
        authserv_id=fields.text("authserv_id"),
        imap=None if imap is None else _read_imap(imap),
    )
    fields.require_read()
    return mailbox


def _read_imap(content: JsonValue) -> ImapSettings:
    if not isinstance(content, dict):
        refuse_statement()
    fields = Fields(content)
    port, security = fields.count("port"), fields.text("security")
    if port > _HIGHEST_PORT or security not in _SECURITY:
        refuse_statement()
    settings = ImapSettings(
        host=fields.text("host"),
        port=port,
        security=Security(security),
        username=fields.text("username"),
        key=fields.text("key"),
        ca_file=fields.text("ca_file"),
    )
    fields.require_read()
    return settings


def _require_sound_addresses(statement: SeedsStatement) -> None:
    keys = {address_key(address) for address in statement.addresses}
    if len(keys) != len(statement.addresses):
        refuse_list(_("A test mailbox stands in the list twice."))
    known = {address_key(item.address) for item in statement.settings}
    if len(known) != len(statement.settings) or not known <= keys:
        refuse_list(_("Settings stand in the list for a mailbox that is not in it."))
