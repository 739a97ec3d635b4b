"""`check`: what it prints about everybody's messages, how far it is, and how long a send takes."""

from __future__ import annotations

import argparse
import time
from itertools import chain

from composer.cli.context import Context
from composer.cli.output import print_findings
from composer.cli.outside import ask_outside
from composer.cli.points import decide_points, point_lines, point_records
from composer.findings import blocking, unlisted
from composer.i18n import N_, _, place
from composer.model.campaign import Pace
from composer.model.check_summary import CheckSummary, FasterWay
from composer.model.planned_time import PlannedTime

_LEAST_S = 1.0
_FASTER = {
    "rate": N_("{rate} a second over the same connections"),
    "connections": N_("{connections} connections and {rate} a second"),
    "batches": N_("batches of {size} after the first ones"),
}


def check_record(summary: CheckSummary, pace: Pace | None = None) -> dict[str, object]:
    """Give a check in the contract's shape, all but its findings: they may be very many."""
    planned = pace.planned if pace is not None else None
    until = pace.ends_at(planned.at, summary.eta_total_s) if pace and planned else None
    return {
        "messages": summary.messages,
        "seconds": round(summary.seconds, 3),
        "messages_per_s": round(summary.messages_per_s, 1),
        "variants": {
            "count": len(summary.variants),
            "coverage": summary.coverage,
            "recipients": [variant.address for variant in summary.variants],
            **_kinds_record(summary),
        },
        "eta": {
            "total_s": summary.eta_total_s,
            "per_domain": dict(summary.eta_per_domain),
            "faster": [_way_record(way) for way in summary.faster],
            "window": {
                "from": planned.at.isoformat() if planned else None,
                "until": until.isoformat() if until else None,
                "voids": [],
            },
        },
        "root": summary.root,
        "sampled": summary.sampled,
        "judged_for": summary.judged_for.isoformat() if summary.judged_for else None,
        "points": point_records(summary.points),
    }


def _kinds_record(summary: CheckSummary) -> dict[str, object]:
    """Say who the kinds are, what each shows, and what nobody gets."""
    return {
        "covered": summary.kinds.covered,
        "reachable": summary.kinds.reachable,
        "kinds": [
            {
                "recipient": kind.address,
                "row": kind.row,
                "locale": kind.locale,
                "facts": list(kind.facts),
                "people": kind.people,
            }
            for kind in summary.variants
        ],
        "matrix": [
            {"fact": row.fact, "people": row.people or None, "kinds": list(row.kinds)}
            for row in summary.kinds.rows
        ],
        "never": [{"fact": fact, "locale": locale or None} for fact, locale in summary.kinds.never],
        "people_estimated": summary.kinds.estimated,
    }


def run_check(context: Context, options: argparse.Namespace) -> int:
    """Check everybody, or decide about a point of the check that fits now."""
    campaign_id = context.campaign(options.campaign)
    summary = decide_points(context, campaign_id, options) or context.workspace.check(
        campaign_id, sample=options.sample, progress=Reporter(context)
    )
    text = place(
        _("{count} messages checked in {seconds} s ({rate}/s). {kinds} kinds of message.\n"
          "At this pace it takes {eta} s."),
        count=summary.messages,
        seconds=round(summary.seconds, 1),
        rate=round(summary.messages_per_s),
        kinds=len(summary.variants),
        eta=summary.eta_total_s,
    )  # fmt: skip
    pace = context.workspace.content(campaign_id).campaign.pace
    told = (text, *eta_lines(summary), window_line(summary, pace))
    text = "\n".join((*told, *judged_lines(summary, pace.planned)))
    outside = ask_outside(context, campaign_id, options)
    findings = chain(context.workspace.every_finding(campaign_id, summary), outside)
    context.out.result(check_record(summary, pace), text, findings=findings)
    if not context.out.as_json:
        more = unlisted(summary.findings, summary.counts)
        print_findings([*summary.findings, *outside], unlisted=more)
        print("\n".join(point_lines(summary.points)), end="\n" if summary.points else "")
    return 1 if blocking(summary.findings) else 0


def judged_lines(summary: CheckSummary, planned: PlannedTime | None) -> list[str]:
    """Say at which day dates were judged, and why that one."""
    if planned is not None:
        words = _("It is planned for {moment}: dates were judged at that day.")
        return [place(words, moment=planned.written)]
    if summary.judged_for is None:
        return []
    words = _("There is no planned time: dates were judged at {day}, the day of the check.")
    return [place(words, day=summary.judged_for.isoformat())]


def eta_lines(summary: CheckSummary) -> list[str]:
    """Say what decides how long it takes, and what would be faster."""
    lines = []
    if summary.eta_limit is not None:
        lines.append(
            place(
                _("{percent} % of the addresses are at {domain}, limited to {rate} a second."),
                percent=summary.eta_limit.percent,
                domain=summary.eta_limit.domain,
                rate=summary.eta_limit.per_second,
            )
        )
    for way in summary.faster:
        words = place(
            _(_FASTER[way.what]),
            rate=way.per_second,
            connections=way.connections,
            size=way.batches[-1] if way.batches else 0,
        )
        lines.append(place(_("Faster and safe: {change}: {eta} s."), change=words, eta=way.total_s))
    if summary.faster:
        lines.append(_("Each of these makes a new version to check, test and sign."))
    return lines


def window_line(summary: CheckSummary, pace: Pace) -> str:
    """Say what a longer window is: the same pace for longer, and nothing to sign anew."""
    if pace.planned is None:
        words = _("A longer window: start at least {eta} s before it must be done. Voids nothing.")
        return place(words, eta=summary.eta_total_s)
    words = _(
        "A longer window: started as planned, it ends at {moment} (UTC). Up to an hour earlier "
        "voids nothing; another plan makes a new version to check, test and sign."
    )
    ends = pace.ends_at(pace.planned.at, summary.eta_total_s)
    return place(words, moment=f"{ends:%Y-%m-%d %H:%M:%S}")


def _way_record(way: FasterWay) -> dict[str, object]:
    return {
        "what": way.what,
        "change": {
            "per_second": float(way.per_second),
            "connections": way.connections,
            "batches": list(way.batches),
        },
        "total_s": way.total_s,
        "voids": list(way.voids),
    }


class Reporter:
    """Prints progress at whole percents only, with the time left once it can be told."""

    def __init__(self, context: Context) -> None:
        self._out = context.out
        self._percent = -1
        self._begun_s = time.monotonic()
        self._first: int | None = None

    def __call__(self, done: int, total: int) -> None:
        """Take in how far it is."""
        if self._first is None:  # what an earlier run has done already took no time here
            self._first, self._begun_s = done, time.monotonic()
        percent = done * 100 // total if total else 100
        if percent > self._percent:
            self._percent = percent
            left_s = self._left_s(done, total)
            text = f"{done} / {total}"
            if left_s is not None:
                text = place(_("{done} / {total}, {left} s left"), done=done, total=total,
                             left=left_s)  # fmt: skip
            self._out.progress({"done": done, "total": total, "left_s": left_s}, text)

    def _left_s(self, done: int, total: int) -> int | None:
        here, passed_s = done - (self._first or 0), time.monotonic() - self._begun_s
        if here <= 0 or passed_s < _LEAST_S:
            return None
        return round(passed_s * (total - done) / here)
