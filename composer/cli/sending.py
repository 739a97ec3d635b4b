"""`send`, `stop`, `resume`, `settle`, `status`: the send itself."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime

from composer.cli.after_stop import ended_record
from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands, add_for_campaign, positive, rate_per_second
from composer.findings import blocking
from composer.i18n import _, place
from composer.model.changes import WhatChanged
from composer.model.overview import Status
from composer.model.states import Counts
from composer.records.stop_words import stop_words


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the commands of the send."""
    send = add_for_campaign(commands, shared, "send", _("send, or go on after a crash"))
    send.add_argument(
        "--rate", type=rate_per_second, metavar="N/s", help=_("only lowers the sealed pace")
    )
    send.add_argument("--until", type=positive, metavar="BATCH", help=_("end after this batch"))
    send.add_argument("--at-plan", action="store_true", help=_("wait for the planned time first"))
    send.set_defaults(run=_send)
    stop = add_for_campaign(commands, shared, "stop", _("stop a send; anybody may"))
    stop.set_defaults(run=_stop)
    resume = add_for_campaign(commands, shared, "resume", _("lift a stop or a hold"))
    resume.add_argument("--reason", metavar="T", default="")
    resume.set_defaults(run=_resume)
    settle = add_for_campaign(commands, shared, "settle", _("decide an unclear message"))
    settle.add_argument("address", metavar="ADDRESS", nargs="+")
    decision = settle.add_mutually_exclusive_group(required=True)
    decision.add_argument("--sent", action="store_true", help=_("it arrived"))
    decision.add_argument("--not-sent", action="store_true", help=_("it did not; needs evidence"))
    settle.add_argument("--evidence", metavar="T", required=True)
    settle.set_defaults(run=_settle)
    status = add_for_campaign(commands, shared, "status", _("where a campaign stands"))
    status.set_defaults(run=_status)


def _send(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)

    def report(counts: Counts, rate: float, eta_s: int | None) -> None:
        done = counts.accepted + counts.refused + counts.unknown
        context.out.progress(
            {"counts": asdict(counts), "rate_per_s": round(rate, 1), "eta_s": eta_s},
            f"{done} / {counts.total}",
        )

    if not context.out.as_json:
        print_findings(context.workspace.planning.start_findings(campaign_id))
    outcome = context.workspace.send(
        campaign_id,
        by=context.person(),
        rate=options.rate,
        until=options.until,
        at_plan=options.at_plan,
        progress=report,
    )
    record = {
        "counts": asdict(outcome.counts),
        "finished": outcome.finished,
        "batch": outcome.batch,
        "findings": [item.as_json() for item in outcome.findings],
    }
    context.out.result(record, describe_counts(outcome.counts))
    if not context.out.as_json:
        print_findings(outcome.findings)
    return 1 if blocking(outcome.findings) else 0


def describe_counts(counts: Counts) -> str:
    """Say the six groups that always add up (ux.md §2)."""
    waiting = counts.planned + counts.claimed + counts.deferred + counts.brink
    left_out = counts.suppressed + counts.cancelled
    return place(
        _("Handed over {accepted} · refused {refused} · unclear {unknown} · waiting {waiting} · "
          "on hold {held} · left out {left_out} = {total} people"),
        accepted=counts.accepted,
        refused=counts.refused,
        unknown=counts.unknown,
        waiting=waiting,
        held=counts.held,
        left_out=left_out,
        total=counts.total,
    )  # fmt: skip


def _stop(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    counts = context.workspace.stop(campaign_id, by=context.person_if_known())
    said = (stop_words(counts), describe_counts(counts)) if counts.total else ()
    context.out.result(
        {"stopped": True, "counts": asdict(counts)}, "\n".join((_("Stopped."), *said))
    )
    return 0


def _resume(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    context.workspace.resume(campaign_id, by=context.person(), reason=options.reason)
    context.out.result({"resumed": True}, _("The stop is lifted. “composer send” goes on."))
    return 0


def _settle(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    context.workspace.settle(
        campaign_id,
        *options.address,
        sent=options.sent,
        evidence=options.evidence,
        by=context.person(),
    )
    context.out.result({"settled": True, "sent": options.sent}, _("Recorded."))
    return 0


def status_record(status: Status) -> dict[str, object]:
    """Give a status in the contract's shape."""
    waits_until = status.progress.waits_until
    record: dict[str, object] = {
        "id": status.id,
        "name": status.name,
        "stage": status.stage.value,
        "blocked_by": [item.as_json() for item in status.blocked_by],
        "proof": status.proof or None,
        "void": status.changed.void if status.changed else "",
        "changed": list(status.changed.sentences) if status.changed else [],
        "approvals": [
            {
                "name": line.name,
                "email": line.email,
                "decision": line.decision,
                "at": line.at.isoformat(),
                "expires_at": line.expires_at.isoformat(),
                "counts": line.counts,
            }
            for line in status.approvals
        ],
        "counts": asdict(status.counts),
        "audience": status.audience,
        "seeds": dict(status.seeds),
        "rate_per_s": round(status.progress.rate_per_s, 1),
        "eta_s": status.progress.eta_s,
        "running": status.progress.running,
        "waits_for": status.progress.waits_for,
        "waits_until": waits_until.isoformat() if waits_until else None,
        "speed": status.progress.speed,
        "resume_needs": asdict(status.needs),
    }
    if status.ended is not None:
        record["ended"] = ended_record(status.ended)
    if status.mailbox is not None:
        record["mailbox"] = str(status.mailbox)
    return record


def changed_lines(changed: WhatChanged | None) -> list[str]:
    """Say whose approval no longer counts, and what changed, a line for each."""
    if changed is None:
        return []
    head = changed.void or _("Changed since the last version that was tested:")
    return [head, *(f"  · {text}" for text in changed.sentences)]


def _waits_lines(until: datetime | None) -> list[str]:
    """Say until when a running send waits, if it does."""
    if until is None:
        return []
    words = _("Nothing leaves until {moment} (UTC); then it goes on by itself.")
    return [place(words, moment=f"{until.astimezone(UTC):%Y-%m-%d %H:%M:%S}")]


def _status(context: Context, options: argparse.Namespace) -> int:
    from composer.stages.ended import ended_sentences  # noqa: PLC0415 - needs the database

    status = context.workspace.status(context.campaign(options.campaign))
    lines = [
        f"{status.name}  ({status.id})",
        place(_("Stage: {stage}"), stage=status.stage.value),
        describe_counts(status.counts),
        *_waits_lines(status.progress.waits_until),
        *(ended_sentences(status.ended) if status.ended else ()),
        *changed_lines(status.changed),
    ]
    context.out.result(status_record(status), "\n".join(lines))
    if not context.out.as_json:
        print_findings(status.blocked_by)
    return 0
