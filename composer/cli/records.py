"""`report`, `evidence`, `verify`: what happened, and how anybody can check it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, add_for_campaign
from composer.errors import ComposerError, UsageError
from composer.i18n import N_, _, place

if TYPE_CHECKING:
    from composer.records.verify import Verification

_WAITING = N_("{address}: nothing was handed over. The person still waited, or was left out.")
_ASKED = {
    "": N_("{address} was not part of this send."),
    "accepted": N_("{address}: the message was handed over at {time}."),
    "refused": N_("{address}: the mail service refused the message at {time}."),
    "unknown": N_("{address}: whether the message was handed over is unclear ({time})."),
    "brink": N_("{address}: whether the message was handed over is unclear ({time})."),
    "planned": _WAITING,
    "claimed": _WAITING,
    "deferred": _WAITING,
    "held": _WAITING,
    "suppressed": _WAITING,
    "cancelled": _WAITING,
}


FEWEST_WORDS = 9


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `report`, `evidence` and `verify`."""
    report = add_for_campaign(commands, shared, "report", _("who got what"))
    report.add_argument("--format", choices=("csv", "html", "xlsx"), required=True)
    report.add_argument("file", metavar="FILE", type=Path)
    report.set_defaults(run=_report)
    _add_evidence(commands, shared)
    verify = commands.add_parser("verify", parents=[shared], help=_("check an evidence file"))
    verify.add_argument("file", metavar="FILE", type=Path)
    verify.add_argument(
        "--owner",
        metavar="KEY",
        default="",
        help=_("the owner's public key, or the nine words for it, as the owner gave it to you"),
    )
    verify.set_defaults(run=_verify)


def _add_evidence(commands: Commands, shared: argparse.ArgumentParser) -> None:
    evidence = commands.add_parser("evidence", parents=[shared], help=_("one file to verify"))
    evidence.add_argument("campaign", metavar="CAMPAIGN", nargs="?", default="")
    evidence.add_argument("file", metavar="FILE", type=Path)
    kinds = evidence.add_mutually_exclusive_group()
    kinds.add_argument(
        "--addresses", action="store_true", help=_("with everybody's address in clear")
    )
    kinds.add_argument(
        "--hashed",
        action="store_true",
        help=_("without addresses; keep the key here, so that the file can be asked later"),
    )
    kinds.add_argument(
        "--ask", metavar="ADDRESS", default="", help=_("say what the file tells about somebody")
    )
    evidence.set_defaults(run=_evidence)


def _report(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    by = context.person_if_known()
    context.workspace.report(campaign_id, options.format, options.file, by=by)
    findings = context.workspace.record_findings(campaign_id)
    record = {"file": str(options.file), "findings": [item.as_json() for item in findings]}
    context.out.result(record, place(_("Written to {file}"), file=options.file))
    if not context.out.as_json:
        print_findings(findings)
    return 0


def _evidence(context: Context, options: argparse.Namespace) -> int:
    from composer.records.evidence import Addresses  # noqa: PLC0415 - signatures and all

    if options.ask:
        return _ask(context, options.file, options.ask)
    if not options.campaign:
        raise UsageError(_("Name the campaign and the file."))
    addresses = Addresses.NONE
    if options.addresses or options.hashed:
        addresses = Addresses.CLEAR if options.addresses else Addresses.HASHED
    by = context.person_if_known()
    context.workspace.evidence(
        context.campaign(options.campaign), options.file, addresses=addresses, by=by
    )
    hint = "" if by else _("Nobody signed the file as a whole. Add --as EMAIL to sign it.")
    return _written(context, options.file, hint=hint)


def _ask(context: Context, file: Path, address: str) -> int:
    asked = context.workspace.ask_evidence(file, address)
    result = {
        "address": address,
        "state": asked.state,
        "at": asked.at,
        "recipient": asked.recipient,
        "proof": asked.proof,
        "digest": asked.digest,
    }
    words = place(_(_ASKED[asked.state]), address=address, time=asked.at)
    digest = place(_("Fingerprint of the message: {digest}"), digest=asked.digest)
    context.out.result(result, f"{words}\n{digest}" if asked.digest else words)
    return 0


def _written(context: Context, file: Path, *, hint: str = "") -> int:
    words = place(_("Written to {file}"), file=file)
    context.out.result({"file": str(file)}, f"{words}\n{hint}" if hint else words)
    return 0


def _verify(context: Context, options: argparse.Namespace) -> int:
    from composer.records.verify import is_owner_key, verify_evidence  # noqa: PLC0415 - as above

    owner = "".join(options.owner.split()).lower()
    if not is_owner_key(owner):
        owner = " ".join(options.owner.split())
    if owner and not is_owner_key(owner) and len(owner.split()) < FEWEST_WORDS:
        raise UsageError(
            _("The owner's key is 64 digits and letters from a to f, or the nine words for it.")
        )
    verified = verify_evidence(options.file, owner=owner, pinned=_pinned(context))
    words = _("Valid.") if verified.valid else _("Not valid.")
    context.out.result(
        {"valid": verified.valid, "findings": [item.as_json() for item in verified.findings]},
        f"{words}\n{_signed_words(verified)}",
    )
    if not context.out.as_json:
        print_findings(verified.findings)
    return 0 if verified.valid else 1


def _signed_words(verified: Verification) -> str:
    if not verified.signed_by:
        return _("Nobody signed the file as a whole.")
    return place(_("Signed as a whole by {name}."), name=verified.signed_by)


def _pinned(context: Context) -> Callable[[str], str]:
    """Ask the workspace here, if there is one, whom this computer knows as a workspace's owner."""

    def known(workspace_id: str) -> str:
        try:
            return context.workspace.known_owner(workspace_id)
        except ComposerError:
            return ""

    return known
