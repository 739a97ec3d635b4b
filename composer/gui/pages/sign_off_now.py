"""Who can sign now: the time where they are, how to reach them, who was asked, until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from composer.gui.times import full_moment, short_moment
from composer.i18n import _, isolate_ltr, place
from composer.model.asked import AskOutcome
from composer.model.signers import Signer, Signers


def notes_of(
    now: Signers | None, asked: Mapping[str, datetime], mailed: Mapping[str, AskOutcome]
) -> Mapping[str, tuple[str, ...]]:
    """Say of each person, by address, how they can be reached and when they were asked."""
    people = now.people if now is not None else ()
    return {
        line.person.email: (
            *_notes(line),
            *_asked_notes(
                line, asked.get(line.person.public_key), mailed.get(line.person.public_key)
            ),
        )
        for line in people
    }


def time_words(now: Signers | None) -> str:
    """Say until when an approval is early enough; empty where nothing is planned."""
    if now is None:
        return ""
    if now.is_too_late:
        return _("No approval is early enough any more for the planned time. Plan a later one.")
    if now.waits_until is not None:
        words = _("Enough people approved. By the rules it may leave from {moment} on.")
        return place(words, moment=full_moment(now.waits_until))
    if now.latest_at is None:
        return ""
    if now.latest_with_one_more is not None and now.latest_with_one_more > now.latest_at:
        words = _(
            "An approval until {moment} lets it leave on time; "
            "until {later}, if one person more than needed approves."
        )
        return place(
            words,
            moment=full_moment(now.latest_at),
            later=full_moment(now.latest_with_one_more),
        )
    words = _("An approval until {moment} lets it leave on time.")
    return place(words, moment=full_moment(now.latest_at))


def independence_words(now: Signers | None) -> str:
    """Say that nobody else looks at it, where the team has one person."""
    if now is None or not now.not_independent:
        return ""
    return place(_("Not independently reviewed: {reason}"), reason=now.not_independent)


def _notes(line: Signer) -> Iterator[str]:
    if line.stands_in_for:
        yield place(_("Stands in for {names}."), names=line.stands_in_for)
    if line.is_away:
        yield _("Away. Somebody else may sign in their place, if the rules name one.")
    elif line.local_now is not None and line.hours is not None:
        begins, ends = line.hours
        words = (
            _("Can be reached now: it is {time} there, and the hours are {begins} – {ends}.")
            if line.is_in_hours
            else _("Hard to reach now: it is {time} there, and the hours are {begins} – {ends}.")
        )
        there = f"{line.local_now:%H:%M}"
        yield place(words, time=isolate_ltr(there), begins=begins, ends=ends)
    if line.phone:
        yield place(_("Telephone: {number}"), number=isolate_ltr(line.phone))


def _asked_notes(
    line: Signer, asked_at: datetime | None, outcome: AskOutcome | None
) -> Iterator[str]:
    """Say when and how somebody was asked who has not decided, and whether it reached them."""
    if line.decided:
        return
    if asked_at is not None:
        by_mail = outcome is not None and outcome.is_taken and outcome.at == asked_at
        words = _("Asked by mail {moment}.") if by_mail else _("Asked {moment}.")
        yield place(words, moment=short_moment(asked_at))
    if outcome is not None and not outcome.is_taken and (not asked_at or outcome.at > asked_at):
        yield outcome.failed.text
