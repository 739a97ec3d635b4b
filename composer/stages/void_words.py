"""Why an approval that somebody gave does not count any more, in one sentence (ux.md §7, 11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from babel.lists import format_list

from composer import i18n
from composer.i18n import ngettext, place
from composer.model.changes import Area, Change

Words = Callable[[int], str]

_WORDS: dict[Area, Words] = {
    Area.SUBJECT: lambda n: ngettext(
        "{names}'s approval no longer counts: the subject changed after it was given.",
        "The approvals of {names} no longer count: the subject changed after that.",
        n,
    ),
    Area.TEXT: lambda n: ngettext(
        "{names}'s approval no longer counts: the text changed after it was given.",
        "The approvals of {names} no longer count: the text changed after that.",
        n,
    ),
    Area.TRANSLATION: lambda n: ngettext(
        "{names}'s approval no longer counts: a translation changed after it was given.",
        "The approvals of {names} no longer count: a translation changed after that.",
        n,
    ),
    Area.LAYOUT: lambda n: ngettext(
        "{names}'s approval no longer counts: the layout changed after it was given.",
        "The approvals of {names} no longer count: the layout changed after that.",
        n,
    ),
    Area.FILES: lambda n: ngettext(
        "{names}'s approval no longer counts: a file changed after it was given.",
        "The approvals of {names} no longer count: a file changed after that.",
        n,
    ),
    Area.PEOPLE: lambda n: ngettext(
        "{names}'s approval no longer counts: the list of people changed after it was given.",
        "The approvals of {names} no longer count: the list of people changed after that.",
        n,
    ),
    Area.DECISIONS: lambda n: ngettext(
        "{names}'s approval no longer counts: a decision was changed after it was given.",
        "The approvals of {names} no longer count: a decision was changed after that.",
        n,
    ),
    Area.SENDER: lambda n: ngettext(
        "{names}'s approval no longer counts: the sender's lines changed after it was given.",
        "The approvals of {names} no longer count: the sender's lines changed after that.",
        n,
    ),
    Area.TRANSPORT: lambda n: ngettext(
        "{names}'s approval no longer counts: the account for sending changed after it was given.",
        "The approvals of {names} no longer count: the account for sending changed after that.",
        n,
    ),
    Area.PACE: lambda n: ngettext(
        "{names}'s approval no longer counts: the pace changed after it was given.",
        "The approvals of {names} no longer count: the pace changed after that.",
        n,
    ),
    Area.TEST: lambda n: ngettext(
        "{names}'s approval no longer counts: the test mailboxes changed after it was given.",
        "The approvals of {names} no longer count: the test mailboxes changed after that.",
        n,
    ),
    Area.RULES: lambda n: ngettext(
        "{names}'s approval no longer counts: the rules for sign-off changed after it was given.",
        "The approvals of {names} no longer count: the rules for sign-off changed after that.",
        n,
    ),
    Area.PROGRAM: lambda n: ngettext(
        "{names}'s approval no longer counts: the program changed after it was given.",
        "The approvals of {names} no longer count: the program changed after that.",
        n,
    ),
    Area.MESSAGES: lambda n: ngettext(
        "{names}'s approval no longer counts: the finished messages are others than then.",
        "The approvals of {names} no longer count: the finished messages are others than then.",
        n,
    ),
    Area.OTHER: lambda n: ngettext(
        "{names}'s approval no longer counts: the campaign changed after it was given.",
        "The approvals of {names} no longer count: the campaign changed after that.",
        n,
    ),
}


def void_sentence(names: Sequence[str], changes: Sequence[Change]) -> str:
    """Say whose approval no longer counts, and what changed; empty where none was lost.

    Of several things the first is named as long as it is about the message; else only that the
    campaign changed: the rest stands under *Show what changed*.
    """
    causes = list(dict.fromkeys(change.area for change in changes if not change.follows))
    if not names:
        return ""
    several = len(causes) != 1 and causes[:1] not in ([Area.SUBJECT], [Area.TEXT])
    area = Area.OTHER if several else causes[0]
    listed = format_list(list(names), locale=i18n.language().replace("-", "_"))
    return place(_WORDS[area](len(names)), names=listed)
