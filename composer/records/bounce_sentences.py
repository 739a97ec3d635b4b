"""What came back of a send, in sentences that stand beside the six groups and never inside them."""

from __future__ import annotations

from collections.abc import Iterator

from composer.i18n import N_, _, grouped, ngettext, place
from composer.model.bounce import BounceCounts, BounceKind

_KINDS: dict[BounceKind, str] = {
    BounceKind.PERMANENT: N_("address takes no mail"),
    BounceKind.REFUSED: N_("refused for another reason"),
    BounceKind.GAVE_UP: N_("given up on the way"),
    BounceKind.DELAYED: N_("delayed"),
    BounceKind.COMPLAINT: N_("reported as spam"),
    BounceKind.AUTO_REPLY: N_("automatic reply"),
}


def kind_words(kind: BounceKind) -> str:
    """Say what a message that came back says, in some words."""
    return _(_KINDS[kind]) if kind in _KINDS else "–"


def bounce_sentences(counts: BounceCounts) -> Iterator[str]:
    """Say how many messages came back, and why; nothing where none did that we know of."""
    lines = (
        (
            counts.permanent,
            ngettext(
                "{count} message came back: the address takes no mail.",
                "{count} messages came back: the addresses take no mail.",
                counts.permanent,
            ),
        ),
        (
            counts.refused,
            ngettext(
                "{count} message came back: it was refused for a reason other than the address.",
                "{count} messages came back: they were refused for reasons other than the address.",
                counts.refused,
            ),
        ),
        (
            counts.gave_up,
            ngettext(
                "{count} message came back: the servers gave up after trying for a while.",
                "{count} messages came back: the servers gave up after trying for a while.",
                counts.gave_up,
            ),
        ),
        (
            counts.delayed,
            ngettext(
                "{count} message is delayed; a server still tries.",
                "{count} messages are delayed; servers still try.",
                counts.delayed,
            ),
        ),
        (
            counts.complaints,
            ngettext(
                "{count} person reported the message as spam.",
                "{count} people reported the message as spam.",
                counts.complaints,
            ),
        ),
        (
            counts.unclear,
            ngettext(
                "Of {count} unclear message something came back: it did go out.",
                "Of {count} unclear messages something came back: they did go out.",
                counts.unclear,
            ),
        ),
    )
    for count, words in lines:
        if count:
            yield place(words, count=grouped(count))
