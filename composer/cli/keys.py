"""`keys`: the keys of mail services and mailboxes on this computer."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands
from composer.findings import blocking
from composer.i18n import _, place
from composer.model.service_account import ServiceAccount

if TYPE_CHECKING:
    from composer.stages.provider_keys import KeyCheck


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `keys` with its steps."""
    keys = commands.add_parser("keys", parents=[shared], help=_("keys of mail services"))
    steps = keys.add_subparsers(dest="step", required=True, metavar="STEP")
    store = steps.add_parser(
        "set", parents=[shared], help=_("store a key: from a prompt or stdin, never an option")
    )
    store.add_argument("name", metavar="NAME")
    store.set_defaults(run=_set)
    lines = steps.add_parser("list", parents=[shared], help=_("which keys are used, and are here"))
    lines.set_defaults(run=_list)
    remove = steps.add_parser(
        "remove", parents=[shared], help=_("take a key out of this computer's password store")
    )
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(run=_remove)
    check = steps.add_parser(
        "check", parents=[shared], help=_("ask SendGrid what a key may do, and how its account is")
    )
    check.add_argument("name", metavar="NAME")
    check.add_argument("--base-url", metavar="URL", default="", help=_("where the service is"))
    check.set_defaults(run=_check)


def _set(context: Context, options: argparse.Namespace) -> int:
    if sys.stdin.isatty():
        secret = getpass.getpass(place(_("Key “{name}”: "), name=options.name))
    else:
        secret = sys.stdin.readline()
    context.workspace.provider_keys.set(options.name, secret)
    context.out.result(
        {"key": options.name}, place(_("The key “{name}” is stored."), name=options.name)
    )
    return 0


def _remove(context: Context, options: argparse.Namespace) -> int:
    context.workspace.accounts.forget_key(options.name, by=context.person())
    text = place(_("The key “{name}” is no longer on this computer."), name=options.name)
    context.out.result({"key": options.name}, text)
    return 0


def _list(context: Context, options: argparse.Namespace) -> int:
    del options
    listed = context.workspace.provider_keys.listed()
    record = {
        "keys": [
            {"name": one.name, "used_by": list(one.used_by), "here": one.is_here} for one in listed
        ]
    }
    text = "\n".join(
        "  ".join((one.name, _("here") if one.is_here else _("missing"), ", ".join(one.used_by)))
        for one in listed
    )
    context.out.result(record, text or _("No campaign and no test mailbox uses a key."))
    return 0


def _check(context: Context, options: argparse.Namespace) -> int:
    checked = context.workspace.provider_keys.check(options.name, base_url=options.base_url)
    account = checked.account
    record = {
        "key": options.name,
        "base_url": checked.base_url,
        "scopes": list(account.scopes),
        "senders": _listed(account.senders),
        "domains": _listed(account.domains),
        "mail_settings": _listed(account.mail_settings),
        "tracking": _listed(account.tracking),
        "findings": [item.as_json() for item in checked.findings],
    }
    context.out.result(record, "\n".join(_lines(checked)))
    if not context.out.as_json:
        print_findings(checked.findings)
    return 1 if blocking(checked.findings) else 0


def _listed(names: tuple[str, ...] | None) -> list[str] | None:
    return None if names is None else list(names)


def _lines(checked: KeyCheck) -> Iterator[str]:
    """Say the account in words, one fact a line."""
    account = checked.account
    yield place(_("The mail service at {url} knows this key."), url=checked.base_url)
    if "mail.send" in account.scopes:
        yield _("It may send messages.")
    for words, names in _facts(account):
        yield place(words, names=_named(names))


def _facts(account: ServiceAccount) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
    return (
        (_("Authenticated domains: {names}"), account.domains),
        (_("Verified senders: {names}"), account.senders),
        (_("Switched on in the account: {names}"), account.mail_settings),
        (_("Tracking that is switched on: {names}"), account.tracking),
    )


def _named(names: tuple[str, ...] | None) -> str:
    if names is None:
        return _("this key may not read it")
    return ", ".join(names) or _("none")
