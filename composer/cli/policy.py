"""`policy`: the rules for sign-off, as the owner signs them."""

from __future__ import annotations

import argparse
import re
from dataclasses import asdict, replace

from composer.cli.context import Context
from composer.cli.parsing import Commands, positive
from composer.errors import Blocked, SignatureRefused, UsageError
from composer.i18n import _
from composer.model.campaign import TransportKind
from composer.model.policy import CHECKS, Approver, AudienceRule, Policy, Rules, TransportRule
from composer.model.recipient import address_key
from composer.stages.rule_words import rule_lines

NONE = "none"
_HOURS = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)", re.ASCII)


def add_policy(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `policy`."""
    policy = commands.add_parser("policy", parents=[shared], help=_("the rules for sign-off"))
    steps = policy.add_subparsers(dest="step", required=True, metavar="STEP")
    show = steps.add_parser("show", parents=[shared], help=_("show the rules"))
    show.set_defaults(run=_show)
    _add_set(steps, shared)
    _add_approver(steps, shared)
    clock = steps.add_parser("clock", parents=[shared], help=_("whether the clock is believed"))
    clock.add_argument(
        "--correct", metavar="REASON", help=_("sign that it is right now, and why (owner)")
    )
    clock.set_defaults(run=_clock)


def _add_set(steps: Commands, shared: argparse.ArgumentParser) -> None:
    change = steps.add_parser("set", parents=[shared], help=_("change the rules (owner)"))
    change.add_argument("--reviewers", type=positive, help=_("how many must approve"))
    change.add_argument("--expires-hours", type=positive, help=_("how long an approval counts"))
    change.add_argument(
        "--from-people",
        type=_audience_rule,
        action="append",
        metavar="PEOPLE:REVIEWERS",
        help=_("from so many people on, so many must approve; 10000:2, several times, or none"),
    )
    change.add_argument(
        "--by-transport",
        type=_transport_rule,
        action="append",
        metavar="KIND:REVIEWERS",
        help=_("by this way of sending, so many must approve; smtp:2, several times, or none"),
    )
    change.add_argument(
        "--wait-hours", type=_from_zero, help=_("how long to wait after the last approval")
    )
    change.add_argument(
        "--checks", type=_checks, help=_("what else must be checked: links,spam,warnings or none")
    )
    change.add_argument(
        "--receipts", type=positive, help=_("in how many test mailboxes a test must arrive")
    )
    change.add_argument(
        "--alone", metavar="REASON", help=_("a team of one, and why; none: a second person again")
    )
    change.set_defaults(run=_set)


def _add_approver(steps: Commands, shared: argparse.ArgumentParser) -> None:
    one = steps.add_parser(
        "approver", parents=[shared], help=_("who may approve, when, and who stands in (owner)")
    )
    one.add_argument("email", metavar="EMAIL")
    one.add_argument("--deputies", type=_addresses, help=_("who stands in while they are away"))
    one.add_argument("--zone", help=_("their time zone, such as Europe/Berlin"))
    one.add_argument("--hours", type=_hours, help=_("when they can sign: 09:00-17:00"))
    one.add_argument("--days", type=_days, help=_("on which days: 1,2,3,4,5; 1 is Monday"))
    one.add_argument("--phone", help=_("their telephone number"))
    presence = one.add_mutually_exclusive_group()
    presence.add_argument("--away", action="store_true", help=_("their deputies may approve"))
    presence.add_argument("--back", action="store_true", help=_("they are here again"))
    presence.add_argument("--remove", action="store_true", help=_("take them off the list"))
    one.set_defaults(run=_change_approver)


def _show(context: Context, options: argparse.Namespace) -> int:
    del options
    policy = context.workspace.policy()
    context.out.result(policy_record(policy), "\n".join(rule_lines(policy)))
    return 0


def _set(context: Context, options: argparse.Namespace) -> int:
    changes = {
        "reviewers": options.reviewers,
        "expires_hours": options.expires_hours,
        "by_audience": _listed(options.from_people),
        "by_transport": _listed(options.by_transport),
        "wait_hours": options.wait_hours,
        "checks": options.checks,
        "receipts": options.receipts,
        "alone": "" if options.alone == NONE else options.alone,
    }
    given = {key: value for key, value in changes.items() if value is not None}
    if not given:
        raise UsageError(_("Say what to change."), advice="composer policy set --help")
    return _sign(context, replace(_rules_of(context.workspace.policy()), **given), options)


def _clock(context: Context, options: argparse.Namespace) -> int:
    if options.correct is not None:
        context.workspace.correct_clock(options.correct, by=context.person())
    if findings := context.workspace.clock_findings():
        raise Blocked(findings)
    context.out.result({"believed": True}, _("The clock is as it should be."))
    return 0


def _change_approver(context: Context, options: argparse.Namespace) -> int:
    rules = _rules_of(context.workspace.policy())
    wanted = address_key(options.email)
    known = [one for one in rules.approvers if address_key(one.email) == wanted]
    others = tuple(one for one in rules.approvers if address_key(one.email) != wanted)
    if options.remove:
        if not known:
            raise UsageError(_("Nobody with this address is on the list."))
        return _sign(context, replace(rules, approvers=others), options)
    before = known[0] if known else Approver(email=options.email)
    begins, ends = options.hours or (before.begins, before.ends)
    changed = replace(
        before,
        deputies=before.deputies if options.deputies is None else options.deputies,
        zone=before.zone if options.zone is None else options.zone,
        begins=begins,
        ends=ends,
        days=options.days or before.days,
        phone=before.phone if options.phone is None else options.phone,
        is_away=options.away or (before.is_away and not options.back),
    )
    approvers = tuple(changed if one is before else one for one in rules.approvers)
    if not known:
        approvers = (*approvers, changed)
    return _sign(context, replace(rules, approvers=approvers), options)


def _sign(context: Context, rules: Rules, options: argparse.Namespace) -> int:
    from composer.signoff.policies import require_sound_rules  # noqa: PLC0415 - as Context

    try:
        require_sound_rules(rules)
    except SignatureRefused as refused:  # what is written into a list is refused there, too
        raise UsageError(str(refused), advice="composer policy set --help") from None
    context.workspace.set_policy(rules, by=context.person())
    return _show(context, options)


def _rules_of(policy: Policy) -> Rules:
    return Rules(**{name: getattr(policy, name) for name in asdict(Rules())})


def policy_record(policy: Policy) -> dict[str, object]:
    """Give the rules as `--json` prints them."""
    return {
        "version": policy.version,
        "reviewers": policy.reviewers,
        "expires_hours": policy.expires_hours,
        "by_audience": [asdict(rule) for rule in policy.by_audience],
        "by_transport": [asdict(rule) for rule in policy.by_transport],
        "wait_hours": policy.wait_hours,
        "checks": list(policy.checks),
        "receipts": policy.receipts,
        "approvers": [asdict(one) for one in policy.approvers],
        "alone": policy.alone,
    }


def _listed(
    rules: list[AudienceRule | TransportRule | None] | None,
) -> tuple[AudienceRule | TransportRule, ...] | None:
    return None if rules is None else tuple(rule for rule in rules if rule is not None)


def _audience_rule(text: str) -> AudienceRule | None:
    """Read `10000:2`, or `none`."""
    if text == NONE:
        return None
    people, _colon, reviewers = text.partition(":")
    return AudienceRule(people=positive(people), reviewers=positive(reviewers))


def _transport_rule(text: str) -> TransportRule | None:
    """Read `smtp:2`, or `none`."""
    if text == NONE:
        return None
    kind, _colon, reviewers = text.partition(":")
    if kind not in {item.value for item in TransportKind}:
        raise argparse.ArgumentTypeError(_("write it as smtp:2 or sendgrid:2"))
    return TransportRule(kind=kind, reviewers=positive(reviewers))


def _from_zero(text: str) -> int:
    return 0 if text == "0" else positive(text)


def _checks(text: str) -> tuple[str, ...]:
    """Read `links,spam`, or `none`."""
    words = {word.strip() for word in text.split(",") if word.strip()} - {NONE}
    if not words <= set(CHECKS):
        names = ", ".join(CHECKS)
        raise argparse.ArgumentTypeError(_("checks are: {names}").format(names=names))
    return tuple(check for check in CHECKS if check in words)


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip() and word != NONE)


def _hours(text: str) -> tuple[str, str]:
    match = _HOURS.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(_("write hours as 09:00-17:00"))
    return match[1], match[2]


def _days(text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words or not {*words} <= {"1", "2", "3", "4", "5", "6", "7"}:
        raise argparse.ArgumentTypeError(_("write days as 1,2,3,4,5; 1 is Monday"))
    return tuple(sorted({int(word) for word in words}))
