"""`proof` and `approval`: review on another computer, by files that go and come back.

`proof open` opens the window where there is a screen; `--json`, `--no-window` and whatever decides
something print instead. Whoever opens a proof needs no workspace here.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.asking import add_asking
from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, add_for_campaign
from composer.errors import Blocked, FileRefused, UsageError
from composer.findings import finding
from composer.i18n import _, ngettext, place

if TYPE_CHECKING:
    from composer.stages.proof_opening import ProofDesk


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `ask`, `proof` and `approval`."""
    add_asking(commands, shared)
    proof = commands.add_parser("proof", parents=[shared], help=_("review on another computer"))
    steps = proof.add_subparsers(dest="step", required=True, metavar="STEP")
    export = add_for_campaign(
        steps, shared, "export", _("write the frozen version for reviewers elsewhere")
    )
    export.add_argument("file", metavar="FILE", type=Path)
    export.add_argument(
        "--for", dest="readers", metavar="EMAIL[,EMAIL]", required=True,
        help=_("who is asked; nobody else can open it"),
    )  # fmt: skip
    export.set_defaults(run=_export_proof)
    _add_open(steps, shared)
    approval = commands.add_parser(
        "approval", parents=[shared], help=_("approvals that travel as files")
    )
    ways = approval.add_subparsers(dest="step", required=True, metavar="STEP")
    out = add_for_campaign(ways, shared, "export", _("write what you have signed last"))
    out.add_argument("file", metavar="FILE", type=Path)
    out.set_defaults(run=_export_approval)
    taken = ways.add_parser("import", parents=[shared], help=_("take in what somebody signed"))
    taken.add_argument("file", metavar="FILE", type=Path)
    taken.set_defaults(run=_import_approval)


def _add_open(steps: Commands, shared: argparse.ArgumentParser) -> None:
    opened = steps.add_parser("open", parents=[shared], help=_("open a file that you were sent"))
    opened.add_argument("file", metavar="FILE", type=Path)
    opened.add_argument("--no-window", action="store_true", help=_("print instead"))
    opened.add_argument(
        "--owner", metavar="WORDS", help=_("the owner's words, as the owner told you them")
    )
    opened.add_argument(
        "--out", metavar="DIR", type=Path, help=_("write the messages there, and note them as seen")
    )
    decision = opened.add_mutually_exclusive_group()
    decision.add_argument("--approve", action="store_true", help=_("approve what you have seen"))
    decision.add_argument("--reject", action="store_true", help=_("send it back"))
    decision.add_argument("--take-back", action="store_true", help=_("take back what you signed"))
    opened.add_argument("--comment", metavar="T", default="")
    opened.set_defaults(run=_open_proof)


def _export_proof(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    readers = [word.strip() for word in options.readers.split(",") if word.strip()]
    made = context.workspace.passing.export_proof(
        campaign_id, options.file, readers=readers, by=context.person()
    )
    words = ngettext(
        "Written for {names}, with {count} kind of message: {file}",
        "Written for {names}, with {count} kinds of message: {file}",
        made.kinds,
    )
    names = _(", ").join(person.name for person in made.readers)
    context.out.result(
        {
            "proof": made.proof,
            "file": str(options.file),
            "for": [person.email for person in made.readers],
            "kinds": made.kinds,
            "bytes": made.size_bytes,
        },
        place(words, names=names, count=made.kinds, file=options.file),
    )
    return 0


def _open_proof(context: Context, options: argparse.Namespace) -> int:
    decides = options.approve or options.reject or options.take_back
    prints = options.no_window or options.json or options.out or options.owner or decides
    if not prints and _has_screen():
        return context.open_file(options.file, context.workspace_path, context.person_email)
    desk = _desk(context, options.file)
    if options.owner is not None:
        desk.trust_owner(options.owner)
    if options.out is not None:
        _write_kinds(desk, options.out)
    if decides:
        return _decide(context, options, desk)
    return _print_opened(context, desk)


def _has_screen() -> bool:
    """Tell whether a window could be shown."""
    has_own = sys.platform in {"win32", "darwin"}
    return has_own or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _desk(context: Context, file: Path) -> ProofDesk:
    from composer.stages.proof_opening import open_proof, read_limited  # noqa: PLC0415 - as Context
    from composer.stages.proof_words import require_readable  # noqa: PLC0415 - as above
    from composer.store.own_reviews import OwnReviews  # noqa: PLC0415 - as above

    content, keys = read_limited(file), context.keys()
    try:
        desk = open_proof(content, keys=keys, reviews=OwnReviews())
    except (Blocked, FileRefused) as refused:
        lacks_key = refused.findings[0].code in {"proof_file.no_key", "proof_file.not_for_you"}
        by_command = (finding("proof_file.join_by_command"),) if lacks_key else ()
        raise Blocked([*refused.findings, *by_command]) from refused
    return require_readable(desk)


def _write_kinds(desk: ProofDesk, folder: Path) -> None:
    """Write each message as .eml, as `review` does, and note that they were shown."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            place(_("{folder} is not empty."), folder=folder), advice=_("Name a new folder.")
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    required = desk.opened.required
    for number, kind in enumerate(required, start=1):
        (folder / f"{number:02d}-{kind.variant.locale}.eml").write_bytes(kind.eml)
    desk.record_shown([kind.variant.digest for kind in required])


def _decide(context: Context, options: argparse.Namespace, desk: ProofDesk) -> int:
    if options.approve:
        desk.approve(comment=options.comment)
        decision, text = "approval", _("Signed. Save the approval file and send it back.")
    elif options.reject:
        desk.reject(comment=options.comment)
        decision, text = "rejection", _("Sent back. Save the file and send it to the author.")
    else:
        desk.take_back()
        decision, text = "revocation", _("Taken back. Save the file and send it to the author.")
    campaign = desk.opened.checked.contents.campaign
    context.out.result(
        {"decision": decision, "proof": desk.opened.proof, "campaign": campaign},
        f"{text}\n  composer approval export {campaign} FILE",
    )
    return 0


def _print_opened(context: Context, desk: ProofDesk) -> int:
    from composer.stages.proof_words import opened_lines, opened_record  # noqa: PLC0415 - as above

    context.out.result(opened_record(desk), "\n".join(opened_lines(desk)))
    if not context.out.as_json:
        print_findings(desk.approval_findings())
    return 0


def _export_approval(context: Context, options: argparse.Namespace) -> int:
    from composer.workspace import Workspace  # noqa: PLC0415 - as above

    if Workspace.exists(context.workspace_path) and _is_here(context, options.campaign):
        decision = context.workspace.passing.export_approval(
            context.campaign(options.campaign), options.file, by=context.person()
        )
    else:
        decision = _export_own(options.campaign, options.file)
    context.out.result(
        {"decision": decision, "file": str(options.file)},
        place(_("Written: {file}"), file=options.file),
    )
    return 0


def _is_here(context: Context, campaign: str) -> bool:
    wanted = campaign.casefold()
    return any(wanted in {line.id, line.name.casefold()} for line in context.workspace.campaigns())


def _export_own(campaign: str, file: Path) -> str:
    """Write what was signed here about a campaign of another computer's workspace."""
    from composer.signoff.approval_file import (  # noqa: PLC0415 - as above
        read_approval_file,
        write_approval_file,
    )
    from composer.store.files import write_atomically  # noqa: PLC0415 - as above
    from composer.store.own_reviews import OwnReviews  # noqa: PLC0415 - as above

    wanted = campaign.casefold()
    found = [
        review
        for review in OwnReviews().all()
        if wanted in {review.campaign, review.name.casefold()} and review.decisions
    ]
    if len(found) != 1:
        raise Blocked([finding("proof_file.not_decided")])
    newest = found[0].decisions[-1]
    written = write_approval_file(newest.envelope, newest.comment)
    write_atomically(file, written)
    return read_approval_file(written).statement.kind.value


def _import_approval(context: Context, options: argparse.Namespace) -> int:
    from composer.stages.proof_opening import read_limited  # noqa: PLC0415 - as above
    from composer.stages.proof_words import taken_in_words  # noqa: PLC0415 - as above

    taken = context.workspace.passing.import_approval(
        read_limited(options.file), by=context.person()
    )
    context.out.result(
        {
            "campaign": taken.campaign_id,
            "person": taken.name,
            "decision": taken.decision,
            "comment": taken.comment,
            "still_needed": taken.still_needed,
        },
        taken_in_words(taken),
    )
    return 0
