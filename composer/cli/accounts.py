"""`accounts`: the team's accounts at mail services, under names; what each of them answers."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import replace

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, add_for_campaign
from composer.cli.seeds import split_server
from composer.errors import NotFound, UsageError
from composer.findings import blocking
from composer.folder.transport_settings import SENDGRID_URL, SMTP_PORTS
from composer.i18n import N_, _, place
from composer.model.accounts import (
    AccountKind,
    AccountLine,
    CheckLine,
    KeyState,
    MailAccount,
    Verdict,
)
from composer.model.campaign import Security, TransportKind, TransportSettings

KEY_WORDS = {
    KeyState.STORED: N_("key stored"),
    KeyState.ENVIRONMENT: N_("key from the environment"),
    KeyState.MISSING: N_("key missing"),
    KeyState.NOT_NEEDED: N_("needs no key"),
}
VERDICT_WORDS = {
    Verdict.FINE: N_("fine"),
    Verdict.LOOK: N_("please look"),
    Verdict.FAULT: N_("must fix"),
    Verdict.UNKNOWN: N_("unclear"),
}


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `accounts` with its steps."""
    accounts = commands.add_parser(
        "accounts", parents=[shared], help=_("accounts at mail services, and test mailboxes")
    )
    steps = accounts.add_subparsers(dest="step", required=True, metavar="STEP")
    lines = steps.add_parser("list", parents=[shared], help=_("all of them, and who uses each"))
    lines.set_defaults(run=_list)
    _add_saving(steps, shared)
    check = steps.add_parser(
        "check", parents=[shared], help=_("ask an account and the name service; nothing is sent")
    )
    check.add_argument("name", metavar="NAME", help=_("an account, or a test mailbox's address"))
    check.set_defaults(run=_check)
    use = add_for_campaign(steps, shared, "use", _("copy the account's settings into a campaign"))
    use.add_argument("name", metavar="NAME")
    use.set_defaults(run=_use)
    remove = steps.add_parser(
        "remove", parents=[shared], help=_("take one out; campaigns keep what they have")
    )
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(run=_remove)


def _add_saving(steps: Commands, shared: argparse.ArgumentParser) -> None:
    add = steps.add_parser("add", parents=[shared], help=_("add an account, or change it"))
    add.add_argument("name", metavar="NAME")
    kinds = [TransportKind.SENDGRID.value, TransportKind.SMTP.value]
    add.add_argument("--kind", choices=kinds, required=True, help=_("which service it is"))
    add.add_argument("--from", dest="sender", default="", help=_("the usual sender's address"))
    add.add_argument("--base-url", default="", metavar="URL", help=_("SendGrid: its address"))
    add.add_argument("--host", default="", metavar="HOST[:PORT]", help=_("SMTP: the server"))
    add.add_argument(
        "--security",
        choices=[item.value for item in Security],
        default=Security.STARTTLS.value,
        help=_("how that connection is protected; none: only on this computer"),
    )
    add.add_argument("--username", metavar="U", default="", help=_("SMTP: who logs in"))
    add.add_argument("--ca-file", metavar="F", default="", help=_("trusted certificates, if own"))
    add.add_argument(
        "--bounce", metavar="ADDRESS", default="", help=_("SMTP: where returned mail goes")
    )
    add.add_argument("--key", metavar="NAME", default="", help=_("what its key is called"))
    add.add_argument(
        "--set-key", action="store_true", help=_("store the key now: from a prompt or stdin")
    )
    add.set_defaults(run=_add)


def _add(context: Context, options: argparse.Namespace) -> int:
    accounts = context.workspace.accounts
    names = {one.name.casefold(): one for one in accounts.saved()}
    former = names.get(options.name.strip().casefold())
    settings = _settings(options)
    if former is not None and not settings.key and _server(settings) == _server(former.settings):
        settings = replace(settings, key=former.settings.key)
    wanted = MailAccount(name=options.name, sender=options.sender, settings=settings)
    secret = _secret() if options.set_key else ""
    saved = accounts.save(
        wanted, by=context.person(), former=former.name if former else "", secret=secret
    )
    text = place(_("The account {name} is in the list."), name=saved.name)
    context.out.result({"account": saved.name, "key": saved.settings.key}, text)
    return 0


def _server(settings: TransportSettings) -> tuple[object, ...]:
    """Give to whom a key is shown, and as whom: it stays with them when the rest is changed."""
    return settings.kind, settings.base_url, settings.host, settings.username


def _settings(options: argparse.Namespace) -> TransportSettings:
    if options.kind == TransportKind.SENDGRID.value:
        if options.host or options.username or options.bounce or options.ca_file:
            raise UsageError(
                _("SendGrid is asked at its own address, without server and user name."),
                advice="--base-url URL",
            )
        url = (options.base_url or SENDGRID_URL).rstrip("/")
        return TransportSettings(kind=TransportKind.SENDGRID, base_url=url, key=options.key)
    if not options.host or options.base_url:
        raise UsageError(_("Say which server the messages are handed to."), advice="--host HOST")
    security = Security(options.security)
    host, port = split_server(options.host, security, ports=SMTP_PORTS)
    return TransportSettings(
        kind=TransportKind.SMTP,
        host=host,
        port=port,
        security=security,
        username=options.username,
        key=options.key,
        ca_file=options.ca_file,
        bounce=options.bounce,
    )


def _list(context: Context, options: argparse.Namespace) -> int:
    del options
    seen = context.workspace.accounts.seen()
    record = {"accounts": [_record(line) for line in seen.lines], "problem": seen.store_problem}
    lines = ["  ".join(_words(line)) for line in seen.lines]
    if seen.store_problem:
        lines += [seen.store_problem, seen.store_advice]
    text = "\n".join(lines) or _("No accounts and no test mailboxes yet.")
    context.out.result(record, text, findings=seen.findings)
    if not context.out.as_json:
        print_findings(seen.findings)
    return 1 if blocking(seen.findings) else 0


def _check(context: Context, options: argparse.Namespace) -> int:
    accounts, wanted = context.workspace.accounts, options.name.strip().casefold()
    lines = [line for line in accounts.seen().lines if line.name.casefold() == wanted]
    if not lines:
        raise NotFound(
            place(_("There is no account named {name}."), name=options.name),
            advice=_("The page Accounts, or “composer accounts list”, names them all."),
        )
    checked = accounts.check(lines[0])
    record = {
        "account": lines[0].name,
        "lines": [
            {
                "topic": one.topic,
                "verdict": one.verdict.value,
                "text": one.said,
                "advice": one.advice,
            }
            for one in checked
        ],
    }
    context.out.result(record, "\n".join(_said(one) for one in checked))
    return 1 if any(one.verdict is Verdict.FAULT for one in checked) else 0


def _use(context: Context, options: argparse.Namespace) -> int:
    accounts = context.workspace.accounts
    campaign = context.workspace.find_campaign(options.campaign)
    account = accounts.find(options.name)
    accounts.choose(campaign, account.settings, by=context.person())
    text = place(_("The campaign leaves through {name} now."), name=account.name)
    context.out.result({"campaign": campaign, "account": account.name}, text)
    return 0


def _remove(context: Context, options: argparse.Namespace) -> int:
    context.workspace.accounts.remove(options.name, by=context.person())
    return _list(context, options)


def _record(line: AccountLine) -> dict[str, object]:
    return {
        "name": line.name,
        "kind": line.kind.value,
        "where": line.where,
        "key": line.key,
        "key_state": line.key_state.value,
        "used_by": list(line.used_by),
        "saved": line.is_saved,
    }


def _words(line: AccountLine) -> tuple[str, ...]:
    kind = {
        AccountKind.SENDGRID: "SendGrid",
        AccountKind.SMTP: "SMTP",
        AccountKind.MAILBOX: _("test mailbox"),
    }[line.kind]
    return (line.name, kind, line.where, _(KEY_WORDS[line.key_state]), ", ".join(line.used_by))


def _said(line: CheckLine) -> str:
    words = place(
        _("{topic} ({verdict}): {text}"),
        topic=line.topic,
        verdict=_(VERDICT_WORDS[line.verdict]),
        text=line.said,
    )
    return f"{words} {line.advice}".rstrip()


def _secret() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(_("Key or password of the account: "))
    return sys.stdin.readline().rstrip("\r\n")
