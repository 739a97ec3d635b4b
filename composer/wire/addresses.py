"""Finds other people's addresses and ids in a finished message (rule 8).

Two layers. Fast, for every message: each at sign must belong to an allowed address, no word may be
somebody else's id, and no cell of the row may hide anything. Thorough, where the fast layer is not
satisfied: every view of every part (`deep_text`) is read, and that verdict is final.

An address that stands openly is refused unless it is the recipient's own, written by the author, or
in a column of contacts. In views that only a person or a script would read, an address is refused
if it belongs to somebody in the audience. A member's id is refused unless it is the recipient's
own, or reads like an ordinary word or small number that the author or the recipient's own row says
too. Nothing is waived for one recipient.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.findings import Finding, finding
from composer.model.recipient import Recipient
from composer.wire.allowed import Allowed
from composer.wire.audience_index import AudienceIndex
from composer.wire.cells import Cells
from composer.wire.decoded import DecodedMessage
from composer.wire.glance import Glance
from composer.wire.literals import MAX_TEXT_FILE, Literals
from composer.wire.own import Own
from composer.wire.thorough import ThoroughLook


class LeakScanner:
    """Scans a campaign's messages one after the other."""

    def __init__(self, *, literals: Literals, index: AudienceIndex) -> None:
        self._index = index
        self._hides = literals.hides
        allowed = Allowed(literals=literals, index=index)
        self._thorough = ThoroughLook(allowed, unless_member=literals.unless_member)
        self._glance = Glance(allowed, cells=Cells(allowed, thorough=self._thorough))

    def find_leaks(self, message: DecodedMessage, recipient: Recipient) -> list[Finding]:
        """Find everything in a recipient's message that belongs to somebody else.

        One finding for each part and each address or id; empty for an ordinary message.
        """
        own = Own(
            recipient,
            content_ids=[item.content_id for item in message.attachments],
            id_columns=self._index.id_columns,
            id_shape=self._index.id_shape,
        )
        if not self._hides and self._glance.is_quiet(message, own):
            return []
        found: dict[tuple[str, str, str], None] = {}
        for part, text in _parts(message):
            for code, value in self._thorough.leaks_in(text, own):
                found[part, code, value] = None
        return [
            finding(
                code,
                where={"recipient": recipient.address, "row": recipient.row, "part": part},
                found=value,
            )
            for part, code, value in found
        ]


def _parts(message: DecodedMessage) -> Iterator[tuple[str, str]]:
    for name, value in message.headers:
        if name.lower() != "message-id":
            yield name, value
    for item in message.attachments:
        yield "attachment", item.name
        if item.content_type.startswith("text/") and len(item.content) <= MAX_TEXT_FILE:
            yield f"attachment {item.name}", item.content.decode("utf-8", errors="replace")
    yield "text", message.text
    yield "html", message.html
