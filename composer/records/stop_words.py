"""What a stopped send means for people, in sentences: who has it, who may have it, who has not.

The window, the command line and notices say the same. No address is ever in it.
"""

from __future__ import annotations

from composer.i18n import _, grouped, ngettext, place
from composer.model.states import Counts


def stop_words(counts: Counts) -> str:
    """Say how many have it, are unclear and do not have it, and that nothing more leaves."""
    left = counts.planned + counts.claimed + counts.deferred + counts.held
    have = ngettext("{people} has it.", "{people} have it.", counts.accepted)
    does_not = ngettext("{people} does not.", "{people} do not.", left)
    return " ".join(
        (
            place(have, people=people_words(counts.accepted)),
            *_not_sure(counts),
            place(does_not, people=people_words(left)),
            _("Nothing more leaves until somebody decides."),
        )
    )


def people_words(count: int) -> str:
    """Say how many people."""
    return place(ngettext("{count} person", "{count} people", count), count=grouped(count))


def _not_sure(counts: Counts) -> list[str]:
    told = []
    if counts.unknown:
        words = ngettext("{count} is unclear.", "{count} are unclear.", counts.unknown)
        told.append(place(words, count=grouped(counts.unknown)))
    if counts.brink:
        words = ngettext(
            "{count} is being handed over; the answer is waited for.",
            "{count} are being handed over; their answers are waited for.",
            counts.brink,
        )
        told.append(place(words, count=grouped(counts.brink)))
    return told
