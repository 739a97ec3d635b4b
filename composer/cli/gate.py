"""`check`, `seal`, `test`, `review`, `approve`, `reject`, `revoke`: the way to the release."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from composer.cli.checking import Reporter, run_check
from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.outside import add_outside_options
from composer.cli.parsing import Commands, add_for_campaign, positive
from composer.cli.points import add_point_options
from composer.cli.sending import changed_lines
from composer.i18n import _, place
from composer.model.overview import TestSummary


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the commands of the gate."""
    check = add_for_campaign(
        commands, shared, "check", _("render and check every message of the audience")
    )
    check.add_argument("--sample", type=positive, metavar="N", help=_("only N; never opens seal"))
    add_point_options(check)
    add_outside_options(check)
    check.set_defaults(run=run_check)
    seal = add_for_campaign(commands, shared, "seal", _("freeze the proof for sign-off"))
    seal.set_defaults(run=_seal)
    _add_test(commands, shared)
    review = add_for_campaign(
        commands, shared, "review", _("write the messages that this person must see")
    )
    review.add_argument("--out", metavar="DIR", type=Path, required=True)
    review.set_defaults(run=_review)
    for name, run, text in (
        ("approve", _approve, _("approve the proof")),
        ("reject", _reject, _("send the proof back")),
        ("revoke", _revoke, _("take one's own approval back")),
    ):
        step = commands.add_parser(name, parents=[shared], help=text)
        step.add_argument("campaign", metavar="CAMPAIGN")
        if name != "revoke":
            step.add_argument("--comment", metavar="T", default="")
        if name == "approve":
            step.add_argument(
                "--difference", action="store_true",
                help=_("sign that a stopped send may go on though what arrived differs"),
            )  # fmt: skip
        step.set_defaults(run=run)


def _add_test(commands: Commands, shared: argparse.ArgumentParser) -> None:
    test = add_for_campaign(
        commands, shared, "test", _("send the test to the seeds, read it back, compare")
    )
    test.add_argument(
        "--receipt", metavar="FILE.eml", type=Path, nargs="+", action="extend", default=[],
        help=_("only read these received messages; nothing is sent"),
    )  # fmt: skip
    test.add_argument("--wait", metavar="S", type=positive, default=30, help=_("seconds to wait"))
    test.add_argument("--again", action="store_true", help=_("send the whole test once more"))
    test.add_argument("--attest", metavar="SEED", help=_("state that a seed received its message"))
    test.add_argument("--text", metavar="T", default="", help=_("the attestation"))
    test.set_defaults(run=_test)


def _seal(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    proof, messages = context.workspace.seal(
        campaign_id, by=context.person(), progress=Reporter(context)
    )
    context.out.result(
        {"proof": proof, "messages": messages},
        place(_("Frozen: {proof}\n{count} messages"), proof=proof, count=messages),
    )
    return 0


def _test(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    workspace, person = context.workspace, context.person()
    if options.attest:
        summary = workspace.attest(campaign_id, seed=options.attest, text=options.text, by=person)
    elif options.receipt:
        summary = workspace.take_receipts(campaign_id, options.receipt, by=person)
    else:
        summary = workspace.test(
            campaign_id,
            by=person,
            again=options.again,
            wait_s=options.wait,
            progress=_reporter(context),
        )
    return _print_test(context, summary)


def _reporter(context: Context) -> Callable[[int, int], None]:
    """Tell a person how many messages are sent and read back; `--json` prints one object only."""

    def report(done: int, total: int) -> None:
        if context.out.as_json:
            return
        text = place(_("{done} of {total} sent and read back"), done=done, total=total)
        context.out.progress({"done": done, "total": total}, text)

    return report


def _print_test(context: Context, summary: TestSummary) -> int:
    receipts = [
        {
            "seed": receipt.seed,
            "recipient": receipt.recipient,
            "slot": receipt.slot,
            "state": receipt.state,
            "differences": [
                {"part": part, "expected": expected, "found": found}
                for part, expected, found in receipt.differences
            ],
            "attested": [
                {"name": said.name, "text": said.words, "at": said.at.isoformat()}
                for said in receipt.attestations
            ],
            **({"facts": asdict(receipt.facts)} if receipt.facts else {}),
        }
        for receipt in summary.receipts
    ]
    record = {
        "sent": summary.sent,
        "receipts": receipts,
        "passed": summary.passed,
        "findings": [item.as_json() for item in summary.findings],
    }
    lines = [f"{line.seed}  #{line.slot}  {line.state}" for line in summary.receipts]
    lines.append(_("The test passed.") if summary.passed else _("The test has not passed."))
    context.out.result(record, "\n".join(lines))
    if not context.out.as_json:
        print_findings(summary.findings)
    return 0 if summary.passed else 1


def _review(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    workspace, person = context.workspace, context.person()
    changed = workspace.what_changed(campaign_id, since=person) or workspace.what_changed(
        campaign_id
    )
    written = workspace.review(campaign_id, options.out, by=person)
    said = place(_("{count} kinds of message written to {folder}"), count=len(written),
                 folder=options.out)  # fmt: skip
    context.out.result(
        {
            "out": str(options.out),
            "changed": list(changed.sentences) if changed else [],
            "variants": [
                {"recipient": line.recipient, "file": line.file, "digest": line.digest}
                for line in written
            ],
        },
        "\n".join([said, *changed_lines(changed)]),
    )
    return 0


def _approve(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    if options.difference:
        statement = context.workspace.clear_difference(
            campaign_id, by=context.person(), words=options.comment
        )
        context.out.result({"clearance": statement}, _("Signed. A sender may go on now."))
        return 0
    approval, needed = context.workspace.approve(
        campaign_id, by=context.person(), comment=options.comment
    )
    text = (
        _("Signed. Nobody else is needed.")
        if needed == 0
        else place(_("Signed. Still needed: {count}"), count=needed)
    )
    context.out.result({"approval": approval, "still_needed": needed}, text)
    return 0


def _reject(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    statement = context.workspace.reject(campaign_id, by=context.person(), comment=options.comment)
    context.out.result({"rejection": statement}, _("Sent back."))
    return 0


def _revoke(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    statement = context.workspace.revoke(campaign_id, by=context.person())
    context.out.result({"revocation": statement}, _("Taken back."))
    return 0
