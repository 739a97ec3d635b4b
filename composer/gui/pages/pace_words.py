"""The pace in words: how fast, in which hours, why a send waits, and who is needed when."""

from __future__ import annotations

from collections.abc import Sequence

from composer.gui.numbers import number
from composer.gui.pages.wording import listed
from composer.gui.times import full_moment, planned_for_reader, span
from composer.i18n import N_, _, isolate, ngettext, place
from composer.model.campaign import Pace
from composer.model.check_summary import CheckSummary
from composer.model.overview import Progress
from composer.model.planned_time import PlannedTime
from composer.model.sending_window import SendingWindow
from composer.proofs.change_values import window_words
from composer.proofs.manifest_settings import window_part

_WAITS = {
    "start": N_(
        "It waits for the planned time: {moment}. Keep this computer on and awake. If it is off or "
        "asleep then, nothing starts by itself, and a sender is asked."
    ),
    "window": N_("Nothing leaves in these hours. Sending goes on by itself: {moment}."),
    "limit": N_("The limit for a time is reached. Sending goes on by itself: {moment}."),
    "service": N_("The mail service asked to wait. Sending goes on by itself: {moment}."),
}


def rate_words(pace: Pace) -> tuple[str, ...]:
    """Say how fast messages may leave, one limit after the other."""
    rate = ngettext("{rate} a second", "{rate} a second", round(pace.per_second))
    found = [place(rate, rate=f"{pace.per_second.normalize():f}")]
    if pace.per_minute:
        found.append(place(_("at most {count} a minute"), count=number(pace.per_minute)))
    if pace.per_day:
        found.append(place(_("at most {count} in 24 hours"), count=number(pace.per_day)))
    return tuple(found)


def takes_words(pace: Pace, check: CheckSummary | None) -> str:
    """Say how long it takes, which nobody knows before everybody was checked, and at which pace."""
    if check is None or check.sampled:
        return _("Known once everybody is checked.")
    pace_words = isolate(listed(rate_words(pace)))
    return place(_("{time}, at {pace}"), time=span(check.eta_total_s), pace=pace_words)


def hours_words(window: SendingWindow | None) -> str:
    """Say in which hours messages leave, and what is done outside them; "" at any time."""
    if window is None:
        return ""
    words = _("Messages leave only in these hours: {hours}. Outside them it waits by itself.")
    return place(words, hours=isolate(window_words(window_part(window))))


def starts_at_words(planned: PlannedTime) -> str:
    """Say that a send waits for its planned time and then begins."""
    words = _("It waits until {moment}, then it starts by itself if this computer is on and awake.")
    return place(words, moment=isolate(planned_for_reader(planned)))


def waits_words(progress: Progress) -> str:
    """Say what a running send waits for, and until when; "" while it does not."""
    if progress.waits_for not in _WAITS or progress.waits_until is None:
        return ""
    moment = isolate(full_moment(progress.waits_until))
    return place(_(_WAITS[progress.waits_for]), moment=moment)


def slow_words(progress: Progress) -> str:
    """Say that the mail service asked for less; "" while it did not."""
    if progress.speed >= 1:
        return ""
    words = _(
        "The mail service asked to go slower: messages leave at {share} % of the pace. It gets "
        "faster again by itself."
    )
    return place(words, share=number(max(1, round(100 * progress.speed))))


def slept_words(progress: Progress) -> str:
    """Say that the computer slept while it sent; "" while it did not."""
    if not progress.jumps:
        return ""
    return _(
        "This computer slept meanwhile, or its clock was put to another time. Connections were "
        "made anew, approvals were looked at again, and sending went on."
    )


def battery_words() -> str:
    """Say that the computer runs on its battery."""
    return _(
        "This computer runs on its battery. Plug it in: while it is asleep or off nothing leaves."
    )


def needed_words(
    sizes: Sequence[int], hold_after: Sequence[int], *, seconds: int | None
) -> tuple[str, ...]:
    """Say when a person is needed and what happens if nobody comes; `seconds` is all of it."""
    waits = [at for at in hold_after if 0 < at < len(sizes)]
    if not waits or seconds is None:
        return ()
    words = ngettext(
        "A sender is needed once, {time} after the start. If nobody comes, nothing more leaves.",
        "A sender is needed {count} times, first {time} after the start. If nobody comes, nothing "
        "more leaves.",
        len(waits),
    )
    first_s = seconds * sum(sizes[: waits[0]]) / sum(sizes)
    return (place(words, count=number(len(waits)), time=span(first_s)),)
