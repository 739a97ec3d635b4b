"""`check --accept CODE[:N] --reason T` and `--withdraw CODE[:N]`: points to look at, one by one.

N counts the points of one code in the order they are printed; alone, there must be one only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from composer.cli.context import Context
from composer.errors import UsageError
from composer.i18n import _, place
from composer.model.acceptance import Point
from composer.model.check_summary import CheckSummary
from composer.model.identifiers import CampaignId
from composer.translation.locale_names import language_names


def add_point_options(check: argparse.ArgumentParser) -> None:
    """Add what decides about a point."""
    step = check.add_mutually_exclusive_group()
    step.add_argument(
        "--accept", metavar="CODE[:N]", help=_("leave one point to look at as it is; with --reason")
    )
    step.add_argument(
        "--withdraw", metavar="CODE[:N]", help=_("take back that a point was accepted")
    )
    check.add_argument("--reason", metavar="T", default="", help=_("why it may stay as it is"))


def decide_points(
    context: Context, campaign_id: CampaignId, options: argparse.Namespace
) -> CheckSummary | None:
    """Accept or take back the point that was named, if any; give the check with it.

    A check that fits now is used again; without one, everybody is checked first.
    """
    named = options.accept or options.withdraw
    if not named:
        return None
    workspace, person = context.workspace, context.person()
    summary = workspace.last_check(campaign_id) or workspace.check(campaign_id)
    point = _named(named, summary.points)
    if options.accept:
        workspace.accept_warning(campaign_id, point.key, options.reason, by=person)
    else:
        workspace.withdraw_acceptance(campaign_id, point.key, by=person)
    return workspace.last_check(campaign_id)


def point_records(points: Iterable[Point]) -> list[dict[str, object]]:
    """Give points for `--json`; `accepted` is null while nobody has accepted one."""
    return [
        {
            "key": point.key,
            "code": point.code,
            "count": point.count,
            "locales": list(point.locales),
            "accepted": {
                "by": point.accepted.name,
                "reason": point.accepted.reason,
                "at": point.accepted.at.isoformat(),
            }
            if point.accepted
            else None,
        }
        for point in points
    ]


def point_lines(points: Iterable[Point]) -> list[str]:
    """Say who accepted what, one line each."""
    return [
        place(
            _("Accepted by {name}: {finding} ({reason})"),
            name=point.accepted.name,
            finding=point.said(language_names),
            reason=point.accepted.reason,
        )
        for point in points
        if point.accepted is not None
    ]


def _named(named: str, points: Sequence[Point]) -> Point:
    code, _colon, which = named.partition(":")
    fitting = [point for point in points if point.code == code]
    if not fitting:
        raise UsageError(
            place(_("The check has no point {code} to look at."), code=code),
            advice=_("The codes stand in brackets in what check prints."),
        )
    if not which and len(fitting) == 1:
        return fitting[0]
    if which.isascii() and which.isdigit() and 1 <= int(which[:9]) <= len(fitting):
        return fitting[int(which[:9]) - 1]
    raise UsageError(
        place(_("There are {count} points {code}."), count=len(fitting), code=code),
        advice=_("Say which one: CODE:1 for the first."),
    )
