"""What happened to an unclear message, in words, and where to look, in this order."""

from __future__ import annotations

from datetime import datetime

from composer.i18n import N_, _, isolate, place
from composer.records.dossier import moment_words

_PLACES = (
    N_("1. The mail service's own log of that minute: does it name this address?"),
    N_("2. The mailbox for returned mail: did a bounce come back?"),
    N_("3. The person: ask whether it arrived."),
)
_ENDS = {
    "closed": N_("the mail service closed the connection"),
    "ConnectionResetError": N_("the mail service closed the connection"),
    "timed out": N_("no answer came in time"),
    "TimeoutError": N_("no answer came in time"),
}
"""How a connection ended, as the record has it; anything else is the server's own words."""


def places_to_look() -> tuple[str, ...]:
    """Give where evidence may be found, the best first."""
    return tuple(_(text) for text in _PLACES)


def happened_words(at: datetime | None, detail: str, *, time: str = "") -> str:
    """Say what happened to one message; `time` is the moment as the caller writes times."""
    if at is None:
        text = _("The message was being handed over when the connection broke.")
    else:
        words = _(
            "At {time} the whole message had been given to the mail service; its answer never came."
        )
        text = place(words, time=time or moment_words(at))
    if not detail:
        return text
    return text + " " + place(_("Recorded: {detail}"), detail=isolate(_(_ENDS.get(detail, detail))))
