"""What is new about the sends of a workspace, in words: decided from two looks, without Qt.

A stop that somebody pressed is said in every window, and is no system notice; an end, and a stop
that nobody pressed, are both. No address is ever in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from composer.gui.numbers import number
from composer.i18n import _, place
from composer.model.ending import SendGlance
from composer.records.stop_words import stop_words


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNews:
    """One line about one send; `notice` asks for a system notice, `urgent` for its sound.

    `is_done`: it went to its end.
    """

    campaign_id: str
    title: str
    text: str
    notice: bool = False
    urgent: bool = False
    is_done: bool = False

    @property
    def sentence(self) -> str:
        """Title and text in one line."""
        return f"{self.title} {self.text}".strip()


def news_between(
    before: Sequence[SendGlance] | None, now: Sequence[SendGlance]
) -> tuple[SendNews, ...]:
    """Say what changed since the last look; at the first look, what rests and what runs.

    What was over before this window was opened is not told.
    """
    known = {one.campaign_id: one for one in before or ()}
    told = []
    for one in now:
        earlier = known.get(one.campaign_id)
        was_running = earlier is not None and earlier.running
        if one.running:
            continue
        if was_running or (before is not None and _rests_anew(earlier, one)):
            told.append(_news(one, seen=True))
        elif before is None and not one.is_over:
            told.append(_news(one, seen=False))
    return tuple(told)


def news_now(told: SendNews, sends: Sequence[SendGlance]) -> SendNews:
    """Say what was told of a send as it is now: who was unclear may have been decided since."""
    one = next((one for one in sends if one.campaign_id == told.campaign_id), None)
    return told if one is None or one.running else _news(one, seen=False)


def running_words(one: SendGlance) -> str:
    """Say how far a send is."""
    words = _("“{name}” is being sent: {done} of {all}.")
    counts = one.counts
    return place(words, name=one.name, done=number(counts.accepted), all=number(counts.total))


def _rests_anew(earlier: SendGlance | None, one: SendGlance) -> bool:
    """Whether a send came to rest between two looks, or another thing holds it now."""
    if earlier is None:
        return True
    return (earlier.is_stopped, earlier.cause, earlier.is_over) != (
        one.is_stopped,
        one.cause,
        one.is_over,
    ) and not (earlier.is_over and one.is_over)


def _news(one: SendGlance, *, seen: bool) -> SendNews:
    """Say why a send rests; `seen` tells that it was seen to come to rest."""
    return SendNews(
        campaign_id=one.campaign_id,
        title=_title(one),
        text=stop_words(one.counts) if not one.is_over else _over_words(one),
        notice=seen and not one.is_stopped,
        urgent=seen and not (one.is_stopped or one.is_over or one.planned_stop),
        is_done=one.is_over,
    )


def _title(one: SendGlance) -> str:
    if one.is_over:
        return place(_("“{name}” is done."), name=one.name)
    if one.planned_stop:
        return place(_("“{name}” waits for a person, as planned."), name=one.name)
    if one.cause:
        return place(_("“{name}” has stopped. {cause}"), name=one.name, cause=one.cause)
    if one.stopped_by:
        return place(_("“{name}” was stopped by {person}."), name=one.name, person=one.stopped_by)
    if one.is_stopped:
        return place(_("“{name}” was stopped."), name=one.name)
    return place(_("“{name}” is not being sent any more: the program ended."), name=one.name)


def _over_words(one: SendGlance) -> str:
    counts = one.counts
    words = _("Handed over to {done} of {all}.")
    return place(words, done=number(counts.accepted), all=number(counts.total))
