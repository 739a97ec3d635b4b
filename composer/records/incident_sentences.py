"""What happened, in sentences: what is known of a send, and just as plainly what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from composer.i18n import _, grouped, isolate, isolate_ltr, listed, ngettext, place
from composer.model.incident import Incident
from composer.records.bounce_sentences import bounce_sentences
from composer.records.dossier import moment_words


def who_sentences(
    incident: Incident, *, moment: Callable[[datetime], str] = moment_words
) -> Iterator[str]:
    """Say who got it, since when, of whom it is unclear, and who got nothing.

    `moment` says a time as its reader is used to; what is written to keep has the exact one.
    """
    counts = incident.counts
    words = ngettext(
        "The message was handed over to {count} person of {total}, one message each.",
        "The message was handed over to {count} people of {total}, one message each.",
        counts.accepted,
    )
    yield place(words, count=grouped(counts.accepted), total=grouped(counts.total))
    if incident.first_at is not None and incident.last_at is not None:
        words = _("The first was handed over at {first}, the last at {last}.")
        yield place(
            words,
            first=isolate(moment(incident.first_at)),
            last=isolate(moment(incident.last_at)),
        )
    yield from _version_sentences(incident)
    if incident.unclear:
        words = ngettext(
            "Of {count} person it is unclear whether they have it.",
            "Of {count} people it is unclear whether they have it.",
            incident.unclear,
        )
        yield place(words, count=grouped(incident.unclear))
    none = counts.total - counts.accepted - incident.unclear
    if none:
        words = ngettext(
            "{count} person got nothing.", "{count} people got nothing.", none
        )  # fmt: skip
        yield place(words, count=grouped(none))
    yield from bounce_sentences(incident.bounces)


def _version_sentences(incident: Incident) -> Iterator[str]:
    """Say who got which version, where it was frozen anew after some had it."""
    for version in incident.versions if len(incident.versions) > 1 else ():
        words = ngettext(
            "The version {proof}, “{subject}”, was handed over to {count} person.",
            "The version {proof}, “{subject}”, was handed over to {count} people.",
            version.handed_over,
        )
        yield place(
            words,
            proof=isolate_ltr(version.proof[:8]),
            subject=isolate(version.subject),
            count=grouped(version.handed_over),
        )


def known_sentences(incident: Incident) -> Iterator[str]:
    """Say what is known about whether anybody saw somebody else's address."""
    yield _("Each message was made for one person and read again before it left; none had two.")
    if incident.searched:
        words = ngettext(
            "Before it was frozen, {count} message was searched for other people's addresses;"
            " none was found.",
            "Before it was frozen, {count} messages were searched for other people's addresses;"
            " none was found.",
            incident.searched,
        )
        yield place(words, count=grouped(incident.searched))
    copies = incident.copies
    if copies.sent:
        words = ngettext(
            "Copies to your test mailboxes during the send: {count}; as predicted: {equal}.",
            "Copies to your test mailboxes during the send: {count}; as predicted: {equal}.",
            copies.sent,
        )
        yield place(words, count=grouped(copies.sent), equal=grouped(copies.equal))
    if copies.parts:
        words = _("What arrived different in such copies: {parts}")
        yield place(words, parts=listed(copies.parts))
    if copies.shown:
        words = ngettext(
            "A copy showed the address of {count} person of the list: {addresses}",
            "Copies showed the addresses of {count} people of the list: {addresses}",
            len(copies.shown),
        )
        shown = listed(isolate_ltr(one) for one in copies.shown)
        yield place(words, count=grouped(len(copies.shown)), addresses=shown)


def unknown_sentences(incident: Incident) -> Iterator[str]:
    """Say what nobody here can know."""
    copies = incident.copies
    if copies.different:
        words = ngettext(
            "{count} person was handed a message since the last copy that arrived right; theirs may"
            " have arrived different, too.",
            "{count} people were handed a message since the last copy that arrived right; theirs"
            " may have arrived different, too.",
            copies.in_doubt,
        )
        yield place(words, count=grouped(copies.in_doubt))
    if not copies.sent:
        yield _("No copy went to a test mailbox during the send, so nobody here saw one arrive.")
    yield _("What mail services did with the messages afterwards is known of the copies alone.")
    yield _("Whether a message was opened or read is not known.")
