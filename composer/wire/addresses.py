"""Finds other people's addresses and ids in a finished message (rule 8).

Two layers. Fast, for every message: each at sign must belong to an allowed address, no word may be
somebody else's id, and no cell of the row may hide anything. Thorough, where the fast layer is not
satisfied, and for the first message of each locale and outcome of a condition, because the text
around the cells may hide something too: every view of every part (`every_view`) is read, and that
verdict is final. What is in attached files is read once for each file (`checks/attachments.py`);
here only their names.

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
from composer.wire.literals import Literals
from composer.wire.own import Own
from composer.wire.thorough import ThoroughLook

_MOST_SHAPES = 1000
_MANY = 2
Shape = tuple[str, tuple[tuple[str, int], ...]]
"""A message's locale, and how often each condition or repeat was taken."""


class LeakScanner:
    """Scans a campaign's messages one after the other."""

    def __init__(self, *, literals: Literals, index: AudienceIndex) -> None:
        self._index = index
        self._hides = literals.hides
        self._shapes: set[Shape] = set()
        self._held: set[tuple[str, str, int]] = set()
        allowed = Allowed(literals=literals, index=index)
        self._thorough = ThoroughLook(allowed, unless_member=literals.unless_member)
        self._glance = Glance(allowed, cells=Cells(allowed, thorough=self._thorough))

    def find_leaks(
        self, message: DecodedMessage, recipient: Recipient, *, shape: Shape = ("", ())
    ) -> list[Finding]:
        """Find everything in a recipient's message that belongs to somebody else.

        `shape` tells messages apart that the template makes differently: its language and
        conditions. One finding for each part and each address or id; empty for an ordinary message.
        """
        own = Own(
            recipient,
            content_ids=[item.content_id for item in message.attachments],
            id_columns=self._index.id_columns,
            id_shape=self._index.id_shape,
        )
        is_quiet = self._glance.is_quiet(message, own)
        if is_quiet and not self._hides and not self._is_new(shape):
            return []
        look = (
            self._thorough.members_in if is_quiet and not self._hides else self._thorough.leaks_in
        )
        found: dict[tuple[str, str, str], None] = {}
        for part, text in _parts(message):
            for code, value in look(text, own):
                found[part, code, value] = None
        if is_quiet and found:
            self._hides = True  # it stands in what is the same for many
        return [
            finding(
                code,
                where={"recipient": recipient.address, "row": recipient.row, "part": part},
                found=value,
            )
            for part, code, value in found
        ]

    def _is_new(self, shape: Shape) -> bool:
        """Tell whether a message holds something that no message held before."""
        if shape in self._shapes:
            return False
        if len(self._shapes) < _MOST_SHAPES:
            self._shapes.add(shape)
        locale, branches = shape
        held = {(locale, name, min(times, _MANY)) for name, times in (*branches, ("", 0))}
        if held <= self._held:
            return False
        self._held |= held
        return True


def _parts(message: DecodedMessage) -> Iterator[tuple[str, str]]:
    for name, value in message.headers:
        if name.lower() != "message-id":
            yield name, value
    for item in message.attachments:
        yield "attachment", item.name
    yield "text", message.text
    yield "html", message.html
