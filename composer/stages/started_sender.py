"""A sender's process that was started here: whether it goes on, and why it ended without sending.

It neither needs nor misses whoever started it. Before its first message it checks everybody once
more, which takes its time, and may refuse; what it said then stands in its log.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from composer.errors import Blocked, ComposerError
from composer.i18n import _
from composer.stages.own_answer import last_object, relayed_error, relayed_findings


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedSender:
    """One run: its process, its log, and where in it this run began to write."""

    process: subprocess.Popen[bytes]
    log: Path
    begins_at: int

    @property
    def has_ended(self) -> bool:
        """Whether the process is there no more."""
        return self.process.poll() is not None

    def refusal(self) -> ComposerError:
        """Give why it ended: what it found, the error that it printed, or that it said nothing."""
        with self.log.open("rb") as log:
            log.seek(self.begins_at)
            answer = last_object(log.read())
        if found := relayed_findings(answer):
            return Blocked(found)
        if answer.get("error"):
            return relayed_error(answer, otherwise="")
        return ComposerError(
            _("The program that sends did not start."),
            advice=_("Nothing was sent. Try again; if it stays so, restart Composer."),
        )
