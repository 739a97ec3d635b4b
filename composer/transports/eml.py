"""Handing over into a folder: one .eml file per message, whole or not at all, never overwritten.

The same discipline as on a socket: everything is written under another name, the brink is
committed, then the file gets its name. The envelope stands in front as trace lines, as a
delivering server would write them, so that a file says whom it was for.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from composer.errors import OutcomeUnknown, Unreachable
from composer.i18n import _
from composer.model.clock import utc_now
from composer.transports.handover import Answer, Brink, Prepared, dated
from composer.transports.maildir import sync_folder, trace_lines, write_durably
from composer.wire.guard import guard_handover


class EmlTransport:
    """Writes into one folder; files are named by the recipient's random id."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        self._folder = folder
        self._now = now

    async def connect(self) -> EmlConnection:
        """Make sure that the folder is there."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot_write() from error
        return EmlConnection(self._folder, now=self._now)


class EmlConnection:
    """A folder that takes messages."""

    is_usable = True

    def __init__(self, folder: Path, *, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    async def hand_over(self, prepared: Prepared, *, brink: Brink) -> Answer:
        """Write one file; see `Connection`."""
        content = eml_content(prepared, now=self._now())
        unfinished = self._folder / f".{prepared.recipient_id}.{os.getpid()}.part"
        try:
            unfinished.unlink(missing_ok=True)
            await asyncio.to_thread(write_durably, unfinished, content)
        except OSError as error:
            raise _cannot_write() from error
        try:
            is_out = await brink()
            name = _give_name(unfinished, prepared.recipient_id)
            is_out()
            await asyncio.to_thread(sync_folder, self._folder)
        except OSError as error:
            raise OutcomeUnknown(
                _("The file may or may not have got its name."), answer=type(error).__name__
            ) from error
        finally:
            unfinished.unlink(missing_ok=True)
        return Answer(code=250, text="written", provider_id=name)

    async def close(self) -> None:
        """Nothing is open."""


def eml_content(prepared: Prepared, *, now: datetime) -> bytes:
    """Give what a file holds: the trace lines, then the dated message.

    Raises:
        GuardRefused: the bytes are not the one intended message.
    """
    final = dated(prepared.wire, now=now)
    guard_handover(final, intended=prepared.intended, form="eml")
    trace = trace_lines(
        prepared.envelope_sender, prepared.envelope_recipient, where="folder of messages"
    )
    return trace + final


def _give_name(unfinished: Path, recipient_id: str) -> str:
    """Link the file to its final name; a name that is taken is left alone."""
    for number in itertools.count(1):
        name = f"{recipient_id}.eml" if number == 1 else f"{recipient_id}-{number}.eml"
        try:
            os.link(unfinished, unfinished.with_name(name))
        except FileExistsError:
            continue
        return name
    raise AssertionError  # the counter has no end


def _cannot_write() -> Unreachable:
    return Unreachable(
        _("The folder for the .eml files cannot be written."),
        advice=_("Check that it exists, that you may write there, and that the disk has space."),
    )
