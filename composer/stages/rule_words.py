"""The rules for sign-off in plain sentences, the same in the window and on the command line."""

from __future__ import annotations

from collections.abc import Iterator

from babel.dates import get_day_names

from composer.i18n import N_, _, grouped, is_right_to_left, isolate, language, ngettext, place
from composer.model.campaign import TransportKind
from composer.model.policy import Approver, Rules

CHECK_WORDS = {
    "links": N_("Before the freeze, links and the sender's domain must have been looked up."),
    "spam": N_("Before the freeze, a spam filter must have looked at the message."),
    "warnings": N_("Before the freeze, every point to look at must be mended or accepted."),
}
WAYS = {
    TransportKind.SENDGRID.value: N_("SendGrid"),
    TransportKind.SMTP.value: N_("a mail server (SMTP)"),
    TransportKind.PRACTICE.value: N_("the practice server"),
    TransportKind.EML.value: N_("files (.eml)"),
}


def rule_lines(rules: Rules) -> tuple[str, ...]:
    """Say the rules, one sentence each, the most important first."""
    return (
        *number_lines(rules),
        *who_lines(rules),
        *approver_lines(rules),
        *time_lines(rules),
        *test_lines(rules),
    )


def approver_lines(rules: Rules) -> tuple[str, ...]:
    """Say of each who may approve where, when and by which telephone they can be reached."""
    return tuple(approver_line(one) for one in rules.approvers)


def approver_line(one: Approver) -> str:
    """Say of one person when and how they can be reached, and who stands in."""
    parts = [one.email, *_reach(one)]
    if one.is_away:
        parts.append(_("away"))
    if one.deputies:
        parts.append(place(_("deputies: {names}"), names=", ".join(one.deputies)))
    return " · ".join(isolate(part) if is_right_to_left() else part for part in parts)


def hours_words(one: Approver) -> str:
    """Say days, hours and zone of a person; "" where nobody said them.

    >>> hours_words(Approver(email="b@example.com"))
    ''
    """
    if not one.zone:
        return ""
    names = get_day_names("abbreviated", locale=language().replace("-", "_"))
    days = ", ".join(names[day - 1] for day in one.days)
    words = _("{days}, {begins} to {ends}, {zone}")
    return place(words, days=days, begins=one.begins, ends=one.ends, zone=one.zone)


def _reach(one: Approver) -> Iterator[str]:
    if one.zone:
        yield hours_words(one)
    if one.phone:
        yield one.phone


def number_lines(rules: Rules) -> Iterator[str]:
    """Say how many people must approve."""
    if rules.alone:
        yield _("One person works here alone and approves their own messages.")
        yield place(_("The reason: {reason}"), reason=rules.alone)
        yield _("Window, report and evidence say “Not independently reviewed”.")
        return
    yield place(
        ngettext("{count} person must approve.", "{count} people must approve.", rules.reviewers),
        count=rules.reviewers,
    )
    for rule in sorted(rules.by_audience, key=lambda item: item.people):
        words = ngettext(
            "From {people} people on, {count} person must approve.",
            "From {people} people on, {count} people must approve.",
            rule.reviewers,
        )
        yield place(words, people=grouped(rule.people), count=rule.reviewers)
    for way in rules.by_transport:
        words = ngettext(
            "By {way}, {count} person must approve.",
            "By {way}, {count} people must approve.",
            way.reviewers,
        )
        yield place(words, way=_(WAYS[way.kind]), count=way.reviewers)


def who_lines(rules: Rules) -> Iterator[str]:
    """Say who may approve at all."""
    if rules.alone:
        return
    if rules.approvers:
        yield _("Only these people may approve, and their deputies while they are away.")
    else:
        yield _("Every reviewer may approve.")
    yield _("Nobody approves what they wrote, nor a language that they translated.")


def time_lines(rules: Rules) -> Iterator[str]:
    """Say how long an approval counts, and how long it waits."""
    yield place(
        ngettext(
            "An approval counts for {count} hour.",
            "An approval counts for {count} hours.",
            rules.expires_hours,
        ),
        count=rules.expires_hours,
    )
    if rules.wait_hours:
        words = ngettext(
            "After the last approval it waits for {count} hour. One more reviewer ends the wait.",
            "After the last approval it waits for {count} hours. One more reviewer ends the wait.",
            rules.wait_hours,
        )
        yield place(words, count=rules.wait_hours)
    else:
        yield _("After the last approval it may leave at once.")


def test_lines(rules: Rules) -> Iterator[str]:
    """Say what must have been tested and checked."""
    words = ngettext(
        "The test must arrive as it should in {count} mailbox.",
        "The test must arrive as it should in {count} different mailboxes.",
        rules.receipts,
    )
    yield place(words, count=rules.receipts)
    for check in rules.checks:
        yield _(CHECK_WORDS[check])
