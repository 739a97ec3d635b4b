"""What became of a request for approval that was sent by the campaign's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from composer.findings import Finding, finding
from composer.i18n import N_, _
from composer.model.states import RecipientState

_WAITING = N_("Waiting")
_STATE_WORDS = {
    RecipientState.REFUSED: N_("Refused"),
    RecipientState.HELD: N_("On hold"),
    RecipientState.SUPPRESSED: N_("Left out"),
    RecipientState.CANCELLED: N_("Left out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOutcome:
    """One request: to whom (`person` is the public key), how it ended and when.

    `why` holds the mail service's words, or what stopped us, where it was not taken.
    """

    person: str
    name: str
    email: str
    state: RecipientState
    why: str
    at: datetime

    @property
    def is_taken(self) -> bool:
        """Whether the mail service took it."""
        return self.state is RecipientState.ACCEPTED

    @property
    def failed(self) -> Finding:
        """What is said of one that was not taken: of an unclear one not that it failed."""
        if self.state is RecipientState.UNKNOWN:
            time = f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} (UTC)"
            return finding("signoff.ask_unclear", where={}, address=self.name, time=time)
        why = self.why or _(_STATE_WORDS.get(self.state, _WAITING))
        return finding("signoff.ask_failed", where={}, name=self.name, why=why)
