"""`bounces`: what came back after a send, from files, a mailbox or the mail service."""

from __future__ import annotations

import argparse
from pathlib import Path

from composer.cli.context import Context
from composer.cli.parsing import Commands, add_for_campaign
from composer.cli.seeds import PORTS
from composer.errors import UsageError
from composer.i18n import N_, _, ngettext, place
from composer.model.bounce import BounceCounts, BounceFate, BouncesRead, JudgedBounce
from composer.model.campaign import ImapSettings, Security
from composer.model.identifiers import CampaignId
from composer.records.bounce_sentences import bounce_sentences, kind_words

_FATES: dict[BounceFate, str] = {
    BounceFate.COUNTED: N_("new"),
    BounceFate.KNOWN: N_("read before"),
    BounceFate.NOT_KEPT: N_("an automatic reply"),
    BounceFate.NOT_OURS: N_("names no message of this campaign"),
    BounceFate.NEVER_SENT: N_("names a message that never went out"),
    BounceFate.OTHER_ADDRESS: N_("speaks of another address"),
    BounceFate.NOTHING_SAID: N_("not a bounce"),
}


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `bounces`."""
    bounces = add_for_campaign(commands, shared, "bounces", _("what came back of a send"))
    bounces.add_argument(
        "path",
        metavar="PATH",
        type=Path,
        nargs="?",
        help=_("a message, an mbox, a Maildir, a folder, or a service's events (.json)"),
    )
    bounces.add_argument(
        "--imap",
        metavar="HOST[:PORT]",
        nargs="?",
        const="",
        help=_("read a mailbox; without a server, that of the test mailboxes"),
    )
    bounces.add_argument("--username", metavar="U", default="", help=_("of that mailbox"))
    bounces.add_argument(
        "--key", metavar="NAME", default="", help=_("what its password is called")
    )  # fmt: skip
    bounces.add_argument(
        "--security",
        choices=[item.value for item in Security],
        default=Security.TLS.value,
        help=_("how that connection is protected; none: only on this computer"),
    )
    bounces.add_argument(
        "--ca-file", metavar="F", default="", help=_("trusted certificates, if own")
    )  # fmt: skip
    bounces.add_argument(
        "--service", action="store_true", help=_("ask SendGrid: its lists of bounces and reports")
    )
    bounces.set_defaults(run=_bounces)


def _bounces(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    wanted = [options.path is not None, options.imap is not None, options.service]
    if sum(wanted) > 1:
        raise UsageError(_("Name one place: a path, --imap or --service."))
    if not any(wanted):
        return _print_counts(context, campaign_id)
    bounces, person = context.workspace.bounces, context.person()

    def report(done: int, total: int) -> None:
        words = place(_("Read: {done}"), done=done)
        context.out.progress({"done": done, "total": total}, words)

    if options.service:
        new = bounces.ask_service(campaign_id, by=person)
        return _print_counts(context, campaign_id, new=new)
    if options.path is not None:
        read = bounces.read_path(campaign_id, options.path, by=person, progress=report)
    else:
        settings = _settings(context, campaign_id, options)
        read = bounces.read_mailbox(campaign_id, settings, by=person, progress=report)
    return _print_read(context, campaign_id, read)


def _settings(
    context: Context, campaign_id: CampaignId, options: argparse.Namespace
) -> ImapSettings | None:
    """Give the mailbox that is named; a user name alone is one on the test mailboxes' server."""
    security = Security(options.security)
    host, colon, port = str(options.imap).rpartition(":")
    if not colon or not port.isdigit():
        host, port = str(options.imap), str(PORTS[security])
    if host:
        return ImapSettings(
            host=host,
            port=int(port),
            security=security,
            username=options.username,
            key=options.key,
            ca_file=options.ca_file,
        )
    of_tests = context.workspace.content(campaign_id).campaign.test.imap
    if of_tests is None or not options.username:
        return None
    return ImapSettings(
        host=of_tests.host,
        port=of_tests.port,
        security=of_tests.security,
        username=options.username,
        key=options.key or of_tests.key,
        ca_file=of_tests.ca_file,
    )


def _print_read(context: Context, campaign_id: CampaignId, read: BouncesRead) -> int:
    counts = context.workspace.bounces.counts(campaign_id)
    record = {
        "messages": read.messages,
        "unreadable": read.unreadable,
        "fates": {fate.value: count for fate, count in read.fates},
        "new": {kind.value: count for kind, count in read.kinds},
        "suppressed": read.listed,
        "read": [_record(one) for one in read.judged],
        **_counts_record(counts),
    }
    lines = [_line(one) for one in read.judged]
    new = sum(count for _kind, count in read.kinds)
    words = ngettext(
        "{count} message read, {new} new; {listed} put on the do-not-write list.",
        "{count} messages read, {new} new; {listed} put on the do-not-write list.",
        read.messages,
    )
    lines.append(place(words, count=read.messages, new=new, listed=read.listed))
    if read.unreadable:
        lines.append(place(_("Files that could not be read: {count}"), count=read.unreadable))
    context.out.result(record, "\n".join([*lines, *_counts_lines(counts)]))
    return 0


def _print_counts(context: Context, campaign_id: CampaignId, *, new: int = 0) -> int:
    counts = context.workspace.bounces.counts(campaign_id)
    people = context.workspace.bounces.people(campaign_id)
    record = {
        "new_of_service": new,
        "people": [
            {
                "address": one.address,
                "row": one.row,
                "kind": one.kind.value,
                "status": one.status,
                "answer": one.answer,
                "at": one.at.isoformat(),
            }
            for one in people
        ],
        **_counts_record(counts),
    }
    lines = [
        "  ".join(
            part
            for part in (one.address, kind_words(one.kind), one.at.date().isoformat(), one.status)
            if part
        )
        for one in people
    ]
    context.out.result(record, "\n".join([*lines, *_counts_lines(counts)]))
    return 0


def _record(one: JudgedBounce) -> dict[str, object]:
    return {
        "name": one.name,
        "kind": one.kind.value,
        "fate": one.fate.value,
        "addresses": list(one.addresses),
        "status": one.status,
        "answer": one.answer,
        "recipient": one.recipient_id,
    }


def _line(one: JudgedBounce) -> str:
    parts = (
        one.name,
        kind_words(one.kind),
        ", ".join(one.addresses),
        one.status,
        _(_FATES[one.fate]),
    )
    return "  ".join(part for part in parts if part)


def _counts_record(counts: BounceCounts) -> dict[str, object]:
    return {
        "counts": {
            "bounced": counts.bounced,
            "permanent": counts.permanent,
            "refused": counts.refused,
            "gave_up": counts.gave_up,
            "delayed": counts.delayed,
            "complaints": counts.complaints,
        }
    }


def _counts_lines(counts: BounceCounts) -> list[str]:
    """Say in sentences what came back so far of everybody."""
    return list(bounce_sentences(counts)) or [_("Nothing came back that we know of.")]
