"""Exceptions that stop an operation, each with a sentence for people and advice on what to do.

The tree::

    ComposerError
    ├── UsageError            the command or call itself is wrong (exit 2)
    ├── Blocked               findings stand in the way (exit 1); carries them
    ├── NotFound              a campaign, person or recipient that does not exist
    ├── Closed                what was asked is closed: nobody is left to be told anything
    ├── WorkspaceError        the workspace cannot be opened, is newer, or is locked
    │   └── LockHeld          another process holds the lock; says which
    ├── FileRefused           a file from outside breaks a rule; names the place in it
    ├── RenderError           a template cannot be rendered for a recipient
    │   ├── EmptyFieldPrinted an empty cell reached a place where it would be printed
    │   └── LimitExceeded     CPU, memory, time or output limit of a worker
    ├── GuardRefused          the finished bytes are not one message to the one intended recipient
    ├── SignatureRefused      a statement, signature, roster or policy does not verify
    ├── KeychainError         the password store cannot be used
    ├── LedgerError           the record of a send is damaged, copied or contradictory
    ├── Interrupted           somebody outside ended a send; it can go on
    └── TransportError        a hand-over did not happen; a machine may try again unless noted
        ├── Unreachable       nothing was taken: connection, name, time-out before the brink
        ├── RefusedByServer   the server said no for good to this recipient
        ├── TryLater          the server said no for now
        ├── AccountRefused    the server refuses us as a whole: the campaign holds
        │   └── UnsafeConnection  the server's identity could not be verified
        └── OutcomeUnknown    the answer was lost after the last byte: only a person settles it
            └── StrangeAnswer  somebody else answered: the campaign holds at once

Findings are data, exceptions stop. No address and no secret stands in a message. An exception is
caught for the user in exactly two places: the command line's ``main`` and the window's one dialog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.findings import Finding


class ComposerError(Exception):
    """Base of everything this program raises on purpose."""

    def __init__(self, text: str, *, advice: str = "") -> None:
        super().__init__(text)
        self.advice = advice


class UsageError(ComposerError):
    """The command or call itself is wrong."""


class Blocked(ComposerError):
    """Findings stand in the way; nothing was changed."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        first = self.findings[0] if self.findings else None
        super().__init__(first.text if first else "Blocked.", advice=first.advice if first else "")


class NotFound(ComposerError):
    """A campaign, person, seed or recipient that does not exist here."""


class Closed(ComposerError):
    """What was asked is closed: an answer would be of no use to anybody, and nothing is wrong."""

    def __init__(self) -> None:
        super().__init__(_("It was closed in the meantime."))


class WorkspaceError(ComposerError):
    """The workspace cannot be opened or changed."""


class LockHeld(WorkspaceError):
    """Another process holds the lock that this operation needs."""


class FileRefused(ComposerError):
    """A file from outside breaks a rule; ``findings`` name each place."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(self.findings[0].text, advice=self.findings[0].advice)


class RenderError(ComposerError):
    """A template cannot be rendered for one recipient.

    ``code`` is the finding code; ``part`` names subject, preheader, text, html or a header.
    """

    def __init__(
        self,
        text: str,
        *,
        advice: str = "",
        code: str = "render.failed",
        part: str = "",
        field: str = "",
    ) -> None:
        super().__init__(text, advice=advice)
        self.code = code
        self.part = part
        self.field = field

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes: workers raise these."""
        return _rebuild_render_error, (
            type(self),
            str(self),
            self.advice,
            self.code,
            self.part,
            self.field,
        )


class EmptyFieldPrinted(RenderError):
    """An empty cell reached a place where it would be printed, joined, filtered or looped over."""


class LimitExceeded(RenderError):
    """A worker ran into its CPU, memory, wall-clock or output limit."""


def _rebuild_render_error(
    kind: type[RenderError], text: str, advice: str, code: str, part: str, field: str
) -> RenderError:
    return kind(text, advice=advice, code=code, part=part, field=field)


class GuardRefused(ComposerError):
    """The finished bytes are not one message to the one intended recipient.

    ``rule`` names the broken rule (the table in ``wire/rules.py``).
    """

    def __init__(self, text: str, *, rule: str = "", advice: str = "") -> None:
        super().__init__(text, advice=advice)
        self.rule = rule


class SignatureRefused(ComposerError):
    """A statement, signature, roster or policy does not verify."""


class KeychainError(ComposerError):
    """The system's password store cannot be used."""


class Interrupted(ComposerError):
    """Somebody outside ended a send; what was at the brink was waited for."""


class LedgerError(ComposerError):
    """The record of a send is damaged, copied or contradictory."""


class TransportError(ComposerError):
    """A hand-over did not happen."""

    def __init__(
        self, text: str, *, advice: str = "", code: int | None = None, answer: str = ""
    ) -> None:
        super().__init__(text, advice=advice)
        self.code = code
        self.answer = answer


class Unreachable(TransportError):
    """Nothing was taken: no connection, no name, or a time-out before the brink."""


class RefusedByServer(TransportError):
    """The server said no for good to this recipient."""


class TryLater(TransportError):
    """The server said no for now; `after_s` is how long it asked to wait, if it did."""

    after_s: float | None = None


class AccountRefused(TransportError):
    """The server refuses us as a whole; the campaign holds."""


class UnsafeConnection(AccountRefused):
    """The server's identity could not be verified: wrong name, expired, untrusted, no STARTTLS."""


class OutcomeUnknown(TransportError):
    """The answer was lost after the last byte; only a person with evidence settles it."""


class StrangeAnswer(OutcomeUnknown):
    """Whatever answered is not the service that was asked: a proxy, a captive portal."""
