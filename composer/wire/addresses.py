"""Finds other people's addresses and ids in a finished message (rule 8).

Two layers. Fast, for every message: each at sign must belong to an allowed address, no word may be
somebody else's id, and no cell of the row may hide anything. Thorough, where the fast layer is not
satisfied, and for the first message of each locale and outcome of a condition, because the text
around the cells may hide something too: every view of every part (`every_view`) is read. If
nothing is found in the first message of a kind, or a cell hides what is only guessed, the parts are
also read as nobody would (`guessed_views`). What is in attached files is read once for each file
(`checks/attachments.py`); here only their names.

An address that stands openly is refused unless it is the recipient's own, written by the author, or
in a column of contacts. In views that only a person or a script would read, an address is refused
if it belongs to somebody in the audience. A member's id is refused unless it is the recipient's
own, or reads like an ordinary word or small number that the author or the recipient's own row says
too. Nothing is waived for one recipient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from composer.findings import Finding, finding
from composer.model.recipient import Recipient
from composer.wire.allowed import Allowed
from composer.wire.audience_index import AudienceIndex
from composer.wire.beside import Beside, shows_together
from composer.wire.cells import Cells
from composer.wire.decoded import DecodedMessage
from composer.wire.glance import Glance
from composer.wire.literals import Literals
from composer.wire.own import Own
from composer.wire.thorough import Leak, ThoroughLook

_MOST_SHAPES = 1000
_MANY = 2
Shape = tuple[str, tuple[tuple[str, int], ...]]
"""A message's locale, and how often each condition or repeat was taken."""
Look = Callable[[str, Own], Iterable[Leak]]


class LeakScanner:
    """Scans a campaign's messages one after the other."""

    def __init__(self, *, literals: Literals, index: AudienceIndex) -> None:
        self._index = index
        self._hides = literals.hides
        self._quiet_kinds, self._guessed_kinds = _Kinds(), _Kinds()
        allowed = Allowed(literals=literals, index=index)
        self._thorough = ThoroughLook(allowed, unless_member=literals.unless_member)
        self._cells = Cells(allowed, thorough=self._thorough)
        self._glance = Glance(allowed, cells=self._cells)
        self._beside = Beside(allowed, columns=literals.beside)

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
        together = self._beside.made_by(recipient, own)
        is_new = is_quiet and not self._hides and self._quiet_kinds.is_new(shape)
        if is_quiet and not self._hides and not is_new and not together:
            return []
        look = (
            self._thorough.members_in if is_quiet and not self._hides else self._thorough.leaks_in
        )
        found = _found_by(look, message, own)
        if is_quiet and found:
            self._hides = True  # it stands in what is the same for many
        found.update(_shown_together(message, together))
        if not found and (is_new or self._must_guess(own, shape)):
            found = _found_by(self._thorough.guesses_in, message, own)
        return [
            finding(
                code,
                where={"recipient": recipient.address, "row": recipient.row, "part": part},
                found=value,
            )
            for part, code, value in found
        ]

    def _must_guess(self, own: Own, shape: Shape) -> bool:
        """Tell whether a message must be read as nobody would: that costs much.

        What the text around the cells hides is so found in the first message of each kind, and not
        in all: once it stops the campaign it need not be counted.
        """
        return self._guessed_kinds.is_new(shape) or self._cells.guessed(own)


class _Kinds:
    """Remembers what kinds of messages there were."""

    def __init__(self) -> None:
        self._shapes: set[Shape] = set()
        self._held: set[tuple[str, str, int]] = set()

    def is_new(self, shape: Shape) -> bool:
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


def _found_by(look: Look, message: DecodedMessage, own: Own) -> dict[tuple[str, str, str], None]:
    """Give part, code and value of all that a look finds in the parts of a message."""
    return {
        (part, code, value): None
        for part, text in _parts(message)
        for code, value in look(text, own)
    }


def _shown_together(
    message: DecodedMessage, together: Sequence[tuple[str, str, str]]
) -> Iterator[tuple[tuple[str, str, str], None]]:
    """Give the same for what neighbouring cells make, where they are shown as neighbours."""
    if together:
        for part, text in _parts(message):
            for address, one, other in together:
                if shows_together(text, one, other):
                    yield (part, "content.foreign_address", address), None


def _parts(message: DecodedMessage) -> Iterator[tuple[str, str]]:
    for name, value in message.headers:
        if name.lower() != "message-id":
            yield name, value
    for item in message.attachments:
        yield "attachment", item.name
    yield "text", message.text
    yield "html", message.html
