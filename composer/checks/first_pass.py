"""The first pass of a check of everybody: whose addresses and ids there are.

Workers read, and each of them is told what all have read; only what is small stays with who asks.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator

from composer.checks.attachment_uses import Uses, add_uses
from composer.checks.everybody import (
    CheckContext,
    CheckState,
    Indexed,
    index_packed,
    know_all,
    learn,
)
from composer.model.hash_shelves import HashShelves
from composer.model.message import RenderContext
from composer.model.packed_people import Audience, PackedPeople
from composer.rendering.pool import WorkerPool
from composer.wire.audience_index import MAX_CONTACTS, AudienceIndex, IndexBuilder, IndexPart

_PARTS_AT_ONCE = 64

Pool = WorkerPool[CheckContext, CheckState]


class Seen:
    """What the first pass learned; `marks` has a digest of each portion's rows.

    `index()` is of everybody where files are attached, whose text is looked into here; else empty.
    """

    def __init__(self, context: RenderContext) -> None:
        self._learning = IndexBuilder(context.campaign.audience.ids)
        self._looks_into_files = bool(context.campaign.attachments)
        self.uses: Uses = {}
        self.marks: list[bytes] = []
        self.people = self.short_ids = 0
        self.domains: Counter[str] = Counter()
        self.contacts: set[str] = set()
        self.is_whole = False

    @property
    def mark(self) -> str:
        """Digest the rows of all portions, and how they are portioned."""
        return hashlib.sha256(b"".join(self.marks)).hexdigest()

    def index(self) -> AudienceIndex:
        """Give the index, once."""
        return self._learning.finish()

    def add(self, indexed: Indexed) -> None:
        """Take in what is small of some people."""
        add_uses(self.uses, indexed.uses)
        if self._looks_into_files:
            self._learning.add(indexed.part)
        self.short_ids += indexed.part.short
        if len(self.contacts) <= MAX_CONTACTS:
            self.contacts |= indexed.part.contacts
        for domain, count in indexed.domains:
            self.domains[domain] += count

    def add_former(self, indexed: Indexed) -> None:
        """Take in whose addresses must not stand in a file, either."""
        if self._looks_into_files:
            self._learning.add(of_former(indexed))


def of_former(indexed: Indexed) -> IndexPart:
    """Give what people bring who get nothing: their addresses and ids, and no contacts."""
    return indexed.part._replace(contacts=frozenset(), short=0)


def get_to_know(
    pool: Pool,
    context: RenderContext,
    audience: Audience,
    *,
    portion: int,
    former: Audience | None = None,
    cancelled: Callable[[], bool],
) -> Seen:
    """Go through everybody for the first time; each worker is told of all, and nothing stays here.

    Of `former` people only whose addresses and ids there are is told; they count for nothing else.

    What they are told goes in pieces: at a million people it is some ten megabytes.
    """
    seen = Seen(context)

    def portions() -> Iterator[PackedPeople]:
        for packed in audience.packed(portion):
            seen.marks.append(mark_of(packed))
            seen.people += len(packed)
            yield packed

    tokens = HashShelves()
    answered = 0
    told: list[IndexPart] = []
    for indexed in pool.map_chunks(index_packed, portions(), cancelled=cancelled):
        answered += 1
        seen.add(indexed)
        tokens.add(indexed.tokens)
        told.append(indexed.part)
        if len(told) == _PARTS_AT_ONCE:
            pool.tell_all(learn, tuple(told))
            told.clear()
    pool.tell_all(learn, tuple(told))
    for indexed in pool.map_chunks(
        index_packed, former.packed(portion) if former is not None else (), cancelled=cancelled
    ):
        seen.add_former(indexed)
        pool.tell_all(learn, (of_former(indexed),))
    pool.tell_all(know_all, tokens.repeated())
    seen.is_whole = answered == len(seen.marks) and not cancelled()
    return seen


def mark_of(packed: PackedPeople) -> bytes:
    """Digest some people's rows."""
    return hashlib.blake2b(packed.content, digest_size=16).digest()
