"""`incident`: what happened in a send, who got what, and the letters that come next."""

from __future__ import annotations

import argparse
from pathlib import Path

from composer.cli.context import Context
from composer.cli.parsing import Commands, positive
from composer.errors import UsageError
from composer.i18n import _, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.incident import PROOF_LETTERS, Incident
from composer.model.later import LinkedCampaign


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `incident`."""
    incident = commands.add_parser(
        "incident", parents=[shared], help=_("what happened, and writing to those who got it")
    )
    incident.add_argument("campaign", metavar="CAMPAIGN")
    incident.add_argument(
        "--follow-up",
        metavar="DIR",
        type=Path,
        help=_("make a campaign for exactly those who got it, and write its folder"),
    )
    incident.add_argument(
        "--only",
        action="append",
        choices=("handed_over", "unclear"),
        default=[],
        help=_("of them, this group only; default: both"),
    )
    incident.add_argument(
        "--batch",
        metavar="N",
        action="append",
        type=positive,
        default=[],
        help=_("of them, this batch only; may be said more than once"),
    )
    incident.add_argument(
        "--proof",
        metavar="DIGEST",
        action="append",
        default=[],
        help=_("of them, who got this frozen version only; how its fingerprint begins"),
    )
    incident.add_argument(
        "--correct",
        metavar="DIR",
        type=Path,
        help=_("end the send, make a correction for who has not got it, and write its folder"),
    )
    incident.add_argument(
        "--pack",
        metavar="PATH",
        type=Path,
        help=_("write evidence, report and who got what into a folder, or a .zip"),
    )
    incident.set_defaults(run=_incident)


def _incident(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    if (options.only or options.batch or options.proof) and options.follow_up is None:
        raise UsageError(_("--only, --batch and --proof belong to --follow-up."))
    for folder in (options.follow_up, options.correct):
        if folder is not None and folder.exists() and (folder.is_file() or any(folder.iterdir())):
            raise UsageError(place(_("{folder} is not an empty folder."), folder=folder))
    workspace = context.workspace
    incident = workspace.incident.what_happened(campaign_id)
    groups = _groups(incident, options)
    record = _record(incident)
    lines = [] if context.out.as_json else [_text(incident)]
    if options.pack is not None:
        workspace.incident.write_pack(campaign_id, options.pack, by=context.person())
        record["pack"] = str(options.pack)
        lines.append(place(_("Written to {file}"), file=options.pack))
    if options.follow_up is not None:
        made = workspace.incident.follow_up(campaign_id, groups=groups, by=context.person())
        record["follow_up"] = _written(context, made, options.follow_up, lines)
    if options.correct is not None:
        people = workspace.after_stop.plan(campaign_id).people
        made = workspace.after_stop.correct(campaign_id, people=people, by=context.person())
        record["correction"] = _written(context, made, options.correct, lines)
    context.out.result(record, "\n".join(lines))
    return 0


def _groups(incident: Incident, options: argparse.Namespace) -> tuple[str, ...]:
    """Name the groups that were asked for, as the follow-up's settings do."""
    proofs = [_named_version(incident, begins.lower()) for begins in options.proof]
    if not proofs:
        return (*options.only, *(f"batch {number}" for number in options.batch))
    if not options.batch:
        return (*options.only, *(f"proof {proof}" for proof in proofs))
    both = (f"batch {number} of {proof}" for proof in proofs for number in options.batch)
    return (*options.only, *both)


def _named_version(incident: Incident, begins: str) -> str:
    found = [one.proof for one in incident.versions if begins and one.proof.startswith(begins)]
    if len(found) != 1:
        known = ", ".join(one.proof[:PROOF_LETTERS] for one in incident.versions)
        words = _("Not one version that was sent is called this. They are: {versions}")
        raise UsageError(place(words, versions=known or "–"))
    return found[0][:PROOF_LETTERS]


def _written(
    context: Context, made: LinkedCampaign, folder: Path, lines: list[str]
) -> dict[str, object]:
    """Write the folder of a campaign that was made, where its text is to be written."""
    context.workspace.export_folder(CampaignId(made.id), folder, by=context.person())
    words = ngettext(
        "Made “{name}” for {count} person. Its text is to be written: {folder}",
        "Made “{name}” for {count} people. Its text is to be written: {folder}",
        made.people,
    )
    lines.append(place(words, name=made.name, count=made.people, folder=folder))
    return {"id": made.id, "name": made.name, "people": made.people, "folder": str(folder)}


def _text(incident: Incident) -> str:
    from composer.stages.incident import incident_text  # noqa: PLC0415 - most of the program

    return incident_text(incident)


def _record(incident: Incident) -> dict[str, object]:
    copies = incident.copies
    return {
        "name": incident.name,
        "proof": incident.proof,
        "began_at": incident.began_at.isoformat() if incident.began_at else "",
        "first_at": incident.first_at.isoformat() if incident.first_at else "",
        "last_at": incident.last_at.isoformat() if incident.last_at else "",
        "handed_over": incident.counts.accepted,
        "unclear": incident.unclear,
        "people": incident.counts.total,
        "searched": incident.searched,
        "versions": [
            {
                "proof": version.proof,
                "subject": version.subject,
                "handed_over": version.handed_over,
                "unclear": version.unclear,
                "first_at": version.first_at.isoformat() if version.first_at else "",
                "last_at": version.last_at.isoformat() if version.last_at else "",
            }
            for version in incident.versions
        ],
        "batches": [
            {
                "batch": batch.number,
                "proof": batch.proof or incident.versions[0].proof,
                "people": batch.people,
                "handed_over": batch.handed_over,
                "unclear": batch.unclear,
            }
            for batch in incident.batches
        ],
        "copies": {
            "sent": copies.sent,
            "equal": copies.equal,
            "different": copies.different,
            "missing": copies.missing,
            "shown": list(copies.shown),
            "in_doubt": copies.in_doubt,
        },
        "events": [{"at": event.at.isoformat(), "words": event.words} for event in incident.events],
    }
