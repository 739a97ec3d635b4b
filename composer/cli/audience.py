"""`audience`: who will receive it, from a file to exactly these people.

What is decided about a list (who is expected, which filter, who is left out) is written into the
campaign's settings, so that it is sealed with everything else.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from composer.cli.audience_options import add_options, decided
from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.parsing import Commands
from composer.errors import NotFound, UsageError
from composer.findings import blocking
from composer.i18n import _, ngettext, place
from composer.model.audience import FindingGroup, PendingAudience, ReadingProgress
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.model.overview import ImportResult


def add_command(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `audience`."""
    audience = commands.add_parser(
        "audience",
        parents=[shared],
        help=_("who will receive it: read a list, mend it, take it over"),
        description=_(
            "Without options: who is listed. A list with problems stays pending beside the one in"
            " use until it is mended, taken over or discarded."
        ),
    )
    audience.add_argument("campaign", metavar="CAMPAIGN")
    add_options(audience)
    audience.set_defaults(run=_audience)


def _audience(context: Context, options: argparse.Namespace) -> int:
    campaign_id = context.campaign(options.campaign)
    before = context.workspace.audiences.settings(campaign_id)
    answers = decided(context, before, options)
    after = replace(before, **answers)
    if options.replace:
        return _replace(context, campaign_id, after, options)
    is_read_otherwise = bool(
        options.encoding or options.delimiter or options.sheet or options.column
    )
    if is_read_otherwise:
        _require_source(context, campaign_id)
    if answers:
        found = context.workspace.audiences.change_settings(
            campaign_id, after, answered=answers.keys(), by=context.person()
        )
        if blocking(found):
            context.out.blocked(found)
            return 1
    again = _read_again(context, campaign_id) if is_read_otherwise else None
    changed = _mend_pending(context, campaign_id, options) or again
    if options.bad_rows:
        return _save_bad_rows(context, campaign_id, options.bad_rows)
    if options.use:
        return _print_taken(context, campaign_id, changed.reading if changed else None)
    if changed:
        return _print_pending(context, changed)
    return _print_audience(context, campaign_id)


def _replace(
    context: Context,
    campaign_id: CampaignId,
    settings: AudienceSettings,
    options: argparse.Namespace,
) -> int:
    audiences, person = context.workspace.audiences, context.person()
    pending = audiences.read(
        campaign_id, options.replace, settings=settings, by=person, progress=_reporter(context)
    )
    for code in options.leave_out:
        audiences.leave_out(campaign_id, code, by=person, reading=pending.reading)
    return _print_taken(context, campaign_id, pending.reading)


def _require_source(context: Context, campaign_id: CampaignId) -> None:
    """Make sure that a list which is to be read otherwise can be read at all."""
    audiences = context.workspace.audiences
    if audiences.pending(campaign_id) and audiences.pending_source(campaign_id) is None:
        raise NotFound(
            _("The file of the pending list is not where it was."),
            advice=_("Read it with --replace FILE."),
        )


def _read_again(context: Context, campaign_id: CampaignId) -> PendingAudience | None:
    """Read the pending list's file in the way that the settings say now."""
    audiences = context.workspace.audiences
    if audiences.pending(campaign_id) is None:
        return None
    return audiences.read_again(campaign_id, by=context.person(), progress=_reporter(context))


def _mend_pending(
    context: Context, campaign_id: CampaignId, options: argparse.Namespace
) -> PendingAudience | None:
    """Do what the options ask of the pending list; None where they ask nothing."""
    audiences = context.workspace.audiences
    wanted = options.bring_back or options.leave_out or options.take_back
    wanted = wanted or options.use or options.discard or options.bad_rows
    if not wanted:
        return None
    person, pending = context.person(), audiences.pending(campaign_id)
    if pending is None:
        raise UsageError(
            _("There is no pending list."), advice=_("Read one with --replace FILE first.")
        )
    reading = pending.reading
    if options.discard:
        audiences.discard(campaign_id, by=person, reading=reading)
        return None
    if options.bring_back:
        pending = audiences.bring_back(campaign_id, options.bring_back, by=person, reading=reading)
    for code in options.leave_out:
        pending = audiences.leave_out(campaign_id, code, by=person, reading=reading)
    for code in options.take_back:
        pending = audiences.take_back(campaign_id, code, by=person, reading=reading)
    return pending


def _save_bad_rows(context: Context, campaign_id: CampaignId, file: Path) -> int:
    count = context.workspace.audiences.export_bad_rows(campaign_id, file)
    text = ngettext("{count} row written to {file}", "{count} rows written to {file}", count)
    context.out.result(
        {"id": campaign_id, "rows": count, "file": str(file)},
        place(text, count=count, file=file),
    )
    return 0


def _print_taken(context: Context, campaign_id: CampaignId, reading: str | None) -> int:
    result = context.workspace.audiences.take_over(
        campaign_id, by=context.person(), reading=reading
    )
    if blocking(result.findings):
        return _print_blocked(context, result)
    return _print_audience(context, campaign_id)


def _print_blocked(context: Context, result: ImportResult) -> int:
    record = {
        "id": result.id,
        "name": result.name,
        "findings": [item.as_json() for item in result.findings],
    }
    context.out.result(record, _("Nothing was taken over."))
    if not context.out.as_json:
        print_findings(result.findings)
    return 1


def _pending_record(pending: PendingAudience) -> dict[str, object]:
    return {
        "file": pending.file,
        "rows": pending.rows,
        "people": pending.people,
        "bad_rows": pending.bad_rows,
        "suppressed": pending.suppressed,
        "left_out": [
            {"code": item.code, "rows": item.rows, "detail": item.detail}
            for item in pending.left_out
        ],
        "groups": [_group_record(group) for group in pending.groups],
        "warned": [_group_record(group) for group in pending.warned],
        "findings": [item.as_json() for item in pending.findings],
        "may_be_taken_over": pending.may_be_taken_over,
    }


def _group_record(group: FindingGroup) -> dict[str, object]:
    return {
        "code": group.code,
        "severity": group.severity.value,
        "column": group.column,
        "count": group.count,
        "first": group.first.as_json(),
        "may_leave_out": group.may_leave_out,
    }


def _print_pending(context: Context, pending: PendingAudience) -> int:
    counts = (
        (ngettext("{count} row was read", "{count} rows were read", pending.rows), pending.rows),
        (ngettext("{count} person", "{count} people", pending.people), pending.people),
        (
            ngettext("{count} row must be fixed", "{count} rows must be fixed", pending.bad_rows),
            pending.bad_rows,
        ),
    )
    lines = [place(_("{file} waits to be taken over"), file=pending.file)]
    lines += [f"  {place(words, count=count)}" for words, count in counts]
    lines += [f"  {group.count} × {group.first.text}  [{group.code}]" for group in pending.groups]
    context.out.result({"pending": _pending_record(pending)}, "\n".join(lines))
    if not context.out.as_json:
        print_findings(pending.findings)
    return 0 if pending.may_be_taken_over else 1


def _print_audience(context: Context, campaign_id: CampaignId) -> int:
    workspace = context.workspace
    counts = workspace.audience_counts(campaign_id)
    findings = workspace.audience_findings(campaign_id)
    settings = workspace.audiences.settings(campaign_id)
    pending = workspace.audiences.pending(campaign_id)
    record = {
        "id": campaign_id,
        "count": counts.total,
        "locales": dict(counts.locales),
        "domains": dict(counts.domains),
        "segment": settings.segment,
        "expected": settings.expected,
        "findings": [item.as_json() for item in findings],
        "pending": _pending_record(pending) if pending else None,
    }
    people = ngettext("{count} person", "{count} people", counts.total)
    lines = [place(people, count=counts.total)]
    lines += [f"  {locale or '–'}: {number}" for locale, number in counts.locales]
    if settings.segment:
        lines.append(place(_("Filter: {filter}"), filter=settings.segment))
    context.out.result(record, "\n".join(lines))
    if not context.out.as_json:
        print_findings(findings)
    return 1 if blocking(findings) else 0


def _reporter(context: Context) -> Callable[[ReadingProgress], None]:
    """Print each whole percent, with the findings so far by kind."""
    last = -1

    def report(progress: ReadingProgress) -> None:
        nonlocal last
        percent = int(progress.share * 100)
        if percent == last:
            return
        last = percent
        context.out.progress(
            {
                "rows": progress.rows,
                "share": round(progress.share, 3),
                "seconds_left": progress.seconds_left,
                "findings": {group.code: group.count for group in progress.groups},
                "domains": progress.domains,
            },
            _progress_words(progress, percent),
        )

    return report


def _progress_words(progress: ReadingProgress, percent: int) -> str:
    if progress.domains is not None:
        asked, count = progress.domains
        words = ngettext(
            "{percent} %: asking the name service, {asked} of {count} mail domain",
            "{percent} %: asking the name service, {asked} of {count} mail domains",
            count,
        )
        return place(words, percent=percent, asked=asked, count=count)
    rows, left = progress.rows, progress.seconds_left
    if left is None:
        words = ngettext("{percent} %: {count} row", "{percent} %: {count} rows", rows)
        return place(words, percent=percent, count=rows)
    words = ngettext(
        "{percent} %: {count} row, {left} s left", "{percent} %: {count} rows, {left} s left", rows
    )
    return place(words, percent=percent, count=rows, left=round(left))
