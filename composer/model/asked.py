"""What became of a request for approval that was sent by the campaign's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.findings import Finding, finding
from composer.model.states import RecipientState


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
        """What is said of one that was not taken."""
        why = self.why or self.state.value
        return finding("signoff.ask_failed", where={}, name=self.name, why=why)
