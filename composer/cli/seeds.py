"""`seeds`: the team's test mailboxes, and where each of them is read."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping

from composer.cli.context import Context
from composer.cli.parsing import Commands
from composer.errors import UsageError
from composer.i18n import _, ngettext, place
from composer.model.campaign import ImapSettings, Security
from composer.model.seed_mailbox import SeedMailbox

PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


def add_seeds(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `seeds`."""
    seeds = commands.add_parser("seeds", parents=[shared], help=_("the test mailboxes"))
    steps = seeds.add_subparsers(dest="step", required=True, metavar="STEP")
    add = steps.add_parser("add", parents=[shared], help=_("add a test mailbox (owner)"))
    add.add_argument("address", metavar="ADDRESS")
    add.add_argument("--imap", metavar="HOST[:PORT]", help=_("the server that it is read from"))
    add.add_argument(
        "--security",
        choices=[item.value for item in Security],
        default=Security.TLS.value,
        help=_("how that connection is protected; none: only on this computer"),
    )
    add.add_argument("--username", metavar="U", default="", help=_("default: the address"))
    add.add_argument("--key", metavar="NAME", default="", help=_("what its password is called"))
    add.add_argument(
        "--set-key", action="store_true", help=_("store the password now: from a prompt or stdin")
    )
    add.add_argument("--ca-file", metavar="F", default="", help=_("trusted certificates, if own"))
    add.add_argument(
        "--authserv-id", metavar="ID", default="",
        help=_("the server whose Authentication-Results count there"),
    )  # fmt: skip
    add.set_defaults(run=_add)
    lines = steps.add_parser("list", parents=[shared], help=_("list the test mailboxes"))
    lines.set_defaults(run=_list)
    check = steps.add_parser("check", parents=[shared], help=_("open a test mailbox"))
    check.add_argument("address", metavar="ADDRESS", nargs="?", help=_("default: all"))
    check.set_defaults(run=_check)
    remove = steps.add_parser("remove", parents=[shared], help=_("take one out (owner)"))
    remove.add_argument("address", metavar="ADDRESS")
    remove.set_defaults(run=_remove)


def _add(context: Context, options: argparse.Namespace) -> int:
    mailbox = SeedMailbox(
        address=options.address, imap=_imap(options), authserv_id=options.authserv_id
    )
    password = _password() if options.set_key else ""
    counts = context.workspace.test_mailboxes.add(mailbox, by=context.person(), password=password)
    return _say_change(context, options, counts=counts)


def _remove(context: Context, options: argparse.Namespace) -> int:
    counts = context.workspace.test_mailboxes.remove(options.address, by=context.person())
    return _say_change(context, options, counts=counts)


def _say_change(context: Context, options: argparse.Namespace, *, counts: bool) -> int:
    if counts:
        return _list(context, options)
    context.out.result({"waits": True}, _("It counts once the other owner has signed it, too."))
    return 0


def _list(context: Context, options: argparse.Namespace) -> int:
    del options
    listed = context.workspace.test_mailboxes.listed()
    record = {
        "seeds": [mailbox.address for mailbox in listed],
        "mailboxes": [_record(mailbox) for mailbox in listed],
    }
    lines = [_line(mailbox) for mailbox in listed]
    context.out.result(record, "\n".join(lines) or _("No test mailboxes yet."))
    return 0


def _check(context: Context, options: argparse.Namespace) -> int:
    boxes = context.workspace.test_mailboxes
    wanted = [options.address] if options.address else [item.address for item in boxes.listed()]
    checked = [(address, boxes.check(address)) for address in wanted]
    record = [
        {"address": address, "messages": -1 if count is None else count}
        for address, count in checked
    ]
    text = "\n".join(_checked(address, count) for address, count in checked)
    context.out.result({"mailboxes": record}, text or _("No test mailboxes yet."))
    return 0


def _checked(address: str, count: int | None) -> str:
    if count is None:
        words = _("{address}: no server is set for it; what arrives there is saved by hand.")
        return place(words, address=address)
    words = ngettext(
        "{address}: it opens; its inbox holds {count} message.",
        "{address}: it opens; its inbox holds {count} messages.",
        count,
    )
    return place(words, address=address, count=count)


def _record(mailbox: SeedMailbox) -> dict[str, object]:
    imap = mailbox.imap
    record: dict[str, object] = {"address": mailbox.address, "authserv_id": mailbox.authserv_id}
    if imap is not None:
        record["imap"] = {
            "host": imap.host,
            "port": imap.port,
            "security": imap.security.value,
            "username": imap.username,
            "key": imap.key,
            "ca_file": imap.ca_file,
        }
    return record


def _line(mailbox: SeedMailbox) -> str:
    imap = mailbox.imap
    if imap is None:
        return mailbox.address
    return f"{mailbox.address}  {imap.host}:{imap.port}  {imap.security.value}"


def _imap(options: argparse.Namespace) -> ImapSettings | None:
    """Read the server's options; the port follows the kind of protection."""
    if not options.imap:
        if options.key or options.username or options.ca_file or options.set_key:
            raise UsageError(_("Say which server the mailbox is read from."), advice="--imap HOST")
        return None
    security = Security(options.security)
    host, port = split_server(options.imap, security)
    return ImapSettings(
        host=host,
        port=port,
        security=security,
        username=options.username,
        key=options.key,
        ca_file=options.ca_file,
    )


def split_server(
    text: str, security: Security, *, ports: Mapping[Security, int] = PORTS
) -> tuple[str, int]:
    """Split HOST[:PORT]; an IPv6 address stands in brackets when a port follows.

    >>> split_server("imap.example.com", Security.TLS), split_server("[::1]:1143", Security.NONE)
    (('imap.example.com', 993), ('::1', 1143))
    """
    host, colon, port = text.rpartition(":")
    is_bare = not colon or (":" in host and not host.endswith("]")) or text.endswith("]")
    if is_bare:
        return text.strip("[]"), ports[security]
    if not port.isdecimal():
        raise UsageError(_("A port is a number."), advice=f"HOST:{ports[security]}")
    return host.strip("[]"), int(port)


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(_("Password of the test mailbox: "))
    return sys.stdin.readline().rstrip("\r\n")
