"""The quick first look for other people's addresses and ids, at every message (rule 8).

It says only that a message surely holds none: each at sign belongs to an address that may stand, no
word is somebody else's id, and no cell of the row hides anything. Whatever it is not sure of is
looked at thoroughly. Pieces that came before are remembered by what they hold, never by whether
somebody may see it: that is decided anew for each recipient. The rest, a recipient's own lines and
cells, is looked at once, together, as UTF-8 in small letters.

Capitals outside ASCII are folded only in the words that hold them; an at sign beside such a letter
is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from composer.model.recall import Recall
from composer.wire.address_form import at_signs, looks_addressed, sighting_at
from composer.wire.allowed import Allowed
from composer.wire.cells import Cells
from composer.wire.decoded import DecodedMessage
from composer.wire.id_words import ends_of, id_stretches
from composer.wire.own import Own
from composer.wire.skeleton import ReadText

_PIECES_ROOM = 2 * 1024 * 1024
_WORDS_ROOM = 512 * 1024
_MOST_MET = 512 * 1024
_LONGEST_MET = 64 * 1024
_OVERHEAD = 100
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789") | frozenset(range(0x80, 0x100))
_GOES_ON = _LETTERS | frozenset(b"-")
_JOINS = frozenset(b"._+'-")
_IN_LOCAL_PARTS = _LETTERS | _JOINS


class _Doubt(NamedTuple):
    """What in one piece is not allowed for everybody: at signs of its folded text, ids."""

    folded: str
    at_signs: tuple[int, ...]
    ids: tuple[str, ...]


_UNKNOWN = _Doubt("", (), ())


class Glance:
    """Looks at a campaign's messages one after the other."""

    def __init__(self, allowed: Allowed, *, cells: Cells) -> None:
        self._allowed = allowed
        self._cells = cells
        self._shape = allowed.index.id_shape
        self._few_words = self._shape.words <= 1
        self._looks_for_ids = len(allowed.index.ids) > 0
        self._everybodys = tuple(
            [(form.encode("utf-8"), form.rfind("@")) for form in allowed.addresses]
        )
        self._doubts = Recall(self._find_doubt, room_bytes=_PIECES_ROOM)
        self._ends = Recall(self._ends_of, room_bytes=_PIECES_ROOM)
        self._stretches = Recall(self._ids_in_stretch, room_bytes=_WORDS_ROOM)
        self._met: set[str] = set()
        self._met_left = _MOST_MET

    def is_quiet(self, message: DecodedMessage, own: Own) -> bool:
        """Tell whether a message and its recipient's row surely hold nothing of somebody else's."""
        doubts, texts = self._besides_bodies(message)
        if self._cells.are_plain(own.cells):
            texts.extend(own.cells)
        elif not self._cells.hide_nothing(own):
            return False
        for body in (message.plain, message.markup):
            for piece in body.known:
                doubt = self._doubts[piece]
                if doubt is not None:
                    doubts.append(doubt)
        fresh = [*message.plain.fresh, *message.markup.fresh]
        if not self._few_words:
            fresh = [*self._stitched(message.plain), *self._stitched(message.markup)]
        fresh.append("\n".join(texts).encode("utf-8", "surrogatepass"))
        joined = b"\n".join(fresh)
        if not self._is_own_text(joined, own):
            doubt = self._find_doubt(joined.decode("utf-8", "surrogatepass"))
            if doubt is not None:
                doubts.append(doubt)
        return all(self._is_own(doubt, own) for doubt in doubts)

    def _besides_bodies(self, message: DecodedMessage) -> tuple[list[_Doubt], list[str]]:
        """Give the doubts about header values and names of files, and those met for the first time.

        A value met again will be met often, so from then on it is remembered.
        """
        doubts: list[_Doubt] = []
        first: list[str] = []
        known, met = self._doubts.get, self._met
        texts = [value for name, value in message.headers if name != "Message-ID"]
        if message.attachments:
            texts.extend(item.name for item in message.attachments)
        for text in texts:
            doubt = known(text, _UNKNOWN)
            if doubt is _UNKNOWN:
                if text not in met:
                    first.append(text)
                    continue
                doubt = self._doubts[text]
            if doubt is not None:
                doubts.append(doubt)
        self._meet(first)
        return doubts, first

    def _meet(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._met_left -= len(text) + _OVERHEAD
            if self._met_left < 0:
                self._met.clear()
                self._met_left = _MOST_MET
            if len(text) <= _LONGEST_MET:
                self._met.add(text)

    def _stitched(self, body: ReadText) -> Iterator[bytes]:
        """Give what is fresh with as many known words around it as an id may be written in."""
        text = body.fresh[0]
        for piece, gap in zip(body.known, body.fresh[1:], strict=True):
            begin, end = self._ends[piece]
            text += begin
            if end:
                yield text
                text = end
            text += gap
        yield text

    def _ends_of(self, piece: str) -> tuple[bytes, bytes]:
        begin, end = ends_of(piece, shape=self._shape)
        return begin.encode("utf-8"), end.encode("utf-8")

    # what is a recipient's own is looked at together

    def _is_own_text(self, text: bytes, own: Own) -> bool:
        """Tell whether all at signs and ids of a text surely belong to the recipient or everybody.

        Nothing but an at sign becomes one by folding.
        """
        folded = text.lower()
        at = folded.find(b"@")
        while at >= 0:
            if not self._may_stand(folded, at, own):
                return False
            at = folded.find(b"@", at + 1)
        if not self._looks_for_ids:
            return True
        if not self._few_words:
            return False
        found = id_stretches(folded, shape=self._shape)
        found.difference_update(own.stretches())
        known = self._stretches
        ids = [key for stretch in found for key in known[stretch]]
        return not (ids and any(self._allowed.is_foreign_id(key, own) for key in ids))

    def _may_stand(self, folded: bytes, at: int, own: Own) -> bool:
        if not at or folded[at - 1] not in _IN_LOCAL_PARTS:
            return True  # no address could end here
        return _stands(own.forms(), folded, at) or _stands(self._everybodys, folded, at)

    def _ids_in_stretch(self, stretch: bytes) -> tuple[str, ...]:
        return self._allowed.ids_in(stretch.decode("utf-8", "surrogatepass"))

    # what is remembered

    def _find_doubt(self, piece: str) -> _Doubt | None:
        folded = piece.casefold()
        doubtful = tuple(
            [
                at
                for at in at_signs(folded)
                if not self._allowed.stands(folded, at) and looks_addressed(folded, at)
            ]
        )
        ids = self._allowed.ids_in(piece)
        return _Doubt(folded, doubtful, ids) if doubtful or ids else None

    def _is_own(self, doubt: _Doubt, own: Own) -> bool:
        for at in doubt.at_signs:
            if not own.stands(doubt.folded, at) and sighting_at(doubt.folded, at):
                return False
        return not any(self._allowed.is_foreign_id(key, own) for key in doubt.ids)


def _stands(forms: Iterable[tuple[bytes, int]], text: bytes, at: int) -> bool:
    """Tell whether exactly one of these addresses surrounds the at sign; unsure means no."""
    for form, local in forms:
        begin = at - local
        if begin >= 0 and text.startswith(form, begin):
            end = begin + len(form)
            after = text[end : end + 2]
            if not (
                (begin and text[begin - 1] in _LETTERS)
                or (begin > 1 and text[begin - 1] in _JOINS and text[begin - 2] in _LETTERS)
                or (after and after[0] in _GOES_ON)
                or (after[:1] == b"." and after[-1] in _LETTERS)
            ):
                return True
    return False
