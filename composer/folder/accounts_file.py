"""Read and write `accounts.toml`: the mail services of a team, under names of its own.

Read as strictly as `[transport]` of a campaign, by the same rules: nothing unprotected leaves the
computer. An account that cannot be used is left out of what is given, and the findings say why.
Secrets are named here, never held.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import tomlkit

from composer.audience.addresses import find_address_findings
from composer.errors import FileRefused
from composer.findings import Finding, blocking, finding
from composer.folder.characters import find_half_characters
from composer.folder.keys import KeyReader
from composer.folder.transport_settings import SENDGRID_URL, read_transport
from composer.folder.write import Value
from composer.model.accounts import MailAccount
from composer.model.campaign import TransportKind, TransportSettings

ACCOUNTS_FILE = "accounts.toml"
MAX_NAME = 60
KINDS = frozenset({TransportKind.SENDGRID, TransportKind.SMTP})

_LINE = re.compile(r"at line (\d+)")


def read_accounts(content: bytes) -> tuple[tuple[MailAccount, ...], list[Finding]]:
    """Read the accounts in their order; every problem is a finding with its key."""
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        match = _LINE.search(str(error))
        line = int(match[1]) if match else 1
        where: dict[str, str | int] = {"file": ACCOUNTS_FILE, "line": line}
        return (), [finding("folder.bad_toml", where=where, file=ACCOUNTS_FILE, line=line)]
    findings: list[Finding] = []
    reader = KeyReader(values=values, file=ACCOUNTS_FILE, findings=findings)
    accounts: dict[str, MailAccount] = {}
    for table in reader.tables("account"):
        before = len(blocking(findings))
        account = _account(table)
        if account is None or len(blocking(findings)) > before:
            continue
        if account.name.casefold() in accounts:
            table.add("accounts.known", "name", name=account.name)
            continue
        accounts[account.name.casefold()] = account
    reader.finish()
    return tuple(accounts.values()), findings


def write_accounts(accounts: Iterable[MailAccount]) -> bytes:
    """Write accounts; reading them gives the same back.

    Raises:
        FileRefused: a value holds half a character.
    """
    document, tables = tomlkit.document(), tomlkit.aot()
    for account in accounts:
        values: dict[str, Value] = {"name": account.name}
        if account.sender:
            values["from"] = account.sender
        settings = transport_values(account.settings)
        if halves := find_half_characters({**values, **settings}, file=ACCOUNTS_FILE):
            raise FileRefused(halves)
        table, transport = tomlkit.table(), tomlkit.table()
        table.update(values)
        transport.update(settings)
        table["transport"] = transport
        tables.append(table)
    document["account"] = tables
    return tomlkit.dumps(document).encode("utf-8")


def transport_values(settings: TransportSettings) -> dict[str, Value]:
    """Give settings as the keys of `[transport]`; what is as usual is left out."""
    values: dict[str, Value] = {"kind": settings.kind.value}
    match settings.kind:
        case TransportKind.SENDGRID:
            if settings.base_url != SENDGRID_URL:
                values["base_url"] = settings.base_url
            values["key"] = settings.key
        case TransportKind.SMTP:
            values |= {
                "host": settings.host,
                "port": settings.port,
                "security": settings.security.value,
            }
            for key in ("username", "key", "ca_file", "bounce"):
                if value := getattr(settings, key):
                    values[key] = value
        case TransportKind.EML:
            values["directory"] = settings.directory
        case TransportKind.PRACTICE:
            pass
    return values


def _account(table: KeyReader) -> MailAccount | None:
    name = table.text("name", required=True).strip()
    if len(name) > MAX_NAME:
        table.add("folder.too_long", "name", maximum=MAX_NAME)
    sender = table.text("from").strip()
    if sender and blocking(find_address_findings(sender)):
        table.add("accounts.bad_sender", "from")
    settings = read_transport(table.table("transport"))
    table.finish()
    if settings is None:
        return None
    if settings.kind not in KINDS:
        table.add("accounts.other_kind", "transport")
    if settings.ca_file and not Path(settings.ca_file).is_absolute():
        table.add("accounts.relative_ca_file", "transport")
    return MailAccount(name=name, settings=settings, sender=sender)
