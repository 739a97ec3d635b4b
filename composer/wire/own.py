"""What belongs to one recipient and may stand in their message: address, ids, cells.

Made anew for each message; nothing of it is ever remembered for the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from composer.model.recipient import Recipient
from composer.wire.address_form import canonical_address, stands_at, written_forms
from composer.wire.deep_text import settle
from composer.wire.id_words import IdShape, cut_stretches, find_id_words, id_key


class Own:
    """One recipient's belongings; without a recipient, nobody's: nothing is their own.

    `content_ids` are those of the message's parts: links to them look like addresses.
    """

    _main_keys: frozenset[str] = frozenset()
    _all_keys: set[str] | None = None
    _said: str | None = None
    _addresses: tuple[str, ...] | None = None
    _forms: tuple[tuple[bytes, int], ...] | None = None

    def __init__(
        self,
        recipient: Recipient | None,
        *,
        content_ids: Iterable[str] = (),
        id_columns: Sequence[str] = (),
        id_shape: IdShape,
    ) -> None:
        self._recipient = recipient
        self._id_columns = id_columns
        self._id_shape = id_shape
        self._content_ids = content_ids
        if recipient is None:
            self.cells: list[str] = []
            self._all_keys, self._said = set(), ""
            return
        address = recipient.address
        self.cells = [value for _, value in recipient.fields if value != address]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The recipient's address in all its forms, and links to the message's own parts."""
        if self._addresses is None:
            self._addresses = self._all_addresses()
        return self._addresses

    def forms(self) -> tuple[tuple[bytes, int], ...]:
        """Give the same as UTF-8, each with the place of its at sign."""
        if self._forms is None:
            encoded = [item.encode("utf-8", "surrogatepass") for item in self.addresses]
            self._forms = tuple([(item, item.rfind(b"@")) for item in encoded])
        return self._forms

    def stretches(self) -> list[bytes]:
        """Give stretches of text (`id_words`) in which all ids are surely the recipient's.

        They are those of the address, the ids and the random ids, as they are and at the end of a
        sentence; only of plain ASCII, where folding does nothing else.
        """
        if self._recipient is None:
            return []
        random = [self._recipient.token, self._recipient.id]
        values = [self._recipient.address, *self._id_values(), *filter(str.isalnum, random)]
        joined = "\n".join(values)
        if not joined.isascii() or "%" in joined or "&" in joined:
            plain = [item for item in values if item.isascii() and not ("%" in item or "&" in item)]
            joined = "\n".join(plain)
        found = cut_stretches(joined.lower().encode("ascii"))
        return [*found, *[item + b"." for item in found]]

    def stands(self, text: str, at: int) -> bool:
        """Tell whether an address of the recipient's surrounds an at sign of a settled text."""
        return any(stands_at(text, at, item) for item in self.addresses)

    def _all_addresses(self) -> tuple[str, ...]:
        if self._recipient is None:
            return ()
        address = self._recipient.address
        written: tuple[str, ...] = (address.lower(),)
        if not address.isascii() or any(mark in written[0] for mark in ("%", "&", "xn--")):
            written = written_forms(canonical_address(address))  # else this gives the same
        shown = [canonical_address(item) for item in self._content_ids]
        return (*written, *[item for item in shown if "@" in item])

    def has_id(self, key: str) -> bool:
        """Tell whether an id is the recipient's: whole, in pieces, or one of the random ones."""
        if not self._main_keys and self._all_keys is None:
            self._main_keys = frozenset([id_key(value) for value in self._id_values()])
        if key in self._main_keys:
            return True
        if self._all_keys is None:
            self._all_keys = self._find_all_keys()
        return key in self._all_keys

    def says(self, key: str) -> bool:
        """Tell whether a cell of the recipient's row holds this word or number."""
        if self._said is None:
            self._said = settle("\n".join(self.cells))
        return key in self._said

    def _id_values(self) -> list[str]:
        assert self._recipient is not None
        return [value for name, value in self._recipient.fields if name in self._id_columns]

    def _find_all_keys(self) -> set[str]:
        assert self._recipient is not None
        keys = {id_key(self._recipient.token), id_key(self._recipient.id)}
        for value in (*self._id_values(), self._recipient.address):
            keys.update(find_id_words(settle(value), shape=self._id_shape))
        return keys
