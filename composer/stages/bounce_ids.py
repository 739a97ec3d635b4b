"""Telling whether something that came back names a message of ours, by what only we gave it.

Two names count: the opaque id in the envelope sender, as the settings of a proof that was sent have
it, and our Message-ID. Both are made from random ids; nobody who was not sent the message can name
them, and nothing that an address says counts in their place.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from composer.errors import NotFound, SignatureRefused
from composer.model.bounce import ReadBounce
from composer.model.identifiers import RecipientId
from composer.model.states import RecipientState
from composer.proofs.manifest import read_manifest
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.store.ledger_view import LedgerView

HANDED_OVER = frozenset(
    {RecipientState.ACCEPTED, RecipientState.UNKNOWN, RecipientState.BRINK}
)  # fmt: skip
"""Who may have the message; what comes back of an unclear one shows that it went out."""
_ID = r"([0-9a-f]{32})"
_OPAQUE = re.compile(_ID)


class SentIds:
    """The names of one campaign's messages, and where each stands in the record of its send."""

    def __init__(self, desk: Desk, content: Content, view: LedgerView) -> None:
        self._desk = desk
        self._content = content
        self._view = view

    def named_by(self, read: ReadBounce) -> tuple[RecipientId, ...]:
        """Give the people of the send whose message it names, whatever their state."""
        names = [
            *self._of_mailboxes(read.mailboxes),
            *self._of_message_ids(read.message_ids),
            *(one for one in read.recipient_ids if _OPAQUE.fullmatch(one)),
        ]
        return tuple(one for one in dict.fromkeys(map(RecipientId, names)) if one in self.states)

    @cached_property
    def states(self) -> Mapping[RecipientId, RecipientState]:
        """Where everybody of the audience stands in the record of the send."""
        return {row.recipient_id: row.state for row in self._view.rows()}

    def _of_mailboxes(self, mailboxes: Iterable[str]) -> Iterator[str]:
        for mailbox in mailboxes:
            for template in self._templates:
                found = template.fullmatch(mailbox)
                if found is not None:
                    yield found[1]

    def _of_message_ids(self, message_ids: Iterable[str]) -> Iterator[str]:
        for message_id in message_ids:
            name = message_id.strip("<>").partition("@")[0]
            if _OPAQUE.fullmatch(name) and name in self._message_names:
                yield self._message_names[name]

    @cached_property
    def _message_names(self) -> Mapping[str, RecipientId]:
        seed = self._content.record.message_seed
        return {message_name(seed, one): one for one in self.states}

    @cached_property
    def _templates(self) -> tuple[re.Pattern[str], ...]:
        """The envelope senders of every proof that was sent."""
        used = {self._content.campaign.transport.bounce, *self._of_proofs()}
        return tuple(
            re.compile(re.escape(one.lower()).replace(re.escape("{id}"), _ID))
            for one in sorted(used)
            if "{id}" in one
        )

    def _of_proofs(self) -> Iterator[str]:
        for entry in self._view.turns():
            if entry.kind != "proof":
                continue
            digest = str(json.loads(entry.content).get("proof"))
            try:
                manifest = read_manifest(self._desk.proofs.proof(digest).manifest)
                yield manifest.text("transport", "bounce")
            except (NotFound, SignatureRefused):
                continue


def message_name(message_seed: str, recipient_id: str) -> str:
    """Give the part of a Message-ID before the @, as the rendered message has it."""
    text = f"message-id:{recipient_id}"
    return hmac.new(message_seed.encode("utf-8"), text.encode(), "sha256").hexdigest()[:32]
